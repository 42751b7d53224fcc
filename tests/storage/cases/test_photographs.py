"""Unfinished photographs on both databases: sealed, in order, and deleted in time."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.storage.migrated import connected
from tests.storage.samples import AT, BY, OTHER, REFERENCE, file_request
from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.documents import Photograph
from tracker.storage.opening import Storage

A = Photograph("a" * 64, REFERENCE, BY, "Zarmina’s slip.jpg", "d" * 64, 30, AT)
B = replace(A, id="b" * 64, digest="e" * 64)


@pytest.fixture
def office(storage: Storage) -> Storage:
    for reference in (REFERENCE, OTHER):
        file_request(storage, reference)
    return storage


def counted(url: str, table: str) -> int:
    with connected(url) as connection:
        number = connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
    return int(number)


def test_pieces_are_joined_in_order_and_one_out_of_place_is_not_stored(office: Storage) -> None:
    store = office.photographs
    store.begin(A)

    assert store.add_piece(A, 0, b"one ", AT)
    assert not store.add_piece(A, 0, b"one ", AT)
    assert not store.add_piece(A, 9, b"gap", AT)
    assert store.add_piece(A, 4, b"two", AT)

    (found,) = store.of(REFERENCE, BY)
    assert (found.have, found.drawn, found.name) == (7, False, A.name)
    assert store.content(found) == b"one two"
    with pytest.raises(NotOnFile, match="has not arrived"):
        store.page(found)


def test_a_page_takes_the_place_of_its_pieces(office: Storage, url: str) -> None:
    store = office.photographs
    store.begin(A)
    store.add_piece(A, 0, b"x" * 30, AT)

    store.keep_page(A, b"the page", b"small")

    (found,) = store.of(REFERENCE, BY)
    assert found.drawn
    assert store.page(found) == b"the page"
    assert store.page(found, small=True) == b"small"
    assert store.taken_up() == len(b"the page") + len(b"small")
    assert counted(url, "photograph_piece") == 0


def test_photographs_have_an_order_and_are_turned(office: Storage) -> None:
    store = office.photographs
    store.begin(A)
    store.begin(B)
    assert [each.id for each in store.of(REFERENCE, BY)] == [A.id, B.id]

    store.arrange([replace(B, turns=3), A])

    assert [(each.id, each.turns) for each in store.of(REFERENCE, BY)] == [(B.id, 3), (A.id, 0)]


def test_photographs_of_another_person_or_request_are_not_listed(office: Storage) -> None:
    store = office.photographs
    store.begin(A)

    assert store.of(REFERENCE, "account-2") == ()
    assert store.of(OTHER, BY) == ()
    assert len(store.of(REFERENCE, BY)) == 1


def test_old_photographs_are_deleted_with_their_pieces(office: Storage, url: str) -> None:
    store = office.photographs
    store.begin(A)
    store.begin(B)
    store.add_piece(A, 0, b"piece", AT)
    store.add_piece(B, 0, b"piece", AT + timedelta(days=2))

    assert store.remove_older(AT + timedelta(days=1)) == 1

    assert [each.id for each in store.of(REFERENCE, BY)] == [B.id]
    assert counted(url, "photograph_piece") == 1
    store.remove([B.id])
    assert counted(url, "photograph") == counted(url, "photograph_piece") == 0


def test_an_erased_request_leaves_no_photograph(office: Storage, url: str) -> None:
    office.photographs.begin(A)
    office.photographs.add_piece(A, 0, b"piece", AT)

    office.cases.erase_person(REFERENCE)

    assert counted(url, "photograph") == counted(url, "photograph_piece") == 0


def test_neither_name_nor_piece_is_open_in_the_database(office: Storage, url: str) -> None:
    office.photographs.begin(A)
    office.photographs.add_piece(A, 0, b"Zarmina", AT)
    office.photographs.begin(B)
    office.photographs.keep_page(B, b"Zarmina", b"Zarmina")

    with connected(url) as connection:
        found = [
            *connection.execute(sa.text("SELECT sealed, page, small FROM photograph")),
            *connection.execute(sa.text("SELECT sealed FROM photograph_piece")),
        ]
    stored = [bytes(each) for row in found for each in row if each is not None]

    assert len(stored) == 5
    assert not any(b"Zarmina" in each or A.digest.encode() in each for each in stored)
