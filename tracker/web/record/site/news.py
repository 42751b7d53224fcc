"""The newest non-responses, refusals and answers, each with its day."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from tracker.domain.case.case_status import Phase
from tracker.domain.events.lapses.fell_silent import FellSilent
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
from tracker.web.record.words.words import name_of

_NEWEST = 4
# “Not held” counts as an answer, not as a refusal, in the figures too.
NEWS = (
    (lazy_gettext("Latest non-responses"), frozenset({FellSilent.kind})),
    (lazy_gettext("Latest refusals"), frozenset({Refused.kind})),
    (
        lazy_gettext("Latest answers"),
        frozenset({Answered.kind, PartlyAnswered.kind, NotHeld.kind}),
    ),
)
# The phase of a record without later entries, which need not be shown.
_PHASES = {
    FellSilent.kind: Phase.SILENT,
    Refused.kind: Phase.REFUSED,
    Answered.kind: Phase.ANSWERED,
    PartlyAnswered.kind: Phase.PARTLY_ANSWERED,
    NotHeld.kind: Phase.NOT_HELD,
}
Said = Callable[..., str]
_SAYS: Mapping[str, Said] = {
    FellSilent.kind: lambda **told: gettext("No response {day:since}", **told),
    Refused.kind: lambda **told: gettext("Refused {day:on}", **told),
    Answered.kind: lambda **told: gettext("Answered in full {day:on}", **told),
    PartlyAnswered.kind: lambda **told: gettext("Answered in part {day:on}", **told),
    NotHeld.kind: lambda **told: gettext(
        "Said {day:on} that it does not hold the records", **told
    ),
}
# The same sentences for a body other than the one asked.
OF_ANOTHER: Mapping[str, Said] = {
    FellSilent.kind: lambda **told: gettext("No response from {body} {day:since}", **told),
    Refused.kind: lambda **told: gettext("Refused by {body} {day:on}", **told),
    Answered.kind: lambda **told: gettext("Answered in full by {body} {day:on}", **told),
    PartlyAnswered.kind: lambda **told: gettext("Answered in part by {body} {day:on}", **told),
    NotHeld.kind: lambda **told: gettext(
        "{body} said {day:on} that it does not hold the records", **told
    ),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """One record: the day it is sorted by, and its status since then, if that is different."""

    line: Line
    says: str
    tone: str
    day: date
    since: str


@dataclass(frozen=True, slots=True)
class LatestRecords:
    """The newest records of one kind."""

    title: str
    found: tuple[_Found, ...]


def latest_records(office: Office) -> Iterator[LatestRecords]:
    """Yield the newest published records of each kind, whatever happened to the request later.

    The number of queries does not depend on the number of records.
    """
    for title, kinds in NEWS:
        if found := office.records.came(kinds, _NEWEST):
            yield LatestRecords(title, tuple(_found(office, came, line) for came, line in found))


def _found(office: Office, came: BodyOutcome, of: RecordLine) -> _Found:
    (line,) = shown_lines(office.library, (of,))
    form = _SAYS if came.body == of.body else OF_ANOTHER
    says = form[came.kind](
        day=page_locale().short_span(came.on), body=name_of(office.library, came.body)
    )
    phase = _PHASES[came.kind]
    return _Found(
        line=line,
        says=says[:1].upper() + says[1:],
        tone=PHASE_TONES[phase],
        day=came.on.latest,
        since="" if line.phase == phase.value else line.phase_name,
    )
