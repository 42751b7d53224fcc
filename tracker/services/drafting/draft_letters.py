"""The request of a draft as its letter would read if the draft were settled now."""

from dataclasses import dataclass

from tracker.domain.case.history import Entry, History
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter
from tracker.services.core.office import Writing
from tracker.services.drafting.drafts import drafted_event
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.offering import language_lacks


def request_bytes(office: Writing, draft: Draft, applicant: Applicant) -> bytes:
    """The DOCX of a draft as it would go out were it settled now."""
    letter = preview_draft(office, draft, applicant)
    return office.documents.docx(letter, office.today_at(draft.body))


@dataclass(frozen=True, slots=True)
class _Sketch:
    """A draft as it would stand once settled; nothing of it is entered."""

    reference: str
    history: History
    person: Applicant

    def applicant(self) -> Applicant:
        return self.person


def preview_draft(office: Writing, draft: Draft, applicant: Applicant) -> Letter:
    """The request as it would read were the draft settled now.

    Raises BadInput for a language in which no request is written under the law.
    """
    law = office.library.law(draft.law)
    if lack := language_lacks(office.documents, law, LetterKind.REQUEST, draft.language):
        raise lack
    event = drafted_event(office, draft)
    entry = Entry(1, event, office.now(), "", b"", b"")
    return compose(office, _Sketch(draft.reference, (entry,), applicant), LetterKind.REQUEST)
