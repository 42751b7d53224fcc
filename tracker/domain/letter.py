"""A letter as data: what it says and in which order, in no file format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Picture:
    """A JPEG with its size in dots."""

    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Signature:
    """The place to sign: a rule to sign on, and the lines under it; a logo stands above it."""

    lines: tuple[str, ...]
    logo: Picture | None = None


class Declaration(StrEnum):
    """What a person may choose to declare in a letter: never declared for anybody unasked."""

    NONE_PENDING = "none-pending"
    FACTS_TRUE = "facts-true"


class Shade(StrEnum):
    """How a day of a calendar is set off."""

    NONE = "none"
    COUNTED = "counted"
    LEFT_OUT = "left-out"
    DOUBTFUL = "doubtful"
    END = "end"


@dataclass(frozen=True, slots=True)
class DayBox:
    """One day of a calendar: its number in the month, a sign under it, and a short word."""

    day: str
    sign: str = ""
    word: str = ""
    shade: Shade = Shade.NONE


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A month with its seven weekdays; None where a place belongs to another month."""

    caption: str
    head: tuple[str, ...]
    weeks: tuple[tuple[DayBox | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one date was reached, as months with the days that were counted."""

    title: str
    months: tuple[MonthTable, ...]
    notes: tuple[str, ...] = ()


Block = Heading | Paragraph | NumberedList | BulletList | Table | Signature | Calendar


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in one language; `banner` is printed on every page (a demonstration says so)."""

    kind: str
    language: str
    subject: str
    blocks: tuple[Block, ...]
    banner: str = ""

    def pictures(self) -> tuple[Picture, ...]:
        """The pictures that it shows, each once."""
        found = (block.logo for block in self.blocks if isinstance(block, Signature))
        return tuple(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose for one letter: its language (empty: that of the request), what is
    declared in it, and whether it prints the applicant's identity number."""

    language: str = ""
    declares: tuple[Declaration, ...] = ()
    identity: bool = False


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a letter template may name. All of it is data: none is ever read as a template.

    `values` fill `{name}` within words; `lists`, `tables` and `calendars` fill blocks; a block
    marked `when NAME` is set only where NAME is among `flags`.
    """

    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, Table]
    flags: frozenset[str] = frozenset()
    calendars: Mapping[str, tuple[Calendar, ...]] = field(default_factory=dict)
    cosigners: tuple[Signature, ...] = ()
    banner: str = ""
