"""The questions of a draft, and the event that finalises it."""

from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.case.request import Draft
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.questions import OWN, Asked
from tracker.services.core.office import Writing
from tracker.services.letters.request_words import catalogue_items


def asked(office: Writing, draft: Draft, on: date | None = None) -> tuple[Asked, ...]:
    """Return the questions as the letter puts them: the library's first, then the typed ones.

    `on` is the date of the letter, today by default: it names no record that became known later.
    """
    day = on or office.today_at(draft.body)
    catalogue = catalogue_items(
        office, draft.block, draft.body, draft.questions, draft.language, day
    )
    own = tuple(
        Asked(f"{OWN}{number}", (question.element,), question.words)
        for number, question in enumerate(draft.own_questions, start=1)
    )
    return catalogue + own


def drafted_event(office: Writing, draft: Draft, on: date | None = None) -> Drafted:
    """Return the event that finalises a draft."""
    return Drafted(
        on=DaySpan.on(on or office.today_at(draft.body)),
        block=draft.block,
        body=draft.body,
        law=draft.law,
        language=draft.language,
        questions=asked(office, draft, on),
        eligibility=draft.eligibility,
        supporters=draft.supporters,
        urgent=draft.urgent,
        channels=draft.channels,
        enclosures=draft.enclosures,
    )
