"""The sweep of a large office, and the commands of its operator, each as a whole process."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep

import psycopg

from benchmarks.measuring import (
    SECONDS,
    Line,
    Within,
    number,
    require_equal,
    seconds_of_children,
)
from benchmarks.pages import ServedOffice
from benchmarks.scale.scaled_office import ScaledOffice
from tests.offices import BY, a_paper
from tests.postgres import Cluster
from tracker.app import assembly as joined
from tracker.app.backup_signing import log_key_of
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.cases.silence import sweep
from tracker.services.core.recording import record
from tracker.services.ports.cases import RowFilter

A_THOUSAND = 0.65
# Requests that change between two examinations.
CHANGED = 100
_PREWARM = b"SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_prewarm'"
# The largest first: what no longer fits into memory is then of these.
_STORED = (
    b"SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    b"WHERE n.nspname IN ('public', 'pg_toast') AND c.relkind IN ('r', 'i', 't') "
    b"ORDER BY pg_relation_size(c.oid) DESC"
)


def swept(large: ScaledOffice, small: ScaledOffice, due: int, *, read: bool) -> Iterator[Line]:
    """Sweep once; every request that is due gets its missed deadlines.

    The process swept the small office before, as that of the scheduler swept in other nights.
    `read` says whether the tables were read into memory, as those of an office in use are.
    """
    unread = "" if read else ", in tables that were not read before"
    with joined.open_office(small.served.settings) as before:
        sweep(before)
    with joined.open_office(large.served.settings) as office:
        office.premises.state()
        # As the scheduler does once its program is loaded.
        gc.collect()
        gc.freeze()
        began, worked = perf_counter(), process_time()
        done = sweep(office)
        seconds, worked = perf_counter() - began, process_time() - worked
    require_equal("requests that could not be swept", done.failed, ())
    entered = len({one.reference for one in done.entered})
    require_equal("requests that were due and swept", min(entered, due), due)
    each = seconds / max(entered, 1) * 1_000
    yield Line.timed(
        f"sweep, {entered:,} of them due, for a thousand",
        f"{number(each)} s; {number(seconds)} s for {len(done.entered):,} entries, "
        f"{number(worked)} s of processor time without the database’s{unread}",
        Within(each, A_THOUSAND, SECONDS),
    )


def read_into_memory(server: Cluster, office: ScaledOffice) -> bool:
    """Have the system read all tables and indexes. False if the server cannot do that."""
    with psycopg.connect(server.plain_address(office.database), autocommit=True) as connection:
        if connection.execute(_PREWARM).fetchone() == (0,):
            return False
        connection.execute(b"CREATE EXTENSION IF NOT EXISTS pg_prewarm")
        for (stored,) in connection.execute(_STORED).fetchall():
            connection.execute(b"SELECT pg_prewarm(%s::oid::regclass, 'read')", (stored,))
        connection.execute(b"DROP EXTENSION pg_prewarm")
    return True


def upkeep(server: Cluster, large: ScaledOffice) -> Iterator[Line]:
    """Back up, examine all and what changed, restore into another database, and migrate that.

    The office is removed before it is restored, so that the disk need not hold it twice.
    """
    served = large.served
    with TemporaryDirectory(prefix="tracker-scale-") as name:
        file = Path(name) / "backup"
        yield _timed("backup", served, "backup", str(file), "--without-keys")
        yield Line("the backup", f"{file.stat().st_size / 1e6:,.0f} MB")
        yield _timed("migrate, nothing to change", served, "migrate")
        yield _timed("doctor", served, "doctor", "--no-mail")
        changed = _change(served, CHANGED)
        words = ("doctor", "--no-mail", "--changed")
        yield _timed(f"doctor --changed, {changed} changed", served, *words)
        server.drop(large.database)
        shutil.rmtree(served.settings.evidence)
        yield from _restored(server, served, file, Path(name) / "restored")


def _restored(server: Cluster, served: ServedOffice, file: Path, folder: Path) -> Iterator[Line]:
    database = server.create()
    place = {"TRACKER_INSTANCE": str(folder), "TRACKER_DATABASE_URL": server.url(database)}
    restored = ServedOffice(served.settings, {**served.environment, **place})
    key = log_key_of(served.settings)
    yield _timed("restore", restored, "restore", str(file), "--log-key", key)
    file.unlink()
    for key_file in served.settings.instance.glob("*.key"):
        shutil.copy2(key_file, folder)
    _set_back(server.plain_address(database))
    what = "migrate by three steps that make indexes, with its copy"
    yield _timed(what, restored, "migrate")


def _set_back(address: str) -> None:
    """Put a database back before the three newest migrations."""
    with psycopg.connect(address) as connection:
        for name in ("about", "reply_earliest", "held"):
            connection.execute(f"DROP INDEX ix_case_status_{name}".encode())
        for name in ("asked", "reply_earliest", "open"):
            index = f"CREATE INDEX ix_case_status_{name} ON case_status (request)"
            connection.execute(index.encode())
        connection.execute(b"ALTER TABLE office DROP COLUMN servers")
        connection.execute(b"UPDATE alembic_version SET version_num = '021'")


def _change(served: ServedOffice, wanted: int) -> int:
    """Enter something in so many open requests; return how many there were."""
    with joined.open_office(served.settings) as office:
        rows = office.case_rows.rows(RowFilter(), 0, 10 * wanted)[0]
        chosen = [row.reference for row in rows if row.open][:wanted]
        # As the scheduler does each hour, so that the doctor does not miss a sweep.
        sweep(office)
        for reference in chosen:
            event = DocumentReceived(on=DaySpan.on(office.now().date()), channel=Channel.POST)
            record(office, reference, event, [a_paper()], by=BY)
        return len(chosen)


def _timed(what: str, served: ServedOffice, *words: str) -> Line:
    before, began, most = seconds_of_children(), perf_counter(), 0
    process = served.started("tracker", *words)
    while process.poll() is None:
        most = max(most, _most_memory(process.pid))
        sleep(0.2)
    elapsed = perf_counter() - began
    worked = seconds_of_children() - before
    return Line(
        what,
        f"{elapsed / 60:.2f} minutes ({number(elapsed)} s), {number(worked)} s of processor time "
        f"without the database’s, {most / 1_000:,.0f} MB at most, status {process.returncode}",
    )


def _most_memory(pid: int) -> int:
    """Return the most memory that a process had so far, in thousands of bytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
