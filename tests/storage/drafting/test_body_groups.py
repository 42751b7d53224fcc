"""The office's groups of public bodies, on both databases: sealed, with unique names."""

import threading
from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.storage.samples import AT
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.workbook import BodyGroup
from tracker.storage.opening import Storage

ANNA = Account("anna", "anna@office.example", "Anna Example", RoleName.LAWYER)
HOME = BodyGroup("g1", "Home <b>departments</b> گھر", ("pk-sindh-home", "pk-kp-home"), "anna", AT)


@pytest.fixture
def office(storage: Storage) -> Storage:
    storage.people.save_account(ANNA)
    return storage


def test_groups_are_listed_by_name_as_they_were_saved(office: Storage) -> None:
    groups = office.workbook.groups
    other = replace(HOME, id="g2", name="cabinet", bodies=("pk-cabinet-division",))

    assert groups.add(HOME)
    assert groups.add(other)

    assert groups.all() == (other, HOME)


def test_a_name_in_use_is_refused_and_the_first_group_stays(office: Storage) -> None:
    groups = office.workbook.groups
    groups.add(HOME)

    assert not groups.add(replace(HOME, id="g2", name=HOME.name.upper(), bodies=("pk-pta",)))

    assert groups.all() == (HOME,)


def test_two_people_who_save_the_same_name_at_once_make_one_group(office: Storage) -> None:
    groups, ready = office.workbook.groups, threading.Barrier(2)
    said: list[bool] = []

    def add(id: str) -> None:
        ready.wait()
        said.append(groups.add(replace(HOME, id=id)))

    threads = [threading.Thread(target=add, args=(f"g{number}",)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == [False, True]
    assert len(groups.all()) == 1


def test_a_group_is_deleted_once(office: Storage) -> None:
    groups = office.workbook.groups
    groups.add(HOME)

    assert groups.forget("g1")
    assert not groups.forget("g1")
    assert groups.all() == ()


def test_no_word_of_a_group_is_open_in_the_database(office: Storage) -> None:
    office.workbook.groups.add(HOME)

    with office.transactions.reading() as session:
        rows = session.connection().execute(sa.text("SELECT * FROM body_group")).all()

    assert len(rows) == 1
    assert "departments" not in repr(rows)
    assert "pk-sindh-home" not in repr(rows)
