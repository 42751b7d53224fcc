"""How often suggestions were right, counted from what people logged."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.mail.reading.raw_mails import plain
from tests.offices import BY, a_request, an_office, received
from tests.services.correspondence.mail_scenes import state_of
from tracker.domain.base.days import DaySpan
from tracker.domain.correspondence.mail_words import ReplyKind
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.correspondence.placing import place_mail
from tracker.services.correspondence.storing import take_file
from tracker.services.correspondence.suggestion_counts import suggestion_counts

CAME = DaySpan.on(date(2024, 3, 7))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path, live=True) as (office, _):
        yield office


def placed(office: Office, text: str) -> str:
    """A request with an email that was placed; its reference."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    mail = take_file(office, plain(f"{text}\r\n{reference}\r\n".encode())).mail
    place_mail(office, mail.id, reference, CAME, by=BY)
    return reference


def classified(office: Office, reference: str, outcome: Outcome) -> None:
    """Log the email of a request as a response with this outcome for every item."""
    state = state_of(office, reference)
    (came,) = state.unread()
    assert state.drafted
    outcomes = tuple(QuestionOutcome(each.key, outcome) for each in state.drafted.questions)
    (digest,) = came.event.evidence
    email = Upload("email.eml", office.archive.read(reference, digest), MEDIA_TYPES["eml"])
    take_reply(office, reference, Response("refused", CAME, outcomes, [email]), by=BY)


def test_a_suggestion_is_right_if_a_person_chose_it(office: Office) -> None:
    text = "Your request is refused. There is a fee of Rs. 500."
    first, second = placed(office, text), placed(office, text)
    assert suggestion_counts(office) == ()

    classified(office, first, Outcome.REFUSED)
    classified(office, second, Outcome.REFUSED)
    counts = {each.kind: (each.right, each.wrong) for each in suggestion_counts(office)}

    assert counts[ReplyKind.REFUSAL] == (2, 0)
    assert counts[ReplyKind.FEE] == (0, 2)
