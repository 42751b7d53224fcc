"""Received mail on both databases: stored once, opened by people alone, placed with requests."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.storage.conftest import KEY
from tests.storage.samples import AT, OTHER, REFERENCE, file_request
from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.cases import Paper
from tracker.services.ports.correspondence.received import (
    Arrival,
    MailFolder,
    MailPlace,
    ReceivedState,
    SeenMail,
)
from tracker.services.ports.keys import GROUP_ITSELF, Locked, OpenKey
from tracker.storage.office_data.examination import Examining, examine
from tracker.storage.opening import Storage, open_storage

RAW = b"From: pio@body.example\r\nTo: x@office.example\r\n\r\nAbout Zarmina\x00\xff\r\n"
TOKEN = "k7m2p9qxabz"
MAIL = Arrival(RAW, AT, len(RAW), f"{TOKEN}@rti.office.example", TOKEN)
INBOX = MailPlace("main", MailFolder.INBOX, 4_000_000_000, 7)
FILED = INBOX._replace(folder=MailFolder.FILED)
SEEN = SeenMail(len(RAW), AT)
YEAR = timedelta(days=365)


@pytest.fixture
def office(storage: Storage) -> Storage:
    for reference in (REFERENCE, OTHER):
        file_request(storage, reference)
    assert storage.mailboxes.lease("main", AT, AT + YEAR, "one")
    return storage


def files(instance: Path) -> list[Path]:
    """The sealed files of the instance, but for documents of its requests."""
    return sorted((instance / "evidence").glob("[0-9a-f][0-9a-f]/*"))


def rows(storage: Storage, table: str) -> int:
    with storage.transactions.readers.connect() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608


def test_a_mail_is_read_as_it_came_byte_for_byte(office: Storage) -> None:
    mail, new = office.received.store(MAIL, AT, INBOX, SEEN)

    assert new
    assert office.received.raw(mail.id) == RAW
    assert office.received.envelope_to(mail.id) == MAIL.envelope_to
    assert office.received.get(mail.id) == mail
    assert (mail.state, mail.token, mail.request) == (ReceivedState.STORED, TOKEN, "")
    assert mail.shelf.startswith("shelf-2024-03-")


def test_the_same_mail_is_stored_once_and_a_further_copy_is_counted(
    office: Storage, instance: Path
) -> None:
    store = office.received
    first = store.store(MAIL, AT, INBOX, SEEN).mail
    same_place = store.store(MAIL, AT, INBOX, SEEN)
    copy = store.store(MAIL, AT, INBOX._replace(uid=8), SEEN)
    handed_in = store.store(MAIL, AT)

    assert [each.new for each in (same_place, copy, handed_in)] == [False] * 3
    assert (same_place.mail.came_again, copy.mail.came_again) == (0, 1)
    assert handed_in.mail == replace(first, came_again=2)
    assert len(files(instance)) == rows(office, "received_mail") == 1


def test_a_mailbox_that_numbers_its_mail_again_or_files_it_brings_no_further_copy(
    office: Storage,
) -> None:
    office.received.store(MAIL, AT, INBOX, SEEN)
    office.received.store(MAIL, AT, INBOX._replace(uidvalidity=9, uid=1), SEEN)
    again = office.received.store(MAIL, AT, FILED, SEEN)

    assert again.mail.came_again == 0
    assert rows(office, "received_place") == 3


def test_one_mail_to_two_recipients_is_two(office: Storage) -> None:
    one = office.received.store(MAIL, AT).mail
    other = office.received.store(replace(MAIL, envelope_to="another@rti.office.example"), AT)

    assert other.new
    assert other.mail.id != one.id


def test_the_earliest_arrival_counts(office: Storage) -> None:
    office.received.store(MAIL, AT)
    earlier = replace(MAIL, received_at=AT - timedelta(days=2))

    assert office.received.store(earlier, AT).mail.received_at == earlier.received_at


def test_mail_for_a_known_request_is_sealed_to_it_and_for_an_erased_one_to_the_shelf(
    office: Storage,
) -> None:
    office.cases.erase_person(OTHER)

    placed = office.received.store(replace(MAIL, request=REFERENCE), AT).mail
    other = replace(MAIL, raw=b"another", request=OTHER)
    shelved = office.received.store(other, AT).mail

    assert (placed.request, placed.shelf) == (REFERENCE, "")
    assert shelved.request == ""
    assert office.received.raw(shelved.id) == b"another"
    assert office.received.of_request(REFERENCE) == (placed,)


def test_placed_mail_leaves_the_shelf_and_the_empty_shelf_is_destroyed(
    office: Storage, instance: Path
) -> None:
    mail = office.received.store(MAIL, AT).mail

    placed = office.received.put_with(mail.id, REFERENCE)

    # The key that seals a file also keys its digest.
    assert placed.digest != mail.digest
    assert placed == replace(mail, request=REFERENCE, shelf="", digest=placed.digest)
    assert office.received.put_with(mail.id, REFERENCE) == placed
    (file,) = files(instance)
    assert file.name.endswith(REFERENCE)
    assert office.received.raw(mail.id) == RAW
    assert office.received.envelope_to(mail.id) == MAIL.envelope_to
    assert rows(office, "mail_shelf") == 1
    assert office.received.empty_shelves(AT - YEAR) == 0
    assert rows(office, "mail_shelf") == 0


def test_an_examination_opens_mail_on_a_shelf_and_mail_of_a_request(office: Storage) -> None:
    office.received.store(MAIL, AT)
    other = office.received.store(replace(MAIL, raw=RAW + b"Again."), AT).mail
    office.received.put_with(other.id, REFERENCE)

    assert examine(office.cases, office.archive, office.transactions, Examining(opens=True)) == []


def test_a_shelf_with_mail_stays_until_it_is_old_and_then_nobody_opens_its_mail(
    office: Storage, instance: Path
) -> None:
    mail = office.received.store(MAIL, AT).mail

    assert office.received.empty_shelves(AT) == 0
    assert office.received.raw(mail.id) == RAW
    assert office.received.empty_shelves(AT + timedelta(seconds=1)) == 1

    assert files(instance) == []
    assert office.received.get(mail.id).state is ReceivedState.DESTROYED
    office.received.note_state(mail.id, ReceivedState.READ)
    assert office.received.count() == {ReceivedState.DESTROYED: 1}
    for act in (office.received.raw, office.received.envelope_to):
        with pytest.raises(NotOnFile, match="destroyed"):
            act(mail.id)
    with pytest.raises(NotOnFile, match="destroyed"):
        office.received.put_with(mail.id, REFERENCE)
    assert not office.received.store(MAIL, AT).new, "it is still known that it came"


def test_unread_mail_is_found_by_state(office: Storage) -> None:
    store = office.received
    mail = store.store(MAIL, AT).mail
    large = replace(MAIL, raw=b"Subject: x", size=70_000_000, state=ReceivedState.TOO_LARGE)
    large_one = store.store(large, AT).mail

    assert large_one.size == 70_000_000
    assert store.in_state(ReceivedState.STORED, 9) == (mail,)
    assert store.in_state(ReceivedState.STORED, 9, after=mail.id) == ()
    assert store.in_state(ReceivedState.TOO_LARGE, 9) == (large_one,)
    store.note_state(mail.id, ReceivedState.READ)
    assert store.in_state(ReceivedState.STORED, 9) == ()


def test_many_who_store_the_same_mail_at_once_store_it_once(
    office: Storage, instance: Path
) -> None:
    ready, found = threading.Barrier(4), []

    def store(uid: int) -> None:
        ready.wait()
        found.append(office.received.store(MAIL, AT, INBOX._replace(uid=uid), SEEN))

    threads = [threading.Thread(target=store, args=(uid,)) for uid in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(each.new for each in found) == [False, False, False, True]
    assert len(files(instance)) == rows(office, "received_mail") == 1
    assert rows(office, "received_place") == 4


def test_a_place_is_moved_and_its_copy_is_deleted_once_the_mail_is_safe(office: Storage) -> None:
    places = office.mail_places
    mail = office.received.store(MAIL, AT, INBOX, SEEN).mail
    assert places.known("main", MailFolder.INBOX, INBOX.uidvalidity, None) == {
        INBOX.uid: (mail.id, SEEN, False)
    }

    places.moved({INBOX: FILED._replace(uid=70)}, AT)

    (known,) = places.known("main", MailFolder.INBOX, INBOX.uidvalidity, INBOX.uid).values()
    assert places.known("main", MailFolder.INBOX, INBOX.uidvalidity, INBOX.uid + 1) == {}
    assert known.gone
    assert places.to_delete("main", AT) == ()
    assert places.to_delete("main", AT + timedelta(seconds=1)) == (FILED._replace(uid=70),)
    places.gone(FILED._replace(uid=70), AT)
    assert places.to_delete("main", AT + timedelta(seconds=1)) == ()


def test_the_copy_of_an_erased_persons_mail_is_deleted_at_once(office: Storage) -> None:
    office.received.store(replace(MAIL, request=REFERENCE), AT, FILED, SEEN)
    assert office.mail_places.to_delete("main", AT - YEAR) == ()

    office.cases.erase_person(REFERENCE)

    assert office.mail_places.to_delete("main", AT - YEAR) == (FILED,)


def test_nobody_opens_the_mail_of_an_erased_person(office: Storage, instance: Path) -> None:
    mail = office.received.store(replace(MAIL, request=REFERENCE), AT).mail

    office.cases.erase_person(REFERENCE)

    assert office.received.get(mail.id).state is ReceivedState.DESTROYED
    with pytest.raises(NotOnFile, match="destroyed"):
        office.received.raw(mail.id)
    assert files(instance) == []


def test_a_document_with_the_same_bytes_stays_when_the_mail_is_put_with_another_request(
    office: Storage,
) -> None:
    mail = office.received.store(replace(MAIL, request=REFERENCE), AT).mail
    mail = office.received.put_with(mail.id, OTHER)
    office.received.put_with(mail.id, REFERENCE)
    digest = office.archive.keep(REFERENCE, RAW)
    with office.cases.open(REFERENCE) as case:
        case.add_paper(Paper(digest, "answer.eml", "message/rfc822", len(RAW), AT, "reply"))

    office.received.put_with(mail.id, OTHER)

    assert office.archive.read(REFERENCE, digest) == RAW
    assert office.received.raw(mail.id) == RAW


@pytest.fixture
def locked(keyless_url: str, instance: Path) -> Iterator[tuple[Storage, bytes]]:
    """An office without a key file, and the private key of the office."""
    with closing(open_storage(keyless_url, instance, KEY)) as storage:
        key = storage.keys.begin_office()
        file_request(storage)
        yield storage, key


def test_mail_is_stored_while_nobody_is_signed_in_and_only_people_open_it(
    locked: tuple[Storage, bytes], instance: Path
) -> None:
    storage, key = locked
    mail = storage.received.store(MAIL, AT).mail

    for act in (storage.received.raw, storage.received.envelope_to):
        with pytest.raises(Locked):
            act(mail.id)
    with pytest.raises(Locked):
        storage.received.put_with(mail.id, REFERENCE)
    kept = b"".join(file.read_bytes() for file in instance.rglob("*") if file.is_file())
    assert b"Zarmina" not in kept
    with storage.keys.opened(OpenKey(GROUP_ITSELF, lambda: key)):
        assert storage.received.raw(mail.id) == RAW
        storage.received.put_with(mail.id, REFERENCE)
        assert storage.received.raw(mail.id) == RAW


def test_a_shelf_is_sealed_to_the_next_key_of_the_office(locked: tuple[Storage, bytes]) -> None:
    storage, key = locked
    mail = storage.received.store(MAIL, AT).mail
    recovery = bytes(range(64, 96))
    with storage.keys.opened(OpenKey(GROUP_ITSELF, lambda: key)):
        storage.keys.give("", storage.keys.by_key(recovery).holder)
        storage.keys.give("", storage.keys.by_key(bytes(range(96, 128))).holder)
    storage.keys.withdraw(storage.keys.by_key(bytes(range(96, 128))).holder)
    with storage.keys.opened(storage.keys.by_key(recovery)):
        assert storage.keys.catch_up(200) == 0
        assert storage.received.raw(mail.id) == RAW
    with storage.keys.opened(OpenKey(GROUP_ITSELF, lambda: key)), pytest.raises(Locked):
        storage.received.raw(mail.id)


def test_doctor_tells_of_mail_whose_file_is_gone_or_damaged(
    office: Storage, instance: Path
) -> None:
    office.received.store(replace(MAIL, request=REFERENCE), AT)
    office.received.store(replace(MAIL, raw=b"another"), AT)
    assert examine(office.cases, office.archive, office.transactions) == []
    one, other = files(instance)

    one.write_bytes(b"not what it was")
    other.unlink()

    told = examine(office.cases, office.archive, office.transactions)
    assert len([each for each in told if "not found" in each or "damaged" in each]) == 2


def test_dates_keep_their_zone(office: Storage) -> None:
    mail = office.received.store(MAIL, AT).mail
    assert (
        office.received.get(mail.id).received_at == AT == datetime(2024, 3, 18, 9, 30, tzinfo=UTC)
    )
