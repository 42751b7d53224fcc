"""A disk that was taken away names no applicant, whatever a thief reads with the machine's key.

Words are planted in every private field of a live office. The same search is made once more with
the office's key, and has to find each of them: so that the test cannot pass because nothing was
planted, or because it searches the wrong places.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pyotp
import pytest
import sqlalchemy as sa

from tests.offices import Clock, NoHolds
from tests.postgres import Cluster
from tests.storage.cases.test_erasure import server_files
from tests.web.browser import Browser
from tests.whole.canaries import BODY, Canaries, Planting
from tests.whole.conftest import BOTH
from tracker.app.assembly import found_office, open_office
from tracker.app.site_of_office import app_of
from tracker.cli import main
from tracker.domain.base.errors import Refusal
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account, link_for, set_password
from tracker.services.people.second_factor import proposed_secret, set_up_codes
from tracker.services.people.sessions import private_key_of
from tracker.services.people.signing_in import Admitted
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.keys import GROUP_ITSELF, OFFICE_GROUP, OpenKey
from tracker.services.ports.people import RoleName, TrailFilter
from tracker.services.reminders.reminding import remind
from tracker.settings import read_settings
from tracker.storage.db.every_table import Table
from tracker.storage.opening import Storage, open_storage

pytestmark = pytest.mark.slow

APPLICANTS = 50
PASSWORD = "a river runs past the old mill"


@dataclass
class Disk:
    """A live office at work, all of whose files lie below one folder."""

    folder: Path
    url: str
    token: str
    office: Office
    by: str

    @property
    def instance(self) -> Path:
        """The folder of the office."""
        return self.folder / "instance"

    @contextmanager
    def opened(self) -> Iterator[None]:
        """The key of the person who is signed in, as while a page is made."""
        private = private_key_of(self.office, self.token)
        with self.office.key_opening.opened(OpenKey(self.by, lambda: private)):
            yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for the instance, and for temporary files of this process and its children."""
    folder, temporary = tmp_path / "disk", tmp_path / "disk" / "tmp"
    temporary.mkdir(parents=True)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder / "instance"))
    return folder


@pytest.fixture(params=BOTH)
def disk(
    request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Disk]:
    """A live office without a key file, in which its administrator is signed in."""
    with _database(request, monkeypatch), at_work(folder, now=Clock(), holds=NoHolds()) as disk:
        yield disk


@contextmanager
def at_work(folder: Path, **changes: Any) -> Iterator[Disk]:
    """Found a live office, and sign its administrator in with a second factor."""
    settings = read_settings()
    admin, link = found_office(settings, live=True, name="An office", email="admin@example.org")
    with open_office(settings) as whole:
        office = replace(whole, **changes)
        admitted = set_password(office, link, PASSWORD)
        assert isinstance(admitted, Admitted)
        code = pyotp.TOTP(proposed_secret(office, admin)).at(office.now())
        set_up_codes(office, admin, code, key=b"k" * 32)
        yield Disk(folder, settings.database_url, admitted.token, office, admin.id)


@contextmanager
def _database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if request.param == "sqlite":
        yield
        return
    request.getfixturevalue("pg_programs")
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database() as url:
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        yield


def test_a_stolen_disk_names_no_applicant(
    request: pytest.FixtureRequest, disk: Disk, tmp_path: Path
) -> None:
    canaries, never_kept, in_the_open = Canaries(), Canaries(), Canaries()
    with disk.opened():
        plant(disk, canaries)
        Planting(disk.office, disk.by, in_the_open).in_the_open()
        office_key = disk.office.key_holders.group_private(OFFICE_GROUP)
    use_pages(disk, canaries, never_kept)
    identity = tmp_path / "identity"
    with disk.opened():
        assert main(["recovery", "new", str(identity), "--name", "the safe"]) == 0
    assert main(["backup", str(disk.folder / "kept.tar.age")]) == 0

    # The person is signed in still, and the files of the database are as they are at work.
    stolen = Path(shutil.copytree(disk.folder, tmp_path / "stolen"))
    shutil.copytree(write_ahead_log(disk, request), stolen / "write-ahead log")
    files = [file.read_bytes() for file in stolen.rglob("*") if file.is_file()]
    assert len(files) > APPLICANTS
    assert in_the_open.found(files), "a search of files finds what is there"
    assert canaries.found(files) == []
    assert never_kept.found(files) == []

    by_thief = list(read_by_thief(disk, stolen, None))
    assert canaries.found(by_thief) == []
    # These are lost on seizure, so a change that seals one takes it off this list.
    assert in_the_open.found(by_thief) == sorted(in_the_open.planted.values())
    read = list(read_by_thief(disk, stolen, office_key))
    found = set(canaries.found(read))
    assert sorted(set(canaries.planted.values()) - found) == [], "not found by the office itself"
    assert never_kept.found(read) == []


def write_ahead_log(disk: Disk, request: pytest.FixtureRequest) -> Path:
    """The folder in which the database keeps its write-ahead log."""
    if disk.url.startswith("postgresql"):
        cluster: Cluster = request.getfixturevalue("postgres")
        return cluster.folder / "data" / "pg_wal"
    assert (disk.instance / "tracker.sqlite3-wal").stat().st_size > 0
    return disk.instance


def plant(disk: Disk, canaries: Canaries) -> None:
    """Keep everything that can be kept about each applicant, and let the scheduler work on it."""
    office = disk.office
    planting = Planting(office, disk.by, canaries)
    references = [planting.all_about(number) for number in range(APPLICANTS)]
    planting.imported(APPLICANTS)
    planting.contradicted(references[0])
    planting.drawn(references[0])
    colleague = add_account(office, "colleague@example.org", "A colleague", RoleName.LAWYER)
    link_for(office, colleague, by=disk.by)
    sweep(office)
    remind(office)


def use_pages(disk: Disk, canaries: Canaries, never_kept: Canaries) -> None:
    """Read and fill pages in the browser of the person who is signed in."""
    browser = Browser(app_of(read_settings(), disk.office), disk.token)
    with disk.opened():
        reference = Planting(disk.office, disk.by, canaries).all_about(APPLICANTS)
    for number in range(APPLICANTS):
        words = never_kept.word(f"searched words {number}")
        assert browser.get(f"/desk/requests?words={words}&tag={words}").status == 200
    what = f"name in the request of applicant {APPLICANTS}"
    name = next(word for word, field in canaries.planted.items() if field == what)
    hits = browser.submit("/desk/requests/search", {"words": name})
    assert reference.upper() in hits.text.upper(), "the index of private words is made and read"
    shown = browser.get(f"/desk/requests/{reference}")
    assert canaries.found([shown.text.encode()]), shown.words
    page = browser.submit(
        f"/desk/requests/{reference}/notes", {"words": canaries.word("note typed into a page")}
    )
    assert page.status == 200


def read_by_thief(disk: Disk, stolen: Path, office_key: bytes | None) -> Iterator[bytes]:
    """Everything that the program itself can read on a stolen disk, with the machine's key."""
    url = disk.url.replace(str(disk.folder), str(stolen))
    instance = stolen / "instance"
    machine_key = read_settings({"TRACKER_INSTANCE": str(instance)}).key()
    with (
        closing(open_storage(url, instance, machine_key)) as storage,
        storage.keys.opened(OpenKey(GROUP_ITSELF, lambda: office_key)),
    ):
        yield from every_row(storage)
        if url.startswith("postgresql"):
            yield from server_files(storage)
        for read in everything_in(storage):
            yield from _told(read)


def every_row(storage: Storage) -> Iterator[bytes]:
    """Every value in every table, as the database gives it out."""
    with storage.transactions.reading() as session:
        for table in Table.metadata.sorted_tables:
            for row in session.connection().execute(sa.select(table)):
                yield from (v if isinstance(v, bytes) else str(v).encode() for v in row)


def everything_in(storage: Storage) -> Iterator[Callable[[], object]]:
    """Ways to read each thing that the office keeps; each may be refused."""
    drafts, tags, lists = storage.drafts, storage.workbook.tags, storage.workbook.lists
    with storage.transactions.reading() as session:
        references = session.connection().exec_driver_sql("SELECT reference FROM request")
        listed = references.scalars().all()
    for reference in listed:
        yield from _of_request(storage, reference)
        yield partial(drafts.draft, reference)
        yield partial(drafts.applicant_of, reference)
        yield partial(tags.of, [reference])
        yield partial(storage.pending_publications.finished, reference)
    with storage.transactions.reading() as session:
        names = session.connection().exec_driver_sql("SELECT name FROM office_file")
        kept = names.scalars().all()
    yield from (partial(storage.premises.files.read, name) for name in kept)
    yield tags.known
    yield lambda: storage.people.risks.of(BODY)
    yield lambda: storage.workbook.arguments.latest()
    yield lambda: storage.authority_checks.notes("pk-01")
    yield lambda: storage.people.trail.entries(TrailFilter(), 0, 10_000)
    for account in storage.people.accounts():
        yield partial(storage.people.views.of, account.id)
        yield from (partial(lists.data, file.id) for file in lists.files(account.id))


def _of_request(storage: Storage, reference: str) -> Iterator[Callable[[], object]]:
    reads: tuple[Callable[[CaseFile], object], ...] = (
        lambda case: case.applicant(),
        lambda case: case.consents(),
        lambda case: case.notes(),
        lambda case: case.papers(),
        lambda case: case.waiting(),
        lambda case: case.sealed_fields(),
    )
    for read in reads:
        yield partial(_looked, storage, reference, read)
    with storage.transactions.reading() as session:
        wanted = sa.text("SELECT digest FROM paper WHERE request = :of")
        digests = session.connection().execute(wanted, {"of": reference}).scalars().all()
    for digest in digests:
        yield partial(storage.archive.read, reference, digest)


def _looked(storage: Storage, reference: str, read: Callable[[CaseFile], object]) -> object:
    with storage.cases.look(reference) as case:
        return read(case)


def _told(read: Callable[[], object]) -> Iterator[bytes]:
    try:
        found = read()
    except Refusal:
        return
    yield found if isinstance(found, bytes) else repr(found).encode()
