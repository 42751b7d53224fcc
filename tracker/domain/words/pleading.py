"""A pleading as rows: each has a key, its words, and why it stands there.

Rows refer to each other and to annexes by key, so that they can be edited, moved and left out:
`{see:KEY}` becomes “ (paragraph 7)”, `{number:KEY}` “7”, `{annex:KEY}` “ (Annex B)”,
`{ground:KEY}` “II” and `{relief:KEY}` “(b)”. What refers to nothing becomes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from tracker.domain.words.brackets import brackets_in


class PleadingPart(StrEnum):
    """The parts of a pleading, in their order."""

    SUMMARY = "summary"
    PARTIES = "parties"
    TIME = "time"
    FACTS = "facts"
    STEPS = "steps"
    DECISION = "decision"
    QUESTIONS = "questions"
    ANSWER = "answer"
    RECORDS = "records-table"
    GROUNDS = "grounds"
    LAW_BEHIND = "law-behind"
    RELIEF = "relief"
    INTERIM = "interim"
    PROCEEDINGS = "proceedings"
    VERIFICATION = "verification"


class RowForm(StrEnum):
    """How a row is set: a numbered paragraph, an item under one, a heading, or plain words."""

    PARAGRAPH = "paragraph"
    ROMAN = "roman"
    LETTER = "letter"
    HEADING = "heading"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class PleadingBasis:
    """Why a row stands in a pleading.

    `entries` are the numbers of entries of the history, `provisions` and `authorities` keys of
    the law and of the library, `reported` the keys of reported facts of the block. `leads` are the
    authorities that it would cite once a lawyer has checked them.
    """

    entries: tuple[int, ...] = ()
    provisions: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()

    def with_(self, other: "PleadingBasis") -> "PleadingBasis":
        """Return what both rest on, each once."""
        pairs = {
            each.name: (getattr(self, each.name), getattr(other, each.name))
            for each in fields(self)
        }
        return PleadingBasis(
            **{name: tuple(dict.fromkeys((*a, *b))) for name, (a, b) in pairs.items()}
        )


NO_BASIS = PleadingBasis()
# How the key of a row begins that argues where other rows of its part state facts.
ARGUED = "argued:"


@dataclass(frozen=True, slots=True)
class PleadingRow:
    """One row: a stable key, its words, how it is set, and why it is there.

    `instead` are words that a person may choose for a row that only has a blank to fill in. An
    `offered` row is out of the letter until a person puts it in: it cites a decision for a ground
    that has stronger ones.
    """

    key: str
    words: str
    form: RowForm = RowForm.PARAGRAPH
    rests_on: PleadingBasis = NO_BASIS
    instead: str = ""
    offered: bool = False


@dataclass(frozen=True, slots=True)
class PleadedItem:
    """One item of the request: what was asked, the answer, and what the pleading says of it.

    `grounds` and `relief` name rows of those parts; in a rejoinder `grounds` names paragraphs of
    the answer, and `before` the grounds of the pleading that it follows. An item not `in_issue`
    was disclosed in full, or an order requires no record of it.
    """

    key: str
    number: int
    record: str
    answer: str
    named: str
    grounds: tuple[str, ...] = ()
    relief: tuple[str, ...] = ()
    rests_on: PleadingBasis = NO_BASIS
    in_issue: bool = True
    before: str = ""


class AnnexGroup(StrEnum):
    """The annexes that share a letter, in the order in which they are annexed."""

    REQUEST = "request"
    RECEIPT = "receipt"
    RESPONSES = "responses"
    COUNT = "count"
    REPORTS = "reports"
    EARLIER_REMEDIES = "earlier-remedies"
    AUTHORITY = "authority-to-act"
    DECISIONS = "decisions"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class LetteredAnnex:
    """One annex: its key, its group, what it is, and its letter such as `C-1`.

    `entry` is the entry of the history whose document it is, None for one made for the pleading
    or still to be added by hand. `letter` is empty until all annexes are known.
    """

    key: str
    group: AnnexGroup
    title: str
    day: str
    entry: int | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Pleading:
    """One pleading in one language: its rows by part, the items, and the annexes.

    `by_hand` are the keys of the rows that a person added or changed.
    """

    parts: Mapping[PleadingPart, tuple[PleadingRow, ...]]
    items: tuple[PleadedItem, ...] = ()
    annexes: tuple[LetteredAnnex, ...] = ()
    by_hand: frozenset[str] = frozenset()

    def rows(self) -> tuple[PleadingRow, ...]:
        """Return every row, part by part in their order."""
        return tuple(row for part in PleadingPart for row in self.parts.get(part, ()))


def see(key: str) -> str:
    """Return a reference to a numbered row, in brackets: “ (paragraph 7)”."""
    return f"{{see:{key}}}"


def at_annex(key: str) -> str:
    """Return a reference to an annex, in brackets: “ (Annex B)”."""
    return f"{{annex:{key}}}"


def annex_name(key: str) -> str:
    """Return a reference to an annex within a sentence: “Annex D”."""
    return f"{{letter:{key}}}"


def ground_number(key: str) -> str:
    """Return a reference to a ground: “II”."""
    return f"{{ground:{key}}}"


def relief_sign(key: str) -> str:
    """Return a reference to a relief: “(b)”."""
    return f"{{relief:{key}}}"


def as_text(words: str) -> str:
    """Return words that were typed from a document on one line, with nothing in them that a
    pleading reads as a reference or as a blank to fill in."""
    plain = " ".join(words.replace("{", "(").replace("}", ")").split())
    for place in brackets_in(plain):
        plain = plain.replace(place, f"({place[1:-1]})")
    return plain
