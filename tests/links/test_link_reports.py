"""Every address of the library, one at a time for each host, and a report to go on from."""

import json
import re
import shutil
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.shipped import shipped
from tracker.cli import main
from tracker.domain.base.errors import BadInput
from tracker.domain.law.law import ReadIn
from tracker.domain.words.source_links import source_parts
from tracker.lawfiles.reader import PACKAGED
from tracker.links.checking import LinkAnswer, LinkState
from tracker.links.library_addresses import library_addresses, sources_without_address
from tracker.links.report import (
    CheckedLink,
    as_report,
    checked_links,
    read_report,
    write_report,
)

TODAY = date(2026, 11, 28)
ALIVE = LinkAnswer(LinkState.ALIVE, 200)


def test_addresses_are_found_in_sources_and_in_fields_with_what_names_them() -> None:
    found = library_addresses(shipped())

    assert "blocks pk-x-2024" in found["https://dawn.com/news/1825447"]
    assert "blocks pk-x-2024" in found["https://explorer.ooni.org/findings/255040833200"]
    law = shipped().laws["pk-raia-2017"]
    assert not law.official_text.startswith("http") or law.official_text in found
    websites = {body.website for body in shipped().bodies.values() if body.website}
    assert websites <= set(found)
    assert all(each.startswith(("http://", "https://")) for each in found)
    assert list(found) == sorted(found)


def test_a_source_without_an_address_is_listed_by_its_entry() -> None:
    read = replace(shipped().bodies["pk-pta"].source, where="the Gazette of 2016", note="")
    linked = replace(read, note="Also at https://example.org/gazette.")
    remembered = replace(read, read_in=ReadIn.MEMORY)
    bodies = {
        key: replace(
            shipped().bodies["pk-pta"], key=key, source=source, states=(), designation=None
        )
        for key, source in (("xx-a", read), ("xx-b", linked), ("xx-c", remembered))
    }
    found = sources_without_address(replace(shipped(), bodies=bodies))

    listed = {name: where for name, where in found.items() if name.startswith("bodies ")}
    assert listed == {"bodies xx-a": ("the Gazette of 2016",)}


def test_the_command_lists_what_lacks_an_address_and_no_block_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "links", "--missing"]) == 0
    listed = capsys.readouterr().out
    assert re.search(r"^\d+ sources without an address$", listed, re.MULTILINE)
    assert main(["law", "links", "--missing", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(listed.splitlines()) == 1 + sum(map(len, found.values()))
    assert not [name for name in found if name.startswith("blocks ")]


def test_every_source_of_a_block_gives_an_address_that_a_reader_can_open() -> None:
    """In its name, or in its note where a letter prints the name."""
    bare = []
    for key, block in shipped().blocks.items():
        sources = [block.source, *(said.source for said in block.justifications)]
        sources += [happening.source for happening in block.happenings]
        sources += [fact.source for fact in block.reported]
        sources += [order.source for order in block.orders]
        sources += [found.source for found in block.measurements]
        sources += [watch.source for watch in block.watches]
        for source in sources:
            parts = (*source_parts(source.where), *source_parts(source.note))
            if not any(address for _, address in parts):
                bare.append((key, source.where))
    assert bare == []


def test_one_host_is_asked_one_at_a_time_with_a_pause_between() -> None:
    named = {f"https://{host}.example/{n}": ("laws xx",) for host in "ab" for n in range(3)}
    busy = {host: threading.Lock() for host in "ab"}
    pauses: list[float] = []

    def ask(address: str) -> LinkAnswer:
        lock = busy[address[8]]
        assert lock.acquire(blocking=False), "two questions to one host at the same time"
        lock.release()
        return ALIVE

    links = list(checked_links(named, ask, TODAY, pauses.append))

    assert {link.address for link in links} == set(named)
    # Two pauses between three questions, for each of two hosts.
    assert len(pauses) == 4
    assert all(pauses)


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    dead = LinkAnswer(LinkState.DEAD, 404, ("https://b.example/",), "gone")
    links = [
        CheckedLink("https://b.example/", ("laws xx",), TODAY, ALIVE),
        CheckedLink("https://a.example/", ("blocks yy", "laws xx"), TODAY, dead),
    ]
    write_report(tmp_path / "links.json", links)

    assert list(read_report(tmp_path / "links.json").values()) == [links[1], links[0]]
    assert [row["state"] for row in as_report(links)] == ["dead", "alive"]
    assert [each.name for each in tmp_path.iterdir()] == ["links.json"]


@pytest.mark.parametrize("content", ["", "{}x", "[1]", '[{"address": "a"}]', '{"a": 1}'])
def test_a_file_that_is_no_report_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(content)
    with pytest.raises(BadInput, match="no report"):
        read_report(file)


def test_the_command_goes_on_from_an_earlier_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each address was alive yesterday, so that nothing is opened."""
    report = tmp_path / "links.json"
    named = library_addresses(shipped())
    yesterday = date(2026, 11, 27)
    write_report(report, [CheckedLink(a, by, yesterday, ALIVE) for a, by in named.items()])

    assert main(["law", "links", "--report", str(report), "--since", "2026-11-27"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"{len(named)} addresses: {len(named)} alive, 0 moved, 0 dead")


def test_the_command_chooses_by_words_and_says_where_an_address_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "links.json"
    named = library_addresses(shipped())
    moved = LinkAnswer(LinkState.MOVED, 200, ("https://www.dawn.com/news/1825447",))
    links = [CheckedLink(a, by, TODAY, moved) for a, by in named.items()]
    write_report(report, links)
    only = ["--only", "dawn.com/news/1825447", "--since", "2026-11-28"]

    assert main(["law", "links", *only, "--report", str(report), "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["state"], row["redirects"]) == ("moved", ["https://www.dawn.com/news/1825447"])
    assert main(["law", "links", *only, "--report", str(report)]) == 0
    assert "-> https://www.dawn.com/news/1825447" in capsys.readouterr().out
    assert len(read_report(report)) == len(named), "the others stay in the report"


def test_the_command_ends_with_1_and_names_what_is_dead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The library is copied, so that its only address is one of this machine."""
    folder = tmp_path / "library"
    shutil.copytree(PACKAGED, folder)
    body = next((folder / "bodies").glob("pk.toml"))
    site = "http://nowhere.invalid/"
    words = re.sub(r'website = "[^"]+"', f'website = "{site}"', body.read_text("utf-8"), count=1)
    body.write_text(words, "utf-8")

    only = ["--only", "nowhere.invalid", "--seconds", "1"]
    status = main(["law", "links", str(folder), *only])

    told = capsys.readouterr().out
    # Without a network no name is known, and none is called dead.
    assert status == int(told.startswith("dead"))
    assert re.search(rf"^(dead|unclear) +{re.escape(site)}", told)
    assert "bodies pk-" in told


def test_since_needs_the_report_to_go_on_from(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "links", "--since", "2026-11-28"]) == 2
    assert "--report" in capsys.readouterr().err
