"""Which pages an export asks for, and when: a site of a few words stands for the public one."""

import json
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tracker.app.copy_beside import CopyHere
from tracker.mirror import making
from tracker.mirror.asking import Answer, AskFor, Extra, Keep, KeptAnswer, put_answer
from tracker.mirror.making import make_copy
from tracker.mirror.state import MadeFrom


class FewPages:
    """Pages by address, each with the addresses that it links to; `/` is the first."""

    only = ""

    def __init__(self, pages: dict[str, list[str]]) -> None:
        self.pages = pages
        self.files: dict[str, str] = {}
        self.asked: list[str] = []
        self.asked_at_once = 0
        # The pages that are made with a page, whether they were asked for or not.
        self.made_with: dict[str, list[str]] = {}
        self._waiting = deque[tuple[str, Keep]]()

    def signing_keys(self) -> Sequence[str]:
        return ["log.example+key"]

    def take_stock(self) -> None:
        self.asked.clear()

    def unchanged_since_stock(self) -> bool:
        return True

    def starts(self) -> Sequence[str]:
        return ["/"]

    def _made_from(self, address: str) -> MadeFrom:
        linked = self.pages.get(address)
        return MadeFrom(sha256(repr(linked).encode()).hexdigest(), address, repr(linked))

    def same(self, notes: Sequence[tuple[str, str]]) -> Sequence[bool]:
        return [marks == repr(self.pages.get(asked)) for asked, marks in notes]

    def ask(self, wanted: Sequence[AskFor], keep: Keep) -> None:
        self.asked += [each.address for each in wanted]
        self._waiting.extend((each.address, keep) for each in wanted)
        self.asked_at_once = max(self.asked_at_once, len(self._waiting))

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        while self._waiting:
            address, keep = self._waiting.popleft()
            made = [address, *self.made_with.get(address, ())]
            self._waiting = deque(each for each in self._waiting if each[0] not in made)
            yield [put_answer(self._answer(each), keep) for each in made]

    def _answer(self, address: str) -> Answer:
        links = self.pages.get(address)
        status, data = (200, repr(links).encode()) if links is not None else (404, b"")
        name = address.strip("/") or "index"
        file = (name if "." in name else f"{name}.html") if links is not None else ""
        return Answer(address, status, file, (data,), tuple(links or ()), self._made_from(address))

    def extras(self) -> Sequence[Extra]:
        return [Extra(file, said.encode) for file, said in self.files.items()]

    def signed(self, digest: str) -> bytes:
        return f"log.example copy\n\n{digest}\n".encode()


def copied(site: FewPages, folder: Path) -> set[str]:
    """Bring a copy up to date, and return the pages in it."""
    made = make_copy(site, folder / "copy", folder / "state")
    assert made.troubled == []
    return {file.stem for file in (folder / "copy").glob("*.html")}


@pytest.fixture
def site() -> FewPages:
    """A first page, and a list in parts, each with a record and a link to the part before."""
    parts = {f"/part-{n}": [f"/record-{n}", f"/part-{n - 1}"] for n in range(1, 4)}
    records = {f"/record-{n}": ["/"] for n in range(1, 4)}
    return FewPages({"/": ["/part-3"], **parts, **records})


def test_each_page_is_asked_for_once_however_long_the_way_to_it(
    site: FewPages, tmp_path: Path
) -> None:
    names = {address.strip("/") or "index" for address in site.pages}

    assert copied(site, tmp_path) == names
    # The list leads to a part that is not there.
    assert sorted(site.asked) == sorted([*site.pages, "/part-0"])
    assert copied(site, tmp_path) == names
    assert site.asked == []


def test_what_no_page_leads_to_any_more_leaves_the_copy(site: FewPages, tmp_path: Path) -> None:
    names = copied(site, tmp_path)
    site.pages["/part-2"] = ["/part-1"]

    assert copied(site, tmp_path) == names - {"record-2"}
    assert site.asked == ["/part-2"]


def test_a_page_that_changed_leaves_the_copy_if_nothing_leads_to_it_any_more(
    site: FewPages, tmp_path: Path
) -> None:
    names = copied(site, tmp_path)
    site.pages |= {"/part-2": ["/part-1"], "/record-2": ["/part-3"]}

    assert copied(site, tmp_path) == names - {"record-2"}
    assert copied(site, tmp_path) == names - {"record-2"}
    assert site.asked == []


def test_a_page_stays_that_another_page_leads_to_now(site: FewPages, tmp_path: Path) -> None:
    names = copied(site, tmp_path)
    site.pages |= {"/": ["/part-1", "/record-4"], "/record-1": ["/part-2"], "/record-4": []}

    assert copied(site, tmp_path) == (names | {"record-4"}) - {"part-3", "record-3"}
    assert sorted(site.asked) == ["/", "/record-1", "/record-4"]


def test_an_address_that_has_the_file_of_no_page_is_not_asked_for(
    site: FewPages, tmp_path: Path
) -> None:
    """The key of the log, to which a page links, is in every copy."""
    site.pages["/record-1"] = ["/key.html"]
    site.files["key.html"] = "the key"
    names = copied(site, tmp_path)
    manifest = (tmp_path / "copy/manifest.json").read_bytes()

    assert "/key.html" not in site.asked
    assert manifest.count(b"key.html") == 1
    assert (tmp_path / "copy/key.html").read_text() == "the key"
    # Another moment, in which it is a page, and one in which it is none again.
    for files, said in (({}, "[]"), ({"key.html": "the key"}, "the key")):
        site.files = files
        site.pages["/key.html"] = []
        left = make_copy(site, tmp_path / "copy", tmp_path / "state").left
        assert {file.stem for file in (tmp_path / "copy").glob("*.html")} == names
        assert (tmp_path / "copy/key.html").read_text() == said
        assert CopyHere(tmp_path / "copy", tmp_path / "state").left() == left
        assert (tmp_path / "copy/manifest.json").read_bytes().count(b"key.html") == 1


def test_a_page_that_is_no_more_leaves_nothing(site: FewPages, tmp_path: Path) -> None:
    names = copied(site, tmp_path)
    del site.pages["/record-2"]

    assert copied(site, tmp_path) == names - {"record-2"}
    assert site.asked == ["/record-2"]
    assert copied(site, tmp_path) == names - {"record-2"}
    assert site.asked == []


def test_few_pages_are_asked_for_at_once(
    site: FewPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_MOST_ASKED", 4)
    records = [f"/record-{n}" for n in range(20)]
    site.pages |= {"/": records, **{each: [] for each in records}}

    assert len(copied(site, tmp_path)) == 21
    assert site.asked_at_once == 4
    # All of them changed.
    site.pages |= {each: ["/"] for each in records}
    site.asked_at_once = 0
    assert len(copied(site, tmp_path)) == 21
    assert (sorted(site.asked), site.asked_at_once) == (sorted(records), 4)


def test_pages_that_are_made_with_others_do_not_make_room_for_more(
    site: FewPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are asked for only if nothing made them while they waited."""
    monkeypatch.setattr(making, "_MOST_ASKED", 4)
    records = [f"/record-{n}" for n in range(20)]
    feeds = [f"{each}-feed" for each in records]
    site.pages |= {"/": [*records, *feeds], **{each: [] for each in (*records, *feeds)}}
    site.made_with = {each: [f"{each}-feed"] for each in records}

    assert len(copied(site, tmp_path)) == 41
    assert site.asked_at_once == 4
    assert len(set(site.asked)) == len(site.asked)
    # The last feeds are asked for together with their records.
    assert len({*feeds} & {*site.asked}) <= 4


def test_a_page_with_another_file_leaves_none_at_the_former_name(
    site: FewPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of files may change with the program. The mark of all files is right then too."""
    copied(site, tmp_path)
    answer = FewPages._answer

    def renamed(site: FewPages, address: str) -> Answer:
        given = answer(site, address)
        return replace(given, file=given.file.replace("record-2", "moved"))

    monkeypatch.setattr(FewPages, "_answer", renamed)
    site.pages["/record-2"] = ["/part-1"]

    left = make_copy(site, tmp_path / "copy", tmp_path / "state").left
    assert (tmp_path / "copy/moved.html").exists()
    assert not (tmp_path / "copy/record-2.html").exists()
    assert CopyHere(tmp_path / "copy", tmp_path / "state").left() == left


def test_many_notes_are_compared(
    site: FewPages, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_NOTES_AT_ONCE", 3)
    monkeypatch.setattr(making, "_LINES", 2)
    names = copied(site, tmp_path)
    site.pages["/record-1"] = ["/part-1"]

    assert copied(site, tmp_path) == names
    assert site.asked == ["/record-1"]
    files = json.loads((tmp_path / "copy/manifest.json").read_bytes())["files"]
    assert list(files) == sorted(f"{name}.html" for name in names)
