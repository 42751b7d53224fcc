"""The public bodies that have not responded, each with its days on one axis."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.library import Library
from tracker.domain.record.body_results import BodyOutcome
from tracker.services.core.office import Office
from tracker.services.ports.sought import RecordLine
from tracker.web.base.charts import AxisTick, Scale, Track, axis_ticks
from tracker.web.base.language import page_language, page_locale
from tracker.web.record.words.words import mention_of, short_name

_MOST = 6
# Non-responses read to find the longest: how long one is depends on the last day that its record
# speaks for.
_READ = 24


@dataclass(frozen=True, slots=True)
class SilentLane:
    """A body that has not responded: `days` from the first day without a response that is certain,
    `since`, to `until`, the last day for which the record speaks, both counted.

    `appeal` says that it is the body that hears the appeal.
    """

    reference: str
    body: str
    block: str
    body_mention: str
    block_mention: str
    appeal: bool
    since: str
    until: date
    days: int
    track: Track


@dataclass(frozen=True, slots=True)
class SilentFigure:
    """The longest non-responses; `more` says that there are others."""

    lanes: tuple[SilentLane, ...]
    ticks: tuple[AxisTick, ...]
    more: bool

    @property
    def requests(self) -> int:
        """Return the number of requests in these lanes."""
        return len({lane.reference for lane in self.lanes})


def silent_figure(office: Office) -> SilentFigure | None:
    """Return the bodies that have not responded, the longest first; None if there are none.

    The number of queries does not depend on the number of records.
    """
    found = office.records.silences(_READ)
    if not found:
        return None
    last = max(max(line.confirmed_on, came.on.latest) for came, line in found)
    scale = Scale(found[0][0].on.latest, last)
    lanes = sorted(
        (_lane(office.library, scale, came, line) for came, line in found),
        key=lambda lane: -lane.days,
    )
    return SilentFigure(tuple(lanes[:_MOST]), axis_ticks(scale), len(lanes) > _MOST)


def _lane(library: Library, scale: Scale, came: BodyOutcome, line: RecordLine) -> SilentLane:
    since, until = came.on.latest, max(line.confirmed_on, came.on.latest)
    return SilentLane(
        reference=line.reference,
        body=short_name(library, came.body),
        block=library.block_title(line.block, page_language()),
        body_mention=mention_of(library, came.body),
        block_mention=library.block_mention(line.block, page_language()),
        appeal=came.body not in line.holders,
        since=format(page_locale().short_span(came.on), "since"),
        until=until,
        days=(until - since).days + 1,
        track=scale.track([(since, until, "none")], [(since, "limit")]),
    )
