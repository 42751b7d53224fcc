"""Judgments and precedents: what the library holds of them, and what the check refuses."""

from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.shipped import shipped
from tests.lawfiles.small_library import FILES, write
from tracker.domain.law.judgment import JudgmentOutcome
from tracker.domain.law.law import ReadIn
from tracker.domain.law.precedent import PrecedentOutcome
from tracker.lawfiles.checks import examine_library

LIBRARY = shipped()
JUDGMENT = """\
schema = 1

[judgment.xx-one]
country = "xx"
court = { en = "Court of Xx" }
outcome = "unlawful"
on = 2024-05-06
says = { en = "The block is annulled." }
powers = ["xx-power"]
source = { where = "Press, 7 May 2024", read_in = "secondary" }
"""
PRECEDENT = """\
schema = 1

[precedent.xx-one]
country = "xx"
title = { en = "A site, Xx, 2024" }
asked_of = { en = "Regulator of Xx" }
asked_for = { en = "The order." }
outcome = "disclosed"
asked_on = 2024-05-06
on = 2024-06-06
says = { en = "The order was given." }
source = { where = "Press, 7 June 2024", read_in = "secondary" }
"""


def complaints(folder: Path, name: str, content: str) -> list[str]:
    examined = examine_library(write(folder, {**FILES, name: content}))
    return [str(each) for each in examined.complaints]


def test_a_judgment_and_a_precedent_are_read(tmp_path: Path) -> None:
    assert complaints(tmp_path / "a", "judgments/xx.toml", JUDGMENT) == []
    assert complaints(tmp_path / "b", "precedents/xx.toml", PRECEDENT) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('powers = ["xx-power"]\n', "", "must name a block"),
        ('"xx-power"', '"xx-powr"', "there is no power “xx-powr”. Did you mean “xx-power”?"),
        ('"secondary"', '"memory"', "rests on memory alone"),
        ('"unlawful"', '"pending"', "this case is “pending”"),
        ("on = 2024-05-06", 'about = "month"', "write “on” too"),
        ('"unlawful"', '"won"', "“won”"),
        ("court =", "judge =", "unknown word “judge”"),
    ],
)
def test_a_judgment_that_cannot_be_used_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in JUDGMENT

    assert said in " ".join(complaints(tmp_path, "judgments/xx.toml", JUDGMENT.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("on = 2024-06-06", "on = 2024-05-05", "lies before the day of the request, 2024-05-06"),
        ('"secondary"', '"memory"', "rests on memory alone"),
        ('outcome = "disclosed"', 'outcome = "disclosed"\nlaw = "xx-lw-2020"', "there is no law"),
    ],
)
def test_a_precedent_that_cannot_be_used_is_refused(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in PRECEDENT

    found = complaints(tmp_path, "precedents/xx.toml", PRECEDENT.replace(old, new, 1))

    assert said in " ".join(found)


def test_the_judgment_on_tiktok_in_new_caledonia_is_the_one_of_1_april_2025() -> None:
    # Conseil d'État, 494511, 494583 and 495174: annulled, no limit of time, no alternatives.
    urgent, full = LIBRARY.judgments_on(block="fr-nc-tiktok-2024")

    assert (urgent.on, urgent.outcome) == (date(2024, 5, 23), JudgmentOutcome.NOT_DECIDED)
    assert (full.on, full.outcome) == (date(2025, 4, 1), JudgmentOutcome.UNLAWFUL)
    assert full.number == "494511, 494583, 495174"


def test_the_supreme_court_set_the_judgment_on_section_54_aside() -> None:
    found = LIBRARY.judgments_on(power="pk-pta-1996-s54-3")

    assert [each.key for each in found] == [
        "pk-fao-42-2016",
        "pk-ca-977-2018",
        "pk-shc-2024-01-24",
    ]
    assert "set this judgment aside" in str(found[0].says)


def test_no_judgment_says_more_than_its_source() -> None:
    for judgment in LIBRARY.judgments.values():
        assert judgment.source.read_in is not ReadIn.MEMORY, judgment.key
        assert "http" in judgment.source.where, judgment.key
        assert "open" in judgment.source.note, judgment.key
        assert judgment.number or "number" in str(judgment.says) or judgment.on is None, (
            judgment.key
        )


def test_a_judgment_stands_in_the_history_of_its_block() -> None:
    events = LIBRARY.history_of(LIBRARY.block("fr-nc-tiktok-2024"))

    assert [each.on for each in events] == sorted(each.on for each in events)
    told = [str(each.says) for each in events if each.on == date(2025, 4, 1)]
    assert len(told) == 1
    assert told[0].startswith("Conseil d’État of France, full bench: The decision")


def test_precedents_come_by_block_then_law_then_country_then_newest() -> None:
    block, law = LIBRARY.block("pk-tiktok-2020-10"), "pk-raia-2017"
    found = [each.key for each in LIBRARY.precedents_for(block, law)]

    assert found[:2] == ["pk-pta-tiktok-2020", "pk-ombudsman-2014"]
    assert len(found) == len(LIBRARY.precedents)
    days = [LIBRARY.precedents[key].on or date.min for key in found[2:]]
    assert days == sorted(days, reverse=True)
    sri_lanka = LIBRARY.precedents_for(LIBRARY.block("lk-social-2022"), "lk-rti-2016")
    assert sri_lanka[0].key == "lk-trcsl-2017"


def test_the_four_precedents_have_the_outcome_of_their_sources() -> None:
    outcomes = {
        "lk-trcsl-2017": PrecedentOutcome.DISCLOSED,
        "de-lfm-nrw-2022": PrecedentOutcome.PARTLY_DISCLOSED,
        "ng-twitter-agreement": PrecedentOutcome.ORDERED,
        "tr-btk-2023": PrecedentOutcome.REFUSAL_ANNULLED,
    }

    assert {key: LIBRARY.precedents[key].outcome for key in outcomes} == outcomes
    assert LIBRARY.precedents["lk-trcsl-2017"].on == date(2018, 2, 27)
