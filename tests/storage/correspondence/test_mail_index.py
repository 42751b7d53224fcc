"""The words of received mail, sealed and searched in memory, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.storage.correspondence.test_readings import SEALED, reading_of
from tests.storage.correspondence.test_received import INBOX, MAIL, SEEN, office
from tests.storage.migrated import connected, older_database
from tests.storage.samples import AT, BY, REFERENCE
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.services.core.search_query import query_of
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.mail_search import MailFilter
from tracker.services.ports.correspondence.received import ReceivedState
from tracker.services.ports.search import Query
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage

__all__ = ["office"]

ALL = MailFilter()
ZARMINA = query_of("zarmina")


def comes(office: Storage, number: int, words: str = "", **reading: object) -> str:
    """A mail that was read and indexed with these words; its id. The last one is the newest."""
    arrival = replace(MAIL, raw=f"{number}".encode(), received_at=AT + timedelta(days=number))
    id = office.received.store(arrival, AT, INBOX._replace(uid=number), SEEN).mail.id
    read = replace(reading_of(id), **reading)  # type: ignore[arg-type]
    office.mail_readings.store(read, SEALED, (), ())
    office.received.note_state(id, ReceivedState.READ)
    if words:
        office.mail_search.index(id, [words])
    return id


def found(office: Storage, query: Query, among: MailFilter = ALL) -> list[str]:
    return [mail.id for mail in office.mail_search.find(query, among, 10)]


def test_mail_is_found_by_its_words_the_newest_first_and_they_are_sealed(office: Storage) -> None:
    older, other, newer = (
        comes(office, number, words)
        for number, words in enumerate(("About Zarmina", "No such name", "Zarmina again"), 1)
    )

    assert found(office, ZARMINA) == [newer, older]
    assert found(office, query_of("zarmina -again")) == [older]
    assert found(office, query_of('"such name"')) == [other]
    assert found(office, Query()) == [newer, other, older]
    assert [m.id for m in office.mail_search.find(ZARMINA, ALL, 1)] == [newer]
    with office.transactions.readers.connect() as connection:
        rows = connection.execute(sa.text("SELECT indexed FROM mail_reading")).all()
        assert b"zarmina" not in repr(rows).lower().encode()


def test_mail_is_filtered_by_body_type_and_list(office: Storage) -> None:
    automatic = comes(office, 1, "Zarmina", only_automatic=True, sender_bodies=("pk-pta",))
    letter = comes(office, 2, "Zarmina", kind=MailKind.LETTER, sender_bodies=("pk-pta-2", "pk-a"))

    assert found(office, ZARMINA, MailFilter(body="pk-pta")) == [automatic]
    assert found(office, ZARMINA, MailFilter(body="pk-a")) == [letter]
    assert found(office, ZARMINA, MailFilter(body="pk")) == []
    assert found(office, ZARMINA, MailFilter(kind=MailKind.LETTER)) == [letter]
    assert found(office, ZARMINA, MailFilter(MailTab.AUTOMATIC)) == [automatic]
    assert found(office, Query(), MailFilter(MailTab.TO_PLACE)) == [letter]
    assert set(office.mail_search.bodies()) == {"pk-pta", "pk-pta-2", "pk-a"}


def test_mail_that_is_read_again_or_moved_is_indexed_once_more(office: Storage) -> None:
    mail = comes(office, 1)
    assert office.mail_search.unindexed(5) == (mail,)
    office.mail_search.index(mail, ["Zarmina"])
    assert office.mail_search.unindexed(5) == ()

    office.mail_readings.store(reading_of(mail), SEALED, (), ())
    assert found(office, ZARMINA) == []
    assert office.mail_search.unindexed(5) == (mail,)
    # Its reading is still sealed to the shelf, so the mail must be read again first.
    office.received.put_with(mail, REFERENCE)
    assert office.mail_search.unindexed(5) == ()


def test_words_that_a_former_key_sealed_are_indexed_again(office: Storage) -> None:
    mail = comes(office, 1, "Zarmina")
    with office.transactions.writing() as session:
        session.execute(sa.text("UPDATE mail_reading SET indexed = :x"), {"x": b"y" * 60})

    assert found(office, ZARMINA) == []
    assert office.mail_search.unindexed(5) == (mail,)


@pytest.mark.parametrize("read_again", [True, False])
def test_an_erased_request_leaves_no_words_of_its_mail(office: Storage, read_again: bool) -> None:
    """This holds even if nobody opened the mail between placing it and the erasure."""
    mail = comes(office, 1, "Zarmina")
    office.mail_desk.fold_sender(mail, BY, AT)
    office.received.put_with(mail, REFERENCE)
    if read_again:
        office.mail_readings.store(reading_of(mail), SEALED, (), ())
        office.mail_search.index(mail, ["Zarmina"])
    office.cases.erase_person(REFERENCE)

    assert office.mail_readings.get(mail) is None
    assert office.mail_desk.folded_by() == ()
    assert found(office, ZARMINA) == []


def test_a_destroyed_shelf_leaves_no_words(office: Storage) -> None:
    comes(office, 1, "Zarmina")
    assert office.received.empty_shelves(AT + timedelta(days=400)) == 1

    assert found(office, ZARMINA) == []
    with office.transactions.readers.connect() as connection:
        assert connection.scalars(sa.text("SELECT indexed FROM mail_reading")).all() == [None]


def test_a_fold_is_stored_once_and_taken_back(office: Storage) -> None:
    first, second = comes(office, 1), comes(office, 2)
    for mail in (first, second, first):
        office.mail_desk.fold_sender(mail, BY, AT)
    assert set(office.mail_desk.folded_by()) == {first, second}

    office.mail_desk.unfold_senders([first])
    assert office.mail_desk.folded_by() == (second,)


def test_a_reading_of_an_older_instance_stays_and_may_be_a_response(empty_url: str) -> None:
    older_database(
        empty_url,
        "011",
        "received_mail (id, once, received_at, stored_at, size, state, token, digest, came_again)"
        " VALUES ('m', 'o', '2026-11-28', '2026-11-28', 1, 'read', '', 'd', 0)",
        "mail_reading (mail, reader, read_at, kind, match_state, signature, sender_marked, shelf,"
        " has_sender, sender_bodies) VALUES ('m', 1, '2026-11-28', 'automatic', 'unmatched',"
        " 'unsigned', FALSE, 's', TRUE, '')",
    )

    assert migrate(empty_url) == "011"

    with connected(empty_url) as connection:
        wanted = "SELECT kind, only_automatic, indexed FROM mail_reading"
        rows = connection.execute(sa.text(wanted))
        assert [tuple(row) for row in rows] == [("automatic", False, None)]
