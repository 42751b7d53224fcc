"""Address labels as a Word document: a table whose cells are the labels of the sheet."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as DocumentObject
from docx.shared import Mm

from tracker.documents.ooxml import XmlElement, text, w
from tracker.documents.styles import Fonts
from tracker.domain.base.text import direction
from tracker.services.ports.documents import LabelAddress, LabelSheet

# Font sizes in half points, each with the most lines on a label. Long addresses become smaller.
_SIZES = ((5, 22), (7, 18), (10, 15))
_SMALLEST, _REFERENCE = 12, 11
_PADDING = 4.0
# Characters of Latin text that fit one millimetre in a font size of one point.
_FIT = 5.4


def label_sheets(addresses: Sequence[LabelAddress], sheet: LabelSheet) -> bytes:
    """Return labels in the order of the addresses, row by row."""
    document = Document()
    _set_page(document, sheet)
    body = document.element.body
    wide = sheet.columns
    rows = [addresses[at : at + wide] for at in range(0, len(addresses), wide)]
    table = w("tbl", _properties(sheet), _grid(sheet))
    table.extend(_row(row, sheet) for row in rows)
    body.insert(0, table)
    # Word requires a paragraph after a table. It must not begin a page.
    body.insert(
        1, w("p", w("pPr", w("spacing", before="0", after="0", line="20", lineRule="exact")))
    )
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _set_page(document: DocumentObject, sheet: LabelSheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(sheet.page[0]), Mm(sheet.page[1])
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(0)
    section.left_margin, section.right_margin = Mm(sheet.side), Mm(0)
    section.header_distance = section.footer_distance = Mm(0)


def _properties(sheet: LabelSheet) -> XmlElement:
    width = sum(_widths(sheet))
    return w(
        "tblPr",
        w("tblW", w=_twips(width), type="dxa"),
        w("tblInd", w="0", type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", w("left", w="0", type="dxa"), w("right", w="0", type="dxa")),
    )


def _widths(sheet: LabelSheet) -> list[float]:
    """Return the widths of the labels and of the gaps between them."""
    widths = [sheet.label[0]]
    for _ in range(sheet.columns - 1):
        widths += [sheet.gap, sheet.label[0]] if sheet.gap else [sheet.label[0]]
    return widths


def _grid(sheet: LabelSheet) -> XmlElement:
    return w("tblGrid", *(w("gridCol", w=_twips(width)) for width in _widths(sheet)))


def _row(addresses: Sequence[LabelAddress], sheet: LabelSheet) -> XmlElement:
    cells: list[XmlElement] = []
    for place in range(sheet.columns):
        if place and sheet.gap:
            cells.append(_cell([w("p")], sheet.gap))
        known = place < len(addresses)
        said = list(_paragraphs(addresses[place], sheet)) if known else [w("p")]
        cells.append(_cell(said, sheet.label[0]))
    height = w("trHeight", val=_twips(sheet.label[1]), hRule="exact")
    return w("tr", w("trPr", w("cantSplit"), height), *cells)


def _cell(paragraphs: Sequence[XmlElement], width: float) -> XmlElement:
    edge = _twips(_PADDING) if width > 3 * _PADDING else "0"
    margins = w("tcMar", w("left", w=edge, type="dxa"), w("right", w=edge, type="dxa"))
    inside = (w("tcW", w=_twips(width), type="dxa"), margins, w("vAlign", val="center"))
    return w("tc", w("tcPr", *inside), *paragraphs)


def _paragraphs(address: LabelAddress, sheet: LabelSheet) -> Iterator[XmlElement]:
    size = _size(address, sheet)
    for line in address.lines:
        yield _paragraph(line, size, address.language)
    yield _paragraph(address.reference, _REFERENCE, "en")


def _size(address: LabelAddress, sheet: LabelSheet) -> int:
    """Return the size in half points at which all lines fit the label."""
    # A line of Nastaliq is about twice as high as one of Latin letters.
    height = 0.42 if direction(address.language) == "rtl" else 0.21
    for most, size in _SIZES:
        fitting = int((sheet.label[0] - 2 * _PADDING) * _FIT / (size / 2))
        lines = sum(-(-max(len(line), 1) // max(fitting, 1)) for line in address.lines)
        if lines <= most and lines * size * height <= sheet.label[1] - 4:
            return size
    return _SMALLEST


def _paragraph(words: str, size: int, language: str) -> XmlElement:
    fonts = Fonts().of(language)
    right_to_left = direction(language) == "rtl"
    spacing = w("spacing", before="0", after="0", line="240", lineRule="auto")
    marks = [w("bidi")] if right_to_left else []
    run = [
        w("rFonts", ascii=fonts.latin[0], hAnsi=fonts.latin[0], cs=fonts.arabic[0]),
        w("sz", val=str(size)),
        w("szCs", val=str(size)),
        *([w("rtl")] if right_to_left else []),
    ]
    return w("p", w("pPr", *marks, spacing), w("r", w("rPr", *run), text(words)))


def _twips(millimetres: float) -> str:
    return str(Mm(millimetres).twips)
