"""A notice before publication by email: its time to reply begins once the body has it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.emailed import DESIGNATED, designating
from tests.offices import BY, Clock, a_paper, with_body
from tests.services.correspondence.mail_scenes import mailed, now, state_of
from tests.services.correspondence.test_handing_over import a_report
from tests.services.letters.scenes import silent_request
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.correspondence.mail_letter import LetterPurpose
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.law.law import LetterKind
from tracker.services.cases.pre_publication_notice import notified
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.logging_on_proof import log_on_proof
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.uncertain_letters import settle_by_report
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.ports.correspondence.letters import MailLetter

TOLD = date(2024, 3, 27)


@pytest.fixture
def office(plain_office: Office) -> Office:
    """An office whose library has a body with an address for requests, confirmed on 1 March. It
    has no mailbox, which would hold back silence."""
    body = designating(plain_office.library.bodies["pk-pta"], date(2024, 3, 1))
    return replace(plain_office, library=with_body(plain_office.library, body))


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    """A request without a response, with a notice that is finalised."""
    reference = silent_request(office, clock, TOLD)
    finalise_letter(office, reference, LetterKind.NOTICE, by=BY)
    return reference


def a_mailed_notice(
    office: Office, clock: Clock, reference: str, to: str = DESIGNATED
) -> MailLetter:
    """A notice that was handed to the mail server of the office."""
    return mailed(office, clock, reference, WantedMail(LetterKind.NOTICE, to, "its website"))


def notices(office: Office, reference: str) -> list[NoticeSent]:
    """The notices that the history says were sent."""
    return [each.notice for each in notified(state_of(office, reference))]


def test_the_hand_over_of_a_notice_starts_no_time_to_reply(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_notice(office, clock, reference)

    assert (letter.purpose, letter.entry) == (LetterPurpose.FILED, 0)
    assert notices(office, reference) == []
    with pytest.raises(BadInput, match="No report says"):
        log_on_proof(office, letter, TOLD, (), by=BY)


def test_a_report_that_the_bodys_server_took_it_is_enough_for_a_notice(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_notice(office, clock, reference)
    settle_by_report(office, a_report(letter.envid, clock.moment))

    log_on_proof(office, now(office, letter), TOLD, (), by=BY)

    (notice,) = notices(office, reference)
    assert notice.to == "pk-pta"
    assert notice.answer_by == TOLD + timedelta(days=7)


def test_a_notice_that_came_back_needs_the_words_of_the_body(
    office: Office, clock: Clock, reference: str
) -> None:
    """A server may take a mail first, and report later that it could not be delivered."""
    letter = a_mailed_notice(office, clock, reference)
    for action in ("relayed", "failed"):
        settle_by_report(office, a_report(letter.envid, clock.moment, action))

    with pytest.raises(BadInput, match="No report says"):
        log_on_proof(office, now(office, letter), TOLD, (), by=BY)
    log_on_proof(office, now(office, letter), TOLD, [a_paper("yes.txt")], by=BY)

    assert len(notices(office, reference)) == 1


def test_a_notice_is_about_nothing_that_came_after_its_words_were_fixed(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_notice(office, clock, reference)

    log_on_proof(office, letter, TOLD, [a_paper("yes.txt")], by=BY)

    (notice,) = notices(office, reference)
    assert notice.about
    assert max(notice.about) < letter.of


def test_a_notice_to_another_address_is_a_copy(
    office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_notice(office, clock, reference, "info@pta.example")

    assert letter.purpose is LetterPurpose.COPY
    with pytest.raises(NotAllowed, match="not waiting for proof"):
        log_on_proof(office, letter, TOLD, [a_paper("yes.txt")], by=BY)


def test_a_reminder_goes_out_as_a_letter_that_is_not_logged(
    office: Office, clock: Clock, reference: str
) -> None:
    clock.set(date(2024, 3, 1))
    finalise_letter(office, reference, LetterKind.REMINDER, by=BY)
    letter = prepare(office, reference, WantedMail(LetterKind.REMINDER, DESIGNATED), by=BY)

    assert letter.purpose is LetterPurpose.LETTER
