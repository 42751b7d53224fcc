"""A letter as data: what it says and in which order, in no file format."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RunStyle(StrEnum):
    """How a stretch of words is set off."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words in one style."""

    words: str
    style: RunStyle = RunStyle.PLAIN


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the subject of the letter."""

    runs: Runs
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `role` names the style it is set in (body, address, date, reference …)."""

    runs: Runs
    role: str = "body"


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Items counted from 1 within the letter's own list."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class BulletList:
    """Items in no order that matters."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row is a head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """The place to sign: a rule to sign on, and the lines under it."""

    lines: tuple[str, ...]


Block = Heading | Paragraph | NumberedList | BulletList | Table | Signature


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in one language; `banner` is printed on every page (a demonstration says so)."""

    kind: str
    language: str
    subject: str
    blocks: tuple[Block, ...]
    banner: str = ""


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter template may name. All of it is data: none is ever read as a template.

    `values` fill `{name}` within words; `lists` and `tables` fill blocks; a block marked
    `when NAME` is set only where NAME is among `flags`.
    """

    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Table]
    flags: frozenset[str] = frozenset()
    banner: str = ""
