"""Bodies and countries side by side: the same figures, each with the number it is based on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tracker.domain.base.text import Text
from tracker.domain.law.body import PublicBody
from tracker.domain.record.scorecard import Sums, scorecard, together
from tracker.domain.record.tally import What
from tracker.services.core.office import Office
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import page_locale
from tracker.web.record.body.bodies import bodies_in_order, kept_bar
from tracker.web.record.words.cards import sums_of_bodies
from tracker.web.record.words.figures import (
    HEARD,
    REQUESTS,
    SUBSTANCE,
    Figure,
    FigureText,
    figures_text,
)
from tracker.web.record.words.lines import newest_day
from tracker.web.record.words.list_answers import bodies_answers

_ASKED = tuple(
    figure
    for figure in (*REQUESTS, *SUBSTANCE)
    if figure.key
    in ("requests", "in-time", "late", "silent", "days", "disclosed", "unnamed", "won")
)
DECIDING = tuple(
    figure
    for figure in HEARD
    if figure.key in ("appeals", "decided-in-time", "decided-late", "not-decided", "decision-days")
)
# Those of all bodies together, at the top of the page.
_TOGETHER = ("in-time", "disclosed", "won")


@dataclass(frozen=True, slots=True)
class _Row:
    """A body with its figures."""

    key: str
    name: Text
    figures: tuple[FigureText, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country: all its bodies together, then each of them."""

    name: str
    figures: tuple[FigureText, ...]
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Bodies that answer requests and bodies that hear appeals, with their figures.

    `answers` are about all of them together, and `as_of` is the day of the newest record counted.
    """

    answers: tuple[CardAnswer, ...]
    asked: tuple[Country, ...]
    asked_by: tuple[Figure, ...]
    heard: tuple[Country, ...]
    heard_by: tuple[Figure, ...]
    as_of: date | None


def compare_page(office: Office) -> ComparePage:
    """Return all bodies with records, by country and name."""
    sums = sums_of_bodies(office)
    bodies = bodies_in_order(office.library.bodies.values())
    known = {body.key: sums[body.key] for body in bodies if body.key in sums}
    asked, heard = _with(known, What.FATE), _with(known, What.HEARD)
    all_told = scorecard(together(known.values()))
    return ComparePage(
        answers=bodies_answers(all_told, len(asked), len(heard), _TOGETHER, kept_bar(all_told)),
        asked=tuple(_countries(bodies, asked, _ASKED)),
        asked_by=_ASKED,
        heard=tuple(_countries(bodies, heard, DECIDING)),
        heard_by=DECIDING,
        as_of=newest_day(office),
    )


def _with(sums: Mapping[str, Sums], what: What) -> Mapping[str, Sums]:
    return {body: found for body, found in sums.items() if what in found}


def _countries(
    bodies: list[PublicBody], sums: Mapping[str, Sums], figures: tuple[Figure, ...]
) -> Iterator[Country]:
    found = [body for body in bodies if body.key in sums]
    for country, those in groupby(found, key=lambda body: body.country):
        rows = tuple(
            (
                _Row(body.key, body.name, figures_text(scorecard(sums[body.key]), figures)),
                sums[body.key],
            )
            for body in those
        )
        all_told = figures_text(scorecard(together(each for _, each in rows)), figures)
        yield Country(page_locale().country(country), all_told, tuple(row for row, _ in rows))
