"""Looks after what is kept: whether it answers, whether it is whole, and a copy before changes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import col, select

from tracker.domain.errors import Refusal
from tracker.storage.backup import backup
from tracker.storage.engine import make_engine
from tracker.storage.erasures import NAME as ERASED
from tracker.storage.evidence import EvidenceArchive
from tracker.storage.guards import guard_names, guards, strange_triggers
from tracker.storage.logged import unlike_the_log
from tracker.storage.manifest import Sign
from tracker.storage.migrate import current, head
from tracker.storage.published import rebuild, strays
from tracker.storage.register import Register
from tracker.storage.snapshot import is_empty
from tracker.storage.tables import PaperRow, RequestRow
from tracker.storage.transactions import Transactions

COPIES = "backups"
SET_ASIDE = "replaced-*"


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the database answers, and whether it has the tables that this program needs."""

    database: bool
    migration: bool
    problems: tuple[str, ...] = ()


def check(url: str) -> Answer:
    """Ask the database whether it is there; quick enough for every minute."""
    engine = make_engine(url, read_only=True)
    try:
        stands = current(engine)
    except Refusal as refusal:
        return Answer(database=False, migration=False, problems=(str(refusal),))
    finally:
        engine.dispose()
    if stands == head():
        return Answer(database=True, migration=True)
    problem = f"The database stands at {stands or 'no revision'} instead of {head()}."
    return Answer(database=True, migration=False, problems=(problem,))


def copy_before_migration(url: str, instance: Path, sign: Sign | None) -> Path | None:
    """Make an open backup in the instance folder if the database is about to change, and return
    its file; None if it is not."""
    if is_empty(url):
        return None
    engine = make_engine(url, read_only=True)
    try:
        stands = current(engine)
    finally:
        engine.dispose()
    if stands is None or stands == head():
        return None
    folder = instance / COPIES
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    copy = folder / f"before-{head()}-{moment}.tar"
    backup(url, instance, copy, sign, with_keys=False)
    return copy


def copies_of_erased(instance: Path) -> list[str]:
    """The copies in the instance folder that were made before the last erasure, and still hold
    the key of whoever was erased."""
    erased = instance / ERASED
    if not erased.exists():
        return []
    last = erased.stat().st_mtime
    copies = sorted((*instance.glob(f"{COPIES}/*"), *instance.glob(SET_ASIDE)))
    return [
        f"{copy.relative_to(instance)} is older than the last erasure and may hold who was "
        "erased: destroy it."
        for copy in copies
        if copy.stat().st_mtime < last
    ]


def examine(cases: Register, archive: EvidenceArchive, transactions: Transactions) -> list[str]:
    """Read everything once, every history, paper and guard; what is wrong, if anything."""
    problems = _guards_wrong(transactions)
    for reference in cases.references():
        try:
            with cases.look(reference) as case:
                case.applicant()
        except Refusal as refusal:
            problems.append(str(refusal))
    for reference, digest in _papers(transactions):
        try:
            archive.read(reference, digest)
        except Refusal as refusal:
            problems.append(str(refusal))
    with transactions.reading() as session:
        return [*problems, *strays(session), *unlike_the_log(session)]


def derive_anew(transactions: Transactions) -> None:
    """Drop what is derived of the public records, their lines and sums, and build it anew."""
    with transactions.writing() as session:
        rebuild(session)


def _guards_wrong(transactions: Transactions) -> list[str]:
    with transactions.readers.connect() as connection:
        missing = guard_names(connection) - guards(connection)
        strange = strange_triggers(connection)
    return [
        *(
            f"The guard {name} is missing or changed: run `tracker migrate`, and find out why."
            for name in sorted(missing)
        ),
        *(
            f"The trigger {name} is none of this program's: drop it, and find out who made it."
            for name in sorted(strange)
        ),
    ]


def _papers(transactions: Transactions) -> list[tuple[str, str]]:
    """Papers that can still be read: those of requests whose key was not destroyed."""
    wanted = (
        select(PaperRow.request, PaperRow.digest)
        .join(RequestRow, col(RequestRow.reference) == col(PaperRow.request))
        .where(sa.not_(col(RequestRow.key).is_(None)))
        .order_by(col(PaperRow.request), col(PaperRow.digest))
    )
    with transactions.reading() as session:
        return list(session.exec(wanted).all())
