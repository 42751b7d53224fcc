"""What a machine can check of the letters that readers score."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.scenes_to_score import (
    SCENES_TO_SCORE,
    Scene,
    outcome,
    paper,
    said,
    written,
)
from tracker.domain.law.outcome import Outcome
from tracker.services.letters.letter_facts import Writer

YEAR_OF_A_REPORT = re.compile(r"\[\d{4}\]")


def letters(scene: Scene, folder: Path) -> Iterator[Writer]:
    with an_office(folder, library=scene.library()) as (office, clock):
        for _, writer in written(office, clock, scene):
            yield writer


def plain(writer: Writer) -> str:
    return " ".join(writer.office.documents.plain(writer.letter()).split())


@pytest.mark.parametrize("name", SCENES_TO_SCORE)
def test_nothing_is_left_to_fill_in_and_each_annex_is_referred_to(
    name: str, tmp_path: Path
) -> None:
    for writer in letters(SCENES_TO_SCORE[name], tmp_path):
        words = plain(writer)
        assert "[" not in YEAR_OF_A_REPORT.sub("", words)
        if writer.pleading:
            before = words.rpartition(" Annexes A: ")[0]
            for each in writer.pleading.annexes:
                assert re.search(rf"Annex {each.letter}\b", before), (each.letter, each.title)


@pytest.mark.parametrize("name", SCENES_TO_SCORE)
def test_each_row_says_on_which_fact_or_section_it_rests(name: str, tmp_path: Path) -> None:
    for writer in letters(SCENES_TO_SCORE[name], tmp_path):
        history = {entry.seq for entry in writer.case.history}
        known = {fact.key for fact in writer.office.library.block(writer.drafted.block).reported}
        for row in writer.pleading.rows() if writer.pleading else ():
            rests = row.rests_on
            assert rests.entries or rests.reported or rests.provisions, row
            assert history >= set(rests.entries), row
            assert known >= set(rests.reported), row
            assert writer.law.provisions.keys() >= set(rests.provisions), row


def test_a_time_that_runs_from_the_date_of_a_decision_names_that_date(tmp_path: Path) -> None:
    """The United States: logged on the day of its arrival, a day after the date that it bears."""
    details = paper("77", date(2026, 7, 13), "Director", "The records are withheld.")
    came = said("refused", date(2026, 7, 14), outcome(Outcome.REFUSED, "b5"), details=details)
    scene = replace(SCENES_TO_SCORE["us-refused"], happened=came)
    *_, words = (plain(each) for each in letters(scene, tmp_path))

    assert "The decision at issue is that of 13 July 2026." in words
    assert "14 July" not in words.partition("Annexes")[0]
