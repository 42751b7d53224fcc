"""`tracker mail check`, and what `tracker doctor` shows of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dns.resolver
import pytest
from aiosmtpd.controller import Controller

from tests.cli.instances import instance_made
from tests.mail.dns_server import a_dns_server
from tests.mail.imap.dovecot import PASSWORD, USER, Dovecot, a_dovecot
from tests.mail.own_host import DOMAIN
from tests.ports import free_port
from tracker.cli import main


class Delivery:
    """A mail server on this machine that delivers to the mailbox."""

    def __init__(self, dovecot: Dovecot) -> None:
        self.dovecot = dovecot
        self.sent: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.sent.append(envelope.content)
        named = f"Delivered-To: {envelope.rcpt_tos[0]}\r\n".encode()
        self.dovecot.put(named + envelope.content)
        return "250 taken"


@pytest.fixture
def delivery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Delivery]:
    """The mail of a live office, on this machine."""
    with a_dovecot() as dovecot:
        handler = Delivery(dovecot)
        controller = Controller(handler, hostname="127.0.0.1", port=free_port())
        controller.start()
        secret = tmp_path / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o600)
        made = instance_made(
            tmp_path / "instance", "init", "--live", "--name", "Office", "--admin", "a@b.example"
        )
        for name, value in {
            "TRACKER_INSTANCE": str(made),
            "TRACKER_SMTP_URL": f"smtp://127.0.0.1:{controller.port}",
            "TRACKER_MAIL_FROM": f"office@{DOMAIN}",
            "TRACKER_MAIL_ADDRESSES": f"*@{DOMAIN}",
            "TRACKER_IMAP_URL": f"imap://{USER}@127.0.0.1:{dovecot.port}",
            "TRACKER_IMAP_PASSWORD_FILE": str(secret),
        }.items():
            monkeypatch.setenv(name, value)
        try:
            yield handler
        finally:
            controller.stop()


def test_a_demonstration_says_where_its_mail_goes_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = instance_made(tmp_path / "instance", "init")
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance))
    says = f"Mail is written to the folder {instance}/mail, so nothing was checked."

    assert main(["mail", "check"]) == 0
    assert capsys.readouterr().out == f"not checked  sending server: {says}\n"
    main(["doctor"])
    assert f"mail check: {says}\n" in capsys.readouterr().out


def test_mail_is_sent_and_fetched_and_each_finding_is_one_line(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_MAIL_NO_LOOKUPS", "yes")
    assert main(["mail", "check", "--seconds", "20"]) == 0

    out = capsys.readouterr().out
    assert "good         round trip: A check mail came back after" in out
    assert "good         recipient: Delivered-To names the recipient." in out
    assert "advice       sending server: It offers no delivery reports (DSN)" in out
    assert "not checked  MX: TRACKER_MAIL_NO_LOOKUPS is set, so no DNS was asked." in out
    assert (len(delivery.sent), delivery.dovecot.mails()) == (1, [])
    assert PASSWORD not in out.split()
    assert "Nobody needs to read this" not in out


def test_a_problem_ends_with_status_1_and_is_in_the_json(
    delivery: Delivery, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with a_dns_server({(DOMAIN, "MX"): ["10 mail.office.example."]}) as resolver:
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
        assert main(["mail", "check", "--json"]) == 1

    findings = json.loads(capsys.readouterr().out)["findings"]
    by_part = {each["part"]: each for each in findings}
    assert by_part["MX"]["outcome"] == "good"
    assert (by_part["SPF"]["outcome"], "v=spf1" in by_part["SPF"]["says"]) == ("problem", True)
    assert by_part["DKIM"]["outcome"] == by_part["DMARC"]["outcome"] == "problem"


@pytest.mark.parametrize("words", ["-3", "0", "nan", "soon", "3601"])
def test_an_impossible_time_to_wait_is_refused_in_one_sentence(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["mail", "check", f"--seconds={words}"]) != 0
    says = f"“{words}” is not a time to wait. Enter a number of seconds from 1"
    assert says in capsys.readouterr().err


@pytest.mark.slow
def test_doctor_shows_problems_of_mail_and_sends_nothing_if_mail_is_left_out(
    delivery: Delivery,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRACKER_MAIL_NO_LOOKUPS", "yes")
    main(["doctor", "--no-mail"])
    assert "mail check: left out" in capsys.readouterr().out
    assert delivery.sent == []

    main(["doctor"])
    told = capsys.readouterr()
    assert "advice: Mail, delivery report: No delivery report is believed." in told.out
    assert "Mail, " not in told.err
    assert (len(delivery.sent), delivery.dovecot.mails()) == (1, [])

    (tmp_path / "secret").write_text("wrong")
    assert main(["doctor"]) == 1
    wrong = "problem: Mail, mailbox: main: The mail server refuses the user, the password or"
    assert wrong in capsys.readouterr().err
    assert len(delivery.sent) == 1
