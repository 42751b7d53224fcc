"""The hand-over of a letter to real servers on this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from tests.mail.body_servers import BodyServer, a_body_server, letter_post
from tests.ports import free_port
from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail import SmtpLetterPost
from tracker.mail.letters.writing import written
from tracker.services.ports.correspondence.letters import (
    LetterWords,
    MailEnvelope,
    MailPart,
    NoAnswer,
    NotTaken,
    RefusedForGood,
)

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SENDER, BODY = "2345678923k@rti.office.example", "rti@pta.example"
URDU = "محترم، یہ درخواست معلومات تک رسائی کے حق کے تحت ہے۔"
LETTER = LetterWords(
    office="Bytes for Nobody",
    sender=SENDER,
    recipient=BODY,
    subject="[R2345678] Application under section 11",
    text=f"Dear Sir,\n.\n..a line with dots\n{URDU}\n",
    parts=(MailPart("request-r2345678.pdf", "application/pdf", b"%PDF-1.7 ..."),),
    message_id="<0123@rti.office.example>",
    at=AT,
    before=("<1@rti.office.example>", "<2@pta.example>"),
)
ENVELOPE = MailEnvelope(SENDER, BODY, written(LETTER))


def parts_of(message: EmailMessage) -> list[EmailMessage]:
    """The text of a mail and its files, in order."""
    found = list(message.iter_parts())
    assert all(isinstance(part, EmailMessage) for part in found)
    return found  # type: ignore[return-value]


def test_a_mail_has_the_heads_of_a_letter_and_none_of_a_robot() -> None:
    message = message_from_bytes(ENVELOPE.data, policy=default)

    assert message["From"] == f"Bytes for Nobody <{SENDER}>"
    assert message["To"] == BODY
    assert message["Subject"] == LETTER.subject
    assert message["Message-ID"] == LETTER.message_id
    assert message["In-Reply-To"] == "<2@pta.example>"
    assert message["References"].split() == list(LETTER.before)
    for absent in (
        "Auto-Submitted",
        "Reply-To",
        "X-Auto-Response-Suppress",
        "Disposition-Notification-To",
        "Return-Receipt-To",
        "Precedence",
        "List-Unsubscribe",
    ):
        assert absent not in message


def test_no_byte_of_a_mail_needs_eight_bits_and_its_text_arrives_unchanged() -> None:
    message = message_from_bytes(ENVELOPE.data, policy=default)
    text, pdf = parts_of(message)

    assert ENVELOPE.data.isascii()
    assert max(map(len, ENVELOPE.data.split(b"\r\n"))) < 998
    assert text.get_content().splitlines() == LETTER.text.splitlines()
    assert {text["Content-Transfer-Encoding"], pdf["Content-Transfer-Encoding"]} == {"base64"}
    assert pdf.get_filename() == "request-r2345678.pdf"
    assert b"filename*" not in ENVELOPE.data


@pytest.mark.parametrize("name", ["درخواست.pdf", "../x.pdf", "a b.pdf", ""])
def test_a_file_name_that_is_not_plain_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="plain"):
        written(_with(parts=(MailPart(name, "application/pdf", b"x"),)))


@pytest.mark.parametrize("address", ["nobody", "a@b\r\nBcc: c@d", "ف@pta.example", "@", ""])
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        written(_with(recipient=address))


def test_a_read_receipt_is_asked_for_only_where_a_person_wants_it() -> None:
    asked = message_from_bytes(written(_with(asks_read_receipt=True)), policy=default)

    assert asked["Disposition-Notification-To"] == SENDER


def _with(**changes: object) -> LetterWords:
    return replace(LETTER, **changes)  # type: ignore[arg-type]


def test_a_server_with_reports_is_asked_for_them_and_its_answers_are_kept() -> None:
    with a_body_server(body := BodyServer()) as post:
        done = post.hand(ENVELOPE, "abc.1")

    assert body.kept == [ENVELOPE.data]
    assert body.recipients == [[BODY]]
    assert body.asked == [{"RET": "HDRS", "ENVID": "abc.1", "NOTIFY": "SUCCESS,DELAY,FAILURE"}]
    assert (done.queue, done.reports, done.tls) == ("4FQ21", True, "")
    assert [answer.code for answer in done.answers] == [250, 250, 354, 250]
    assert done.answers[-1].words == "2.0.0 Ok: queued as 4FQ21"


def test_lines_that_begin_with_a_dot_arrive_unchanged() -> None:
    data = b"Subject: dots\r\n\r\n.\r\n..two\r\nend"
    with a_body_server(body := BodyServer()) as post:
        post.hand(replace(ENVELOPE, data=data), "abc.1")

    assert body.kept == [data + b"\r\n"]


def test_a_server_without_reports_takes_the_letter_and_promises_none() -> None:
    """A server that knows no parameters for delivery reports."""
    with a_body_server(body := BodyServer(), reports=False) as post:
        done = post.hand(ENVELOPE, "abc.1")

    assert body.kept == [ENVELOPE.data]
    assert not done.reports
    assert not any("ENVID" in answer.command for answer in done.answers)


def test_a_server_that_offers_reports_and_refuses_their_parameters_gets_the_letter_without() -> (
    None
):
    script = [
        "220 here",
        "250-here\r\n250 DSN",
        "555 unknown parameters",
        "250 reset",
        "250 sender",
        "250 recipient",
        "354 go",
        "250 taken",
    ]
    with a_scripted_server(script) as post:
        done = post.hand(ENVELOPE, "abc.1")

    assert not done.reports
    assert [answer.code for answer in done.answers] == [555, 250, 250, 250, 354, 250]


@pytest.mark.parametrize(
    ("command", "answer", "expected"),
    [
        ("RCPT", "550 5.1.1 no such user", RefusedForGood),
        ("RCPT", "451 4.7.1 come back later", NotTaken),
        ("DATA", "554 5.7.1 not wanted", RefusedForGood),
        ("DATA", "451 4.3.0 try again", NotTaken),
        ("DATA", "keep and die", NoAnswer),
    ],
)
def test_the_answer_of_the_server_decides_the_state_of_the_letter(
    command: str, answer: str, expected: type[NotTaken]
) -> None:
    """Refused at the recipient, after the content, and no answer after the final dot."""
    with a_body_server(BodyServer({command: answer})) as post, pytest.raises(NotTaken) as raised:
        post.hand(ENVELOPE, "abc.1")

    assert type(raised.value) is expected


def test_a_server_that_says_nothing_after_the_final_dot_leaves_it_uncertain() -> None:
    script = ["220 here", "250 here", "250 sender", "250 recipient", "354 go", ""]
    with (
        a_scripted_server(script, after_the_dot=0.3) as post,
        pytest.raises(NoAnswer),
    ):
        post.hand(ENVELOPE, "abc.1")


def test_a_mail_that_is_larger_than_the_server_takes_is_refused_at_once() -> None:
    """The server states its limit before a byte of the letter is sent."""
    with (
        a_body_server(body := BodyServer(), data_size_limit=200) as post,
        pytest.raises(RefusedForGood, match="552"),
    ):
        post.hand(ENVELOPE, "abc.1")

    assert body.attempts == 0


def test_without_a_server_the_letter_is_certainly_not_taken() -> None:
    with pytest.raises(NotTaken) as raised:
        letter_post(free_port()).hand(ENVELOPE, "abc.1")

    assert type(raised.value) is NotTaken


def test_a_connection_that_ends_before_the_dot_is_certainly_not_taken() -> None:
    script = ["220 here", "250 here", "250 sender", "250 recipient", "hang up"]
    with a_scripted_server(script) as post, pytest.raises(NotTaken) as raised:
        post.hand(ENVELOPE, "abc.1")

    assert type(raised.value) is NotTaken


@pytest.mark.parametrize(
    "words",
    ["office@example.org", "office+**@example.org", "*", "*@", "a*b@c d.org", "*@e,xample.org"],
)
def test_a_pattern_that_gives_no_addresses_is_refused(words: str) -> None:
    with pytest.raises(BadInput):
        AddressPattern(words)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("office+*@example.org", "office+abc@example.org"),
        ("*@rti.example.org", "abc@rti.example.org"),
    ],
)
def test_plus_addresses_and_a_subdomain_give_an_address_for_each_token(
    words: str, address: str
) -> None:
    pattern = AddressPattern(words)

    assert pattern.address("abc") == address
    assert pattern.gives(address.upper())
    assert not pattern.gives("rti@pta.example")


@contextmanager
def a_scripted_server(script: list[str], after_the_dot: float = 5) -> Iterator[SmtpLetterPost]:
    """A server that gives these answers in turn; after an empty one it says nothing more."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_play, args=(listening, script), daemon=True)
        thread.start()
        yield letter_post(listening.getsockname()[1], after_the_dot)
    thread.join(5)


def _play(listening: socket.socket, script: list[str]) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as lines:
        before, *answers = script
        connection.sendall(f"{before}\r\n".encode())
        for answer in answers:
            end = b".\r\n" if before.startswith("354") else b""
            while (line := lines.readline()) and end and line != end:
                pass
            if answer == "hang up":
                return
            if not answer:
                lines.readline()
                return
            connection.sendall(f"{answer}\r\n".encode())
            before = answer
