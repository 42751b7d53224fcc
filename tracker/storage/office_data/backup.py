"""Backups: one tar file with the database, the sealed evidence files, and the keys.

It is encrypted to the recovery keys of the office, unless the keys are left out. The list of
erased requests is left out on purpose: it stays with the office, and is applied again to every
restored backup.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import tracker
from tracker.domain.base.canonical import canonical
from tracker.domain.base.errors import BadInput, Refusal
from tracker.services.ports.recovery import RecoveryKey
from tracker.storage.db.engine import make_engine
from tracker.storage.db.errors import translate_disk_errors
from tracker.storage.db.long_work import MEGABYTE, Begin, Done, untold
from tracker.storage.db.migrate import current, require_known
from tracker.storage.db.snapshot import kind_of, take_snapshot
from tracker.storage.office_data.age import encrypt
from tracker.storage.office_data.backup_times import note_backup
from tracker.storage.office_data.manifest import (
    DATABASE,
    EVIDENCE,
    FORM,
    KEYS,
    LONGEST_MANIFEST,
    MANIFEST,
    SIGNATURE,
    Manifest,
    Part,
    Sign,
)
from tracker.storage.office_data.recovery import RecoveryFile
from tracker.storage.office_data.tar import CHUNK, END, member
from tracker.storage.papers.folder_store import FolderStore
from tracker.storage.papers.paper_store import PaperName, PaperStore, digested

KEY_FILES = "*.key"
UNDER_WAY = ".backup-"
# Longer than a backup of the largest office takes.
LEFT_AFTER_SECONDS = 24 * 3600
# What the shortest part takes in a manifest beside its name, with a comma.
_BESIDE_NAME = len(canonical(Part("", 64 * "0", 0))) + 1


def backup(
    url: str,
    instance: Path,
    target: Path,
    sign: Sign | None,
    *,
    with_keys: bool = True,
    papers: PaperStore | None = None,
    keys_elsewhere: Mapping[str, Path] | None = None,
    begin: Begin = untold,
) -> Manifest:
    """Write a complete backup to `target` while the office keeps working.

    The evidence comes from `papers`, or from the folder; keys that do not lie in the instance from
    `keys_elsewhere`, under their names in the backup. A damaged file of it stops nothing: the
    manifest names it. Any other failure leaves no file.
    Without the keys (`*.key`) it is not encrypted, and nothing private
    can be read from it. An unsigned backup can only be restored by hand. Raises BadInput if
    `target` exists, its folder does not, or there is no recovery key; and Refusal if there is
    nothing to back up or a file changes in the meantime.
    """
    recovery = _require_recovery(instance, target, with_keys=with_keys)
    head, began = _head(url), datetime.now(UTC)
    for place in (target.parent, instance):
        remove_left(place, UNDER_WAY)
    with (
        translate_disk_errors(f"The backup {target}"),
        # The copy of the database is open, so it stays with the database; the disk of the backup
        # may be anywhere, and gets nothing but what is encrypted.
        tempfile.TemporaryDirectory(prefix=UNDER_WAY, dir=instance) as inside,
        tempfile.TemporaryDirectory(prefix=UNDER_WAY, dir=target.parent) as beside,
    ):
        database, written = Path(inside, DATABASE), Path(beside, "backup")
        take_snapshot(url, database, begin)
        keys = _keys(instance, keys_elsewhere or {}) if with_keys else {}
        files = _Files(database, keys, papers or FolderStore(instance / "evidence"))
        manifest = _manifest(url, head, files, recovery, begin, with_keys=with_keys)
        _write(written, _tar(manifest, files, sign, begin), recovery if with_keys else ())
        written.replace(target)
    note_backup(url, began)
    return manifest


def _require_recovery(instance: Path, target: Path, *, with_keys: bool) -> Sequence[RecoveryKey]:
    """Return the keys to which a backup is encrypted. Raises BadInput if none can be made."""
    if target.exists():
        raise BadInput(f"{target} exists already: name a file that does not.")
    if not target.parent.is_dir():
        raise BadInput(f"There is no folder {target.parent}: make it, or name another one.")
    recovery = RecoveryFile(instance).keys()
    if with_keys and not recovery:
        raise BadInput(
            "This office has no recovery key to which a backup could be encrypted: make one by "
            "`tracker recovery new FILE`, or say --without-keys for an open backup that is of use "
            "only beside the keys."
        )
    return recovery


def remove_left(folder: Path, prefix: str) -> int:
    """Remove copies of an office that a killed process left in a folder; return how many."""
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


def _keys(instance: Path, elsewhere: Mapping[str, Path]) -> dict[str, Path]:
    """Return the key files by their names. One elsewhere stands for one that was left behind."""
    found = {file.name: file for file in instance.glob(KEY_FILES)} | dict(elsewhere)
    return dict(sorted(found.items()))


class _Files:
    """The files of a backup, by the names of its parts."""

    def __init__(self, database: Path, keys: Mapping[str, Path], papers: PaperStore) -> None:
        self._others = {DATABASE: database} | {f"{KEYS}{name}": key for name, key in keys.items()}
        self._papers = papers

    def names(self) -> Iterator[str]:
        """Yield the name of every part."""
        yield from self._others
        # After the snapshot: every document that the database names was stored before.
        for paper in self._papers.names():
            yield f"{EVIDENCE}{paper}"

    def open(self, name: str) -> IO[bytes]:
        """Open a file. Raises FileNotFoundError if it is not there."""
        if paper := PaperName.read(name.removeprefix(EVIDENCE)):
            return self._papers.open(paper)
        return self._others[name].open("rb")


def _manifest(
    url: str,
    head: str,
    files: _Files,
    recovery: Sequence[RecoveryKey],
    begin: Begin,
    *,
    with_keys: bool,
) -> Manifest:
    names = [*files.names()]
    # Before the files are read, which may take hours.
    _require_listed(sum(map(len, names)) + len(names) * _BESIDE_NAME)
    parts, damaged = _parts(files, names, begin("files checked", len(names)))
    return Manifest(
        form=FORM,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        program=tracker.__version__,
        head=head,
        kind=kind_of(url),
        keys=with_keys,
        parts=parts,
        recovery=tuple(recovery),
        damaged=damaged,
    )


def _require_listed(length: int) -> None:
    """Raise Refusal if a manifest of so many bytes is longer than a restore reads."""
    if length > LONGEST_MANIFEST:
        raise Refusal(
            "The office has more files than one backup can list: ask for help, and keep a copy of "
            "the whole machine until then."
        )


def _parts(
    files: _Files, names: Iterable[str], done: Done
) -> tuple[tuple[Part, ...], tuple[str, ...]]:
    """Return the parts, and the names of evidence files that are damaged or cannot be read."""
    parts: list[Part] = []
    damaged: list[str] = []
    for name in names:
        of_evidence = name.startswith(EVIDENCE)
        done(1)
        try:
            with files.open(name) as source:
                found = digested(source)
        except FileNotFoundError:
            continue  # a document of a request that was just erased
        except OSError:
            if not of_evidence:
                raise
            damaged.append(name)
            continue
        parts.append(Part(name, found.digest, found.size))
        if of_evidence and not found.whole:
            damaged.append(name)
    return tuple(parts), tuple(damaged)


def _tar(manifest: Manifest, files: _Files, sign: Sign | None, begin: Begin) -> Iterator[bytes]:
    """Yield a backup piece by piece: the manifest, its signature, and the parts in its order."""
    first = manifest.to_bytes()
    _require_listed(len(first))
    done = begin("MB written", sum(part.size for part in manifest.parts), MEGABYTE)
    yield from member(MANIFEST, len(first), [first])
    if sign is not None:
        signature = sign(first)
        yield from member(SIGNATURE, len(signature), [signature])
    for part in manifest.parts:
        yield from member(part.name, part.size, _unchanged(files, part, done))
    yield END


def _unchanged(files: _Files, part: Part, done: Done) -> Iterator[bytes]:
    """Yield the bytes of a part. Raises Refusal if they no longer match the manifest."""
    changed = Refusal(
        f"{part.name} was changed or erased while the backup was made: make it again."
    )
    digest = hashlib.sha256()
    try:
        with files.open(part.name) as source:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                yield chunk
                done(len(chunk))
    except FileNotFoundError:
        raise changed from None
    if digest.hexdigest() != part.digest:
        raise changed


def _write(file: Path, chunks: Iterable[bytes], recovery: Sequence[RecoveryKey]) -> None:
    """Write a new file that only its owner can read, encrypted if there are keys."""
    file.touch(mode=0o600, exist_ok=False)
    with file.open("wb") as out:
        if recovery:
            encrypt(chunks, out, [each.key for each in recovery])
        else:
            out.writelines(chunks)
        out.flush()
        os.fsync(out.fileno())
