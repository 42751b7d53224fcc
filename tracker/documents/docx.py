"""Letters as DOCX: the same letter on the same day gives the same bytes."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from docx.oxml.ns import nsmap
from lxml import etree

from tracker.documents.letterhead import Letterhead, letterhead_in
from tracker.documents.ooxml import name, w, xml
from tracker.documents.page_frame import Running
from tracker.documents.stationery import Sender, Stationery, prepared_stationery
from tracker.documents.styles import Fonts, locale_of
from tracker.documents.typeset import Numbering
from tracker.domain.base.text import direction
from tracker.domain.words.letter import Letter

# One for each language, with and without a banner. More would mean one banner per letter.
_KEPT_READY = 16


class DocxLetters:
    """Writes letters on an office's stationery, prepared once for each language.

    `kept` returns the uploaded letterhead (DOCX), for styles, header and footer. Without one, the
    file `letterhead` is used, and without that a letterhead made of `office_lines` (name first).
    """

    def __init__(
        self,
        letterhead: Path | None = None,
        *,
        office_lines: tuple[str, ...] = (),
        kept: Callable[[], bytes | None] = lambda: None,
        fonts: Fonts | None = None,
    ) -> None:
        self._lines = office_lines
        self._file = letterhead
        self._kept = kept
        self._fonts = fonts or Fonts()
        self._ready: dict[tuple[str, str, str, str], Stationery] = {}

    def render(self, letter: Letter, made: date) -> bytes:
        """Return the letter as a DOCX dated that day.

        Raises BadInput if the office's letterhead cannot be used.
        """
        stationery = self._stationery(letter)
        lists = stationery.lists()
        parts = {
            "document": _document(letter, stationery, lists),
            "numbering": _numbering(stationery, lists),
            "core": _core(letter, made, self._fonts.of(letter.language)),
        }
        return stationery.filled(parts, letter.pictures())

    def _stationery(self, letter: Letter) -> Stationery:
        data = None if letter.plain_paper else self._kept()
        # Another process may have stored another letterhead in the meantime.
        running = Running(letter.banner, letter.page_line)
        paper = "plain" if letter.plain_paper else sha256(data).hexdigest() if data else ""
        key = (letter.language, *running, paper)
        if key not in self._ready:
            if len(self._ready) >= _KEPT_READY:
                self._ready.clear()
            fonts = self._fonts.of(letter.language)
            office = Sender(self._lines, self._letterhead(data), fonts)
            if letter.plain_paper:
                office = Sender((), None, fonts)
            self._ready[key] = prepared_stationery(office, letter.language, running)
        return self._ready[key]

    def _letterhead(self, data: bytes | None) -> Letterhead | None:
        if data:
            return Letterhead("of the office", data)
        return letterhead_in(self._file) if self._file else None


def _document(letter: Letter, stationery: Stationery, lists: Numbering) -> bytes:
    root = etree.fromstring(stationery.blank)
    body = root[0]
    section = body[0]
    for element in stationery.setter.blocks(letter.blocks, lists):
        section.addprevious(element)
    if letter.parallel:
        section.addprevious(w("p", w("r", w("br", type="page"))))
        beside = replace(
            stationery.setter, language=letter.parallel.language, within=letter.language
        )
        lists.begin_again()
        for element in beside.blocks(letter.parallel.blocks, lists):
            section.addprevious(element)
    return xml(root)


def _numbering(stationery: Stationery, lists: Numbering) -> bytes:
    root = etree.fromstring(stationery.numbering)
    nums = root.findall(name("num"))
    place = root.index(nums[-1]) + 1 if nums else _after_kinds(root)
    root[place:place] = list(lists.elements())
    return xml(root)


def _after_kinds(root: etree._Element) -> int:
    return root.index(root.findall(name("abstractNum"))[-1]) + 1


def _core(letter: Letter, made: date, fonts: Fonts) -> bytes:
    """Return title, language and date. A letter names no author besides its signature."""
    spaces = {key: nsmap[key] for key in ("cp", "dc", "dcterms", "xsi")}
    root = etree.Element(f"{{{spaces['cp']}}}coreProperties", nsmap=spaces)
    left, right = locale_of(letter.language, fonts)
    language = right if direction(letter.language) == "rtl" else left
    _said(root, spaces, "dc:title", letter.subject)
    _said(root, spaces, "dc:language", language)
    for tag in ("dcterms:created", "dcterms:modified"):
        moment = _said(root, spaces, tag, f"{made.isoformat()[:10]}T00:00:00Z")
        moment.set(f"{{{spaces['xsi']}}}type", "dcterms:W3CDTF")
    return xml(root)


def _said(root: etree._Element, spaces: Mapping[str, str], tag: str, words: str) -> etree._Element:
    prefix, local = tag.split(":")
    made = etree.SubElement(root, f"{{{spaces[prefix]}}}{local}")
    made.text = words
    return made


def title_of(data: bytes) -> str:
    """Return the subject of a letter that was made here, from the properties of its document."""
    with zipfile.ZipFile(BytesIO(data)) as parts:
        root = etree.fromstring(parts.read("docProps/core.xml"))
    return " ".join((root.findtext(f"{{{nsmap['dc']}}}title") or "").split())
