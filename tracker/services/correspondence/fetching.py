"""Fetching of mail: each is sealed and committed before it is moved, by one process at a time.
The mails of a batch are moved together, because the server takes longer to move than to send.

A process may be killed at any point. Mail that it left in the inbox is found again by its number,
or by its bytes, and moved then. Mail that it moved without a note is found in the folder for filed
mail.
"""

import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.domain.base.errors import Refusal
from tracker.domain.correspondence.mail_check import LONGEST_CHECK_SECONDS
from tracker.services.core.holds import require_may_enter
from tracker.services.core.office import Office
from tracker.services.correspondence.storing import LARGEST_MAIL, ReadingAhead, arrival_of, store
from tracker.services.ports.correspondence.fetching import (
    MailboxTrouble,
    MailSession,
    MailSource,
)
from tracker.services.ports.correspondence.received import (
    KnownPlace,
    MailFolder,
    MailPlace,
    MailTrouble,
    SeenMail,
    Stored,
)

_LOG = logging.getLogger(__name__)

# Longer than one batch takes on a slow line; each batch extends it.
MAILBOX_LEASE = timedelta(minutes=15)
# More than this in a day is not correspondence. The rest waits, and the operator is warned.
MOST_A_DAY = 2_000
# A copy stays in the mailbox for at least this time, and until a backup has the sealed mail.
COPIES_STAY = timedelta(days=7)
# No check of the office's own mail waits as long as this. Nobody waits for an older check mail.
CHECKS_STAY = timedelta(seconds=LONGEST_CHECK_SECONDS) + timedelta(minutes=10)
# Servers report for five days that they cannot deliver a mail. A mark in later mail was copied.
MARKS_COUNT = timedelta(days=6)
# A check mail and the report about it are small. A larger mail is neither.
LARGEST_CHECK = 1 << 18
# Mail that nobody placed is destroyed with the key of its shelf after this time.
SHELVES_STAY = timedelta(days=365)
_MOST_IN_BATCH, _LARGEST_BATCH = 50, 4 << 20

_STOPPED = "The program was stopped before the mailbox was fetched to its end."
_HELD_BY_ANOTHER = "Another process is fetching this mailbox."
_NOT_GIVEN = "The mail server lists an email, and gives neither its size and date nor its bytes."
_WAITS = (
    "The mail server refused the sign-in details. Correct them, or run `tracker mail fetch` to "
    "try them again."
)


@dataclass
class Fetched:
    """What one fetch of a mailbox did. `why` says what ended it early, if anything did."""

    mailbox: str
    new: int = 0
    again: int = 0
    too_large: int = 0
    deleted: int = 0
    trouble: MailTrouble | None = None
    why: str = ""
    waits: bool = False
    busy: bool = False


def fetch_all(
    office: Office, *, by_person: bool = False, stop: Callable[[], bool] = lambda: False
) -> list[Fetched]:
    """Fetch every mailbox. One with trouble stops no other.

    A mailbox whose server refused the sign-in details waits until they change, or a person asks.
    Raises OnHold if the clock is wrong.
    """
    require_may_enter(office)
    return [
        fetch_mailbox(office, source, by_person=by_person, stop=stop)
        for source in office.incoming.sources
        if not stop()
    ]


def fetch_mailbox(
    office: Office,
    source: MailSource,
    *,
    by_person: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Fetched:
    """Fetch one mailbox, unless another process does so now.

    It counts as fetched at the moment when the fetch began: later mail may still be in it.
    """
    boxes, token, now = office.incoming.mailboxes, secrets.token_hex(8), office.now()
    done = Fetched(source.name)
    state = boxes.lease(source.name, now, now + MAILBOX_LEASE, token)
    if state is None:
        done.busy, done.why = True, _HELD_BY_ANOTHER
        return done
    refused = ""
    try:
        fingerprint = source.fingerprint()
        if state.refused == fingerprint and not by_person:
            refused, done.waits = fingerprint, True
            done.trouble, done.why = MailTrouble.SIGN_IN, _WAITS
            return done
        _fetch(_Run(office, source.name, token, done, stop), source)
    except MailboxTrouble as trouble:
        done.trouble, done.why = trouble.kind, str(trouble)
        refused = fingerprint if trouble.kind is MailTrouble.SIGN_IN else ""
    except Refusal as refusal:
        done.trouble, done.why = MailTrouble.DISK, str(refusal)
    finally:
        boxes.release(source.name, token, now, done.trouble, refused)
    return done


def tidy_shelves(office: Office) -> int:
    """Destroy the keys of empty and of old shelves; return how many mails were lost with them."""
    return office.incoming.mails.empty_shelves(office.now() - SHELVES_STAY)


@dataclass
class _Run:
    """One fetch of a mailbox, under a lease.

    `not_given` is whether the server lists a mail that it does not give.
    """

    office: Office
    name: str
    token: str
    done: Fetched
    stop: Callable[[], bool]
    not_given: bool = False

    def keep_lease(self) -> None:
        """Hold the mailbox for longer. Raises MailboxTrouble if another process has it now."""
        until = self.office.now() + MAILBOX_LEASE
        if not self.office.incoming.mailboxes.extend(self.name, self.token, until):
            raise MailboxTrouble(MailTrouble.CUT_OFF, _HELD_BY_ANOTHER)

    def place(self, folder: MailFolder, uidvalidity: int, uid: int) -> MailPlace:
        """Return a place in this mailbox."""
        return MailPlace(self.name, folder, uidvalidity, uid)


def _fetch(run: _Run, source: MailSource) -> None:
    with source.opened() as session:
        _take(run, session, MailFolder.INBOX)
        _take(run, session, MailFolder.FILED)
        _delete_copies(run, session)
    if run.not_given:
        # The rest was fetched. The mailbox does not count as fetched, so that it holds back
        # silence.
        raise MailboxTrouble(MailTrouble.ANSWER, _NOT_GIVEN)


def _take(run: _Run, session: MailSession, folder: MailFolder) -> None:
    """Store the new mail of a folder, and move stored mail out of the inbox."""
    places, uidvalidity = run.office.incoming.places, session.select(folder)
    if folder is MailFolder.INBOX:
        run.office.incoming.mailboxes.note_uidvalidity(run.name, uidvalidity)
    uids = session.uids()
    known = places.known(run.name, folder, uidvalidity, min(uids, default=None))
    seen = session.seen(uids)
    _note_not_given(run, session, set(uids) - set(seen))
    for uid, place in known.items():
        if uid not in seen and not place.gone:
            places.gone(run.place(folder, uidvalidity, uid), run.office.now())
    if folder is MailFolder.INBOX:
        # Mail that a process stored before it was killed, and could not move.
        _file_away(run, session, uidvalidity, [uid for uid in seen if _stays(known, uid, seen)])
    new = {uid: what for uid, what in seen.items() if not _is(known.get(uid), what)}
    for batch in batches(new):
        _allow(run, batch)
        _take_batch(run, session, folder, uidvalidity, batch)
        if run.stop():
            raise MailboxTrouble(MailTrouble.CUT_OFF, _STOPPED)


def _note_not_given(run: _Run, session: MailSession, missing: Collection[int]) -> None:
    """Note mail that the server did not give although it is not gone."""
    if missing and not run.not_given:
        run.not_given = not set(session.uids()).isdisjoint(missing)


def _stays(known: Mapping[int, KnownPlace], uid: int, seen: Mapping[int, SeenMail]) -> bool:
    what = seen[uid]
    return _is(known.get(uid), what) and not known[uid].gone and what.size <= LARGEST_MAIL


def _is(known: KnownPlace | None, what: SeenMail) -> bool:
    """Return whether this is the mail that was at its place before.

    A server that was restored may give a number to another mail.
    """
    return known is not None and known.seen == what


def batches(seen: Mapping[int, SeenMail]) -> Iterator[dict[int, SeenMail]]:
    """Yield mail in batches that fit into memory, in order. A large one is alone."""
    batch: dict[int, SeenMail] = {}
    size = 0
    for uid, what in sorted(seen.items()):
        if batch and (len(batch) >= _MOST_IN_BATCH or size + what.size > _LARGEST_BATCH):
            yield batch
            batch, size = {}, 0
        batch[uid] = what
        size += what.size
    if batch:
        yield batch


def _take_batch(
    run: _Run,
    session: MailSession,
    folder: MailFolder,
    uidvalidity: int,
    batch: Mapping[int, SeenMail],
) -> None:
    run.keep_lease()
    small = [uid for uid, what in batch.items() if what.size <= LARGEST_MAIL]
    found = dict(session.raw(small)) if small else {}
    _note_not_given(run, session, set(small) - set(found))
    taken: list[int] = []
    with ReadingAhead(run.office) as reading:
        for uid, what in batch.items():
            place = run.place(folder, uidvalidity, uid)
            if uid in found:
                raw = found.pop(uid)
                if check_made_at := _check_made_at(run, raw):
                    _leave_to_check(run, session, uid, check_made_at)
                    continue
                reading.take(_stored(run, raw, what, place), raw)
                taken.append(uid)
            elif what.size > LARGEST_MAIL and (head := session.header(uid)) is not None:
                # The mail stays where it is: the header alone is no copy of it.
                _stored(run, head, what, place, too_large=True)
                run.done.too_large += 1
    if folder is MailFolder.INBOX:
        _file_away(run, session, uidvalidity, taken)


def _check_made_at(run: _Run, raw: bytes) -> datetime | None:
    """Return when a check mail was made; None for any other, and for an old or large one."""
    marks = run.office.incoming.check_marks
    made_at = marks.made_at(raw) if marks and len(raw) <= LARGEST_CHECK else None
    return made_at if made_at and run.office.now() - made_at < MARKS_COUNT else None


def _leave_to_check(run: _Run, session: MailSession, uid: int, made_at: datetime) -> None:
    """Leave a check mail to the check that waits for it, and delete it once none does."""
    if run.office.now() - made_at > CHECKS_STAY:
        session.delete([uid])


def _stored(
    run: _Run, raw: bytes, what: SeenMail, place: MailPlace, *, too_large: bool = False
) -> Stored:
    size = what.size if too_large else 0
    arrival = arrival_of(run.office.incoming, raw, what.dated, size=size)
    stored = store(run.office, arrival, place, what)
    run.done.new += stored.new
    run.done.again += not stored.new
    return stored


def _file_away(run: _Run, session: MailSession, uidvalidity: int, uids: Sequence[int]) -> None:
    if not uids:
        return
    moved = session.file_away(uids)
    moves = {
        run.place(MailFolder.INBOX, uidvalidity, uid): run.place(MailFolder.FILED, *moved[uid])
        if uid in moved
        else None
        for uid in uids
    }
    run.office.incoming.places.moved(moves, run.office.now())


def _delete_copies(run: _Run, session: MailSession) -> None:
    """Delete filed copies of mail that has been sealed here for a week and is in a backup.

    Copies of an erased person's mail are deleted at once. The folder is selected already.
    """
    incoming, now = run.office.incoming, run.office.now()
    backup = incoming.backed_up_by(now) or datetime.min.replace(tzinfo=now.tzinfo)
    safe = min(backup, now - COPIES_STAY)
    old = incoming.places.to_delete(run.name, safe)
    uidvalidity = session.select(MailFolder.FILED) if old else 0
    here = [place for place in old if place.uidvalidity == uidvalidity]
    for part in _parts([place.uid for place in here]):
        run.keep_lease()
        session.delete(part)
    for place in old:
        # Mail with another numbering was found under its new number, or is no longer there.
        incoming.places.gone(place, run.office.now())
    run.done.deleted += len(here)


def _parts(uids: Sequence[int]) -> Iterable[Sequence[int]]:
    return (uids[start : start + 200] for start in range(0, len(uids), 200))


def _allow(run: _Run, batch: Mapping[int, SeenMail]) -> None:
    """Raise MailboxTrouble if more mail came in a day than can be correspondence."""
    day = run.office.now() - timedelta(days=1)
    if run.office.incoming.mails.count_since(day) + len(batch) > MOST_A_DAY:
        raise MailboxTrouble(
            MailTrouble.TOO_MANY,
            f"More than {MOST_A_DAY:,} emails came within a day. The rest waits in the mailbox: "
            "look for junk there.",
        )
