"""A batch by email: each letter that can be sent is sent, and each other one says why not."""

from dataclasses import replace
from email import message_from_bytes

import pytest

from tests.offices import AYESHA, BY, Clock, LetterBox, a_paper, with_body
from tests.services.correspondence.mail_scenes import (
    PTA,
    an_approved_request,
    by_email,
    sent_bytes,
    takes_email,
)
from tests.services.correspondence.test_handing_over import a_report
from tests.thirty_bodies import WANTED, thirty_bodies
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, SomeRefused
from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.case.request import Filing
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.domain.law.body import Role
from tracker.services.cases.batches.batch_parcel import parcel_letters
from tracker.services.cases.sending import prove_receipt, send
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE, call_back
from tracker.services.correspondence.outgoing.sending_together import (
    SERVED_OTHERWISE,
    batch_mails,
    send_together,
)
from tracker.services.correspondence.uncertain_letters import settle_by_report
from tracker.services.drafting.drafts import save, settle, start

INTERIOR = "rti@interior.example"


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose library has two bodies with an address for information requests."""
    office = by_email(office)
    body = takes_email(office.library.bodies["pk-interior"], email=INTERIOR)
    return replace(office, library=with_body(office.library, body))


def test_each_letter_of_a_batch_waits_goes_out_once_and_has_its_own_state(
    office: Office, clock: Clock
) -> None:
    references = [an_approved_request(office), an_approved_request(office, body="pk-interior")]

    assert send_together(office, references, by=BY) == 2
    waiting = batch_mails(office, references)
    assert hand_over_letters(office) == 0
    clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(office) == 2

    assert {each.letter.state for each in waiting if each.letter} == {LetterState.WAITING}
    handed = batch_mails(office, references)
    assert [each.letter.state for each in handed if each.letter] == [LetterState.HANDED] * 2
    with pytest.raises(BadInput, match="No letter of this batch"):
        send_together(office, references, by=BY)
    assert not any(each.ready for each in handed)
    assert len(sent_bytes(office)) == 2


@pytest.mark.slow
def test_thirty_bodies_get_one_mail_each_from_an_address_of_its_own(
    office: Office, clock: Clock
) -> None:
    library, addresses = thirty_bodies(), [f"rti{n}@example.example" for n in range(WANTED)]
    asked = [each for each in library.bodies.values() if each.role is not Role.APPEAL_BODY]
    keys = [each.key for each in asked if each.country == "pk"]
    for key, address in zip(keys, addresses, strict=True):
        library = with_body(library, takes_email(library.bodies[key], email=address))
    office = replace(office, library=library)
    references = [an_approved_request(office, body=key) for key in keys]

    assert send_together(office, references, by=BY) == WANTED
    clock.moment += CALL_BACK_PAUSE
    while hand_over_letters(office):
        pass

    letters = [each.letter for each in batch_mails(office, references) if each.letter]
    assert [each.state for each in letters] == [LetterState.HANDED] * WANTED
    sent = [message_from_bytes(raw) for raw in sent_bytes(office)]
    assert sorted(each["To"] for each in sent) == sorted(addresses)
    assert len({each["From"] for each in sent}) == WANTED


def test_a_letter_without_a_designated_address_says_why_and_does_not_go(office: Office) -> None:
    body = replace(office.library.bodies["pk-interior"], designation=None)
    office = replace(office, library=with_body(office.library, body))
    emailed, posted = an_approved_request(office), an_approved_request(office, body="pk-interior")

    assert send_together(office, [emailed, posted], by=BY) == 1

    first, second = batch_mails(office, [emailed, posted])
    assert first.letter
    assert "itself gives for information requests" in str(second.why_not)
    assert (second.letter, second.by_post) == (None, True)


def test_a_letter_that_names_another_way_of_service_does_not_go(office: Office) -> None:
    reference = an_approved_request(office, channels=(Channel.POST,))

    (found,) = batch_mails(office, [reference])

    assert found.why_not == SERVED_OTHERWISE
    with pytest.raises(BadInput):
        send_together(office, [reference], by=BY)


def test_a_letter_that_nobody_approved_does_not_go(office: Office) -> None:
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, by=BY)

    (found,) = batch_mails(office, [draft.reference])

    assert "not approved" in str(found.why_not)


def test_one_letter_that_is_too_large_holds_back_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = an_approved_request(office), an_approved_request(office, body="pk-interior")
    box = office.letter_post
    assert isinstance(box, LetterBox)
    written = box.write
    monkeypatch.setattr(
        LetterBox,
        "write",
        lambda self, words: b"x" * (box.largest + 1) if words.recipient == PTA else written(words),
    )

    with pytest.raises(SomeRefused) as refused:
        send_together(office, [first, second], by=BY)

    assert list(refused.value.why) == [first]
    assert [bool(each.letter) for each in batch_mails(office, [first, second])] == [False, True]


def test_without_addresses_of_requests_nothing_goes(office: Office) -> None:
    bare = replace(office, letter_post=LetterBox(addresses=None, outside=False))

    with pytest.raises(NotAllowed, match="No addresses are set up"):
        send_together(bare, [an_approved_request(bare)], by=BY)


def test_one_list_says_of_each_body_how_its_letter_left_and_what_proves_receipt(
    office: Office, clock: Clock
) -> None:
    """One went by email to a server, which is not a receipt. The other was received by courier."""
    emailed = an_approved_request(office)
    posted = an_approved_request(office, body="pk-interior", channels=(Channel.COURIER,))
    send_together(office, [emailed, posted], by=BY)
    clock.moment += CALL_BACK_PAUSE
    hand_over_letters(office)
    (letter,) = office.letters_by_mail.of(emailed)
    settle_by_report(office, a_report(letter.envid, clock.moment))
    today = clock.moment.date()
    courier = SendingDetails(today, Channel.COURIER, Filing("CN-1"), [a_paper("slip.txt")])
    send(office, posted, courier, by=BY)
    proof = ReceiptProof.COURIER_DELIVERY
    prove_receipt(office, posted, DaySpan.on(today), proof, [a_paper("card.txt")], by=BY)

    first, second = (each.outcome for each in batch_mails(office, [emailed, posted]))

    assert (first.channel, first.left_on) == (Channel.EMAIL, DaySpan.on(today))
    assert (first.reported, first.received_on) == ("relayed", None)
    assert (second.channel, second.reported) == (Channel.COURIER, "")
    assert (second.received_on, second.proof) == (DaySpan.on(today), proof)


def test_letters_that_go_by_email_are_not_among_those_to_print(
    office: Office, clock: Clock
) -> None:
    emailed = an_approved_request(office)
    posted = an_approved_request(office, body="pk-interior", channels=(Channel.COURIER,))
    send_together(office, [emailed, posted], by=BY)

    assert [each.reference for each in parcel_letters(office, [emailed, posted])] == [posted]
    (letter,) = office.letters_by_mail.of(emailed)
    call_back(office, emailed, letter.id)

    found = {each.reference for each in parcel_letters(office, [emailed, posted])}
    assert found == {emailed, posted}
