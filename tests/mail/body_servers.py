"""Mail servers on this machine: with delivery reports, without them, and with faults."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.ports import free_port
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail import Server, SmtpLetterPost

OFFERED = ("RET", "ENVID", "NOTIFY", "ORCPT")


@dataclass
class BodyServer:
    """The mail that a server accepted, its parameters for reports, and the server's answers.

    `answers` maps a command to the server's answer. After DATA, "silent" gives no answer, and
    "keep and die" accepts the mail and ends the connection.
    """

    answers: dict[str, str] = field(default_factory=dict)
    kept: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    attempts: int = 0

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        reports = ["250-DSN"] if isinstance(server, WithReports) else []
        return [*responses[:-1], *reports, responses[-1]]

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if answer := self.answers.get("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.attempts += 1
        answer = self.answers.get("DATA", "250 2.0.0 Ok: queued as 4FQ21")
        if answer.startswith("2") or answer in ("silent", "keep and die"):
            self.kept.append(envelope.content)
            self.recipients.append(list(envelope.rcpt_tos))
            self.asked.append(dict(getattr(server, "asked", {})))
        if answer == "silent":
            await asyncio.sleep(30)
        if answer == "keep and die":
            server.transport.abort()
            return "421 gone"
        return answer


class WithReports(SMTP):
    """A server that offers delivery reports (RFC 3461). The class below knows no parameter."""

    def __init__(self, *args: Any, **known: Any) -> None:
        super().__init__(*args, **known)
        self.asked: dict[str, str] = {}

    async def smtp_MAIL(self, arg: str) -> None:
        await super().smtp_MAIL(self._without_reports(arg))

    async def smtp_RCPT(self, arg: str) -> None:
        await super().smtp_RCPT(self._without_reports(arg))

    def _without_reports(self, arg: str) -> str:
        left = []
        for word in arg.split(" "):
            name, _, value = word.partition("=")
            if name.upper() in OFFERED:
                self.asked[name.upper()] = value
            else:
                left.append(word)
        return " ".join(left)


class _Reporting(Controller):
    def factory(self) -> SMTP:
        return WithReports(self.handler, **self.SMTP_kwargs)


@contextmanager
def a_body_server(
    body: BodyServer, *, reports: bool = True, port: int = 0, **known: Any
) -> Iterator[SmtpLetterPost]:
    """Run a server on this port or a free one, and yield the letter post that leads to it."""
    kind = _Reporting if reports else Controller
    controller = kind(body, hostname="127.0.0.1", port=port or free_port(), **known)
    controller.start()
    try:
        yield letter_post(controller.port)
    finally:
        controller.stop()


def letter_post(port: int, after_the_dot: float = 5, timeout: float = 5) -> SmtpLetterPost:
    """The letter post that hands letters to the server on this port."""
    server = Server("127.0.0.1", port, plain=True)
    pattern = AddressPattern("*@rti.office.example")
    return SmtpLetterPost(server, pattern, 1 << 20, timeout=timeout, after_the_dot=after_the_dot)
