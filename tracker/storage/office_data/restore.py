"""The restore of a backup, which checks all of it first and keeps what it replaces."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy.exc import DBAPIError
from sqlmodel import update

from tracker.domain.base.errors import BadInput, Refusal
from tracker.storage.cases.erasing import ERASED_TABLES, erase
from tracker.storage.db.erasures import Erased, ErasureFile, Erasures, ErasureTable
from tracker.storage.db.errors import translate_disk_errors
from tracker.storage.db.long_work import MEGABYTE, Begin, Done, untold
from tracker.storage.db.migrate import require_known
from tracker.storage.db.snapshot import (
    SQLITE,
    check_sqlite,
    file_of,
    is_empty,
    kind_of,
    put_back_postgresql,
    take_snapshot,
)
from tracker.storage.db.tables.office import OfficeRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.office_data.age import LONGEST_BEGINNING, decrypted, is_age
from tracker.storage.office_data.backup import KEY_FILES, UNDER_WAY, remove_left
from tracker.storage.office_data.manifest import (
    DATABASE,
    EVIDENCE,
    KEYS,
    MANIFEST,
    Check,
    Manifest,
    read_end,
    read_manifest,
    read_part,
)
from tracker.storage.office_data.recovery import RecoveryFile
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.papers.folder_store import FolderStore
from tracker.storage.papers.paper_store import digested
from tracker.storage.public.alerts import ALERT_TABLES as OF_READERS
from tracker.storage.public.alerts import remove

# The first bytes of a backup in the former form, a ZIP.
FORMER = b"PK"
BESIDE_SQLITE = ("", "-wal", "-shm")
RESTORING = ".restoring-"


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore. `set_aside` is the folder with what was replaced.

    `damaged` names the evidence files that were damaged already when the backup was made, and
    `strange_keys` the keys that are other ones elsewhere: those of the backup are in the instance.
    """

    manifest: Manifest
    keys: tuple[str, ...]
    erased: tuple[str, ...]
    set_aside: Path | None
    damaged: tuple[str, ...]
    strange_keys: tuple[str, ...] = ()


def restore(
    file: Path,
    url: str,
    instance: Path,
    check: Check,
    identities: Sequence[str] = (),
    *,
    overwrite: bool = False,
    keys_elsewhere: Mapping[str, Path] | None = None,
    begin: Begin = untold,
) -> Restored:
    """Restore a backup into an empty office, or over an existing one if `overwrite` is set.

    `check` checks the signature before any part is read, and every part is compared with the
    manifest before anything is changed. The database is migrated to this program's tables, and
    every erasure that this office ever made is applied to it again. A key that lies elsewhere is
    not put into the instance if it is the same. Raises Refusal for a backup that does not fit, is
    damaged or is not trusted.
    """
    with translate_disk_errors(f"The restored office in {instance}"), ExitStack() as stack:
        with _opened(file, identities) as source:
            manifest = read_manifest(source, check)
            _require_fit(manifest, url)
            free = _require_free(url, instance, overwrite=overwrite)
            staged = stack.enter_context(_staging(instance))
            _unpack(source, manifest, staged, begin)
        _take_lists(url, instance)
        _remove_erased(staged / "evidence", instance)
        damaged = _damaged(manifest, staged)
        erased = _settle(f"sqlite:///{staged / DATABASE}", instance, begin) if _sqlite(url) else ()
        empty = free and not any(instance.glob(KEY_FILES))
        set_aside = None if empty else _set_aside(url, instance)
        strange = _keep_elsewhere(staged / KEYS, keys_elsewhere or {})
        _move_in(staged, url, instance, begin)
        _keep_recovery(manifest, instance)
    if not _sqlite(url):
        erased = _settle(url, instance, begin)
    return Restored(manifest, manifest.key_files, erased, set_aside, damaged, strange)


def read_backup(file: Path, check: Check, identities: Sequence[str]) -> Manifest:
    """Read a backup to its end, as a restore does, and write nothing; return its manifest.

    Raises Refusal if it does not open, is damaged or is not trusted.
    """
    with _opened(file, identities) as source:
        manifest = read_manifest(source, check)
        for part in manifest.parts:
            read_part(source, part, len)
        read_end(source)
    return manifest


def remove_half_restored(instance: Path) -> int:
    """Remove folders that a killed restore or backup left; return how many."""
    return remove_left(instance, RESTORING) + remove_left(instance, UNDER_WAY)


def _sqlite(url: str) -> bool:
    return kind_of(url) == SQLITE


@contextmanager
def _opened(file: Path, identities: Sequence[str]) -> Iterator[IO[bytes]]:
    """Open a backup for reading, decrypting it if needed."""
    try:
        raw = file.open("rb")
    except FileNotFoundError:
        raise BadInput(f"There is no backup {file}: check its name.") from None
    with raw:
        beginning = raw.peek(LONGEST_BEGINNING)
        if beginning.startswith(FORMER):
            raise Refusal(
                f"{file} was made by an earlier version of the program, in a form that this one "
                "does not read: restore it with that version."
            )
        if is_age(beginning):
            with decrypted(raw, _needed(identities)) as source:
                yield source
            return
        if not beginning.startswith(MANIFEST.encode()):
            raise BadInput(f"{file} is no backup, or it was cut off: take another one.")
        if identities:
            raise Refusal(
                "An identity was given, and this backup is not encrypted: it is another backup "
                "than you mean, or an open one, which is restored without --identity."
            )
        yield raw


def _needed(identities: Sequence[str]) -> Sequence[str]:
    if not identities:
        raise BadInput(
            "The backup is encrypted: name the file of a recovery identity by --identity, or - to "
            "type the words of a recovery key."
        )
    return identities


@contextmanager
def _staging(instance: Path) -> Iterator[Path]:
    """Create a temporary folder in the instance, and yield it.

    At the end it is removed, and so is a new instance in which nothing was put.
    """
    made = not instance.exists()
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(prefix=RESTORING, dir=instance) as folder:
            yield Path(folder)
    finally:
        if made:
            with suppress(OSError):
                instance.rmdir()


def _require_fit(manifest: Manifest, url: str) -> None:
    if manifest.kind != kind_of(url):
        raise BadInput(
            f"The backup holds a {manifest.kind} database, and this office uses {kind_of(url)}: "
            "set the office's database address accordingly."
        )
    require_known(manifest.head)


def _require_free(url: str, instance: Path, *, overwrite: bool) -> bool:
    """Return whether there is no office. Raises Refusal if there is one that must stay."""
    free = _is_free(url, instance)
    if not free and not overwrite:
        raise Refusal(
            f"There is an office in {instance} already: restore into an empty place, or say that "
            "it may be overwritten (--replace); what stands there is then set aside."
        )
    return free


def _is_free(url: str, instance: Path) -> bool:
    """Return whether there is no data of an office yet. A key put there beforehand is fine."""
    return is_empty(url) and not any((instance / "evidence").glob("*"))


def _unpack(source: IO[bytes], manifest: Manifest, staged: Path, begin: Begin) -> None:
    """Write every part into a folder, and read on to the end of the backup."""
    done = begin("MB unpacked", sum(part.size for part in manifest.parts), MEGABYTE)
    for part in manifest.parts:
        target = staged / part.name
        for folder in (target.parent.parent, target.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        target.touch(mode=0o600, exist_ok=False)
        with target.open("wb") as out:
            read_part(source, part, partial(_write, out, done))
            out.flush()
            os.fsync(out.fileno())
    read_end(source)


def _write(out: IO[bytes], done: Done, chunk: bytes) -> None:
    done(out.write(chunk))


def _damaged(manifest: Manifest, staged: Path) -> tuple[str, ...]:
    """Return the names of evidence files that the backup lacks, or that are damaged in it."""
    parts = {part.name for part in manifest.parts if part.name.startswith(EVIDENCE)}
    left = (name for name in parts if (staged / name).exists())
    found = {name for name in left if not _is_whole(staged / name)}
    return tuple(sorted(found | (set(manifest.damaged) - parts)))


def _is_whole(file: Path) -> bool:
    with file.open("rb") as source:
        return digested(source).whole


def _settle(url: str, instance: Path, begin: Begin) -> tuple[str, ...]:
    """Migrate a restored database, and repeat the erasures made here; return the erased requests.

    Readers who unsubscribed here are deleted too.
    """
    if _sqlite(url):
        check_sqlite(file_of(url))
    migrate(url, begin)
    transactions = Transactions(url)
    try:
        erased, left = (_of_both(transactions, instance, kind) for kind in Erased)
        with transactions.writing() as session:
            for reference in erased:
                erase(session, reference)
            remove(session, left)
            # Nobody has examined what a backup brought back.
            session.exec(update(OfficeRow).values(examined=None))
        if erased or left:
            transactions.scrub((*ERASED_TABLES, *OF_READERS))
    finally:
        transactions.close()
    return erased


def _of_both(transactions: Transactions, instance: Path, kind: Erased) -> tuple[str, ...]:
    """Return what the file or the restored table lists, once each has what the other has."""
    file = ErasureFile(instance, kind)
    Erasures(file, ErasureTable(transactions, kind)).share()
    return file.references()


def _take_lists(url: str, instance: Path) -> None:
    """Add to the files what only the table of the present database lists.

    A damaged or older database has no such table: the files and the bucket are left then.
    """
    if is_empty(url):
        return
    with closing(Transactions(url)) as present, suppress(Refusal, DBAPIError):
        for kind in Erased:
            file = ErasureFile(instance, kind)
            known = set(file.references())
            if missing := [e for e in ErasureTable(present, kind).references() if e not in known]:
                file.add(missing)


def _remove_erased(evidence: Path, instance: Path) -> None:
    """Delete from the restored evidence the documents of requests erased here."""
    FolderStore(evidence).remove_all_of(ErasureFile(instance).references())


def _set_aside(url: str, instance: Path) -> Path:
    """Move the present data into a folder; of a database server it stores a snapshot."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    aside = Path(tempfile.mkdtemp(prefix=f"replaced-{moment}-", dir=instance))
    if _sqlite(url):
        for ending in BESIDE_SQLITE:
            _move(file_of(url).with_name(file_of(url).name + ending), aside)
    elif not is_empty(url):
        take_snapshot(url, aside / DATABASE)
    _move(instance / "evidence", aside)
    for key in instance.glob(KEY_FILES):
        shutil.copy2(key, aside)
    return aside


def _move(what: Path, folder: Path) -> None:
    if what.exists():
        shutil.move(what, folder / what.name)


def _move_in(staged: Path, url: str, instance: Path, begin: Begin) -> None:
    """Put the restored data in place.

    The database goes first: if that fails, evidence and keys do not block another attempt.
    """
    if _sqlite(url):
        file_of(url).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(staged / DATABASE, file_of(url))
    else:
        put_back_postgresql(url, staged / DATABASE, begin)
    if (staged / "evidence").exists():
        (staged / "evidence").replace(instance / "evidence")
    for key in (staged / KEYS).glob(KEY_FILES):
        key.replace(instance / key.name)


def _keep_elsewhere(keys: Path, elsewhere: Mapping[str, Path]) -> tuple[str, ...]:
    """Remove restored keys that lie elsewhere already; return the names of those that differ."""
    strange = []
    for key in sorted(keys.glob(KEY_FILES)):
        there = elsewhere.get(key.name)
        if there and there.read_bytes().strip() == key.read_bytes().strip():
            key.unlink()
        elif there:
            strange.append(key.name)
    return tuple(strange)


def _keep_recovery(manifest: Manifest, instance: Path) -> None:
    """Take over the recovery keys of the backup if the instance has no list of its own."""
    recovery = RecoveryFile(instance)
    if manifest.recovery and not recovery.exists():
        recovery.write(manifest.recovery)
