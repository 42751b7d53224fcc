"""What a check of the office’s own mail needs from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class SendingServer(NamedTuple):
    """What the mail server said when the program connected to send.

    `abilities` are those of its greeting, each with its words: `SIZE 26214400`. `tls` names the
    protocol and the name on the certificate; empty without TLS. `user` is whether it accepted one.
    """

    name: str
    abilities: Sequence[str]
    tls: str
    user: bool

    def words_of(self, ability: str) -> str | None:
        """Return the words that follow an ability; None if the server does not have it."""
        for each in self.abilities:
            name, _, words = each.partition(" ")
            if name.upper() == ability:
                return words
        return None


class DomainRecords(Protocol):
    """Records of domains, as the DNS gives them."""

    def texts(self, name: str) -> Sequence[str]:
        """Return the texts under a name, none if there are none. Raises TimeoutError."""

    def mail_hosts(self, domain: str) -> Sequence[str]:
        """Return the hosts that take mail for a domain. Raises TimeoutError."""


@dataclass(frozen=True, slots=True)
class MailChecking:
    """Everything that a check of the office’s own mail needs.

    `greeted` connects to the server that sends and signs in; it raises PostTrouble, and is None
    where there is no server. Without `records` no DNS is asked. `wait` waits for some seconds, and
    `seconds` tells how many have passed.
    """

    greeted: Callable[[], SendingServer] | None
    records: DomainRecords | None
    wait: Callable[[float], None]
    seconds: Callable[[], float]
