"""Changes to all drafts of a batch at once: filling in, choosing items, finalising."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import request_languages, save, settle


def drafts_and_requests(
    office: Office, references: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return those of these references that are drafts, and those that became requests."""
    unfinished = {draft.reference for draft in office.drafts.all()}
    return (
        tuple(each for each in references if each in unfinished),
        tuple(each for each in references if each not in unfinished),
    )


def fill_together(
    office: Office,
    drafts: Mapping[str, int],
    applicant: Applicant,
    capacities: Mapping[str, str],
    *,
    by: str,
) -> int:
    """Fill the empty fields of these drafts, versions by reference, and return how many changed.

    All are saved or none. `capacities` are by law. Raises ChangedMeanwhile if a draft has another
    version.
    """
    changed = 0
    with office.cases.together():
        for reference, version in drafts.items():
            draft = replace(office.drafts.draft(reference), version=version)
            kept = office.drafts.applicant_of(reference)
            capacity = draft.eligibility or capacities.get(draft.law, "")
            filled = replace(draft, eligibility=capacity), _filled(kept, applicant)
            if filled != (draft, kept):
                save(office, *filled, by=by)
                changed += 1
    return changed


def _filled(kept: Applicant, typed: Applicant) -> Applicant:
    """Return the stored applicant with the empty fields filled from the typed one."""
    return replace(
        kept,
        name=kept.name or typed.name,
        address=kept.address or typed.address,
        contact=kept.contact or typed.contact,
    )


def ask_together(
    office: Office,
    references: Sequence[str],
    added: Collection[str],
    left_out: Collection[str],
    *,
    by: str,
) -> int:
    """Add items to these drafts and leave others out, and return how many drafts changed.

    A draft gets only items that fit its body, in the order of the catalogue. Its other items stay,
    so that two people can choose at the same time. All are saved or none. Raises ChangedMeanwhile
    if another person saves a draft at the same moment.
    """
    changed = 0
    with office.cases.together():
        for reference in references:
            draft = office.drafts.draft(reference)
            block, body = office.library.block(draft.block), office.library.body(draft.body)
            fitting = office.library.questions_for(block, body, office.today_at(body.key))
            keys = [question.key for question in fitting]
            kept = [key for key in draft.questions if key not in keys]
            before = {key for key in draft.questions if key not in left_out}
            wanted = [key for key in keys if key in before or key in added]
            asked = replace(draft, questions=(*wanted, *kept))
            if asked != draft:
                save(office, asked, office.drafts.applicant_of(reference), by=by)
                changed += 1
    return changed


def write_together(
    office: Office, drafts: Mapping[str, int], law_key: str, language: str, *, by: str
) -> int:
    """Set the language of the drafts that are under a law, and return how many changed.

    All are saved or none. Raises BadInput if the office may not send a request under the law in
    that language, and ChangedMeanwhile if a draft has another version.
    """
    law, changed = office.library.law(law_key), 0
    if language not in request_languages(office, law):
        raise BadInput("That language is not available. Choose one from the list.")
    with office.cases.together():
        for reference, version in drafts.items():
            draft = replace(office.drafts.draft(reference), version=version)
            if draft.law == law.key and draft.language != language:
                who = office.drafts.applicant_of(reference)
                save(office, replace(draft, language=language), who, by=by)
                changed += 1
    return changed


def settle_together(office: Office, drafts: Mapping[str, int], *, by: str) -> None:
    """Finalise these drafts, versions by reference, all or none. Raises as `settle` does."""
    with office.cases.together():
        for reference, version in drafts.items():
            settle(office, reference, version, by=by)
