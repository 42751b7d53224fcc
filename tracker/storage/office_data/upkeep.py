"""Maintenance of the database: health, full check, migration, and a backup before it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlmodel import Session

from tracker.domain.base.errors import Refusal
from tracker.storage.db.engine import make_engine
from tracker.storage.db.erasures import Erased
from tracker.storage.db.histories import add_kinds
from tracker.storage.db.long_work import Begin, untold
from tracker.storage.db.migrate import current, head, require_known, upgrade
from tracker.storage.db.snapshot import is_empty
from tracker.storage.db.transactions import Transactions
from tracker.storage.office_data.age import LONGEST_BEGINNING, is_age
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.manifest import Sign
from tracker.storage.public.search_words import words_on
from tracker.storage.publishing.record_lines import rebuild, recount

_COPIES = "backups"
SET_ASIDE = "replaced-*"


@dataclass(frozen=True, slots=True)
class _Answer:
    """Whether the database responds, and has the tables that this program needs."""

    database: bool
    migration: bool
    problems: tuple[str, ...] = ()


def migrate(url: str, begin: Begin = untold) -> str | None:
    """Migrate the database to the newest tables and counting rules; return the revision before.

    Raises Refusal if another version of the program made it.
    """
    return upgrade(url, partial(_derive, begin=begin), begin)


def _derive(session: Session, begin: Begin) -> None:
    add_kinds(session)
    words_on(session.get_bind().dialect.name).make_table(session)
    recount(session, begin)


def check_database(url: str) -> _Answer:
    """Return the health of the database. Fast enough to be called every minute."""
    engine = make_engine(url, read_only=True)
    try:
        stands = current(engine)
    except Refusal as refusal:
        return _Answer(database=False, migration=False, problems=(str(refusal),))
    finally:
        engine.dispose()
    if stands == head():
        return _Answer(database=True, migration=True)
    problem = f"The database stands at {stands or 'no revision'} instead of {head()}."
    return _Answer(database=True, migration=False, problems=(problem,))


def copy_before_migration(
    url: str, instance: Path, sign: Sign | None, begin: Begin = untold
) -> Path | None:
    """Back the database up into the instance folder if a migration is about to change it.

    Returns None if nothing will change. Raises Refusal if another version of the program made it.
    """
    if is_empty(url):
        return None
    engine = make_engine(url, read_only=True)
    try:
        stands = current(engine)
    finally:
        engine.dispose()
    if stands is None or stands == head():
        return None
    require_known(stands)
    folder = instance / _COPIES
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    copy = folder / f"before-{head()}-{moment}.tar"
    backup(url, instance, copy, sign, with_keys=False, begin=begin)
    return copy


def newest_encrypted_backup(instance: Path) -> Path | None:
    """Return the newest backup in the instance's own folder that a recovery key opens."""
    files = [file for file in (instance / _COPIES).glob("*") if file.is_file()]
    for file in sorted(files, key=lambda each: each.stat().st_mtime, reverse=True):
        with file.open("rb") as source:
            if is_age(source.peek(LONGEST_BEGINNING)):
                return file
    return None


def copies_of_erased(instance: Path) -> list[str]:
    """Return a sentence for each copy in the instance that may hold an erased person's key."""
    erased = instance / Erased.REQUESTS.file
    if not erased.exists():
        return []
    last = erased.stat().st_mtime
    copies = sorted((*instance.glob(f"{_COPIES}/*"), *instance.glob(SET_ASIDE)))
    return [
        f"{copy.relative_to(instance)} is older than the last erasure and may hold who was "
        "erased: destroy it."
        for copy in copies
        if copy.stat().st_mtime < last
    ]


def rebuild_derived(transactions: Transactions) -> None:
    """Delete and rebuild what is derived from the public records."""
    with transactions.writing() as session:
        rebuild(session)
