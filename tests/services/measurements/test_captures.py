"""Captures of cited pages: what may be handed in, what becomes public, and by whom."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.captured_pages import ADDRESS, HTML, PAGE, a_wacz, a_warc
from tests.offices import an_office
from tests.ooni_answers import BLOCK
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.measurements.captures import CaptureKind, CaptureReuse
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.measurements.captures import (
    CaptureChoice,
    CapturedPage,
    publish_capture,
    take_capture,
    withdraw_capture,
)
from tracker.services.people.accounts import add_account
from tracker.services.ports.captures import StoredCapture
from tracker.services.ports.log import LeafSource
from tracker.services.ports.people import AuditAct, RoleName, TrailFilter

SEALED = CaptureChoice(CaptureReuse.SEALED, "", harmless=True)
OFFICIAL = CaptureChoice(CaptureReuse.OFFICIAL, "Gazette of 3 May 2021", harmless=True)


def taken(office: Office, content: bytes = HTML, page: CapturedPage = PAGE) -> StoredCapture:
    return take_capture(office, BLOCK, content, page, by="lawyer")


def test_a_saved_page_is_kept_with_both_hashes_and_is_not_public(office: Office) -> None:
    of = taken(office).capture

    assert of.original_sha256 == sha256_of(HTML)
    content = office.captures.content(BLOCK, of.sha256)
    assert (sha256_of(content), len(content)) == (of.sha256, of.size)
    assert (of.kind, of.captured_on) == (CaptureKind.HTML, PAGE.captured_on)
    assert office.captures.published(BLOCK) == ()
    assert office.measurements.public_about(BLOCK) == ((), 0)
    with pytest.raises(NotOnFile):
        office.captures.open_content(BLOCK, of.sha256)


def test_the_day_of_the_page_itself_is_taken_if_it_has_one(office: Office) -> None:
    assert taken(office, a_wacz()).capture.captured_on == date(2026, 11, 18)


def test_its_hash_goes_into_the_log_at_once_and_nothing_else(office: Office) -> None:
    of = taken(office).capture
    assert office.log_proofs.placed(LeafSource.CAPTURE, of.sha256) is None
    office.log_upkeep.append()
    placed = office.log_proofs.placed(LeafSource.CAPTURE, of.sha256)
    assert placed is not None
    bundle = office.log.file("tile/entries/000.p/" + str(placed.size)) or b""
    leaf = {"form": 1, "leaf": "capture", "sha256": of.sha256}
    assert json.dumps(leaf, separators=(",", ":")).encode() in bundle
    assert ADDRESS.encode() not in bundle


def test_the_same_file_is_not_taken_twice_for_a_block(office: Office) -> None:
    taken(office)
    with pytest.raises(BadInput):
        taken(office)
    with pytest.raises(BadInput):
        taken(office, page=replace(PAGE, captured_on=date(2026, 11, 1)))
    assert len(office.captures.captures(BLOCK)) == 1


def test_the_same_file_may_be_about_two_blocks_and_has_one_leaf(office: Office) -> None:
    one = taken(office).capture
    other = take_capture(office, "pk-bluesky-2024", HTML, PAGE, by="lawyer").capture
    assert one.sha256 == other.sha256
    assert office.captures.blocks() == ["pk-bluesky-2024", BLOCK]
    office.log_upkeep.append()
    assert office.log.state().waiting == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "1 byte"), (b"x" * (20 * 1024 * 1024 + 1), "20 MB"), (b"words", "not a web page")],
)
def test_an_empty_a_huge_and_another_file_are_refused_and_nothing_is_kept(
    office: Office, content: bytes, words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        taken(office, content)
    assert office.captures.captures(BLOCK) == ()
    assert office.log.state().waiting == 0 or office.captures.blocks() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "press.example/news",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "https://localhost",
        'https://press.example/"onload=',
        "https://press.example/a b",
        "https://press.example/\u202e",
        "https://user:secret@press.example/",
        "https://press.example/" + "x" * 1000,
        "https://archive.today/abc",
        "http://www.archive.ph/abc",
        "https://[",
    ],
)
def test_an_address_that_is_none_or_of_a_refused_archive_is_not_taken(
    office: Office, address: str
) -> None:
    with pytest.raises(BadInput):
        taken(office, page=replace(PAGE, address=address))
    if address:
        with pytest.raises(BadInput):
            taken(office, page=replace(PAGE, archived=address))
    assert office.captures.captures(BLOCK) == ()


def test_a_page_cannot_be_saved_tomorrow(office: Office) -> None:
    tomorrow = office.latest_today() + timedelta(days=1)
    with pytest.raises(BadInput, match="future"):
        taken(office, page=replace(PAGE, captured_on=tomorrow))


def test_a_block_that_is_not_there_has_no_captures(office: Office) -> None:
    with pytest.raises(NotOnFile):
        take_capture(office, "nowhere", HTML, PAGE, by="lawyer")


def test_a_sealed_capture_is_public_without_its_file(office: Office) -> None:
    of = taken(office).capture
    publish_capture(office, BLOCK, of.sha256, SEALED, by="lawyer")
    (public,) = office.captures.published(BLOCK)
    assert (public.stands, public.open) == (True, False)
    assert office.measurements.public_about(BLOCK) == ((), 1)
    with pytest.raises(NotOnFile):
        office.captures.open_content(BLOCK, of.sha256)


def test_an_official_page_can_be_downloaded_as_it_was_kept(office: Office) -> None:
    of = taken(office).capture
    publish_capture(office, BLOCK, of.sha256, OFFICIAL, by="lawyer")
    assert sha256_of(office.captures.open_content(BLOCK, of.sha256)) == of.sha256
    (public,) = office.captures.public_captures()
    assert public.open
    assert public.published is not None
    assert public.published.reason == "Gazette of 3 May 2021"


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (replace(OFFICIAL, harmless=False), "select the box"),
        (replace(SEALED, harmless=False), "select the box"),
        (replace(OFFICIAL, reason="  "), "which document or licence"),
        (replace(OFFICIAL, reason="x" * 601), "which document or licence"),
    ],
)
def test_nothing_is_published_without_the_statement_and_a_reason(
    office: Office, choice: CaptureChoice, words: str
) -> None:
    of = taken(office).capture
    with pytest.raises(BadInput, match=words):
        publish_capture(office, BLOCK, of.sha256, choice, by="lawyer")
    assert office.captures.published(BLOCK) == ()


def test_a_capture_is_published_once(office: Office) -> None:
    of = taken(office).capture
    publish_capture(office, BLOCK, of.sha256, SEALED, by="lawyer")
    with pytest.raises(NotOnFile):
        publish_capture(office, BLOCK, of.sha256, OFFICIAL, by="lawyer")


def test_in_a_live_office_of_two_someone_else_publishes(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        one = add_account(office, "one@example.org", "One", RoleName.LAWYER).id
        two = add_account(office, "two@example.org", "Two", RoleName.LAWYER).id
        of = take_capture(office, BLOCK, HTML, PAGE, by=one).capture
        with pytest.raises(NotAllowed, match="Someone else"):
            publish_capture(office, BLOCK, of.sha256, SEALED, by=one)
        publish_capture(office, BLOCK, of.sha256, SEALED, by=two)
        assert office.captures.capture(BLOCK, of.sha256).stands


@pytest.mark.parametrize("choice", [None, SEALED, OFFICIAL])
def test_a_withdrawal_deletes_the_file_and_keeps_the_hash_and_the_reason(
    office: Office, choice: CaptureChoice | None
) -> None:
    of = taken(office, a_warc()).capture
    if choice:
        publish_capture(office, BLOCK, of.sha256, choice, by="lawyer")
    with pytest.raises(BadInput, match="reason"):
        withdraw_capture(office, BLOCK, of.sha256, " ", by="lawyer")
    withdraw_capture(office, BLOCK, of.sha256, "It shows a person.", by="lawyer")

    stored = office.captures.capture(BLOCK, of.sha256)
    assert (stored.stands, stored.why) == (False, "It shows a person.")
    for read in (office.captures.content, office.captures.open_content):
        with pytest.raises(NotOnFile):
            read(BLOCK, of.sha256)
    with pytest.raises(NotOnFile):
        withdraw_capture(office, BLOCK, of.sha256, "Again.", by="lawyer")
    office.log_upkeep.append()
    assert office.log_proofs.placed(LeafSource.CAPTURE, of.sha256) is not None


def test_each_step_is_in_the_trail_without_the_address(office: Office) -> None:
    of = taken(office).capture
    publish_capture(office, BLOCK, of.sha256, SEALED, by="lawyer")
    withdraw_capture(office, BLOCK, of.sha256, "It shows a person.", by="lawyer")
    entries, _ = office.people.trail.entries(TrailFilter(about=BLOCK), 0, 10)
    assert [(each.act, each.detail) for each in reversed(entries)] == [
        (AuditAct.IMPORTED, "capture"),
        (AuditAct.PUBLISHED, "capture"),
        (AuditAct.REMOVED, "capture"),
    ]
