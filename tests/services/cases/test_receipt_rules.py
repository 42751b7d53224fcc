"""Whether a letter by email starts the clock is a question of the law, not of a server.

The request was sent on Monday 19 February 2024 and taken by the server on Monday the 26th. Ten
working days after the 26th end on Monday 11 March and twenty on Monday the 25th, by a paper
calendar without Saturdays and Sundays; 23 March is a Saturday.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import case_status
from tests.emailed import DESIGNATED, OTHER, SENT, TAKEN, emailed, library_with_address, proved
from tests.offices import BY, a_paper, an_office, with_body
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import ELECTRONIC_PROOFS, Channel, ReceiptProof
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.proof_relabelled import ProofRelabelled
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.law.count_step import Caution
from tracker.domain.law.law import LetterKind
from tracker.services.cases.sending import prove_receipt
from tracker.services.cases.silence import sweep
from tracker.services.cases.transmitting import resend
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record

SERVER, MAILBOX = ReceiptProof.SERVER_ACCEPTANCE, ReceiptProof.MAILBOX_DELIVERY
AUTOMATIC, READ = ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT, ReceiptProof.READ_RECEIPT
REASON = "The order of the Commission of 4 March treats this address as designated."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office whose library has a designated address of the body asked."""
    with an_office(tmp_path, library=library_with_address()) as (office, _):
        yield office


@pytest.mark.parametrize("proof", [SERVER, MAILBOX, READ, AUTOMATIC])
def test_at_the_designated_address_the_ordinance_admits_each_proof(
    office: Office, proof: ReceiptProof
) -> None:
    reference = emailed(office)

    entry = proved(office, reference, proof)

    assert entry.event == Received(
        on=DaySpan.on(TAKEN), proof=proof, dispatch=3, evidence=entry.event.evidence
    )
    (duty,) = case_status(office, reference).awaited
    assert (duty.ordinary.latest, duty.longest.latest) == (date(2024, 3, 11), date(2024, 3, 25))
    assert not duty.longest.provisional


@pytest.mark.parametrize(
    ("proof", "admitted"), [(SERVER, False), (MAILBOX, False), (READ, True), (AUTOMATIC, True)]
)
def test_at_another_address_only_retrieval_or_an_answer_is_receipt(
    office: Office, proof: ReceiptProof, admitted: bool
) -> None:
    reference = emailed(office, OTHER)

    if admitted:
        assert proved(office, reference, proof).event.kind == "received"
        return
    with pytest.raises(NotAllowed, match="does not admit this proof, so it starts no clock"):
        proved(office, reference, proof)
    assert case_status(office, reference).case_state.received is None


def test_the_address_is_compared_without_regard_to_capitals(office: Office) -> None:
    reference = emailed(office, f" {DESIGNATED.upper()} ")

    assert proved(office, reference, SERVER).event.kind == "received"


def test_an_address_not_confirmed_for_ninety_days_is_not_designated(
    office: Office,
) -> None:
    """91 days before the 19th of February 2024 is the 20th of November 2023."""
    body = office.library.body("pk-pta")
    assert body.designation
    stale = replace(body.designation, confirmed_on=date(2023, 11, 20))
    library = with_body(office.library, replace(body, designation=stale))
    office = replace(office, library=library)

    with pytest.raises(NotAllowed, match="does not admit this proof"):
        proved(office, emailed(office), SERVER)


def test_without_a_known_rule_an_email_starts_no_clock_and_the_next_step_is_named(
    office: Office,
) -> None:
    law = office.library.law("pk-raia-2017")
    laws = {**office.library.laws, law.key: replace(law, electronic_receipt=None)}
    office = replace(office, library=replace(office.library, laws=laws))
    reference = emailed(office)

    for proof in sorted(ELECTRONIC_PROOFS):
        with pytest.raises(NotAllowed, match="diary number, or send a copy by registered post"):
            proved(office, reference, proof)
    assert case_status(office, reference).case_state.received is None
    assert proved(office, reference, ReceiptProof.BODY_ACKNOWLEDGED).event.kind == "received"


def test_a_proof_of_an_email_proves_no_letter_that_went_by_post(office: Office) -> None:
    reference = emailed(office, "", channel=Channel.REGISTERED_POST)

    for proof in sorted(ELECTRONIC_PROOFS):
        with pytest.raises(BadInput, match="for a letter sent by email"):
            proved(office, reference, proof)


def test_a_receipt_of_an_unknown_mail_server_is_refused(office: Office) -> None:
    reference = emailed(office)

    with pytest.raises(BadInput, match="Say whose mail server took the letter"):
        proved(office, reference, ReceiptProof.SERVER_RECEIPT)


def test_a_persons_own_reading_starts_a_provisional_clock_and_keeps_its_reason_private(
    office: Office,
) -> None:
    reference = emailed(office, OTHER)

    entry = proved(office, reference, SERVER, reason=f"  {REASON} ")

    assert isinstance(entry.event, Received)
    assert entry.event.own_reading
    assert REASON.encode() not in entry.body
    with office.cases.look(reference) as case:
        assert case.filing(entry.seq).note == REASON
    (duty,) = case_status(office, reference).awaited
    assert duty.longest.latest == date(2024, 3, 25)
    for limit in duty.limits:
        assert limit.provisional
        assert limit.warnings[0].caution is Caution.RECEIPT_READING
    (window,) = case_status(office, reference).windows
    assert window.closes.provisional


def test_a_reason_is_refused_where_the_law_needs_none(office: Office) -> None:
    with pytest.raises(BadInput, match="needs no reading of your own"):
        proved(office, emailed(office), SERVER, reason=REASON)
    with pytest.raises(BadInput, match="needs no reading of your own"):
        proved(office, emailed(office), ReceiptProof.BODY_ACKNOWLEDGED, reason=REASON)


def test_a_mail_on_a_closed_day_is_received_by_the_next_working_day_at_the_latest(
    office: Office,
) -> None:
    """Taken on Saturday 24 February. Counted from it, Monday the 26th is the first working day and
    Friday 8 March the tenth; counted from Monday, it is Monday 11 March."""
    reference, saturday = emailed(office), date(2024, 2, 24)

    with pytest.raises(BadInput, match="26 February 2024 as the latest possible date"):
        proved(office, reference, SERVER, DaySpan.on(saturday))

    proved(office, reference, SERVER, DaySpan(saturday, TAKEN))
    (duty,) = case_status(office, reference).awaited
    assert (duty.ordinary.earliest, duty.ordinary.latest) == (date(2024, 3, 8), date(2024, 3, 11))
    assert duty.longest.latest == date(2024, 3, 25)


def test_a_mail_on_a_closed_day_waits_for_the_next_working_day(tmp_path: Path) -> None:
    """It is still Saturday 24 February: nobody knows yet that the body opened on Monday."""
    with an_office(tmp_path, library=library_with_address()) as (office, clock):
        clock.set(date(2024, 2, 24))

        with pytest.raises(BadInput, match="Log the receipt on that day"):
            proved(office, emailed(office), SERVER, DaySpan.on(date(2024, 2, 24)))


def test_a_delivery_stamp_may_be_of_a_closed_day(office: Office) -> None:
    saturday = DaySpan.on(date(2024, 2, 24))

    assert proved(office, emailed(office), ReceiptProof.COUNTER_STAMP, saturday).seq == 4


@pytest.mark.parametrize("proof", [SERVER, AUTOMATIC])
def test_a_silence_that_only_a_machine_supports_prepares_the_appeal_but_no_notice(
    office: Office, proof: ReceiptProof
) -> None:
    """The appeal has its own time limit, which runs anyway, so the appeal is never held back."""
    reference = emailed(office)
    proved(office, reference, proof)

    sweep(office, date(2024, 3, 26))

    with office.cases.look(reference) as case:
        assert [e.event.kind for e in case.history][-2:] == ["overdue", "fell-silent"]
        assert {each.kind for each in case.prepared_letters()} == {LetterKind.APPEAL}


def test_a_silence_after_a_delivery_into_the_mailbox_prepares_both(office: Office) -> None:
    reference = emailed(office)
    proved(office, reference, MAILBOX)

    sweep(office, date(2024, 3, 26))

    with office.cases.look(reference) as case:
        kinds = {each.kind for each in case.prepared_letters()}
    assert kinds == {LetterKind.APPEAL, LetterKind.NOTICE}


def test_a_silence_by_an_own_reading_is_provisional(office: Office) -> None:
    reference = emailed(office, OTHER)
    proved(office, reference, MAILBOX, reason=REASON)

    sweep(office, date(2024, 3, 26))

    ((_, silence),) = case_status(office, reference).case_state.of(FellSilent)
    assert silence.latest == date(2024, 3, 25)
    assert silence.provisional


@pytest.mark.parametrize("proof", [SERVER, ReceiptProof.BODY_ACKNOWLEDGED])
def test_the_proof_of_an_email_cannot_be_relabelled(office: Office, proof: ReceiptProof) -> None:
    """Another name could claim a proof that the law does not admit, or hide that it is a
    machine's."""
    reference = emailed(office)
    logged = SERVER if proof is not SERVER else ReceiptProof.COUNTER_STAMP
    entry = proved(office, reference, logged)

    with pytest.raises(BadInput, match="decides whether the clock starts"):
        record(
            office,
            reference,
            ProofRelabelled(on=DaySpan.on(SENT), entry=entry.seq, proof=proof),
            by=BY,
        )


def test_each_receipt_is_judged_by_the_address_of_its_own_dispatch(office: Office) -> None:
    reference = emailed(office, OTHER)
    filing, papers = Filing(recipient=DESIGNATED), [a_paper("report.txt")]
    dispatch = SendingDetails(date(2024, 2, 21), Channel.EMAIL, filing, [a_paper("log.txt")])
    again = resend(office, reference, 3, dispatch, by=BY)
    on = DaySpan.on(TAKEN)

    with pytest.raises(NotAllowed, match="does not admit this proof"):
        prove_receipt(office, reference, on, SERVER, papers, dispatch=3, by=BY)
    entry = prove_receipt(office, reference, on, SERVER, papers, dispatch=again.seq, by=BY)

    assert case_status(office, reference).case_state.received == entry
