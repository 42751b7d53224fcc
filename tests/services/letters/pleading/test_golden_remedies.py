"""Remedies from the scenes of docs/letters.md, compared with texts that a person has read.

The files of the scenes show how the days were worked out. After a wanted change, run
`WRITE_GOLDEN=1 make test`, and read the difference before you commit it.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.documents.reading import as_lines
from tests.offices import an_office
from tests.services.letters.scenes_of_petitions import SCENES_OF_PETITIONS
from tests.services.letters.scenes_scored import CHECKED_HERE, SCENES_SCORED
from tests.services.letters.scenes_to_score import CHECKED, Scene, written

GOLDEN = Path(__file__).parents[3] / "documents" / "golden"

_CHECKED_ABROAD = (*CHECKED_HERE, "eu-03", "eu-04", "eu-05", "gb-02", "lk-02", "us-02", "us-03")
_OF_PAKISTAN = ("national-security", "sub-judice", "late", "fee", "transfer")
SCENES: dict[str, tuple[Scene, Sequence[str], str]] = {
    **{
        f"pk-{each}": (SCENES_SCORED[f"pk-{each}"], CHECKED_HERE, "appeal")
        for each in _OF_PAKISTAN
    },
    **{
        f"pk-{name}": (SCENES_OF_PETITIONS[scene], CHECKED, "court")
        for name, scene in {
            "petition-after-silence": "01-petition-after-silence",
            "petition-after-dismissal": "02-petition-after-dismissal",
            "petition-after-partial-order": "03-petition-after-partial-order",
            "petition-in-a-vacancy": "04-petition-vacancy",
            "petition-in-a-vacancy-after-silence": "08-petition-vacancy-silence",
        }.items()
    },
    "in-silence": (SCENES_SCORED["in-silence"], CHECKED_HERE, "appeal"),
    **{
        f"{country}-refused": (SCENES_SCORED[f"{country}-refused"], _CHECKED_ABROAD, stage)
        for country, stage in {
            "gb": "internal-review",
            "eu": "confirmatory",
            "us": "appeal",
            "lk": "appeal",
        }.items()
    },
    "ke-typed-section": (SCENES_OF_PETITIONS["06-kenya-typed-section"], CHECKED, "complaint"),
}


def a_remedy(scene: Scene, checked: Sequence[str], stage: str, folder: Path) -> bytes:
    """The letter of one remedy of a scene as a Word document."""
    with an_office(folder, library=scene.library()) as (office, clock):
        letters = dict(written(office, clock, scene, checked))
        return office.documents.docx(letters[stage].letter(), scene.filed)


@pytest.mark.samples(
    "petition-after-silence", "petition-after-partial", "national-security", "in-silence", "ke-"
)
@pytest.mark.parametrize("name", SCENES)
def test_a_remedy_reads_as_accepted(name: str, tmp_path: Path) -> None:
    docx = a_remedy(*SCENES[name], tmp_path)
    if folder := os.environ.get("KEEP_LETTERS"):
        (Path(folder) / f"{name}.docx").write_bytes(docx)
    path, found = GOLDEN / f"en-{name}.docx.txt", as_lines(docx)
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")
