"""The list of public bodies: those with records, with some figures; the others by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tracker.domain.base.text import Text
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.record.body_results import BodyResult
from tracker.domain.record.scorecard import Scorecard, scorecard, together
from tracker.domain.words.alphabet import by_letters
from tracker.services.core.office import Office
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.charts import BarFill, BarShare, shares
from tracker.web.base.language import page_language, page_locale
from tracker.web.record.words.cards import GLANCE, sums_of_bodies
from tracker.web.record.words.figures import HEARD, REQUESTS, FigureText, figures_text
from tracker.web.record.words.lines import newest_day
from tracker.web.record.words.list_answers import bodies_answers

AT_A_GLANCE = tuple(
    figure for figure in REQUESTS if figure.key in ("requests", "in-time", "late", "silent")
)
HEARD_AT_A_GLANCE = tuple(
    figure for figure in HEARD if figure.key in ("appeals", "decided-in-time", "not-decided")
)
# Those of all bodies together, at the top of the list.
_TOGETHER = ("in-time", "silent", "decided-in-time")


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body in a list, with some of its figures."""

    key: str
    name: Text
    figures: tuple[FigureText, ...]
    bar: tuple[BarShare, ...] = ()


@dataclass(frozen=True, slots=True)
class CountryLine:
    """The bodies of a country without any record."""

    name: str
    bodies: tuple[PublicBody, ...]


@dataclass(frozen=True, slots=True)
class BodiesPage:
    """The bodies that were asked, those that heard appeals, and all others; `answers` are about
    all of them together, and `as_of` is the day of the newest record counted."""

    answers: tuple[CardAnswer, ...]
    asked: tuple[BodyLine, ...]
    appeals: tuple[BodyLine, ...]
    others: tuple[CountryLine, ...]
    as_of: date | None


def bodies_page(office: Office) -> BodiesPage:
    """Return all bodies, by country and name: no figure ranks them."""
    sums = sums_of_bodies(office, GLANCE)
    cards = {key: scorecard(found) for key, found in sums.items()}
    bodies = bodies_in_order(office.library.bodies.values())
    with_card = [(body, cards[body.key]) for body in bodies if body.key in cards]
    asked = tuple(
        BodyLine(body.key, body.name, figures_text(card, AT_A_GLANCE), kept_bar(card))
        for body, card in with_card
        if card.asked.all
    )
    appeals = tuple(
        BodyLine(body.key, body.name, figures_text(card, HEARD_AT_A_GLANCE))
        for body, card in with_card
        if card.heard.all
    )
    all_told = scorecard(together(sums[body.key] for body, _ in with_card))
    return BodiesPage(
        answers=bodies_answers(all_told, len(asked), len(appeals), _TOGETHER, kept_bar(all_told)),
        asked=asked,
        appeals=appeals,
        others=tuple(_others([body for body in bodies if body.key not in cards])),
        as_of=newest_day(office),
    )


def bodies_in_order(bodies: Iterable[PublicBody]) -> list[PublicBody]:
    """Return bodies by country and name, in the page's language."""
    language = page_language()

    def place(body: PublicBody) -> tuple[tuple[int, ...], bool, tuple[int, ...]]:
        name = body.name.in_language(language)
        country = by_letters(page_locale().country(body.country))
        return country, body.role is Role.APPEAL_BODY, by_letters(name)

    return sorted(bodies, key=place)


def kept_bar(card: Scorecard) -> tuple[BarShare, ...]:
    """Return how the body kept its time: in time, late, not at all."""
    kept = card.asked
    parts: list[tuple[BarFill, int]] = [
        ("given", kept.number(BodyResult.IN_TIME)),
        ("part", kept.number(BodyResult.LATE)),
        ("none", kept.number(BodyResult.SILENT)),
    ]
    return shares(parts) if kept.known else ()


def _others(bodies: Iterable[PublicBody]) -> Iterator[CountryLine]:
    for country, found in groupby(bodies, key=lambda body: body.country):
        yield CountryLine(page_locale().country(country), tuple(found))
