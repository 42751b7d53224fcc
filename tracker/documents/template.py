"""A letter's Markdown source, parsed into parts without filling in or running anything.

The source is CommonMark without HTML. Blocks between `::: directive NAME` and `:::` are directives
(an outer block that contains another has one colon more). Every complaint names file and line.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.container import container_plugin

from tracker.documents.vocabulary import (
    CALENDARS,
    COSIGNERS,
    LETTER_LISTS,
    LETTER_PARTS,
    LETTER_TABLES,
    STYLE_ROLES,
    conditions_of,
    values_of,
)
from tracker.domain.base.errors import BadInput
from tracker.domain.words.letter import RunStyle

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class TemplatePiece:
    """Words of the source in one style; `{name}` in them is a placeholder."""

    words: str
    style: RunStyle
    line: int


@dataclass(frozen=True, slots=True)
class TemplateWords:
    """A paragraph, or a heading if `level` is above 0."""

    pieces: tuple[TemplatePiece, ...]
    role: str = "body"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A list written in the source itself."""

    numbered: bool
    items: tuple[tuple[TemplatePiece, ...], ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """The place of a list, table or calendar of facts. `directive` says how it is laid out."""

    directive: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class ConditionalParts:
    """Parts that appear only if `name` holds (`wanted`), or only if it does not."""

    wanted: bool
    name: str
    parts: tuple["TemplatePart", ...]


TemplatePart = TemplateWords | Items | Fill | ConditionalParts


@dataclass(frozen=True, slots=True)
class Uses:
    """What a template uses: its values, and its directives in order."""

    values: frozenset[str]
    directives: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Template:
    """One letter source, parsed and checked."""

    place: str
    parts: tuple[TemplatePart, ...]
    uses: Uses


@dataclass(slots=True)
class _Reader:
    """Walks one parsed source, and notes what it uses."""

    place: str
    kind: str
    lines: list[str]
    values: set[str] = field(default_factory=set)
    directives: list[tuple[str, str]] = field(default_factory=list)
    subjects: list[int] = field(default_factory=list)

    def refuse(self, line: int, what: str) -> NoReturn:
        raise BadInput(f"{self.place}, line {line}: {what}")

    def parts(self, nodes: list[SyntaxTreeNode], role: str = "body") -> Iterator[TemplatePart]:
        for node in nodes:
            if node.type == "paragraph":
                yield TemplateWords(self.pieces(node.children[0]), role)
            elif node.type == "heading":
                yield self.heading(node)
            elif node.type in ("ordered_list", "bullet_list"):
                yield self.items(node)
            elif node.type == "container_directive":
                yield from self.block(node)
            else:
                self.refuse(
                    _line(node),
                    f"a letter has no {node.type.replace('_', ' ')}; allowed are headings, "
                    "paragraphs, lists and directives.",
                )

    def heading(self, node: SyntaxTreeNode) -> TemplateWords:
        level = int(node.tag[1:])
        if level == 1:
            self.subjects.append(_line(node))
        return TemplateWords(self.pieces(node.children[0]), level=level)

    def items(self, node: SyntaxTreeNode) -> Items:
        items = []
        for item in node.children:
            if [child.type for child in item.children] != ["paragraph"]:
                self.refuse(_line(item), "an item of a list is one paragraph and nothing else.")
            items.append(self.pieces(item.children[0].children[0]))
        return Items(node.type == "ordered_list", tuple(items))

    def block(self, node: SyntaxTreeNode) -> Iterator[TemplatePart]:
        line = _line(node)
        words = node.info.split()
        if len(words) != 2 or words[0] not in _DIRECTIVES:
            self.refuse(
                line,
                f"“::: {node.info.strip()}” is no directive; allowed are "
                f"{_named(_DIRECTIVES)}, each with one name.",
            )
        self.check_closed(node)
        directive, name = words
        allowed = _DIRECTIVES[directive](self.kind)
        if name not in allowed:
            self.refuse(line, f"{directive} knows no “{name}”; allowed are {_named(allowed)}.")
        self.directives.append((directive, name))
        yield from self.made(directive, name, node)

    def made(self, directive: str, name: str, node: SyntaxTreeNode) -> Iterator[TemplatePart]:
        if directive in ("when", "unless"):
            yield ConditionalParts(directive == "when", name, tuple(self.parts(node.children)))
        elif directive == "style":
            yield from self.parts(node.children, name)
        elif node.children:
            self.refuse(
                _line(node), f"::: {directive} {name} is filled with facts: leave it empty."
            )
        else:
            yield Fill(directive, name, _line(node))

    def check_closed(self, node: SyntaxTreeNode) -> None:
        last = (node.map or (0, 0))[1]
        closing = self.lines[last].strip() if last < len(self.lines) else ""
        if set(closing) != {":"}:
            self.refuse(
                _line(node), f"::: {node.info.strip()} is never closed by a line of “:::”."
            )

    def pieces(self, inline: SyntaxTreeNode) -> tuple[TemplatePiece, ...]:
        line = _line(inline)
        found: list[TemplatePiece] = []
        self.gather(inline.children, RunStyle.PLAIN, line, found)
        return tuple(found)

    def gather(
        self, nodes: list[SyntaxTreeNode], style: RunStyle, line: int, found: list[TemplatePiece]
    ) -> int:
        """Collect the pieces of these nodes, and return the line on which they end."""
        for node in nodes:
            if node.type == "text":
                self.check_words(node.content, line)
                found.append(TemplatePiece(node.content, style, line))
            elif node.type in ("softbreak", "hardbreak"):
                found.append(TemplatePiece("\n", style, line))
                line += 1
            elif node.type in _STYLES:
                line = self.gather(node.children, _STYLES[node.type], line, found)
            else:
                self.refuse(
                    line, f"a letter sets no {node.type.replace('_', ' ')}; only ** and *."
                )
        return line

    def check_words(self, words: str, line: int) -> None:
        allowed = values_of(self.kind)
        for name in PLACEHOLDER.findall(words):
            if name not in allowed:
                self.refuse(line, f"{{{name}}} is no value; allowed are {_named(allowed)}.")
            self.values.add(name)
        if set("{}") & set(PLACEHOLDER.sub("", words)):
            self.refuse(line, "a brace that encloses no value; write {name}, or no brace.")


_STYLES = {"strong": RunStyle.STRONG, "em": RunStyle.EMPHASIS}
_DIRECTIVES: Mapping[str, Callable[[str], frozenset[str]]] = MappingProxyType(
    {
        "when": conditions_of,
        "unless": conditions_of,
        "numbered": lambda _kind: LETTER_LISTS,
        "bullets": lambda _kind: LETTER_LISTS,
        "table": lambda _kind: LETTER_TABLES,
        "calendars": lambda _kind: CALENDARS,
        "paragraphs": lambda _kind: LETTER_LISTS,
        "letters": lambda _kind: LETTER_LISTS,
        "romans": lambda _kind: LETTER_LISTS,
        "items": lambda _kind: LETTER_LISTS,
        "part": lambda _kind: LETTER_PARTS,
        "signature": lambda _kind: LETTER_LISTS,
        "signatures": lambda _kind: COSIGNERS,
        "style": lambda _kind: STYLE_ROLES,
    }
)


def read_template(path: Path, kind: str) -> Template:
    """Return the parsed letter source. Raises BadInput with file, line and what is allowed."""
    place = f"{path.parent.name}/{path.name}"
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{place}: the letter's source cannot be read as UTF-8: {error}.") from None
    reader = _Reader(place, kind, source.splitlines())
    parts = tuple(reader.parts(SyntaxTreeNode(_markdown().parse(source)).children))
    uses = Uses(frozenset(reader.values), tuple(reader.directives))
    _check_subject(reader, parts)
    return Template(place, parts, uses)


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False})
    # Every fence of colons is parsed, so that a misspelt directive is refused, not printed.
    container_plugin(markdown, "directive", validate=lambda _words, _markup: True)
    return markdown


def _check_subject(reader: _Reader, parts: tuple[TemplatePart, ...]) -> None:
    outside = [part for part in parts if isinstance(part, TemplateWords) and part.level == 1]
    if len(reader.subjects) != 1 or not outside:
        reader.refuse(
            (reader.subjects or [1])[-1],
            "a letter has exactly one heading of level 1, outside every directive: its subject.",
        )


def _line(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[0] + 1


def _named(names: frozenset[str] | Mapping[str, object]) -> str:
    return ", ".join(sorted(names))
