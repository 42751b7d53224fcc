"""The check of a whole folder: ladders of stages, what stands beside the laws, all at once."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.small_library import BODY, CALENDAR, FILES, spoiled, with_rules, write
from tracker.cli import main
from tracker.lawfiles import LibraryFaults
from tracker.lawfiles.checks import examine_library, warnings_of

LAW, BODIES, POWERS = "laws/xx-law-2020.toml", "bodies/xx.toml", "powers/xx.toml"
CALENDARS, QUESTIONS = "calendars/xx-offices.toml", "questions/xx.toml"
LADDER = """
[stage.appeal]
title = { en = "Appeal" }
actor = "requester"
counts_from = ["refused"]
opened_by_silence_of = ["reply"]
leads_to = ["appeal-decision"]

[[stage.appeal.gap]]
since = 2020-01-01
why = { en = "Not read." }

[stage.appeal-decision]
title = { en = "Decision" }
actor = "appeal-body"
counts_from = ["appeal-filed"]

[[stage.appeal-decision.gap]]
since = 2020-01-01
why = { en = "Not read." }
"""
COURSE = [
    "sent",
    "received",
    "acknowledged",
    "registered",
    "transferred",
    "fee-noticed",
    "fee-paid",
    "clarification-asked",
    "clarification-given",
    "extension-noticed",
    "access-granted",
]
WITH_LADDER = (
    FILES[LAW].replace(
        'counts_from = ["received"]', 'counts_from = ["received"]\nleads_to = ["appeal"]'
    )
    + LADDER
)


def found(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    return [str(complaint) for complaint in examine_library(write(folder, files)).complaints]


def in_ladder(folder: Path, old: str, new: str) -> list[str]:
    assert old in WITH_LADDER
    files = {**FILES, LAW: WITH_LADDER.replace(old, new, 1)}
    return [each.removeprefix(f"{LAW}, ") for each in found(folder, files)]


def test_a_sound_library_has_no_complaint(tmp_path: Path) -> None:
    assert found(tmp_path / "small", dict(FILES)) == []
    assert found(tmp_path / "ladder", {**FILES, LAW: WITH_LADDER}) == []


def test_where_there_is_no_folder_the_check_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryFaults, match="there is no law library here"):
        examine_library(tmp_path / "nowhere")


def test_a_stage_that_nothing_leads_to_is_complained_of(tmp_path: Path) -> None:
    assert in_ladder(tmp_path, 'leads_to = ["appeal-decision"]\n', "") == [
        "stage.appeal-decision: "
        "cannot be reached: name it in “leads_to” of the stage that it follows."
    ]


@pytest.mark.parametrize(
    ("event", "reached"),
    [
        *((event, True) for event in COURSE),
        *((event, False) for event in ("answered", "refused", "decided", "appeal-filed")),
    ],
)
def test_a_stage_that_the_course_of_a_request_starts_needs_no_one_to_lead_to_it(
    tmp_path: Path, event: str, reached: bool
) -> None:
    """A notice of transfer is due from the receipt, beside the reply."""
    law = WITH_LADDER.replace("appeal-filed", event).replace(
        'leads_to = ["appeal-decision"]\n', ""
    )

    complaints = found(tmp_path, {**FILES, LAW: law})

    assert (complaints == []) is reached


def test_a_stage_that_follows_itself_is_complained_of(tmp_path: Path) -> None:
    assert in_ladder(
        tmp_path, 'leads_to = ["appeal-decision"]', 'leads_to = ["appeal-decision", "appeal"]'
    ) == ["stage.appeal.leads_to: names the stage itself, which cannot follow itself."]


def test_a_stage_opened_by_its_own_silence_is_complained_of(tmp_path: Path) -> None:
    opened = 'counts_from = ["appeal-filed"]\nopened_by_silence_of = ["appeal-decision"]'

    assert in_ladder(tmp_path, 'counts_from = ["appeal-filed"]', opened) == [
        "stage.appeal-decision.opened_by_silence_of: "
        "names the stage itself, which its own silence cannot open."
    ]


def test_a_stage_opened_by_the_silence_of_a_requester_is_complained_of(tmp_path: Path) -> None:
    opened = 'counts_from = ["appeal-filed"]\nopened_by_silence_of = ["appeal"]'

    assert in_ladder(tmp_path, 'counts_from = ["appeal-filed"]', opened) == [
        "stage.appeal-decision.opened_by_silence_of: “appeal” is a step of the requester, whose "
        "silence opens nothing. Allowed: reply."
    ]


def test_a_stage_opened_by_a_silence_that_does_not_lead_to_it_is_complained_of(
    tmp_path: Path,
) -> None:
    opened = 'counts_from = ["appeal-filed"]\nopened_by_silence_of = ["reply"]'

    assert in_ladder(tmp_path, 'counts_from = ["appeal-filed"]', opened) == [
        "stage.appeal-decision.opened_by_silence_of: "
        "“reply” does not lead here: name “appeal-decision” in its “leads_to” as well."
    ]


@pytest.mark.parametrize(
    ("file", "old", "place"),
    [
        (BODIES, 'country = "xx"', "body.xx-office.country"),
        (POWERS, 'country = "xx"', "power.xx-power.country"),
        (QUESTIONS, 'elements = ["order"]', "question.order.country"),
    ],
)
def test_what_belongs_to_a_country_without_a_law_is_complained_of(
    tmp_path: Path, file: str, old: str, place: str
) -> None:
    elsewhere = 'country = "xy"' if "country" in old else f'{old}\ncountry = "xy"'

    assert found(tmp_path, spoiled(file, old, elsewhere)) == [
        f"{file}, {place}: no law of “xy” is in the library. Allowed: xx."
    ]


def test_what_letters_cite_beside_the_law_needs_their_languages_as_well(tmp_path: Path) -> None:
    complaints = found(tmp_path, spoiled(LAW, 'languages = ["en"]', 'languages = ["en", "ur"]'))

    beside = [each.partition(":")[0] for each in complaints if not each.startswith(LAW)]
    assert beside == [
        "authorities/xx.toml, authority.xx-01.cite",
        "authorities/xx.toml, authority.xx-01.distinguished",
        "authorities/xx.toml, authority.xx-01.holds",
        "authorities/xx.toml, authority.xx-01.qualifier",
        "bodies/xx.toml, body.xx-office.address_to",
        "bodies/xx.toml, body.xx-office.name",
        "powers/xx.toml, power.xx-power.cite",
        "powers/xx.toml, power.xx-power.says",
        "powers/xx.toml, power.xx-power.statute",
        "questions/xx.toml, question.order.wording.regulator",
    ]


def test_an_example_is_counted_with_what_happened(tmp_path: Path) -> None:
    """By hand: ten working days after 8 March 2024 are 22 March. Without a rule on transfers the
    first receipt, 5 March, may count as well: ten working days after it, 6 March closed, are
    20 March."""
    transferred = """\
event = 2024-03-05
happened = { transferred = 2024-03-08 }
earliest = 2024-03-20
latest = 2024-03-22
"""
    old = "event = 2024-03-05\nearliest = 2024-03-20\nlatest = 2024-03-20\n"

    assert found(tmp_path, spoiled(LAW, old, transferred)) == [
        "laws/xx-law-2020.toml, stage.reply.limit[1]: "
        "needs at least 2 ordinary examples, one of them at an edge; it has 1."
    ]


RULES_WITHOUT_EXAMPLES = """\
[[stage.reply.pause]]
key = "fee"
begins_with = "fee-noticed"
ends_with = "fee-paid"
effect = "stops"
begin_day = "left-out"
end_day = "left-out"
says = { en = "The days between are left out." }
sources = ["s2"]

[stage.reply.transfer]
effect = "restarts"
says = { en = "The time starts again." }
sources = ["s2"]

[stage.reply.outer]
counts_from = "registered"
length = 40
unit = "day"
first_day = "next"
last_day = "stands"
sources = ["s9"]

"""


def test_a_pause_a_transfer_and_an_outer_limit_need_examples_of_their_own(
    tmp_path: Path,
) -> None:
    two = "examples, one of them at an edge; it has 0."

    assert found(tmp_path, with_rules(RULES_WITHOUT_EXAMPLES)) == [
        f"{LAW}, stage.reply.outer: needs at least 2 “registered” {two}",
        f"{LAW}, stage.reply.outer: rests on memory alone, which carries no number: take the "
        "limit out and declare a gap, or read the provision.",
        f"{LAW}, stage.reply.pause[1]: needs at least 2 “fee-noticed” {two}",
        f"{LAW}, stage.reply.transfer: needs at least 2 “transferred” {two}",
    ]


def test_a_rule_from_memory_alone_is_complained_of(tmp_path: Path) -> None:
    """It moves a date, or says what a silence means, and nobody read it."""
    silence = """\
[stage.reply.silence]
means = "appealable"
says = { en = "An appeal lies." }
sources = ["s9"]

"""
    remembered = RULES_WITHOUT_EXAMPLES.replace('"s2"', '"s9"') + silence

    complaints = found(tmp_path, with_rules(remembered))

    assert [each for each in complaints if "rests on memory alone:" in each] == [
        f"{LAW}, stage.reply.pause[1]: rests on memory alone: "
        'write effect = "in-doubt", and say what is not known.',
        f"{LAW}, stage.reply.silence: rests on memory alone: "
        'write means = "not-read", and say what is not known.',
        f"{LAW}, stage.reply.transfer: rests on memory alone: leave the table out.",
    ]


def test_a_comparison_with_an_official_text_that_nobody_read_is_warned_of(tmp_path: Path) -> None:
    files = {**FILES, LAW: FILES[LAW].replace('"official-text"', '"secondary"')}
    library, _ = examine_library(write(tmp_path, files))

    assert [str(each) for each in warnings_of(library, date(2024, 7, 1))] == [
        f"{LAW}, compared_on: says 2024-06-30, but no provision was read in an official text."
    ]


def test_a_length_of_time_in_words_that_rest_on_memory_is_warned_of(tmp_path: Path) -> None:
    remembered = 'says = { en = "Remembered: within 30 working days, under article 12 of 2008." }'
    fact = """
[[fact]]
topic = "penalties"
says = { en = "A fine for each day, up to 25 days." }
sources = ["s9"]
"""
    files = spoiled(LAW, 'says = { en = "Remembered." }', remembered)
    files[LAW] = str(files[LAW]) + fact
    library, complaints = examine_library(write(tmp_path, files))

    assert complaints == ()
    assert [str(warning) for warning in warnings_of(library, date(2024, 7, 1))] == [
        f"{LAW}, provision.s9.says: names a length of time, and was read in memory alone.",
        f"{LAW}, fact[1].says: names a length of time, and rests on memory alone.",
    ]


def test_a_comparison_on_a_day_to_come_is_warned_of(tmp_path: Path) -> None:
    library, _ = examine_library(write(tmp_path, dict(FILES)))

    assert [str(each) for each in warnings_of(library, date(2024, 6, 29))] == [
        f"{LAW}, compared_on: 2024-06-30 has not come yet."
    ]


def test_examples_are_counted_although_another_file_cannot_be_read(tmp_path: Path) -> None:
    files = spoiled(LAW, "latest = 2024-03-20", "latest = 2024-03-21")
    files["statements/xx-statement.toml"] = "no TOML"

    complaints = found(tmp_path, files)

    assert [each.partition(":")[0] for each in complaints] == [
        f"{LAW}, stage.reply.example[2]",
        "statements/xx-statement.toml",
    ]


@pytest.mark.parametrize(
    ("file", "content"),
    [(CALENDARS, CALENDAR.replace("sat", "sad")), (BODIES, BODY.replace("regulator", "boss"))],
)
def test_a_law_waits_for_the_files_that_it_is_counted_by(
    tmp_path: Path, file: str, content: str
) -> None:
    """What can't be read is complained of once, and not again by every example."""
    law = FILES[LAW].replace("latest = 2024-03-20", 'latest = 2024-03-21\nbody = "xx-office"')

    complaints = found(tmp_path, {**FILES, LAW: law, file: content})

    assert [each.partition(",")[0] for each in complaints] == [file]


def test_a_law_that_cannot_be_read_does_not_make_its_country_lawless(tmp_path: Path) -> None:
    complaints = found(tmp_path, spoiled(LAW, "length = 10", "length = 0"))

    assert [each.partition(":")[0] for each in complaints] == [
        f"{LAW}, stage.reply.limit[1].length"
    ]


def test_the_command_gives_every_complaint_as_an_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = spoiled(LAW, "length = 10", "length = 0")
    files[BODIES] = BODY.replace("regulator", "boss")

    assert main(["law", "check", str(write(tmp_path, files)), "--json"]) == 2

    assert json.loads(capsys.readouterr().out) == [
        {
            "file": BODIES,
            "place": "body.xx-office.role",
            "message": "“boss” is not allowed. "
            "Allowed: appeal-body, cabinet, commission, "
            "court-registry, institution, ministry, operator, regulator.",
            "gravity": "complaint",
        },
        {
            "file": LAW,
            "place": "stage.reply.limit[1].length",
            "message": "must be 1 or more, not 0.",
            "gravity": "complaint",
        },
    ]


def test_the_command_gives_warnings_as_objects_too_and_ends_with_0(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = spoiled(LAW, "compared_on = 2024-06-30\n", "")

    assert main(["law", "check", str(write(tmp_path, files)), "--json"]) == 0

    assert json.loads(capsys.readouterr().out) == [
        {
            "file": LAW,
            "place": "compared_on",
            "message": "was never compared with the official text.",
            "gravity": "warning",
        }
    ]


def test_a_complaint_hides_no_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = spoiled(LAW, "compared_on = 2024-06-30\n", "")
    files[BODIES] = BODY.replace("regulator", "boss")

    assert main(["law", "check", str(write(tmp_path, files))]) == 2

    assert capsys.readouterr().err.splitlines() == [
        f"{BODIES}, body.xx-office.role: “boss” is not allowed. "
        "Allowed: appeal-body, cabinet, commission, "
        "court-registry, institution, ministry, operator, regulator.",
        f"warning: {LAW}, compared_on: was never compared with the official text.",
        "1 complaint",
    ]


def test_the_command_says_that_there_is_no_library(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "check", str(tmp_path / "nowhere")]) == 2

    assert "there is no law library here" in capsys.readouterr().err
