"""Every kind of complaint, with its exact sentence: file, place, what is wrong, the way out."""

from pathlib import Path

import pytest

from tests.lawfiles.small_library import BODY, FILES, complaints, spoiled, with_rules
from tracker.domain.events import KINDS

# The kinds of event that a rule of a law can name.
NAMED_IN_LAW = sorted(name for name, kind in KINDS.items() if kind.in_law)

LAW, CALENDAR, BODIES = "laws/xx-law-2020.toml", "calendars/xx-offices.toml", "bodies/xx.toml"
BLOCK, QUESTIONS = "blocks/xx-block-2024.toml", "questions/xx.toml"
STATEMENT = "statements/xx-statement.toml"
LIMIT_WORDS = (
    "first_day, from_date_borne, inferred, last_day, length, may_move, month_end, since, sources, "
    "uncertain, unit, until"
)


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        pytest.param(
            LAW,
            'unit = "working-day"',
            'unit = "workingday"',
            "laws/xx-law-2020.toml, stage.reply.limit[1].unit: “workingday” is not allowed. "
            "Did you mean “working-day”? Allowed: day, hour, month, week, working-day.",
            id="a word that is not among those allowed",
        ),
        pytest.param(
            LAW,
            'first_day = "next"',
            'fist_day = "next"\nfirst_day = "next"',
            "laws/xx-law-2020.toml, stage.reply.limit[1]: unknown word “fist_day”. "
            f"Did you mean “first_day”? Allowed: {LIMIT_WORDS}.",
            id="an unknown word",
        ),
        pytest.param(
            LAW,
            'official_text = "the gazette"\n',
            "",
            "laws/xx-law-2020.toml: “official_text” is missing.",
            id="a missing word",
        ),
        pytest.param(
            LAW,
            "since = 2020-01-01\nlength",
            "length",
            "laws/xx-law-2020.toml, stage.reply.limit[1]: “since” is missing.",
            id="a limit without its first day",
        ),
        pytest.param(
            LAW,
            "length = 10",
            'length = "10"',
            "laws/xx-law-2020.toml, stage.reply.limit[1].length: "
            "must be a whole number, not text.",
            id="text for a number",
        ),
        pytest.param(
            LAW,
            "compared_on = 2024-06-30",
            'compared_on = "soon"',
            "laws/xx-law-2020.toml, compared_on: must be a date, not text.",
            id="text for a day that may be left out",
        ),
        pytest.param(
            BLOCK,
            'bodies = ["xx-office"]',
            'bodies = ["xx-office"]\nexecuted = "no"\nexecuted_by = { en = "operators" }',
            "blocks/xx-block-2024.toml, executed_by: is for a block that a source says was "
            "carried out: leave it out.",
            id="the executor of a block that was not carried out",
        ),
        pytest.param(
            LAW,
            "length = 10",
            "length = 10.5",
            "laws/xx-law-2020.toml, stage.reply.limit[1].length: "
            "must be a whole number, not a number with a fraction.",
            id="a fraction",
        ),
        pytest.param(
            LAW,
            "length = 10",
            "length = true",
            "laws/xx-law-2020.toml, stage.reply.limit[1].length: "
            "must be a whole number, not true or false.",
            id="true for a number",
        ),
        pytest.param(
            LAW,
            "length = 10",
            "length = 0",
            "laws/xx-law-2020.toml, stage.reply.limit[1].length: must be 1 or more, not 0.",
            id="a limit of no length",
        ),
        pytest.param(
            LAW,
            "event = 2024-04-01",
            "event = 2024-04-01T10:00:00",
            "laws/xx-law-2020.toml, stage.reply.example[1].event: "
            "must be a date, not a moment with a time of day.",
            id="a moment for a day",
        ),
        pytest.param(
            LAW,
            'title = { en = "A law" }',
            'title = "A law"',
            'laws/xx-law-2020.toml, title: must be a text by language, as { en = "…" }, not text.',
            id="words without a language",
        ),
        pytest.param(
            LAW,
            'title = { en = "A law" }',
            'title = { en = "A law", English = "A law" }',
            "laws/xx-law-2020.toml, title: “English” is no language code, such as en or ur.",
            id="a language that is none",
        ),
        pytest.param(
            LAW,
            'title = { en = "A law" }',
            "title = {}",
            "laws/xx-law-2020.toml, title: holds no words in any language.",
            id="no words",
        ),
        pytest.param(
            LAW,
            'where = "the gazette"',
            'where = " "',
            "laws/xx-law-2020.toml, provision.s1.source.where: must not be empty.",
            id="an empty source",
        ),
        pytest.param(
            LAW,
            'where = "the gazette"',
            r'where = "the \u0000gazette"',
            "laws/xx-law-2020.toml, provision.s1.source.where: holds a sign that nobody sees, "
            "U+0000.",
            id="a sign that no page can hold",
        ),
        pytest.param(
            LAW,
            'title = { en = "A law" }',
            r'title = { en = "A\u202E law" }',
            "laws/xx-law-2020.toml, title.en: holds a sign that nobody sees, U+202E.",
            id="a sign that turns around the words behind it",
        ),
        pytest.param(
            LAW,
            'sources = ["s1"]\n\n[[stage.reply.example]]',
            "sources = []\n\n[[stage.reply.example]]",
            "laws/xx-law-2020.toml, stage.reply.limit[1].sources: "
            "must name at least one provision.",
            id="a limit without a provision",
        ),
        pytest.param(
            LAW,
            'sources = ["s1"]\n\n[[stage.reply.example]]',
            'sources = ["s11"]\n\n[[stage.reply.example]]',
            "laws/xx-law-2020.toml, stage.reply.limit[1].sources: there is no provision “s11”. "
            "Did you mean “s1”? Allowed: s1, s2, s9.",
            id="a provision that does not exist",
        ),
        pytest.param(
            LAW,
            'counts_from = ["received"]',
            'counts_from = ["received"]\nleads_to = ["appeal"]',
            "laws/xx-law-2020.toml, stage.reply.leads_to: there is no stage “appeal”. "
            "Allowed: reply.",
            id="a stage that leads nowhere",
        ),
        pytest.param(
            LAW,
            'counts_from = ["received"]',
            "counts_from = []",
            "laws/xx-law-2020.toml, stage.reply.counts_from: must name at least one event.",
            id="a stage that nothing starts",
        ),
        pytest.param(
            LAW,
            'counts_from = ["received"]',
            'counts_from = ["recieved"]',
            "laws/xx-law-2020.toml, stage.reply.counts_from: there is no event “recieved”. "
            f"Did you mean “received”? Allowed: {', '.join(NAMED_IN_LAW)}.",
            id="an event that does not exist",
        ),
        pytest.param(
            LAW,
            'counts_from = ["received"]',
            'counts_from = ["received"]\nreceiver = "xx-ofice"',
            "laws/xx-law-2020.toml, stage.reply.receiver: there is no public body “xx-ofice”. "
            "Did you mean “xx-office”? Allowed: xx-office.",
            id="a receiver that does not exist",
        ),
        pytest.param(
            LAW,
            'calendar = "xx-offices"',
            'calendar = "xx"',
            "laws/xx-law-2020.toml, calendar: there is no calendar “xx”. Allowed: xx-offices.",
            id="a calendar that does not exist",
        ),
        pytest.param(
            LAW,
            'last_day = "stands"',
            'last_day = "stands"\ninferred = ["units"]',
            "laws/xx-law-2020.toml, stage.reply.limit[1].inferred: "
            f"there is no word of a limit “units”. Did you mean “unit”? Allowed: {LIMIT_WORDS}.",
            id="an inference about nothing",
        ),
        pytest.param(
            LAW,
            'unit = "working-day"',
            'unit = "month"',
            "laws/xx-law-2020.toml, stage.reply.limit[1]: a limit in months needs “month_end”: "
            "last-day or next-day, for a month that has no such day.",
            id="months without a month-end rule",
        ),
        pytest.param(
            LAW,
            "since = 2020-01-01\nlength",
            "since = 2020-01-01\nuntil = 2023-12-31\nlength",
            "laws/xx-law-2020.toml, stage.reply: no limit governs 2024-01-01, "
            "and no [[stage.reply.gap]] says why.",
            id="a gap that is not declared",
        ),
        pytest.param(
            LAW,
            "since = 2020-01-01\nlength",
            "since = 2020-02-01\nlength",
            "laws/xx-law-2020.toml, stage.reply: no limit governs 2020-01-01, "
            "and no [[stage.reply.gap]] says why.",
            id="a gap at the beginning",
        ),
        pytest.param(
            LAW,
            "since = 2020-01-01\nlength",
            "since = 2020-01-01\nuntil = 2019-12-31\nlength",
            "laws/xx-law-2020.toml, stage.reply.limit[1].until: "
            "2019-12-31 lies before the beginning, 2020-01-01.",
            id="an end before the beginning",
        ),
        pytest.param(
            LAW,
            "latest = 2024-04-15",
            "latest = 2024-04-14",
            "laws/xx-law-2020.toml, stage.reply.example[1].latest: "
            "2024-04-14 lies before “earliest”, 2024-04-15.",
            id="an example that ends before it begins",
        ),
        pytest.param(
            LAW,
            "latest = 2024-04-15",
            "latest = 2024-04-15\nextended = true\nexpedited = true",
            "laws/xx-law-2020.toml, stage.reply.example[1]: "
            "an example is either extended or expedited, not both.",
            id="an example both ways",
        ),
        pytest.param(
            LAW,
            'key = "xx-law-2020"',
            'key = "xx-law-2021"',
            "laws/xx-law-2020.toml, key: “xx-law-2021” differs from the file's name, "
            "“xx-law-2020”.",
            id="a key that is not the file's name",
        ),
        pytest.param(
            LAW,
            "schema = 1",
            "schema = 2",
            "laws/xx-law-2020.toml, schema: 2 is not known; this version reads schema 1.",
            id="a schema of the future",
        ),
        pytest.param(
            LAW,
            "schema = 1\n",
            "",
            "laws/xx-law-2020.toml: “schema” is missing: begin the file with schema = 1.",
            id="no schema",
        ),
        pytest.param(
            LAW,
            'number = { en = "1 of 2020" }',
            "number = 1 of 2020",
            "laws/xx-law-2020.toml: cannot be read as TOML: "
            "Expected newline or end of document after a statement (at line 5, column 12).",
            id="no TOML",
        ),
        pytest.param(
            LAW,
            'country = "xx"',
            'country = "xx"\ncountry = "yy"',
            "laws/xx-law-2020.toml: cannot be read as TOML: "
            "Cannot overwrite a value (at line 7, column 15).",
            id="a word written twice",
        ),
        pytest.param(
            CALENDAR,
            'weekdays = ["sat", "sun"]',
            'weekdays = ["sat", "sunday"]',
            "calendars/xx-offices.toml, weekend[1].weekdays: “sunday” is no weekday. "
            "Allowed: mon, tue, wed, thu, fri, sat, sun.",
            id="a weekday that is none",
        ),
        pytest.param(
            CALENDAR,
            'zone = "UTC"',
            'zone = "Asia/Islamabad"',
            "calendars/xx-offices.toml, zone: “Asia/Islamabad” is no time zone, "
            "such as Asia/Karachi.",
            id="a zone that is none",
        ),
        pytest.param(
            CALENDAR,
            "known = { since = 2020-01-01, until = 2025-12-31 }",
            "known = { since = 2020-01-01 }",
            "calendars/xx-offices.toml, known: needs “until”: a calendar is never known for ever.",
            id="a calendar known for ever",
        ),
        pytest.param(
            CALENDAR,
            "checked = { since = 2020-01-01, until = 2024-12-31 }",
            "checked = { since = 2020-01-01, until = 2026-12-31 }",
            "calendars/xx-offices.toml, checked: must lie within “known” and end on a day.",
            id="checked beyond what is known",
        ),
        pytest.param(
            CALENDAR,
            "day = 2024-03-06",
            "day = 2026-03-06",
            "calendars/xx-offices.toml, day_off[1]: "
            "2026-03-06 lies outside the days that the calendar knows.",
            id="a closure on a day that is not known",
        ),
        pytest.param(
            CALENDAR,
            'assurance = "gazetted"',
            'assurance = "gazetted"\nbinds = ["xx-other"]',
            "calendars/xx-offices.toml, day_off[1].binds: there is no public body “xx-other”. "
            "Allowed: xx-office.",
            id="a closure of a body that does not exist",
        ),
        pytest.param(
            BODIES,
            'laws = ["xx-law-2020"]',
            'laws = ["xx-law"]',
            "bodies/xx.toml, body.xx-office.laws: there is no law “xx-law”. "
            "Did you mean “xx-law-2020”? Allowed: xx-law-2020.",
            id="a law that does not exist",
        ),
        pytest.param(
            BODIES,
            'laws = ["xx-law-2020"]',
            'laws = "xx-law-2020"',
            "bodies/xx.toml, body.xx-office.laws: must be a list, not text.",
            id="text for a list",
        ),
        pytest.param(
            BODIES,
            'source = { where = "its site", read_in = "secondary" }',
            'source = "its site"',
            "bodies/xx.toml, body.xx-office.source: must be a table, not text.",
            id="text for a source",
        ),
        pytest.param(
            BODIES,
            "[body.xx-office]",
            "[bodies.xx-office]",
            "bodies/xx.toml: unknown word “bodies”. Did you mean “body”? Allowed: body.",
            id="a table of another name",
        ),
        pytest.param(
            BLOCK,
            'country = "xx"',
            'country = "(xx"',
            "blocks/xx-block-2024.toml, places: “XX” is neither “(XX” nor a part of it by "
            "ISO 3166-2.",
            id="a country of signs that mean something in a pattern",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-force"]',
            "blocks/xx-block-2024.toml, powers: there is no power “xx-force”. "
            "Did you mean “xx-power”? Allowed: xx-power.",
            id="a power that does not exist",
        ),
        pytest.param(
            BLOCK,
            "since = 2024-02-17",
            "since = 2024-02-17\nuntil = 2024-02-16",
            "blocks/xx-block-2024.toml, until: 2024-02-16 lies before the beginning, 2024-02-17.",
            id="a block that ends before it begins",
        ),
        pytest.param(
            BODIES,
            'calendar = "xx-offices"\n',
            "",
            "bodies/xx.toml, body.xx-office.calendar: "
            "is missing: a body that a law binds needs the calendar of its days.",
            id="a body that a law binds without a calendar",
        ),
        pytest.param(
            BODIES,
            'laws = ["xx-law-2020"]\ncalendar = "xx-offices"',
            "laws = []",
            "bodies/xx.toml, body.xx-office.zone: "
            "is missing: without a calendar a body needs its time zone: Africa/Dakar.",
            id="a body with neither a calendar nor a time zone",
        ),
        pytest.param(
            BODIES,
            'laws = ["xx-law-2020"]\ncalendar = "xx-offices"',
            'laws = []\nzone = "Mars/Olympus"',
            "bodies/xx.toml, body.xx-office.zone: "
            "“Mars/Olympus” is no time zone, such as Africa/Dakar.",
            id="a body in a time zone that does not exist",
        ),
        pytest.param(
            BODIES,
            'calendar = "xx-offices"',
            'calendar = "xx-offices"\nzone = "Asia/Karachi"',
            "bodies/xx.toml, body.xx-office.zone: "
            "is for a body without a calendar, and the calendar has one: leave it out.",
            id="a body with a calendar and a time zone",
        ),
        pytest.param(
            BLOCK,
            "since = 2024-02-17",
            "since = 2024-02-17\nlast_confirmed = 2024-02-16",
            "blocks/xx-block-2024.toml, last_confirmed: 2024-02-16 lies before the beginning, "
            "2024-02-17: write the last day on which a source says that the block was in force, "
            "or leave it out.",
            id="a block last confirmed before it begins",
        ),
        pytest.param(
            BLOCK,
            "since = 2024-02-17",
            "since = 2024-02-17\nuntil = 2024-03-01\nlast_confirmed = 2024-02-20",
            "blocks/xx-block-2024.toml, last_confirmed: "
            "is for a block whose end nobody knows; this one has “until”.",
            id="a block with an end and without",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = []\n\n[[justifications]]\non = 2024-02-18\nby = { en = "The Office" }\n'
            'setting = "court"\nsays = { en = "A power." }\npowers = ["xx-power"]\n'
            'source = { where = "a newspaper", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, justifications[1].powers: "
            "“xx-power” was used and is not among the powers of this block: add it there.",
            id="a power invoked for a block that does not name it",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[measurements]]\nby = "Somebody"\n'
            'says = { en = "It is blocked." }\naddress = "measurer.example"\n'
            'source = { where = "a newspaper", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, measurements[1].address: "
            "must be a whole address that begins with https://, or be left out.",
            id="an address of a measurement that is not whole",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[watches]]\n'
            'of = "ooni"\ntest = "web_connectivity"\ndomains = ["X.example"]\n'
            'source = { where = "a list", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, watches[1].domains[1]: "
            "“X.example” is not a domain in small letters, without https:// and without a path, "
            "such as www.example.org.",
            id="a domain to watch in capital letters",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[watches]]\n'
            'of = "ooni"\ntest = "web_connectivity"\ndomains = ["https://x.example/"]\n'
            'source = { where = "a list", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, watches[1].domains[1]: "
            "“https://x.example/” is not a domain in small letters, without https:// and "
            "without a path, such as www.example.org.",
            id="an address to watch instead of a domain",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[watches]]\n'
            'of = "ooni"\ntest = "web_connectivity"\n'
            'source = { where = "a list", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, watches[1].domains: "
            "must name at least one domain: “web_connectivity” tests websites.",
            id="a watch of websites without a domain",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[watches]]\n'
            'of = "ooni"\ntest = "signal"\ndomains = ["x.example"]\n'
            'source = { where = "a list", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, watches[1].domains: "
            "must be left out: “signal” tests an app, not a website.",
            id="a watch of an app with a domain",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[watches]]\n'
            'of = "ooni"\n'
            'source = { where = "a list", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, watches[1].test: "
            "is missing: OONI is asked for one test, such as web_connectivity.",
            id="a watch of OONI without a test",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[watches]]\n'
            'of = "ioda"\n'
            'source = { where = "a list", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, watches[1].of: "
            "“ioda” sees whole networks, not one service: only for a shutdown or throttling.",
            id="a watch of networks for the block of one service",
        ),
        pytest.param(
            BLOCK,
            'powers = ["xx-power"]',
            'powers = ["xx-power"]\n\n[[watches]]\n'
            'of = "ooni"\ntest = "tor"\nmargin_days = 0\n'
            'source = { where = "a list", read_in = "secondary" }',
            "blocks/xx-block-2024.toml, watches[1].margin_days: must be from 1 to 366, not 0.",
            id="a watch without a day for comparison",
        ),
        pytest.param(
            QUESTIONS,
            'disclosable.xx-law-2020 = ["s1"]',
            'disclosable.xx-law-2020 = ["s3"]',
            "questions/xx.toml, question.order.disclosable.xx-law-2020: "
            "there is no provision “s3” in xx-law-2020. "
            "Allowed: s1, s2, s9.",
            id="a provision that another law does not have",
        ),
        pytest.param(
            QUESTIONS,
            'disclosable.xx-law-2020 = ["s1"]',
            'disclosable.yy-law = ["s1"]',
            "questions/xx.toml, question.order.disclosable: there is no law “yy-law”. "
            "Allowed: xx-law-2020.",
            id="a question under a law that does not exist",
        ),
        pytest.param(
            QUESTIONS,
            "wording.regulator",
            "wording.regulators",
            "questions/xx.toml, question.order.wording: “regulators” is not allowed. "
            "Did you mean “regulator”? Allowed: appeal-body, cabinet, commission, "
            "court-registry, institution, ministry, operator, regulator.",
            id="a role that is none",
        ),
        pytest.param(
            STATEMENT,
            'signatories = ["watch"]',
            'signatories = ["witch"]',
            "statements/xx-statement.toml, signatories: there is no organisation “witch”. "
            "Did you mean “watch”? Allowed: watch.",
            id="a signatory that does not exist",
        ),
        pytest.param(
            STATEMENT,
            'blocks = ["xx-block-2024"]',
            'blocks = ["xx-block"]',
            "statements/xx-statement.toml, blocks: there is no block “xx-block”. "
            "Did you mean “xx-block-2024”? Allowed: xx-block-2024.",
            id="a block that does not exist",
        ),
    ],
)
def test_a_fault_is_complained_of_in_one_sentence(
    tmp_path: Path, file: str, old: str, new: str, complaint: str
) -> None:
    assert complaint in complaints(tmp_path, spoiled(file, old, new))


def test_limits_that_overlap_are_complained_of(tmp_path: Path) -> None:
    second = """\
[[stage.reply.limit]]
since = 2024-01-01
length = 20
unit = "working-day"
first_day = "next"
last_day = "stands"
sources = ["s2"]

"""
    assert complaints(tmp_path, with_rules(second)) == [
        "laws/xx-law-2020.toml, stage.reply.limit[2]: overlaps with limit[1]: "
        "on some days both would govern."
    ]


def test_a_shorter_limit_must_say_when_it_applies(tmp_path: Path) -> None:
    expedited = """\
[[stage.reply.expedited]]
since = 2020-01-01
length = 2
unit = "working-day"
first_day = "next"
last_day = "stands"
sources = ["s2"]

"""
    assert complaints(tmp_path, with_rules(expedited)) == [
        "laws/xx-law-2020.toml, stage.reply: "
        "“expedited_when” must say when the shorter limit applies."
    ]


def test_an_extension_in_months_needs_a_month_end_rule(tmp_path: Path) -> None:
    extension = """\
[stage.reply.extension]
length = 1
unit = "month"
runs_from = "end-of-limit"
must_be_announced = false
sources = ["s2"]

"""
    assert complaints(tmp_path, with_rules(extension)) == [
        "laws/xx-law-2020.toml, stage.reply.extension: "
        "an extension in months needs “month_end” in every limit."
    ]


def test_a_law_without_a_stage_is_complained_of(tmp_path: Path) -> None:
    law = FILES[LAW].partition("[stage.reply]")[0] + "[stage]\n"

    assert complaints(tmp_path, {**FILES, LAW: law}) == [
        "laws/xx-law-2020.toml: has no stage: at least one [stage.…] is needed."
    ]


def test_a_closure_entered_twice_is_complained_of(tmp_path: Path) -> None:
    again = FILES[CALENDAR] + "[[day_off]]" + FILES[CALENDAR].partition("[[day_off]]")[2]

    assert complaints(tmp_path, {**FILES, CALENDAR: again}) == [
        "calendars/xx-offices.toml, day_off[2]: 2024-03-06 stands here twice as “A closure”."
    ]


def test_a_key_used_twice_in_one_list_is_complained_of(tmp_path: Path) -> None:
    power = FILES["powers/xx.toml"]
    requirement = """
[[power.xx-power.requirements]]
key = "reasons"
cite = { en = "section 37(2)" }
says = { en = "Reasons in writing." }
source = { where = "the gazette", read_in = "official-text" }
"""
    files = {**FILES, "powers/xx.toml": power + requirement + requirement}

    assert complaints(tmp_path, files) == [
        "powers/xx.toml, power.xx-power.requirements[2].key: “reasons” is used twice in this list."
    ]


def test_a_key_used_in_two_files_is_complained_of(tmp_path: Path) -> None:
    assert complaints(tmp_path, {**FILES, "bodies/yy.toml": BODY}) == [
        "bodies/yy.toml, body.xx-office: the key “xx-office” is already used in bodies/xx.toml."
    ]


def test_a_file_in_no_folder_of_the_library_is_complained_of(tmp_path: Path) -> None:
    files = {**FILES, "body/xx.toml": BODY, "stray.toml": BODY}

    found = complaints(tmp_path, files)

    shelves = (
        "announced, authorities, blocks, bodies, calendars, judgments, laws, organisations, "
        "petitions, powers, precedents, questions, statements"
    )
    assert found == [
        "body/xx.toml: stands in no folder of the library. "
        f"Did you mean “bodies”? Allowed: {shelves}.",
        f"stray.toml: stands in no folder of the library. Allowed: {shelves}.",
    ]


def test_a_file_that_is_not_utf_8_is_complained_of_with_its_line(tmp_path: Path) -> None:
    latin = FILES[BODIES].replace("1 Street", "1 Straße").encode("latin-1")

    assert complaints(tmp_path, {**FILES, BODIES: latin}) == [
        "bodies/xx.toml, line 12: is not UTF-8; save the file as UTF-8."
    ]


def test_entries_that_are_no_tables_are_complained_of(tmp_path: Path) -> None:
    assert "bodies/xx.toml, body: must be written as [body.<key>]." in complaints(
        tmp_path, {**FILES, BODIES: 'schema = 1\nbody = "x"\n'}
    )


def test_all_faults_of_all_files_are_complained_of_at_once(tmp_path: Path) -> None:
    files = {
        **FILES,
        LAW: FILES[LAW].replace("length = 10", 'length = "ten"').replace('"A law"', '""'),
        CALENDAR: FILES[CALENDAR].replace("gazetted", "sure"),
        BODIES: FILES[BODIES].replace("xx-law-2020", "xx-law"),
    }

    found = complaints(tmp_path, files)

    assert [line.partition(":")[0] for line in found] == [
        "bodies/xx.toml, body.xx-office.laws",
        "calendars/xx-offices.toml, day_off[1].assurance",
        "laws/xx-law-2020.toml, stage.reply.limit[1].length",
        "laws/xx-law-2020.toml, title.en",
    ]


def test_an_entry_with_a_fault_still_has_its_key(tmp_path: Path) -> None:
    """One fault in a body does not make everything complain that names it."""
    found = complaints(tmp_path, spoiled(BODIES, 'role = "regulator"', 'role = "boss"'))

    assert [line.partition(":")[0] for line in found] == ["bodies/xx.toml, body.xx-office.role"]


def test_of_many_keys_only_the_nearest_are_named(tmp_path: Path) -> None:
    bodies = BODY + "".join(
        BODY.partition("\n\n")[2].replace("[body.xx-office]", f"[body.xx-office-{n}]")
        for n in range(40)
    )
    files = {**spoiled(BLOCK, '"xx-office"', '"xx-ofice-7"'), BODIES: bodies}

    (complaint,) = complaints(tmp_path, files)

    assert complaint.startswith(
        "blocks/xx-block-2024.toml, bodies: there is no public body “xx-ofice-7”. "
        "Did you mean “xx-office-7”? The nearest of 41: xx-office-7, "
    )


def test_complaints_stand_in_the_order_of_the_file(tmp_path: Path) -> None:
    """The tenth example after the second, although “10” comes before “2” in a dictionary."""
    example = "[[stage.reply.example]]" + FILES[LAW].rpartition("[[stage.reply.example]]")[2]
    law = (FILES[LAW] + example * 8).replace('worked_out_by = "by hand"\n', "")

    found = complaints(tmp_path, {**FILES, LAW: law})

    assert [line.partition(":")[0].partition("example")[2] for line in found] == [
        f"[{n}]" for n in range(1, 11)
    ]
