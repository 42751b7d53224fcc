"""An appeal by email: handed over, taken by a server, and filed only when the forum says so."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.abroad import case_status
from tests.offices import BY, Clock, LetterBox, a_paper
from tests.services.correspondence.filing_scenes import (
    FILES_AT,
    FINAL,
    a_finalised_appeal,
    a_mailed_appeal,
    filing_by_email,
)
from tests.services.correspondence.mail_scenes import box_of, now, sent_bytes, state_of
from tests.services.correspondence.test_handing_over import a_report
from tests.web.browser import somebody
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Channel
from tracker.domain.case.filing_days import filing_days
from tracker.domain.case.request import Filing
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.law import LetterKind
from tracker.domain.words.pleading_edits import EditedPleading, PleadingEdits
from tracker.services.cases.appealing import file_appeal
from tracker.services.cases.notes_and_tasks import tasks_about
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.logging_on_proof import (
    last_day,
    log_on_proof,
    waits_for_proof,
)
from tracker.services.correspondence.outgoing.mailable import fixed_letter, fixed_letters
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE, send_by_email
from tracker.services.correspondence.uncertain_letters import settle_by_report
from tracker.services.letters.editing import change_pleading, open_pleading
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.ports.correspondence.letters import NoAnswer

AFTER = FINAL + timedelta(days=1)


@pytest.fixture
def office(plain_office: Office) -> Office:
    """An office whose library has a commission that takes appeals by email."""
    return filing_by_email(plain_office)


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    return a_finalised_appeal(office, clock)


def windows_open(office: Office, reference: str) -> int:
    """The number of appeal windows that are open and not used."""
    return len(case_status(office, reference).unfiled())


def file_by_hand(office: Office, reference: str) -> None:
    """Log that the appeal was filed by hand."""
    by_hand = SendingDetails(FINAL, Channel.HAND, Filing("1"), [a_paper("stamp.txt")])
    file_appeal(office, reference, by_hand, by=BY)


def appeals(office: Office, reference: str) -> list[AppealFiled]:
    """The appeals that the history says were filed."""
    found = [entry.event for entry in state_of(office, reference).appeals]
    return [event for event in found if isinstance(event, AppealFiled)]


def test_an_appeal_goes_to_the_forums_own_address_with_its_annexes_and_is_not_filed_by_that(
    office: Office, clock: Clock, reference: str
) -> None:
    before = windows_open(office, reference)

    letter = a_mailed_appeal(office, clock, reference)

    assert (letter.state, letter.purpose) == (LetterState.HANDED, LetterPurpose.FILED)
    assert letter.entry == 0
    assert waits_for_proof(letter)
    assert appeals(office, reference) == []
    assert windows_open(office, reference) == before, "its deadline still runs"
    (data,) = sent_bytes(office)
    mail = message_from_bytes(data, policy=default)
    names = [part.get_filename() for part in mail.iter_attachments()]
    assert mail["To"] == FILES_AT
    assert names[0] == f"appeal-{reference}.docx"
    assert any(str(name).startswith("ANNEX-") for name in names)
    assert len(set(names)) == len(names)


def test_a_report_of_the_forums_server_files_nothing(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_appeal(office, clock, reference)

    settle_by_report(office, a_report(letter.envid, clock.moment, "delivered"))

    assert appeals(office, reference) == []
    with pytest.raises(BadInput, match="A server’s report does not prove"):
        log_on_proof(office, now(office, letter), FINAL, (), by=BY)
    assert waits_for_proof(now(office, letter))


def test_the_forums_own_words_log_the_same_entry_as_any_other_filing(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_appeal(office, clock, reference)
    clock.set(AFTER)

    entry = log_on_proof(office, letter, AFTER, [a_paper("diary.txt")], by=BY)

    (filed,) = appeals(office, reference)
    fixed = fixed_letter(office, state_of(office, reference), LetterKind.APPEAL)
    assert (filed.to, filed.channel) == ("pk-pic", Channel.EMAIL)
    assert filed.on.earliest == AFTER, "the day of receipt, not that of the hand-over"
    assert filed.evidence[0] == fixed.frozen.word
    assert letter.digest in filed.evidence
    assert now(office, letter).entry == entry.seq
    assert not waits_for_proof(now(office, letter))
    with office.cases.look(reference) as case:
        assert case.filing(entry.seq).recipient == FILES_AT


def test_two_people_log_the_receipt_once(office: Office, clock: Clock, reference: str) -> None:
    letter = a_mailed_appeal(office, clock, reference)
    clock.set(AFTER)
    log_on_proof(office, letter, AFTER, [a_paper("diary.txt")], by=BY)

    with pytest.raises(NotAllowed):
        log_on_proof(office, letter, AFTER, [a_paper("diary.txt")], by=BY)

    assert len(appeals(office, reference)) == 1


def test_receipt_cannot_come_before_the_hand_over(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(AFTER)
    letter = a_mailed_appeal(office, clock, reference)

    with pytest.raises(BadInput, match="handed over on 21 March 2024"):
        log_on_proof(office, letter, FINAL, [a_paper("diary.txt")], by=BY)


def test_the_sender_gets_a_task_that_is_due_before_the_last_day(
    office: Office, clock: Clock, reference: str
) -> None:
    sender = somebody(office).id
    a_mailed_appeal(office, clock, reference, by=sender)

    (worded,) = tasks_about(office, reference)

    assert "its receipt is not proved" in worded.words
    assert (worded.task.person, worded.task.due) == (sender, FINAL + timedelta(days=3))


def test_on_the_last_day_the_task_is_due_at_once(
    office: Office, clock: Clock, reference: str
) -> None:
    with office.cases.look(reference) as case:
        fixed = fixed_letter(office, state_of(office, reference), LetterKind.APPEAL)
        last = last_day(office, case, fixed)
    (window,) = case_status(office, reference).unfiled()
    assert last == filing_days(window).last
    clock.set(last)

    a_mailed_appeal(office, clock, reference, by=somebody(office).id)

    (worded,) = tasks_about(office, reference)
    assert worded.task.due == last


def test_another_address_is_a_copy_that_files_nothing_and_asks_for_nothing(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_appeal(office, clock, reference, "info@pic.example")

    assert letter.purpose is LetterPurpose.COPY
    assert not waits_for_proof(letter)
    assert tasks_about(office, reference) == ()
    assert appeals(office, reference) == []
    with pytest.raises(NotAllowed, match="not waiting for proof"):
        log_on_proof(office, letter, FINAL, [a_paper("diary.txt")], by=BY)


def test_an_address_not_confirmed_within_90_days_is_not_used(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = prepare(office, reference, WantedMail(LetterKind.APPEAL, FILES_AT), by=BY)
    # Confirmed on 1 March: 30 May is the ninetieth day after it.
    clock.set(date(2024, 5, 31))

    with pytest.raises(BadInput, match="Say where this address was found"):
        prepare(office, reference, WantedMail(LetterKind.APPEAL, FILES_AT), by=BY)
    with pytest.raises(NotAllowed, match="more than 12 hours ago"):
        send_by_email(office, reference, letter.id, by=BY)


def test_the_address_for_requests_takes_no_appeals(
    office: Office, clock: Clock, reference: str
) -> None:
    body = office.library.bodies["pk-pic"]
    assert body.no_filing_email(FINAL) is None
    assert replace(body, filing_address=None).no_filing_email(FINAL) is not None
    assert body.no_email(FINAL) is not None


def test_an_appeal_that_was_filed_by_hand_in_the_meantime_does_not_go_out(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = prepare(office, reference, WantedMail(LetterKind.APPEAL, FILES_AT), by=BY)
    send_by_email(office, reference, letter.id, by=BY)
    file_by_hand(office, reference)
    clock.moment += CALL_BACK_PAUSE

    assert hand_over_letters(office) == 0

    closed = now(office, letter)
    assert (closed.state, closed.trouble) == (LetterState.CALLED_BACK, LetterTrouble.NOT_ENTERED)
    assert sent_bytes(office) == []


def test_a_mail_with_an_appeal_that_was_filed_is_a_copy(
    office: Office, clock: Clock, reference: str
) -> None:
    file_by_hand(office, reference)

    letter = prepare(office, reference, WantedMail(LetterKind.APPEAL, FILES_AT), by=BY)

    assert letter.purpose is LetterPurpose.COPY


def test_a_letter_that_was_finalised_again_does_not_go_out(
    office: Office, clock: Clock, reference: str
) -> None:
    # 23:00 in Pakistan. Two hours later, the letter bears the next day.
    clock.moment = datetime(2024, 3, 20, 18, tzinfo=UTC)
    letter = prepare(office, reference, WantedMail(LetterKind.APPEAL, FILES_AT), by=BY)
    clock.moment += timedelta(hours=2)
    finalise_letter(office, reference, LetterKind.APPEAL, by=BY)

    with pytest.raises(NotAllowed, match="finalised again"):
        send_by_email(office, reference, letter.id, by=BY)


def test_a_letter_that_was_changed_after_it_was_finalised_is_not_sent_with_other_annexes(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.moment += timedelta(minutes=1)
    with office.cases.look(reference) as case:
        opened = open_pleading(office, case, None)

    def unchanged_words(now: EditedPleading, edits: PleadingEdits) -> PleadingEdits:
        return replace(edits, items_out=("x",))

    change_pleading(office, reference, opened.place, opened.edits.version, unchanged_words, by=BY)

    with pytest.raises(NotAllowed, match="Finalise it again"):
        prepare(office, reference, WantedMail(LetterKind.APPEAL, FILES_AT), by=BY)


def test_annexes_that_are_too_large_for_a_mail_are_refused_with_their_size(
    office: Office, clock: Clock, reference: str
) -> None:
    small = replace(office, letter_post=LetterBox(largest=20_000))

    with pytest.raises(BadInput, match="The mail would have 1 MB"):
        prepare(small, reference, WantedMail(LetterKind.APPEAL, FILES_AT), by=BY)


def test_an_uncertain_appeal_is_settled_by_a_report_and_still_not_filed(
    office: Office, clock: Clock, reference: str
) -> None:
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))
    letter = a_mailed_appeal(office, clock, reference, by=somebody(office).id)
    assert letter.state is LetterState.UNCERTAIN
    with pytest.raises(NotAllowed):
        log_on_proof(office, letter, FINAL, [a_paper("diary.txt")], by=BY)

    settled = settle_by_report(office, a_report(letter.envid, clock.moment))

    assert settled is not None
    assert (settled.state, settled.entry) == (LetterState.HANDED, 0)
    assert appeals(office, reference) == []
    assert len(tasks_about(office, reference)) == 1


def test_the_subject_and_the_file_names_do_not_name_the_applicant(
    office: Office, clock: Clock, reference: str
) -> None:
    a_mailed_appeal(office, clock, reference)
    (data,) = sent_bytes(office)

    mail = message_from_bytes(data, policy=default)
    said = [str(mail["Subject"]), *(str(p.get_filename()) for p in mail.iter_attachments())]
    assert not [words for words in said if "Ayesha" in words]
    assert [each.kind for each in fixed_letters(office, state_of(office, reference))]
