"""The page of a public body: its scorecard, the clauses its answers cite, and its details."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.text import Text
from tracker.domain.law.block import Block
from tracker.domain.law.body import BodyState, PublicBody
from tracker.domain.law.law import Law
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.questions import Element
from tracker.domain.library import Library
from tracker.domain.record.scorecard import (
    Named,
    Scorecard,
    Spread,
    Sums,
    by_element,
    by_outcome,
    scorecard,
)
from tracker.domain.record.tally import NO_ANSWER, REFUSING
from tracker.services.core.office import Office
from tracker.services.ports.sought import BodyPart, Sought
from tracker.web.base.language import gettext, page_locale
from tracker.web.record.body.answer_lanes import (
    MANY_REQUESTS,
    AnswerLanes,
    answer_lanes,
    week_lanes,
)
from tracker.web.record.body.body_card import BodyCard, card_of
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
from tracker.web.record.words.outcome_bars import OutcomeBar, outcome_bar, outcome_legend
from tracker.web.record.words.own_entries import said_of_entry
from tracker.web.record.words.wording import BODY_ROLES, DESIGNATED_BY

# Requests listed below a picture of weeks.
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
    neither gave nor refused anything, and `bar` shows the same numbers."""

    element: str
    bar: OutcomeBar
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
    legend: tuple[tuple[str, str], ...]
    exemptions: tuple[Clause, ...]
    lacking: tuple[Clause, ...]
    lanes: AnswerLanes
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """The page of a body."""

    body: PublicBody
    role: str
    email_given: str
    own_names: tuple[tuple[str, str], ...]
    country: str
    laws: tuple[Law, ...]
    now: tuple[BodyState, ...]
    before: tuple[BodyState, ...]
    today: date
    card: Scorecard
    summary: BodyCard
    asked: _Asked
    heard: tuple[FigureText, ...]
    heard_lanes: AnswerLanes
    heard_lines: tuple[Line, ...]
    heard_more: bool
    as_of: date | None
    rejoinders: tuple[Rejoinder, ...]
    ordered_blocks: tuple[Block, ...]
    other_blocks: tuple[Block, ...]
    by_office: str

    @property
    def contents(self) -> tuple[tuple[str, str, int | str], ...]:
        """Return the sections that the page has: id, words and number of each."""
        card, asked = self.card, self.asked
        sections = (
            ("requests", gettext("Requests to this body"), card.asked.all),
            ("substance", gettext("What it disclosed"), len(asked.elements)),
            (
                "reasons",
                gettext("Exemptions it relies on"),
                card.unnamed.whole and (len(asked.exemptions) or ""),
            ),
            (
                "defects",
                gettext("Missing from its refusals"),
                card.answers and (len(asked.lacking) or ""),
            ),
            ("appeals", gettext("How it decides appeals"), card.heard.all),
            ("statements", gettext("Statements by this body"), len(self.rejoinders)),
            ("years", gettext("By year"), len(card.years) if len(card.years) > 1 else 0),
            ("record", gettext("All figures"), len(asked.figures) if card.records else 0),
        )
        return tuple(each for each in sections if each[2] != 0)


def body_page(office: Office, key: str) -> BodyPage:
    """Return the page of a body. Raises NotOnFile if there is no such body."""
    library = office.library
    body = library.body(key)
    sums = sums_of(office, key)
    card = scorecard(sums)
    today = office.today_at(key)
    now = body.states_on(today)
    asked = _asked(office, key, card, sums)
    ordered_blocks, other_blocks = _blocks_of(library, key)
    heard_lanes, heard = _newest(office, key, BodyPart.HEARD, card.heard.days, card.heard.all)
    stated = office.records.listed(Sought(body=key, part=BodyPart.STATED), 0, STATEMENTS)
    return BodyPage(
        body=body,
        role=BODY_ROLES[body.role],
        email_given=_email_given(body),
        own_names=_own_names(body, office.languages),
        country=page_locale().country(body.country),
        laws=tuple(library.laws[law] for law in body.laws if law in library.laws),
        now=now,
        before=tuple(state for state in body.states if state not in now),
        today=today,
        card=card,
        summary=card_of(card, outcome_bar(by_outcome(sums).items())),
        asked=asked,
        heard=figures_text(card, HEARD),
        heard_lanes=heard_lanes,
        heard_lines=heard,
        as_of=max((line.as_of for line in (*asked.lines, *heard)), default=None),
        heard_more=card.records - card.asked.all > len(heard),
        rejoinders=tuple(rejoinders_of(office, stated, key)),
        ordered_blocks=ordered_blocks,
        other_blocks=other_blocks,
        by_office=said_of_entry(library, "bodies", key, library.zone_of(key)),
    )


def _own_names(body: PublicBody, pages: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the names of the body in languages without pages, each with its language."""
    return tuple(each for each in body.name.words.items() if each[0] not in pages)


def _email_given(body: PublicBody) -> str:
    """Return where the body itself gives its email address for requests, and the day on which
    someone last saw it there; empty if no such place is known."""
    if body.designation is None:
        return ""
    return gettext(
        "The body gives it for information requests {where}. Last seen on {day}.",
        where=gettext(DESIGNATED_BY[body.designation.designated_by]),
        day=page_locale().short_day(body.designation.confirmed_on),
    )


def _asked(office: Office, key: str, card: Scorecard, sums: Sums) -> _Asked:
    kept = card.asked
    elements = tuple(_elements(sums))
    lanes, lines = _newest(office, key, BodyPart.HELD, kept.days, kept.all)
    return _Asked(
        figures=figures_text(card, REQUESTS),
        substance=figures_text(card, SUBSTANCE),
        elements=elements,
        legend=outcome_legend(each.bar for each in elements),
        exemptions=tuple(_exemptions(office.library, card.exemptions)),
        lacking=tuple(_duties(office.library, card.lacking)),
        lanes=lanes,
        lines=lines,
    )


def _newest(
    office: Office, body: str, part: BodyPart, days: Spread, number: int
) -> tuple[AnswerLanes, tuple[Line, ...]]:
    """Return the picture of the requests or appeals of a body, and the newest of them as rows."""
    if not number:
        return AnswerLanes(), ()
    many = number >= MANY_REQUESTS
    times = office.records.times(body, part, _NEWEST if many else MANY_REQUESTS)
    lines = shown_lines(office.library, [line for _, line in times])
    if many:
        return week_lanes(days), lines
    decides = part is BodyPart.HEARD
    return answer_lanes(times, office.library, decides=decides), lines


def _elements(sums: Sums) -> Iterator[ElementLine]:
    """Yield the parts of a legal basis that were asked for, in the catalogue's order."""
    found = by_element(sums)
    for element in Element:
        if numbers := found.get(element.value):
            yield _element(element.value, numbers)


def _element(element: str, numbers: Mapping[str, int]) -> ElementLine:
    asked = sum(numbers.values())
    bar = outcome_bar(numbers.items())
    disclosed, partly = bar.disclosed.part, numbers.get(Outcome.PARTLY_DISCLOSED.value, 0)
    refused = sum(numbers.get(outcome.value, 0) for outcome in REFUSING)
    unanswered = numbers.get(NO_ANSWER, 0)
    otherwise = asked - disclosed - partly - refused - unanswered
    return ElementLine(element, bar, of(bar.disclosed), partly, refused, otherwise, unanswered)


def _exemptions(library: Library, named: Iterable[Named]) -> Iterator[Clause]:
    for each in named:
        law = library.instrument(each.law)
        known = {exemption.key: exemption for exemption in law.exemptions} if law else {}
        found = known.get(each.key)
        cite, covers = (found.cite, found.covers) if found else (each.key, "")
        yield Clause(each.law, law.title if law else each.law, cite, covers, each.number)


def _duties(library: Library, named: Iterable[Named]) -> Iterator[Clause]:
    for each in named:
        law = library.instrument(each.law)
        known = {duty.key: duty.says for duty in law.refusal_duties} if law else {}
        says = known.get(each.key, each.key)
        yield Clause(each.law, law.title if law else each.law, "", says, each.number)


def _blocks_of(library: Library, body: str) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Return the blocks that the body is known to have ordered, and the others that it can be
    asked about, newest first."""
    found = [block for block in library.blocks.values() if body in block.bodies]
    newest = sorted(found, key=lambda block: block.since, reverse=True)
    known = {block.key for block in newest if body in [order.body for order in block.orders]}
    return (
        tuple(block for block in newest if block.key in known),
        tuple(block for block in newest if block.key not in known),
    )
