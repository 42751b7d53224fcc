"""What a stage may not say: each rule with its sentence, on a stage with every kind of word."""

from pathlib import Path

import pytest

from tests.lawfiles import small_library
from tests.lawfiles.small_library import FILES, FIRST_EXAMPLE, with_rules

LAW = "laws/xx-law-2020.toml"
MORE = """\
[stage.reply.extension]
length = 5
unit = "working-day"
runs_from = "end-of-limit"
must_be_announced = true
announcement = { en = "In writing." }
sources = ["s2"]

[[stage.reply.expedited]]
since = 2020-01-01
until = 2022-12-31
length = 48
unit = "hour"
first_day = "next"
last_day = "stands"
sources = ["s2"]

[[stage.reply.expedited]]
since = 2023-01-01
length = 24
unit = "hour"
first_day = "next"
last_day = "stands"
sources = ["s2"]

[stage.reply.expedited_when]
en = "Life or liberty."

[[stage.reply.pause]]
key = "fee"
begins_with = "fee-noticed"
ends_with = "fee-paid"
effect = "stops"
begin_day = "left-out"
end_day = "counted"
says = { en = "The days between are left out." }
sources = ["s2"]
inferred = ["begin_day"]

[[stage.reply.pause]]
key = "question-back"
begins_with = "clarification-asked"
ends_with = "clarification-given"
effect = "restarts"
begin_day = "left-out"
end_day = "left-out"
says = { en = "The time starts again." }
sources = ["s2"]

[stage.reply.transfer]
effect = "restarts"
says = { en = "The time starts again." }
sources = ["s2"]
inferred = ["effect"]

[stage.reply.outer]
counts_from = "registered"
length = 3
unit = "month"
first_day = "next"
last_day = "stands"
month_end = "last-day"
sources = ["s2"]
inferred = ["month_end"]

[[stage.reply.example]]
why = "a fee"
event = 2024-04-01
happened = { fee-noticed = 2024-04-03, fee-paid = 2024-04-05 }
earliest = 2024-04-16
latest = 2024-04-17
worked_out_by = "by hand"

"""
WHOLE = str(with_rules(MORE)[LAW])


def complaints(folder: Path, law: str) -> list[str]:
    found = small_library.complaints(folder, {**FILES, LAW: law})
    return [each.removeprefix(f"{LAW}, ") for each in found]


def test_a_stage_may_have_every_kind_of_word(tmp_path: Path) -> None:
    assert complaints(tmp_path, WHOLE) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param(
            'unit = "hour"\nfirst_day = "next"',
            'unit = "hour"\nfirst_day = "same"',
            "stage.reply.expedited[1].first_day: "
            "must be next: hours run from the hour of the event.",
            id="hours that count their first day",
        ),
        pytest.param(
            'unit = "hour"\nfirst_day = "next"\nlast_day = "stands"',
            'unit = "hour"\nfirst_day = "next"\nlast_day = "moves-on"',
            "stage.reply.expedited[1].last_day: "
            "must be stands: hours end at an hour, on whatever day it falls.",
            id="hours that move on",
        ),
        pytest.param(
            'month_end = "last-day"\n',
            "",
            "stage.reply.outer: a limit in months needs “month_end”: last-day or next-day, "
            "for a month that has no such day.",
            id="an outer limit in months without a month-end rule",
        ),
        pytest.param(
            "length = 3\n",
            "length = 0\n",
            "stage.reply.outer.length: must be 1 or more, not 0.",
            id="an outer limit of no length",
        ),
        pytest.param(
            "length = 5\n",
            "length = 0\n",
            "stage.reply.extension.length: must be 1 or more, not 0.",
            id="an extension of no length",
        ),
        pytest.param(
            'counts_from = "registered"\nlength = 3\nunit = "month"\nfirst_day = "next"\n'
            'last_day = "stands"',
            'counts_from = "registered"\nlength = 3\nunit = "month"\nfirst_day = "next"\n'
            'last_day = "moves-back"',
            "stage.reply.outer.last_day: must be stands or moves-on: an outer limit that moves "
            "back cannot be counted exactly. Write stands: the last safe day is an open one "
            "before it all the same.",
            id="an outer limit that moves back",
        ),
        pytest.param(
            'unit = "working-day"\nfirst_day = "next"\nlast_day = "stands"',
            'unit = "day"\nfirst_day = "next"\nlast_day = "moves-back"',
            "stage.reply.extension.length: cannot be counted exactly in another unit than "
            "limit[1], whose last day moves back: leave “length” out, and say in “announcement” "
            "how long it is.",
            id="an extension in another unit of a limit that moves back",
        ),
        pytest.param(
            'runs_from = "end-of-limit"\n',
            'runs_from = "end-of-limit"\nadded_to = "unmoved"\n',
            "stage.reply.extension.added_to: changes nothing here: no limit ends on a closed day "
            "that moves. Leave it out.",
            id="an extension of working days that names the day to which it is added",
        ),
        pytest.param(
            'runs_from = "end-of-limit"\n',
            'runs_from = "event"\nadded_to = "moved"\n',
            "stage.reply.extension.added_to: cannot stand beside an extension that runs from the "
            "event: leave it out.",
            id="a whole time that names the day to which it is added",
        ),
        pytest.param(
            'announcement = { en = "In writing." }\nsources = ["s2"]\n',
            'announcement = { en = "In writing." }\nsources = ["s2"]\n'
            'added_to = "moved"\ninferred = ["added_to"]\n',
            "stage.reply.extension.inferred: cannot name “added_to”: leave that out if no "
            "provision says it.",
            id="a day to which an extension is added by a reading",
        ),
        pytest.param(
            'ends_with = "fee-paid"',
            'ends_with = "fee-noticed"',
            "stage.reply.pause[1].ends_with: "
            "“fee-noticed” begins the pause and cannot end it as well.",
            id="a pause that ends with its beginning",
        ),
        pytest.param(
            'ends_with = "fee-paid"',
            'ends_with = "fee-paid"\nor_ends_with = ["fee-noticed"]',
            "stage.reply.pause[1].or_ends_with: "
            "“fee-noticed” begins the pause and cannot end it as well.",
            id="a pause that may end with its beginning",
        ),
        pytest.param(
            'ends_with = "fee-paid"',
            'ends_with = "fee-paid"\nor_ends_with = ["fee-paid"]',
            "stage.reply.pause[1].or_ends_with: “fee-paid” ends the pause already.",
            id="a pause that ends twice with one event",
        ),
        pytest.param(
            'ends_with = "fee-paid"',
            'ends_with = "fee-paid"\nat_most = 0',
            "stage.reply.pause[1].at_most: must be 1 or more, not 0.",
            id="a pause that never counts",
        ),
        pytest.param(
            'key = "question-back"',
            'key = "fee"',
            "stage.reply.pause[2].key: “fee” is used twice in this list.",
            id="two pauses of one key",
        ),
        pytest.param(
            'begins_with = "clarification-asked"\nends_with = "clarification-given"',
            'begins_with = "fee-noticed"\nends_with = "fee-paid"',
            "stage.reply.pause[2]: is the interval of pause[1] again.",
            id="two pauses over one interval",
        ),
        pytest.param(
            'begins_with = "fee-noticed"',
            'begins_with = "fee-notified"',
            "stage.reply.pause[1].begins_with: there is no event “fee-notified”. "
            "Did you mean “fee-noticed”?",
            id="a pause that begins with an unknown event",
        ),
        pytest.param(
            'inferred = ["begin_day"]',
            'inferred = ["first_day"]',
            "stage.reply.pause[1].inferred: there is no word of a pause “first_day”.",
            id="an inference on a word that a pause does not have",
        ),
        pytest.param(
            'inferred = ["effect"]',
            'inferred = ["length"]',
            "stage.reply.transfer.inferred: there is no word of a transfer “length”.",
            id="an inference on a word that a transfer does not have",
        ),
        pytest.param(
            'inferred = ["month_end"]',
            'inferred = ["since"]',
            "stage.reply.outer.inferred: there is no word of an outer limit “since”.",
            id="an inference on a word that an outer limit does not have",
        ),
        pytest.param(
            'effect = "restarts"\nsays',
            'effect = "stops"\nsays',
            "stage.reply.transfer.effect: “stops” is not allowed. "
            "Allowed: continues, none, restarts, unsettled.",
            id="a transfer that stops the count",
        ),
        pytest.param(
            "since = 2023-01-01\nlength = 24",
            "since = 2023-02-01\nlength = 24",
            "stage.reply.expedited: "
            "no shorter limit governs 2023-01-01, a day between two that have one.",
            id="a hole between two shorter limits",
        ),
        pytest.param(
            FIRST_EXAMPLE,
            '[[stage.reply.gap]]\nsince = 2023-01-01\nwhy = { en = "Not read." }\n\n'
            + FIRST_EXAMPLE,
            "stage.reply.gap[1]: overlaps with limit[1]: on some days both would hold.",
            id="a gap where there is a limit",
        ),
        pytest.param(
            "fee-paid = 2024-04-05",
            "fee-payed = 2024-04-05",
            "stage.reply.example[1].happened: there is no event “fee-payed”. "
            "Did you mean “fee-paid”?",
            id="an unknown event in an example",
        ),
        pytest.param(
            "fee-paid = 2024-04-05",
            "decided = 2024-04-05",
            "stage.reply.example[1].happened: “decided” changes nothing in this stage. "
            "Allowed: clarification-asked, clarification-given, extension-noticed, fee-noticed, "
            "fee-paid, registered, transferred.",
            id="an event that changes nothing",
        ),
        pytest.param(
            "fee-noticed = 2024-04-03, ",
            "",
            "stage.reply.example[1].happened: “fee-paid” ends a pause that did not begin.",
            id="the end of a pause that never began",
        ),
        pytest.param(
            ", fee-paid = 2024-04-05",
            "",
            "stage.reply.example[1].happened: “fee-noticed” has no end: "
            "while a pause runs, no day can be expected.",
            id="a pause that did not end",
        ),
        pytest.param(
            "fee-paid = 2024-04-05",
            "fee-paid = 2024-04-02",
            "stage.reply.example[1].happened: "
            "“fee-paid” on 2024-04-02 lies before “fee-noticed” on 2024-04-03.",
            id="a pause that ends before it begins",
        ),
        pytest.param(
            "fee-paid = 2024-04-05",
            'fee-paid = "5 April"',
            "stage.reply.example[1].happened.fee-paid: must be a date, not text.",
            id="text for the day of an event",
        ),
        pytest.param(
            'why = "a fee"\n',
            'why = "a fee"\nextended = true\nexpedited = true\n',
            "stage.reply.example[1]: an example is either extended or expedited, not both.",
            id="an example both ways",
        ),
        pytest.param(
            "length = 5\n",
            "",
            "stage.reply.example[3]: "
            "is extended, but the extension has no length: there is no day to expect.",
            id="an extended example without a length",
        ),
    ],
)
def test_a_stage_that_breaks_a_rule_is_complained_of(
    tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    law = WHOLE.replace("event = 2024-03-05\n", "event = 2024-03-05\nextended = true\n")
    assert old in law

    found = complaints(tmp_path, law.replace(old, new, 1))

    assert [each for each in found if each.startswith(complaint)], found


@pytest.mark.parametrize(
    ("word", "lacking"),
    [
        ("extended", "the stage has no extension."),
        ("expedited", "the stage has no shorter limit."),
    ],
)
def test_an_example_supposes_nothing_that_the_stage_has_not(
    tmp_path: Path, word: str, lacking: str
) -> None:
    law = FILES[LAW].replace("event = 2024-03-05\n", f"event = 2024-03-05\n{word} = true\n")

    assert complaints(tmp_path, law) == [f"stage.reply.example[2]: is {word}, but {lacking}"]


@pytest.mark.parametrize(
    ("unit", "length"), [("day", "length = 5\n"), ("working-day", "")], ids=["days", "no length"]
)
def test_a_limit_that_moves_back_may_be_extended_in_its_own_unit_or_by_no_number(
    tmp_path: Path, unit: str, length: str
) -> None:
    law = WHOLE.replace(
        'unit = "working-day"\nfirst_day = "next"\nlast_day = "stands"',
        'unit = "day"\nfirst_day = "next"\nlast_day = "moves-back"',
    ).replace('length = 5\nunit = "working-day"', f'{length}unit = "{unit}"')

    assert complaints(tmp_path, law) == []


def extended(last_day: str, added_to: str) -> str:
    """The law with a limit in days whose extension names the day to which it is added."""
    return WHOLE.replace(
        'unit = "working-day"\nfirst_day = "next"\nlast_day = "stands"',
        f'unit = "day"\nfirst_day = "next"\n{last_day}',
    ).replace('runs_from = "end-of-limit"', f'runs_from = "end-of-limit"\n{added_to}')


@pytest.mark.parametrize(
    ("last_day", "added_to"),
    [
        ('last_day = "moves-on"', 'added_to = "moved"'),
        ('last_day = "moves-on"', 'added_to = "unmoved"'),
        ('last_day = "stands"\nmay_move = ["s2"]', 'added_to = "unmoved"'),
    ],
)
def test_a_law_may_say_to_which_day_an_extension_is_added(
    tmp_path: Path, last_day: str, added_to: str
) -> None:
    assert "added_to" not in " ".join(complaints(tmp_path, extended(last_day, added_to)))


def test_a_closed_day_that_perhaps_moves_leaves_no_moved_day_for_an_extension(
    tmp_path: Path,
) -> None:
    law = extended('last_day = "stands"\nmay_move = ["s2"]', 'added_to = "moved"')

    assert (
        "stage.reply.extension.added_to: cannot be “moved” if it is not certain that a closed "
        "last day moves on."
    ) in complaints(tmp_path, law)


OWN_TIME = """
[[stage.reply.transfer.limit]]
since = 2020-01-01
length = 15
unit = "working-day"
first_day = "next"
last_day = "stands"
sources = ["s1"]
"""
TRANSFER = 'inferred = ["effect"]\n'


def test_another_body_may_have_a_time_of_its_own(tmp_path: Path) -> None:
    assert complaints(tmp_path, WHOLE.replace(TRANSFER, TRANSFER + OWN_TIME)) == []


def test_the_time_of_another_body_keeps_the_rules_of_a_limit(tmp_path: Path) -> None:
    early = OWN_TIME.replace("2020-01-01", "2019-12-31").replace("15", "0")

    assert complaints(tmp_path, WHOLE.replace(TRANSFER, TRANSFER + early + OWN_TIME)) == [
        "stage.reply.transfer.limit[1]: begins on 2019-12-31, before the law was in force "
        "(2020-01-01).",
        "stage.reply.transfer.limit[1].length: must be 1 or more, not 0.",
        "stage.reply.transfer.limit[2]: overlaps with limit[1]: on some days both would govern.",
    ]


def test_a_law_without_a_transfer_gives_no_other_body_a_time(tmp_path: Path) -> None:
    at = WHOLE.index("[stage.reply.transfer]")
    none = WHOLE[:at] + WHOLE[at:].replace('effect = "restarts"', 'effect = "none"', 1)

    assert complaints(tmp_path, none.replace(TRANSFER, TRANSFER + OWN_TIME)) == [
        "stage.reply.transfer.limit: is for another body, and by “none” the law has no transfer "
        "to one."
    ]


def test_a_transfer_may_be_shown_where_the_law_has_no_rule_on_it(tmp_path: Path) -> None:
    """Such a count is unsettled: from the first receipt at the earliest, from the second."""
    law = FILES[LAW].replace(
        "event = 2024-03-05\n", "event = 2024-03-05\nhappened = { transferred = 2024-03-07 }\n"
    )

    assert complaints(tmp_path, law) == []


def test_a_fact_ends_after_it_begins_and_names_a_provision(tmp_path: Path) -> None:
    fact = """
[[fact]]
topic = "penalties"
says = { en = "A fine." }
since = 2021-01-01
until = 2020-12-31
sources = []
"""
    assert complaints(tmp_path, FILES[LAW] + fact) == [
        "fact[1].sources: must name at least one provision.",
        "fact[1].until: 2020-12-31 lies before the beginning, 2021-01-01.",
    ]
