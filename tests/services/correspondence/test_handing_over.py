"""A letter by email: prepared, sent by a person, handed over once, or uncertain."""

import hashlib
import logging
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest

from tests.mail.test_handing import parts_of
from tests.offices import BY, Clock, LetterBox, an_office, the_library
from tests.services.correspondence.mail_scenes import (
    CONFIRMED,
    PTA,
    SOONER,
    a_prepared_mail,
    a_waiting_mail,
    an_approved_request,
    box_of,
    by_email,
    now,
    sent_bytes,
    state_of,
    takes_email,
    with_an_address,
)
from tests.shared import database_in
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Channel
from tracker.domain.case.request import Filing
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.law.law import LetterKind, ReadIn
from tracker.scheduler import Carrier
from tracker.services.cases.sending import send
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.correspondence.outgoing.handing_over import (
    HAND_OVER_LEASE,
    KEYS_LAST,
    hand_over_letters,
)
from tracker.services.correspondence.outgoing.mail_facts import (
    LoggedReport,
    attempts_of,
    mail_facts_of,
)
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.outgoing.sending_mail import (
    CALL_BACK_PAUSE,
    call_back,
    exact_bytes,
    send_by_email,
)
from tracker.services.correspondence.uncertain_letters import settle_by_person, settle_by_report
from tracker.services.people.accounts import add_account
from tracker.services.ports.correspondence.letters import NoAnswer, NotTaken, RefusedForGood
from tracker.services.ports.holds import Hold
from tracker.services.ports.people import RoleName

TODAY = date(2026, 11, 24)


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose library has a body with an address for information requests."""
    return by_email(office)


def a_report(envid: str, at: datetime, action: str = "relayed") -> LoggedReport:
    words = "250 2.0.0 queued as BODY-1"
    return LoggedReport(envid, action, PTA, "mx.pta.example", words, "BODY-1", at, at)


def test_a_letter_goes_out_once_after_its_pause_and_enters_the_history(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)

    assert hand_over_letters(office) == 1
    assert hand_over_letters(office) == 0

    handed = now(office, letter)
    entry = state_of(office, letter.reference).sent[0]
    assert isinstance(entry.event, Sent)
    assert (entry.event.channel, entry.event.on.earliest) == (Channel.EMAIL, TODAY)
    assert (handed.state, handed.entry) == (LetterState.HANDED, entry.seq)
    (data,) = sent_bytes(office)
    assert entry.event.evidence[-1] == letter.digest
    assert office.archive.read(letter.reference, letter.digest) == data
    with office.cases.look(letter.reference) as case:
        filing, facts = case.filing(entry.seq), mail_facts_of(case, handed)
        (attempt,) = attempts_of(case, handed)
    assert (filing.recipient, filing.number) == (PTA, "4FQ21")
    assert letter.message_id in filing.note
    assert facts is not None
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert (attempt.queue, attempt.tls) == ("4FQ21", "TLSv1.3")


def test_within_the_pause_nothing_goes_out_and_the_letter_can_be_called_back(
    office: Office, clock: Clock
) -> None:
    letter = a_prepared_mail(office)
    send_by_email(office, letter.reference, letter.id, by=BY)
    clock.moment += CALL_BACK_PAUSE - SOONER

    assert hand_over_letters(office) == 0
    call_back(office, letter.reference, letter.id)
    clock.moment += timedelta(days=1)

    assert hand_over_letters(office) == 0
    assert now(office, letter).state is LetterState.CALLED_BACK
    assert state_of(office, letter.reference).sent == ()


def test_a_letter_that_was_handed_over_cannot_be_called_back_or_sent_again(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    hand_over_letters(office)

    with pytest.raises(NotAllowed):
        call_back(office, letter.reference, letter.id)
    with pytest.raises(NotAllowed):
        send_by_email(office, letter.reference, letter.id, by=BY)


def test_a_double_click_sends_once(office: Office, clock: Clock) -> None:
    letter = a_waiting_mail(office, clock)

    with pytest.raises(NotAllowed):
        send_by_email(office, letter.reference, letter.id, by=BY)

    assert now(office, letter).tries == 1


def test_two_mails_with_one_letter_are_never_on_their_way_together(
    office: Office, clock: Clock
) -> None:
    first = a_waiting_mail(office, clock)
    second = a_prepared_mail(office, first.reference)

    with pytest.raises(NotAllowed):
        send_by_email(office, second.reference, second.id, by=BY)


def test_a_letter_that_the_server_puts_off_goes_out_later(office: Office, clock: Clock) -> None:
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(NotTaken("The mail server says: 451 busy"))

    assert hand_over_letters(office) == 0
    assert now(office, letter).state is LetterState.WAITING
    clock.moment += timedelta(minutes=1)

    assert hand_over_letters(office) == 1
    assert len(sent_bytes(office)) == 1


def test_a_letter_that_the_server_refuses_waits_for_a_person(office: Office, clock: Clock) -> None:
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(RefusedForGood("The mail server says: 550 no such user"))

    hand_over_letters(office)
    clock.moment += timedelta(days=1)
    hand_over_letters(office)

    refused = now(office, letter)
    assert (refused.state, refused.trouble) == (
        LetterState.REFUSED,
        LetterTrouble.REFUSED_FOR_GOOD,
    )
    assert sent_bytes(office) == []
    with office.cases.look(letter.reference) as case:
        (attempt,) = attempts_of(case, refused)
    assert "550 no such user" in attempt.said


def test_without_an_answer_after_the_dot_a_letter_is_uncertain_and_never_sent_by_the_program(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))

    hand_over_letters(office)
    clock.moment += timedelta(days=3)
    hand_over_letters(office)

    assert now(office, letter).state is LetterState.UNCERTAIN
    assert sent_bytes(office) == []
    assert state_of(office, letter.reference).sent == ()


def test_a_delivery_report_settles_an_uncertain_letter(office: Office, clock: Clock) -> None:
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))
    hand_over_letters(office)
    envid, took_at = now(office, letter).envid, clock.moment
    clock.moment += timedelta(days=1)

    settled = settle_by_report(office, a_report(envid, took_at))

    assert settled is not None
    assert (settled.state, settled.reports) == (LetterState.HANDED, 1)
    (entry,) = state_of(office, letter.reference).sent
    assert entry.event.on.earliest == TODAY
    assert settled.entry == entry.seq


def test_a_report_with_an_envid_that_no_letter_has_settles_nothing(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))
    hand_over_letters(office)

    for envid in ("", "guess.1", f"{letter.id}.2", f"{letter.id}.01", letter.id):
        assert settle_by_report(office, a_report(envid, clock.moment)) is None

    assert now(office, letter).state is LetterState.UNCERTAIN


def test_a_report_about_a_letter_that_was_handed_over_changes_no_history(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    hand_over_letters(office)
    before = len(state_of(office, letter.reference).entries)

    settled = settle_by_report(office, a_report(now(office, letter).envid, clock.moment))

    assert settled is not None
    assert settled.reports == 1
    assert len(state_of(office, letter.reference).entries) == before


def test_a_person_settles_an_uncertain_letter(office: Office, clock: Clock) -> None:
    letter = a_waiting_mail(office, clock)
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))
    hand_over_letters(office)

    settle_by_person(office, letter.reference, letter.id, clock.moment)

    assert now(office, letter).state is LetterState.HANDED
    assert len(state_of(office, letter.reference).sent) == 1
    with pytest.raises(NotAllowed):
        settle_by_person(office, letter.reference, letter.id, clock.moment)


def test_a_person_sends_an_uncertain_letter_again_with_the_same_bytes_and_a_new_envid(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    data = exact_bytes(office, letter)
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))
    hand_over_letters(office)

    send_by_email(office, letter.reference, letter.id, by=BY)
    clock.moment += CALL_BACK_PAUSE
    hand_over_letters(office)

    ((envelope, envid),) = box_of(office).taken
    assert envelope.data == data
    assert (letter.envid, envid) == (f"{letter.id}.1", f"{letter.id}.2")


def test_a_hand_over_that_stopped_in_the_middle_is_uncertain_after_its_lease(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    claim = office.letter_queue.claim(clock(), clock() + HAND_OVER_LEASE, "one")
    assert claim is not None
    clock.moment += HAND_OVER_LEASE - SOONER
    hand_over_letters(office)
    assert now(office, letter).state is LetterState.HANDING

    clock.moment += SOONER
    hand_over_letters(office)

    uncertain = now(office, letter)
    assert (uncertain.state, uncertain.trouble) == (LetterState.UNCERTAIN, LetterTrouble.DIED)
    assert sent_bytes(office) == []


def test_after_48_hours_the_key_of_a_waiting_letter_is_destroyed(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    clock.moment += KEYS_LAST

    hand_over_letters(office)

    old = now(office, letter)
    assert (old.state, old.trouble) == (LetterState.REFUSED, LetterTrouble.TOO_OLD)
    assert sent_bytes(office) == []


def test_nothing_goes_out_while_the_date_or_the_database_is_in_doubt(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    office.holds.said = tuple(Hold)  # type: ignore[attr-defined]

    assert hand_over_letters(office) == 0
    assert now(office, letter).state is LetterState.WAITING


def test_a_request_that_was_logged_as_sent_meanwhile_does_not_go_out(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    dispatch = SendingDetails(TODAY, Channel.POST, Filing("1"), without_proof=True)
    send(office, letter.reference, dispatch, by=BY)

    assert hand_over_letters(office) == 0

    assert now(office, letter).state is LetterState.CALLED_BACK
    assert sent_bytes(office) == []


def test_a_second_letter_by_email_is_another_sending_in_the_same_thread(
    office: Office, clock: Clock
) -> None:
    first = a_waiting_mail(office, clock)
    hand_over_letters(office)
    second = a_waiting_mail(office, clock, first.reference)
    assert second.purpose is LetterPurpose.AGAIN

    hand_over_letters(office)

    state = state_of(office, first.reference)
    assert [entry.event.kind for entry in state.entries][-2:] == ["sent", "resent"]
    message = message_from_bytes(sent_bytes(office)[-1], policy=default)
    assert message["In-Reply-To"] == first.message_id


def test_a_copy_to_another_address_is_not_entered_and_starts_no_clock(
    office: Office, clock: Clock
) -> None:
    letter = a_prepared_mail(office, recipient="complaints@pta.example")
    assert letter.purpose is LetterPurpose.COPY
    send_by_email(office, letter.reference, letter.id, by=BY)
    clock.moment += CALL_BACK_PAUSE

    assert hand_over_letters(office) == 1

    assert now(office, letter).state is LetterState.HANDED
    assert state_of(office, letter.reference).sent == ()


def test_a_copy_needs_to_say_where_its_address_was_found(office: Office) -> None:
    reference = an_approved_request(office)

    wanted = WantedMail(LetterKind.REQUEST, "complaints@pta.example")
    with pytest.raises(BadInput, match="where"):
        prepare(office, reference, wanted, by=BY)


@pytest.mark.parametrize("recipient", ["", "nobody", "two@a.example, three@b.example"])
def test_a_malformed_address_is_refused(office: Office, recipient: str) -> None:
    reference = an_approved_request(office)

    with pytest.raises(BadInput):
        prepare(office, reference, WantedMail(LetterKind.REQUEST, recipient, "x"), by=BY)


def test_the_office_never_writes_to_an_address_of_its_own_requests(office: Office) -> None:
    reference = an_approved_request(office)

    wanted = WantedMail(LetterKind.REQUEST, "abc@RTI.office.example", "x")
    with pytest.raises(BadInput, match="of this office"):
        prepare(office, reference, wanted, by=BY)


def test_a_mail_that_is_too_large_is_refused_before_it_is_sent(office: Office) -> None:
    reference = an_approved_request(office)
    small = replace(office, letter_post=LetterBox(largest=10_000))

    with pytest.raises(BadInput, match="MB"):
        prepare(small, reference, WantedMail(LetterKind.REQUEST, PTA), by=BY)


def test_a_mail_that_was_prepared_long_ago_is_prepared_again(office: Office, clock: Clock) -> None:
    letter = a_prepared_mail(office)
    clock.moment += timedelta(hours=12, seconds=1)

    with pytest.raises(NotAllowed, match="12 hours"):
        send_by_email(office, letter.reference, letter.id, by=BY)


def test_an_address_that_is_no_longer_confirmed_stops_a_prepared_request(
    office: Office,
) -> None:
    letter = a_prepared_mail(office)
    unconfirmed = by_email(office, channels=("post",))

    with pytest.raises(BadInput, match="90 days"):
        send_by_email(unconfirmed, letter.reference, letter.id, by=BY)


@pytest.mark.parametrize(
    ("changes", "today", "offered"),
    [
        ({}, CONFIRMED, True),
        ({}, CONFIRMED + timedelta(days=90), True),
        ({}, CONFIRMED + timedelta(days=91), False),
        ({}, CONFIRMED - timedelta(days=1), False),
        ({"designation": None}, CONFIRMED, False),
        ({"email": ""}, CONFIRMED, False),
        ({"channels": ("post",)}, CONFIRMED, False),
    ],
)
def test_email_is_offered_to_an_address_for_requests_that_was_confirmed_within_90_days(
    changes: dict[str, object], today: date, offered: bool
) -> None:
    body = takes_email(the_library().bodies["pk-pta"], **changes)

    assert (body.email_for_requests(today) == PTA) is offered


def test_an_address_from_memory_is_never_offered() -> None:
    body = takes_email(the_library().bodies["pk-pta"])
    assert body.designation is not None
    remembered = replace(body.designation.source, read_in=ReadIn.MEMORY)
    given = replace(body.designation, source=remembered)

    assert replace(body, designation=given).email_for_requests(CONFIRMED) == ""


def test_no_body_of_the_library_is_offered_by_email_without_a_designation() -> None:
    bodies = the_library().bodies.items()

    assert [key for key, body in bodies if body.email_for_requests(CONFIRMED)] == []


def test_a_live_office_without_a_mail_server_sends_nothing(tmp_path: Path) -> None:
    library = with_an_address(the_library())
    with an_office(tmp_path, live=True, library=library) as (office, _):
        kept = replace(office, letter_post=LetterBox(outside=False))
        letter = a_prepared_mail(kept)

        with pytest.raises(NotAllowed, match="no mail server"):
            send_by_email(kept, letter.reference, letter.id, by=BY)


def test_the_applicant_is_named_in_the_letter_alone(
    office: Office, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """Every outgoing byte is searched for the applicant: headers, names and properties of
    files. The log says neither this name nor to whom the letter went."""
    a_waiting_mail(office, clock)
    with caplog.at_level(logging.DEBUG):
        Carrier(office, Event()).carry_letters()

    ((envelope, envid),) = box_of(office).taken
    message = message_from_bytes(envelope.data, policy=default)
    heads = [f"{name}: {value}" for part in message.walk() for name, value in part.items()]
    outside = "\n".join([*heads, envelope.sender, envid, caplog.text])
    for word in ("Ayesha", "Namoona", "Street 9", "ayesha@example.org"):
        assert word.lower() not in outside.lower()
    assert "letters: 1 handed to" in caplog.text
    assert envelope.recipient not in caplog.text
    text, word_file = parts_of(message)
    assert "Ayesha Namoona" in text.get_content()
    with zipfile.ZipFile(BytesIO(word_file.get_content())) as parts:
        named = [n for n in parts.namelist() if b"Namoona" in parts.read(n)]
    assert named == ["word/document.xml"]


def test_a_letter_is_handed_over_while_no_key_is_open(tmp_path: Path) -> None:
    """Nobody is signed in: the scheduler has the key of that one letter, and no other."""
    library = with_an_address(the_library())
    with an_office(tmp_path, library=library) as (office, clock):
        letter = a_waiting_mail(office, clock)
        url = database_in(tmp_path)
        with an_office(tmp_path, url=url, library=library, key_file=None) as (night, later):
            later.moment = clock.moment
            assert hand_over_letters(night) == 1
        assert now(office, letter).state is LetterState.HANDED
        assert len(state_of(office, letter.reference).sent) == 1


def test_in_a_live_office_of_several_people_a_second_person_sends(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (plain, _):
        office = by_email(plain)
        anna = add_account(office, "anna@example.org", "Anna", RoleName.LAWYER).id
        own = an_approved_request(office)
        mine = prepare(office, own, WantedMail(LetterKind.REQUEST, PTA), by=anna)
        # Alone in the office, she sends the mail that she prepared herself.
        assert send_by_email(office, own, mine.id, by=anna).state is LetterState.WAITING
        ben = add_account(office, "ben@example.org", "Ben", RoleName.LAWYER).id
        alone = a_prepared_mail(office)

        with pytest.raises(NotAllowed, match="A second person must send it"):
            send_by_email(office, alone.reference, alone.id, by=BY)
        assert now(office, alone).state is LetterState.PREPARED
        # Another person may have approved the letter, or prepared the mail.
        assert send_by_email(office, alone.reference, alone.id, by=ben).approved_by == ben
