"""Pages of a public record that grew: many records against few, on both databases."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from benchmarks.databases import all_filled, copies_of, filling, found
from benchmarks.measuring import Job, Line, Sizes, interleaved, ratio, require_equal
from benchmarks.traffic import Traffic, listening, same
from tests.offices import an_office
from tests.statements import stop_looking
from tests.web.record_scenes import a_late_answer, a_refusal, a_silence, serve
from tracker.domain.record.record import from_bytes
from tracker.domain.record.tally import tally_of
from tracker.services.core.office import Office
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.publishing import (
    QuestionResultRow,
    RecordBodyRow,
    RecordResultRow,
    RecordRow,
    RecordVersionRow,
)
from tracker.storage.publishing.block_cells import save_cells
from tracker.storage.publishing.record_lines import _add

AT_MOST = 1.5
CALLS = 3
SCENES: Sequence[Callable[[Office], str]] = (a_refusal, a_silence, a_late_answer)
BESIDE = (RecordVersionRow, RecordRow, RecordBodyRow, QuestionResultRow, RecordResultRow)
# What is added to an address has a page made each time.
PAGES = {
    "home": "/?n=1",
    "a block": "/blocks/pk-x-2024?n=1",
    "a request": "/requests/{reference}?n=1",
    "a body": "/bodies/pk-interior?n=1",
    "all bodies": "/bodies?n=1",
    "side by side": "/compare?n=1",
    "the list": "/requests",
    "the list of a body": "/requests?body=pk-interior",
    "the newest as a feed": "/feed.atom",
    "a page of the API": "/api/v1/requests",
}


def growing(sizes: Sizes) -> Iterator[Line]:
    """Return statements, rows and time of each page, on SQLite and, where found, on PostgreSQL."""
    few, many = sizes.few_published, sizes.many_published
    with all_filled(partial(fill, number=few), partial(fill, number=many)) as filled:
        for name, urls in filled.items():
            yield from _compared(f"{name}, {many:,} / {few:,} records", urls, sizes)


def _compared(about: str, urls: Sequence[str], sizes: Sizes) -> Iterator[Line]:
    with ExitStack() as opened:
        less, more = (opened.enter_context(_reader(url)) for url in urls)
        for name, address in PAGES.items():
            jobs = [_job(reader, address) for reader in (less, more)]
            before, after = (_traffic(job) for job in jobs)
            seconds, longer = interleaved(sizes.page_rounds, jobs)
            yield same(f"{name}, {about}: statements", after.statements, before.statements)
            yield same(f"{name}, {about}: rows read", after.rows, before.rows)
            spread = ratio(longer, seconds)
            said = spread.said("times the time")
            met = spread.middle <= AT_MOST
            yield Line(f"{name}, {about}: time", said, f"at most {AT_MOST}", met)


Reader = tuple[FlaskClient, str]


@contextmanager
def _reader(url: str) -> Iterator[Reader]:
    """Yield a reader of the pages of an office, and the record that is opened."""
    with (
        TemporaryDirectory() as folder,
        an_office(Path(folder), url=url) as (office, _),
    ):
        models = office.records.published_after("", len(SCENES))
        client = serve(office)
        stop_looking(client.application)
        yield client, min(from_bytes(content).reference for _, content in models)


def _job(reader: Reader, address: str) -> Job:
    client, reference = reader
    path = address.format(reference=reference)

    def run() -> None:
        for _ in range(CALLS):
            require_equal(f"the status of {path}", client.get(path).status_code, 200)

    return Job(run, CALLS)


def _traffic(job: Job) -> Traffic:
    """Return the traffic of one run, after a run that fills the caches."""
    job.run()
    with listening() as traffic:
        job.run()
    return traffic


def fill(url: str, *, number: int) -> None:
    """Create an office with public records: a few published, the others copies of them."""
    with TemporaryDirectory() as folder:
        found(url, Path(folder))
        with an_office(Path(folder), url=url) as (office, _):
            models = [scene(office) for scene in SCENES]
    more = number // len(models) - 1
    with filling(url) as engine, Session(engine) as session, session.begin():
        for model in models:
            _multiply(session, model, more)


def _multiply(session: Session, model: str, more: int) -> None:
    """Copy a record with its lines, mixed with those of others as in an office, and add them to
    the sums."""
    for table, key in ((RequestRow, "reference"), *((table, "request") for table in BESIDE)):
        session.connection().execute(copies_of(table, key, model, more, mixed=True))
    add_sums(session, model, more)


def add_sums(session: Session, model: str, more: int) -> None:
    """Add to the sums and cells what so many copies of a record add."""
    wanted = select(RecordVersionRow.content).where(col(RecordVersionRow.request) == model)
    newest = session.exec(wanted.order_by(col(RecordVersionRow.version).desc())).first()
    assert newest is not None
    added = tally_of(from_bytes(newest))
    sums = {place: {key: n * more for key, n in counts.items()} for place, counts in added.items()}
    _add(session, {}, sums)
    save_cells(session, {}, sums)
