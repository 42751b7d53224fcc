"""The queries of a watch: the exact addresses to open, with every parameter given.

The same query always has the same address: its parameters are sorted by name. The program never
opens an address; a person does, and hands in the answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

from tracker.domain.law.block import Block, BlockWatch, MeasurementSource

# If no end is known, so many days from the first day are asked about.
_WITHOUT_END = 60
# Days before and after a known edge: by network, and by the hour.
_NETWORK_DAYS, _HOUR_DAYS = 14, 3
IODA_LIMIT, RADAR_LIMIT = 500, 100
# As many digits as the seconds since 1970 have until the year 2286.
_EPOCH_DIGITS = 10


class Service(StrEnum):
    """The address of one list of a source, without its parameters."""

    OONI_COUNTS = "https://api.ooni.io/api/v1/aggregation"
    OONI_INCIDENTS = "https://api.ooni.io/api/v1/incidents/search"
    IODA_EVENTS = "https://api.ioda.inetintel.cc.gatech.edu/v2/outages/events"
    IODA_ALERTS = "https://api.ioda.inetintel.cc.gatech.edu/v2/outages/alerts"
    RADAR_OUTAGES = "https://api.cloudflare.com/client/v4/radar/annotations/outages"


class QueryKind(StrEnum):
    """What the rows of an answer are."""

    DAYS = "days"
    NETWORKS = "networks"
    HOURS = "hours"
    INCIDENTS = "incidents"
    EVENTS = "events"
    ALERTS = "alerts"
    OUTAGES = "outages"


_SOURCES = {
    Service.OONI_COUNTS: MeasurementSource.OONI,
    Service.OONI_INCIDENTS: MeasurementSource.OONI,
    Service.IODA_EVENTS: MeasurementSource.IODA,
    Service.IODA_ALERTS: MeasurementSource.IODA,
    Service.RADAR_OUTAGES: MeasurementSource.CLOUDFLARE,
}
_KINDS = {
    Service.OONI_INCIDENTS: QueryKind.INCIDENTS,
    Service.IODA_EVENTS: QueryKind.EVENTS,
    Service.IODA_ALERTS: QueryKind.ALERTS,
    Service.RADAR_OUTAGES: QueryKind.OUTAGES,
}


@dataclass(frozen=True, slots=True)
class WatchQuery:
    """One query to a source; a parameter may be there more than once."""

    service: Service
    parameters: tuple[tuple[str, str], ...]

    @property
    def source(self) -> MeasurementSource:
        """Return whom the query is to."""
        return _SOURCES[self.service]

    @property
    def kind(self) -> QueryKind:
        """Return what the rows of its answer are."""
        if known := _KINDS.get(self.service):
            return known
        if self.one("axis_y") == "probe_asn":
            return QueryKind.NETWORKS
        return QueryKind.HOURS if self.one("time_grain") == "hour" else QueryKind.DAYS

    @property
    def address(self) -> str:
        """Return the whole address."""
        return f"{self.service}?{urlencode(self.parameters)}"

    @property
    def shown_at(self) -> str:
        """Return the address of the source's own page about it, empty if it has none."""
        if self.service is Service.OONI_COUNTS:
            return f"https://explorer.ooni.org/chart/mat?{urlencode(self.parameters)}"
        if self.source is MeasurementSource.IODA:
            span = urlencode({"from": self.one("from"), "until": self.one("until")})
            place = self.one("entityCode")
            return f"https://ioda.inetintel.cc.gatech.edu/country/{place}?{span}"
        if self.source is MeasurementSource.CLOUDFLARE:
            return "https://radar.cloudflare.com/outage-center"
        return ""

    @property
    def country(self) -> str:
        """Return the country asked about, in two capital letters."""
        names = ("probe_cc", "country_code", "entityCode", "location")
        return next((value for name, value in self.parameters if name in names), "")

    @property
    def domains(self) -> tuple[str, ...]:
        """Return the domains asked about."""
        return tuple(
            domain
            for name, value in self.parameters
            if name == "domain"
            for domain in value.split(",")
        )

    @property
    def since(self) -> datetime:
        """Return the first moment asked about."""
        return _moment(self.one("since") or self.one("from") or self.one("dateStart"))

    @property
    def until(self) -> datetime:
        """Return the moment before which everything lies that was asked about."""
        return _moment(self.one("until") or self.one("dateEnd"))

    def one(self, name: str) -> str:
        """Return the value of a parameter, empty if there is none."""
        return dict(self.parameters).get(name, "")


def query_at(address: str) -> WatchQuery:
    """Return the query with an address.

    Raises ValueError if no watch could have this address.
    """
    service, _, parameters = address.partition("?")
    query = WatchQuery(Service(service), tuple(parse_qsl(parameters, strict_parsing=True)))
    if query.address != address:
        raise ValueError("the parameters are not in the form that a watch gives them")
    if query.service is not Service.OONI_INCIDENTS and query.since >= query.until:
        raise ValueError("the time asked about is empty")
    return query


def watch_queries(block: Block) -> tuple[WatchQuery, ...]:
    """Return every query of the watches of a block, in their order."""
    return tuple(query for watch in block.watches for query in _queries(block, watch))


def _queries(block: Block, watch: BlockWatch) -> Iterator[WatchQuery]:
    if watch.of is MeasurementSource.OONI:
        yield from _of_ooni(block, watch)
        return
    margin = timedelta(days=watch.margin_days)
    # An outage ends within its last day, so that day is asked about whole.
    since, until = block.since - margin, _end(block) + margin + timedelta(days=1)
    place = block.country.upper()
    if watch.of is MeasurementSource.IODA:
        asked = {
            "entityType": "country",
            "entityCode": place,
            "from": str(_epoch(since)),
            "until": str(_epoch(until)),
            # As its dashboard does: a reader there sees these and no others.
            "ignoreMethods": "*.sarima",
            "limit": str(IODA_LIMIT),
        }
        yield _query(Service.IODA_EVENTS, asked)
        yield _query(Service.IODA_ALERTS, asked)
    else:
        span = {"dateStart": f"{since}T00:00:00Z", "dateEnd": f"{until}T00:00:00Z"}
        page = {"format": "json", "limit": str(RADAR_LIMIT), "offset": "0"}
        yield _query(Service.RADAR_OUTAGES, {"location": place} | span | page)


def _of_ooni(block: Block, watch: BlockWatch) -> Iterator[WatchQuery]:
    margin = timedelta(days=watch.margin_days)
    yield _counts(block, watch, block.since - margin, _end(block) + margin, "day")
    for edge in _edges(block):
        yield _around(block, watch, edge, _NETWORK_DAYS, "day", axis_y="probe_asn")
        yield _around(block, watch, edge, _HOUR_DAYS, "hour")
    if watch.domains:
        place = ("country_code", block.country.upper())
        named = tuple(("domain", domain) for domain in sorted(watch.domains))
        yield WatchQuery(Service.OONI_INCIDENTS, (place, *named))


def _edges(block: Block) -> Iterator[date]:
    if not block.since_unknown:
        yield block.since
    if block.until is not None:
        yield block.until


def _end(block: Block) -> date:
    return block.until or block.since + timedelta(days=_WITHOUT_END)


def _around(
    block: Block, watch: BlockWatch, edge: date, days: int, grain: str, axis_y: str = ""
) -> WatchQuery:
    """Return the counts of some days before an edge, of the edge itself, and of as many after."""
    since, until = edge - timedelta(days=days), edge + timedelta(days=days + 1)
    return _counts(block, watch, since, until, grain, axis_y)


def _counts(
    block: Block, watch: BlockWatch, since: date, until: date, grain: str, axis_y: str = ""
) -> WatchQuery:
    domains = sorted(watch.domains)
    asked = {
        "probe_cc": block.country.upper(),
        "test_name": str(watch.test or ""),
        "since": str(since),
        "until": str(until),
        "time_grain": grain,
        "axis_x": "measurement_start_day",
    }
    # Domains in one list are added up unless they are an axis.
    if axis_y or len(domains) > 1:
        asked["axis_y"] = axis_y or "domain"
    if domains:
        asked["domain"] = ",".join(domains)
    return _query(Service.OONI_COUNTS, asked)


def _query(service: Service, asked: dict[str, str]) -> WatchQuery:
    return WatchQuery(service, tuple(sorted(asked.items())))


def _epoch(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _moment(value: str) -> datetime:
    if value.isdecimal() and len(value) <= _EPOCH_DIGITS:
        return datetime.fromtimestamp(int(value), UTC)
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
