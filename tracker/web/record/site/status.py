"""How complete the record is: the last check for non-responses, the day it covers, and the log."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.ports.log import LogState
from tracker.services.ports.premises import LATE_AFTER, SweepPause

PAUSES = 20


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What a reader must know to trust that nothing is missing yet."""

    last_sweep: datetime | None
    complete_until: date | None
    late: bool
    left: int
    pauses: tuple[SweepPause, ...]
    counted: bool
    edition: str
    log: LogState | None
    note: str


def status_page(office: Office) -> StatusPage:
    """Return the status page."""
    state = office.premises.state()
    last, log = state.last_sweep_at, _log(office)
    newest = office.log.newest() if log else None
    return StatusPage(
        last_sweep=last,
        complete_until=_complete(office, last) if last else None,
        late=last is not None and office.now() - last > LATE_AFTER,
        left=state.left_unswept,
        pauses=tuple(office.premises.pauses(PAUSES)),
        counted=state.edition == office.library.edition,
        edition=office.library.digest,
        log=log,
        note=newest.decode() if newest else "",
    )


def _complete(office: Office, last: datetime) -> date:
    """Return the last day that had ended everywhere when a sweep ran: everything due by then was
    entered."""
    return min(office.library.days_at(last)) - timedelta(days=1)


def _log(office: Office) -> LogState | None:
    try:
        return office.log.state()
    except Refusal:
        return None
