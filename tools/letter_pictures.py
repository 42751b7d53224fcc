"""Makes the pictures of letters that docs/letters.md shows: every page of the letters of scenes.

    PYTHONPATH=. .venv/bin/python tools/letter_pictures.py [FOLDER [NAME ...]]

It needs LibreOffice. With a folder, the letters are also kept there as text and PDF, to be read.
With names of scenes, only their letters are drawn.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from tests.offices import an_office
from tests.services.letters.scenes_of_petitions import SCENES_OF_PETITIONS
from tests.services.letters.scenes_scored import CHECKED_HERE, SCENES_SCORED
from tests.services.letters.scenes_to_score import Scene, written
from tracker.documents.suite import as_pdfs
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer

PICTURES = Path(__file__).parents[1] / "docs/pictures/letters"
# A page is this wide, so many stand beside each other, and as many greys are kept.
WIDTH, ABREAST, GREYS = 360, 4, 4
GAP = 10
# The scenes of petitions and of Kenya, by the names of their pictures.
_FURTHER = {
    "pk-petition-silence": "01-petition-after-silence",
    "pk-petition-dismissal": "02-petition-after-dismissal",
    "pk-petition-partial-order": "03-petition-after-partial-order",
    "pk-petition-vacancy-regulator": "07-petition-vacancy-regulator",
    "pk-petition-vacancy-silence": "08-petition-vacancy-silence",
    "ke-typed-section": "06-kenya-typed-section",
    "ke-refused": "09-kenya-national-security",
}
SCENES: dict[str, Scene] = {
    **SCENES_SCORED,
    **{name: SCENES_OF_PETITIONS[scene] for name, scene in _FURTHER.items()},
}
WITH_REQUEST = frozenset(
    {
        "ke-refused",
        *(name for name in SCENES if name.endswith("-silence") and "vacancy" not in name),
    }
)


def main(keep_in: Path | None, names: Sequence[str]) -> None:
    """Write the letters of every scene, and keep a picture of each."""
    drawn: dict[str, bytes] = {}
    for name, scene in SCENES.items():
        if names and name not in names:
            continue
        with (
            tempfile.TemporaryDirectory() as folder,
            an_office(Path(folder), library=scene.library()) as (office, clock),
        ):
            for kind, writer in written(office, clock, scene, CHECKED_HERE):
                if kind == "request" and name not in WITH_REQUEST:
                    continue
                drawn[f"{name}-{kind}"] = _word(office, writer)
                if keep_in:
                    keep_in.mkdir(parents=True, exist_ok=True)
                    said = office.documents.plain(writer.letter())
                    (keep_in / f"{name}-{kind}.txt").write_text(said, "utf-8")
    PICTURES.mkdir(exist_ok=True)
    for name, pdf in zip(drawn, as_pdfs(tuple(drawn.values()), "docx"), strict=True):
        _pictured(pdf).save(PICTURES / f"{name}.png", optimize=True)
        if keep_in:
            (keep_in / f"{name}.pdf").write_bytes(pdf)


def _word(office: Office, writer: Writer) -> bytes:
    return office.documents.docx(writer.letter(), writer.today)


def _pictured(pdf: bytes) -> Image.Image:
    """Return the pages of a PDF beside and below each other, in few greys."""
    pages = []
    for page in pdfium.PdfDocument(pdf):
        shown = page.render(scale=2).to_pil().convert("L")
        height = shown.height * WIDTH // shown.width
        pages.append(shown.resize((WIDTH, height), Image.Resampling.LANCZOS))
    across = min(len(pages), ABREAST)
    down = -(-len(pages) // across)
    high = max(page.height for page in pages)
    size = (across * (WIDTH + GAP) - GAP, down * (high + GAP) - GAP)
    sheet = Image.new("L", size, 200)
    for n, page in enumerate(pages):
        sheet.paste(page, (n % across * (WIDTH + GAP), n // across * (high + GAP)))
    return sheet.quantize(GREYS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None, sys.argv[2:])
