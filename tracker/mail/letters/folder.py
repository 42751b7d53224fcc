"""Letters kept as files: if no server is set, and in every demonstration."""

from hashlib import sha256
from pathlib import Path

from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail.folder import folder_destination, write_mail_file
from tracker.mail.letters.writing import WrittenLetterPost
from tracker.services.ports.correspondence.letters import (
    HandedOver,
    MailEnvelope,
    NotTaken,
)
from tracker.services.ports.reminders import MailDestination


class LetterFolder(WrittenLetterPost):
    """Writes each letter to a folder, whole or not at all."""

    def __init__(self, folder: Path, addresses: AddressPattern | None, largest: int) -> None:
        super().__init__(addresses, largest)
        self._folder = folder

    @property
    def destination(self) -> MailDestination:
        return folder_destination(self._folder)

    def hand(self, envelope: MailEnvelope, envid: str) -> HandedOver:
        name = f"letter-{sha256(envid.encode()).hexdigest()[:16]}.eml"
        try:
            write_mail_file(self._folder / name, envelope.data)
        except OSError as error:
            raise NotTaken(f"{self._folder} takes no letter: {error.strerror}.") from error
        return HandedOver("", name, "", reports=False, answers=())
