"""Email printed to the scheduler's stderr."""

import sys

from tracker.mail.message import message_of
from tracker.services.ports.reminders import Mail, MailDestination, Post


class ConsolePost(Post):
    """Prints each email to stderr."""

    def __init__(self, sender: str) -> None:
        self._sender = sender

    @property
    def destination(self) -> MailDestination:
        return MailDestination("the terminal", "stderr", outside=False)

    def deliver(self, address: str, mail: Mail) -> None:
        """Print an email. Raises Undeliverable."""
        message = message_of(mail, address, self._sender)
        head = "".join(f"{name}: {value}\n" for name, value in message.items())
        print(f"{head}\n{message.get_content()}", file=sys.stderr, flush=True)
