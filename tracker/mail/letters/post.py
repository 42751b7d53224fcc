"""Writes letters in the same way for a mail server and for a folder."""

from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail.letters.writing import mail_text, written
from tracker.services.ports.correspondence.letters import LetterPost, LetterWords


class WrittenLetterPost(LetterPost):
    """Writes letters from addresses of this pattern, of at most `largest` bytes."""

    def __init__(self, addresses: AddressPattern | None, largest: int) -> None:
        self._addresses = addresses
        self._largest = largest

    @property
    def addresses(self) -> AddressPattern | None:
        return self._addresses

    @property
    def largest(self) -> int:
        return self._largest

    def write(self, words: LetterWords) -> bytes:
        return written(words)

    def text_of(self, data: bytes) -> str:
        return mail_text(data)
