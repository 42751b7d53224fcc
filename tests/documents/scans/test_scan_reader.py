"""Pages of scans are read by the real program in the sandbox, within limits."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.documents.hostile import a_bomb, a_locked_pdf
from tests.documents.papers import LINES, a_pdf
from tests.documents.scans.scanned import png, scan
from tests.needs import missing
from tracker.documents.scans.scan_reader import TesseractScanReader
from tracker.services.ports.correspondence.scan_reading import PageWords

PDF = "application/pdf"
REFUSED = "The request is refused."


@pytest.fixture(scope="module")
def reader() -> TesseractScanReader:
    found = TesseractScanReader()
    if found.languages != ("urd", "eng"):
        missing("tesseract with the languages eng and urd is not installed.")
    return found


def test_the_words_of_a_scan_are_read_and_marked_as_guessed(reader: TesseractScanReader) -> None:
    found = reader.page(scan("Some other page", REFUSED), PDF, 1)

    assert found == PageWords(2, f"{REFUSED}\n", guessed=True)


def test_urdu_in_clear_print_is_read(reader: TesseractScanReader) -> None:
    lines = ("آپ کی درخواست مسترد کی جاتی ہے", "مطلوبہ ریکارڈ اس دفتر میں موجود نہیں ہے")

    found = reader.page(png(*lines, urdu=True), "image/png", 0)

    assert "درخواست" in found.words
    assert found.guessed


def test_words_that_a_file_holds_are_taken_as_they_are(reader: TesseractScanReader) -> None:
    found = reader.page(a_pdf(), PDF, 0)

    assert LINES[0] in found.words
    assert not found.guessed


def test_beyond_the_last_page_there_is_nothing(reader: TesseractScanReader) -> None:
    assert reader.page(scan(REFUSED), PDF, 1) == PageWords(1)


@pytest.mark.samples("a_bomb", "a_locked_pdf")
@pytest.mark.parametrize(
    ("make", "media"),
    [
        (lambda: b"%PDF-1.7 and nothing else", PDF),
        (a_locked_pdf, PDF),
        (a_bomb, "image/png"),
        (lambda: b"\xff\xd8\xff", "image/jpeg"),
    ],
)
def test_a_hostile_file_fails_and_the_next_page_is_read(
    reader: TesseractScanReader, make: Callable[[], bytes], media: str
) -> None:
    assert reader.page(make(), media, 0).failed
    assert REFUSED in reader.page(scan(REFUSED), PDF, 0).words


def test_any_page_of_a_scan_of_400_pages_is_read_alone(reader: TesseractScanReader) -> None:
    long = scan(*[""] * 399, REFUSED)
    start = time.monotonic()

    found = reader.page(long, PDF, 399)

    assert (found.pages, found.words) == (400, f"{REFUSED}\n")
    assert time.monotonic() - start < 60


def test_a_program_that_is_killed_in_the_middle_fails_its_page_alone(
    reader: TesseractScanReader,
) -> None:
    done = threading.Event()

    def kill() -> None:
        while not done.is_set():
            for found in _started("tesseract"):
                os.kill(found, signal.SIGKILL)
            time.sleep(0.01)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        found = reader.page(scan(REFUSED, REFUSED), PDF, 0)
    finally:
        done.set()
        killer.join()

    assert (found.pages, found.words, found.failed) == (2, "", True)
    assert reader.page(scan(REFUSED, REFUSED), PDF, 0).words == f"{REFUSED}\n"


def test_without_the_program_there_are_no_languages(tmp_path: Path) -> None:
    assert TesseractScanReader(str(tmp_path / "none")).languages == ()


def _started(name: str) -> Iterator[int]:
    """The processes of this name that this process started, however far below."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text("ascii", "replace")
            except OSError:
                continue
            called, _, rest = stat.partition("(")[2].rpartition(")")
            parents[int(entry.name)] = (int(rest.split()[1]), called)
    for each, (_, called) in parents.items():
        above = each
        while above in parents and above != os.getpid():
            above = parents[above][0]
        if called == name and above == os.getpid():
            yield each
