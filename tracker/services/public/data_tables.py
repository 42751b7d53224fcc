"""The public record as tables, and the meaning of their columns.

One description serves the data package, its dictionary, and the lists of the API, so that they
cannot contradict each other. `data_rows` fills the tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tracker.domain.base.terms import CorrectedBecause, GivenAs, WithheldBecause
from tracker.domain.case.case_status import Phase
from tracker.domain.law.block import BlockKind
from tracker.domain.law.body import Role
from tracker.domain.law.law import Actor
from tracker.domain.law.outcome import Outcome
from tracker.domain.record.corrections_list import CorrectionKind
from tracker.services.public.data_schema import event_schema

# Fields of an event that are elsewhere: in the record, or in a table of their own.
OWN_TABLE_FIELDS = frozenset({"count", "shifts", "questions", "outcomes"})


class CellKind(StrEnum):
    """The type of a cell. A list holds texts without semicolons; an object is JSON."""

    TEXT = "string"
    DAY = "date"
    NUMBER = "integer"
    YES_OR_NO = "boolean"
    LIST = "list"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class DataColumn:
    """One column: its name, its type and its meaning.

    `may_lack` says that cells may be empty. `words` are the only values, if there is a fixed set.
    `schema` is the JSON Schema of an object.
    """

    name: str
    kind: CellKind
    says: str
    may_lack: bool = False
    words: tuple[str, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """Return the meaning with the possible values."""
        return f"{self.says} One of: {', '.join(self.words)}." if self.words else self.says


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table. `key` names the columns that identify a row."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[DataColumn, ...]


def _text(name: str, says: str, *, may_lack: bool = False) -> DataColumn:
    return DataColumn(name, CellKind.TEXT, says, may_lack)


def _word(name: str, says: str, words: Iterable[str], *, may_lack: bool = False) -> DataColumn:
    return DataColumn(name, CellKind.TEXT, says, may_lack, tuple(map(str, words)))


def _day(name: str, says: str, *, may_lack: bool = False) -> DataColumn:
    return DataColumn(name, CellKind.DAY, says, may_lack)


def _number(name: str, says: str, *, may_lack: bool = False) -> DataColumn:
    return DataColumn(name, CellKind.NUMBER, says, may_lack)


def _flag(name: str, says: str) -> DataColumn:
    return DataColumn(name, CellKind.YES_OR_NO, says)


def _list(name: str, says: str) -> DataColumn:
    return DataColumn(name, CellKind.LIST, says)


def _object(name: str, says: str) -> DataColumn:
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    return DataColumn(name, CellKind.OBJECT, says, schema=texts)


_DEMONSTRATION = _flag("demonstration", "True where nothing was really filed.")
_REFERENCE = _text("reference", "The request, by the reference in its address.")

BLOCKS = DataTable(
    "blocks",
    "Blocks, shutdowns and throttlings, as the law library has them.",
    ("key",),
    (
        _text("key", "The block, by the word in its address."),
        _text("title", "What it is called, in English."),
        _object("titles", "The same in each language that the library has it in, by its code."),
        _text("service", "The service that was blocked."),
        _word("kind", "What was done.", BlockKind),
        _text("country", "The country, by its two letters (ISO 3166-1)."),
        _text("where", "Where in the country."),
        _day(
            "since", "The first day. Where `since_unknown`, the first day a source speaks of it."
        ),
        _flag("since_about", "True where no source gives the very day."),
        _flag("since_unknown", "True where no source tells when it began."),
        _day("until", "The day of restoration; lacking where no end is known.", may_lack=True),
        _flag("until_about", "True where no source gives the very day of restoration."),
        _day("last_confirmed", "Without a known end: when a source last said so.", may_lack=True),
        _list("bodies", "The bodies concerned, by their keys."),
        _list("powers", "The powers that were invoked or may be, by their keys."),
        _text("source", "Where it was read."),
    ),
)

BODIES = DataTable(
    "bodies",
    "Public bodies that can be asked, and bodies that hear appeals.",
    ("key",),
    (
        _text("key", "The body, by the word in its address."),
        _text("name", "Its name, in English."),
        _object("names", "The same in each language that the library has it in, by its code."),
        _text("short_name", "The name by which it is known."),
        _word("role", "What it is.", Role),
        _text("country", "The country, by its two letters (ISO 3166-1)."),
        _list("laws", "The laws under which it can be asked, by their keys."),
        _text("website", "Its own site, where one is on file.", may_lack=True),
        _text("source", "Where it was read."),
    ),
)

LAWS = DataTable(
    "laws",
    "Right-to-information laws, as far as they were read.",
    ("key",),
    (
        _text("key", "The law, by the word in its address."),
        _text("title", "Its title, in English."),
        _text("country", "The country, by its two letters (ISO 3166-1), or `eu`."),
        _day("since", "The first day on which it was in force."),
        _text(
            "first_day_known",
            "How exactly that day is known: `day`; `year`, where only the year is known and "
            "`since` is its last day; `at-latest`, where the law was in force by then.",
        ),
        _day("until", "The last one; lacking where it is still in force.", may_lack=True),
        _text("status", "Whether it is in force, in words."),
        _list("stages", "Its stages, in order, by their keys."),
        _text("official_text", "Where its official text can be found."),
        _day("compared_on", "When it was last compared with that text.", may_lack=True),
        _text("digest", "SHA-256 of the file in the law library, in hexadecimal digits."),
    ),
)

REQUESTS_TABLE = DataTable(
    "requests",
    "Requests on the public record, one row each, as the newest version of the record says.",
    ("reference",),
    (
        _REFERENCE,
        _number("version", "The version of the record; each is a new entry of the log."),
        _day("as_of", "The day on which this version was made."),
        _day("confirmed_on", "The last day on which a person entered or published a part of it."),
        _text("block", "The block it asks about."),
        _text("body", "The body that was asked."),
        _text("acting_body", "The body that must answer; lacking if not on file.", may_lack=True),
        _text("law", "The law under which it was asked."),
        _text("country", "The country of the body.", may_lack=True),
        _text("language", "The language of the letter."),
        _word("phase", "Where it stands, by what has been released.", Phase),
        _day("asked_on", "The day of receipt; else of dispatch, else the first day on record."),
        _day("answered_on", "The day of the first reply, by the earlier reading.", may_lack=True),
        _number("days", "From the receipt to the first reply, by the later one.", may_lack=True),
        _flag("silent", "True while it is surely silence on which the request rests."),
        _flag("answer_waits", "True where the office has an answer that is not shown yet."),
        _flag("decision_waits", "True where it has a decision that is not shown yet."),
        _day("open_until", "The last day of a remedy that is not used yet.", may_lack=True),
        _list("supporters", "Organisations that co-signed, by their keys."),
        _text("library_version", "The version of the law library by which it was counted."),
        _text("digest", "SHA-256 of the record's canonical JSON, in hexadecimal digits."),
        _DEMONSTRATION,
    ),
)

EVENTS_TABLE = DataTable(
    "events",
    "Released entries of the histories of requests. What was corrected stays, and says so.",
    ("reference", "seq"),
    (
        _REFERENCE,
        _number("seq", "The place of the entry in the history."),
        _text("kind", "What happened."),
        _day("on_earliest", "The first day on which it may have happened."),
        _day("on_latest", "The last such day; the same where the day is known."),
        _day("entered_on", "The day on which it was entered."),
        _flag("corrected", "True where a later entry says that it is wrong."),
        _day(
            "possible_response_earliest",
            "The first day on which a document may have come that may be the answer and is not "
            "read yet: until it is, this entry is in doubt.",
            may_lack=True,
        ),
        _day("possible_response_latest", "The last such day.", may_lack=True),
        DataColumn(
            "event",
            CellKind.OBJECT,
            "Its fields, which depend on its kind. Steps of a count are in the record alone; "
            "questions and what became of them have tables of their own.",
            schema=event_schema(OWN_TABLE_FIELDS),
        ),
        _text("digest", "The entry's commitment in the private history."),
        _DEMONSTRATION,
    ),
)

QUESTIONS = DataTable(
    "questions",
    "What was asked, question by question, in the words of the letter.",
    ("reference", "question"),
    (
        _REFERENCE,
        _text("question", "The question, by its key."),
        _text("element", "The part of the legal basis at which it aims."),
        _text("words", "The words of the letter."),
        _DEMONSTRATION,
    ),
)

OUTCOMES_TABLE = DataTable(
    "outcomes",
    "What each answer did with each question. Two answers to one question are two rows.",
    ("reference", "question", "seq"),
    (
        _REFERENCE,
        _text("question", "The question, by its key."),
        _number("seq", "The entry of the answer."),
        _day("on_earliest", "The first day on which the answer may have been given."),
        _day("on_latest", "The last such day."),
        _word("outcome", "What became of the question.", Outcome),
        _list("exemptions", "The exemptions that the answer names, by their keys."),
        _text("page", "The page of its paper.", may_lack=True),
        _word("given_as", "What it gave.", GivenAs, may_lack=True),
        _text("words_digest", "SHA-256 of its words, where these were released.", may_lack=True),
        _DEMONSTRATION,
    ),
)

DEADLINES = DataTable(
    "deadlines",
    "Deadlines as they were counted when the record was made.",
    ("reference", "row"),
    (
        _REFERENCE,
        _number("row", "The place of the deadline in the record, from 1."),
        _text("stage", "The stage of the law."),
        _word("actor", "Who must act.", Actor),
        _list("sections", "The provisions by which it was counted, in English."),
        _day("earliest", "The earliest last day."),
        _day("latest", "The latest last day; lacking where it is not known.", may_lack=True),
        _flag("provisional", "True where the rule or the calendar was not verified."),
        _day("last_safe_day", "The last day on which to file safely.", may_lack=True),
        _DEMONSTRATION,
    ),
)

NOTICES_TABLE = DataTable(
    "notices",
    "Corrections and takedowns, oldest first: what was changed after it had been shown.",
    ("reference", "version", "entry"),
    (
        _REFERENCE,
        _number("version", "The version of the record that was made by it."),
        _day("on", "The day on which it was made."),
        _word("change", "What was done.", CorrectionKind),
        _word(
            "ground",
            "Why; lacking of a correction once the record was taken down.",
            (*CorrectedBecause, *WithheldBecause),
            may_lack=True,
        ),
        _text(
            "why",
            "A person's own words for a correction; lacking while they are private.",
            may_lack=True,
        ),
        _number("entry", "The entry that was corrected; 0 where it was none."),
        _list("digests", "SHA-256 of what is no longer shown."),
        _DEMONSTRATION,
    ),
)

OF_LIBRARY = (BLOCKS, BODIES, LAWS)
OF_RECORDS = (REQUESTS_TABLE, EVENTS_TABLE, QUESTIONS, OUTCOMES_TABLE, DEADLINES)
DATA_TABLES: Mapping[str, DataTable] = {
    table.name: table for table in (*OF_LIBRARY, *OF_RECORDS, NOTICES_TABLE)
}
