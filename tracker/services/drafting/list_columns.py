"""The meaning of a list's columns: guessed from the headings, corrected by a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.base.messages import Message
from tracker.domain.words.folding import bare_words
from tracker.services.drafting.list_days import DayOrder
from tracker.services.drafting.list_reading import Sheet


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A fact about a request that a list can have. `names` are words of its headings."""

    key: str
    label: str
    names: tuple[str, ...]
    needed: bool = False
    hint: str = ""


COLUMNS = (
    ListColumn(
        "block",
        Message("Block"),
        ("block", "blocking", "shutdown", "about"),
        needed=True,
        hint=Message("Its key or its title."),
    ),
    ListColumn(
        "body",
        Message("Public body"),
        ("body", "public body", "authority", "addressee", "asked of"),
        needed=True,
        hint=Message("Its key, its name or its short name."),
    ),
    ListColumn(
        "law",
        Message("Law"),
        ("law", "act", "statute"),
        hint=Message("Leave empty for the law that applied to the body on the date of sending."),
    ),
    ListColumn("language", Message("Language of the letter"), ("language", "lang")),
    ListColumn(
        "asked",
        Message("What was asked"),
        ("asked", "questions", "question", "request", "information sought", "records"),
        needed=True,
        hint=Message("Keys from the catalogue, or the letter’s words. One item a line."),
    ),
    ListColumn(
        "element",
        Message("What the wording asks for"),
        ("element", "part"),
        hint=Message("Only for wording that is not from the catalogue."),
    ),
    ListColumn(
        "capacity",
        Message("Capacity of the applicant"),
        ("capacity", "eligibility", "citizenship"),
    ),
    ListColumn(
        "name", Message("Name of the applicant"), ("name", "applicant", "requester"), needed=True
    ),
    ListColumn("address", Message("Address of the applicant"), ("address",)),
    ListColumn(
        "contact",
        Message("Applicant’s email or phone"),
        ("contact", "email", "e mail", "telephone", "phone"),
    ),
    ListColumn(
        "settled", Message("Date of the letter"), ("day of the letter", "letter date", "dated")
    ),
    ListColumn(
        "sent",
        Message("Date of sending"),
        ("sent", "date sent", "sent on", "filed", "date", "posted"),
        needed=True,
    ),
    ListColumn(
        "channel", Message("How it was sent"), ("channel", "sent by", "how", "mode"), needed=True
    ),
    ListColumn(
        "number",
        Message("Courier, postal or portal number"),
        ("number", "tracking", "courier", "receipt no", "diary"),
    ),
    ListColumn("letter", Message("File with the letter"), ("letter file", "letter")),
    ListColumn("received", Message("Date of receipt"), ("received", "delivered", "date received")),
    ListColumn("proof", Message("Type of proof of receipt"), ("proof", "proof of receipt")),
    ListColumn(
        "receipt_paper", Message("File with proof of receipt"), ("proof file", "receipt file")
    ),
    ListColumn(
        "replied",
        Message("Date a reply was received"),
        ("replied", "reply", "answered", "response"),
    ),
    ListColumn("reply_channel", Message("How the reply arrived"), ("reply by", "reply channel")),
    ListColumn("reply_paper", Message("File with the reply"), ("reply file", "response file")),
    ListColumn(
        "note", Message("Private note"), ("note", "notes", "remarks", "comment", "comments")
    ),
    ListColumn(
        "tags",
        Message("Tags"),
        ("tags", "tag", "labels", "campaign"),
        hint=Message("Separate with a semicolon (;)."),
    ),
)
DAYS = ("settled", "sent", "received", "replied")
FILES = ("letter", "receipt_paper", "reply_paper")
# The columns that differ in every row, so that one value for all rows would be wrong.
OWN_COLUMNS = (*DAYS, *FILES, "number")
NONE = -1


@dataclass(frozen=True, slots=True)
class ColumnChoices:
    """A person's choices for a list: the column of each fact, and values for empty cells."""

    columns: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    order: DayOrder = DayOrder.UNSAID

    def said(self, key: str, cells: Sequence[str]) -> str:
        """Return the value of a fact in a row."""
        place = self.columns.get(key, NONE)
        cell = cells[place] if 0 <= place < len(cells) else ""
        return cell or self.fixed.get(key, "").strip()


def guessed(sheet: Sheet) -> ColumnChoices:
    """Return a first guess: the column whose heading is, or else contains, a word for the fact."""
    headings = [bare_words(heading) for heading in sheet.headings]
    found: dict[str, int] = {}
    for alike in (_same, _holds):
        for column in COLUMNS:
            free = [n for n in range(len(headings)) if n not in found.values()]
            place = next(
                (n for name in column.names for n in free if alike(name, headings[n])), NONE
            )
            if column.key not in found and place != NONE:
                found[column.key] = place
    return ColumnChoices(found)


def _same(name: str, heading: str) -> bool:
    return name == heading


def _holds(name: str, heading: str) -> bool:
    return f" {name} " in f" {heading} "
