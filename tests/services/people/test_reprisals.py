"""Notes on reprisals for a body, and the decision on who signs."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import AYESHA, BY, Clock
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.request import Draft
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import discard, save, settle, signing_lack, start
from tracker.services.people.accounts import add_account
from tracker.services.people.reprisals import (
    decide_signing,
    note_reprisal,
    reprisals_of,
    withdraw_reprisal,
)
from tracker.services.ports.people import AuditAct, RoleName, TrailFilter
from tracker.services.ports.risks import SigningDecision

BODY = "pk-pta"
ABROAD = "Digital Rights Example"
SAID = ("A requester was questioned at home.", "March 2024", "A press report, page 3")


def author(office: Office) -> str:
    """A colleague who has an account."""
    accounts = office.people.accounts()
    if not accounts:
        return add_account(office, "zahra@example.org", "Zahra Colleague", RoleName.LAWYER).id
    return accounts[0].id


def noted(office: Office) -> str:
    return note_reprisal(office, BODY, *SAID, by=author(office)).id


def ready(office: Office) -> Draft:
    draft = replace(start(office, "pk-x-2024", BODY, by=BY), eligibility="citizen")
    return save(office, draft, AYESHA, by=BY)


def test_a_reprisal_is_noted_with_facts_date_source_and_author(office: Office) -> None:
    noted(office)

    (found,) = reprisals_of(office, BODY)
    assert (found.what, found.when, found.source) == SAID
    assert (found.noted_by, found.noted_at) == (author(office), office.now())
    assert reprisals_of(office, "pk-interior") == []


@pytest.mark.parametrize("missing", range(3))
def test_each_field_of_a_reprisal_is_required(office: Office, missing: int) -> None:
    said = [*SAID]
    said[missing] = "  "

    with pytest.raises(BadInput, match="what happened, when, and the source"):
        note_reprisal(office, BODY, *said, by=BY)


def test_a_note_with_a_phone_number_or_an_unknown_body_is_refused(office: Office) -> None:
    with pytest.raises(BadInput):
        note_reprisal(office, BODY, "Call 0300-1234567 about it.", *SAID[1:], by=BY)
    with pytest.raises(NotOnFile):
        note_reprisal(office, "no-such-body", *SAID, by=BY)


def test_a_withdrawn_note_no_longer_counts_and_is_stored(office: Office) -> None:
    id = noted(office)

    withdraw_reprisal(office, BODY, id, by=BY)

    assert reprisals_of(office, BODY) == []
    (kept,) = office.people.risks.reprisals(BODY)
    assert not kept.counts
    with pytest.raises(NotOnFile):
        withdraw_reprisal(office, BODY, id, by=BY)


def test_without_a_reprisal_nobody_has_to_decide(office: Office) -> None:
    draft = ready(office)

    assert signing_lack(office, draft, AYESHA) == ()
    settle(office, draft.reference, draft.version, by=BY)


def test_with_a_reprisal_nothing_is_finalised_before_a_lawyer_decided(office: Office) -> None:
    draft = ready(office)
    noted(office)

    with pytest.raises(BadInput, match="A lawyer must record who signs"):
        settle(office, draft.reference, draft.version, by=BY)
    decide_signing(office, draft.reference, "applicant", "She is known and abroad.", by=BY)
    settle(office, draft.reference, draft.version, by=BY)

    # The decision stays with the request, sealed.
    kept = office.drafts.signing(draft.reference)
    assert kept
    assert (kept.signs, kept.why, kept.by) == ("applicant", "She is known and abroad.", BY)
    with office.cases.look(draft.reference) as case:
        assert b"known and abroad" in b"".join(case.sealed_fields().values())
        assert all("abroad" not in str(entry.event) for entry in case.history)


def test_a_newer_reprisal_asks_for_a_new_decision(office: Office, clock: Clock) -> None:
    draft = ready(office)
    noted(office)
    decide_signing(office, draft.reference, "applicant", "She insists.", by=BY)
    assert signing_lack(office, draft, AYESHA) == ()

    clock.set(date(2026, 11, 25))
    noted(office)

    (lack,) = signing_lack(office, draft, AYESHA)
    assert lack.field == "signing"


def test_a_request_that_nobody_signs_is_not_finalised(office: Office) -> None:
    draft = ready(office)
    noted(office)
    decide_signing(office, draft.reference, "nobody", "It is too dangerous.", by=BY)

    with pytest.raises(BadInput, match="nobody signs"):
        settle(office, draft.reference, draft.version, by=BY)


@pytest.mark.parametrize(("signs", "why"), [("", "x"), ("friend", "x"), ("applicant", " ")])
def test_a_decision_needs_a_signer_and_a_reason(office: Office, signs: str, why: str) -> None:
    draft = ready(office)

    with pytest.raises(BadInput):
        decide_signing(office, draft.reference, signs, why, by=BY)


@pytest.mark.parametrize("signs", ["organisation", "other"])
def test_a_letter_with_another_signatory_than_decided_is_not_finalised(
    office: Office, signs: str
) -> None:
    draft = ready(office)
    noted(office)
    decide_signing(office, draft.reference, signs, "She lives there.", name=ABROAD, by=BY)

    with pytest.raises(BadInput, match=f"{ABROAD} signs"):
        settle(office, draft.reference, draft.version, by=BY)
    draft = save(office, draft, replace(AYESHA, name=f" {ABROAD.upper()}"), by=BY)
    settle(office, draft.reference, draft.version, by=BY)


@pytest.mark.parametrize("signs", ["organisation", "other"])
def test_a_decision_for_another_signatory_needs_a_name(office: Office, signs: str) -> None:
    draft = ready(office)
    noted(office)

    with pytest.raises(BadInput, match="name of the person or organisation that signs"):
        decide_signing(office, draft.reference, signs, "She lives there.", by=BY)
    # Older decisions have no name.
    office.drafts.keep_signing(draft.reference, SigningDecision(signs, "x", BY, office.now()))
    with pytest.raises(BadInput, match="name of the person or organisation that signs"):
        settle(office, draft.reference, draft.version, by=BY)


def test_a_discarded_draft_leaves_no_decision(office: Office) -> None:
    draft = ready(office)
    decide_signing(office, draft.reference, "applicant", "She insists.", by=BY)

    discard(office, draft.reference, draft.version)

    assert office.drafts.signing(draft.reference) is None
    with pytest.raises(NotOnFile):
        decide_signing(office, draft.reference, "applicant", "She insists.", by=BY)


def test_the_trail_has_notes_withdrawals_and_decisions(office: Office) -> None:
    draft = ready(office)
    withdraw_reprisal(office, BODY, noted(office), by=BY)
    decide_signing(office, draft.reference, "applicant", "She insists.", by=BY)

    found = {entry.act for entry in office.people.trail.entries(TrailFilter(), 0, 50)[0]}

    assert {
        AuditAct.REPRISAL_NOTED,
        AuditAct.REPRISAL_WITHDRAWN,
        AuditAct.SIGNING_DECIDED,
    } <= found
