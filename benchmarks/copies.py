"""Copies of the public side: the first, one of a day on which little changed, and checking it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlmodel import Session, col, select

from benchmarks.databases import multiply_case
from benchmarks.measuring import Line, Sizes, require_equal
from benchmarks.pages import plain_environment
from tests.web.record_scenes import a_silence
from tracker.app import assembly as joined
from tracker.domain.events.copy import Copy
from tracker.domain.record.record import Record
from tracker.ledger.signed_log import SignedLog
from tracker.services.core.indexing import refresh
from tracker.services.ports.log import LeafSource
from tracker.services.ports.publishing import PublicCopyFile
from tracker.settings import Settings, read_settings
from tracker.storage.db.engine import make_engine
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.log.public_log import wait_for_place
from tracker.storage.publishing.records import publish

ROOT = Path(__file__).parents[1]
PAPER = 20_000
CHANGED = 20
FIRST, DAILY, CHECKED = 300, 10, 60


def copies(sizes: Sizes) -> Iterator[Line]:
    """Return a line for each command, its start included."""
    with TemporaryDirectory(prefix="tracker-bench-") as name:
        settings = read_settings({"TRACKER_INSTANCE": str(Path(name) / "instance")})
        record = _founded(settings, sizes.copied)
        target = Path(name) / "copy"
        about = f"copy of {sizes.copied:,} records"
        first = _run(settings, "export", "--to", str(target))
        yield _line(f"{about}: the first", first, FIRST)
        unchanged = _run(settings, "export", "--to", str(target))
        yield _line(f"{about}: nothing changed", unchanged, DAILY)
        changed = replace(record, as_of=record.as_of + timedelta(1))
        _publish(settings, changed, range(1, CHANGED + 1), version=record.version + 1)
        daily = _run(settings, "export", "--to", str(target))
        yield _line(f"{about}: {CHANGED} records changed", daily, DAILY)
        papers = len(list(target.glob("requests/*/copies/*.pdf")))
        require_equal("papers in the copy", papers, sizes.copied)
        checked = _run(settings, "verify", str(target))
        yield _line(f"{about}: checked", checked, CHECKED)


def _line(what: str, seconds: float, aim: int) -> Line:
    return Line(what, f"{seconds:.1f} s", f"under {aim} s", seconds < aim)


def _run(settings: Settings, *words: str) -> float:
    """Return the seconds of a whole command. Raises CalledProcessError if it fails."""
    ours = plain_environment() | {"TRACKER_INSTANCE": str(settings.instance)}
    began = perf_counter()
    command = [sys.executable, "-m", "tracker", *words]
    subprocess.run(command, cwd=ROOT, env=ours, check=True, stdout=subprocess.PIPE)
    return perf_counter() - began


def _founded(settings: Settings, wanted: int) -> Record:
    """Make an office with published records, a document each; return the first record."""
    joined.found_office(settings, live=False, name="Office of a benchmark", email="")
    with joined.open_office(settings) as office:
        model = a_silence(office)
        record = office.records.record(model)
    engine = make_engine(settings.database_url)
    with engine.begin() as connection:
        multiply_case(connection, model, wanted)
    with Session(engine) as session, session.begin():
        seqs = session.exec(select(EventRow.seq).where(col(EventRow.request) == model)).all()
        for number in range(1, wanted):
            for seq in seqs:
                wait_for_place(session, LeafSource.ENTRY, f"{model}-{number}", seq)
    engine.dispose()
    _publish(settings, record, range(wanted), version=record.version + 1)
    return replace(record, version=record.version + 1)


def _publish(settings: Settings, model: Record, numbers: range, *, version: int) -> None:
    """Publish copies of a record with a paper each, and give them a place in the log."""
    engine = make_engine(settings.database_url)
    with Session(engine) as session, session.begin():
        for number in numbers:
            reference = f"{model.reference}-{number}" if number else model.reference
            paper = _paper(number)
            found = Copy(sha256(paper).hexdigest(), "The paper", 1, 1, len(paper))
            record = replace(model, reference=reference, version=version, copies=(found,))
            publish(session, reference, record, (), (PublicCopyFile(found, paper),))
    with joined.open_log(settings) as log:
        _place_all(log)
    with joined.open_office(settings) as office:
        while refresh(office):
            pass
    engine.dispose()


def _place_all(log: SignedLog) -> None:
    while log.append().added:
        pass


def _paper(number: int) -> bytes:
    return (b"%PDF-1.7 paper " + b"%d " % number).ljust(PAPER, b"-")
