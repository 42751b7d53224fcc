"""Blank letters prepared once: styles, header, footer and settings, zipped, without words."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from docx import Document
from docx.document import Document as DocumentObject
from docx.opc.constants import CONTENT_TYPE as TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as TO
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from lxml import etree

from tracker.documents.letterhead import Letterhead, open_letterhead
from tracker.documents.ooxml import XmlElement, name, w, xml
from tracker.documents.page_frame import Running, set_letterhead, set_running
from tracker.documents.pictures import media_of, related, typed
from tracker.documents.styles import (
    Fonts,
    add_styles,
    locale_of,
    set_default_font,
    set_language,
    strip_styles,
)
from tracker.documents.typeset import ITEM_LEVELS, Numbering, Typesetter
from tracker.domain.base.text import direction
from tracker.domain.words.letter import ItemSign, Picture

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
TYPES = "[Content_Types].xml"
_MARGIN, _SIDE = Mm(17), Mm(18)
# How far the words of a list stand from its signs, in twentieths of a point.
_INDENT = 500


@dataclass(frozen=True, slots=True)
class Stationery:
    """The prepared package: everything that is the same in every letter, already zipped."""

    packed: bytes
    blank: bytes
    numbering: bytes
    relations: bytes
    types: bytes
    names: Mapping[str, str]
    setter: Typesetter
    decimal: int

    def lists(self) -> Numbering:
        """Return an empty register of lists for one letter."""
        return Numbering(self.decimal, self.decimal + 1, self._first_number())

    def _first_number(self) -> int:
        taken = etree.fromstring(self.numbering).iterfind(name("num"))
        return max((int(num.get(name("numId"), "0")) for num in taken), default=0) + 1

    def filled(self, parts: Mapping[str, bytes], pictures: Sequence[Picture] = ()) -> bytes:
        """Return the DOCX with these parts and images. The same input gives the same bytes."""
        whole = {self.names[part]: data for part, data in parts.items()}
        whole[self.names["relations"]] = related(self.relations, pictures)
        whole[TYPES] = typed(self.types) if pictures else self.types
        whole |= media_of(pictures)
        package = io.BytesIO()
        package.write(self.packed)
        with zipfile.ZipFile(package, "a") as archive:
            for part in sorted(whole):
                _write(archive, part, whole[part])
        return package.getvalue()


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender: the lines of our own letterhead, or a letterhead file instead."""

    lines: tuple[str, ...]
    letterhead: Letterhead | None
    fonts: Fonts


def prepared_stationery(office: Sender, language: str, running: Running) -> Stationery:
    """Return an office's stationery in a language.

    Raises BadInput if the letterhead cannot be used.
    """
    fonts = office.fonts
    own = office.letterhead is None
    document = Document() if office.letterhead is None else open_letterhead(office.letterhead)
    if own:
        _set_own(document, fonts, language)
    set_language(document.styles, fonts, language)
    setter = Typesetter(language, add_styles(document.styles, language), fonts, _width(document))
    if own:
        set_letterhead(document, setter, office.lines)
    set_running(document, setter, running)
    _set_settings(document, fonts, language)
    _set_direction(document, language)
    _name_substitutes(document, fonts)
    decimal = _add_numbering(document)
    return _packed(document, setter, decimal)


def _set_own(document: DocumentObject, fonts: Fonts, language: str) -> None:
    strip_styles(document.styles)
    set_default_font(document.styles, fonts, language)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = _SIDE
    section.top_margin = section.bottom_margin = _MARGIN
    section.header_distance = section.footer_distance = Mm(12)
    kept = {TO.STYLES, TO.SETTINGS, TO.HEADER, TO.FOOTER, TO.THEME, TO.FONT_TABLE}
    for key, relation in list(document.part.rels.items()):
        if relation.reltype not in kept:
            del document.part.rels[key]


def _width(document: DocumentObject) -> int:
    """Return the width of the text in twentieths of a point."""
    section = document.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return int(((page or Mm(210)) - (left or _SIDE) - (right or _SIDE)) / 635)


def _set_settings(document: DocumentObject, fonts: Fonts, language: str) -> None:
    """Write settings of our own: a letterhead's may attach templates or merge data."""
    settings = document.settings.element
    even = document.settings.odd_and_even_pages_header_footer
    for child in list(settings):
        settings.remove(child)
    left, right = locale_of(language, fonts)
    mode = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word"}
    settings.extend((w("evenAndOddHeaders"),) if even else ())
    settings.append(w("defaultTabStop", val="720"))
    settings.append(w("characterSpacingControl", val="doNotCompress"))
    settings.append(w("compat", w("compatSetting", **mode, val="15")))
    settings.append(w("themeFontLang", val=left, bidi=right))
    for relation in list(document.part._settings_part.rels):
        del document.part._settings_part.rels[relation]


def _set_direction(document: DocumentObject, language: str) -> None:
    section = document.sections[0]._sectPr
    for old in section.findall(name("bidi")):
        section.remove(old)
    if direction(language) == "rtl":
        later = [section.find(name(tag)) for tag in ("rtlGutter", "docGrid", "printerSettings")]
        places = [section.index(node) for node in later if node is not None]
        section.insert(min(places, default=len(section)), w("bidi"))


def _name_substitutes(document: DocumentObject, fonts: Fonts) -> None:
    """Name substitute fonts in the font table, for readers without the font."""
    part = _part(document, TO.FONT_TABLE, TYPE.WML_FONT_TABLE, "fonts", "/word/fontTable.xml")
    table = etree.fromstring(part.blob)
    for first, *others in (fonts.latin, fonts.arabic):
        for old in table.findall(name("font")):
            if old.get(name("name")) == first:
                table.remove(old)
        table.append(
            w("font", *(w("altName", val=",".join(others)) for _ in others[:1]), name=first)
        )
    part._blob = xml(table)


def _add_numbering(document: DocumentObject) -> int:
    """Add our three kinds of list, and return the number of the first."""
    part = _part(document, TO.NUMBERING, TYPE.WML_NUMBERING, "numbering", "/word/numbering.xml")
    root = etree.fromstring(part.blob)
    kinds = root.findall(name("abstractNum"))
    first = max((int(kind.get(name("abstractNumId"), "0")) for kind in kinds), default=-1) + 1
    place = root.index(kinds[-1]) + 1 if kinds else 0
    root.insert(place, _list_kind(first, "decimal", "%1."))
    root.insert(place + 1, _list_kind(first + 1, "bullet", "•"))
    root.insert(place + 2, _paragraphs_kind(first + 2))
    replacement = Part(part.partname, part.content_type, xml(root), document.part.package)
    for relation in document.part.rels.values():
        if relation.reltype == TO.NUMBERING:
            relation._target = replacement
    return first


def _list_kind(number: int, shape: str, sign: str) -> XmlElement:
    single = w("multiLevelType", val="singleLevel")
    return w("abstractNum", single, _list_level(0, shape, sign), abstractNumId=str(number))


def _paragraphs_kind(number: int) -> XmlElement:
    """Return the list of numbered paragraphs, whose items are at the levels under it."""
    shapes = {ItemSign.LETTER: "lowerLetter", ItemSign.ROMAN: "lowerRoman"}
    items = (
        _list_level(level, shapes.get(sign, "decimal"), f"(%{level + 1})")
        for sign, level in ITEM_LEVELS.items()
    )
    several = w("multiLevelType", val="multilevel")
    levels = (_list_level(0, "decimal", "%1."), *items)
    return w("abstractNum", several, *levels, abstractNumId=str(number))


def _list_level(level: int, shape: str, sign: str) -> XmlElement:
    left = str(_INDENT * (2 if level else 1))
    return w(
        "lvl",
        w("start", val="1"),
        w("numFmt", val=shape),
        w("lvlText", val=sign),
        w("lvlJc", val="left"),
        w("pPr", w("ind", left=left, hanging=str(_INDENT))),
        ilvl=str(level),
    )


def _part(document: DocumentObject, relation: str, kind: str, root: str, uri: str) -> Part:
    """Return the document's part of this relationship, emptied, or a new one."""
    try:
        return document.part.part_related_by(relation)
    except KeyError:
        part = Part(PackURI(uri), kind, xml(w(root)), document.part.package)
        document.part.relate_to(part, relation)
        return part


def _packed(document: DocumentObject, setter: Typesetter, decimal: int) -> Stationery:
    document.core_properties.title = ""  # creates the part if the letterhead has none
    package = cast(OpcPackage, document.part.package)
    for key, relation in list(package.rels.items()):
        if relation.reltype not in (TO.OFFICE_DOCUMENT, TO.CORE_PROPERTIES):
            del package.rels[key]
    names = {
        "core": package.part_related_by(TO.CORE_PROPERTIES).partname.membername,
        "document": document.part.partname.membername,
        "relations": document.part.partname.rels_uri.membername,
        "numbering": document.part.part_related_by(TO.NUMBERING).partname.membername,
    }
    _leave_only_section(document)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    unchanged = {p: data for p, data in parts.items() if p not in (TYPES, *names.values())}
    return Stationery(
        packed=_zipped(unchanged),
        blank=parts[names["document"]],
        numbering=parts[names["numbering"]],
        relations=parts[names["relations"]],
        types=parts[TYPES],
        names=names,
        setter=setter,
        decimal=decimal,
    )


def _leave_only_section(document: DocumentObject) -> None:
    body = document.element.body
    for child in list(body):
        if child.tag != name("sectPr"):
            body.remove(child)


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for part in sorted(parts):
            _write(archive, part, parts[part])
    return package.getvalue()


def _write(archive: zipfile.ZipFile, part: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(part, _ZIP_EPOCH)
    entry.create_system = 3  # otherwise the bytes would depend on the operating system
    archive.writestr(entry, data, zipfile.ZIP_DEFLATED)
