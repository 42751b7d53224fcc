"""Puts a backup back: looked at whole before anything is touched, and nothing old thrown away."""

import base64
import json
import os
import re
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.domain.errors import BadInput, Refusal
from tracker.storage.cases.erasing import TOUCHED, erase, remove_papers
from tracker.storage.db.erasures import Erasures
from tracker.storage.db.errors import clear_disk_trouble
from tracker.storage.db.migrate import require_known
from tracker.storage.db.passphrase import CHUNK, unseal_stream
from tracker.storage.db.snapshot import (
    SQLITE,
    check_sqlite,
    file_of,
    is_empty,
    kind_of,
    put_back_postgresql,
    take_snapshot,
)
from tracker.storage.db.transactions import Transactions
from tracker.storage.office_data.backup import KEY_FILES, remove_left
from tracker.storage.office_data.manifest import (
    DATABASE,
    EVIDENCE,
    KEYS,
    Manifest,
    check_parts,
    read_manifest,
)
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.public.alerts import LEFT, remove
from tracker.storage.public.alerts import TOUCHED as OF_READERS

SEALED_FILE = re.compile(r"evidence/[0-9a-f]{2}/[0-9a-f]{62}-[0-9A-Za-z-]{1,64}")
KEY_FILE = re.compile(r"[0-9A-Za-z_-]+\.key")
BESIDE_SQLITE = ("", "-wal", "-shm")
RESTORING = ".restoring-"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `set_aside` is where the things lie that stood there before."""

    manifest: Manifest
    keys: tuple[str, ...]
    erased: tuple[str, ...]
    set_aside: Path | None


def restore(
    file: Path, url: str, instance: Path, passphrase: str | None = None, *, overwrite: bool = False
) -> Restored:
    """Restore a backup into an empty office, or over one where `overwrite` says so.

    Every part is checked and opened first. The database is brought to this program's tables, and
    every erasure that this office ever made is applied to it anew. Raises Refusal.
    """
    with clear_disk_trouble(f"The restored office in {instance}"), _opened(file) as archive:
        manifest = read_manifest(archive)
        _require_fit(manifest, url)
        _require_sealed(manifest, passphrase)
        check_parts(archive, manifest)
        empty = _is_free(url, instance)
        if not empty and not overwrite:
            raise Refusal(
                f"There is an office in {instance} already: restore into an empty place, or say "
                "that it may be overwritten (--replace); what stands there is then set aside."
            )
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=RESTORING, dir=instance) as folder:
            staged = Path(folder)
            keys = _unpack(archive, manifest, staged, passphrase)
            _remove_erased(staged / "evidence", instance)
            erased = _settle(f"sqlite:///{staged / DATABASE}", instance) if _sqlite(url) else ()
            held = not empty or any(instance.glob(KEY_FILES))
            set_aside = _set_aside(url, instance) if held else None
            _move_in(staged, url, instance)
    if not _sqlite(url):
        erased = _settle(url, instance)
    return Restored(manifest, keys, erased, set_aside)


def remove_half_restored(instance: Path) -> int:
    """Remove what a restore that was killed had unpacked; how many folders that were."""
    return remove_left(instance, RESTORING)


def _sqlite(url: str) -> bool:
    return kind_of(url) == SQLITE


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise BadInput(f"There is no backup {file}: check its name.") from error
    except zipfile.BadZipFile as error:
        raise BadInput(f"{file} is no backup, or it was cut off: take another one.") from error


def _require_fit(manifest: Manifest, url: str) -> None:
    if manifest.kind != kind_of(url):
        raise BadInput(
            f"The backup holds a {manifest.kind} database, and this office uses {kind_of(url)}: "
            "set the office's database address accordingly."
        )
    require_known(manifest.head)
    for part in manifest.parts:
        if part.name not in (DATABASE, KEYS) and not SEALED_FILE.fullmatch(part.name):
            raise Refusal(f"The backup holds a strange part ({part.name!r}): it was forged.")


def _require_sealed(manifest: Manifest, passphrase: str | None) -> None:
    """Whoever has the words expects them to be needed: an open backup may be anybody's."""
    if passphrase is not None and manifest.passphrase is None:
        raise Refusal(
            "A passphrase was given, and this backup is not under one: it is another backup, or "
            "it was forged. Restore it without a passphrase only if you know who made it."
        )


def _is_free(url: str, instance: Path) -> bool:
    """Whether nothing of an office is there yet; a key put there beforehand does no harm."""
    return is_empty(url) and not any((instance / "evidence").glob("*"))


def _unpack(
    archive: zipfile.ZipFile, manifest: Manifest, staged: Path, passphrase: str | None
) -> tuple[str, ...]:
    """Open every part into a folder of its own; the names of the keys among them."""
    key = None
    if manifest.passphrase is not None:
        if passphrase is None:
            raise BadInput("The backup is under a passphrase: give it.")
        key = manifest.passphrase.key(passphrase)
    for part in manifest.parts:
        target = staged / part.name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.touch(mode=0o600, exist_ok=False)
        with archive.open(part.name) as source, target.open("wb") as out:
            if key is not None and not part.name.startswith(EVIDENCE):
                unseal_stream(source, out, key, part.name)
            else:
                shutil.copyfileobj(source, out, CHUNK)
            out.flush()
            os.fsync(out.fileno())
    return _unpack_keys(staged) if manifest.keys else ()


def _unpack_keys(staged: Path) -> tuple[str, ...]:
    held: dict[str, str] = json.loads((staged / KEYS).read_bytes())
    (staged / KEYS).unlink()
    for name, encoded in held.items():
        if not KEY_FILE.fullmatch(name):
            raise Refusal(f"The backup holds a key with a strange name ({name!r}): it was forged.")
        (staged / name).touch(mode=0o600)
        (staged / name).write_bytes(base64.b64decode(encoded))
    return tuple(held)


def _settle(url: str, instance: Path) -> tuple[str, ...]:
    """Bring a restored database up to date, and erase in it whoever was erased here or left."""
    if _sqlite(url):
        check_sqlite(file_of(url))
    migrate(url)
    erased, left = Erasures(instance).references(), Erasures(instance, LEFT).references()
    transactions = Transactions(url)
    try:
        with transactions.writing() as session:
            for reference in erased:
                erase(session, reference)
            remove(session, left)
        if erased or left:
            transactions.scrub((*TOUCHED, *OF_READERS))
    finally:
        transactions.close()
    return erased


def _remove_erased(evidence: Path, instance: Path) -> None:
    """Leave out of a restored office the papers of whoever was erased here."""
    for reference in Erasures(instance).references():
        remove_papers(evidence, reference)


def _set_aside(url: str, instance: Path) -> Path:
    """Move what stands there into a folder of its own, the database of a server as a snapshot."""
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


def _move_in(staged: Path, url: str, instance: Path) -> None:
    """The database first: where it fails, evidence and keys are not in the way of another try."""
    if _sqlite(url):
        file_of(url).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.move(staged / DATABASE, file_of(url))
    else:
        put_back_postgresql(url, staged / DATABASE)
    if (staged / "evidence").exists():
        (staged / "evidence").replace(instance / "evidence")
    for key in staged.glob(KEY_FILES):
        key.replace(instance / key.name)
