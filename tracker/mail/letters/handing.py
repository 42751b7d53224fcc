"""The hand-over of one letter to the server of the office: one recipient, one transaction.

Every answer of the server is kept. What matters most is the moment of the final dot: before it the
server has nothing, after it nobody can tell until it answers.
"""

import re
import smtplib
from collections.abc import Callable

from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail.letters.writing import WrittenLetterPost
from tracker.mail.message import one_line
from tracker.mail.secured import tls_of
from tracker.mail.smtp import SIGN_IN_REFUSED, TIMEOUT_SECONDS, Server, connected, short
from tracker.services.ports.correspondence.letters import (
    HandedOver,
    MailEnvelope,
    NoAnswer,
    NotTaken,
    RefusedForGood,
    ServerAnswer,
)
from tracker.services.ports.reminders import MailDestination, PostTrouble

# The server may scan the attachments before it answers (RFC 5321, 4.5.3.2.6).
SECONDS_AFTER_THE_DOT = 600
_LONGEST_ANSWER = 1000
_QUEUE = re.compile(r"queued as <?([0-9A-Za-z._-]{3,64})", re.IGNORECASE)
# The answers of a server that offers delivery reports and then refuses the parameters for them.
_NO_PARAMETERS = (501, 504, 555)


class SmtpLetterPost(WrittenLetterPost):
    """Hands each letter over in a connection of its own."""

    def __init__(
        self,
        server: Server,
        addresses: AddressPattern | None,
        largest: int,
        *,
        timeout: float = TIMEOUT_SECONDS,
        after_the_dot: float = SECONDS_AFTER_THE_DOT,
    ) -> None:
        super().__init__(addresses, largest)
        self._server = server
        self._timeout = timeout
        self._after_the_dot = after_the_dot

    @property
    def destination(self) -> MailDestination:
        return self._server.destination

    def hand(self, envelope: MailEnvelope, envid: str) -> HandedOver:
        answers: list[ServerAnswer] = []
        taken: list[HandedOver] = []
        try:
            with connected(self._server, self._timeout) as connection:
                talk = _Talk(connection, answers, self._after_the_dot)
                reports = talk.hand(envelope, envid)
                tls, found = tls_of(connection.sock), _QUEUE.search(answers[-1].words)
                queue = found[1] if found else ""
                taken.append(HandedOver(self._server.host, queue, tls, reports, tuple(answers)))
                talk.leave()
        except PostTrouble as trouble:
            raise NotTaken(str(trouble), tuple(answers)) from trouble
        except smtplib.SMTPAuthenticationError as error:
            raise NotTaken(SIGN_IN_REFUSED, tuple(answers)) from error
        except (smtplib.SMTPException, OSError) as error:
            # What goes wrong after the final dot raises NoAnswer, or comes after the acceptance.
            if not taken:
                words = f"The mail server cannot be used: {short(str(error))}"
                raise NotTaken(words, tuple(answers)) from error
        return taken[0]


class _Talk:
    """One conversation with a server, command by command."""

    def __init__(
        self, connection: smtplib.SMTP, answers: list[ServerAnswer], after_the_dot: float
    ) -> None:
        self._connection = connection
        self._answers = answers
        self._after_the_dot = after_the_dot

    def hand(self, envelope: MailEnvelope, envid: str) -> bool:
        """Hand a mail over; return whether the server promises reports.

        Raises NotTaken, RefusedForGood or NoAnswer; SMTPException or OSError before the final dot.
        """
        self._connection.ehlo_or_helo_if_needed()
        reports = self._begin(envelope, envid)
        if reports:
            notify = " NOTIFY=SUCCESS,DELAY,FAILURE"
            code = self._tell(f"RCPT TO:<{envelope.recipient}>{notify}")
            if code in _NO_PARAMETERS:
                reports = False
        if not reports:
            code = self._tell(f"RCPT TO:<{envelope.recipient}>")
        self._require(code)
        if self._tell("DATA") != 354:
            self._require(self._answers[-1].code)
            raise NotTaken(self._said(), tuple(self._answers))
        self._send(envelope.data)
        return reports

    def leave(self) -> None:
        """Say goodbye. Nothing depends on the answer."""
        try:
            self._connection.quit()
        except (smtplib.SMTPException, OSError):
            return

    def _begin(self, envelope: MailEnvelope, envid: str) -> bool:
        """Name the sender; return whether the server takes the parameters for reports."""
        begin = f"MAIL FROM:<{envelope.sender}>"
        if self._connection.has_extn("size"):
            begin += f" SIZE={len(envelope.data)}"
        reports = self._connection.has_extn("dsn")
        code = self._tell(f"{begin} RET=HDRS ENVID={envid}" if reports else begin)
        if reports and code in _NO_PARAMETERS:
            reports = False
            self._tell("RSET")
            code = self._tell(begin)
        self._require(code)
        return reports

    def _send(self, data: bytes) -> None:
        """Send the mail and the final dot, and wait long for the answer."""
        quoted = re.sub(rb"(?m)^\.", b"..", data)
        if not quoted.endswith(b"\r\n"):
            quoted += b"\r\n"
        self._connection.send(quoted)
        if self._connection.sock:
            self._connection.sock.settimeout(self._after_the_dot)
        code = self._answered("the final dot", self._final_dot)
        self._require(code)

    def _final_dot(self) -> tuple[int, bytes]:
        try:
            self._connection.send(b".\r\n")
            code, said = self._connection.getreply()
        except (smtplib.SMTPException, OSError) as error:
            words = "The mail server did not answer after it was sent the whole letter."
            raise NoAnswer(words, tuple(self._answers)) from error
        if code < 200:
            words = "The mail server gave no answer that says whether it took the letter."
            raise NoAnswer(words, tuple(self._answers))
        return code, said

    def _tell(self, command: str) -> int:
        return self._answered(command, lambda: self._connection.docmd(command))

    def _answered(self, command: str, ask: Callable[[], tuple[int, bytes]]) -> int:
        code, said = ask()
        words = one_line(said.decode(errors="replace"))[:_LONGEST_ANSWER]
        self._answers.append(ServerAnswer(command, code, words))
        return code

    def _said(self) -> str:
        last = self._answers[-1]
        return f"The mail server says: {last.code} {short(last.words)}"

    def _require(self, code: int) -> None:
        """Raise RefusedForGood or NotTaken unless the server agreed (RFC 5321, 4.2.1)."""
        if 200 <= code < 300:
            return
        kind = RefusedForGood if 500 <= code < 600 else NotTaken
        raise kind(self._said(), tuple(self._answers))
