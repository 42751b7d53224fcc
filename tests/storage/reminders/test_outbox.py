"""The outbox: each mail claimed by one process at a time, and by another when that one died."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import AT
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.reminders import Mail, MailState
from tracker.storage.opening import Storage, open_storage

ROOT = Path(__file__).parents[3]
LEASE = timedelta(minutes=5)
LATER = AT + timedelta(minutes=1)


def mail(number: int = 1, made_at: datetime = AT) -> Mail:
    return Mail(f"reminder:{number}", f"<{number}@office>", "anna", "Subject", "Words", made_at)


@pytest.fixture
def office(storage: Storage) -> Storage:
    """An office with a person to whom mail can go."""
    account = Account("anna", "anna@example.org", "Anna", RoleName.LAWYER)
    storage.people.save_account(account)
    return storage


def claimed(office: Storage, now: datetime = AT, who: str = "one") -> str | None:
    claim = office.outbox.claim(now, now + LEASE, who)
    return claim.mail.once if claim else None


def test_a_mail_about_the_same_is_kept_once(office: Storage) -> None:
    assert office.outbox.put(mail())
    assert not office.outbox.put(Mail("reminder:1", "<other@office>", "anna", "S", "W", AT))

    claim = office.outbox.claim(AT, AT + LEASE, "one")
    assert claim is not None
    assert claim.mail == mail()


def test_a_mail_is_claimed_by_one_and_by_nobody_else_before_its_time_is_up(
    office: Storage,
) -> None:
    office.outbox.put(mail())

    assert claimed(office) == "reminder:1"
    assert claimed(office, AT + LEASE - timedelta(seconds=1), "two") is None
    assert claimed(office, AT + LEASE, "two") == "reminder:1"


def test_what_was_sent_is_never_claimed_again(office: Storage) -> None:
    office.outbox.put(mail())
    claim = office.outbox.claim(AT, AT + LEASE, "one")
    assert claim
    office.outbox.sent(claim, AT)

    assert claimed(office, AT + timedelta(days=1)) is None
    assert not office.outbox.put(mail()), "nor stored again"


def test_who_lost_a_claim_has_no_say_about_it_any_more(office: Storage) -> None:
    office.outbox.put(mail())
    slow = office.outbox.claim(AT, AT + LEASE, "slow")
    quick = office.outbox.claim(AT + LEASE, AT + 2 * LEASE, "quick")
    assert slow
    assert quick

    office.outbox.sent(quick, AT + LEASE)
    office.outbox.failed(slow, "too late", None)

    assert office.outbox.troubled() == ()
    assert office.outbox.count_dead() == 0


def test_a_try_in_vain_waits_for_its_time_and_counts(office: Storage) -> None:
    office.outbox.put(mail())
    first = office.outbox.claim(AT, AT + LEASE, "one")
    assert first
    office.outbox.failed(first, "busy", AT + timedelta(hours=1))

    assert claimed(office, AT + timedelta(minutes=59)) is None
    second = office.outbox.claim(AT + timedelta(hours=1), AT + timedelta(hours=2), "two")
    assert second
    assert (first.attempt, second.attempt) == (1, 2)
    office.outbox.failed(second, "refused", None)
    (dead,) = office.outbox.troubled()
    assert (dead.state, dead.trouble, dead.attempts) == (MailState.DEAD, "refused", 2)


def test_a_person_tries_a_dead_mail_again_or_withdraws_it(office: Storage) -> None:
    for number in (1, 2):
        office.outbox.put(mail(number))
        claim = office.outbox.claim(AT, AT + LEASE, "one")
        assert claim
        office.outbox.failed(claim, "refused", None)
    assert office.outbox.count_dead() == 2

    assert office.outbox.again("reminder:1", LATER)
    assert office.outbox.give_up("reminder:2")
    assert not office.outbox.again("reminder:2", LATER)
    assert not office.outbox.give_up("nothing of the kind")

    assert claimed(office, LATER) == "reminder:1"
    assert claimed(office, LATER, "two") is None
    assert office.outbox.count_dead() == 0


def test_a_mail_is_withdrawn_unless_its_sending_has_begun(office: Storage) -> None:
    office.outbox.put(mail(1))
    office.outbox.put(mail(2, LATER))
    assert claimed(office) == "reminder:1"

    office.outbox.withdraw("reminder:1")
    office.outbox.withdraw("reminder:2")

    assert claimed(office, LATER, "two") is None
    assert claimed(office, AT + LEASE, "three") == "reminder:1", "it may be half sent already"


def test_what_waits_longest_goes_first(office: Storage) -> None:
    office.outbox.put(mail(2, LATER))
    office.outbox.put(mail(1))

    assert [claimed(office, LATER, who) for who in ("one", "two")] == [
        "reminder:1",
        "reminder:2",
    ]


@pytest.mark.parametrize("ahead", [timedelta(days=3), timedelta(days=4000)])
def test_a_clock_that_was_ahead_holds_up_no_mail_for_years(
    office: Storage, ahead: timedelta
) -> None:
    office.outbox.put(mail(1, AT + ahead))
    assert claimed(office) == "reminder:1"

    # Nor does a lease that was taken by that clock.
    office.outbox.put(mail(2, AT + ahead))
    assert office.outbox.claim(AT + ahead, AT + ahead + LEASE, "ahead")
    assert claimed(office, AT, "two") is not None


def test_many_processes_claim_each_mail_once(office: Storage, instance: Path) -> None:
    for number in range(40):
        office.outbox.put(mail(number))
    ready = threading.Barrier(4)
    found: list[str] = []

    def carry(name: str) -> None:
        own = open_storage(office.transactions.url, instance, KEY, KEY_FILE)
        ready.wait()
        while claim := own.outbox.claim(AT, AT + LEASE, name):
            found.append(claim.mail.once)
            own.outbox.sent(claim, AT)
        own.close()

    run_all([lambda n=n: carry(f"process {n}") for n in range(4)])  # type: ignore[misc]

    assert sorted(found) == sorted(f"reminder:{number}" for number in range(40))


def run_all(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.slow
@pytest.mark.samples("sqlite")
def test_a_process_killed_between_claim_and_sent_lets_another_send_it_again(
    office: Storage, instance: Path
) -> None:
    office.outbox.put(mail())
    work = (
        "import os, pathlib, signal, sys\n"
        "from tests.storage.samples import AT\n"
        "from tests.storage.reminders.test_outbox import LEASE\n"
        "from tracker.storage.opening import open_storage\n"
        "url, folder, key = sys.argv[1:]\n"
        "rooms = open_storage(url, pathlib.Path(folder), bytes.fromhex(key))\n"
        "assert rooms.outbox.claim(AT, AT + LEASE, 'killed')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", work, office.transactions.url, str(instance), KEY.hex()],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert claimed(office, AT) is None
    again = office.outbox.claim(AT + LEASE, AT + 2 * LEASE, "another")
    assert again is not None
    # The same Message-ID shows a recipient that it is the same mail.
    assert (again.mail.message_id, again.attempt) == ("<1@office>", 2)
