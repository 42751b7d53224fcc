"""New requests to the bodies to which a body referred items."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.pending_duties import without_transfer
from tracker.domain.case.request import Applicant, Draft, OwnQuestion
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.questions import OWN, Asked
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import alike, begin_all


@dataclass(frozen=True, slots=True)
class Referral:
    """Items referred to another body of the library, with their numbers in the letter."""

    to: str
    items: tuple[tuple[int, Asked], ...]


def referrals(case_state: CaseState, library: Library) -> tuple[Referral, ...]:
    """Return the referrals to other bodies of the library, in the order of their entries.

    A transfer under a law without transfers counts as a referral of every item.
    """
    drafted = case_state.drafted
    if drafted is None:
        return ()
    named: dict[str, set[str]] = {}
    for body, items in _named(case_state, drafted, library):
        if body in library.bodies and body != drafted.body:
            named.setdefault(body, set()).update(items)
    return tuple(
        Referral(body, tuple(each for each in drafted.numbered if each[1].key in items))
        for body, items in named.items()
    )


def _named(
    case_state: CaseState, drafted: Drafted, library: Library
) -> Iterator[tuple[str, set[str]]]:
    for _, reply in case_state.of(Reply):
        for each in reply.outcomes:
            if each.outcome is Outcome.REFERRED_ELSEWHERE and each.referred_to:
                yield each.referred_to, {each.question}
    if without_transfer(library.law(drafted.law)):
        for _, handed in case_state.of(Transferred):
            yield handed.to, {asked.key for asked in drafted.questions}


def follow(office: Office, reference: str, to: str, *, by: str) -> Draft:
    """Return a new draft that requests referred items from the body `to`.

    It is linked to the first request, and its time limit runs from its own receipt. Raises
    BadInput if that request has no referral to that body, and what `propose` raises.
    """
    with office.cases.look(reference) as case:
        case_state, applicant = case_state_of(case.history), case.applicant()
    found = {each.to: each for each in referrals(case_state, office.library)}
    if case_state.drafted is None or to not in found:
        raise BadInput("No items were referred to that body. Choose one on the page.")
    draft = _asking(office, case_state.drafted, found[to], applicant)
    (begun,) = begin_all(office, [draft], applicant, by=by, comes_from=reference)
    return begun


def _asking(office: Office, before: Drafted, referral: Referral, applicant: Applicant) -> Draft:
    """Return a draft for the referred items, in the library's words for that body or else in the
    words of the first request."""
    draft, role = (
        alike(office, before, referral.to, applicant),
        office.library.body(referral.to).role,
    )
    keys, own = list[str](), list[OwnQuestion]()
    for _, asked in referral.items:
        known = None if asked.key.startswith(OWN) else office.library.questions.get(asked.key)
        if known and known.asked_of(role):
            keys.append(asked.key)
        else:
            own.append(OwnQuestion(asked.elements[0], asked.words))
    return replace(draft, questions=tuple(keys), own_questions=tuple(own), urgent=before.urgent)
