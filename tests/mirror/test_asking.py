"""Which pages an export asks for, and when: a site of a few words stands for the public one."""

from collections import deque
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from tracker.mirror.making import Answer, AskFor, Extra, Keep, KeptAnswer, make_copy, put_answer
from tracker.mirror.state import MadeFrom


class FewPages:
    """Pages by address, each with the addresses that it links to; `/` is the first."""

    only = ""

    def __init__(self, pages: dict[str, list[str]]) -> None:
        self.pages = pages
        self.asked: list[str] = []
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

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        while self._waiting:
            address, keep = self._waiting.popleft()
            links = self.pages.get(address)
            status, data = (200, repr(links).encode()) if links is not None else (404, b"")
            file = f"{address.strip('/') or 'index'}.html" if links is not None else ""
            answer = Answer(
                address, status, file, data, tuple(links or ()), self._made_from(address)
            )
            yield [put_answer(answer, keep)]

    def extras(self) -> Sequence[Extra]:
        return ()

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
