"""Measurements by others in a copy: pictures, OONI's rows, and what a withdrawal takes away."""

from datetime import date
from pathlib import Path

import pytest

from tests.captured_pages import HTML
from tests.captured_pages import PAGE as SAVED
from tests.mirror.copied import copied, files_in
from tests.ooni_answers import BLOCK, by_day, by_network, query_of
from tracker.domain.measurements.captures import CaptureReuse
from tracker.domain.measurements.queries import QueryKind
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.measurements.captures import (
    CaptureChoice,
    publish_capture,
    take_capture,
    withdraw_capture,
)
from tracker.services.measurements.measured_findings import (
    FindingWords,
    confirm_finding,
    draft_finding,
    propose_finding,
    withdraw_finding,
)
from tracker.services.measurements.snapshots import take_answer
from tracker.verifier.command import main

ASKED = date(2026, 11, 20)
PAGE, ROWS = f"blocks/{BLOCK}/measurements", f"blocks/{BLOCK}/ooni.csv"


def drafted(office: Office) -> str:
    """The hash of a draft about X."""
    days = query_of(office, QueryKind.DAYS)
    take_answer(office, BLOCK, days, by_day(), asked_on=ASKED, by="lawyer")
    networks = query_of(office, QueryKind.NETWORKS)
    take_answer(office, BLOCK, networks, by_network(), asked_on=ASKED, by="lawyer")
    words = FindingWords({"en": "57 of 70 show signs."}, False, True)
    proposed = propose_finding(office, BLOCK, days)
    return draft_finding(office, BLOCK, proposed, words, by="lawyer").digest


def page_in(files: dict[str, bytes]) -> str:
    """The page of measurements in a copy, empty if there is none."""
    return next((content.decode() for name, content in files.items() if name.startswith(PAGE)), "")


@pytest.mark.slow
def test_a_copy_follows_a_finding_from_its_confirmation_to_its_withdrawal(
    office: Office, tmp_path: Path
) -> None:
    digest = drafted(office)
    copied(office, tmp_path)
    before = files_in(tmp_path)
    assert page_in(before) == ""
    assert ROWS not in before

    confirm_finding(office, digest, by="lawyer")
    copied(office, tmp_path)
    public = files_in(tmp_path)
    assert "57 of 70 show signs." in page_in(public)
    assert 'role="img"' in page_in(public)
    assert public[ROWS].startswith(b"block,source,licence,")
    assert main([str(tmp_path / "copy")]) == 0

    withdraw_finding(office, digest, "OONI corrected its data.", by="lawyer")
    copied(office, tmp_path)
    after = files_in(tmp_path)
    assert "OONI corrected its data." in page_in(after)
    assert "57 of 70" not in page_in(after)
    assert ROWS not in after


@pytest.mark.slow
def test_a_copy_has_a_capture_that_is_free_until_it_is_withdrawn(
    office: Office, tmp_path: Path
) -> None:
    digest = take_capture(office, BLOCK, HTML, SAVED, by="lawyer").capture.sha256
    file = f"blocks/{BLOCK}/captures/{digest}.wacz"
    copied(office, tmp_path)
    assert file not in files_in(tmp_path)

    choice = CaptureChoice(CaptureReuse.FREE, "CC BY 4.0", harmless=True)
    publish_capture(office, BLOCK, digest, choice, by="lawyer")
    copied(office, tmp_path)
    public = files_in(tmp_path)
    assert sha256_of(public[file]) == digest
    assert f"blocks/{BLOCK}/proofs/{digest}.json" in public
    assert main([str(tmp_path / "copy")]) == 0

    withdraw_capture(office, BLOCK, digest, "It shows a person.", by="lawyer")
    copied(office, tmp_path)
    after = files_in(tmp_path)
    assert file not in after
    assert not any(SAVED.address.encode() in content for content in after.values())
