"""Checks of the petitions that two readers scored."""

import re
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.scenes_of_petitions import SCENES_OF_PETITIONS
from tests.services.letters.scenes_scored import CHECKED_HERE
from tests.services.letters.scenes_to_score import written

YEAR_OF_A_REPORT = re.compile(r"\[\d{4}\]")


@pytest.mark.parametrize("name", SCENES_OF_PETITIONS)
def test_no_place_to_fill_in_and_no_empty_reference_is_left(name: str, tmp_path: Path) -> None:
    scene = SCENES_OF_PETITIONS[name]
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        for kind, writer in written(office, clock, scene, CHECKED_HERE):
            words = " ".join(office.documents.plain(writer.letter()).split())
            assert "[" not in YEAR_OF_A_REPORT.sub("", words), kind
            assert not re.search(r"[{}]|\(\)|\(Ground \)| ,", words), kind
            assert "last day was between" not in words
