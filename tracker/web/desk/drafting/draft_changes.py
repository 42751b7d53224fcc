"""Differences between a typed draft and the version that someone else saved first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.domain.case.request import Applicant, Draft
from tracker.services.core.naming import CHANNELS
from tracker.services.core.office import Office
from tracker.services.drafting import asking_for
from tracker.services.letters.cosigning import signatory_line
from tracker.services.letters.request_words import enclosable
from tracker.web.base.filters import language_name
from tracker.web.base.language import gettext, page_locale
from tracker.web.desk.base.offering import capacities


@dataclass(frozen=True, slots=True)
class DraftChange:
    """One part of a draft in both versions."""

    part: str
    mine: str
    theirs: str


def draft_changes(
    office: Office, mine: Draft, theirs: Draft, my_applicant: Applicant, their_applicant: Applicant
) -> tuple[DraftChange, ...]:
    """Return the parts in which two drafts differ; for records, only those that one draft alone
    asks for."""
    my_records, their_records = _records(office, mine), _records(office, theirs)
    both = my_records & their_records
    pairs = zip(
        _parts(office, mine, my_applicant, my_records - both),
        _parts(office, theirs, their_applicant, their_records - both),
        strict=True,
    )
    return tuple(DraftChange(part, a, b) for (part, a), (_, b) in pairs if a != b)


def _records(office: Office, draft: Draft) -> frozenset[str]:
    """Return the records asked for in one language, so that changing the language is not a change
    of records."""
    return frozenset(
        asked.words for asked in asking_for.asked(office, replace(draft, language="en"))
    )


def _parts(
    office: Office, draft: Draft, applicant: Applicant, records: frozenset[str]
) -> Iterator[tuple[str, str]]:
    law = office.library.law(draft.law)
    kinds = capacities(law)
    organisations = office.library.organisations
    spoken = page_locale()
    yield gettext("Capacity"), kinds.get(draft.eligibility, "")
    yield gettext("Items in one version only"), "\n".join(sorted(records))
    yield gettext("Language"), language_name(draft.language)
    yield gettext("Urgent"), _yes_or_no(draft.urgent)
    urgency = applicant.urgency
    yield gettext("Why urgent"), "\n".join(filter(None, (urgency.whose, urgency.how, urgency.by)))
    yield gettext("Served"), "\n".join(gettext(CHANNELS[each]) for each in draft.channels)
    known = enclosable(office, draft.block, draft.language, applicant.documents)
    yield gettext("Enclosures"), "\n".join(known.get(each, "") for each in draft.enclosures)
    yield (
        gettext("Supporters"),
        "\n".join(
            office.library.organisation_name(each, spoken.language) for each in draft.supporters
        ),
    )
    yield (
        gettext("Co-signatory"),
        "\n".join(signatory_line(each, organisations, spoken) for each in applicant.cosigners),
    )
    yield gettext("Name"), applicant.name
    yield gettext("Address"), applicant.address
    yield gettext("Email address or phone number"), applicant.contact
    own = applicant.recipient
    yield (
        gettext("Address for this letter alone"),
        "\n".join(filter(None, (own.post, own.address))),
    )
    yield gettext("Agrees to publication"), _yes_or_no(applicant.consents_to_publication)


def _yes_or_no(so: bool) -> str:
    return gettext("yes") if so else gettext("no")
