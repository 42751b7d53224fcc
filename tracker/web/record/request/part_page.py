"""Pages with every row of a record, where the page of the record shows only some."""

from dataclasses import dataclass

from tracker.domain.record.record import Record
from tracker.services.core.office import Office
from tracker.web.record.request.answers import QuestionShown, TextShown, answers_in, record_title
from tracker.web.record.request.counts import Count, Sources, counts_of
from tracker.web.record.request.question_states import state_without
from tracker.web.record.request.record_parts import record_parts
from tracker.web.record.request.requests import CopyShown, copies_shown
from tracker.web.record.request.stage_words import said_stages
from tracker.web.record.request.timeline import PublicItem, public_timeline


@dataclass(frozen=True, slots=True)
class PartPage:
    """One page of rows of a record: page `number` of `count`."""

    reference: str
    title: str
    number: int
    count: int
    timeline: tuple[PublicItem, ...]
    questions: tuple[QuestionShown, ...]
    without: str
    counts: tuple[Count, ...]
    sources: tuple[str, ...]
    copies: tuple[CopyShown, ...]
    texts: tuple[TextShown, ...]
    demonstration: bool


def part_page(office: Office, record: Record, number: int) -> PartPage | None:
    """Return a page of rows by its number, counted from 1; None where there is no such page."""
    parts = record_parts(record) if number > 0 else ()
    if number > len(parts) or not parts:
        return None
    part, library, sources = parts[number - 1], office.library, Sources()
    answers = answers_in(office, record, part)
    marks = public_timeline(record, library, sources) if part.entries else ()
    stages = said_stages(record, library)
    counts = counts_of(record, stages, library, sources) if part.counts else ()
    return PartPage(
        reference=record.reference,
        title=record_title(record, library),
        number=number,
        count=len(parts),
        timeline=tuple(marks[place] for place in part.entries),
        questions=answers.questions,
        without=state_without(record),
        counts=tuple(counts[place] for place in part.counts),
        sources=tuple(sources),
        copies=copies_shown(part.copies),
        texts=answers.texts,
        demonstration=record.demonstration,
    )
