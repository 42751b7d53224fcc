"""Email kept as files, one each: if no server is set, and in every demonstration."""

import os
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from tracker.mail.message import message_of
from tracker.services.ports.reminders import Mail, Post, PostTrouble


class FolderPost(Post):
    """Writes each email to a folder, whole or not at all. The same email gives the same file."""

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    @property
    def where(self) -> str:
        return f"the folder {self._folder}"

    @property
    def outside(self) -> bool:
        return False

    def deliver(self, address: str, mail: Mail) -> None:
        """Write the file. Raises Undeliverable, or PostTrouble if that fails."""
        data = message_of(mail, address, self._sender).as_bytes()
        name = f"{mail.made_at:%Y%m%dT%H%M%S}-{sha256(mail.message_id.encode()).hexdigest()[:16]}"
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(self._folder / f"{name}.eml")
        except OSError as error:
            raise PostTrouble(f"{self._folder} takes no mail: {error.strerror}.") from error
