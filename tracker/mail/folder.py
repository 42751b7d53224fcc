"""Email kept as files, one each: if no server is set, and in every demonstration."""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from tracker.mail.message import message_of
from tracker.services.ports.reminders import Mail, MailDestination, Post, PostTrouble


class FolderPost(Post):
    """Writes each email to a folder, whole or not at all. The same email gives the same file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    @property
    def destination(self) -> MailDestination:
        return folder_destination(self._folder)

    def deliver(self, address: str, mail: Mail) -> None:
        """Write the file. Raises Undeliverable, or PostTrouble if that fails."""
        data = message_of(mail, address, self._sender).as_bytes()
        name = f"{mail.made_at:%Y%m%dT%H%M%S}-{sha256(mail.message_id.encode()).hexdigest()[:16]}"
        try:
            write_mail_file(self._folder / f"{name}.eml", data)
        except OSError as error:
            raise PostTrouble(f"{self._folder} takes no mail: {error.strerror}.") from error


def folder_destination(folder: Path) -> MailDestination:
    """Return a folder as where mail goes."""
    return MailDestination(f"the folder {folder}", str(folder), outside=False)


def write_mail_file(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, in a folder that is made if needed. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(file)
