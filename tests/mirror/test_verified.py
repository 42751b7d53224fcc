"""What the office copies, the verifier finds to hold; what someone altered in it, it finds."""

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import pytest

from tests.mirror.copied import copied, files_in, first_copy
from tests.offices import BY, Clock
from tests.web.browser import a_site_config
from tests.web.record_scenes import (
    a_corrected_silence,
    a_late_answer,
    a_refusal,
    a_silence,
    a_withheld_record,
)
from tracker.cli import mirrors
from tracker.cli.mirrors import compare_tables, tables_compared
from tracker.copies import CopiedSite
from tracker.domain.base.terms import WithheldBecause
from tracker.mirror.asking import Answer
from tracker.mirror.making import MOST_TURNS, STILL_MOVING, make_copy
from tracker.mirror.state import MadeFrom
from tracker.services.core.office import Office
from tracker.services.publishing.publishing import withhold
from tracker.verifier.checks import KnownElsewhere, verify


@pytest.fixture
def copy(office: Office, tmp_path: Path) -> Path:
    """A copy with records of each body_result."""
    for scene in (a_refusal, a_late_answer, a_corrected_silence, a_withheld_record):
        scene(office)
    first_copy(office, tmp_path)
    return tmp_path / "copy"


def test_a_copy_of_the_office_holds(office: Office, copy: Path) -> None:
    report = verify(copy, KnownElsewhere(keys=office.log.keys()))

    assert report.wrong == []
    assert report.checked["records"] == 3
    assert report.checked["documents"] == 1
    assert report.checked["entries that stood in the log before their record"] > 10
    assert len([line for line in report.told if "was taken down" in line]) == 1
    assert len([line for line in report.told if "was corrected" in line]) >= 1


def kinds(copy: Path) -> Iterator[list[Path]]:
    """The files of a copy by where they lie and what they are, but for tables without a row."""
    found = (f for f in copy.rglob("*") if f.is_file() and f.stat().st_size)
    files = sorted(found, key=_kind)
    for _, some in groupby(files, _kind):
        yield list(some)


def _kind(file: Path) -> tuple[int, str]:
    return len(file.parts), file.suffix


@pytest.mark.parametrize("of_each", [1, pytest.param(3, marks=pytest.mark.slow)])
def test_a_byte_altered_in_any_kind_of_file_is_found(copy: Path, of_each: int) -> None:
    chance, kinds_seen = random.Random(5), 0  # noqa: S311
    for some in kinds(copy):
        kinds_seen += 1
        for file in chance.sample(some, min(of_each, len(some))):
            whole = file.read_bytes()
            altered = bytearray(whole)
            altered[chance.randrange(len(whole))] ^= chance.randrange(1, 256)
            file.write_bytes(altered)
            assert verify(copy).wrong, file
            file.write_bytes(whole)
    assert kinds_seen > 10
    assert verify(copy).wrong == []


def test_the_copy_is_checked_by_the_file_that_lies_in_it(copy: Path) -> None:
    words = [sys.executable, "-I", "-S", "verify.py", "."]

    whole = subprocess.run(words, cwd=copy, capture_output=True, text=True)
    (copy / "index.html").write_text("altered")
    altered = subprocess.run(words, cwd=copy, capture_output=True, text=True)

    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.endswith("All of it holds.\n")
    assert altered.returncode == 1
    assert "WRONG: index.html: is not the file that was listed" in altered.stdout


@pytest.mark.slow
def test_the_next_copy_goes_on_from_the_last_one(
    office: Office, clock: Clock, copy: Path, tmp_path: Path
) -> None:
    older = (copy / "log/checkpoint").read_bytes()
    clock.set(date(2026, 11, 26))
    reference = a_silence(office)

    copied(office, tmp_path)
    report = verify(copy, KnownElsewhere(older=older))

    assert report.wrong == []
    assert report.checked["older checkpoints from which the log goes on"] == 1
    assert (copy / f"requests/{reference}/proof.json").exists()


def test_a_takedown_holds_and_nothing_of_the_record_is_left(
    office: Office, tmp_path: Path
) -> None:
    reference = a_refusal(office)
    first_copy(office, tmp_path)
    withhold(office, reference, WithheldBecause.SAFETY, by=BY)

    copied(office, tmp_path)
    report = verify(tmp_path / "copy")

    assert report.wrong == []
    assert f"{reference} was taken down: only that is shown of it." in report.told


class Meanwhile(CopiedSite):
    """A site on which something happens while it is copied: in each of the first turns, before
    that page is read, and beside the transaction in which pages are read."""

    def __init__(
        self, office: Office, happens: Callable[[], object], at: int, turns: int = 1
    ) -> None:
        super().__init__(office, a_site_config())
        self._happens, self._at, self._turns, self._read = happens, at, turns, 0

    def take_stock(self) -> None:
        super().take_stock()
        self._read = 0

    def answer(self, address: str, made_from: MadeFrom) -> Answer:
        self._read += 1
        if self._read == self._at and self._turns:
            self._turns -= 1
            with ThreadPoolExecutor(1) as beside:
                beside.submit(self._happens).result()
        return super().answer(address, made_from)


@pytest.mark.slow
@pytest.mark.parametrize(("at", "placed"), [(1, True), (150, True), (60, False)])
def test_what_is_published_while_the_copy_is_made_is_in_it_whole(
    office: Office, tmp_path: Path, at: int, placed: bool
) -> None:
    a_refusal(office)
    published: list[str] = []

    def publish() -> None:
        published.append(a_silence(office))
        if placed:
            office.log_upkeep.append()

    site = Meanwhile(office, publish, at)
    made = make_copy(site, tmp_path / "copy", tmp_path / "state.json")
    report = verify(tmp_path / "copy")

    assert (made.troubled, report.wrong) == ([], [])
    assert report.checked["records"] == 2
    files = files_in(tmp_path)
    for file in ("requests/index.html", "data/requests.csv", "search/lines.js"):
        assert published[0].encode() in files[file]


def test_what_is_taken_down_while_the_copy_is_made_is_not_in_it(
    office: Office, tmp_path: Path
) -> None:
    reference = a_refusal(office)

    def take_down() -> None:
        withhold(office, reference, WithheldBecause.SAFETY, by=BY)
        office.log_upkeep.append()

    site = Meanwhile(office, take_down, 150)
    made = make_copy(site, tmp_path / "copy", tmp_path / "state.json")

    assert (made.troubled, verify(tmp_path / "copy").wrong) == ([], [])
    told = b"The record is classified."
    assert not [name for name, data in files_in(tmp_path).items() if told in data]


@pytest.mark.slow
def test_a_record_that_never_rests_is_copied_to_an_end_and_that_is_told(
    office: Office, tmp_path: Path
) -> None:
    site = Meanwhile(office, lambda: a_silence(office), 1, turns=MOST_TURNS)

    made = make_copy(site, tmp_path / "copy", tmp_path / "state.json")
    assert made.troubled == [STILL_MOVING]

    copied(office, tmp_path)
    assert verify(tmp_path / "copy").wrong == []


@pytest.mark.slow
def test_the_last_copy_put_in_place_of_a_takedown_is_found(office: Office, tmp_path: Path) -> None:
    """The log has the takedown, so a copy that still shows the record is found."""
    reference = a_refusal(office)
    first_copy(office, tmp_path)
    before = files_in(tmp_path)
    withhold(office, reference, WithheldBecause.SAFETY, by=BY)
    copied(office, tmp_path)

    for name, data in before.items():
        if reference in name:
            file = tmp_path / "copy" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    wrong = verify(tmp_path / "copy").wrong
    assert f"{reference}: was taken down, and is shown here" in wrong


def test_a_copy_of_one_record_holds(office: Office, tmp_path: Path) -> None:
    a_silence(office)
    reference = a_refusal(office)
    copied(office, tmp_path, reference)

    report = verify(tmp_path / "copy", KnownElsewhere(keys=office.log.keys()))

    assert report.wrong == []
    assert report.checked["records"] == 1
    assert json.loads((tmp_path / "copy/manifest.json").read_bytes())["record"] == reference


# The tables are compared with the shipped library.
@pytest.mark.slow
@pytest.mark.parametrize("office_library", [None])
def test_tables_are_made_again_from_the_records_and_an_altered_cell_is_found(
    copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cell is found even if the altered table is described and listed again, as the owner of
    the key can do."""
    whole = verify(copy, KnownElsewhere(further=compare_tables))
    assert whole.wrong == []
    assert whole.checked["packages of tables made again from the records"] == 1
    # By a process beside this one, and by one that breaks off.
    monkeypatch.setattr(mirrors, "can_fork", lambda: True)
    for compare in (mirrors._differences, sys.exit):
        monkeypatch.setattr(mirrors, "_differences", compare)
        with tables_compared(copy) as compared:
            assert verify(copy, KnownElsewhere(further=compared)) == whole

    table, package = copy / "data/events.csv", copy / "data/datapackage.json"
    before, altered = table.read_bytes(), table.read_bytes().replace(b"received", b"recieved", 1)
    table.write_bytes(altered)
    assert "data/datapackage.json: data/events.csv is not the table that is described" in (
        verify(copy).wrong
    )
    described = package.read_text().replace(
        sha256(before).hexdigest(), sha256(altered).hexdigest()
    )
    package.write_text(described)
    line = before.split(b"received")[0].count(b"\n") + 1
    assert f"data/events.csv: line {line} is not what the records of the copy give" in (
        verify(copy, KnownElsewhere(further=compare_tables)).wrong
    )


def test_a_table_without_a_record_that_is_shown_is_found(copy: Path) -> None:
    table, package = copy / "data/requests.jsonl", copy / "data/datapackage.json"
    before = table.read_bytes()
    fewer = before.partition(b"\n")[2]
    table.write_bytes(fewer)
    described = package.read_text().replace(sha256(before).hexdigest(), sha256(fewer).hexdigest())
    package.write_text(described)

    told = "data/requests.jsonl has other records than those that are shown"
    assert f"data/datapackage.json: {told}" in verify(copy).wrong
