"""Enters what became overdue or fell silent: each exactly once, however many sweeps run."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.domain.case.case_status import case_status_of, lapses_due, remedies_ripe
from tracker.domain.case.pending_duties import decided_in
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import Law, LetterKind, Stage
from tracker.services.core.entering import enter, project
from tracker.services.core.holds import require_no_hold
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered, Busy, CaseFile, PreparedLetter

_LOG = logging.getLogger(__name__)

_BATCH = 500
SWEEPER = "sweep"


@dataclass(frozen=True, slots=True)
class Swept:
    """One fact that a sweep entered."""

    reference: str
    kind: str
    stage: str
    latest: date


@dataclass(frozen=True, slots=True)
class Sweep:
    """What a sweep did: the facts entered, and the requests it could not read, with the reason."""

    entered: tuple[Swept, ...]
    failed: tuple[tuple[str, str], ...]


def sweep(office: Office, on: date | None = None) -> Sweep:
    """Enter every lapse whose last day has passed, as of `on` or of today at each body.

    What is due is found by state, so nights missed are caught up. Deadlines are counted again
    from the history inside the transaction that enters the lapse. Raises NotAllowed when the
    database last saw another edition of the library, and for a day to come in a live office;
    OnHold while the date or the database of the server is in doubt.
    """
    require_same_edition(office)
    require_no_hold(office)
    if on and on > office.latest_today() and office.premises.state().live:
        raise NotAllowed("{on} has not come yet: a live office sweeps up to today only.", on=on)
    entered: list[Swept] = []
    failed: list[tuple[str, str]] = []
    for reference in _candidates(office, on or office.latest_today()):
        try:
            entered += _sweep_one(office, reference, on)
        except Busy:
            continue  # another scheduler is at it; were it to fail, the next sweep finds it again
        except Refusal as refusal:
            _LOG.error("request %s was not swept: %s", reference, refusal)
            failed.append((reference, str(refusal)))
    if on is None:
        office.premises.note_sweep(office.now(), len(failed))
    return Sweep(tuple(entered), tuple(failed))


def require_same_edition(office: Office) -> None:
    """Refuse to act on dates that another edition of the library would count otherwise."""
    if office.premises.state().edition != office.library.digest:
        raise NotAllowed(
            "The law library is another edition than the one that the open requests were last "
            "counted with; run `tracker revise` first."
        )


def _candidates(office: Office, day: date) -> Iterator[str]:
    """References that may have something due, the earliest first."""
    after: tuple[date, str] | None = None
    while rows := office.case_rows.due(day, _BATCH, after):
        yield from (row.reference for row in rows)
        after = (rows[-1].sweep_on or day, rows[-1].reference)


def _sweep_one(office: Office, reference: str, on: date | None) -> list[Swept]:
    with office.cases.open(reference, wait=False) as case:
        _require_counted(office, case)
        case_status = case_status_of(case.history, office.library)
        drafted = case_status.case_state.drafted
        if drafted is None:
            return []
        today = on or office.today_at(drafted.body)
        lapses = list(lapses_due(case_status, office.library, today))
        for ripe in remedies_ripe(case_status, today):
            _prepare_appeal(office, case, drafted, ripe.stage.key, ripe.opening.seq)
        if not lapses:
            project(office, case)
            return []
        try:
            enter(office, case, *lapses, by=SWEEPER)
        except AlreadyEntered:
            return []
        _prepare(office, case, drafted, lapses)
        return [Swept(reference, lapse.kind, lapse.stage, lapse.latest) for lapse in lapses]


def _require_counted(office: Office, case: CaseFile) -> None:
    """Nothing is entered beside days that another edition has told meanwhile."""
    row = case.row()
    if row and row.edition != office.library.digest:
        raise NotAllowed("It was counted with another edition of the law library meanwhile.")


def _prepare(
    office: Office, case: CaseFile, drafted: Drafted, lapses: list[MissedDeadline]
) -> None:
    """The appeal is ready the day the right to it arises; the notice before a silence is shown."""
    for lapse in lapses:
        _prepare_appeal(office, case, drafted, lapse.stage, lapse.opening)
        if isinstance(lapse, FellSilent) and lapse.body in office.library.bodies:
            case.prepare_letter(PreparedLetter(LetterKind.NOTICE, lapse.opening, office.now()))


def _prepare_appeal(
    office: Office, case: CaseFile, drafted: Drafted, silent: str, opening: int
) -> None:
    """Prepare the appeal where the end of the stage `silent` opens one that a letter begins."""
    law = office.library.law(drafted.law)
    opened = (stage for stage in law.stages.values() if silent in stage.opened_by_silence_of)
    if any(_begun_by_letter(stage, law) for stage in opened):
        case.prepare_letter(PreparedLetter(LetterKind.APPEAL, opening, office.now()))


def _begun_by_letter(remedy: Stage, law: Law) -> bool:
    """Whether it goes to a body on file, or to the one asked, which decides it itself: an action
    before a court that is not on file is for a lawyer to write."""
    return not remedy.court and bool(remedy.receiver or remedy.office or decided_in(law, remedy))
