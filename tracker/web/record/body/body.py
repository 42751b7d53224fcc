"""The page of a public body: its scorecard, the clauses its answers cite, and its details."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.text import Text
from tracker.domain.law.body import BodyState, PublicBody
from tracker.domain.law.law import Law
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.questions import Element
from tracker.domain.library import Library
from tracker.domain.record.scorecard import Named, Scorecard, Share, Sums, by_element, scorecard
from tracker.domain.record.tally import NO_ANSWER, REFUSING
from tracker.services.core.office import Office
from tracker.services.ports.sought import BodyPart, Sought
from tracker.web.base.language import page_locale
from tracker.web.record.body.bar_charts import Bars, bars
from tracker.web.record.request.rejoinders import Rejoinder, rejoinders_of
from tracker.web.record.words.cards import sums_of
from tracker.web.record.words.figures import (
    HEARD,
    REQUESTS,
    SUBSTANCE,
    FigureText,
    figures_text,
    of,
)
from tracker.web.record.words.lines import Line, shown_lines
from tracker.web.record.words.wording import BODY_ROLES

_NEWEST = 10
# Most statements shown in full; beyond that, readers are referred to the records.
STATEMENTS = 20


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause or duty of a law, and how many answers cite it or lack it."""

    law: str
    law_title: Text | str
    cite: Text | str
    says: Text | str
    number: int


@dataclass(frozen=True, slots=True)
class ElementLine:
    """The results of questions on one part of the legal basis; `otherwise` counts answers that
    neither gave nor refused anything."""

    element: str
    disclosed: str
    partly: int
    refused: int
    otherwise: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """Figures and records of the requests to a body."""

    figures: tuple[FigureText, ...]
    substance: tuple[FigureText, ...]
    elements: tuple[ElementLine, ...]
    exemptions: tuple[Clause, ...]
    lacking: tuple[Clause, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """The page of a body."""

    body: PublicBody
    role: str
    laws: tuple[Law, ...]
    now: tuple[BodyState, ...]
    before: tuple[BodyState, ...]
    today: date
    card: Scorecard
    asked: _Asked
    spread: Bars
    heard: tuple[FigureText, ...]
    heard_spread: Bars
    heard_lines: tuple[Line, ...]
    heard_more: bool
    as_of: date | None
    rejoinders: tuple[Rejoinder, ...]
    blocks: tuple[tuple[str, Text], ...]


def body_page(office: Office, key: str) -> BodyPage:
    """Return the page of a body. Raises NotOnFile if there is no such body."""
    library = office.library
    body = library.body(key)
    sums = sums_of(office, key)
    card = scorecard(sums)
    today = office.today_at(key)
    now = body.states_on(today)
    asked = _asked(office, key, card, sums)
    heard = _newest(office, key, BodyPart.HEARD) if card.heard.all else ()
    stated = office.records.listed(Sought(body=key, part=BodyPart.STATED), 0, STATEMENTS)
    mirrored = page_locale().direction == "rtl"
    return BodyPage(
        body=body,
        role=BODY_ROLES[body.role],
        laws=tuple(library.laws[law] for law in body.laws if law in library.laws),
        now=now,
        before=tuple(state for state in body.states if state not in now),
        today=today,
        card=card,
        asked=asked,
        spread=bars(card.asked.days.counts, mirrored=mirrored),
        heard=figures_text(card, HEARD),
        heard_spread=bars(card.heard.days.counts, mirrored=mirrored),
        heard_lines=heard,
        as_of=max((line.as_of for line in (*asked.lines, *heard)), default=None),
        heard_more=card.records - card.asked.all > len(heard),
        rejoinders=tuple(rejoinders_of(office, stated, key)),
        blocks=_blocks_of(library, key),
    )


def _asked(office: Office, key: str, card: Scorecard, sums: Sums) -> _Asked:
    return _Asked(
        figures=figures_text(card, REQUESTS),
        substance=figures_text(card, SUBSTANCE),
        elements=tuple(_elements(sums)),
        exemptions=tuple(_exemptions(office.library, card.exemptions)),
        lacking=tuple(_duties(office.library, card.lacking)),
        lines=_newest(office, key, BodyPart.HELD) if card.asked.all else (),
    )


def _newest(office: Office, body: str, part: BodyPart) -> tuple[Line, ...]:
    found = office.records.listed(Sought(body=body, part=part), 0, _NEWEST)
    return shown_lines(office.library, found)


def _elements(sums: Sums) -> Iterator[ElementLine]:
    """Yield the parts of a legal basis that were asked for, in the catalogue's order."""
    found = by_element(sums)
    for element in Element:
        if numbers := found.get(element.value):
            yield _element(element.value, numbers)


def _element(element: str, numbers: Mapping[str, int]) -> ElementLine:
    asked = sum(numbers.values())
    disclosed = numbers.get(Outcome.DISCLOSED.value, 0)
    partly = numbers.get(Outcome.PARTLY_DISCLOSED.value, 0)
    refused = sum(numbers.get(outcome.value, 0) for outcome in REFUSING)
    unanswered = numbers.get(NO_ANSWER, 0)
    otherwise = asked - disclosed - partly - refused - unanswered
    share = of(Share(disclosed, asked))
    return ElementLine(element, share, partly, refused, otherwise, unanswered)


def _exemptions(library: Library, named: Iterable[Named]) -> Iterator[Clause]:
    for each in named:
        law = library.laws.get(each.law)
        known = {exemption.key: exemption for exemption in law.exemptions} if law else {}
        found = known.get(each.key)
        cite, covers = (found.cite, found.covers) if found else (each.key, "")
        yield Clause(each.law, law.title if law else each.law, cite, covers, each.number)


def _duties(library: Library, named: Iterable[Named]) -> Iterator[Clause]:
    for each in named:
        law = library.laws.get(each.law)
        known = {duty.key: duty.says for duty in law.refusal_duties} if law else {}
        says = known.get(each.key, each.key)
        yield Clause(each.law, law.title if law else each.law, "", says, each.number)


def _blocks_of(library: Library, body: str) -> tuple[tuple[str, Text], ...]:
    found = [block for block in library.blocks.values() if body in block.bodies]
    newest = sorted(found, key=lambda block: block.since, reverse=True)
    return tuple((block.key, block.title) for block in newest)
