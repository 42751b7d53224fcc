"""The newest non-responses, refusals, answers and decisions in one list, each with its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.case.case_status import Phase
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.record.body_results import BodyOutcome
from tracker.services.core.office import Office
from tracker.services.ports.sought import RecordLine
from tracker.web.base.filters import PHASE_TONES
from tracker.web.base.language import lazy_gettext, page_locale
from tracker.web.record.words.lines import Line, shown_lines
from tracker.web.record.words.words import short_name

_NEWEST = 10
# The phase of a record without later entries, which need not be shown.
_PHASES = {
    FellSilent.kind: Phase.SILENT,
    Refused.kind: Phase.REFUSED,
    Answered.kind: Phase.ANSWERED,
    PartlyAnswered.kind: Phase.PARTLY_ANSWERED,
    NotHeld.kind: Phase.NOT_HELD,
    Decided.kind: Phase.DECIDED,
}
_STATES = {
    FellSilent.kind: lazy_gettext("No response"),
    Refused.kind: lazy_gettext("Refused"),
    Answered.kind: lazy_gettext("Answered in full"),
    PartlyAnswered.kind: lazy_gettext("Answered in part"),
    NotHeld.kind: lazy_gettext("Records not held"),
    Decided.kind: lazy_gettext("Appeal decided"),
}


@dataclass(frozen=True, slots=True)
class LatestRecord:
    """One record in the list: what `body` did, or did not do, and `when`; the `day` by which it is
    sorted; and the status of the request `since` then, if that is different."""

    line: Line
    body: str
    state: str
    tone: str
    when: str
    day: date
    since: str


def latest_records(office: Office) -> Iterator[LatestRecord]:
    """Yield the newest published responses and decisions, and the newest non-responses that stand.

    The number of queries does not depend on the number of records.
    """
    for came, line in office.records.came(_STATES.keys(), _NEWEST):
        yield _latest(office, came, line)


def _latest(office: Office, came: BodyOutcome, of: RecordLine) -> LatestRecord:
    (line,) = shown_lines(office.library, (of,))
    phase = _PHASES[came.kind]
    form = "since" if came.kind == FellSilent.kind else "on"
    return LatestRecord(
        line=line,
        body=short_name(office.library, came.body),
        state=str(_STATES[came.kind]),
        tone=PHASE_TONES.get(phase, ""),
        when=format(page_locale().short_span(came.on), form),
        day=came.on.latest,
        since="" if line.phase == phase.value else line.phase_name,
    )
