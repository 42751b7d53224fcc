"""An office's own letterhead: a DOCX that supplies styles, header and footer, and nothing else.

It comes from outside. So it is checked before it is opened, its body and every outgoing reference
are removed, and no part of it is read as a template.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentObject
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE as TO
from docx.opc.part import Part, XmlPart
from lxml import etree

from tracker.documents.ooxml import LINKED, XmlElement, name
from tracker.domain.base.errors import BadInput

_MOST_BYTES = 20 * 1024 * 1024
_MOST_PARTS = 500

_PROGRAMS = re.compile(r"vba(project|data)|/activex/|/embeddings/", re.IGNORECASE)
# Fields allowed in a header or footer. Others fetch content, prompt the reader, or reveal the
# author and the location of the file.
_FIELDS = frozenset(
    {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "STYLEREF", "HYPERLINK"}
)
# Where an old drawing names a file to fetch without a relationship of the part.
_FETCHED_BY = frozenset({"src", "href", "althref"})
_PARTS = frozenset(
    {TO.STYLES, TO.NUMBERING, TO.THEME, TO.FONT_TABLE, TO.SETTINGS, TO.HEADER, TO.FOOTER}
)
# Exceptions that python-docx and its libraries raise for a malformed package.
_UNREADABLE = (
    AttributeError,
    LookupError,
    OSError,
    PythonDocxError,
    TypeError,
    ValueError,
    etree.LxmlError,
    zipfile.BadZipFile,
)
_TRACKED = ("del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """An uploaded letterhead: its name for complaints, and its bytes."""

    name: str
    data: bytes


def letterhead_in(path: Path) -> Letterhead:
    """Return the letterhead in a file. Raises BadInput if it cannot be read."""
    try:
        return Letterhead(path.name, path.read_bytes())
    except OSError:
        raise BadInput("The letterhead {path} cannot be read as a file.", path=path.name) from None


def open_letterhead(letterhead: Letterhead) -> DocumentObject:
    """Return the letterhead without its body. Raises BadInput if it is not safe to use.

    That is: no DOCX, contains a macro, refers to something outside, or unpacks to more than 20 MB.
    """
    try:
        check_letterhead(letterhead.data)
        document = Document(io.BytesIO(letterhead.data))
        _keep_letterhead_only(document)
    except BadInput as error:
        raise BadInput(
            "The letterhead {letterhead} {error}", letterhead=letterhead.name, error=error
        ) from None
    except _UNREADABLE:
        raise BadInput(
            "The letterhead {letterhead} cannot be read as a Word document. Save it again as "
            "DOCX (not DOC, DOT or DOCM).",
            letterhead=letterhead.name,
        ) from None
    return document


def check_letterhead(data: bytes) -> None:
    """Raise BadInput unless these bytes are a DOCX that is safe to open."""
    if len(data) > _MOST_BYTES:
        raise BadInput("is larger than 20 MB. Use smaller images.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        raise BadInput("is not a DOCX file. Save it as a Word document (DOCX).") from None
    with archive:
        listed = archive.infolist()
        # A part cannot unpack to more than its listed size: reading stops there and fails.
        if len(listed) > _MOST_PARTS or sum(part.file_size for part in listed) > _MOST_BYTES:
            raise BadInput("unpacks to more than 20 MB or 500 parts. Use smaller images.")
        if any(part.flag_bits & 1 for part in listed):
            raise BadInput("is password-protected. Save it without a password.")
        if any(_PROGRAMS.search(f"/{part.filename}") for part in listed):
            raise BadInput("contains a macro or an embedded object. Save it as DOCX without them.")
        for part in listed:
            _check_part(part.filename, archive.read(part))


def _check_part(filename: str, data: bytes) -> None:
    if filename.endswith((".xml", ".rels")) and b"<!" in data.replace(b"\0", b"").replace(
        b"<!--", b""
    ):
        raise BadInput("declares entities in its XML. Save it again with a word processor.")
    if filename == "[Content_Types].xml" and (b"macroEnabled" in data or b"vbaProject" in data):
        raise BadInput("contains a macro or an embedded object. Save it as DOCX without them.")
    relations = list(etree.fromstring(data, _parser())) if filename.endswith(".rels") else []
    if len(relations) > _MOST_PARTS:
        raise BadInput("unpacks to more than 20 MB or 500 parts. Use smaller images.")
    if any(map(_reaches_out, relations)):
        raise BadInput(
            "uses a template, an image or other content from outside the file. Put it into the "
            "document or detach it, then save again."
        )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _reaches_out(relation: XmlElement) -> bool:
    """Return whether opening the file would fetch something. Plain links are removed later."""
    outside = relation.get("TargetMode", "").lower() == "external"
    return outside and relation.get("Type") != TO.HYPERLINK


def _keep_letterhead_only(document: DocumentObject) -> None:
    first = document.sections[0]._sectPr
    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.append(first)
    used = {value for node in first.iter() for key, value in node.attrib.items() if LINKED in key}
    for key, relation in list(document.part.rels.items()):
        running = relation.reltype in (TO.HEADER, TO.FOOTER)
        if relation.reltype not in _PARTS or (running and key not in used):
            del document.part.rels[key]
        elif running:
            _clean_running(relation.target_part)
        else:
            _keep_own(relation.target_part)
    for element in (document.element, document.styles.element):
        _accept_changes(element)


def _keep_own(part: Part) -> None:
    """Keep only images and fonts that belong to the part's styles, lists or fonts."""
    for key, relation in list(part.rels.items()):
        if relation.reltype not in (TO.IMAGE, TO.FONT):
            del part.rels[key]


def _clean_running(part: Part) -> None:
    """Keep the words and images of a header or footer: no link, and no field that fetches."""
    if not isinstance(part, XmlPart):
        raise BadInput("has a damaged header or footer. Save it again.")
    root: XmlElement = part.element
    _accept_changes(root)
    if any(field.strip() and field.split()[0].upper() not in _FIELDS for field in _fields(root)):
        raise BadInput(
            "has a field in its header or footer that loads external content, or is not a page "
            "number or date. Remove it."
        )
    for node in root.iter():
        for key in [each for each in node.attrib if str(each).rpartition("}")[2] in _FETCHED_BY]:
            del node.attrib[key]
    for key, relation in list(part.rels.items()):
        if relation.reltype == TO.IMAGE:
            continue
        if relation.reltype != TO.HYPERLINK:
            raise BadInput("has more than text and images in its header or footer. Remove it.")
        _unlink(root, key)
        del part.rels[key]


def _fields(root: XmlElement) -> Iterator[str]:
    """Yield the instruction of every field. A field may span several runs, or be nested."""
    open_ones = [""]
    for node in root.iter(name("fldChar"), name("instrText"), name("fldSimple")):
        if node.tag == name("instrText"):
            open_ones[-1] += node.text or ""
        elif node.tag == name("fldSimple"):
            yield node.get(name("instr"), "")
        elif node.get(name("fldCharType")) == "begin":
            open_ones.append("")
        elif node.get(name("fldCharType")) == "end" and len(open_ones) > 1:
            yield open_ones.pop()
    yield from open_ones


def _unlink(root: XmlElement, key: str) -> None:
    for node in list(root.iter()):
        if key not in node.attrib.values():
            continue
        if node.tag == name("hyperlink"):
            _unwrap(node)
        elif (parent := node.getparent()) is not None:
            parent.remove(node)


def _accept_changes(root: XmlElement) -> None:
    """Accept tracked changes, which name their author: keep insertions, drop deletions."""
    for tag in _TRACKED:
        for node in list(root.iter(name(tag))):
            if (parent := node.getparent()) is not None:
                parent.remove(node)
    for tag in ("ins", "moveTo"):
        for node in list(root.iter(name(tag))):
            _unwrap(node)


def _unwrap(node: XmlElement) -> None:
    parent = node.getparent()
    if parent is None:
        return
    # Inserted one by one before it: looking up its index takes time for each.
    for child in list(node):
        node.addprevious(child)
    parent.remove(node)
