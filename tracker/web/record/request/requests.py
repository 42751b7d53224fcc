"""A request's public record as a page, made from the record only."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.days import Span
from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import Phase
from tracker.domain.events.copy import Copy
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.body import Role
from tracker.domain.law.petition import is_petition
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.record.question_results import OPEN_RESULT, SILENT, TRANSFERRED_RESULT
from tracker.domain.record.record import Record
from tracker.services.core.naming import OUTCOMES
from tracker.services.core.office import Office
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import gettext, page_language, worded
from tracker.web.record.request.answers import (
    Answers,
    answers_shown,
    record_heading,
    record_title,
)
from tracker.web.record.request.card import answers_in_brief, number_of_texts, request_answers
from tracker.web.record.request.counts import Count, Sources, counts_of
from tracker.web.record.request.exemptions import ExemptionNamed, exemptions_cited
from tracker.web.record.request.question_states import items_bar, state_without, tally
from tracker.web.record.request.record_parts import (
    COPIES,
    COUNTS,
    RECORD_ENTRIES,
    RecordPart,
    record_parts,
)
from tracker.web.record.request.rejoinders import Rejoinder, rejoinders
from tracker.web.record.request.related_records import RelatedRecords, related_records
from tracker.web.record.request.stage_lanes import StageFigure, stage_figure
from tracker.web.record.request.stage_words import said_stages
from tracker.web.record.request.status_text import last_checked, status_sentences
from tracker.web.record.request.timeline import PublicItem, public_timeline
from tracker.web.record.words.outcome_bars import OutcomeBar, fill_of
from tracker.web.record.words.words import name_of

# The states of questions without an answer.
_WITHOUT = {
    SILENT: Message("No response"),
    OPEN_RESULT: Message("No outcome recorded"),
    TRANSFERRED_RESULT: Message("Transferred elsewhere"),
}


TextsByDigest = Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class CopyShown:
    """A public copy of a document: pictures of its pages, some parts blacked out."""

    title: str
    digest: str
    pages: int
    size: int
    entry: int


@dataclass(frozen=True, slots=True)
class RequestSubject:
    """The block, body and law of a request, its supporters, and the related records."""

    block: str
    block_title: str
    block_known: bool
    body: str
    body_name: str
    body_known: bool
    transferred_to: tuple[str, ...]
    law: str
    law_title: str
    law_mention: str
    law_known: bool
    petition: bool
    supporters: tuple[str, ...]
    related: RelatedRecords


@dataclass(frozen=True, slots=True)
class RequestPage:
    """A public record, ready for the template.

    `status` is the sentence of the card, and `notes` what else must be said of it. `without` is
    the state of questions without an answer: silent or open. `texts` is the number of texts
    released, those beside their items included.
    """

    reference: str
    confirmed_on: date
    title: str
    heading: str
    phase: Phase
    stands: str
    status: str
    notes: tuple[str, ...]
    card: tuple[CardAnswer, ...]
    figure: StageFigure | None
    bar: OutcomeBar
    legend: tuple[tuple[str, str], ...]
    states: tuple[tuple[str, Span], ...]
    rejoinders: tuple[Rejoinder, ...]
    about: RequestSubject
    timeline: tuple[PublicItem, ...]
    entries_left: int
    without: str
    exemptions: tuple[ExemptionNamed, ...]
    counts: tuple[Count, ...]
    counts_left: int
    counts_part: int
    sources: tuple[str, ...]
    answers: Answers
    texts: int
    copies: tuple[CopyShown, ...]
    copies_left: int
    copies_part: int
    demonstration: bool

    @property
    def in_brief(self) -> tuple[str, ...]:
        """Return the four answers of the card, as the picture of the page says them."""
        return answers_in_brief(self.card)


def request_page(
    office: Office, record: Record, words: TextsByDigest = None, *, led: bool = True
) -> RequestPage:
    """Return the page of a record that is not withheld; for the rest see `page_of_record`."""
    library, sources, parts = office.library, Sources(), record_parts(record)
    stages, without = said_stages(record, library), state_without(record)
    states, stated = tuple(_states(library, record)), tuple(rejoinders(record, library))
    sentences = status_sentences(record, library)
    said, notes = _status(record, sentences, noted=bool(states or stated))
    return RequestPage(
        reference=record.reference,
        confirmed_on=record.confirmed_on,
        title=record_title(record, library),
        heading=record_heading(record, library),
        phase=record.phase,
        stands=" ".join(sentences),
        status=said,
        notes=notes,
        exemptions=exemptions_cited(record, library),
        card=request_answers(record, library),
        figure=stage_figure(record, stages, library),
        bar=items_bar(record, library),
        legend=tuple(_legend(tally(record))),
        states=states,
        rejoinders=stated,
        about=_subject(office, record, led=led),
        timeline=(marks := _ends(told := public_timeline(record, library, sources))),
        entries_left=len(told) - len(marks),
        without=without,
        counts=(counts := counts_of(record, stages, library, sources))[-COUNTS:],
        counts_left=max(0, len(counts) - COUNTS),
        counts_part=_first(parts, lambda part: part.counts),
        sources=tuple(sources),
        answers=answers_shown(office, record, words or {}),
        texts=number_of_texts(record),
        copies=copies_shown(record.copies[:COPIES]),
        copies_left=len(record.copies[COPIES:]),
        copies_part=_first(parts, lambda part: part.copies),
        demonstration=record.demonstration,
    )


def _subject(office: Office, record: Record, *, led: bool) -> RequestSubject:
    library, law = office.library, office.library.instrument(record.law)
    return RequestSubject(
        block=record.block,
        block_title=library.block_title(record.block, page_language()),
        block_known=record.block in library.blocks,
        body=record.body,
        body_name=name_of(library, record.body),
        body_known=record.body in library.bodies,
        transferred_to=tuple(name_of(library, body) for body in record.state.holders),
        law=record.law,
        law_title=worded(law.title) if law else record.law,
        law_mention=worded(law.mention) if law else record.law,
        law_known=record.law in library.laws,
        petition=is_petition(record.law),
        supporters=tuple(_supporters(record, library)),
        related=related_records(office, record, led=led),
    )


def _ends(told: tuple[PublicItem, ...]) -> tuple[PublicItem, ...]:
    """Return the first and the latest entries of a timeline that is too long for the page."""
    if len(told) <= RECORD_ENTRIES:
        return told
    first = RECORD_ENTRIES // 4
    return (*told[:first], *told[first - RECORD_ENTRIES :])


def _first(parts: Sequence[RecordPart], rows: Callable[[RecordPart], Sized]) -> int:
    """Return the number of the first part that has such rows; 0 for none."""
    return next((number for number, part in enumerate(parts, start=1) if rows(part)), 0)


def _status(
    record: Record, sentences: Sequence[str], *, noted: bool
) -> tuple[str, tuple[str, ...]]:
    """Return the sentence of the card and the others, which stand in the note under it.

    The day of the last check stands in the card if nothing else makes a note: `noted`.
    """
    first, *others = sentences
    if others == [last_checked(record)] and not noted:
        return f"{first} {others[0]}", ()
    return first, tuple(others)


def _legend(states: Iterable[tuple[str, int]]) -> Iterator[tuple[str, str]]:
    """Yield each state with its part of the bar, its name and its number."""
    for state, number in states:
        name = _WITHOUT.get(state) or OUTCOMES[Outcome(state)]
        said = gettext("{outcome}: {number}", outcome=gettext(name), number=number)
        yield fill_of(state), said


def _states(library: Library, record: Record) -> Iterator[tuple[str, Span]]:
    """Yield what the library says, from the day of the record on, about a body that must decide
    an appeal, for example that it has no members; with the days on which it holds."""
    if record.phase not in (Phase.APPEALED, Phase.APPEAL_SILENT):
        return
    filed = record.state.of(AppealFiled)
    body = library.bodies.get(filed[-1][1].to) if filed else None
    if body and body.role is Role.APPEAL_BODY:
        for state in body.states:
            if state.span.overlaps(Span(record.as_of)):
                yield gettext("{body}: {state}", body=body.name, state=state.says), state.span


def _supporters(record: Record, library: Library) -> Iterator[str]:
    for key in record.supporters:
        known = library.organisations.get(key)
        yield worded(known.name) if known else key


def copies_shown(copies: Iterable[Copy]) -> tuple[CopyShown, ...]:
    """Return public copies as a page shows them."""
    return tuple(
        CopyShown(copy.title, copy.digest, copy.pages, copy.size, copy.entry) for copy in copies
    )
