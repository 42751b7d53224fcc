"""The home page: who has not responded, every block on one axis, how bodies respond, the time that
each law gives, and the newest records."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.record.body_results import BodyResult
from tracker.domain.record.scorecard import Share, Sums, by_outcome, scorecard
from tracker.domain.record.tally import What
from tracker.services.core.office import Office
from tracker.services.public.facets import recorded_number
from tracker.web.base.language import page_locale
from tracker.web.record.block.block_lanes import BlockFigure, CountedBlock, by_service
from tracker.web.record.block.blocks import (
    BlockLine,
    asked_about,
    block_line,
    counted_blocks,
)
from tracker.web.record.body.bodies import bodies_in_order
from tracker.web.record.law.law_tiles import LawTiles, law_tiles
from tracker.web.record.site.news import LatestRecord, latest_records
from tracker.web.record.site.silences import SilentFigure, silent_figure
from tracker.web.record.words.cards import sums_of_bodies
from tracker.web.record.words.lines import newest_day
from tracker.web.record.words.outcome_bars import OutcomeBar, outcome_bar, outcome_legend
from tracker.web.record.words.words import short_name

# Bodies in the table: those with most requests.
_BODIES = 8
# Lanes of blocks on the axis.
_LANES = 5


@dataclass(frozen=True, slots=True)
class BlockCounts:
    """How many blocks there are, by what is known of their end, and in which countries."""

    in_force: int
    ended: int
    no_end: int
    countries: tuple[str, ...]

    @property
    def where(self) -> str:
        """Return the name of the country of all blocks; empty if there are several."""
        return page_locale().country(self.countries[0]) if len(self.countries) == 1 else ""

    @property
    def all(self) -> int:
        """Return the number of blocks."""
        return self.in_force + self.ended + self.no_end


@dataclass(frozen=True, slots=True)
class RespondingBody:
    """A body with the results of requests to it, and of the questions in them."""

    key: str
    name: str
    requests: int
    in_time: Share
    late: Share
    silent: Share
    bar: OutcomeBar


@dataclass(frozen=True, slots=True)
class HomePage:
    """What a reader sees first; `lead` is a block in force, the one that began last."""

    blocks: BlockCounts
    lead: BlockLine | None
    requests: int
    asked_blocks: int
    asked_bodies: int
    bar: OutcomeBar
    silent: SilentFigure | None
    figure: BlockFigure | None
    bodies: tuple[RespondingBody, ...]
    legend: tuple[tuple[str, str], ...]
    tiles: LawTiles
    latest: tuple[LatestRecord, ...]
    as_of: date | None


def home_page(office: Office) -> HomePage:
    """Return the home page, at the same cost for any number of records."""
    asked = asked_about(office)
    counted = counted_blocks(office, asked)
    states: Counter[str] = Counter()
    for each in asked.values():
        states.update(each.states)
    bodies = tuple(_bodies(office))
    in_force = [each.block for each in counted if each.in_force]
    return HomePage(
        blocks=_counts(counted),
        lead=block_line(office, in_force[0], asked.get(in_force[0].key)) if in_force else None,
        requests=recorded_number(office),
        asked_blocks=len(asked),
        asked_bodies=len(bodies),
        bar=outcome_bar(states.items()),
        silent=silent_figure(office),
        figure=by_service(counted, _LANES),
        bodies=bodies[:_BODIES],
        legend=outcome_legend(each.bar for each in bodies[:_BODIES]),
        tiles=law_tiles(office.library, {each.block.country for each in counted}),
        latest=tuple(latest_records(office)),
        as_of=newest_day(office),
    )


def _counts(counted: list[CountedBlock]) -> BlockCounts:
    ended = sum(each.block.ended for each in counted)
    in_force = sum(each.in_force for each in counted)
    countries = Counter(each.block.country for each in counted)
    no_end = len(counted) - ended - in_force
    return BlockCounts(in_force, ended, no_end, tuple(countries))


def _bodies(office: Office) -> Iterator[RespondingBody]:
    """Yield the bodies that were asked, those with most requests first, else by country and
    name."""
    sums = sums_of_bodies(office, (What.FATE, What.QUESTION))
    known = [body.key for body in bodies_in_order(office.library.bodies.values())]
    asked = [_body(office, key, sums[key]) for key in known if What.FATE in sums.get(key, {})]
    yield from sorted(asked, key=lambda body: -body.requests)


def _body(office: Office, key: str, sums: Sums) -> RespondingBody:
    card, questions = scorecard(sums), by_outcome(sums)
    return RespondingBody(
        key=key,
        name=short_name(office.library, key),
        requests=card.asked.all,
        in_time=card.asked.share(BodyResult.IN_TIME),
        late=card.asked.share(BodyResult.LATE),
        silent=card.asked.share(BodyResult.SILENT),
        bar=outcome_bar(questions.items()),
    )
