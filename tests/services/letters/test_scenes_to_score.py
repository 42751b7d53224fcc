"""What a machine can check of the letters that readers score."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.offices import an_office
from tests.services.letters.scenes_to_score import (
    CHECKED,
    SCENES_TO_SCORE,
    Scene,
    outcome,
    paper,
    said,
    written,
)
from tracker.documents.suite import as_pdfs
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.pleading_edits import RowState
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


@pytest.mark.slow
def test_an_appeal_has_five_pages_in_pakistan_and_a_letter_six_elsewhere(
    needs: Callable[..., Path], tmp_path: Path
) -> None:
    """With the list of annexes, whether a lawyer checked all authorities or none."""
    needs("soffice", "libreoffice")
    made: dict[str, bytes] = {}
    for (name, scene), checked in product(SCENES_TO_SCORE.items(), (CHECKED, ())):
        folder = tmp_path / f"{name}-{len(checked)}"
        folder.mkdir()
        with an_office(folder, library=scene.library()) as (office, clock):
            for kind, writer in written(office, clock, scene, checked):
                key = f"{name}-{kind}-{len(checked)}"
                made[key] = office.documents.docx(writer.letter(), writer.today)
    pdfs = as_pdfs(tuple(made.values()), "docx")
    pages = {k: len(PdfReader(BytesIO(pdf)).pages) for k, pdf in zip(made, pdfs, strict=True)}

    long = {key for key, count in pages.items() if count > (5 if key.startswith("pk-") else 6)}
    assert {key: pages[key] for key in long} == {}


def test_a_ground_cites_its_two_strongest_decisions_and_offers_the_others(tmp_path: Path) -> None:
    """Section 7(a): two of the forum on the question itself, one of it on a like question. The law
    behind it: a text, a court abroad, and a commission abroad."""
    scene = SCENES_TO_SCORE["pk-partial"]
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, (*CHECKED, "pk-27"))
        assert writer.edited
        edited = {each.row.key: each for each in writer.edited.rows()}
        letter = plain(writer)

    assert "E003-11/20" in edited["ground:s7-a:1"].row.words
    assert "Special Communications Organization" in edited["ground:s7-a:1"].row.words
    offered = [key for key, each in edited.items() if each.state is RowState.OFFERED]
    assert offered == ["ground:s7-a:pk-25", "law-behind:lk-01"]
    assert "1451-11/21" in edited["ground:s7-a:pk-25"].row.words
    assert "1451-11/21" not in letter
    assert "Sri Lanka" not in letter


def test_a_time_that_runs_from_the_date_of_a_decision_names_that_date(tmp_path: Path) -> None:
    """The United States: logged on the day of its arrival, a day after the date that it bears."""
    details = paper("77", date(2026, 7, 13), "Director", "The records are withheld.")
    came = said("refused", date(2026, 7, 14), outcome(Outcome.REFUSED, "b5"), details=details)
    scene = replace(SCENES_TO_SCORE["us-refused"], happened=came)
    *_, words = (plain(each) for each in letters(scene, tmp_path))

    assert "The decision at issue is that of 13 July 2026." in words
    assert "14 July" not in words.partition("Annexes")[0]
