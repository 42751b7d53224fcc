"""The requests about a block on its axis of days: time allowed, non-response, what came."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from tracker.domain.base.days import DaySpan
from tracker.domain.case.case_status import FEE_PHASES
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import Block
from tracker.domain.law.law import Actor
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedEntry
from tracker.web.base.charts import (
    AxisTick,
    BarFill,
    MarkShape,
    Scale,
    Track,
    axis_ticks,
    legend_of,
    words_of_signs,
)
from tracker.web.base.fragments import made_once
from tracker.web.base.language import lazy_gettext
from tracker.web.record.block.block_lanes import open_end, stood
from tracker.web.record.request.entries import latest, other_body, with_body
from tracker.web.record.request.timeline_source import entry_name, source_of
from tracker.web.record.words.words import brief_mention_of, short_name

# The sign of what came; non-responses are bars.
_SIGNS: dict[str, MarkShape] = {
    Answered.kind: "good",
    PartlyAnswered.kind: "good",
    Refused.kind: "late",
    NotHeld.kind: "open",
    AppealFiled.kind: "",
    Decided.kind: "",
}
_DAY = timedelta(days=1)
# Labels of the axis, which is narrow beside the aside.
_LABELS = 7

# The signs of the figure with their meaning, in the order of its legend.
_LEGEND: tuple[tuple[BarFill | MarkShape, str], ...] = (
    ("stood", lazy_gettext("Duration of the block")),
    ("allowed", lazy_gettext("Time allowed")),
    ("ext", lazy_gettext("Perhaps still in time")),
    ("limit", lazy_gettext("Deadline")),
    ("none", lazy_gettext("No response")),
    ("good", lazy_gettext("Something disclosed")),
    ("late", lazy_gettext("Refused")),
    ("open", lazy_gettext("Records not held; for the block: end not known")),
    ("", lazy_gettext("Appeal or decision")),
)
# Those of a block that nobody asked about.
_LEGEND_ALONE: tuple[tuple[BarFill | MarkShape, str], ...] = (
    ("stood", lazy_gettext("Duration of the block")),
    ("open", lazy_gettext("Last confirmed or first mentioned; end not known")),
)


class LifeText(NamedTuple):
    """One request in the figure and its table; unknown days are None.

    `silent` is the time without a response after the longest limit certainly passed, up to the
    response or to the last day for which the record speaks.
    """

    reference: str
    body: str
    body_name: str
    transferred_to: str
    phase: str
    sent: DaySpan | None
    received: DaySpan | None
    limit: DaySpan | None
    silent: tuple[date, date] | None
    came: tuple[tuple[str, str, DaySpan], ...]

    @property
    def unanswered(self) -> bool:
        """Return whether the body gave no response, and asked for no fee either."""
        return not self.came and self.phase not in FEE_PHASES


class RequestLane(NamedTuple):
    """A request in the figure."""

    told: LifeText
    track: Track


class BlockLife(NamedTuple):
    """The days of a block, and below them the requests about it on the same scale."""

    block: Track
    lanes: tuple[RequestLane, ...]
    ticks: tuple[AxisTick, ...]
    legend: tuple[tuple[str, str], ...]

    def __hash__(self) -> int:
        """Return the hash of the axis and of whose requests are shown: figures rarely differ in
        the rest alone."""
        return hash((self.block, self.ticks, *[lane.told.reference for lane in self.lanes]))


class _Days(NamedTuple):
    """The days of a request, and the entries of what came with the body that they name."""

    sent: DaySpan | None
    received: DaySpan | None
    limit: DaySpan | None
    silent: tuple[date, date] | None
    came: tuple[tuple[RecordedEntry, str | None], ...]


def told_in(record: Record, library: Library) -> LifeText:
    """Return the days of a request, from its record; an entry of a body other than the one asked
    names that body."""
    days, acting = record.derived_once(_days_in), record.state.holder
    source = source_of(record, library)
    return LifeText(
        reference=record.reference,
        body=record.body,
        body_name=short_name(library, record.body),
        transferred_to=brief_mention_of(library, acting) if acting != record.body else "",
        phase=record.phase.value,
        sent=days.sent,
        received=days.received,
        limit=days.limit,
        silent=days.silent,
        came=tuple(
            [
                (each.kind, with_body(entry_name(each, source), body, library), each.on)
                for each, body in days.came
            ]
        ),
    )


def _days_in(record: Record) -> _Days:
    lapsed = _lapse(record)
    lapse = lapsed[1] if lapsed else None
    return _Days(
        sent=_day_of(record, Sent),
        received=_day_of(record, Received),
        limit=_limit(record, lapse),
        silent=_silence(record, lapse),
        came=tuple([(each, other_body(each, record)) for each in _came(record, lapsed)]),
    )


def _lapse(
    record: Record, filed: RecordedEntry | None = None
) -> tuple[RecordedEntry, MissedDeadline] | None:
    """Return the latest certain missed deadline of this appeal, or of the request itself."""
    found = reversed(record.state.lapses_of(filed))
    return next((each for each in found if each[0].counts), None)


def _silence(record: Record, lapse: MissedDeadline | None) -> tuple[date, date] | None:
    if not isinstance(lapse, FellSilent) or lapse.provisional:
        return None
    first = lapse.latest + _DAY
    came = [reply.on.earliest for _, reply in record.state.of(Reply) if reply.on.earliest >= first]
    last = min(came, default=max(record.confirmed_on, first))
    return (first, last) if first <= last else None


def _day_of(record: Record, kind: type[Event]) -> DaySpan | None:
    return next((event.on for _, event in record.state.of(kind)), None)


def _limit(record: Record, lapse: MissedDeadline | None) -> DaySpan | None:
    """Return when the body's time ended, according to the record."""
    if lapse:
        return DaySpan(lapse.earliest, lapse.latest)
    limits = [limit for limit in record.deadlines if limit.actor is Actor.BODY]
    return DaySpan(limits[0].earliest, limits[0].latest or limits[0].earliest) if limits else None


def _came(
    record: Record, lapsed: tuple[RecordedEntry, MissedDeadline] | None
) -> tuple[RecordedEntry, ...]:
    """Return the non-response, the last reply, the last appeal and its result, in order."""
    appeal = latest(record, AppealFiled)
    unheard = _lapse(record, appeal[0]) if appeal else None
    found = (lapsed, latest(record, Reply), appeal, unheard, latest(record, Decided))
    entries = [each[0] for each in found if each]
    return tuple(sorted(entries, key=lambda entry: (entry.on.earliest, entry.seq)))


def block_life(block: Block, told: Sequence[LifeText], until: date) -> BlockLife:
    """Return the figure of a block, whose days are counted to `until`, with these requests below
    it: those received first on top."""
    days = [day for each in told for day in _days(each)]
    scale = Scale(min([block.since, *days]), max([until, *days]))
    ordered = sorted(told, key=lambda each: _first_day(each) or date.max)
    own = scale.track(stood(block, until), open_end(block))
    lanes = tuple([RequestLane(each, _track(scale, each)) for each in ordered])
    named, part = (_LEGEND, "signs-of-block") if lanes else (_LEGEND_ALONE, "signs-alone")
    signs = made_once(partial(words_of_signs, named), part)
    legend = legend_of(signs, [own, *[lane.track for lane in lanes]])
    return BlockLife(own, lanes, axis_ticks(scale, _LABELS), legend)


def _first_day(told: LifeText) -> date | None:
    first = told.received or told.sent
    return first.earliest if first else None


def _days(told: LifeText) -> Iterator[date]:
    for span in (told.sent, told.received, told.limit, *(on for _, _, on in told.came)):
        if span:
            yield from (span.earliest, span.latest)
    yield from told.silent or ()


def _track(scale: Scale, told: LifeText) -> Track:
    return scale.track(_spans(told), _marks(told))


def _spans(told: LifeText) -> Iterator[tuple[date, date, BarFill]]:
    if told.received and told.limit:
        yield told.received.latest, told.limit.earliest, "allowed"
        if not told.limit.exact:
            yield told.limit.earliest, told.limit.latest, "ext"
    if told.silent:
        yield *told.silent, "none"


def _marks(told: LifeText) -> Iterator[tuple[date, MarkShape]]:
    if told.limit:
        yield told.limit.latest, "limit"
    yield from ((on.earliest, _SIGNS[kind]) for kind, _, on in told.came if kind in _SIGNS)
