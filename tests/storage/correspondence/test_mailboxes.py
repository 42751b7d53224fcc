"""Mailboxes on both databases: held by one process at a time, with the trouble of fetches."""

from datetime import timedelta

from tests.storage.samples import AT
from tracker.services.ports.correspondence.received import MailboxState, MailTrouble
from tracker.storage.opening import Storage

LEASE = timedelta(minutes=15)
LATER = AT + timedelta(minutes=1)


def test_a_mailbox_is_held_by_one_and_by_another_once_that_one_is_dead(storage: Storage) -> None:
    boxes = storage.mailboxes
    assert boxes.lease("main", AT, AT + LEASE, "one")
    assert boxes.lease("main", LATER, LATER + LEASE, "two") is None
    slow = AT - timedelta(seconds=5)
    assert boxes.lease("main", slow, slow + LEASE, "slow") is None
    assert boxes.lease("other", AT, AT + LEASE, "two")

    dead = AT + LEASE
    assert boxes.lease("main", dead, dead + LEASE, "two")
    assert not boxes.extend("main", "one", dead + 2 * LEASE)
    assert boxes.extend("main", "two", dead + 2 * LEASE)


def test_a_lease_of_a_clock_that_ran_fast_holds_nobody_up(storage: Storage) -> None:
    fast = AT + timedelta(days=400)
    assert storage.mailboxes.lease("main", fast, fast + LEASE, "one")

    assert storage.mailboxes.lease("main", AT, AT + LEASE, "two")


def test_the_end_of_a_fetch_is_noted_and_trouble_since_its_first_time(storage: Storage) -> None:
    boxes = storage.mailboxes
    boxes.lease("main", AT, AT + LEASE, "one")
    boxes.note_uidvalidity("main", 4_000_000_000)
    boxes.release("main", "one", AT, None)
    assert boxes.all() == (MailboxState("main", 4_000_000_000, AT, None, None, ""),)

    for moment in (LATER, LATER + LEASE):
        boxes.lease("main", moment, moment + LEASE, "one")
        boxes.release("main", "one", moment, MailTrouble.SIGN_IN, "these details")

    (state,) = boxes.all()
    assert state == MailboxState(
        "main", 4_000_000_000, AT, MailTrouble.SIGN_IN, LATER, "these details"
    )


def test_only_the_holder_gives_a_mailbox_back(storage: Storage) -> None:
    storage.mailboxes.lease("main", AT, AT + LEASE, "one")
    storage.mailboxes.release("main", "two", AT, None)

    assert storage.mailboxes.lease("main", LATER, LATER + LEASE, "two") is None
