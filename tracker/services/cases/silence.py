"""The sweep, which enters missed deadlines and non-responses, each exactly once."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import case_status_of, lapses_due, remedies_ripe
from tracker.domain.case.history import SWEEPER
from tracker.domain.case.pending_duties import decided_in
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import Law, LetterKind, Stage
from tracker.services.cases.batches.isolating import BatchOutcome, work_at_once, work_together
from tracker.services.cases.batches.pace import Pace
from tracker.services.cases.held_back import HeldLapse, LapseHolds, held_lapses, holding
from tracker.services.core.entering import enter, project
from tracker.services.core.holds import at_certain_time
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered, CaseFile, PreparedLetter

_LOG = logging.getLogger(__name__)

# At most so many requests in one transaction.
_BATCH = 100
# While the database writes two transactions, another is calculated. It often waits for the disk.
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
    are recalculated from the history in the transaction that enters the lapse. While mail may be
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
    one = partial(_sweep_one, office, on, accusing, held)
    done = _result(_swept_in_batches(office, on or office.latest_today(), one))
    if on is None:
        office.premises.note_sweep(office.now(), len(done.failed) + len(done.left))
        office.holds.note_database()
    return done


@dataclass(frozen=True, slots=True)
class _SweptOne:
    """What a sweep entered for one request, and what mail holds back."""

    entered: tuple[Swept, ...] = ()
    held: tuple[HeldLapse, ...] = ()


def _swept_in_batches(
    office: Office, day: date, one: Callable[[CaseFile], _SweptOne]
) -> Sequence[BatchOutcome[_SweptOne]]:
    """Sweep what may be due, and at last once more the batches that could not be opened."""
    pace = Pace(_BATCH, all_wait=office.cases.one_writer)
    # What another sweep has open is left out; if that fails, the next one finds it again.
    opener = pace.opener(partial(office.cases.open_all, wait=False))

    def swept(references: Sequence[str]) -> BatchOutcome[_SweptOne]:
        return work_together(opener, references, one)

    candidates = _candidates(office, day, pace)
    if office.cases.one_writer or office.cases.writing_now:
        batches = tuple(map(swept, candidates))
    else:
        batches = tuple(work_at_once(swept, candidates, _AT_ONCE))
    again = [swept(batch.left) for batch in batches if batch.left]
    return *(replace(batch, left=(), trouble=None) for batch in batches), *again


def _result(batches: Sequence[BatchOutcome[_SweptOne]]) -> Sweep:
    failed = tuple(_failed(batches))
    left = tuple(chain.from_iterable(batch.left for batch in batches))
    trouble = next((str(batch.trouble) for batch in batches if batch.trouble), "")
    if left:
        _LOG.error("%s requests were not swept: %s", len(left), trouble)
    each = [swept for batch in batches for swept in batch.done]
    entered = tuple(chain.from_iterable(swept.entered for swept in each))
    held = dict.fromkeys(chain.from_iterable(swept.held for swept in each))
    return Sweep(entered, failed, tuple(held), left, trouble)


def _failed(batches: Sequence[BatchOutcome[_SweptOne]]) -> Iterator[tuple[str, str]]:
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


def _sweep_one(
    office: Office, on: date | None, accusing: Office, holding: LapseHolds, case: CaseFile
) -> _SweptOne:
    _require_counted(office, case)
    case_status = case_status_of(case.history, office.library)
    drafted = case_status.case_state.drafted
    if drafted is None:
        return _SweptOne()
    today = on or office.today_at(drafted.body)
    missed_by = on or accusing.today_at(drafted.body)
    due = list(lapses_due(case_status, office.library, missed_by))
    held = held_lapses(office, holding, case.reference, case_status.case_state, due)
    waiting = {(each.kind, each.stage, each.latest) for each in held}
    lapses = [each for each in due if (each.kind, each.stage, each.latest) not in waiting]
    for ripe in remedies_ripe(case_status, today):
        _prepare_appeal(office, case, drafted, ripe.stage.key, ripe.opening.seq)
    if not lapses:
        project(office, case)
        return _SweptOne(held=held)
    enter(office, case, *lapses, by=SWEEPER)
    _prepare(office, case, case_status.case_state, lapses)
    entered = (Swept(case.reference, each.kind, each.stage, each.latest) for each in lapses)
    return _SweptOne(tuple(entered), held)


def _require_counted(office: Office, case: CaseFile) -> None:
    """Refuse if another library version calculated the request in the meantime.

    Raises NotAllowed.
    """
    row = case.row()
    if row and row.edition != office.library.digest:
        raise NotAllowed("The law library has changed since this was calculated.")


def _prepare(
    office: Office, case: CaseFile, state: CaseState, lapses: list[MissedDeadline]
) -> None:
    """Prepare the appeal when the right to it arises, and the notice before publication.

    A non-response that only a machine’s proof of receipt supports is not published, so there is no
    notice of it.
    """
    for lapse in lapses:
        if state.drafted:
            _prepare_appeal(office, case, state.drafted, lapse.stage, lapse.opening)
        if state.proved_by_machine(lapse):
            continue
        if isinstance(lapse, FellSilent) and lapse.body in office.library.bodies:
            case.prepare_letter(PreparedLetter(LetterKind.NOTICE, lapse.opening, office.now()))


def _prepare_appeal(
    office: Office, case: CaseFile, drafted: Drafted, silent: str, opening: int
) -> None:
    """Prepare the appeal if the end of the stage `silent` opens a remedy with a letter."""
    law = office.library.law(drafted.law)
    opened = (stage for stage in law.stages.values() if silent in stage.opened_by_silence_of)
    if any(_begun_by_letter(stage, law) for stage in opened):
        case.prepare_letter(PreparedLetter(LetterKind.APPEAL, opening, office.now()))


def _begun_by_letter(remedy: Stage, law: Law) -> bool:
    """Return whether the program has a letter for this remedy.

    The remedy must go to a body in the library, or to the body asked. An action before a court is
    for a lawyer to write.
    """
    return not remedy.court and bool(remedy.receiver or remedy.office or decided_in(law, remedy))
