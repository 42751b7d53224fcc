"""What proves a dispatch or a receipt is said, never taken for granted.

Receipt on Monday 26 February 2024: ten working days end on Monday 11 March.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import AYESHA, BY, a_paper, a_request
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.proof_relabelled import ProofRelabelled
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.services.cases.receiving import correct
from tracker.services.cases.sending import approve, prove_receipt, send
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

MONDAY = date(2024, 2, 26)
CARD, COURIER = ReceiptProof.ACKNOWLEDGEMENT_CARD, ReceiptProof.COURIER_DELIVERY


@pytest.fixture
def approved(office: Office) -> str:
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, on=date(2024, 2, 19), by=BY)
    approve(office, draft.reference, by=BY)
    return draft.reference


def sending(channel: Channel, recipient: str = "", **changes: object) -> SendingDetails:
    proofs, letter = [a_paper("mail.txt")], a_paper("letter.txt")
    filing = Filing(recipient=recipient)
    dispatch = SendingDetails(date(2024, 2, 19), channel, filing, proofs, letter)
    return replace(dispatch, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("address", ["", "somebody", "a b@c.example", "@"])
def test_an_email_needs_the_address_to_which_it_was_sent(
    office: Office, approved: str, address: str
) -> None:
    with pytest.raises(BadInput, match="Enter the email address"):
        send(office, approved, sending(Channel.EMAIL, address), by=BY)


def test_a_fax_needs_its_number(office: Office, approved: str) -> None:
    with pytest.raises(BadInput, match="Enter the fax number"):
        send(office, approved, sending(Channel.FAX), by=BY)


def test_a_dispatch_needs_its_proof_or_the_word_that_there_is_none(
    office: Office, approved: str
) -> None:
    without = sending(Channel.EMAIL, "rti@pta.example", proofs=())
    with pytest.raises(BadInput, match="Attach proof of sending, or say that there"):
        send(office, approved, without, by=BY)
    both = sending(Channel.EMAIL, "rti@pta.example", without_proof=True)
    with pytest.raises(BadInput, match=r"You attached proof\. Do not also say that"):
        send(office, approved, both, by=BY)

    sent = send(office, approved, replace(without, without_proof=True), by=BY)

    assert isinstance(sent.event, Sent)
    assert sent.event.without_proof


def test_the_address_is_sealed_and_in_no_event(office: Office, approved: str) -> None:
    sent = send(office, approved, sending(Channel.EMAIL, "rti@pta.example"), by=BY)

    with office.cases.look(approved) as case:
        assert case.filing(sent.seq).recipient == "rti@pta.example"
        assert all(b"rti@pta" not in entry.body for entry in case.history)


def a_receipt(office: Office, reference: str) -> Entry:
    """A courier's slip that was filed as an acknowledgement-due card."""
    return prove_receipt(office, reference, DaySpan.on(MONDAY), CARD, [a_paper("slip.txt")], by=BY)


def relabelled(office: Office, reference: str, entry: int, proof: ReceiptProof = COURIER) -> Entry:
    today = DaySpan.on(office.today_at("pk-pta"))
    return record(office, reference, ProofRelabelled(on=today, entry=entry, proof=proof), by=BY)


def test_a_proof_with_a_wrong_name_is_named_rightly_and_the_clock_runs_on(
    office: Office,
) -> None:
    reference = a_request(office)
    receipt = a_receipt(office, reference)
    sweep(office, date(2024, 5, 1))
    with office.cases.look(reference) as case:
        before = case_status_of(case.history, office.library)

    relabelled(office, reference, receipt.seq)

    with office.cases.look(reference) as case:
        after = case_status_of(case.history, office.library)
    now = after.case_state.received
    assert now
    assert isinstance(now.event, Received)
    assert now.event.proof is COURIER
    assert now.event.evidence == receipt.event.evidence
    assert now.seq == receipt.seq
    assert after.awaited[0].ordinary == before.awaited[0].ordinary
    assert [e.seq for e in after.case_state.lapses] == [e.seq for e in before.case_state.lapses]
    assert after.case_state.lapses
    assert not after.case_state.corrections


def test_a_name_of_a_proof_can_be_corrected_again_and_taken_back(office: Office) -> None:
    reference = a_request(office)
    receipt = a_receipt(office, reference)
    with pytest.raises(BadInput, match=r"The document already has that type\. Choose another"):
        relabelled(office, reference, receipt.seq, CARD)
    with pytest.raises(BadInput, match=r"cannot be used here\. Choose one on the"):
        relabelled(office, reference, 3)
    first = relabelled(office, reference, receipt.seq)
    relabelled(office, reference, receipt.seq, ReceiptProof.COUNTER_STAMP)
    assert proof_now(office, reference) is ReceiptProof.COUNTER_STAMP

    second = relabelled(office, reference, receipt.seq, COURIER)
    correct(office, reference, second.seq, "It is a stamp after all.", by=BY)

    assert proof_now(office, reference) is ReceiptProof.COUNTER_STAMP
    assert isinstance(first.event, ProofRelabelled)
    assert first.event.before is CARD


def test_a_receipt_that_is_corrected_takes_the_name_of_its_proof_with_it(office: Office) -> None:
    reference = a_request(office)
    receipt = a_receipt(office, reference)
    relabelled(office, reference, receipt.seq)

    correct(office, reference, receipt.seq, "It is of another letter.", by=BY)

    with office.cases.look(reference) as case:
        state = case_state_of(case.history)
    assert state.received is None
    assert not state.of(ProofRelabelled)


def test_the_public_record_names_the_proof_rightly_and_keeps_the_committed_entry(
    office: Office,
) -> None:
    reference = a_request(office)
    receipt = a_receipt(office, reference)
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(entries), by=BY)
    relabelled(office, reference, receipt.seq)

    record_now = office.records.record(reference)

    (shown,) = (each for each in record_now.entries if each.seq == receipt.seq)
    assert shown.event == receipt.event.public()
    assert not shown.corrected
    assert shown.digest == receipt.digest
    counted = record_now.state.received
    assert counted
    assert isinstance(counted.event, Received)
    assert counted.event.proof is COURIER
    assert ProofRelabelled.kind in {each.kind for each in record_now.entries}


def proof_now(office: Office, reference: str) -> ReceiptProof | None:
    with office.cases.look(reference) as case:
        received = case_state_of(case.history).received
    return received.event.proof if received and isinstance(received.event, Received) else None
