"""The mail host of an office: Postfix with a user and TLS, a signer, and Dovecot behind it.

Mail of the office comes in by STARTTLS and a password, which Dovecot knows. Postfix hands mail for
`rti.office.example` to a filter, which signs it and delivers it to Dovecot by LMTP.
"""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.mail.certificates import Authority
from tests.mail.imap.dovecot import PASSWORD, USER, Dovecot, a_dovecot
from tests.mail.postfix import SIGN_IN, a_postfix
from tests.mail.signing import Signer
from tracker.mail import Server

DOMAIN = "rti.office.example"
# The name under which the filter writes results, and the name of Postfix.
RESULTS_BY, HOST = "filter.office.example", "mail.office.example"
_SETTINGS = f"""{SIGN_IN}
message_size_limit = 67108864
header_checks = regexp:{{checks}}
"""


@dataclass
class Filter:
    """The filter between Postfix and the mailbox, as its operator set it up.

    `signer` signs mail, `folder` receives it, and `refuses` is the answer that refuses all mail.
    Without `keeps_token` the part after a plus sign is lost. `writes` are added on top of a mail.
    """

    dovecot: Dovecot
    signer: Signer | None = None
    refuses: str = ""
    loses: bool = False
    keeps_token: bool = True
    writes: list[str] = field(default_factory=list)
    recipient_header: str = ""
    folder: str = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        sender = (envelope.mail_from or "").strip("<>")
        if self.refuses and sender:
            return self.refuses
        if not self.loses:
            self._deliver(envelope.content, sender, envelope.rcpt_tos[0])
        return "250 2.0.0 Ok: delivered"

    def _deliver(self, raw: bytes, sender: str, address: str) -> None:
        raw = self.signer.sign(raw) if self.signer and sender else raw
        raw = "".join(f"{line}\r\n" for line in self.writes).encode() + raw
        if not self.keeps_token:
            address = f"{address.partition('+')[0]}@{address.rpartition('@')[2]}"
        if self.folder:
            with self.dovecot.client() as client:
                client.create(self.folder)
            self.dovecot.put(raw, folder=self.folder)
        elif self.recipient_header:
            # This host writes another header than Dovecot's delivery does, or none.
            wanted = self.recipient_header.format(address=address)
            self.dovecot.put((f"{wanted}\r\n" if wanted.strip() else "").encode() + raw)
        else:
            with smtplib.LMTP("127.0.0.1", self.dovecot.delivery_port) as lmtp:
                lmtp.sendmail(sender, [address], raw)


@dataclass(frozen=True, slots=True)
class OwnHost:
    """A running mail host. `filter` can be changed while it runs."""

    port: int
    dovecot: Dovecot
    filter: Filter
    password_file: Path

    @property
    def server(self) -> Server:
        """The server as the setting `smtp://office@localhost` names it."""
        return Server("localhost", self.port, user=USER, password_file=self.password_file)


@contextmanager
def an_own_host(folder: Path, authority: Authority) -> Iterator[OwnHost]:
    """A mail host that removes forged lines and has a certificate of this authority."""
    certificate, key = authority.issue("localhost")
    checks = folder / "header_checks"
    checks.write_text("/^(Authentication-Results|Delivered-To|X-Original-To):/ IGNORE\n")
    checks.chmod(0o644)
    secret = folder / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    with a_dovecot(certificate=(certificate, key), starttls=True, delivers=True) as dovecot:
        port = dovecot.sign_in_port
        more = _SETTINGS.format(port=port, certificate=certificate, key=key, checks=checks)
        with a_postfix(folder, more) as postfix:
            filter_ = Filter(dovecot)
            controller = Controller(filter_, hostname="127.0.0.1", port=postfix.office)
            controller.start()
            try:
                yield OwnHost(postfix.port, dovecot, filter_, secret)
            finally:
                controller.stop()
