"""The letters of a request that can go out by email: to whom, and the legal effect of a mail."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import CaseState
from tracker.domain.correspondence.mail_letter import LetterPurpose
from tracker.domain.events.correspondence.letter_finalised import (
    AFTER_FILING,
    LETTERS_TO_THE_BODY,
    REMEDY_LETTERS,
    LetterFinalised,
)
from tracker.domain.events.proceedings.appeal_filed import heard_by
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.core.recording import FrozenLetter
from tracker.services.correspondence.outgoing.addressing import (
    GivenAddress,
    filing_address_of,
    request_address_of,
)
from tracker.services.letters.frozen_letters import approved_request, finalised_letter
from tracker.services.letters.remedies import RemedyPlace, forum_of_stage

# In the order in which the page lists them. The letters of a remedy are one kind here.
BY_EMAIL = (
    LetterKind.REQUEST,
    *sorted(LETTERS_TO_THE_BODY - {LetterKind.REQUEST}),
    *REMEDY_LETTERS,
    *AFTER_FILING,
    LetterKind.NOTICE,
)
# The letters that go to a forum, at the address that it gives for filing.
_TO_A_FORUM = (*REMEDY_LETTERS, *AFTER_FILING)
# Letters that are logged by a person, once their receipt is proved.
LOGGED_ON_PROOF = (*REMEDY_LETTERS, LetterKind.NOTICE)
NOT_FIXED = Message("Approve or finalise the letter first. Only a letter that is fixed is sent.")
FINALISED_AGAIN = Message("The letter was finalised again. Prepare the mail again.")
FILED_ALREADY = Message("This remedy has been logged as filed. Prepare the mail again, as a copy.")
SENT_ALREADY = Message("The request has been logged as sent. Prepare the mail again.")
WITHDRAWN = Message("This request was withdrawn, so its letters are no longer sent.")


@dataclass(frozen=True, slots=True)
class FixedLetter:
    """A letter whose bytes are fixed, and the entry that fixed it.

    `to` is the body to which it is addressed, empty for a court outside the library. `place` is
    the remedy that it brings, or the non-response that a notice is about.
    """

    kind: LetterKind
    frozen: FrozenLetter
    of: int
    to: str
    place: RemedyPlace | None = None

    @property
    def remedy(self) -> RemedyPlace | None:
        """Return the remedy that the letter files; None for any other letter."""
        return self.place if self.kind in REMEDY_LETTERS else None


def fixed_letters(office: Office, state: CaseState) -> tuple[FixedLetter, ...]:
    """Return the letters of a request that can go out by email, the request first."""
    found = [*_request(office, state), *_others(office, state)]
    return tuple(sorted(found, key=lambda each: (BY_EMAIL.index(each.kind), each.of)))


def fixed_letter(office: Office, state: CaseState, kind: LetterKind, of: int = 0) -> FixedLetter:
    """Return the letter of a kind that the entry `of` fixed, or, without an entry, the newest.

    Raises NotAllowed if there is none, and if the letter was finalised again since.
    """
    found = [each for each in fixed_letters(office, state) if each.kind is kind]
    if not found:
        raise NotAllowed(NOT_FIXED)
    if not of:
        return found[-1]
    for each in found:
        if each.of == of:
            return each
    raise NotAllowed(FINALISED_AGAIN)


def given_address(office: Office, fixed: FixedLetter) -> GivenAddress | None:
    """Return the address that the body of a letter gives for such letters, None if it has none."""
    if fixed.kind in _TO_A_FORUM:
        return filing_address_of(office, fixed.to)
    found = request_address_of(office, fixed.to)
    if found is None and fixed.kind is LetterKind.NOTICE:
        # A notice needs no form, and an appeal body may take no requests.
        return filing_address_of(office, fixed.to)
    return found


def no_given_address(office: Office, fixed: FixedLetter) -> Message | None:
    """Return why a letter has no address that counts; None if it has one."""
    if given_address(office, fixed):
        return None
    body = office.library.bodies.get(fixed.to)
    if body is None:
        return Message("The library has no address of this court. File by hand or by post.")
    today = office.today_at(fixed.to)
    return body.no_filing_email(today) if fixed.kind in _TO_A_FORUM else body.no_email(today)


def purpose_of(state: CaseState, fixed: FixedLetter, *, designated: bool) -> LetterPurpose:
    """Return the purpose of a mail that goes to the address given for it or to another one.

    A remedy that was filed is not filed a second time: a mail with its letter is a copy.
    """
    if fixed.kind not in (LetterKind.REQUEST, *LOGGED_ON_PROOF):
        return LetterPurpose.LETTER
    if not designated or (fixed.remedy and state.appealed(*fixed.remedy)):
        return LetterPurpose.COPY
    again = fixed.kind is LetterKind.REQUEST and state.sent
    return LetterPurpose.AGAIN if again else LetterPurpose.FILED


def require_still_goes(
    office: Office, state: CaseState, kind: LetterKind, purpose: LetterPurpose, of: int
) -> None:
    """Raise NotAllowed if something happened since a mail was prepared that forbids sending it."""
    if state.withdrawn:
        raise NotAllowed(WITHDRAWN)
    if purpose is LetterPurpose.AGAIN:
        return
    fixed = fixed_letter(office, state, kind, of)
    if purpose is not LetterPurpose.FILED:
        return
    if kind is LetterKind.REQUEST and state.sent:
        raise NotAllowed(SENT_ALREADY)
    if fixed.remedy and state.appealed(*fixed.remedy):
        raise NotAllowed(FILED_ALREADY)


def _request(office: Office, state: CaseState) -> Iterator[FixedLetter]:
    frozen, entry = approved_request(office, state), state.first("approved")
    if frozen and entry:
        yield FixedLetter(LetterKind.REQUEST, frozen, entry.seq, state.acting_body)


def _others(office: Office, state: CaseState) -> Iterator[FixedLetter]:
    """Yield the other letters as last finalised: one of each kind, remedy and silence."""
    seen = set()
    for entry, event in reversed(state.of(LetterFinalised)):
        place = (event.stage, event.opening) if event.stage or event.opening else None
        alike = LetterKind.APPEAL if event.letter in REMEDY_LETTERS else event.letter
        if event.letter not in BY_EMAIL or (alike, place) in seen:
            continue
        seen.add((alike, place))
        if frozen := finalised_letter(office, state, event.letter, place):
            to = _addressee(office, state, event)
            yield FixedLetter(event.letter, frozen, entry.seq, to, place)


def _addressee(office: Office, state: CaseState, event: LetterFinalised) -> str:
    if event.letter in _TO_A_FORUM and event.stage and state.drafted:
        stage = office.library.law(state.drafted.law).stage(event.stage)
        return forum_of_stage(stage, state)
    return heard_by(state, event.opening) if event.opening else state.acting_body
