"""Backups: one file with the database, the evidence as it lies sealed, and the keys under words.

The list of erased requests is left out on purpose: it stays where it is, and is applied anew to
whatever is restored.
"""

import base64
import hashlib
import io
import json
import os
import shutil
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import tracker
from tracker.domain.errors import BadInput, Refusal
from tracker.storage.cases.evidence import ARRIVING
from tracker.storage.db.engine import make_engine
from tracker.storage.db.errors import clear_disk_trouble
from tracker.storage.db.migrate import current, require_known
from tracker.storage.db.passphrase import CHUNK, Stretching, seal_stream
from tracker.storage.db.snapshot import kind_of, take_snapshot
from tracker.storage.office_data.manifest import (
    DATABASE,
    EVIDENCE,
    FORM,
    KEYS,
    MANIFEST,
    Manifest,
    Part,
)

KEY_FILES = "*.key"
UNDER_WAY = ".backup-"
# Longer than the largest office takes.
LEFT_AFTER_SECONDS = 24 * 3600


def backup(url: str, instance: Path, target: Path, passphrase: str | None = None) -> Manifest:
    """Write a backup to `target`, whole or not at all, while the office goes on working.

    Without a passphrase the database lies open in it and the keys (`*.key`) are left out, so that
    nothing private can be read from it. Raises Refusal.
    """
    if target.exists():
        raise BadInput(f"{target} exists already: name a file that does not.")
    if not target.parent.is_dir():
        raise BadInput(f"There is no folder {target.parent}: make it, or name another one.")
    head = _head(url)
    remove_left(target.parent, UNDER_WAY)
    with (
        clear_disk_trouble(f"The backup {target}"),
        tempfile.TemporaryDirectory(prefix=UNDER_WAY, dir=target.parent) as folder,
    ):
        database, written = Path(folder, DATABASE), Path(folder, "backup")
        take_snapshot(url, database)
        written.touch(mode=0o600, exist_ok=False)
        with written.open("wb") as out:
            manifest = _write(out, database, instance, head, kind_of(url), passphrase)
            out.flush()
            os.fsync(out.fileno())
        written.replace(target)
    return manifest


def remove_left(folder: Path, prefix: str) -> int:
    """Remove copies of an office that a killed process left in a folder; how many that were."""
    removed = 0
    for left in folder.glob(f"{prefix}*"):
        if time.time() - left.stat().st_mtime >= LEFT_AFTER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
            removed += 1
    return removed


def _head(url: str) -> str:
    engine = make_engine(url, read_only=True)
    try:
        stands = current(engine)
    finally:
        engine.dispose()
    if stands is None:
        raise Refusal("The database has no tables yet, so there is nothing to keep.")
    require_known(stands)
    return stands


def _write(
    out: IO[bytes], database: Path, instance: Path, head: str, kind: str, passphrase: str | None
) -> Manifest:
    stretching = Stretching.fresh() if passphrase is not None else None
    key = stretching.key(passphrase) if stretching and passphrase is not None else None
    with zipfile.ZipFile(out, "w") as archive:
        with database.open("rb") as source:
            parts = [_add(archive, DATABASE, source, key)]
        if key is not None:
            parts.append(_add(archive, KEYS, io.BytesIO(_keys(instance)), key))
        # Whatever the database names was kept before, so the evidence is read after it.
        for file in _evidence(instance / "evidence"):
            with file.open("rb") as source:
                name = f"{EVIDENCE}{file.parent.name}/{file.name}"
                parts.append(_add(archive, name, source, None))
        manifest = Manifest(
            form=FORM,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            program=tracker.__version__,
            head=head,
            kind=kind,
            keys=key is not None,
            parts=tuple(parts),
            passphrase=stretching,
        )
        archive.writestr(MANIFEST, manifest.to_bytes())
    return manifest


def _add(archive: zipfile.ZipFile, name: str, source: IO[bytes], key: bytes | None) -> Part:
    """One part, under the passphrase's key where one is given."""
    with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
        counted = _Counted(member)
        if key is not None:
            seal_stream(source, counted, key, name)
        else:
            while chunk := source.read(CHUNK):
                counted.write(chunk)
    return Part(name, counted.digest.hexdigest(), counted.size)


class _Counted:
    """Passes bytes on, and keeps their digest and number."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes, /) -> int:
        self.digest.update(data)
        self.size += len(data)
        return self._out.write(data)


def _keys(instance: Path) -> bytes:
    files = {
        file.name: base64.b64encode(file.read_bytes()).decode()
        for file in sorted(instance.glob(KEY_FILES))
    }
    return json.dumps(files).encode()


def _evidence(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*/*") if file.parent.name != ARRIVING)
