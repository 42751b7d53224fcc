"""The template that a user of docxtpl would prepare for one of our letters, made by python-docx.

Every word of the letter stands in it, except that values, lists and tables are fields: the fixed
words are the template's own, as they are those of our source.
"""

import io
from collections.abc import Iterator, Mapping

from docx import Document
from docx.document import Document as DocumentObject
from docx.text.paragraph import Paragraph as DocxParagraph

from tracker.domain.words.letter import (
    BulletList,
    Heading,
    Letter,
    LetterBlock,
    LetterTable,
    NumberedList,
    NumberedParagraph,
    Paragraph,
    RunStyle,
    SignaturePlace,
)

Context = dict[str, object]


def template_of(letter: Letter, values: Mapping[str, str], paper: bytes = b"") -> bytes:
    """Return a DOCX with `{{ name }}` in place of each value in the letter.

    It is written on `paper`, a DOCX whose body is emptied, else on python-docx's own default.
    """
    document = Document(io.BytesIO(paper)) if paper else Document()
    for child in document.element.body.xpath("*[not(self::w:sectPr)]"):
        document.element.body.remove(child)
    for place, block in enumerate(letter.blocks):
        _set(document, block, f"part_{place}", values)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def context_of(letter: Letter, values: Mapping[str, str]) -> Context:
    """Return what fills that template: the values, and the items and rows of each part."""
    return {**values, **dict(_parts(letter))}


def _parts(letter: Letter) -> Iterator[tuple[str, object]]:
    for place, block in enumerate(letter.blocks):
        if isinstance(block, NumberedList | BulletList | NumberedParagraph):
            yield f"part_{place}", ["".join(run.words for run in item) for item in block.items]
        elif isinstance(block, LetterTable):
            yield f"part_{place}", block.rows
        elif isinstance(block, SignaturePlace):
            yield f"part_{place}", block.lines


def _set(
    document: DocumentObject, block: LetterBlock, name: str, values: Mapping[str, str]
) -> None:
    if isinstance(block, Heading):
        _write(document.add_paragraph(style=_style(document, "Heading 2")), block, values)
    elif isinstance(block, Paragraph):
        _write(document.add_paragraph(), block, values)
    elif isinstance(block, LetterTable):
        _set_table(document, block, name)
    elif isinstance(block, NumberedParagraph):
        numbered = _style(document, "List Number")
        _write(document.add_paragraph(style=numbered), block, values)
        if block.items:
            _set_items(document, name, numbered)
    else:
        style = _style(document, "List Number" if isinstance(block, NumberedList) else "Normal")
        _set_items(document, name, style)


def _set_items(document: DocumentObject, name: str, style: str | None) -> None:
    document.add_paragraph(f"{{%p for item in {name} %}}")
    document.add_paragraph("{{ item }}", style=style)
    document.add_paragraph("{%p endfor %}")


def _style(document: DocumentObject, name: str) -> str | None:
    """Return the style if the document has it, otherwise None for the default style."""
    return name if name in document.styles else None


def _write(
    paragraph: DocxParagraph,
    block: Heading | Paragraph | NumberedParagraph,
    values: Mapping[str, str],
) -> None:
    for run in block.runs:
        words = run.words
        # The longest first, since one value may stand within another.
        for name, value in sorted(values.items(), key=lambda pair: -len(pair[1])):
            words = words.replace(value, f"{{{{ {name} }}}}")
        written = paragraph.add_run(words)
        written.bold = run.style is RunStyle.STRONG or None


def _set_table(document: DocumentObject, block: LetterTable, name: str) -> None:
    table = document.add_table(rows=4, cols=len(block.head))
    table.style = _style(document, "Table Grid")
    head, opening, row, closing = table.rows
    for cell, words in zip(head.cells, block.head, strict=True):
        cell.text = words
    opening.cells[0].text = f"{{%tr for row in {name} %}}"
    for column, cell in enumerate(row.cells):
        cell.text = f"{{{{ row[{column}] }}}}"
    closing.cells[0].text = "{%tr endfor %}"
