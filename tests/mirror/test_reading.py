"""What an export reads: the bytes that the site would send, the files that it finds, its state."""

import sys
from array import array
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.web.browser import a_site_config
from tests.web.record_scenes import a_refusal, a_withheld_record
from tracker.mirror import numbered
from tracker.mirror.looking import SHARES, FilesFound, mark_of_files
from tracker.mirror.numbered import NumberedTexts
from tracker.mirror.state import (
    THERE,
    CopiedFile,
    MadeFrom,
    MirrorState,
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
        with closing(reader.read(address)) as read:
            as_read = (read.status, read.media, read.whole())
        # The response of a file keeps it open until it is closed.
        with client.get(address, base_url=config.public_url) as sent:
            as_sent = (sent.status_code, sent.mimetype, sent.data)
        assert as_read == as_sent, address


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
    (tmp_path / "l\u00e9gal.html").write_text("six")
    (tmp_path / ".htaccess").write_text("of the server")
    sizes = {f"requests/{number}/page.html": 4 * number for number in range(200)}
    sizes |= {"page.html": 4, "l\u00e9gal.html": 3}

    whole = found_in(tmp_path)
    assert (dict(whole), whole.broken_off) == (sizes, ["requests/7/.page.1a.arriving"])
    shares = [found_in(tmp_path, share) for share in range(SHARES)]
    assert all(dict(share) for share in shares)
    assert sorted([file for share in shares for file in share]) == sorted(sizes.items())
    assert sum(share.mark for share in shares) == whole.mark == mark_of_files(sizes.items())
    assert list(found_in(tmp_path / "nothing")) == []


def found_in(folder: Path, share: int | None = None) -> FilesFound:
    found = FilesFound()
    found.look_through(folder, share)
    return found


def test_names_and_sizes_have_another_mark_if_any_is_another() -> None:
    one = mark_of_files({"a": 1, "b": 2}.items())

    assert one == mark_of_files({"b": 2, "a": 1}.items())
    others = ({"a": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 3}, {"a": 1, "c": 2}, {"a": 12, "b": 2})
    assert one not in (mark_of_files(other.items()) for other in others)


def test_a_text_has_the_number_of_its_first_use() -> None:
    texts, expected = NumberedTexts(), [b"", b"\n", *(b"%d" % each for each in range(5000))]

    assert [texts.number(each) for each in expected] == list(range(5002))
    assert [texts.number(each) for each in expected] == list(range(5002))
    assert list(map(texts.find, expected)) == list(range(5002))
    assert list(texts) == expected
    assert texts.find(b"5000") is None


PAGES = {
    "/": CopiedFile(200, "index.html", "9" * 64, 12, ("/laws", "/blocks", "/laws?page=2")),
    "/laws": CopiedFile(410, "laws/index.html", "8" * 64, 2**40, ("/",)),
    "/laws?page=2": CopiedFile(200, "laws/page-2/index.html", "7" * 64, 0),
    "/l%C3%A9gal.ics": CopiedFile(200, "l\u00e9gal.ics", "6" * 64, 3),
    "/log/key": CopiedFile(200, "log/key", "5" * 64, 3),
    "verify.py": CopiedFile(200, "verify.py", "4" * 64, 3),
    "/gone": CopiedFile(404),
}
MADE_FROM = MadeFrom("of\u00e9", '[["changes"]]', "marks")


def a_state() -> MirrorState:
    state = MirrorState("manifest")
    for address, found in PAGES.items():
        state.put(address, found, MADE_FROM)
    return state


def told(state: MirrorState) -> dict[str, CopiedFile]:
    """What a state holds of each address that was copied."""
    found = dict[str, CopiedFile]()
    for each in state.copied():
        file, links = state.file(each), tuple(state.linked_from(each))
        digest = state.digest(each) if file else ""
        page = CopiedFile(state.status[each], file, digest, state.sizes[each], links)
        found[state.address(each)] = page
    return found


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_state(tmp_path / "state", a_state())

    kept = read_state(tmp_path / "state")

    assert (kept.manifest, told(kept)) == ("manifest", PAGES)
    assert {kept.made_from(each) for each in kept.copied()} == {MADE_FROM}
    assert (len(kept.notes), len(kept.link_lists)) == (1, 3)
    # What is put into it later is no different.
    kept.put("/more", CopiedFile(200, "more.pdf", "1" * 64, 1, ("/gone",)), MadeFrom())
    write_state(tmp_path / "state", kept)
    assert told(read_state(tmp_path / "state")) == told(kept)


def test_what_no_page_has_is_not_stored_for_ever(tmp_path: Path) -> None:
    state = a_state()
    for turn in range(20):
        found = CopiedFile(200, "more/index.html", "9" * 64, 12, ("/blocks", f"/turn-{turn}"))
        state.put("/more", found, MadeFrom("digest", "asked", f"marks {turn}"))
    write_state(tmp_path / "state", state.compact())

    kept = read_state(tmp_path / "state")

    assert told(kept) == told(state) == {**PAGES, "/more": found}
    assert kept.made_from(kept.number("/more")) == MadeFrom("digest", "asked", "marks 19")
    assert (len(kept.addresses), len(kept.notes), len(kept.link_lists)) == (10, 2, 4)


def broken_off_after(lines: int, work: Callable[[], object]) -> bool:
    """Do some work, and break it off after so many lines of the state; return whether it was."""
    left = lines

    def trace(frame: FrameType, event: str, _: object) -> Any:
        nonlocal left
        if "tracker/mirror/" not in frame.f_code.co_filename:
            return None
        left -= event == "line"
        if left < 0:
            sys.settrace(None)
            raise KeyboardInterrupt
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


def test_a_state_whose_change_broke_off_has_no_page_that_is_false(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the page as it was or as it is now, or no such page, or is as good as lost."""
    monkeypatch.setattr(numbered, "_FIRST_PLACES", 16)
    new = {
        "/laws": CopiedFile(410, "laws/index.html", "8" * 64, 5, ("/new",)),
        "/new": CopiedFile(200, "other.html", "9" * 64, 6, ("/", "/newer")),
    }
    made_from, seen = MadeFrom("digest", "asked", "marks"), set[str]()
    for lines in count():
        state = a_state()

        def change(state: MirrorState = state) -> None:
            for address, found in new.items():
                state.put(address, found, made_from)

        is_broken_off = broken_off_after(lines, change)
        write_state(tmp_path / "state", state)
        kept = read_state(tmp_path / "state")
        pages = told(kept)
        for address, found in pages.items():
            number = kept.number(address)
            assert found in (PAGES.get(address), new.get(address)), lines
            if found == new.get(address):
                assert kept.made_from(number) == made_from
            else:
                assert kept.made_from(number) == a_state().made_from(number)
        files = {found.file: found.size for found in (PAGES | new).values() if found.file}
        others = kept.take_files(files.items())
        # What no page has is removed at the end.
        there = {kept.file(each) for each in kept.copied() if kept.marks[each] & THERE}
        assert there | others.keys() == files.keys(), lines
        seen.add("lost" if not pages else "before" if pages == PAGES else "in between")
        if not is_broken_off:
            break

    assert pages == PAGES | new
    assert seen == {"lost", "before", "in between"}


def test_files_are_known_again_by_their_names_and_sizes() -> None:
    state = a_state()
    files = {page.file: page.size for page in PAGES.values() if page.file}
    others = {"laws/index.html": 3, "gone/index.html": 1, "lawsindex.html": 1, "blocks": 7}

    assert state.take_files((files | others).items()) == others
    there = {state.file(each) for each in state.copied() if state.marks[each] & THERE}
    assert there == files.keys() - {"laws/index.html"}


def test_files_are_in_the_order_of_their_names() -> None:
    state, names = MirrorState(), [f"{number * 7919 % 20011}.html" for number in range(20011)]
    numbers = array(
        "I", [state.put(f"/{name}", CopiedFile(200, name), MadeFrom()) for name in names]
    )

    assert [name for name, _ in state.in_order(numbers)] == sorted(names)
    assert all(state.file(number) == name for name, number in state.in_order(numbers))
    assert list(state.in_order(array("I"))) == []


@pytest.mark.parametrize("at", [3, 200, -40, -1])
def test_a_state_in_which_a_byte_differs_is_as_good_as_lost(tmp_path: Path, at: int) -> None:
    write_state(tmp_path / "state", a_state())
    stored = bytearray((tmp_path / "state").read_bytes())
    stored[at] ^= 1
    (tmp_path / "state").write_bytes(stored)

    kept = read_state(tmp_path / "state")

    assert (kept.manifest, told(kept)) == ("", {})


def test_a_state_that_ends_too_early_or_is_of_another_form_is_as_good_as_lost(
    tmp_path: Path,
) -> None:
    write_state(tmp_path / "state", a_state())
    stored = (tmp_path / "state").read_bytes()
    former = b'{"form":6,"byteorder":"little","stored":"1","manifest":"manifest","pages":[]}\n'
    for spoilt in (b"", stored[:-33], stored[:-1], stored + b"1", former, b"[]"):
        (tmp_path / "state").write_bytes(spoilt)
        assert read_state(tmp_path / "state").manifest == ""
