"""Letters through a real Postfix, whose delivery reports settle what is uncertain."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import cast

import pytest

from tests.mail.body_servers import BodyServer, a_body_server, letter_post
from tests.mail.postfix import Postfix, a_postfix, waits_for
from tests.offices import Clock, an_office, the_library
from tests.services.correspondence.filing_scenes import (
    a_finalised_appeal,
    a_mailed_appeal,
    with_filing_address,
)
from tests.services.correspondence.mail_scenes import (
    PTA,
    a_waiting_mail,
    now,
    state_of,
    with_an_address,
)
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.mail import SmtpLetterPost
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.handing_over import (
    HAND_OVER_LEASE,
    hand_over_letters,
)
from tracker.services.correspondence.outgoing.mail_facts import LoggedReport
from tracker.services.correspondence.uncertain_letters import settle_by_report
from tracker.services.ports.correspondence.letters import HandedOver, MailEnvelope

pytestmark = pytest.mark.slow


@dataclass
class Scene:
    """An office, the servers of a body and of the office's mailbox, and Postfix between them."""

    office: Office
    clock: Clock
    body: BodyServer
    mailbox: BodyServer


class Dies(SmtpLetterPost):
    """A letter post that loses the server's answer, as a killed process does."""

    def hand(self, envelope: MailEnvelope, envid: str) -> HandedOver:
        super().hand(envelope, envid)
        raise KeyboardInterrupt


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    """One Postfix for all tests: its start takes seconds."""
    with a_postfix() as running:
        yield running


@contextmanager
def a_scene(folder: Path, postfix: Postfix, body: BodyServer) -> Iterator[Scene]:
    library, mailbox = with_an_address(the_library()), BodyServer()
    with (
        an_office(folder, library=library) as (office, clock),
        a_body_server(body, reports=False, port=postfix.body),
        a_body_server(mailbox, reports=False, port=postfix.office),
    ):
        # A busy machine takes long to start the processes that answer.
        post = letter_post(postfix.port, after_the_dot=60, timeout=60)
        yield Scene(replace(office, letter_post=post), clock, body, mailbox)


def report_in(data: bytes, at: datetime) -> LoggedReport:
    """The report of Postfix, read without the program's own reader."""
    message = message_from_bytes(data, policy=default)
    assert message.get_content_type() == "multipart/report"
    assert "Ayesha" not in data.decode("ascii", "replace")
    (status,) = (p for p in message.walk() if p.get_content_type() == "message/delivery-status")
    whole, each, *_ = cast(list[Message], status.get_payload())
    return LoggedReport(
        envid=str(whole["Original-Envelope-Id"]),
        action=str(each["Action"]),
        recipient=str(each["Final-Recipient"]).partition(";")[2].strip(),
        host=str(each["Remote-MTA"]),
        said=str(each["Diagnostic-Code"]),
        queue="",
        took_at=at,
        reported_at=at,
    )


@pytest.mark.parametrize(
    ("answers", "action", "said"),
    [
        ({}, "relayed", "250 2.0.0 Ok: queued as 4FQ21"),
        ({"RCPT": "550 5.1.1 no such user"}, "failed", "550 5.1.1 no such user"),
        ({"DATA": "554 5.6.0 not wanted"}, "failed", "554 5.6.0 not wanted"),
    ],
)
def test_a_letter_is_handed_over_and_the_words_of_the_bodys_server_come_back(
    tmp_path: Path, postfix: Postfix, answers: dict[str, str], action: str, said: str
) -> None:
    """Accepted, refused at the recipient or refused after the content: a later report says
    which."""
    with a_scene(tmp_path, postfix, BodyServer(answers)) as scene:
        letter = a_waiting_mail(scene.office, scene.clock)
        assert hand_over_letters(scene.office) == 1
        waits_for(scene.mailbox.kept, 1)
        report = report_in(scene.mailbox.kept[0], scene.clock.moment)
        settled = settle_by_report(scene.office, report)

        assert (report.action, report.recipient) == (action, PTA)
        assert said in " ".join(report.said.split())
        assert settled is not None
        assert (settled.id, settled.state) == (letter.id, LetterState.HANDED)
        assert len(state_of(scene.office, letter.reference).sent) == 1


def test_a_full_mailbox_is_reported_as_delayed_and_then_as_failed(tmp_path: Path) -> None:
    """Both reports have the status 4.2.2, so that their action alone tells them apart."""
    gives_up = "delay_warning_time = 1s\nmaximal_queue_lifetime = 8s\nbounce_queue_lifetime = 8s\n"
    full = BodyServer({"RCPT": "452 4.2.2 mailbox full"})
    with a_postfix(gives_up) as postfix, a_scene(tmp_path, postfix, full) as scene:
        letter = a_waiting_mail(scene.office, scene.clock)
        assert hand_over_letters(scene.office) == 1
        waits_for(scene.mailbox.kept, 2, seconds=120)
        reports = [report_in(each, scene.clock.moment) for each in scene.mailbox.kept[:2]]
        for report in reports:
            settle_by_report(scene.office, report)

        assert [report.action for report in reports] == ["delayed", "failed"]
        assert all(b"Status: 4.2.2" in each for each in scene.mailbox.kept)
        assert (now(scene.office, letter).reports, scene.body.kept) == (2, [])
        assert len(state_of(scene.office, letter.reference).sent) == 1


def test_a_letter_that_nobody_noted_is_settled_by_the_report_and_the_body_has_one_copy(
    tmp_path: Path, postfix: Postfix
) -> None:
    with a_scene(tmp_path, postfix, BodyServer()) as scene:
        letter = a_waiting_mail(scene.office, scene.clock)
        post = scene.office.letter_post
        post.__class__ = Dies
        with pytest.raises(KeyboardInterrupt):
            hand_over_letters(scene.office)
        post.__class__ = SmtpLetterPost
        scene.clock.moment += HAND_OVER_LEASE
        hand_over_letters(scene.office)
        assert now(scene.office, letter).state is LetterState.UNCERTAIN
        waits_for(scene.mailbox.kept, 1)

        settle_by_report(scene.office, report_in(scene.mailbox.kept[0], scene.clock.moment))

        assert now(scene.office, letter).state is LetterState.HANDED
        assert len(scene.body.kept) == 1
        assert len(state_of(scene.office, letter.reference).sent) == 1


def test_an_appeal_goes_through_with_its_annexes_and_the_report_does_not_file_it(
    tmp_path: Path, postfix: Postfix
) -> None:
    with a_scene(tmp_path, postfix, BodyServer()) as scene:
        library = with_filing_address(scene.office.library, PTA)
        office = replace(scene.office, library=library)
        reference = a_finalised_appeal(office, scene.clock)
        letter = a_mailed_appeal(office, scene.clock, reference, PTA)
        waits_for(scene.mailbox.kept, 1)

        settle_by_report(office, report_in(scene.mailbox.kept[0], scene.clock.moment))

        mail = message_from_bytes(scene.body.kept[0], policy=default)
        assert mail["To"] == PTA
        names = [str(part.get_filename()) for part in mail.iter_attachments()]
        assert any(name.startswith("ANNEX-") for name in names)
        assert now(office, letter).reports == 1
        assert state_of(office, reference).appeals == ()
