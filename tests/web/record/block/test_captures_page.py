"""Captures on the public site: the file only if it is free, else its hash, day and address."""

from typing import Any

import lxml.html
import pytest
from flask.testing import FlaskClient

from tests.captured_pages import ADDRESS, HTML, PAGE
from tests.ooni_answers import BLOCK
from tests.web import record_scenes as scenes
from tests.web.record.data.log_proofs import checked_evidence
from tracker.domain.measurements.captures import CaptureReuse
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.measurements.captures import (
    CaptureChoice,
    publish_capture,
    take_capture,
    withdraw_capture,
)

HOME = f"/blocks/{BLOCK}/captures"


@pytest.fixture
def digest(office: Office) -> str:
    return take_capture(office, BLOCK, HTML, PAGE, by="lawyer").capture.sha256


@pytest.fixture
def reader(office: Office) -> FlaskClient:
    return scenes.serve(office)


def published(office: Office, digest: str, reuse: CaptureReuse) -> None:
    choice = CaptureChoice(reuse, "Gazette <b>2021</b>", harmless=True)
    publish_capture(office, BLOCK, digest, choice, by="lawyer")


def links(reader: FlaskClient, path: str) -> list[str]:
    tree: Any = lxml.html.fromstring(reader.get(path).text)
    return list(tree.xpath("//main//a/@href"))


def test_nothing_is_shown_before_it_is_published(reader: FlaskClient, digest: str) -> None:
    for path in (HOME, f"/blocks/{BLOCK}", f"/ur{HOME}"):
        page = reader.get(path).text
        assert ADDRESS not in page
        assert digest not in page
    assert HOME not in links(reader, f"/blocks/{BLOCK}")
    assert reader.get(f"{HOME}/{digest}.wacz").status_code == 404


def test_of_a_sealed_capture_readers_see_address_day_and_hash(
    office: Office, reader: FlaskClient, digest: str
) -> None:
    published(office, digest, CaptureReuse.SEALED)
    page = reader.get(HOME).text
    for words in (ADDRESS, digest, "20 November 2026", "Not in the public log yet"):
        assert words in page
    assert HOME in links(reader, f"/blocks/{BLOCK}")
    assert not [each for each in links(reader, HOME) if each.endswith(".wacz")]
    assert reader.get(f"{HOME}/{digest}.wacz").status_code == 404


def test_an_official_page_can_be_downloaded_and_is_never_shown_by_the_browser(
    office: Office, reader: FlaskClient, digest: str
) -> None:
    published(office, digest, CaptureReuse.OFFICIAL)
    page = reader.get(HOME).text
    assert "Gazette &lt;b&gt;2021&lt;/b&gt;" in page
    (file,) = [each for each in links(reader, HOME) if each.endswith(".wacz")]
    answer = reader.get(file)
    assert sha256_of(answer.data) == digest
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/wacz"


def test_the_entry_of_the_log_is_named_once_it_has_one(
    office: Office, reader: FlaskClient, digest: str
) -> None:
    published(office, digest, CaptureReuse.SEALED)
    assert "Not in the public log yet" in reader.get(HOME).text
    proof = f"/blocks/{BLOCK}/proofs/{digest}.json"
    assert reader.get(proof).status_code == 404
    office.log_upkeep.append()
    assert "Not in the public log yet" not in reader.get(HOME).text
    assert proof in links(reader, HOME)
    leaf = checked_evidence(reader, proof)
    assert leaf == {"form": 1, "leaf": "capture", "sha256": digest}


def test_of_what_is_not_public_there_is_no_proof(
    office: Office, reader: FlaskClient, digest: str
) -> None:
    office.log_upkeep.append()
    for hash_ in (digest, "0" * 64):
        assert reader.get(f"/blocks/{BLOCK}/proofs/{hash_}.json").status_code == 404


def test_after_a_withdrawal_the_address_is_gone_and_the_reason_stands(
    office: Office, reader: FlaskClient, digest: str
) -> None:
    published(office, digest, CaptureReuse.OFFICIAL)
    withdraw_capture(office, BLOCK, digest, "It shows a <i>person</i>.", by="lawyer")
    page = reader.get(HOME).text
    assert ADDRESS not in page
    assert "It shows a &lt;i&gt;person&lt;/i&gt;." in page
    assert digest in page
    assert reader.get(f"{HOME}/{digest}.wacz").status_code == 404


def test_an_address_of_a_capture_is_left_without_telling_where_from(
    office: Office, reader: FlaskClient, digest: str
) -> None:
    published(office, digest, CaptureReuse.SEALED)
    tree: Any = lxml.html.fromstring(reader.get(HOME).text)
    for link in tree.xpath("//main//a[starts-with(@href, 'http')]"):
        assert "noreferrer" in link.get("rel", "")
