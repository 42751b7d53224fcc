"""The office's arguments, on both databases: sealed, and every version readable."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.storage.samples import AT
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.workbook import ArgumentChanged, OfficeArgument
from tracker.storage.opening import Storage

ANNA = Account("anna", "anna@office.example", "Anna Example", RoleName.LAWYER)
SEVERANCE = OfficeArgument(
    "arg-1",
    0,
    "Severance",
    "Part of a record is no reason to withhold “all” of it.\n{see:x} <b>حصہ</b>",
    "Section 16(1)(a)(i)",
    "pk-raia-2017",
    "s16",
    False,
    ANNA.id,
    AT,
)


@pytest.fixture
def office(storage: Storage) -> Storage:
    storage.people.save_account(ANNA)
    return storage


def test_each_save_adds_a_version_and_older_ones_stay_as_they_were(office: Storage) -> None:
    arguments = office.workbook.arguments
    first = arguments.save(SEVERANCE)
    second = arguments.save(replace(first, words="Give the rest."))

    assert (first.version, second.version) == (1, 2)
    assert arguments.versions("arg-1") == (second, first)
    assert arguments.latest() == (second,)
    assert arguments.versions("arg-2") == ()


def test_an_archived_argument_stays_with_its_versions(office: Storage) -> None:
    arguments = office.workbook.arguments
    first = arguments.save(SEVERANCE)
    archived = arguments.save(replace(first, archived=True))

    assert arguments.latest() == (archived,)
    assert arguments.versions("arg-1")[-1] == first


@pytest.mark.parametrize("version", [0, 7])
def test_who_saves_on_another_version_is_told_and_sees_the_stored_one(
    office: Storage, version: int
) -> None:
    arguments = office.workbook.arguments
    first = arguments.save(SEVERANCE)
    arguments.save(replace(first, words="Give the rest."))

    with pytest.raises(ArgumentChanged) as told:
        arguments.save(replace(SEVERANCE, version=version))

    assert told.value.theirs.words == "Give the rest."
    assert len(arguments.versions("arg-1")) == 2


def test_arguments_come_by_title(office: Storage) -> None:
    arguments = office.workbook.arguments
    arguments.save(SEVERANCE)
    arguments.save(replace(SEVERANCE, id="arg-2", title="burden"))

    assert [each.title for each in arguments.latest()] == ["burden", "Severance"]


def test_no_word_of_an_argument_is_open_in_the_database(office: Storage) -> None:
    office.workbook.arguments.save(SEVERANCE)

    with office.transactions.reading() as session:
        rows = session.connection().execute(sa.text("SELECT * FROM argument")).all()

    assert b"Severance" not in repr(rows).encode()
    assert b"16(1)" not in repr(rows).encode()
