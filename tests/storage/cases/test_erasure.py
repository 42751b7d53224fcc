"""Erasing a person leaves no byte behind: in the database and its log, in the evidence, beside it,
and in a backup that is restored later. Tried on both databases.

What is private is sealed, so its words stand open nowhere. What matters is therefore looked for as
well: the very bytes of the locked key, of each sealed word and of each sealed paper.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.backups import CHECK, IDENTITY, SIGN, with_recovery
from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE
from tests.storage.samples import APPLICANT, AT, BY, OTHER, REFERENCE, draft, file_request
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.terms import ConsentBy
from tracker.domain.case.reminders import Reminder
from tracker.domain.case.request import Applicant, Consent, Filing
from tracker.domain.events.publication.published import Published
from tracker.services.ports.cases import Paper
from tracker.services.ports.people import Account, RoleName, SavedView
from tracker.services.ports.publishing import CopyWork, FinishedPublication, Publication, Waiting
from tracker.services.ports.reminders import Mail
from tracker.services.ports.workbook import ListFile, PrivateNote
from tracker.storage.db.erasures import ErasureFile
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.restore import restore
from tracker.storage.opening import Storage, open_storage

pytestmark = pytest.mark.on_postgres("restored_backup", "no_byte_of_a_person")

NUMBER = "RGL-12345"
SCAN = b"%PDF-1.7 a scan to Zarmina Exampleperson, 12 Nowhere Lane, RGL-12345"
OPEN = (b"Zarmina", b"Exampleperson", b"Nowhere Lane", b"0300-0", NUMBER.encode(), b"%PDF")
LIST = b"Applicant,Body\nZarmina Exampleperson,PTA\n"


@pytest.fixture
def url(own_url: str) -> str:
    """The files of the database are read, so each test has one to itself."""
    return own_url


@pytest.fixture
def office(storage: Storage, instance: Path) -> Storage:
    """An office with two requests; of the first, all that can be kept about a person is kept."""
    storage.premises.found("An office", live=False)
    storage.people.save_account(Account(BY, "a@example.org", "A", RoleName.ADMIN))
    for reference in (REFERENCE, OTHER):
        file_request(storage, reference)
        _fill(storage, reference)
    (instance / "secret.key").write_bytes(KEY)
    return storage


def _fill(storage: Storage, reference: str) -> None:
    digest = storage.archive.keep(reference, SCAN)
    with storage.cases.open(reference) as case:
        case.keep_applicant(APPLICANT)
        paper = Paper(digest, "Zarmina.pdf", "application/pdf", len(SCAN), AT, "reply")
        case.add_paper(paper)
        case.keep_filing(2, Filing(NUMBER, "handed to Zarmina"))
        case.keep_quotes(2, {"order": "Dear Ms Exampleperson"})
        case.keep_consent(Consent(True, AT.date(), ConsentBy.SIGNED_PAPER, paper=digest))
        case.keep_original("d" * 64, "Zarmina said so.")
        case.keep_copy_work(CopyWork(digest, "To Zarmina", 2, (), (), ()))
        case.keep_note(PrivateNote("n1", "Zarmina is away in May.", BY, AT))
        publication = Publication((1,), texts=[("To Zarmina", "Words")])
        waiting = Waiting(reference, publication, "e" * 64, BY, AT, needs_second=False)
        case.keep_waiting(waiting)
        event = Published(on=DaySpan.on(AT.date()), entries=(1,))
        form = FinishedPublication(event, (), ())
        storage.pending_publications.finish(waiting, form, len(case.history))
    storage.drafts.save(draft(), APPLICANT) if reference == REFERENCE else None
    storage.workbook.tags.put(reference, ["zarmina"] if reference == REFERENCE else ["other"])
    storage.people.views.keep(SavedView(BY, f"Z {reference}", "words=Zarmina&body=body-one"))
    storage.people.views.keep(SavedView(BY, "Bodies", "body=body-one"))
    storage.workbook.lists.keep(ListFile(f"list-{reference}", f"d{reference}", BY, AT), LIST)


def sealed_of(storage: Storage, reference: str) -> list[bytes]:
    """The very bytes that are kept for a person: the locked key, and whatever it locked."""
    queries = (
        "SELECT sealed FROM request_wrap WHERE request = :of",
        "SELECT sealed FROM sealed_field WHERE request = :of",
        "SELECT name FROM paper WHERE request = :of",
        "SELECT sealed FROM pending_publication WHERE request = :of",
        "SELECT sealed FROM finished_publication WHERE request = :of",
    )
    with storage.transactions.reading() as session:
        found = [
            bytes(value)
            for query in queries
            for value in session.connection().execute(sa.text(query), {"of": reference}).scalars()
        ]
    return found


def evidence_of(instance: Path, reference: str) -> list[Path]:
    return list((instance / "evidence").glob(f"*/*-{reference}"))


def everything(storage: Storage, instance: Path) -> Iterator[bytes]:
    """Every byte: of the folder of the office, and of the files of the database."""
    for file in instance.parent.rglob("*"):
        if file.is_file():
            yield file.read_bytes()
    if storage.transactions.url.startswith("postgresql"):
        yield from server_files(storage)


def server_files(storage: Storage) -> Iterator[bytes]:
    """The files of all tables on the server, as the server itself reads them."""
    with storage.transactions.writers.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.exec_driver_sql("CHECKPOINT")
        kept = connection.exec_driver_sql(
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 't', 'i') AND pg_relation_size(oid) > 0 AND oid >= 16384"
        )
        for (content,) in kept.all():
            yield bytes(content)


def traces(storage: Storage, instance: Path, sought: list[bytes]) -> list[bytes]:
    """What of it is found anywhere."""
    kept = list(everything(storage, instance))
    return [piece for piece in sought if any(piece in data for data in kept)]


def test_no_byte_of_a_person_is_left_in_any_file(office: Storage, instance: Path) -> None:
    sealed = sealed_of(office, REFERENCE)
    papers = [file.read_bytes() for file in evidence_of(instance, REFERENCE)]
    assert len(sealed) >= 11
    assert len(papers) == 1
    sought = sealed + papers
    assert traces(office, instance, sought) == sought, "before, all of it is there"

    office.cases.erase_person(REFERENCE)

    assert traces(office, instance, sought) == []
    assert traces(office, instance, list(OPEN)) == []
    assert traces(office, instance, [b"zarmina", b"words=Z"]) == []
    assert evidence_of(instance, REFERENCE) == []


def test_what_is_not_of_that_person_stays(office: Storage, instance: Path) -> None:
    other = sealed_of(office, OTHER)
    with office.cases.look(REFERENCE) as case:
        history = case.history

    office.cases.erase_person(REFERENCE)

    assert sealed_of(office, OTHER) == other
    assert traces(office, instance, other) == other
    assert len(evidence_of(instance, OTHER)) == 1
    with office.cases.look(REFERENCE) as case:
        assert case.history == history, "the history stays whole"
        assert case.applicant() == Applicant()
        assert [paper.name for paper in case.papers()] == [""]
        assert case.waiting() is None
        assert case.consents() == ()
        assert case.notes() == ()
    assert [view.name for view in office.people.views.of(BY)] == ["Bodies"]
    with pytest.raises(NotOnFile):
        office.drafts.draft(REFERENCE)


def test_reminders_and_mail_never_held_a_name(office: Storage, instance: Path) -> None:
    """They are kept: what they say is dates, the reference, and public names."""
    mail = Mail("reminder:1", "<1@example.org>", BY, "1 day left", "The last day is near.", AT)
    assert office.outbox.put(mail)

    office.cases.erase_person(REFERENCE)

    fields = set(Mail.__dataclass_fields__) | set(Reminder.__dataclass_fields__)
    assert not fields & {"name", "address", "contact", "applicant", "email"}
    assert traces(office, instance, [b"The last day is near."])


@pytest.mark.parametrize("lost", ["", "erased.log"])
def test_a_restored_backup_brings_no_byte_back(
    request: pytest.FixtureRequest,
    office: Storage,
    url: str,
    instance: Path,
    tmp_path: Path,
    lost: str,
) -> None:
    """Also where the file of erasures is on a machine that was lost."""
    if url.startswith("postgresql"):
        request.getfixturevalue("pg_programs")
    sealed = sealed_of(office, REFERENCE)
    papers = [file.read_bytes() for file in evidence_of(instance, REFERENCE)]
    kept = tmp_path.parent / f"{tmp_path.name}-backup.tar.age"
    with_recovery(instance)
    backup(url, instance, kept, SIGN)
    office.cases.erase_person(REFERENCE)
    office.close()
    if lost:
        (instance / lost).unlink()

    restore(kept, url, instance, CHECK, [IDENTITY], overwrite=True)

    again = open_storage(url, instance, KEY, KEY_FILE)
    assert traces(again, instance, sealed + papers) == []
    assert traces(again, instance, list(OPEN)) == []
    assert sealed_of(again, OTHER)
    assert len(evidence_of(instance, OTHER)) == 1
    again.close()
    kept.unlink()


def test_of_lists_that_told_of_the_person_no_byte_is_left(office: Storage, instance: Path) -> None:
    """They are sealed under the office's own key, so destroying the request's key is not enough.
    The files keep traces of an imported list, and a waiting one may name a person."""
    lists = office.workbook.lists
    for id in ("done", "waits"):
        lists.keep(ListFile(id, id, BY, AT), b"name,street\nZarmina,12 Nowhere Lane\n" * 20)
    with office.transactions.reading() as session:
        found = session.connection().execute(sa.text("SELECT sealed FROM list_file"))
        sealed = [bytes(value) for value in found.scalars()]
    lists.finish("done", AT)
    assert traces(office, instance, sealed) == sealed, "before, all of it is there"

    office.cases.erase_person(REFERENCE)

    assert traces(office, instance, sealed) == []
    assert lists.file("done").done_at == AT
    with pytest.raises(NotOnFile):
        lists.data("waits")


def test_an_erasure_that_was_killed_once_it_was_noted_is_ended_later(
    office: Storage, instance: Path
) -> None:
    """So is what a killed restore brought back: only who is listed is erased, and nobody twice."""
    sealed = sealed_of(office, REFERENCE)
    ErasureFile(instance).add([REFERENCE])

    assert office.cases.erase_listed() == (REFERENCE,)

    assert traces(office, instance, sealed) == []
    assert sealed_of(office, OTHER)
    assert office.cases.erase_listed() == ()


def test_to_erase_twice_does_no_harm(office: Storage, instance: Path) -> None:
    office.cases.erase_person(REFERENCE)
    office.cases.erase_person(REFERENCE)

    with office.cases.look(REFERENCE) as case:
        assert len(case.history) == 2


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_an_erasure_with_an_open_reader_is_reported_and_a_second_try_cleans(
    office: Storage, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = sealed_of(office, REFERENCE)
    monkeypatch.setattr("tracker.storage.db.engine.WAIT_FOR_LOCK_MS", 1)
    reader = office.transactions.readers.connect()
    reader.exec_driver_sql("PRAGMA busy_timeout = 1")
    reader.exec_driver_sql("SELECT count(*) FROM event").all()
    with office.transactions.writers.connect() as writer:
        writer.exec_driver_sql("PRAGMA busy_timeout = 1")

    with pytest.raises(StorageTrouble, match="Erase it again"):
        office.cases.erase_person(REFERENCE)
    reader.close()
    office.cases.erase_person(REFERENCE)

    assert traces(office, instance, sealed) == []


def lists_of(storage: Storage) -> list[bytes]:
    """The very bytes of the lists that wait to be imported."""
    with storage.transactions.reading() as session:
        found = session.connection().execute(sa.text("SELECT sealed FROM list_file")).scalars()
        return [bytes(sealed) for sealed in found if sealed]


def test_a_list_that_waits_to_be_imported_goes_since_it_may_name_the_person(
    office: Storage, instance: Path
) -> None:
    waiting = lists_of(office)
    assert len(waiting) == 2
    assert traces(office, instance, waiting) == waiting

    office.cases.erase_person(REFERENCE)

    assert lists_of(office) == []
    assert traces(office, instance, waiting) == []
    with pytest.raises(NotOnFile, match="person’s data was erased"):
        office.workbook.lists.data(f"list-{REFERENCE}")
