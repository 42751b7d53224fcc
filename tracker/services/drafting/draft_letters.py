"""The letter of a draft, as it would read if the draft were finalised now."""

from tracker.domain.case.history import Entry
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter
from tracker.services.core.office import Writing
from tracker.services.drafting.asking_for import drafted_event
from tracker.services.letters.folder import UnstoredRequest
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.offering import language_lacks


def request_bytes(office: Writing, draft: Draft, applicant: Applicant) -> bytes:
    """Return the letter of a draft as DOCX, as if it were finalised now."""
    letter = preview_draft(office, draft, applicant)
    return office.documents.docx(letter, office.today_at(draft.body))


def preview_draft(office: Writing, draft: Draft, applicant: Applicant) -> Letter:
    """Return the letter of a draft, as if it were finalised now.

    Raises BadInput if the law has no requests in the language of the draft.
    """
    law = office.library.law(draft.law)
    if lack := language_lacks(office.documents, law, LetterKind.REQUEST, draft.language):
        raise lack
    event = drafted_event(office, draft)
    entry = Entry(1, event, office.now(), "", b"", b"")
    return compose(
        office, UnstoredRequest(draft.reference, (entry,), applicant), LetterKind.REQUEST
    )
