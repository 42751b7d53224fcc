"""Content of every page: the banner of a demonstration, the letterhead, the page number."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docx.document import Document as DocumentObject
from docx.section import _BaseHeaderFooter

from tracker.documents.ooxml import XmlElement, name, text, w
from tracker.documents.typeset import Typesetter

# The names in a page line, and the fields of a document that they stand for.
NUMBERS = {"page": "PAGE", "pages": "NUMPAGES"}


class Running(NamedTuple):
    """The words on every page of a letter."""

    banner: str
    page_line: str


def set_running(document: DocumentObject, setter: Typesetter, running: Running) -> None:
    """Put the banner first in every header, and a page number in every footer without one."""
    headers, footers = _in_force(document)
    if running.banner:
        for part in _each_once(headers):
            part.insert(0, setter.paragraph("banner", running.banner))
    for part in _each_once(footers):
        if not any("PAGE" in (node.text or "") for node in part.iter(name("instrText"))):
            part.append(_page_number(setter, running.page_line))


def set_letterhead(document: DocumentObject, setter: Typesetter, lines: tuple[str, ...]) -> None:
    """Add a letterhead of our own: the full office on the first page, then its name only."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    first, others = _emptied(section.first_page_header), _emptied(section.header)
    for header_or_footer in (section.first_page_footer, section.footer):
        _emptied(header_or_footer)
    if lines:
        first.append(setter.paragraph("office", lines[0]))
        first.extend(setter.paragraph("office line", line) for line in lines[1:])
        others.append(setter.paragraph("office line", lines[0]))
        for header in (first, others):
            header.append(setter.paragraph("office rule", ""))


def _in_force(document: DocumentObject) -> tuple[list[XmlElement], list[XmlElement]]:
    section = document.sections[0]
    headers: list[_BaseHeaderFooter] = [section.header]
    footers: list[_BaseHeaderFooter] = [section.footer]
    if section.different_first_page_header_footer:
        headers.append(section.first_page_header)
        footers.append(section.first_page_footer)
    if document.settings.odd_and_even_pages_header_footer:
        headers.append(section.even_page_header)
        footers.append(section.even_page_footer)
    return [_element(part) for part in headers], [_element(part) for part in footers]


def _element(part: _BaseHeaderFooter) -> XmlElement:
    if part.is_linked_to_previous:
        return _emptied(part)
    element: XmlElement = part._element
    return element


def _emptied(part: _BaseHeaderFooter) -> XmlElement:
    part.is_linked_to_previous = False
    element: XmlElement = part._element
    for child in list(element):
        element.remove(child)
    return element


def _each_once(elements: list[XmlElement]) -> Iterator[XmlElement]:
    """Yield each part once: one part may serve as several headers, and gets one banner."""
    seen: list[XmlElement] = []
    for element in elements:
        if element not in seen:
            seen.append(element)
            yield element


def _page_number(setter: Typesetter, line: str) -> XmlElement:
    first, *rest = re.split(r"\{(\w+)\}", line)
    paragraph = setter.paragraph("page", first)
    for number, words in zip(rest[::2], rest[1::2], strict=True):
        paragraph.extend(_field(setter, NUMBERS[number]))
        paragraph.extend(setter.runs(words))
    return paragraph


def _field(setter: Typesetter, instruction: str) -> Iterator[XmlElement]:
    for inner in (
        w("fldChar", fldCharType="begin"),
        text(f" {instruction} ", "instrText"),
        w("fldChar", fldCharType="separate"),
        text("1"),
        w("fldChar", fldCharType="end"),
    ):
        yield w("r", inner)
