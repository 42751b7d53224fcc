"""STARTTLS of servers that send: certificates, and lines from which it was cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mail.certificates import Authority, an_authority
from tests.mail.own_host import OwnHost, an_own_host
from tests.mail.servers import a_post, an_impostor
from tests.mail.test_smtp import MAIL, TO
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail import Server, SmtpLetterPost
from tracker.mail.sending_server import greeted_by
from tracker.services.ports.correspondence.letters import MailEnvelope, NotTaken, RefusedForGood
from tracker.services.ports.reminders import PostTrouble


def refused(server: Server, words: str) -> None:
    """Each way to the server is refused for now, and no mail is given up for it."""
    with pytest.raises(PostTrouble, match=words):
        greeted_by(server, 60)
    with pytest.raises(PostTrouble, match=words):
        a_post(server, timeout=60).deliver(TO, MAIL)
    post = SmtpLetterPost(server, AddressPattern("*@rti.office.example"), 1 << 20, timeout=60)
    with pytest.raises(NotTaken, match=words) as told:
        post.hand(MailEnvelope("a@rti.office.example", "b@rti.office.example", b"x"), "e")
    assert not isinstance(told.value, RefusedForGood)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[OwnHost]:
    with an_own_host(tmp_path_factory.mktemp("host"), authority) as running:
        yield running


@pytest.mark.slow
def test_a_right_certificate_is_taken_and_the_user_signs_in(
    host: OwnHost, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    greeting = greeted_by(host.server, 60)

    assert (greeting.tls, greeting.user) == ("TLSv1.3 localhost", True)
    assert greeting.words_of("SIZE") == "67108864"
    assert "PLAIN" in (greeting.words_of("AUTH") or "")
    assert greeting.words_of("XCLIENT") is None


@pytest.mark.slow
def test_a_wrong_password_is_reported(
    host: OwnHost, authority: Authority, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    (tmp_path / "wrong").write_text("wrong")
    server = Server("localhost", host.port, user="office", password_file=tmp_path / "wrong")

    refused(server, "refuses the user, the password or the token")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "trusts", "words"),
    [
        ("localhost", False, "certificate of localhost is refused: unable to get local issuer"),
        ("127.0.0.1", True, "certificate of 127.0.0.1 is refused: IP address mismatch"),
    ],
)
def test_a_certificate_that_is_not_right_is_refused(
    host: OwnHost,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    trusts: bool,
    words: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file) if trusts else "/nonexistent")
    secret = host.password_file

    refused(Server(name, host.port, user="office", password_file=secret), words)


@pytest.mark.parametrize(
    ("offers", "answer", "words"),
    [
        (b"250-mail\r\n250-AUTH PLAIN\r\n250 SIZE 1000", b"", "offers no TLS"),
        (b"250-mail\r\n250-AUTH PLAIN\r\n250 STARTTLS", b"454 not now", "did not start it.*454"),
        (b"250-mail\r\n250-AUTH PLAIN\r\n250 STARTTLS", b"554 never", "did not start it.*554"),
    ],
)
def test_a_line_from_which_starttls_is_cut_hears_no_password_and_no_mail(
    tmp_path: Path, offers: bytes, answer: bytes, words: str
) -> None:
    (tmp_path / "secret").write_text("right")
    answers = {b"EHLO": offers, b"STARTTLS": answer}

    def answered(command: bytes) -> bytes:
        return answers.get(command.split()[0].upper(), b"250 OK")

    greeting = b"220 mail.office.example ESMTP"
    with an_impostor(greeting, answered, connections=3) as (port, heard):
        server = Server("127.0.0.1", port, user="office", password_file=tmp_path / "secret")
        refused(server, words)

    said = {command.split()[0].upper() for command in heard}
    assert said <= {b"EHLO", b"STARTTLS", b"QUIT"}
