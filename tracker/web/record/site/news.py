"""The newest silences, refusals and answers, each with the day on which it came."""

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
# That a body holds no records refuses nothing in the figures either: it is an answer.
NEWS = (
    (lazy_gettext("Newest silences"), frozenset({FellSilent.kind})),
    (lazy_gettext("Newest refusals"), frozenset({Refused.kind})),
    (
        lazy_gettext("Newest answers"),
        frozenset({Answered.kind, PartlyAnswered.kind, NotHeld.kind}),
    ),
)
# The phase of a record to which nothing was added since, and which then need not be told.
_PHASES = {
    FellSilent.kind: Phase.SILENT,
    Refused.kind: Phase.REFUSED,
    Answered.kind: Phase.ANSWERED,
    PartlyAnswered.kind: Phase.PARTLY_ANSWERED,
    NotHeld.kind: Phase.NOT_HELD,
}
Said = Callable[..., str]
_SAYS: Mapping[str, Said] = {
    FellSilent.kind: lambda **told: gettext("Silent {day:since}", **told),
    Refused.kind: lambda **told: gettext("Refused {day:on}", **told),
    Answered.kind: lambda **told: gettext("Answered {day:on}", **told),
    PartlyAnswered.kind: lambda **told: gettext("Partly answered {day:on}", **told),
    NotHeld.kind: lambda **told: gettext("Said {day:on} not to hold the records", **told),
}
# The same of another body than the one that was asked.
OF_ANOTHER: Mapping[str, Said] = {
    FellSilent.kind: lambda **told: gettext("{body} silent {day:since}", **told),
    Refused.kind: lambda **told: gettext("Refused by {body} {day:on}", **told),
    Answered.kind: lambda **told: gettext("Answered by {body} {day:on}", **told),
    PartlyAnswered.kind: lambda **told: gettext("Partly answered by {body} {day:on}", **told),
    NotHeld.kind: lambda **told: gettext("{body} said {day:on} not to hold the records", **told),
}


@dataclass(frozen=True, slots=True)
class _Found:
    """One of them: the day by which it is newer than others, and where its record stands by now,
    if elsewhere."""

    line: Line
    says: str
    tone: str
    day: date
    since: str


@dataclass(frozen=True, slots=True)
class LatestRecords:
    """The newest of one kind."""

    title: str
    found: tuple[_Found, ...]


def latest_records(office: Office) -> Iterator[LatestRecords]:
    """Those that are on record, whatever came of the request since: as many statements and rows
    however many records there are."""
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
