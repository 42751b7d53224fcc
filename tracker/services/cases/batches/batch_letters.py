"""The letters of a batch before their approval, as they would be sent, and how they differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.base.errors import Refusal
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import LetterKind
from tracker.domain.words.comparing import Compared, compare
from tracker.domain.words.letter import (
    BulletList,
    Heading,
    Letter,
    LetterTable,
    NumberedList,
    NumberedParagraph,
    Paragraph,
    SignaturePlace,
    run_words,
)
from tracker.services.core.office import Office
from tracker.services.drafting.asking_for import drafted_event
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafting_together import drafts_and_requests
from tracker.services.letters.letter_facts import compose


@dataclass(frozen=True, slots=True)
class BatchLetter:
    """A letter to approve. `draft` is None if the request is finalised. `letter` is None if it
    cannot be written, and `why_not` then has the reason."""

    reference: str
    asks: Drafted
    applicant: Applicant
    draft: Draft | None = None
    letter: Letter | None = None
    why_not: Refusal | None = None

    @property
    def address(self) -> tuple[str, ...]:
        """Return the lines of the address in the letter; empty if there is no letter."""
        return address_lines(self.letter) if self.letter else ()


def address_lines(letter: Letter) -> tuple[str, ...]:
    """Return the lines of the address in a letter; empty if it has none."""
    for block in letter.blocks:
        if isinstance(block, Paragraph) and block.role == "address":
            return tuple(run_words(block.runs).split("\n"))
    return ()


def letters_to_approve(office: Office, references: Sequence[str]) -> tuple[BatchLetter, ...]:
    """Return the letters of these drafts and requests that nobody has approved yet,
    sorted by body."""
    drafts, requests = drafts_and_requests(office, references)
    found = [_of_draft(office, each) for each in drafts]
    for reference in requests:
        with office.cases.look(reference) as case:
            state = case_state_of(case.history)
            if state.drafted and not state.approved and not state.withdrawn:
                letter = compose(office, case, LetterKind.REQUEST)
                found.append(BatchLetter(reference, state.drafted, case.applicant(), None, letter))
    return tuple(sorted(found, key=lambda each: office.library.body_short_name(each.asks.body)))


def letter_differences(letters: Sequence[BatchLetter]) -> Compared:
    """Return every paragraph and item of these letters once, with the letters that contain it."""
    return compare({e.reference: tuple(_pieces(e.letter)) for e in letters if e.letter})


def _pieces(letter: Letter) -> Iterator[str]:
    """Yield the words of a letter, each item on its own and without its number: the same item may
    be the third of one letter and the fourth of another."""
    yield from filter(None, (letter.banner,))
    for block in letter.blocks:
        if isinstance(block, Heading | Paragraph):
            yield run_words(block.runs)
        elif isinstance(block, NumberedParagraph):
            yield run_words(block.runs)
            yield from map(run_words, block.items)
        elif isinstance(block, NumberedList | BulletList):
            yield from map(run_words, block.items)
        elif isinstance(block, LetterTable):
            yield from ("\n".join(row) for row in (block.head, *block.rows))
        elif isinstance(block, SignaturePlace):
            yield "\n".join(block.lines)


def _of_draft(office: Office, reference: str) -> BatchLetter:
    draft, applicant = office.drafts.draft(reference), office.drafts.applicant_of(reference)
    asks = drafted_event(office, draft)
    try:
        letter = preview_draft(office, draft, applicant)
    except Refusal as refusal:
        return BatchLetter(reference, asks, applicant, draft, why_not=refusal)
    return BatchLetter(reference, asks, applicant, draft, letter)
