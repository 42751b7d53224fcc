"""What an export reads: the bytes that the site would send, the files that it finds, its state."""

from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.browser import a_site_config
from tests.web.record_scenes import a_refusal, a_withheld_record
from tracker.mirror.looking import SHARES, look_through, mark_of_files
from tracker.mirror.state import (
    CopiedFile,
    MadeFrom,
    MirrorState,
    address_numbers,
    read_state,
    write_state,
)
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


def test_a_folder_is_looked_through_in_shares_or_as_a_whole(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / "requests" / str(number)).mkdir(parents=True)
        (tmp_path / "requests" / str(number) / "page.html").write_text("page" * number)
    (tmp_path / "requests" / "7" / ".page.1a.arriving").write_text("half")
    (tmp_path / "page.html").write_text("four")
    (tmp_path / ".htaccess").write_text("of the server")
    sizes = {f"requests/{number}/page.html": 4 * number for number in range(200)}
    expected = (sizes | {"page.html": 4}, ["requests/7/.page.1a.arriving"])

    assert look_through(tmp_path) == expected
    shares = [look_through(tmp_path, share) for share in range(SHARES)]
    assert all(share.sizes for share in shares)
    assert sum(len(share.sizes) for share in shares) == len(expected[0])
    assert shares[0] | shares[1] == expected
    assert sum(mark_of_files(share.sizes) for share in shares) == mark_of_files(expected[0])
    assert look_through(tmp_path / "nothing") == ({}, [])


def test_names_and_sizes_have_another_mark_if_any_is_another() -> None:
    one = mark_of_files({"a": 1, "b": 2})

    assert one == mark_of_files({"b": 2, "a": 1})
    others = ({"a": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}, {"a": 1, "c": 2}, {"a": 12, "b": 2})
    assert one not in map(mark_of_files, others)


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


def test_what_changed_is_stored_beside_a_state_as_long_as_it_is_little(tmp_path: Path) -> None:
    file, state = tmp_path / "copy.state", MirrorState("first")
    for number in range(400):
        found = CopiedFile(200, f"{number}.html", "9" * 64, 12, ("/", f"/{number}"))
        state.put(f"/{number}", found, MadeFrom("digest", f"asked {number}", "marks"))
    write_state(file, state)
    whole = file.read_bytes()
    assert not file.with_suffix(".changes").exists()

    for turn in range(3):
        state = read_state(file)
        state.put("/new", CopiedFile(200, "new.html", "8" * 64, turn, ("/a", "/b")), MadeFrom())
        state.replace_inputs("/3", MadeFrom("other", "asked otherwise", f"marks {turn}"))
        state.keep_only(state.pages.keys() - {f"/{turn}"})
        state.manifest = f"turn {turn}"
        write_state(file, state)
        assert file.read_bytes() == whole

        kept = read_state(file)
        assert kept.manifest == f"turn {turn}"
        assert kept.pages.keys() == state.pages.keys()
        for address, page in kept.pages.items():
            assert page[:4] == state.pages[address][:4]
            assert kept.linked_from(page) == state.linked_from(state.pages[address])
            assert kept.notes[page.note] == state.notes[state.pages[address].note]

    for number in range(10, 30):
        state.replace_inputs(f"/{number}", MadeFrom("another"))
    write_state(file, state)
    assert file.read_bytes() != whole
    assert not file.with_suffix(".changes").exists()
    assert read_state(file).pages["/20"].made_from == "another"


@pytest.mark.parametrize("spoil", [lambda told: told[:-1], lambda told: told.replace(b"200", b"")])
def test_spoilt_changes_are_as_good_as_a_lost_state(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    changes = _with_changes(tmp_path / "copy.state")
    changes.write_bytes(spoil(changes.read_bytes()))

    assert read_state(tmp_path / "copy.state").pages == {}


def test_changes_of_another_state_do_not_count(tmp_path: Path) -> None:
    changes = _with_changes(tmp_path / "copy.state")
    older = changes.read_bytes()
    (tmp_path / "copy.state").unlink()
    _with_changes(tmp_path / "copy.state")
    changes.write_bytes(older)

    # So the manifest is not the one in the folder, and everything is made again.
    assert read_state(tmp_path / "copy.state").manifest == "whole"


def _with_changes(file: Path) -> Path:
    """Store a state and then a change; return the file of the change."""
    state = MirrorState("whole")
    for number in range(100):
        state.put(f"/{number}", CopiedFile(200, f"{number}.html", "9" * 64, 12), MadeFrom())
    write_state(file, state)
    state.put("/1", CopiedFile(200, "1.html", "8" * 64, 12), MadeFrom())
    state.manifest = "changed"
    write_state(file, state)
    assert read_state(file).manifest == "changed"
    return file.with_suffix(".changes")
