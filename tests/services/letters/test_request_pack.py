"""The enclosures of a request: numbered in the letter, and delivered with it."""

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.captured_pages import HTML, PAGE
from tests.offices import BY, a_request, an_office
from tests.ooni_answers import BLOCK
from tracker.domain.base.errors import BadInput
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.measurements.captures import CaptureReuse
from tracker.services.core.office import Office
from tracker.services.letters.request_pack import request_pack
from tracker.services.measurements.captures import (
    CaptureChoice,
    publish_capture,
    take_capture,
    withdraw_capture,
)

OFFICIAL = CaptureChoice(CaptureReuse.OFFICIAL, "Gazette of 3 May 2021", harmless=True)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as (opened, _):
        yield opened


def annexed(office: Office) -> tuple[str, str]:
    """A request with a capture as its annex, and the hash of the capture."""
    digest = take_capture(office, BLOCK, HTML, PAGE, by="lawyer").capture.sha256
    publish_capture(office, BLOCK, digest, OFFICIAL, by="lawyer")
    enclosure = Enclosure(EnclosureKind.CAPTURE, digest)
    return a_request(office, block=BLOCK, enclosures=(enclosure,)), digest


def test_the_pack_holds_the_approved_letter_the_annex_and_their_hashes(office: Office) -> None:
    reference, digest = annexed(office)

    pack = request_pack(office, reference, by=BY)

    with ZipFile(io.BytesIO(b"".join(pack.chunks))) as files:
        names = sorted(files.namelist())
        assert names == [
            "DEMONSTRATION-01-REQUEST.docx",
            "DEMONSTRATION-ENCLOSURE-01.wacz",
            "MANIFEST.txt",
        ]
        manifest = files.read("MANIFEST.txt").decode()
    assert f"{digest}  DEMONSTRATION-ENCLOSURE-01.wacz" in manifest


def test_an_annex_that_was_withdrawn_is_said(office: Office) -> None:
    reference, digest = annexed(office)
    withdraw_capture(office, BLOCK, digest, "The page names a private person.", by="lawyer")

    with pytest.raises(BadInput, match="Enclosure 1 was withdrawn"):
        request_pack(office, reference, by=BY)


def test_a_request_without_annexes_has_no_pack(office: Office) -> None:
    with pytest.raises(BadInput, match="no enclosures"):
        request_pack(office, a_request(office), by=BY)
