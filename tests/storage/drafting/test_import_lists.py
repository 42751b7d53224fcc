"""An import on both databases: twice at once, or killed in the middle, it is whole or nothing."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import cast

import pytest

from tests.offices import BY, KEY, KEY_FILE, a_paper, an_office
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.services.core.office import Office
from tracker.services.drafting.importing import carry_out, hand_in
from tracker.services.ports.cases import AlreadyEntered, RowFilter
from tracker.storage.cases.evidence import EvidenceArchive
from tracker.storage.opening import open_storage

HEADINGS = "block,body,asked,element,capacity,name,sent,channel,number,letter"
ASKED = "pk-x-2024,pk-pta,The order itself,order,citizen,Ayesha Namoona"
ROW = f"{ASKED},2024-02-19,courier,CN-{{}},letter.txt"
LIST = "\n".join((HEADINGS, *(ROW.format(number) for number in range(12)))).encode()
DIES = """
import os, signal, sys
from pathlib import Path
from tests.offices import BY, a_paper, an_office
from tracker.services.drafting.importing import carry_out
with an_office(Path(sys.argv[1]), url=sys.argv[2]) as (office, clock):
    for made, total in carry_out(office, sys.argv[3], [a_paper("letter.txt")], by=BY):
        if made == 7:
            os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def founded(url: str, tmp_path: Path) -> str:
    """The address of a database with an office."""
    rooms = open_storage(url, tmp_path, KEY, KEY_FILE)
    rooms.premises.found("Test office", live=False)
    rooms.close()
    return url


def total(office: Office) -> int:
    return office.case_rows.rows(RowFilter(), 0, 1)[1]


def at_once(office: Office, ids: list[str], refusals: tuple[type[Refusal], ...]) -> list[str]:
    """Carry out these lists at the same moment; return the outcomes, sorted."""
    ready, outcomes = threading.Barrier(len(ids)), list[object]()

    def run(id: str) -> None:
        ready.wait()
        try:
            outcomes.append(list(carry_out(office, id, (), by=BY))[-1])
        except refusals:
            outcomes.append("not again")

    threads = [threading.Thread(target=run, args=(id,)) for id in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(map(str, outcomes))


def test_two_who_import_the_same_list_at_once_import_it_once(founded: str, tmp_path: Path) -> None:
    with an_office(tmp_path, url=founded) as (office, _):
        id = hand_in(office, "list.csv", LIST, by=BY)

        outcomes = at_once(office, [id, id], (AlreadyEntered, NotOnFile, BadInput))

        assert outcomes == ["(12, 12)", "not again"]
        assert total(office) == 12


def test_the_same_rows_in_two_lists_at_once_become_requests_once(
    founded: str, tmp_path: Path
) -> None:
    with an_office(tmp_path, url=founded) as (office, _):
        ids = [hand_in(office, "list.csv", LIST + b"\n" * n, by=BY) for n in (1, 2)]

        outcomes = at_once(office, ids, (AlreadyEntered, BadInput))

        assert outcomes == ["(12, 12)", "not again"]
        assert total(office) == 12


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_nothing_and_can_be_done_again(
    founded: str, tmp_path: Path
) -> None:
    with an_office(tmp_path, url=founded) as (office, _):
        id = hand_in(office, "list.csv", LIST, by=BY)

    died = subprocess.run(
        [sys.executable, "-c", DIES, str(tmp_path), founded, id],
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
    )

    assert died.returncode == -signal.SIGKILL
    with an_office(tmp_path, url=founded) as (office, _):
        assert total(office) == 0
        assert len(papers(tmp_path)) == 8, "seven letters and the mark of the import"
        archive = cast(EvidenceArchive, office.archive)
        assert archive.sweep_leftovers() == 0, "not before it is old enough"
        removed = archive.sweep_leftovers(older_than_seconds=0)
        # PostgreSQL may still be saving them, so there they go after a day.
        assert removed == (7 if founded.startswith("sqlite") else 0)
        assert removed + archive.sweep_orphans(at_rest_seconds=-1) == 7
        assert papers(tmp_path) == []

        letters = [a_paper("letter.txt")]
        assert list(carry_out(office, id, letters, by=BY))[-1] == (12, 12)
        assert total(office) == 12
        assert archive.sweep_leftovers(older_than_seconds=0) == 0
        assert len(papers(tmp_path)) == 12


def papers(folder: Path) -> list[Path]:
    """What lies in the archive, and what says that something is under way there."""
    return [file for file in (folder / "evidence").rglob("*") if file.is_file()]


def test_an_import_that_is_broken_off_takes_its_papers_back_at_once(
    founded: str, tmp_path: Path
) -> None:
    with an_office(tmp_path, url=founded) as (office, _):
        archive = cast(EvidenceArchive, office.archive)
        id = hand_in(office, "list.csv", LIST, by=BY)
        steps = carry_out(office, id, [a_paper("letter.txt")], by=BY)
        assert [next(steps)[0] for _ in range(3)] == [1, 2, 3]
        # Three letters, and the mark of what is under way, which a sweep at the same time leaves.
        assert len(papers(tmp_path)) == 4
        assert archive.sweep_leftovers(older_than_seconds=0) == 0

        steps.close()

        assert papers(tmp_path) == []
