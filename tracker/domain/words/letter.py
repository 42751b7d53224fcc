"""Letters as data: what they say and in which order, in no file format."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count

from tracker.domain.base.messages import Message

# The page renderer replaces these names: only it knows the numbers.
PAGE_LINE = Message("Page {page} of {pages}")


class RunStyle(StrEnum):
    """How a run of words is set off."""

    PLAIN = "plain"
    STRONG = "strong"
    EMPHASIS = "emphasis"


@dataclass(frozen=True, slots=True)
class TextRun:
    """A run of words in one style."""

    words: str
    style: RunStyle = RunStyle.PLAIN


Runs = tuple[TextRun, ...]


def run_words(runs: Runs) -> str:
    """Return the words of several runs, without their styles."""
    return "".join(run.words for run in runs)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the subject of the letter."""

    runs: Runs
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` names its style (body, address, date, reference …)."""

    runs: Runs
    role: str = "body"


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A list numbered from 1."""

    items: tuple[Runs, ...]


class ItemSign(StrEnum):
    """How the items under a numbered paragraph are told apart: (a), (i) or (1)."""

    LETTER = "a"
    ROMAN = "i"
    NUMBER = "1"

    def at(self, place: int) -> str:
        """Return the sign of the item at a place, which is counted from 1."""
        if self is ItemSign.LETTER:
            return f"({chr(ord('a') + (place - 1) % 26) * ((place - 1) // 26 + 1)})"
        return f"({_roman(place) if self is ItemSign.ROMAN else place})"


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph whose number runs on through the whole letter, with the items under it."""

    runs: Runs
    number: int = 0
    items: tuple[Runs, ...] = ()
    sign: ItemSign = ItemSign.LETTER


@dataclass(frozen=True, slots=True)
class BulletList:
    """A list whose order does not matter."""

    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table with a header row; a `small` one has small letters, and one that stands `beside`
    itself has the second half of its rows beside the first."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    small: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with its size in pixels. `name` is the random name under which it is stored."""

    data: bytes
    width: int
    height: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """The place to sign: a line to sign on, `lines` under it, and a logo above it."""

    lines: tuple[str, ...]
    logo: Picture | None = None


class Declaration(StrEnum):
    """A declaration that a person may choose for a letter; never made unasked."""

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
    """A day of a calendar: its number in the month, a sign under it, and a short word."""

    day: str
    sign: str = ""
    word: str = ""
    shade: Shade = Shade.NONE


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A month in weeks of seven days; None takes the places of other months."""

    caption: str
    head: tuple[str, ...]
    weeks: tuple[tuple[DayBox | None, ...], ...]


@dataclass(frozen=True, slots=True)
class DayCalendar:
    """How dates were calculated, as months with the days that were counted.

    `beside` is how many months stand side by side.
    """

    title: str
    months: tuple[MonthTable, ...]
    notes: tuple[str, ...] = ()
    beside: int = 2


LetterBlock = (
    Heading
    | Paragraph
    | NumberedParagraph
    | NumberedList
    | BulletList
    | LetterTable
    | SignaturePlace
    | DayCalendar
)


def numbered_through(blocks: Iterable[LetterBlock]) -> tuple[LetterBlock, ...]:
    """Return the blocks with the numbers of their numbered paragraphs, from 1."""
    number = count(1)
    return tuple(
        replace(block, number=next(number)) if isinstance(block, NumberedParagraph) else block
        for block in blocks
    )


def _roman(place: int) -> str:
    signs = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
    written = ""
    for value, sign in signs:
        written += sign * (place // value)
        place %= value
    return written


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in one language.

    `banner` is printed on every page (a demonstration says so), and `page_line` under it, with
    the numbers of the page and of all pages. `plain_paper` leaves out the office's letterhead and
    name. `parallel` is the same letter in English, which goes after it for information.
    """

    kind: str
    language: str
    subject: str
    blocks: tuple[LetterBlock, ...]
    banner: str = ""
    page_line: str = PAGE_LINE
    plain_paper: bool = False
    parallel: "Letter | None" = None

    @property
    def texts(self) -> tuple["Letter", ...]:
        """Return this letter, and its English text after it if it has one."""
        return (self, self.parallel) if self.parallel else (self,)

    def pictures(self) -> tuple[Picture, ...]:
        """Return the pictures in the letter, each once."""
        found = (block.logo for block in self.blocks if isinstance(block, SignaturePlace))
        return tuple(dict.fromkeys(filter(None, found)))


@dataclass(frozen=True, slots=True)
class LetterChoices:
    """What a person chose for one letter.

    An empty `language` means that of the request. `declares` are the declarations made in the
    letter. `identity` says whether it prints the applicant's identity number, and `plain_paper`
    whether it goes without the office's letterhead.
    """

    language: str = ""
    declares: tuple[Declaration, ...] = ()
    identity: bool = False
    plain_paper: bool = False


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """The data that a letter template may name; none of it is ever read as a template.

    `values` fill `{name}` within words; `lists`, `tables` and `calendars` fill blocks, and `parts`
    are blocks already. A block marked `when NAME` is included only if NAME is among `flags`.
    """

    values: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, LetterTable]
    flags: frozenset[str] = frozenset()
    calendars: Mapping[str, tuple[DayCalendar, ...]] = field(default_factory=dict)
    cosigners: tuple[SignaturePlace, ...] = ()
    banner: str = ""
    page_line: str = PAGE_LINE
    parts: Mapping[str, tuple[LetterBlock, ...]] = field(default_factory=dict)
