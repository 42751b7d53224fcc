"""Accounts, sessions, invitations and the office itself, on both databases."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.storage.samples import AT
from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.services.ports.people import Account, Invitation, RoleName, Session
from tracker.services.ports.premises import OfficeState
from tracker.storage.opening import Storage

LAWYER = Account("account-1", "Lawyer@Example.org", "A. Lawyer", RoleName.LAWYER)
ADMIN = Account("account-2", "admin@example.org", "B. Admin", RoleName.ADMIN)


def test_an_account_is_found_by_its_id_and_by_its_address_in_any_case(storage: Storage) -> None:
    storage.people.save_account(LAWYER)
    storage.people.save_account(ADMIN)

    assert storage.people.account("account-1") == LAWYER
    assert storage.people.account_by_email(" lawyer@example.ORG") == LAWYER
    assert storage.people.account("nobody") is None
    assert storage.people.account_by_email("nobody@example.org") is None
    assert storage.people.accounts() == (ADMIN, LAWYER)


def test_an_account_can_be_changed(storage: Storage) -> None:
    storage.people.save_account(LAWYER)
    changed = replace(LAWYER, role=RoleName.ADVOCATE, active=False)
    storage.people.save_account(changed)

    assert storage.people.accounts() == (changed,)


def test_an_address_belongs_to_one_account(storage: Storage) -> None:
    storage.people.save_account(LAWYER)

    with pytest.raises(NotAllowed, match="another address"):
        storage.people.save_account(replace(ADMIN, email="LAWYER@example.org"))

    assert storage.people.accounts() == (LAWYER,)


def test_an_invitation_is_taken_once_however_many_try(storage: Storage) -> None:
    storage.people.save_account(LAWYER)
    invitation = Invitation("a" * 64, LAWYER.id, AT + timedelta(days=3))
    storage.people.invitations.add(invitation)
    assert storage.people.invitations.get("a" * 64) == invitation
    ready = threading.Barrier(3)
    taken: list[Invitation | None] = []

    def take() -> None:
        ready.wait()
        taken.append(storage.people.invitations.take("a" * 64))

    threads = [threading.Thread(target=take) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken, key=str) == [invitation, None, None]
    assert storage.people.invitations.get("a" * 64) is None


def test_a_session_lasts_until_it_is_ended(storage: Storage) -> None:
    storage.people.save_account(LAWYER)
    storage.people.sessions.start(Session("b" * 64, LAWYER.id, AT, AT))
    storage.people.sessions.start(Session("c" * 64, LAWYER.id, AT, AT))
    later = AT + timedelta(hours=1)
    storage.people.sessions.touch("b" * 64, later)

    assert storage.people.sessions.get("b" * 64) == Session("b" * 64, LAWYER.id, AT, later)
    storage.people.sessions.end("b" * 64)
    assert storage.people.sessions.get("b" * 64) is None
    storage.people.sessions.end_all(LAWYER.id)
    assert storage.people.sessions.get("c" * 64) is None


def test_an_office_is_made_once_and_remembers_what_it_saw(storage: Storage) -> None:
    with pytest.raises(NotOnFile, match="tracker init"):
        storage.premises.state()

    storage.premises.found("An office", live=True)
    storage.premises.note_edition("edition-1")
    storage.premises.note_sweep(AT)

    assert storage.premises.state() == OfficeState(True, "An office", "edition-1", AT)
    with pytest.raises(NotAllowed, match="live office"):
        storage.premises.found("Another", live=False)


def test_a_pause_of_more_than_a_day_between_two_sweeps_is_kept(storage: Storage) -> None:
    later = AT + timedelta(days=3)
    storage.premises.found("An office", live=False)
    for at in (AT, AT + timedelta(days=1), AT + timedelta(days=1), later):
        storage.premises.note_sweep(at)

    # From the second day to the third is more than one; from the first to the second is not.
    (pause,) = storage.premises.pauses(10)
    assert (pause.after, pause.until) == (AT + timedelta(days=1), later)

    storage.premises.note_sweep(later + timedelta(hours=1), 2)
    assert storage.premises.state().left_unswept == 2
    assert len(storage.premises.pauses(10)) == 1
    storage.premises.note_sweep(later + timedelta(days=9))
    assert [each.until for each in storage.premises.pauses(1)] == [later + timedelta(days=9)]


def test_a_clock_that_jumped_back_takes_no_sweep_back(storage: Storage) -> None:
    storage.premises.found("An office", live=False)
    storage.premises.note_sweep(AT)
    storage.premises.note_sweep(AT - timedelta(days=400))

    assert storage.premises.state().last_sweep_at == AT


@pytest.mark.parametrize("live", [True, False])
def test_a_demonstration_never_becomes_live_nor_a_live_office_a_demonstration(
    storage: Storage, live: bool
) -> None:
    storage.premises.found("An office", live=live)

    def attempt(statement: str) -> None:
        with storage.transactions.writing() as session:
            session.connection().execute(sa.text(statement), {"other": not live})

    insert = "INTO office (id, live, name, edition) VALUES (1, :other, 'x', '')"
    attempts = [
        "UPDATE office SET live = :other",
        "DELETE FROM office WHERE live <> :other",
        f"INSERT {insert}",
    ]
    if storage.transactions.writers.dialect.name == "sqlite":
        attempts.append(f"REPLACE {insert}")
    else:
        attempts.append("TRUNCATE office")
    for statement in attempts:
        with pytest.raises(sa.exc.IntegrityError):
            attempt(statement)

    assert storage.premises.state().live is live
