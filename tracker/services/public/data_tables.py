"""The public record as tables, and the meaning of their columns.

One description serves the data package, its dictionary, and the lists of the API, so that they
cannot contradict each other. `data_rows` fills the tables.
"""

from collections.abc import Mapping

from tracker.domain.base.terms import CorrectedBecause, GivenAs, WithheldBecause
from tracker.domain.case.case_status import Phase
from tracker.domain.law.block import BlockKind, Execution
from tracker.domain.law.body import Role
from tracker.domain.law.law import Actor
from tracker.domain.law.outcome import GroundCategory, Outcome
from tracker.domain.record.corrections_list import CorrectionKind
from tracker.services.public.data_columns import (
    CellKind,
    DataColumn,
    DataTable,
    day_column,
    flag_column,
    list_column,
    number_column,
    object_column,
    text_column,
    word_column,
)
from tracker.services.public.data_schema import event_schema
from tracker.services.public.library_tables import LIBRARY_DETAILS
from tracker.services.public.measured_tables import OF_MEASUREMENTS

# Fields of an event that are elsewhere: in the record, or in a table of their own.
OWN_TABLE_FIELDS = frozenset({"count", "shifts", "questions", "outcomes"})


_DEMONSTRATION = flag_column("demonstration", "True where nothing was really filed.")
_REFERENCE = text_column("reference", "The request, by the reference in its address.")

BLOCKS = DataTable(
    "blocks",
    "Blocks, shutdowns and throttlings, as the law library has them.",
    ("key",),
    (
        text_column("key", "The block, by the word in its address."),
        text_column("title", "What it is called, in English."),
        object_column(
            "titles", "The same in each language that the library has it in, by its code."
        ),
        text_column("service", "The service that was blocked."),
        word_column("kind", "What was done.", BlockKind),
        text_column("country", "The country, by its two letters (ISO 3166-1)."),
        text_column("where", "Where in the country."),
        list_column("places", "The same by ISO 3166: the country, or parts of it (ISO 3166-2)."),
        day_column(
            "since", "The first day. Where `since_unknown`, the first day a source speaks of it."
        ),
        flag_column("since_about", "True where no source gives the very day."),
        flag_column("since_unknown", "True where no source tells when it began."),
        day_column("until", "The day of restoration; missing if no end is known.", may_lack=True),
        flag_column("until_about", "True where no source gives the very day of restoration."),
        day_column(
            "last_confirmed", "Without a known end: when a source last said so.", may_lack=True
        ),
        word_column("executed", "Whether it was carried out.", Execution),
        text_column("executed_by", "Who carried it out, in English.", may_lack=True),
        day_column("ordered_until", "The end that the order set.", may_lack=True),
        text_column("hours", "At which hours it was repeated, in English.", may_lack=True),
        list_column("ends", "Services that came back one by one, each with its day."),
        list_column("bodies", "The bodies concerned, by their keys."),
        list_column("powers", "The powers that were used or could be used, by their keys."),
        text_column("source", "Where it was read."),
    ),
)

BODIES = DataTable(
    "bodies",
    "Public bodies that can be asked, and bodies that hear appeals.",
    ("key",),
    (
        text_column("key", "The body, by the word in its address."),
        text_column("name", "Its name, in English."),
        object_column(
            "names", "The same in each language that the library has it in, by its code."
        ),
        text_column("short_name", "The name by which it is known."),
        word_column("role", "What it is.", Role),
        text_column("country", "The country, by its two letters (ISO 3166-1)."),
        list_column("laws", "The laws under which it can be asked, by their keys."),
        text_column("website", "Its own site, if one is known.", may_lack=True),
        text_column("source", "Where it was read."),
    ),
)

LAWS = DataTable(
    "laws",
    "Right-to-information laws, as far as they were read.",
    ("key",),
    (
        text_column("key", "The law, by the word in its address."),
        text_column("title", "Its title, in English."),
        text_column("country", "The country, by its two letters (ISO 3166-1), or `eu`."),
        day_column("since", "The first day on which it was in force."),
        text_column(
            "first_day_known",
            "How exactly that day is known: `day`; `year`, where only the year is known and "
            "`since` is its last day; `at-latest`, where the law was in force by then.",
        ),
        day_column("until", "The last one; missing if it is still in force.", may_lack=True),
        text_column("status", "Whether it is in force, in words."),
        list_column("stages", "Its stages, in order, by their keys."),
        text_column("official_text", "Where its official text can be found."),
        day_column("compared_on", "When it was last compared with that text.", may_lack=True),
        number_column("text_of_year", "The year of the text that was read.", may_lack=True),
        text_column("digest", "SHA-256 of the file in the law library, in hexadecimal digits."),
    ),
)

REQUESTS_TABLE = DataTable(
    "requests",
    "Requests on the public record, one row each, as the newest version of the record says.",
    ("reference",),
    (
        _REFERENCE,
        number_column("version", "The version of the record; each is a new entry of the log."),
        day_column("as_of", "The day on which this version was made."),
        day_column(
            "confirmed_on", "The last day on which a person entered or published a part of it."
        ),
        text_column("block", "The block it asks about."),
        text_column("body", "The body that was asked."),
        text_column(
            "acting_body",
            "The body that must answer; missing if it is not in the library.",
            may_lack=True,
        ),
        text_column(
            "comes_from",
            "The request whose body transferred or referred the items of this one.",
            may_lack=True,
        ),
        text_column(
            "law", "The law under which it was asked. A key that ends in “petition” is a petition."
        ),
        text_column("country", "The country of the body.", may_lack=True),
        text_column("language", "The language of the letter."),
        word_column("phase", "Its status, by what has been released.", Phase),
        day_column(
            "asked_on", "The day of receipt; else of dispatch, else the first day recorded."
        ),
        day_column(
            "answered_on", "The day of the first reply, by the earlier reading.", may_lack=True
        ),
        number_column(
            "days", "From the receipt to the first reply, by the later one.", may_lack=True
        ),
        flag_column("silent", "True while the request certainly rests on this non-response."),
        flag_column("answer_waits", "True where the office has an answer that is not shown yet."),
        flag_column("decision_waits", "True where it has a decision that is not shown yet."),
        day_column("open_until", "The last day of a remedy that is not used yet.", may_lack=True),
        list_column("supporters", "Organisations that co-signed, by their keys."),
        text_column("library_version", "The version of the law library by which it was counted."),
        text_column("digest", "SHA-256 of the record’s canonical JSON, in hexadecimal digits."),
        _DEMONSTRATION,
    ),
)

EVENTS_TABLE = DataTable(
    "events",
    "Released entries of the histories of requests. What was corrected stays, and says so.",
    ("reference", "seq"),
    (
        _REFERENCE,
        number_column("seq", "The place of the entry in the history."),
        text_column("kind", "What happened."),
        day_column("on_earliest", "The first day on which it may have happened."),
        day_column("on_latest", "The last such day; the same where the day is known."),
        day_column("entered_on", "The day on which it was entered."),
        flag_column("corrected", "True where a later entry says that it is wrong."),
        day_column(
            "possible_response_earliest",
            "The first day on which a document may have come that may be the answer and is not "
            "read yet: until it is, this entry is in doubt.",
            may_lack=True,
        ),
        day_column("possible_response_latest", "The last such day.", may_lack=True),
        DataColumn(
            "event",
            CellKind.OBJECT,
            "Its fields, which depend on its kind. Steps of a count are in the record alone; "
            "items and their outcomes have tables of their own.",
            schema=event_schema(OWN_TABLE_FIELDS),
        ),
        text_column("digest", "The entry’s commitment in the private history."),
        _DEMONSTRATION,
    ),
)

QUESTIONS = DataTable(
    "questions",
    "What was asked, question by question, in the words of the letter.",
    ("reference", "question"),
    (
        _REFERENCE,
        text_column("question", "The question, by its key."),
        list_column("elements", "The parts of the legal basis at which it aims."),
        text_column("words", "The words of the letter."),
        _DEMONSTRATION,
    ),
)

OUTCOMES_TABLE = DataTable(
    "outcomes",
    "What each answer did with each question. Two answers to one question are two rows.",
    ("reference", "question", "seq"),
    (
        _REFERENCE,
        text_column("question", "The question, by its key."),
        number_column("seq", "The entry of the answer."),
        day_column("on_earliest", "The first day on which the answer may have been given."),
        day_column("on_latest", "The last such day."),
        word_column("outcome", "The outcome of the item.", Outcome),
        list_column("exemptions", "The exemptions that the answer names, by their keys."),
        text_column("page", "The page of its document.", may_lack=True),
        word_column("given_as", "What it gave.", GivenAs, may_lack=True),
        word_column(
            "vague_ground", "A ground that names no clause.", GroundCategory, may_lack=True
        ),
        text_column("ground_words", "The words of such a ground.", may_lack=True),
        text_column(
            "section_named",
            "A section that the answer names and the library does not list, as typed by the "
            "office and not compared with the law.",
            may_lack=True,
        ),
        text_column("section_words", "The words of the answer beside it.", may_lack=True),
        text_column(
            "words_digest", "SHA-256 of its words, where these were released.", may_lack=True
        ),
        _DEMONSTRATION,
    ),
)

DEADLINES = DataTable(
    "deadlines",
    "Deadlines as they were counted when the record was made.",
    ("reference", "row"),
    (
        _REFERENCE,
        number_column("row", "The place of the deadline in the record, from 1."),
        text_column("stage", "The stage of the law."),
        word_column("actor", "Who must act.", Actor),
        list_column("sections", "The provisions by which it was counted, in English."),
        day_column("earliest", "The earliest last day."),
        day_column("latest", "The latest last day; missing if it is not known.", may_lack=True),
        flag_column("provisional", "True where the rule or the calendar was not verified."),
        day_column("last_safe_day", "The last day on which to file safely.", may_lack=True),
        _DEMONSTRATION,
    ),
)

NOTICES_TABLE = DataTable(
    "notices",
    "Corrections and takedowns, oldest first: what was changed after it had been shown.",
    ("reference", "version", "entry"),
    (
        _REFERENCE,
        number_column("version", "The version of the record that was made by it."),
        day_column("on", "The day on which it was made."),
        word_column("change", "What was done.", CorrectionKind),
        word_column(
            "ground",
            "Why; missing of a correction once the record was taken down.",
            (*CorrectedBecause, *WithheldBecause),
            may_lack=True,
        ),
        text_column(
            "why",
            "A person’s own words for a correction; missing while they are private.",
            may_lack=True,
        ),
        number_column("entry", "The entry that was corrected; 0 where it was none."),
        list_column("digests", "SHA-256 of what is no longer shown."),
        _DEMONSTRATION,
    ),
)

OF_LIBRARY = (BLOCKS, BODIES, LAWS, *LIBRARY_DETAILS)
OF_RECORDS = (REQUESTS_TABLE, EVENTS_TABLE, QUESTIONS, OUTCOMES_TABLE, DEADLINES)
DATA_TABLES: Mapping[str, DataTable] = {
    table.name: table for table in (*OF_LIBRARY, *OF_MEASUREMENTS, *OF_RECORDS, NOTICES_TABLE)
}
