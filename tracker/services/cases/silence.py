"""The sweep, which enters missed deadlines and non-responses, each exactly once."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain
from threading import Lock

from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.services.cases.batches.isolating import BatchOutcome, work_at_once, work_together
from tracker.services.cases.batches.pace import Pace
from tracker.services.cases.batches.sweeping import DueNow, Sweeper
from tracker.services.cases.held_back import HeldLapse, holding
from tracker.services.core.holds import at_certain_time
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered, QuietChange, Unavailable

_LOG = logging.getLogger(__name__)

# At most so many requests in one transaction.
_BATCH = 100
# While the database writes two transactions, which often wait for the disk, another is calculated.
_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Swept:
    """A missed deadline that a sweep entered."""

    reference: str
    kind: str
    stage: str
    latest: date


@dataclass(frozen=True, slots=True)
class Sweep:
    """The result of a sweep: missed deadlines entered, requests that it could not read, and
    missed deadlines that the mail of the office holds back.

    `left` are requests that wait for the next sweep because the database could not be used, and
    `trouble` says why.
    """

    entered: tuple[Swept, ...]
    failed: tuple[tuple[str, str], ...]
    held: tuple[HeldLapse, ...] = ()
    left: tuple[str, ...] = ()
    trouble: str = ""


def sweep(office: Office, on: date | None = None) -> Sweep:
    """Enter every missed deadline, as of `on` or of today at each body.

    Requests are found by their stored state, so nights without a sweep are caught up. Deadlines
    are recalculated from the history, and entered only if it is the same in the transaction that
    enters the lapse. While mail may be
    the response, a missed deadline waits, as it does while a document is unread. While the clock
    may be ahead without anything that contradicts it, a deadline counts as missed only once it is
    missed by the earliest time that it may be. Raises NotAllowed if the office was last calculated
    under another library version, and for a future date in a live office; OnHold while the date or
    the database of the server is in doubt.
    """
    require_same_edition(office)
    office = at_certain_time(office)
    if on and on > office.latest_today() and office.premises.state().live:
        raise NotAllowed("{on} is in the future. A live office checks only up to today.", on=on)
    held = holding(office)
    earliest = office.now() - held.ahead
    accusing = replace(office, now=lambda: earliest)
    sweeper = Sweeper(office, on, accusing, held)
    done = _result(_swept_in_batches(sweeper, on or office.latest_today()))
    if on is None:
        office.premises.note_sweep(office.now(), len(done.failed) + len(done.left))
        office.holds.note_database()
    return done


def _swept_in_batches(sweeper: Sweeper, day: date) -> Sequence[BatchOutcome[DueNow]]:
    """Sweep what may be due, and at last once more the batches that could not be opened."""
    cases = sweeper.office.cases
    pace = Pace(_BATCH, all_wait=cases.one_writer)
    swept = partial(_swept_together, sweeper, pace, Lock())
    candidates = _candidates(sweeper.office, day, pace)
    if cases.one_writer or cases.writing_now:
        batches = tuple(map(swept, candidates))
    else:
        batches = tuple(work_at_once(swept, candidates, _AT_ONCE))
    again = [swept(batch.left) for batch in batches if batch.left]
    return *(replace(batch, left=(), trouble=None) for batch in batches), *again


def _swept_together(
    sweeper: Sweeper, pace: Pace, calculating: Lock, references: Sequence[str]
) -> BatchOutcome[DueNow]:
    """Sweep some requests. What was found before their transaction is stored where it still
    holds, and the others are opened."""
    cases = sweeper.office.cases
    try:
        # One thread at a time, because each would only make the transactions of others longer.
        with calculating:
            stored = cases.stored(references)
            found = [each for one in stored if (each := sweeper.found(one))]
        done = _stored(sweeper, pace, found)
    except Refusal as trouble:
        return BatchOutcome(left=tuple(references), trouble=trouble)
    known = {due.reference for due in done}
    others = [reference for reference in references if reference not in known]
    # What another sweep has open is left out; if that fails, the next one finds it again.
    opener = pace.opener(partial(cases.open_all, wait=False))
    outcome = work_together(opener, others, sweeper.sweep_open)
    return replace(outcome, done=(*done, *outcome.done))


def _stored(
    sweeper: Sweeper, pace: Pace, found: Sequence[tuple[DueNow, QuietChange]]
) -> Sequence[DueNow]:
    """Store what was found of some requests, and return what is stored."""
    edition = sweeper.office.library.digest
    changes = [change for _, change in found]
    try:
        kept = sweeper.office.cases.keep_quiet_changes(edition, changes)
    except Unavailable:
        raise
    except Exception:
        # Opened in halves, the request that fails falls out alone.
        return ()
    pace.note(kept.seconds, len(changes))
    return [due for due, _ in found if due.reference in kept.references]


def _result(batches: Sequence[BatchOutcome[DueNow]]) -> Sweep:
    failed = tuple(_failed(batches))
    left = tuple(chain.from_iterable(batch.left for batch in batches))
    trouble = next((str(batch.trouble) for batch in batches if batch.trouble), "")
    if left:
        _LOG.error("%s requests were not swept: %s", len(left), trouble)
    each = [due for batch in batches for due in batch.done]
    entered = (
        Swept(due.reference, lapse.kind, lapse.stage, lapse.latest)
        for due in each
        for lapse in due.lapses
    )
    held = dict.fromkeys(chain.from_iterable(due.held for due in each))
    return Sweep(tuple(entered), failed, tuple(held), left, trouble)


def _failed(batches: Sequence[BatchOutcome[DueNow]]) -> Iterator[tuple[str, str]]:
    """Yield and log the requests that could not be swept, each with the reason."""
    for reference, refusal in (each for batch in batches for each in batch.failed):
        # Another sweep was here first.
        if not isinstance(refusal, AlreadyEntered):
            _LOG.error("request %s was not swept: %s", reference, refusal)
            yield reference, str(refusal)


def require_same_edition(office: Office) -> None:
    """Refuse to act on deadlines that another library version calculated. Raises NotAllowed."""
    if office.premises.state().edition != office.library.digest:
        raise NotAllowed(
            "The law library has changed since the open requests were last calculated. Run "
            "`tracker revise` first."
        )


def _candidates(office: Office, day: date, pace: Pace) -> Iterator[Sequence[str]]:
    """Yield the requests that may have something due, the earliest first, in batches."""
    after: tuple[date, str] | None = None
    while rows := office.case_rows.due(day, pace.number, after):
        yield [reference for _, reference in rows]
        after = rows[-1]
