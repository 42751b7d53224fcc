"""A copy holds the whole public side, leads nowhere else, and follows what changes."""

import json
import posixpath
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from tests.mirror.copied import copied, files_in, first_copy, kept_nowhere
from tests.offices import AYESHA, BY, Clock, a_request, an_office, the_library
from tests.one_country import library_of_half_the_blocks
from tests.web.browser import a_site_config
from tests.web.record_scenes import (
    a_corrected_silence,
    a_late_answer,
    a_refusal,
    a_silence,
    a_withheld_record,
    addresses,
    show,
    strike,
)
from tracker.copies import CopiedSite
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.terms import WithheldBecause
from tracker.mirror import asking
from tracker.mirror.folder import SIGNED, UNFINISHED, FileKeeper
from tracker.mirror.making import make_copy
from tracker.mirror.state import MadeFrom, read_state, write_state
from tracker.mirror.writing import INCOMPLETE_SUFFIX
from tracker.services.core.office import Office
from tracker.services.ports.search import Passage
from tracker.services.ports.sought import ANY
from tracker.services.public import copied_words
from tracker.services.public.page_inputs import InputsOfACopy
from tracker.services.public.public_side import public_side
from tracker.services.publishing.publishing import withhold
from tracker.web.record.words import pagination as leafing


def links_of(file: str, page: bytes) -> Iterator[str]:
    """Everything that a page leads to or loads."""
    for element in html.fromstring(page).iter():
        for name in ("href", "src", "action"):
            yield element.get(name, "")


@dataclass
class Whole:
    """A copy of all that an office has: its files, and its public addresses."""

    files: dict[str, bytes]
    addresses: list[str]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(library_of_half_the_blocks, id="one-country"),
        pytest.param(the_library, marks=pytest.mark.slow, id="shipped-library"),
    ],
)
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """A copy of everything, which is only read."""
    folder = tmp_path_factory.mktemp("whole")
    with an_office(folder, library=request.param()) as (office, _):
        for scene in (a_silence, a_refusal, a_late_answer, a_withheld_record):
            scene(office)
        copied(office, folder)
        return Whole(files_in(folder), list(addresses(office)))


def test_every_link_of_every_page_leads_to_a_file_of_the_copy(whole: Whole) -> None:
    files = whole.files
    pages = {name: data for name, data in files.items() if name.endswith(".html")}
    followed = 0
    for name, page in pages.items():
        for link in links_of(name, page):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "mailto") or not parts.path:
                continue
            assert not parts.path.startswith("/"), (name, link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), parts.path))
            assert unquote(target) in files, (name, link)
            followed += 1
    assert followed > 1000


def test_no_file_is_made_of_two_pages(office: Office, tmp_path: Path) -> None:
    a_silence(office)
    first_copy(office, tmp_path)

    state = read_state(tmp_path / "state.json")
    made = [state.file(each) for each in filter(state.is_page, state.copied())]
    made = [*filter(None, made)]
    assert "ur/index.html" in made
    assert len(made) == len(set(made))


def test_no_page_of_a_copy_loads_anything_from_elsewhere(whole: Whole) -> None:
    for name, page in whole.files.items():
        if name.endswith(".html"):
            loaded = [
                each.get("href") or each.get("src")
                for each in html.fromstring(page).iter()
                if each.get("rel") in ("stylesheet", "icon") or each.get("src")
            ]
            # At least the sheet and the icon.
            assert len(loaded) >= 2, name
            assert not [each for each in loaded if each is None or "//" in each], name


def test_every_public_page_and_file_is_in_the_copy(whole: Whole) -> None:
    files = whole.files
    for address in whole.addresses:
        place = address.strip("/")
        assert files.keys() & {place, posixpath.join(place, "index.html")}, address
    for file in ("feed.atom", "ur/blocks/pk-x-2024/feed.atom", "blocks/pk-x-2024/calendar.ics"):
        assert file in files


def test_what_a_copy_lacks_is_told_in_the_language_of_the_page(
    office: Office, tmp_path: Path
) -> None:
    reference = a_silence(office)
    copied(office, tmp_path, only=reference)
    files = files_in(tmp_path)

    for way in ("", "ur/"):
        page: Any = html.fromstring(files[f"{way}requests/{reference}/index.html"])
        lacking = page.xpath("//main//a[1]/@href")[0]
        assert lacking == "../../mirrors/index.html"
        assert f"{way}mirrors/index.html" in files


def test_the_only_box_of_a_copy_is_the_one_that_a_script_answers(whole: Whole) -> None:
    pages = {file: page for file, page in whole.files.items() if file.endswith(".html")}
    boxes = {file for file, page in pages.items() if b'role="search"' in page}
    assert boxes == {"search/index.html", "ur/search/index.html"}
    assert all(b"copy-search.js" in pages[file] for file in boxes)
    assert b'href="search/index.html"' in pages["index.html"]


def test_the_list_names_every_file_with_its_digest(whole: Whole) -> None:
    files = dict(whole.files)
    listed = json.loads(files.pop("manifest.json"))["files"]
    assert files.pop("manifest.note")

    assert listed == {name: sha256(data).hexdigest() for name, data in files.items()}


@pytest.mark.slow
def test_a_copy_made_again_is_the_same_byte_for_byte_and_nothing_is_written(
    office: Office, tmp_path: Path
) -> None:
    a_silence(office)
    a_refusal(office)
    first_copy(office, tmp_path)
    before = files_in(tmp_path)

    made = copied(office, tmp_path)
    (tmp_path / "state.json").unlink()
    without_state = copied(office, tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    copied(office, elsewhere)

    assert (made.rendered, made.written, made.removed) == (0, 0, 0)
    assert (without_state.written, without_state.removed) == (0, 0)
    assert without_state.rendered > 100
    assert files_in(tmp_path) == files_in(elsewhere) == before


def moments(folder: Path) -> dict[str, int]:
    """When each file of a copy was written, in nanoseconds."""
    copy = folder / "copy"
    return {file: (copy / file).stat().st_mtime_ns for file in files_in(folder)}


@pytest.mark.slow
def test_changed_pages_are_made_again_and_no_page_of_another_record(
    office: Office, tmp_path: Path
) -> None:
    first = a_silence(office)
    first_copy(office, tmp_path)
    before, written_at = files_in(tmp_path), moments(tmp_path)
    second = a_refusal(office)
    state = read_state(tmp_path / "state.json")
    notes = len(state.notes)
    for number in range(3 * notes):
        state.notes.number(f"no page has note {number}".encode())
    write_state(tmp_path / "state.json", state)

    made = copied(office, tmp_path)

    files = files_in(tmp_path)
    # So rsync, which goes by time and size, takes what differs and nothing else.
    differ = {file for file, data in files.items() if data != before.get(file)}
    rewritten = set(moments(tmp_path).items()) - set(written_at.items())
    assert {file for file, _ in rewritten} == differ
    assert f"requests/{second}/index.html" in files
    assert second.encode() in files["index.html"]
    assert second.encode() in files["bodies/pk-interior/index.html"]
    # The record with its bytes and its text, and no more than the pages that list records.
    assert 3 < made.written < 100
    state = read_state(tmp_path / "state.json")
    assert f"/requests/{first}" in map(state.address, state.copied())
    assert len(state.notes) < 2 * notes
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    copied(office, fresh)
    assert files_in(fresh) == files


@pytest.mark.slow
def test_the_first_page_of_a_copy_follows_the_outcomes_of_requests(
    office: Office, tmp_path: Path
) -> None:
    reference = a_refusal(office)
    first_copy(office, tmp_path)
    for page in ("index.html", "ur/index.html"):
        assert reference.encode() in files_in(tmp_path)[page]

    strike(office, reference, "refused", "It was of another request.")
    copied(office, tmp_path)

    for page in ("index.html", "ur/index.html"):
        assert reference.encode() not in files_in(tmp_path)[page]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_a_copy_that_follows_what_changes_is_the_one_that_is_made_at_once(
    office: Office, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    # So that a few records fill pages of lists.
    monkeypatch.setattr(leafing, "LINES_ON_A_PAGE", 2)
    chance = Random(seed)  # noqa: S311
    scenes = (a_silence, a_refusal, a_late_answer, a_corrected_silence, a_withheld_record)
    for step in range(5):
        for scene in chance.choices(scenes, k=2):
            scene(office)
        clock.moment += timedelta(days=chance.randrange(2))
        copied(office, tmp_path)
        if step == 3:
            shown = [line.reference for line in office.records.lines()]
            withhold(office, chance.choice(shown), WithheldBecause.SAFETY, by=BY)

    fresh = tmp_path / "fresh"
    fresh.mkdir()
    copied(office, fresh)

    assert files_in(tmp_path) == files_in(fresh)


@pytest.mark.slow
def test_what_comes_on_record_changes_no_full_page_of_a_list(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leafing, "LINES_ON_A_PAGE", 2)
    for _ in range(7):
        a_silence(office)
    copied(office, tmp_path)
    before = files_in(tmp_path)
    newest = a_refusal(office)
    copied(office, tmp_path)

    after = files_in(tmp_path)
    pages = [
        f"{part}requests/page-{number}/index.html" for part in ("", "ur/") for number in (1, 2, 3)
    ]
    assert [after[page] for page in pages] == [before[page] for page in pages]
    assert newest.encode() in after["requests/index.html"]


def test_a_part_of_a_list_is_told_without_reading_it_and_is_another_when_a_line_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_silence(office), a_refusal(office)
    parts = [(0, 1), (1, 1)]

    def told() -> list[object]:
        inputs = InputsOfACopy(office)
        return [inputs.rows(ANY, *part) for part in parts]

    def read(*_: object) -> None:
        pytest.fail("a line was read")

    monkeypatch.setattr(type(office.records), "numbered", read)
    before = told()
    assert told() == before
    withhold(office, second, WithheldBecause.SAFETY, by=BY)
    after = told()
    assert after[0] == before[0]
    assert after[1] != before[1]
    withhold(office, first, WithheldBecause.SAFETY, by=BY)
    assert told()[0] != before[0]


# Pages that count days up to today: blocks in force, and those that show them.
COUNTED = (
    *("blocks", "deadlines", "status"),
    *(f"blocks/{key}" for key, block in the_library().blocks.items() if block.until is None),
)


def test_a_day_later_only_pages_that_count_days_are_written(
    office: Office, clock: Clock, tmp_path: Path
) -> None:
    a_silence(office)
    first_copy(office, tmp_path)
    before = files_in(tmp_path)
    clock.set(date(2026, 11, 25))

    copied(office, tmp_path)

    after = files_in(tmp_path)
    changed = {name for name in after if after[name] != before.get(name)}
    assert not [name for name in changed if name.startswith("requests/")]
    assert changed <= {
        "manifest.json",
        "manifest.note",
        # What was entered while private stands sealed in the log from the next day on.
        *(name for name in after if name.startswith(("log/", "ur/log/"))),
        # Of what day that was: how new the copy is, and the list of addresses.
        *("mirrors.txt", "mirrors/index.html", "ur/mirrors/index.html"),
        *(f"{ur}{page}/index.html" for ur in ("", "ur/") for page in COUNTED),
        *(f"{ur}index.html" for ur in ("", "ur/")),
    }


def test_a_takedown_vanishes_from_the_copy(office: Office, tmp_path: Path) -> None:
    reference = a_refusal(office)
    first_copy(office, tmp_path)
    told = b"The record is classified."
    assert any(told in data for data in files_in(tmp_path).values())
    before = files_in(tmp_path).keys()
    withhold(office, reference, WithheldBecause.SAFETY, by=BY)

    made = copied(office, tmp_path)

    files = files_in(tmp_path)
    left = [name for name in files if reference in name]
    assert left == [f"{prefix}requests/{reference}/index.html" for prefix in ("", "ur/")]
    assert b"has been taken down" in files[left[0]]
    assert made.removed == len(before - files.keys()) > 0
    assert not [name for name, data in files.items() if told in data]


def test_a_correction_reaches_the_copy(office: Office, tmp_path: Path) -> None:
    reference = a_corrected_silence(office)
    copied(office, tmp_path, reference)

    page = files_in(tmp_path)[f"requests/{reference}/index.html"]

    assert b"Corrected: no longer counts." in page


def test_who_asked_is_in_no_file_of_a_copy(whole: Whole) -> None:
    private = (AYESHA.name, AYESHA.address.splitlines()[0], AYESHA.contact, "CN-778899", BY)
    for name, data in whole.files.items():
        found = [word for word in private if word.lower().encode() in data.lower()]
        assert not found, name


def test_the_maker_of_a_copy_cannot_reach_private_words(office: Office) -> None:
    readers = public_side(office)

    for port in ("cases", "people", "archive", "workbook", "outbox", "reminders", "post"):
        with pytest.raises(AttributeError, match="not for readers"):
            getattr(readers, port).look  # noqa: B018
    for port, method in (
        ("premises", "note_edition"),
        ("log_upkeep", "append"),
        ("data", "replace"),
    ):
        with pytest.raises(AttributeError, match="not for readers"):
            getattr(getattr(readers, port), method)
    with pytest.raises(AttributeError, match="not for readers"):
        readers.file("letterhead.docx")


@pytest.mark.slow
def test_an_export_that_broke_off_anywhere_goes_on_and_ends_the_same(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_refusal(office)
    whole = tmp_path / "whole"
    whole.mkdir()
    first_copy(office, whole)
    keep, done = FileKeeper.keep, 0

    def breaks_off(keeper: FileKeeper, file: str, data: Iterable[bytes]) -> asking.KeptFile:
        nonlocal done
        done += 1
        if done % 40 == 0:
            raise KeyboardInterrupt
        return keep(keeper, file, data)

    monkeypatch.setattr(FileKeeper, "keep", breaks_off)
    broken = 0
    while True:
        try:
            copied(office, tmp_path)
            break
        except KeyboardInterrupt:
            broken += 1
            assert (tmp_path / "copy" / UNFINISHED).exists()
            assert not (tmp_path / "copy" / "manifest.json").exists()

    assert broken >= 3
    assert done < 2 * len(files_in(tmp_path)), "what was made before was made again"
    assert files_in(tmp_path) == files_in(whole)


def test_a_page_that_fails_is_told_and_its_copy_stays(office: Office, tmp_path: Path) -> None:
    reference = a_silence(office)
    first_copy(office, tmp_path)
    before = files_in(tmp_path)
    second = a_refusal(office)
    site = CopiedSite(office, a_site_config())
    answer = site.answer
    failing = f"/requests/{second}"

    def fails(address: str, made_from: MadeFrom) -> asking.Answer:
        found = answer(address, made_from)
        return replace(found, status=500) if address in (failing, "/requests") else found

    site.answer = fails  # type: ignore[method-assign]
    made = make_copy(site, tmp_path / "copy", tmp_path / "state.json")
    after = files_in(tmp_path)
    healed = copied(office, tmp_path)

    assert set(made.troubled) == {f"{failing} answers 500", "/requests answers 500"}
    assert after["requests/index.html"] == before["requests/index.html"]
    assert f"requests/{reference}/index.html" in after
    assert f"requests/{second}/index.html" not in after
    assert not healed.troubled
    assert f"requests/{second}/index.html" in files_in(tmp_path)


@pytest.mark.parametrize(("address", "waits"), [("/data/requests.csv", True), ("/blocks", False)])
def test_no_state_of_the_database_stays_open_while_the_data_package_is_made(
    office: Office, monkeypatch: pytest.MonkeyPatch, address: str, waits: bool
) -> None:
    site, order = CopiedSite(office, a_site_config()), list[str]()
    records = type(office.records)
    one_state = records.one_state

    @contextmanager
    def opened(self: Any) -> Iterator[None]:
        order.append("opened")
        with one_state(self):
            yield

    monkeypatch.setattr(records, "one_state", opened)
    monkeypatch.setattr(site._package, "wait", lambda: order.append("waited"))
    monkeypatch.setattr(site, "_answer_to", lambda *_: None)

    site.answers_to([asking.AskFor(address)], kept_nowhere)

    assert order == (["waited", "opened"] if waits else ["opened"])


@pytest.mark.parametrize("lost", [True, False])
def test_the_list_of_a_copy_leaves_out_a_page_that_was_lost_and_fails(
    office: Office, tmp_path: Path, lost: bool
) -> None:
    a_silence(office)
    first_copy(office, tmp_path)
    page = tmp_path / "copy/requests/index.html"
    if lost:
        page.unlink()
    else:
        page.write_text("half of a page")
    site = CopiedSite(office, a_site_config())
    answer = site.answer

    def fails(address: str, made_from: MadeFrom) -> asking.Answer:
        found = answer(address, made_from)
        return replace(found, status=500) if address == "/requests" else found

    site.answer = fails  # type: ignore[method-assign]
    made = make_copy(site, tmp_path / "copy", tmp_path / "state.json")
    after = files_in(tmp_path)

    assert made.troubled == ["/requests answers 500"]
    assert json.loads(after["manifest.json"])["files"] == {
        name: sha256(data).hexdigest()
        for name, data in after.items()
        if name not in ("manifest.json", SIGNED)
    }
    assert not copied(office, tmp_path).troubled
    assert page.read_text() != "half of a page"


def test_what_was_lost_comes_back_and_what_was_added_goes(office: Office, tmp_path: Path) -> None:
    reference = a_silence(office)
    first_copy(office, tmp_path)
    before = files_in(tmp_path)
    copy = tmp_path / "copy"
    (copy / f"requests/{reference}/index.html").unlink()
    (copy / "requests/added").mkdir()
    (copy / "requests/added/index.html").write_text("not of this record")
    (copy / ".htaccess").write_text("of the server")

    copied(office, tmp_path)

    after = files_in(tmp_path)
    assert after.pop(".htaccess")
    assert after == before
    assert not (copy / "requests/added").exists()


@pytest.mark.slow
def test_another_copy_in_the_same_folder_is_not_taken_for_the_last_one(
    office: Office, tmp_path: Path
) -> None:
    """Two sticks at one place: what the state tells of one is not true of the other."""
    reference = a_refusal(office)
    first_copy(office, tmp_path)
    stick = tmp_path / "stick"
    (tmp_path / "copy").rename(stick)
    withhold(office, reference, WithheldBecause.SAFETY, by=BY)
    copied(office, tmp_path)
    fresh = files_in(tmp_path)
    (tmp_path / "copy").rename(tmp_path / "first")
    stick.rename(tmp_path / "copy")

    copied(office, tmp_path)

    assert files_in(tmp_path) == fresh


@pytest.mark.parametrize("name", ["letter.docx", "deep/letter.docx"])
def test_a_folder_with_other_files_is_left_alone(
    office: Office, tmp_path: Path, name: str
) -> None:
    file = tmp_path / "copy" / name
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    arriving = file.with_name(f".mine{INCOMPLETE_SUFFIX}")
    arriving.write_text("mine too")

    with pytest.raises(BadInput, match="holds other files"):
        copied(office, tmp_path)

    assert (file.read_text(), arriving.read_text()) == ("mine", "mine too")


def test_the_copy_of_another_office_is_left_alone(office: Office, tmp_path: Path) -> None:
    a_silence(office)
    first_copy(office, tmp_path)
    note = tmp_path / "copy" / SIGNED
    note.write_bytes(b"other.example/log-1a2b3c4d copy\n" + note.read_bytes().partition(b"\n")[2])
    before = files_in(tmp_path)
    (tmp_path / "state.json").rename(tmp_path / "forgotten.json")

    with pytest.raises(BadInput, match="of another office"):
        copied(office, tmp_path)

    assert files_in(tmp_path) == before
    # What the office remembers to have made is its own, under whatever name its log had then.
    (tmp_path / "forgotten.json").rename(tmp_path / "state.json")
    copied(office, tmp_path)
    assert office.log.state().origin.encode() in note.read_bytes()


@pytest.mark.parametrize("said", [b"", b"mine", b"of the log other.example/log-1a2b3c4d\n"])
def test_only_what_this_export_left_unfinished_is_gone_on_with(
    office: Office, tmp_path: Path, said: bytes
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / UNFINISHED).write_bytes(said)
    (folder / "letter.docx").write_text("mine")

    with pytest.raises(BadInput, match="holds other files"):
        copied(office, tmp_path)

    assert (folder / "letter.docx").read_text() == "mine"


@pytest.mark.slow
def test_the_copy_of_one_record_that_broke_off_is_not_gone_on_with_as_one_of_everything(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = a_refusal(office)
    with monkeypatch.context() as broken:
        broken.setattr(FileKeeper, "keep", lambda keeper, *_: keeper.change() or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            copied(office, tmp_path, reference)

    with pytest.raises(BadInput, match="holds other files"):
        copied(office, tmp_path)
    copied(office, tmp_path, reference)


def test_feeds_of_a_copy_lead_to_its_own_pages(office: Office, tmp_path: Path) -> None:
    """The site that a copy stands for may be blocked."""
    reference = a_refusal(office)
    first_copy(office, tmp_path)

    feeds = {name: data for name, data in files_in(tmp_path).items() if name.endswith(".atom")}

    assert f'href="requests/{reference}/index.html"'.encode() in feeds["feed.atom"]
    assert f'href="../requests/{reference}/index.html"'.encode() not in feeds["feed.atom"]
    for name, data in feeds.items():
        assert b'href="https://record.example' not in data, name
        assert b'href="/' not in data, name


def test_one_record_is_copied_with_all_that_belongs_to_it(office: Office, tmp_path: Path) -> None:
    a_silence(office)
    reference = a_refusal(office)

    copied(office, tmp_path, reference)

    names = set(files_in(tmp_path))
    assert {f"requests/{reference}/index.html", f"requests/{reference}.json"} <= names
    assert [name for name in names if name.startswith(f"requests/{reference}/texts/")]
    assert not [name for name in names if name.startswith("requests/") and reference not in name]
    assert "mirrors.txt" in names
    with pytest.raises(BadInput, match=f"of the record {reference} alone"):
        copied(office, tmp_path)
    with pytest.raises(NotOnFile):
        copied(office, tmp_path, "unknown0")


def test_the_copy_of_one_record_opens_with_it_and_offers_nothing_else(
    office: Office, tmp_path: Path
) -> None:
    reference = a_refusal(office)
    copied(office, tmp_path, reference)

    files = files_in(tmp_path)

    front: Any = html.fromstring(files["index.html"])
    page: Any = html.fromstring(files[f"requests/{reference}/index.html"])
    assert front.findtext(".//h1") == page.findtext(".//h1")
    for place, found in (("", front), (f"requests/{reference}", page)):
        links = found.xpath("//nav[@aria-label='The public record']//a/@href|//footer//a/@href")
        led = {posixpath.normpath(posixpath.join(place, unquote(link))) for link in links}
        assert led <= files.keys()
        assert "copy of one record" in found.find(".//footer").text_content()
    told: Any = html.fromstring(files["mirrors/index.html"])
    assert f"This copy has one record, {reference}" in told.find(".//main").text_content()


@pytest.mark.slow
def test_a_copy_says_how_new_it_is(office: Office, clock: Clock, tmp_path: Path) -> None:
    a_refusal(office)
    clock.set(date(2026, 11, 25))
    copied(office, tmp_path)

    told = files_in(tmp_path)["mirrors/index.html"].decode()

    assert "When this copy was made, the latest entry of the public log" in told


@pytest.mark.slow
@pytest.mark.parametrize(
    "spoil", [lambda words: words[: len(words) // 2], lambda _: b"{}", lambda _: b'{"form": 9}']
)
def test_a_spoilt_state_costs_time_and_nothing_else(
    office: Office, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    a_silence(office)
    first_copy(office, tmp_path)
    before = files_in(tmp_path)
    state = tmp_path / "state.json"
    state.write_bytes(spoil(state.read_bytes()))

    made = copied(office, tmp_path)

    assert made.written == 0
    assert files_in(tmp_path) == before


def words_of_bundle(files: dict[str, bytes], number: int) -> tuple[list[str], dict[str, Any]]:
    """The records of a bundle of words, and the places of each word."""
    data = files[f"search/words-{number}.js"]
    references, words = json.loads(data.removeprefix(b"wordsOfTheCopy(").removesuffix(b");\n"))
    return references, words


@pytest.mark.slow
def test_a_copy_has_the_words_of_what_was_answered_and_none_of_what_was_taken_down(
    office: Office, tmp_path: Path
) -> None:
    silent = a_silence(office)
    answered = show(office, a_request(office), [("Letter", "Ask the Zollernamt. ١٢٣")])
    copied(office, tmp_path)
    references, words = words_of_bundle(files_in(tmp_path), 1)

    assert sorted(references) == sorted([silent, answered])
    assert words["zollernamt"] == words["123"] == [references.index(answered)]
    assert words["order"] == 0, "both letters ask for one"

    withhold(office, answered, WithheldBecause.SAFETY, by=BY)
    copied(office, tmp_path)
    references, words = words_of_bundle(files_in(tmp_path), 1)
    assert references == [silent]
    assert "zollernamt" not in words


@pytest.mark.slow
def test_words_of_unchanged_records_are_not_made_again(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copied_words, "BUNDLE", 1)
    a_silence(office)
    copied(office, tmp_path)
    made: list[tuple[str, ...]] = []

    def noted(office: Office, bundle: copied_words.Bundle) -> bytes:
        made.append(bundle.references)
        return copied_words.bundle_words(office, bundle)

    monkeypatch.setattr("tracker.copies.bundle_words", noted)
    newest = a_refusal(office)
    copied(office, tmp_path)
    copied(office, tmp_path)

    assert made[-1] == (newest,)
    assert len(made) == len({*made}) <= 2, "no bundle twice, and none that stood"


def test_a_record_has_no_more_words_in_a_copy_than_are_told() -> None:
    many = " ".join(f"w{number}" for number in range(9000))

    assert (
        len(list(copied_words._words((Passage(many), Passage(many))))) == copied_words.MOST_WORDS
    )
