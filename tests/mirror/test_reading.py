"""What an export reads: the bytes that the site would send, the files that it finds, its state."""

from array import array
from functools import partial
from pathlib import Path

import pytest

from tests.web.browser import a_site_config
from tests.web.record_scenes import a_refusal, a_withheld_record
from tracker.mirror.looking import FolderLook, look_through, told_of
from tracker.mirror.state import (
    CopiedFile,
    MadeFrom,
    MirrorState,
    address_numbers,
    read_state,
    write_state,
)
from tracker.parallel.side_process import SideProcess
from tracker.services.core.office import Office
from tracker.services.public.public_side import public_side, read_again
from tracker.web import make_app
from tracker.web.record.site.page_reader import PageReader


def test_pages_are_read_as_the_site_sends_them(office: Office) -> None:
    shown, withheld = a_refusal(office), a_withheld_record(office)
    config = a_site_config().for_a_copy()
    app = make_app(public_side(office), config)
    reader = PageReader(app, config.public_url)
    client = app.test_client(use_cookies=False)
    addresses = [
        *reader.starts(),
        f"/requests/{shown}",
        f"/ur/requests/{shown}",
        f"/requests/{shown}.json",
        f"/requests/{shown.upper()}",
        f"/requests/{withheld}",
        "/requests?page=1",
        "/blocks?country=pk",
        "/requests/%C3%BC",
        "/no/such/page",
        "/static/style.css",
    ]

    for address in addresses:
        read = reader.read(address)
        # The response of a file keeps it open until it is closed.
        with client.get(address, base_url=config.public_url) as sent:
            as_sent = (sent.status_code, sent.mimetype, sent.data)
        assert (read.status, read.media, read.data) == as_sent, address


def test_a_page_that_fails_is_an_error_and_not_a_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = a_site_config().for_a_copy()
    app = make_app(public_side(office), config)
    reader = PageReader(app, config.public_url)
    monkeypatch.setitem(app.view_functions, "record.about", lambda **_: 1 // 0)

    assert reader.read("/about").status == 500


def test_records_at_hand_are_read_again_when_asked(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = a_refusal(office)
    read: list[str] = []
    inner = office.records.published

    def published(wanted: str) -> bytes:
        read.append(wanted)
        return inner(wanted)

    monkeypatch.setattr(office.records, "published", published)
    readers = public_side(office)
    first = readers.records.published(reference)
    assert readers.records.published(reference) == first
    assert read == [reference]

    read_again(readers)
    assert readers.records.published(reference) == first
    assert read == [reference] * 2


def test_a_folder_is_looked_through_by_another_process_or_by_this_one(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.html").write_text("four")
    (tmp_path / "deep" / ".page.1a.arriving").write_text("half")
    (tmp_path / ".htaccess").write_text("of the server")
    expected = ({"deep/page.html": 4}, ["deep/.page.1a.arriving"])

    assert look_through(tmp_path) == expected
    assert FolderLook(tmp_path).found() == expected
    look = FolderLook(tmp_path, SideProcess(partial(told_of, tmp_path)).answer)
    assert look.found() == expected
    # The other process has ended, and what it said is not asked again.
    assert look.found() == expected


def test_a_look_that_broke_off_is_taken_again(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("four")
    assert FolderLook(tmp_path, lambda: None).found() == ({"page.html": 4}, [])


def test_a_state_is_read_as_it_was_written_without_what_no_page_has(tmp_path: Path) -> None:
    state = MirrorState("manifest")
    for turn in range(5):
        found = CopiedFile(200, "index.html", "9" * 64, 12, ("/blocks", f"/turn-{turn}"))
        state.put("/", found, MadeFrom("digest", "asked", f"marks {turn}"))
    write_state(tmp_path / "state.json", state)

    kept = read_state(tmp_path / "state.json")

    page = kept.pages["/"]
    assert page[:4] == (200, "index.html", "9" * 64, 12)
    assert [kept.addresses[number] for number in address_numbers([page.links])] == [
        "/blocks",
        "/turn-4",
    ]
    assert kept.notes[page.note] == ("asked", "marks 4")
    assert (len(kept.addresses), len(kept.notes), kept.manifest) == (2, 1, "manifest")


@pytest.mark.parametrize(
    ("links", "note"), [([0, 2], 0), ([0, 2**32 - 1], 0), ([0, 1], 1), ([0, 1], 99), ([0, 1], -1)]
)
def test_a_state_with_a_number_of_nothing_is_as_good_as_lost(
    tmp_path: Path, links: list[int], note: int
) -> None:
    state = MirrorState("manifest")
    found = CopiedFile(200, "index.html", "9" * 64, 12, ("/blocks", "/bodies"))
    page = state.put("/", found, MadeFrom("digest", "asked", "marks"))
    state.pages["/"] = page._replace(links=array("I", links).tobytes(), note=note)
    write_state(tmp_path / "state.json", state)

    kept = read_state(tmp_path / "state.json")

    assert (kept.manifest, kept.pages) == ("", {})
