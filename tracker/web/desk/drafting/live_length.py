"""The style sheet that counts a letter while items are ticked: no script is needed for it."""

from collections.abc import Iterator
from dataclasses import replace

from flask import render_template

from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant, Draft
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.letters.letter_length import (
    MOST_PAGES,
    LetterLength,
    item_length,
    length_of,
)
from tracker.web.base.language import gettext, ngettext
from tracker.web.desk.base.offering import Offered, offered_questions

# Style sheets count in whole numbers: tenths of a line. No letter of a request has more pages.
_PARTS, _MOST_SHOWN = 10, 40


def length_sheet(office: Office, draft: Draft, applicant: Applicant) -> str:
    """Return rules that count words and pages of the letter of a draft, by the boxes that are
    ticked; what is saved of it besides its items counts always."""
    offered = offered_questions(office, draft)
    rest = _rest_of_letter(office, draft, applicant, offered)
    return render_template(
        "desk/length.css",
        rest=rest,
        items=[(one.option, item_length(one.asked.words, draft.language)) for one in offered],
        pages=tuple(_pages(rest.on_page)),
        tenths=_tenths,
    )


def _rest_of_letter(
    office: Office, draft: Draft, applicant: Applicant, offered: tuple[Offered, ...]
) -> LetterLength:
    """Return the length of the letter without the items of the catalogue, but with the terms that
    those of the core need."""
    core = [one for one in offered if not one.optional]
    asks = replace(draft, questions=tuple(one.asked.key for one in core))
    items = [item_length(one.asked.words, draft.language) for one in core]
    try:
        whole = length_of(preview_draft(office, asks, applicant))
    except BadInput:
        return replace(item_length("", draft.language), words=0, lines=0)
    return replace(
        whole,
        words=whole.words - sum(each.words for each in items),
        lines=whole.lines - sum(each.lines for each in items),
    )


def _tenths(length: LetterLength) -> int:
    return round(length.lines * _PARTS)


def _pages(on_page: float) -> Iterator[tuple[int, str]]:
    """Yield for each number of pages the most tenths of a line that they have, and the words."""
    for number in range(1, _MOST_SHOWN + 1):
        words = ngettext("{number} page", "{number} pages", number)
        if number > MOST_PAGES:
            words = gettext("{pages} (aim for two)", pages=words)
        yield int(on_page * number * _PARTS), words
