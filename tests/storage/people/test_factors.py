"""Second factors, sharing, who is in charge, and the audit trail, on both databases."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.storage.conftest import KEY
from tests.storage.samples import AT, REFERENCE, file_request
from tracker.domain.base.errors import NotAllowed
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.factors import Challenge, OneTimeCodes, Passkey
from tracker.services.ports.people import Account, RoleName, Session, TrailEntry, TrailFilter
from tracker.storage.db.sealing import Damaged, MachineKey
from tracker.storage.opening import Storage
from tracker.storage.people.factors import SqlFactorRepository

LENA = Account("account-1", "lena@example.org", "Lena", RoleName.LAWYER)
OTHER = Account("account-2", "other@example.org", "Other", RoleName.LAWYER)
SECRET = "JBSWY3DPEHPK3PXP"
LAPTOP = Passkey("a2V5", LENA.id, "laptop", b"public", 3, AT)


@pytest.fixture
def office(storage: Storage) -> Storage:
    """Two people."""
    storage.people.save_account(LENA)
    storage.people.save_account(OTHER)
    return storage


def together(work: Callable[[], object], times: int = 4) -> list[object]:
    """Do the same work several times at once; return the results."""
    ready, found = threading.Barrier(times), []

    def do() -> None:
        ready.wait()
        found.append(work())

    threads = [threading.Thread(target=do) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_secret_is_proposed_then_taken_up_and_sealed_all_the_while(office: Storage) -> None:
    people = office.people
    people.codes.propose(LENA.id, SECRET)
    assert people.codes.proposed(LENA.id) == SECRET
    assert people.codes.codes_of(LENA.id) is None
    assert not people.factors.any_factor(LENA.id)

    people.codes.take_up(LENA.id, 7)

    assert people.codes.proposed(LENA.id) == ""
    assert people.codes.codes_of(LENA.id) == OneTimeCodes(SECRET, 7)
    assert people.factors.any_factor(LENA.id)
    assert people.factors.with_factor() == {LENA.id}
    with office.transactions.reading() as session:
        row = session.connection().execute(sa.text("SELECT * FROM one_time_codes")).one()
    assert SECRET.encode() not in b"".join(bytes(part) for part in row if isinstance(part, bytes))


def test_a_secret_opens_with_the_offices_key_alone_and_for_its_owner_alone(
    office: Storage,
) -> None:
    office.people.codes.propose(LENA.id, SECRET)
    office.people.codes.take_up(LENA.id, 0)
    right = MachineKey(KEY).derived("second factors")

    assert SqlFactorRepository(office.transactions, right).codes_of(LENA.id)
    assert right != KEY
    with pytest.raises(Damaged, match="second factor of account account-1"):
        SqlFactorRepository(office.transactions, bytes(32)).codes_of(LENA.id)
    with office.transactions.writing() as session:
        session.connection().execute(sa.text("UPDATE one_time_codes SET account = 'account-2'"))
    with pytest.raises(Damaged, match="account-2"):
        office.people.codes.codes_of(OTHER.id)


def test_a_stretch_of_time_is_used_once_however_many_try(office: Storage) -> None:
    people = office.people
    people.codes.propose(LENA.id, SECRET)
    people.codes.take_up(LENA.id, 100)

    assert sorted(map(bool, together(lambda: people.codes.use_step(LENA.id, 101)))) == [
        False
    ] * 3 + [True]
    assert not people.codes.use_step(LENA.id, 101)
    assert not people.codes.use_step(LENA.id, 99)
    assert people.codes.use_step(LENA.id, 102)


def test_a_recovery_code_is_used_once_however_many_try(office: Storage) -> None:
    people = office.people
    people.recovery_codes.keep_recovery(LENA.id, ["a" * 64, "b" * 64])

    used = together(lambda: people.recovery_codes.use_recovery(LENA.id, "a" * 64))

    assert used.count(True) == 1
    assert people.recovery_codes.recovery_left(LENA.id) == 1
    assert not people.recovery_codes.use_recovery(OTHER.id, "b" * 64)
    people.recovery_codes.keep_recovery(LENA.id, ["c" * 64])
    assert not people.recovery_codes.use_recovery(LENA.id, "b" * 64)


def test_passkeys_are_kept_counted_and_removed_by_their_owner(office: Storage) -> None:
    people = office.people
    people.passkeys.add_passkey(LAPTOP)
    with pytest.raises(NotAllowed, match="This passkey is already registered"):
        people.passkeys.add_passkey(LAPTOP)
    people.passkeys.use_passkey(LAPTOP.id, 9, AT + timedelta(days=1))

    (kept,) = people.passkeys.passkeys_of(LENA.id)
    assert (kept.sign_count, kept.used_at) == (9, AT + timedelta(days=1))
    assert people.passkeys.passkey(LAPTOP.id) == kept
    assert people.factors.any_factor(LENA.id)
    assert not people.passkeys.drop_passkey(OTHER.id, LAPTOP.id)
    assert people.passkeys.drop_passkey(LENA.id, LAPTOP.id)
    assert people.passkeys.passkey(LAPTOP.id) is None


def test_every_factor_goes_at_once(office: Storage) -> None:
    people = office.people
    people.codes.propose(LENA.id, SECRET)
    people.codes.take_up(LENA.id, 0)
    people.recovery_codes.keep_recovery(LENA.id, ["a" * 64])
    people.passkeys.add_passkey(LAPTOP)
    people.challenges.keep_challenge(Challenge("d" * 64, "code", LENA.id, AT), AT)

    people.factors.drop_all(LENA.id)

    assert not people.factors.any_factor(LENA.id)
    assert people.recovery_codes.recovery_left(LENA.id) == 0
    assert people.challenges.look_at_challenge("d" * 64) is None


def test_a_challenge_is_taken_once_and_old_ones_are_forgotten(office: Storage) -> None:
    people = office.people
    asked = Challenge("d" * 64, "passkey-enter", "", AT + timedelta(minutes=5))
    people.challenges.keep_challenge(asked, AT)
    assert people.challenges.look_at_challenge("d" * 64) == asked

    taken = together(lambda: people.challenges.take_challenge("d" * 64))

    assert taken.count(asked) == 1
    assert taken.count(None) == 3
    people.challenges.keep_challenge(asked, AT)
    people.challenges.keep_challenge(Challenge("e" * 64, "x", "", AT), AT + timedelta(minutes=6))
    assert people.challenges.take_challenge("d" * 64) is None


def test_an_answered_challenge_is_used_up_once_and_soon_forgotten(office: Storage) -> None:
    people, over = office.people, AT + timedelta(minutes=5)
    used = Challenge("d" * 64, "passkey-used", "", over)

    first = together(lambda: people.challenges.use_up(used, AT))

    assert (first.count(True), first.count(False)) == (1, 3)
    people.challenges.use_up(
        Challenge("e" * 64, "passkey-used", "", over), over + timedelta(minutes=6)
    )
    assert people.challenges.look_at_challenge("d" * 64) is None


def test_sessions_are_listed_confirmed_and_ended_but_for_one(office: Storage) -> None:
    people, later = office.people, AT + timedelta(hours=1)
    first = Session("1" * 64, LENA.id, AT, AT, None, "Firefox on Linux")
    second = Session("2" * 64, LENA.id, AT, later)
    for session in (first, second, Session("3" * 64, OTHER.id, AT, AT)):
        people.sessions.start(session)

    assert people.sessions.of(LENA.id) == (second, first)
    people.sessions.confirm("1" * 64, later)
    confirmed = people.sessions.get("1" * 64)
    assert confirmed
    assert confirmed.confirmed_at == later
    people.sessions.end_all(LENA.id, but="2" * 64)
    assert people.sessions.of(LENA.id) == (second,)
    assert people.sessions.get("3" * 64) is not None


def test_closed_accounts_have_no_address_and_are_not_in_each_others_way(office: Storage) -> None:
    for account in (LENA, OTHER):
        office.people.save_account(Account(account.id, "", account.name, account.role))

    assert office.people.account_by_email("") is None
    assert office.people.account_by_email("lena@example.org") is None
    assert {account.email for account in office.people.accounts()} == {""}


def test_sharing_and_charge_narrow_a_list(office: Storage) -> None:
    file_request(office)
    shares = office.people.shares
    assert shares.share(REFERENCE, "guests", AT, LENA.id)
    assert not shares.share(REFERENCE, "guests", AT, LENA.id)
    shares.put_in_charge(REFERENCE, LENA.id, AT)

    assert shares.shared_with(REFERENCE) == ("guests",)
    assert shares.is_shared(REFERENCE, "guests")
    assert not shares.is_shared(REFERENCE, "others")
    assert shares.shared_of([REFERENCE, "nowhere"], "guests") == {REFERENCE}
    assert shares.in_charge([REFERENCE, "nowhere"]) == {REFERENCE: LENA.id}
    for shown, number in (
        (RowFilter(shared_with="guests"), 1),
        (RowFilter(shared_with="others"), 0),
        (RowFilter(charge=LENA.id), 1),
        (RowFilter(charge=OTHER.id), 0),
        (RowFilter(charge=LENA.id, shared_with="guests"), 1),
    ):
        assert office.case_rows.rows(shown, 0, 10)[1] == number, shown
    assert shares.hand_over(LENA.id, OTHER.id, AT) == 1
    assert (shares.charges_of(LENA.id), shares.charges_of(OTHER.id)) == (0, 1)
    assert shares.unshare(REFERENCE, "guests")
    assert not shares.unshare(REFERENCE, "guests")


def test_the_trail_is_read_the_newest_first(office: Storage) -> None:
    trail = office.people.trail
    for hour, act in enumerate(("signed-in", "published", "signed-in")):
        trail.add(TrailEntry(AT + timedelta(hours=hour), LENA.id, act, f"r{hour}"))

    found, number = trail.entries(TrailFilter(act="signed-in"), 0, 1)
    assert number == 2
    assert [(entry.about, entry.at) for entry in found] == [("r2", AT + timedelta(hours=2))]
    assert [e.about for e in trail.entries(TrailFilter(who=LENA.id), 1, 5)[0]] == ["r1", "r0"]
    assert trail.entries(TrailFilter(about="r1"), 0, 5)[1] == 1
    assert trail.last(LENA.id, "published", "r1") == AT + timedelta(hours=1)
    assert trail.last(OTHER.id, "published", "r1") is None


def test_of_two_who_step_down_at_once_one_stays(office: Storage) -> None:
    """Each looks whether the other still administers, and only then steps down."""
    looked, left = threading.Barrier(2), []

    def step_down(account: Account, other: Account) -> None:
        with office.people.one_at_a_time():
            still = office.people.account(other.id)
            with suppress(threading.BrokenBarrierError):
                looked.wait(0.3)  # only where both could look at once do they meet here
            if still and still.active:
                office.people.save_account(replace(account, active=False))
                left.append(account.id)

    pairs = ((LENA, OTHER), (OTHER, LENA))
    threads = [threading.Thread(target=step_down, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(left) == 1
    assert [account.active for account in office.people.accounts()].count(True) == 1
