"""Mail servers for tests, each of another temper, on this machine and nowhere else."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from tests.ports import free_port
from tracker.mail import Server, SmtpPost


@dataclass
class Postmaster:
    """Keeps what it takes. It gives its `answers` in turn, and then it accepts."""

    answers: list[str] = field(default_factory=list)
    delay: float = 0
    kept: list[EmailMessage] = field(default_factory=list)
    attempts: int = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.attempts += 1
        if self.delay:
            # Answers late, without holding up the end of the test.
            await asyncio.sleep(self.delay)
        answer = self.answers.pop(0) if self.answers else "250 taken"
        if answer == "die":
            server.transport.abort()
            return "421 gone"
        if answer == "keep and die":
            self._keep(envelope)
            server.transport.abort()
            return "421 gone"
        if answer.startswith("2"):
            self._keep(envelope)
        return answer

    def _keep(self, envelope: Any) -> None:
        message = BytesParser(policy=default).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.kept.append(message)


@contextmanager
def a_server(master: Postmaster, **known: Any) -> Iterator[Server]:
    """A server with that postmaster, as the program reaches it."""
    controller = Controller(master, hostname="127.0.0.1", port=free_port(), **known)
    controller.start()
    try:
        yield Server("127.0.0.1", controller.port, plain=True)
    finally:
        controller.stop()


def a_post(server: Server, *, timeout: float = 5) -> SmtpPost:
    """The way to it."""
    return SmtpPost(server, "office@example.org", timeout)


@contextmanager
def held_port() -> Iterator[int]:
    """A port reserved until the block ends. A server that reuses addresses can listen on it."""
    with socket.socket() as holder:
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", 0))
        yield int(holder.getsockname()[1])


@contextmanager
def an_impostor(
    greeting: bytes, answer: Callable[[bytes], bytes], connections: int = 1
) -> Iterator[tuple[int, list[bytes]]]:
    """An attacker who speaks for a server on this many connections, one after another.

    It greets, and gives the `answer` to each command. Yield its port and the commands that it
    heard.
    """
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            for _ in range(connections):
                line, _address = listening.accept()
                with line, line.makefile("rb") as said:
                    line.sendall(greeting + b"\r\n")
                    for command in said:
                        heard.append(command)
                        line.sendall(answer(command) + b"\r\n")

        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        yield listening.getsockname()[1], heard
        thread.join(5)
