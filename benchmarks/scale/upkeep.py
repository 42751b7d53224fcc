"""The sweep of a large office, and the commands of its operator, each as a whole process."""

import gc
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measuring import Line, number, require_equal
from benchmarks.pages import ServedOffice
from benchmarks.scale.scaled_office import ScaledOffice
from tests.postgres import Cluster
from tracker.app import assembly as joined
from tracker.app.backup_signing import log_key_of
from tracker.services.cases.silence import sweep

A_THOUSAND = 0.65


def swept(large: ScaledOffice, small: ScaledOffice, due: int) -> Iterator[Line]:
    """Sweep once; every request that is due gets its missed deadlines.

    The process swept the small office before, as that of the scheduler swept in other nights.
    """
    with joined.open_office(small.served.settings) as before:
        sweep(before)
    with joined.open_office(large.served.settings) as office:
        office.premises.state()
        # As the scheduler does once its program is loaded.
        gc.collect()
        gc.freeze()
        began = perf_counter()
        done = sweep(office)
        seconds = perf_counter() - began
    require_equal("requests that could not be swept", done.failed, ())
    entered = len({one.reference for one in done.entered})
    each = seconds / max(entered, 1) * 1_000
    yield Line(
        f"sweep, {entered:,} of them due",
        f"{number(seconds)} s for {len(done.entered):,} entries, {number(each)} s for a thousand",
        f"under {A_THOUSAND} s for a thousand",
        each < A_THOUSAND and entered >= due,
    )


def upkeep(server: Cluster, large: ScaledOffice) -> Iterator[Line]:
    """Back up, restore into another database, migrate without a change, and run the doctor."""
    served = large.served
    with TemporaryDirectory(prefix="tracker-scale-") as name:
        file = Path(name) / "backup"
        yield _timed("backup", served, "backup", str(file), "--without-keys")
        yield Line("the backup", f"{file.stat().st_size / 1e6:,.0f} MB")
        place = {
            "TRACKER_INSTANCE": f"{name}/restored",
            "TRACKER_DATABASE_URL": server.url(server.create()),
        }
        restored = ServedOffice(served.settings, {**served.environment, **place})
        key = log_key_of(served.settings)
        yield _timed("restore", restored, "restore", str(file), "--log-key", key)
    yield _timed("migrate, nothing to change", served, "migrate")
    yield _timed("doctor", served, "doctor", "--no-mail")


def _timed(what: str, served: ServedOffice, *words: str) -> Line:
    began = perf_counter()
    status = served.started("tracker", *words).wait()
    return Line(what, f"{(perf_counter() - began) / 60:.1f} minutes, status {status}")
