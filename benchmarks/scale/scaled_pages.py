"""Each kind of page of a large office against the same page of a small one."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial

from flask.testing import FlaskClient

from benchmarks.measuring import (
    MILLISECONDS,
    Job,
    Line,
    Spread,
    Within,
    interleaved,
    number,
    ratio,
)
from benchmarks.scale.scaled_office import ScaledOffice
from benchmarks.traffic import Traffic, listening
from tests.statements import stop_looking
from tests.web.browser import a_new_app, signed_in, somebody
from tracker.app import assembly as joined
from tracker.services.ports.people import RoleName

AT_MOST, SEARCH_MS, ROUNDS = 1.5, 150, 5
# Seconds by which a page may take longer whatever the ratio: of a quick page noise would decide.
LONGER = 0.005
READ = (
    "/?n=1",
    "/blocks?n=1",
    "/blocks/pk-x-2024?n=1",
    "/blocks/pk-x-2024/answers?n=1",
    "/blocks/pk-x-2024/chronology?n=1",
    "/blocks/pk-x-2024/feed.atom?n=1",
    "/bodies?n=1",
    "/bodies/pk-pta?n=1",
    "/compare?n=1",
    "/corrections?n=1",
    "/deadlines?n=1",
    "/laws/pk-raia-2017?n=1",
    "/log",
    "/requests?n=1",
    "/requests?page=5",
    "/requests?body=pk-interior",
    "/requests?phase=refused",
    "/requests/{record}?n=1",
    "/requests/{record}.json?n=1",
    "/requests/{record}/proof.json",
    "/requests/{record}/feed.atom?n=1",
    "/requests/{record}/copies/{copy}.pdf",
    "/requests/{record}/copies/{copy}.jpg",
    "/status?n=1",
    "/feed.atom?n=1",
    "/data?n=1",
    "/api/v1/requests",
    "/api/v1/bodies/pk-pta",
    "/sitemap.xml",
)
SEARCHES = (
    "/search?q=pakistan",
    "/search?q=record+refused",
    "/search?q=order+of+the+commission",
    "/search?q={record}",
    "/search?q=zzzzz",
    "/search?q=information&body=pk-pta",
)
DESK = (
    "/desk",
    "/desk/requests",
    "/desk/requests?page=40",
    "/desk/requests?phase=overdue",
    "/desk/requests?matter=reply",
    "/desk/requests?words=pta",
    "/desk/requests/{request}",
    "/desk/requests/{record}",
    "/desk/requests/{record}/documents",
    "/desk/requests/{record}/papers/{paper}",
    "/desk/requests/{request}/notes",
    "/desk/requests/{request}/letters",
    "/desk/requests/{request}/response",
    "/desk/requests/{request}/publication",
    "/desk/last-days",
    "/desk/reminders",
    "/desk/tasks",
    "/desk/hearings",
    "/desk/doubted",
    "/desk/findings",
    "/desk/matrix",
    "/desk/unsent",
    "/desk/mail",
    "/desk/log-table/sent",
    "/desk/log-table/received",
    "/desk/authorities",
    "/desk/people",
    "/desk/audit",
    "/desk/server",
)


def scaled_pages(large: ScaledOffice, small: ScaledOffice) -> Iterator[Line]:
    """Yield a line for each page, and for each search of the public site."""
    with ExitStack() as opened:
        clients = [opened.enter_context(_clients(office)) for office in (large, small)]
        for address in (*READ, *DESK):
            yield _compared(address, clients, (large, small))
        for address in SEARCHES:
            yield _compared(address, clients, (large, small), most=SEARCH_MS / 1e3)


Clients = tuple[FlaskClient, FlaskClient]


@contextmanager
def _clients(scaled: ScaledOffice) -> Iterator[Clients]:
    """Yield a reader and an administrator, each of the same application."""
    with joined.open_office(scaled.served.settings) as office:
        app = a_new_app(office)
        stop_looking(app)
        person = somebody(office, RoleName.ADMIN, "Ada Admin")
        yield app.test_client(), signed_in(app, office, person).client


def _compared(
    address: str,
    clients: Sequence[Clients],
    offices: Sequence[ScaledOffice],
    most: float | None = None,
) -> Line:
    jobs, traffic = [], list[Traffic]()
    for (reader, worker), office in zip(clients, offices, strict=True):
        client = worker if address.startswith("/desk") else reader
        path = address.format(
            record=office.record, request=office.request, copy=office.copy, paper=office.paper
        )
        status = client.get(path).status_code
        if status != 200:
            return Line(address, f"status {status}", "200", met=False)
        job = Job(partial(client.get, path))
        with listening() as heard:
            job.run()
        jobs.append(job)
        traffic.append(heard)
    longer, seconds = interleaved(ROUNDS, jobs)
    return _line(address, traffic, longer, seconds, most)


def _line(
    address: str,
    traffic: Sequence[Traffic],
    longer: Sequence[float],
    seconds: Sequence[float],
    most: float | None,
) -> Line:
    large, small = Spread.of(longer), Spread.of(seconds)
    times = ratio(longer, seconds)
    said = (
        f"{number(large.middle * 1e3)} / {number(small.middle * 1e3)} ms, "
        f"{number(times.middle)} times; statements {traffic[0].statements} / "
        f"{traffic[1].statements}, rows {traffic[0].rows:,} / {traffic[1].rows:,}"
    )
    if most is not None:
        return Line.timed(address, said, Within(large.middle, most, MILLISECONDS))
    within = Within(large.middle - small.middle, LONGER, MILLISECONDS)
    aim = f"at most {AT_MOST} times, or less than {within.said(LONGER)} longer"
    if times.middle <= AT_MOST:
        return Line(address, said, aim, met=True)
    return Line(address, f"{said}, {within.said(within.seconds)} longer", aim, within=within)
