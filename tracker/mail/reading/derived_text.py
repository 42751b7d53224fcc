"""The text of an HTML part: words alone, without loading anything. Hidden words are kept apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = {
    "script", "style", "head", "title", "template", "embed", "iframe", "applet", "input", "meta",
    "base", "link", "audio", "video", "canvas",
}  # fmt: skip
# Mail programs show the words of these elements. This text does not.
_SHOWN_ELSEWHERE = {"noscript", "object", "svg", "math", "select", "option", "textarea", "button"}
_BLOCKS = {
    "address", "article", "blockquote", "br", "center", "div", "dl", "dt", "dd", "fieldset",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table",
    "tbody", "tr", "ul", "body",
}  # fmt: skip
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(hidden|collapse)|mso-hide\s*:\s*all"
    r"|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])"
    r"|max-height\s*:\s*0(?![.\d]*[1-9])|text-indent\s*:\s*-\d{3,}"
    r"|(?<!-)color\s*:\s*transparent",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<!-)color\s*:\s*(white\b|#fff(fff)?\b|rgb\(\s*255\s*,\s*255\s*,\s*255)", re.I
)
_BACKGROUND = re.compile(r"background", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(r"\.([\w-]{1,60})\s*\{([^{}]{0,500})\}")
_REMOTE = re.compile(r"^\s*(https?:)?//", re.IGNORECASE)
_PICTURE = re.compile(r"^\s*data:", re.IGNORECASE)
_BACKGROUND_PICTURE = re.compile(r"url\(\s*['\"]?\s*(https?:|//|data:)", re.IGNORECASE)
_WRITTEN_BY_STYLE = re.compile(r"\bcontent\s*:\s*(\"[^\"]{2,}\"|'[^']{2,}')", re.IGNORECASE)
_QUOTES = ("gmail_quote", "yahoo_quoted", "moz-cite-prefix")
_MOST_LINKS = 100
_LONGEST_LINK = 500


@dataclass(slots=True)
class DerivedText:
    """The visible words, quoted lines marked with `>`; the hidden ones; links and pictures.

    Words that only a mail program draws, of a button or a style, count as hidden too.
    """

    visible: str = ""
    hidden: str = ""
    remote_pictures: int = 0
    links: list[str] = field(default_factory=list)
    is_cut: bool = False


@dataclass(slots=True)
class _State:
    """How the words at this place are shown."""

    dropped: bool = False
    hidden: bool = False
    quotes: int = 0
    background: bool = False


class _Walk:
    """Collects words while a tree is walked; a deep tree needs no deep stack."""

    def __init__(self, hidden_classes: frozenset[str]) -> None:
        self.found = DerivedText()
        self._hidden_classes = hidden_classes
        self._lines: list[tuple[int, list[str]]] = [(0, [])]
        self._hidden: list[str] = []
        self._states = [_State()]

    def start(self, element: "_Element") -> None:
        tag = _tag(element)
        before = self._states[-1]
        now = self._state(tag, element, before)
        self._states.append(now)
        if tag in _BLOCKS:
            self._break(now)
        if tag and not now.dropped:
            self._picture(element)
        if tag == "input" and not before.dropped and element.get("type") != "hidden":
            self._hidden.append(element.get("value") or "")
        self._add(element.text if tag else "", now)

    def _picture(self, element: "_Element") -> None:
        """Note a picture. One within the HTML has words that nobody reads."""
        source = element.get("src") or "" if _tag(element) == "img" else ""
        behind = f"{element.get('style') or ''} url({element.get('background') or ''})"
        if _PICTURE.match(source):
            self._hidden.append(element.get("alt") or "img")
        elif _REMOTE.match(source) or _BACKGROUND_PICTURE.search(behind):
            self.found.remote_pictures += 1

    def styled(self, rules: str) -> None:
        """Note the words that a style sheet writes, and the pictures that it loads."""
        self._hidden += [each[1:-1] for each in _WRITTEN_BY_STYLE.findall(rules)]
        self.found.remote_pictures += len(_BACKGROUND_PICTURE.findall(rules))

    def end(self, element: "_Element") -> None:
        tag = _tag(element)
        now = self._states.pop()
        if tag == "a" and not now.dropped:
            self._link(element.get("href") or "", now)
        if tag in ("td", "th"):
            self._add(" ", now)
        if tag in _BLOCKS:
            self._break(self._states[-1])
        self._add(element.tail, self._states[-1])

    def done(self) -> DerivedText:
        lines = []
        for quotes, words in self._lines:
            line = " ".join("".join(words).split())
            lines.append(f"{'> ' * quotes}{line}" if line else "")
        self.found.visible = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        self.found.hidden = " ".join(" ".join(self._hidden).split())
        return self.found

    def _state(self, tag: str, element: "_Element", before: _State) -> _State:
        style = element.get("style") or ""
        classes = (element.get("class") or "").split()
        background = (
            before.background or bool(_BACKGROUND.search(style)) or "bgcolor" in element.attrib
        )
        hidden = (
            before.hidden
            or tag in _SHOWN_ELSEWHERE
            or element.get("hidden") is not None
            or bool(_HIDING.search(style))
            or (bool(_WHITE.search(style)) and not background)
            or not self._hidden_classes.isdisjoint(classes)
        )
        quoted = tag == "blockquote" or any(each in _QUOTES for each in classes)
        dropped = before.dropped or tag in _DROPPED or not tag
        return _State(dropped, hidden, min(before.quotes + quoted, 5), background)

    def _add(self, words: str | None, state: _State) -> None:
        if not words or state.dropped:
            return
        if state.hidden:
            self._hidden.append(words)
            return
        if self._lines[-1][0] != state.quotes:
            self._lines.append((state.quotes, []))
        self._lines[-1][1].append(words)

    def _break(self, state: _State) -> None:
        if not state.hidden and not state.dropped:
            self._lines.append((state.quotes, []))

    def _link(self, href: str, state: _State) -> None:
        address = href.strip()[:_LONGEST_LINK]
        if not re.match(r"^(https?|ftp|mailto):", address, re.IGNORECASE):
            return
        if len(self.found.links) < _MOST_LINKS and not address.lower().startswith("mailto:"):
            self.found.links.append(address)
        shown = "".join(self._lines[-1][1])
        if address.lower().removeprefix("mailto:") not in shown.lower():
            self._add(f" <{address}>", state)


def derived_text(html: str) -> DerivedText:
    """Return the text of an HTML part; empty if there is no tree in it."""
    # Loading it takes longer than reading a mail without HTML.
    from lxml import etree

    # Deep trees are read to their end: this process has limits of its own.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, recover=True, remove_comments=True, huge_tree=True
    )
    try:
        root = etree.fromstring(html.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return DerivedText()
    if root is None:
        return DerivedText(is_cut=bool(html.strip()))
    walk = _Walk(frozenset(_hidden_classes(root)))
    for style in root.iter("style"):
        walk.styled(style.text or "")
    for event, element in etree.iterwalk(root, events=("start", "end")):
        (walk.start if event == "start" else walk.end)(element)
    derived = walk.done()
    derived.is_cut = any("RESOURCE_LIMIT" in each.type_name for each in parser.error_log)
    return derived


def _tag(element: "_Element") -> str:
    tag: object = element.tag
    return tag.lower() if isinstance(tag, str) else ""


def _hidden_classes(root: "_Element") -> Iterator[str]:
    """Yield classes that a style sheet within the mail hides."""
    for element in root.iter("style"):
        for name, rules in _HIDDEN_CLASS.findall(element.text or ""):
            if _HIDING.search(rules):
                yield name
