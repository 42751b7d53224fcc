"""Notes of the log's key that are not checkpoints: lists of files that it vouches for."""

import hashlib
from collections.abc import Sequence

from tracker.domain.base.errors import BadInput, Refusal
from tracker.ledger.notes import (
    ED25519,
    NotANote,
    Note,
    Signer,
    Verifier,
    read_note,
    read_verifier,
)

BACKUP = "backup"
LONGEST_SHOWN = 100


def vouch(signer: Signer, what: str, lines: Sequence[str]) -> bytes:
    """Return a signed note whose first line is the name of the log and one word. No checkpoint
    has such a line."""
    if not what.isalpha():
        raise ValueError(f"“{what}” is not one word")
    return str(signer.sign(_text(signer.verifier, what, lines))).encode()


def vouch_for_backup(signer: Signer, manifest: bytes) -> bytes:
    """Return the note that stands beside the manifest of a backup."""
    return vouch(signer, BACKUP, [_line(manifest)])


def check_backup(manifest: bytes, note: bytes, trusted: Sequence[Verifier]) -> None:
    """Raise Refusal unless a trusted key of a log vouches for the manifest of a backup."""
    try:
        read = read_note(note)
    except NotANote:
        raise Refusal(
            "The backup is not signed, or its signature is damaged, so it may be anyone's: use "
            "another backup."
        ) from None
    by = next((key for key in trusted if _names(read, key)), None)
    if by is None:
        raise Refusal(_not_trusted(read, trusted))
    if read.signed_by(by) is None or read.text != _text(by, BACKUP, [_line(manifest)]):
        raise Refusal(
            "The list of parts in the backup is not the one that the log's key signed: it was "
            "altered, so use another backup."
        )


def log_key(line: str) -> Verifier:
    """Return the key of a log from its line. Raises BadInput."""
    try:
        key = read_verifier(line)
    except NotANote as error:
        raise BadInput(
            f"“{line}” is not the key of a log ({error}): copy the whole line from /log/key."
        ) from None
    if key.kind != ED25519:
        raise BadInput(f"“{line}” is the key of a witness: give that of the log.")
    return key


def _names(note: Note, key: Verifier) -> bool:
    """Return whether a note claims to be signed by that key."""
    return any((each.name, each.number) == (key.name, key.number) for each in note.signatures)


def _not_trusted(note: Note, trusted: Sequence[Verifier]) -> str:
    said = f"{note.signatures[0].name[:LONGEST_SHOWN]!r}"
    if not trusted:
        return (
            f"The backup says that it is of the log {said}, and nothing here tells the key of "
            "that log: name the key as you know it by --log-key, one line as /log/key has it."
        )
    return (
        f"The backup is not signed by a log key that is trusted here; it says that it is of the "
        f"log {said}: if you know the key of that log to be yours, name it by --log-key."
    )


def _text(key: Verifier, what: str, lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in (f"{key.name} {what}", *lines))


def _line(manifest: bytes) -> str:
    return f"sha256 {hashlib.sha256(manifest).hexdigest()}"
