"""Backups of tests: who signs them, who opens them, and how one is forged."""

import io
import json
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyrage

from tracker.ledger.notes import Signer
from tracker.ledger.vouching import check_backup, vouch_for_backup
from tracker.services.ports.recovery import RecoveryKey
from tracker.storage.office_data.recovery import RecoveryFile
from tracker.storage.office_data.recovery_secret import RecoverySecret

SIGNER = Signer("record.example/demonstration/log-0", bytes(range(32)))
SIGN = partial(vouch_for_backup, SIGNER)
CHECK = partial(check_backup, trusted=[SIGNER.verifier])
SECRET = RecoverySecret.new()
IDENTITY, RECOVERY = SECRET.identity, SECRET.recipient
MANIFEST, NOTE = "manifest.json", "manifest.note"

Parts = dict[str, bytes]


def with_recovery(instance: Path) -> None:
    """Let the backups of an instance be opened by IDENTITY."""
    instance.mkdir(exist_ok=True)
    RecoveryFile(instance).add(RecoveryKey(RECOVERY, "the safe"))


def decrypted(data: bytes) -> bytes:
    """The tar file in a backup, whether it is encrypted or not."""
    if not data.startswith(b"age-encryption"):
        return data
    opened: bytes = pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(IDENTITY)])
    return opened


def encrypted(data: bytes, to: str = RECOVERY) -> bytes:
    """The data encrypted to a recovery key, which needs no secret."""
    sealed: bytes = pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(to)])
    return sealed


def members(file: Path) -> Parts:
    """The files in a backup, in their order, as every other program reads them."""
    with tarfile.open(fileobj=io.BytesIO(decrypted(file.read_bytes()))) as archive:
        found = {each.name: archive.extractfile(each) for each in archive}
        return {name: data.read() for name, data in found.items() if data is not None}


def packed(parts: Parts) -> bytes:
    """A tar file of these."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for name, data in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def rewritten(
    file: Path, change: Callable[[Parts], None], *, sign: Callable[[bytes], bytes] | None = None
) -> Path:
    """A copy of a backup with a change, made with the recovery key; `sign` signs it with a log
    key."""
    was = file.read_bytes()
    parts = members(file)
    change(parts)
    if sign:
        parts[NOTE] = sign(parts[MANIFEST])
    copy = file.with_name(f"changed-{file.name}")
    data = packed(parts)
    copy.write_bytes(encrypted(data) if was != decrypted(was) else data)
    return copy


def told(parts: Parts, /, **fields: object) -> None:
    """Let the manifest tell something else."""
    parts[MANIFEST] = json.dumps(json.loads(parts[MANIFEST]) | fields).encode()
