"""Makes the pictures of letters that docs/letters.md shows: every page of the letters of scenes.

    PYTHONPATH=. .venv/bin/python tools/letter_pictures.py [FOLDER]

It needs LibreOffice. With a folder, the letters are also kept there as text and PDF, to be read.
"""

import sys
import tempfile
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

from tests.offices import an_office
from tests.services.letters.scenes_scored import CHECKED_HERE, SCENES_SCORED
from tests.services.letters.scenes_to_score import written
from tracker.documents.suite import as_pdfs
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer

PICTURES = Path(__file__).parents[1] / "docs/pictures/letters"
# A page is this wide, so many stand beside each other, and as many greys are kept.
WIDTH, ABREAST, GREYS = 360, 4, 4
GAP = 10


def main(keep_in: Path | None) -> None:
    """Write the letters of every scene, and keep a picture of each."""
    drawn: dict[str, bytes] = {}
    for name, scene in SCENES_SCORED.items():
        with (
            tempfile.TemporaryDirectory() as folder,
            an_office(Path(folder), library=scene.library()) as (office, clock),
        ):
            for kind, writer in written(office, clock, scene, CHECKED_HERE):
                if kind == "request" and not name.endswith("silence"):
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
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
