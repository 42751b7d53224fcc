"""Filling what is empty in several drafts at once."""

from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.case.request import Applicant
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save


def fill_together(
    office: Office,
    drafts: Mapping[str, int],
    applicant: Applicant,
    capacities: Mapping[str, str],
    *,
    by: str,
) -> int:
    """Fill what is empty in these drafts, versions by reference, and return how many changed.

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
    """Return the applicant with what was typed where nothing was known."""
    return replace(
        kept,
        name=kept.name or typed.name,
        address=kept.address or typed.address,
        contact=kept.contact or typed.contact,
    )
