"""Tables of evidence by others: confirmed findings, OONI's counts under its licence, captures.

`measured_rows` fills them. A copy of the site has no other source for these rows.
"""

from tracker.domain.law.block import MeasurementSource
from tracker.domain.measurements.captures import CaptureKind, CaptureReuse
from tracker.services.public.data_columns import (
    DataTable,
    day_column,
    flag_column,
    list_column,
    number_column,
    object_column,
    text_column,
    word_column,
)

OONI_LICENCE = {
    "name": "CC-BY-NC-SA-4.0",
    "title": "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
    "path": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
}

FINDINGS_TABLE = DataTable(
    "findings",
    "Sentences about measurements by others. A person compared each with its source and confirmed "
    "it. A withdrawn sentence keeps its row without its words.",
    ("digest",),
    (
        text_column("digest", "The hash that the public log names, SHA-256."),
        text_column("block", "The block, by its key."),
        word_column("source", "Who measured.", MeasurementSource),
        text_column("says", "The sentence, in English; empty once withdrawn.", may_lack=True),
        object_column("says_in", "The same in each language, by its code."),
        day_column("first_day", "The first day that it is about (UTC)."),
        day_column("last_day", "The last one."),
        number_column("measurements", "Measurements on these days.", may_lack=True),
        number_column("usable", "How many of them did not fail.", may_lack=True),
        number_column("with_signs", "How many usable ones show signs of blocking.", may_lack=True),
        number_column(
            "confirmed", "How many of these met a known block page or DNS answer.", may_lack=True
        ),
        number_column("networks", "Networks with usable measurements.", may_lack=True),
        number_column(
            "networks_with_signs",
            "Those on which at least half of the usable ones show signs.",
            may_lack=True,
        ),
        number_column("before_days", "Days before, for comparison.", may_lack=True),
        number_column("before_usable", "Usable measurements on these days.", may_lack=True),
        number_column("before_with_signs", "How many of those show signs.", may_lack=True),
        text_column("query", "The address that was opened."),
        text_column("shown_at", "The source’s own page about it.", may_lack=True),
        day_column("asked_on", "The day on which the answer was saved."),
        list_column("snapshots", "SHA-256 of each answer under the sentence, that one first."),
        day_column("confirmed_on", "The day on which a person confirmed it."),
        day_column("withdrawn_on", "The day on which it was withdrawn.", may_lack=True),
        text_column("why", "The reason for the withdrawal.", may_lack=True),
        flag_column("demonstration", "True where nobody really confirmed it."),
    ),
)

OONI_DAYS = DataTable(
    "ooni_days",
    "Counts of OONI by day, under the findings that stand. They are data of OONI and have a "
    "licence of their own. A day on which nobody measured has no row.",
    ("block", "test", "subject", "day", "snapshot_sha256"),
    (
        text_column("block", "The block, by its key."),
        text_column("source", "Who measured."),
        text_column("licence", "The licence of the row."),
        text_column("test", "The test of OONI Probe."),
        text_column("subject", "The domain that was tested, or the test where it has none."),
        day_column("day", "The day (UTC)."),
        number_column("ok", "Measurements without signs of blocking."),
        number_column("anomaly", "Measurements with signs, which prove nothing."),
        number_column("confirmed", "Measurements that met a known block page or DNS answer."),
        number_column("failure", "Measurements that failed and say nothing."),
        number_column("measurements", "All of them."),
        day_column("asked_on", "The day on which the answer was saved."),
        text_column("snapshot_sha256", "SHA-256 of the answer."),
    ),
    OONI_LICENCE,
)

CAPTURES_TABLE = DataTable(
    "captures",
    "Captures of cited pages that were published. The public log names the hash of each file.",
    ("key",),
    (
        text_column("key", "The capture, by its block and the beginning of its hash."),
        text_column("block", "The block, by its key."),
        text_column("address", "The page; empty once withdrawn.", may_lack=True),
        day_column("captured_on", "The day on which it was saved."),
        word_column("kind", "What was handed in.", CaptureKind),
        text_column("sha256", "SHA-256 of the file, a WACZ."),
        number_column("size", "Its bytes."),
        text_column("original_sha256", "SHA-256 of the file as it was handed in."),
        text_column("archived", "The page at a public web archive.", may_lack=True),
        word_column("reuse", "Why readers may download it, or `sealed`.", CaptureReuse),
        text_column("reason", "The document or licence that allows it.", may_lack=True),
        day_column("published_on", "The day on which it was published (UTC)."),
        day_column("withdrawn_on", "The day on which it was withdrawn (UTC).", may_lack=True),
        text_column("why", "The reason for the withdrawal.", may_lack=True),
        flag_column("demonstration", "True where nothing was really cited."),
    ),
)

OF_MEASUREMENTS = (FINDINGS_TABLE, OONI_DAYS, CAPTURES_TABLE)
