"""`tracker deadline … --event NAME=DAY`: what happened since the count began."""

import json

import pytest

from tracker.cli import main


def counted(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[str, str | None]:
    assert main(["deadline", *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert all(move["sources"] for move in found["moves"])
    return found["earliest"], found["latest"]


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        # United Kingdom, s. 10(2): the seven working days from 11 to 20 March 2024 are left out.
        (
            "gb-foia-2000 reply 2024-03-04 --event fee-noticed=2024-03-11"
            " --event fee-paid=2024-03-20",
            "2024-04-15",
            "2024-04-15",
        ),
        # India, s. 7(3)(a): 3 April and the nine days between the two events, or all eleven.
        (
            "in-rti-2005 reply 2024-03-04 --event fee-noticed=2024-03-10"
            " --event fee-paid=2024-03-20",
            "2024-04-12",
            "2024-04-15",  # 14 April is a Sunday, and may carry the end to Monday
        ),
        # Nigeria, s. 5(2): as if made to the new body on the day on which it received it.
        (
            "ng-foia-2011 reply 2024-03-04 --event transferred=2024-03-08",
            "2024-03-15",
            "2024-03-15",
        ),
        # European Union: a notice within fifteen working days of 17 March 2023 adds fifteen.
        (
            "eu-1049-2001 reply 2023-03-17 --event extension-noticed=2023-04-11",
            "2023-05-04",
            "2023-05-04",
        ),
        # Pakistan: the Act does not regulate a clarification request. Ten working days after
        # Monday 26 February end on 11 March. Ten after the answer of Wednesday 6 March end on the
        # 20th.
        (
            "pk-raia-2017 reply 2024-02-26 --event clarification-asked=2024-03-04"
            " --event clarification-given=2024-03-06",
            "2024-03-11",
            "2024-03-20",
        ),
        # Pakistan: a fee notice in time grants the request, and no time to reply runs after it.
        (
            "pk-raia-2017 reply 2024-02-26 --event fee-noticed=2024-03-04"
            " --event fee-paid=2024-03-06",
            "2024-03-11",
            None,
        ),
        (
            "pk-raia-2017 reply 2024-02-26 --event clarification-asked=2024-03-04",
            "2024-03-11",
            None,
        ),
        # United States: while nothing has come back the clock stands still.
        (
            "us-foia reply 2026-10-05 --event clarification-asked=2026-10-14",
            "2026-11-03",
            None,
        ),
    ],
)
def test_what_happened_since_is_counted(capsys, words, earliest, latest) -> None:
    assert counted(capsys, *words.split()) == (earliest, latest)


def test_while_the_clock_stands_still_no_last_day_and_no_safe_day_is_told(capsys) -> None:
    words = "gb-foia-2000 reply 2024-03-04 --event fee-noticed=2024-03-11 --json"

    assert main(["deadline", *words.split()]) == 0
    found = json.loads(capsys.readouterr().out)

    assert (found["latest"], found["last_safe_day"]) == (None, None)
    assert "so there is no latest date yet" in found["warnings"][0]
    ends = [move["reason"] for move in found["moves"] if "ends on this day" in move["reason"]]
    assert [end.partition(",")[0] for end in ends] == ["Earliest date only"]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("fee-noticed", "is not an event: write it as fee-noticed=2024-03-07"),
        ("=2024-03-07", "is not an event: write it as"),
        ("fee-noticed=soon", "“soon” is not a day: write it as 2024-03-18"),
        ("fee=2024-03-07", "does not count at the stage “reply”"),
        ("fee-paid=2024-03-01", "“fee-paid” on 2024-03-01 is before"),
    ],
)
def test_an_event_that_cannot_be_is_refused_in_one_sentence(capsys, event, said) -> None:
    assert main(["deadline", "gb-foia-2000", "reply", "2024-03-04", "--event", event]) == 2

    told = capsys.readouterr().err
    assert said in told
    assert len(told.strip().splitlines()) == 1


def test_an_event_given_twice_is_refused(capsys) -> None:
    twice = ["--event", "fee-paid=2024-03-07", "--event", "fee-paid=2024-03-08"]

    assert main(["deadline", "gb-foia-2000", "reply", "2024-03-04", *twice]) == 2
    assert "given twice" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("events", "named"),
    [
        ("--event fee-paid=2024-03-11", "fee-paid"),
        ("--event fee-paid=2024-03-11 --event fee-noticed=2024-03-20", "fee-paid"),
        ("--event clarification-given=2024-03-11 --event fee-noticed=2024-03-11", "clarif"),
    ],
)
def test_an_answer_without_its_question_is_refused_and_never_passed_over(
    capsys, events, named
) -> None:
    words = f"gb-foia-2000 reply 2024-03-04 {events}"

    assert main(["deadline", *words.split()]) == 2

    assert f"“{named}" in (said := capsys.readouterr().err)
    assert "ends nothing. Also enter what it ends, on" in said
