"""Answers of OONI, IODA and Cloudflare Radar, read as far as this program relies on them.

Whatever the bytes are, reading them gives a result: rows, or a stated trouble. An answer with a
trouble is kept, and nothing may rest on it.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any, NoReturn

from tracker.domain.base.canonical import canonical
from tracker.domain.measurements.queries import (
    IODA_LIMIT,
    RADAR_LIMIT,
    QueryKind,
    Service,
    WatchQuery,
)
from tracker.domain.measurements.strict_json import (
    AnswerTrouble,
    UnusableAnswer,
    a_count,
    a_list,
    a_table,
    parsed,
    some_words,
)

_LARGEST_NETWORK = 2**32 - 1
# Seconds since 1970 up to the year 2100.
_LATEST = 4_102_444_800
# An outage that ends later than this before the end of the query may still be going on.
_GOING_ON = timedelta(hours=24)
_DAY, _HOUR = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:00:00Z")
_COUNTS = {"ok_count", "anomaly_count", "confirmed_count", "failure_count", "measurement_count"}


@dataclass(frozen=True, slots=True)
class CountRow:
    """The counts of one day or hour (UTC); `of` is the domain or the network, empty if all are
    counted together."""

    day: date
    hour: int | None
    of: str
    ok: int
    anomaly: int
    confirmed: int
    failure: int

    @property
    def usable(self) -> int:
        """Return how many measurements say anything."""
        return self.ok + self.anomaly + self.confirmed

    @property
    def with_signs(self) -> int:
        """Return how many measurements show signs of interference."""
        return self.anomaly + self.confirmed


@dataclass(frozen=True, slots=True)
class OutageRow:
    """An outage or incident that a source lists. A time is None if the answer does not settle it.

    `of` is what shows it: a data source of IODA, a scope of Radar, the title of an incident.
    `says` has words of the source, such as the cause that it gives.
    """

    of: str
    began: datetime | None
    ended: datetime | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """What an answer says: its rows in a fixed order, or the trouble with it."""

    counts: tuple[CountRow, ...] = ()
    outages: tuple[OutageRow, ...] = ()
    trouble: AnswerTrouble | None = None
    where: str = ""

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return len(self.counts) + len(self.outages)

    @property
    def facts_sha256(self) -> str:
        """Return the hash of the rows alone; an answer with a trouble has none.

        The bytes of an answer differ each time, by the seconds that a query took.
        """
        if self.trouble:
            return ""
        return sha256(canonical({"counts": self.counts, "outages": self.outages})).hexdigest()


def read_answer(query: WatchQuery, content: bytes) -> AnswerReading:
    """Return what the answer to a query says."""
    try:
        return _READERS[query.service](query, parsed(content))
    except UnusableAnswer as found:
        return AnswerReading(trouble=found.trouble, where=found.where)


def _read_counts(query: WatchQuery, answer: object) -> AnswerReading:
    said = a_table(answer)
    if "result" not in said:
        _refused(said, "msg", "detail", "error")
    found = a_list(said["result"])
    rows = [_count_row(query, a_table(row, str(n)), str(n)) for n, row in enumerate(found, 1)]
    _each_once((row.day, row.hour, row.of) for row in rows)
    return AnswerReading(counts=tuple(sorted(rows, key=_order)))


def _order(row: CountRow) -> tuple[date, int, str]:
    return row.day, row.hour or 0, row.of


def _count_row(query: WatchQuery, row: Mapping[str, Any], where: str) -> CountRow:
    axes = {query.one("axis_x"), query.one("axis_y")} - {""}
    if set(row) != _COUNTS | axes:
        raise UnusableAnswer(AnswerTrouble.OTHER_SHAPE, where)
    told = {name: a_count(row[name], where) for name in _COUNTS}
    if told.pop("measurement_count") != sum(told.values()):
        raise UnusableAnswer(AnswerTrouble.WRONG_SUM, where)
    day, hour = _start(query, row["measurement_start_day"], where)
    return CountRow(
        day=day,
        hour=hour,
        of=_subject(query, row, where),
        ok=told["ok_count"],
        anomaly=told["anomaly_count"],
        confirmed=told["confirmed_count"],
        failure=told["failure_count"],
    )


def _start(query: WatchQuery, value: object, where: str) -> tuple[date, int | None]:
    """Return the day and hour of a row, in the time asked about; its end is not in it."""
    by_hour = query.kind is QueryKind.HOURS
    if not isinstance(value, str) or not (_HOUR if by_hour else _DAY).fullmatch(value):
        raise UnusableAnswer(AnswerTrouble.OTHER_SHAPE, where)
    start = _moment(value, where)
    if not query.since <= start < query.until:
        raise UnusableAnswer(AnswerTrouble.OUTSIDE, where)
    return start.date(), start.hour if by_hour else None


def _subject(query: WatchQuery, row: Mapping[str, Any], where: str) -> str:
    match query.one("axis_y"):
        case "probe_asn":
            return f"AS{a_count(row['probe_asn'], where, _LARGEST_NETWORK)}"
        case "domain":
            _asked(row["domain"], query.domains, where)
            return str(row["domain"])
    return ""


def _read_incidents(query: WatchQuery, answer: object) -> AnswerReading:
    said = a_table(answer)
    if "incidents" not in said:
        _refused(said, "detail")
    rows = []
    for n, each in enumerate(a_list(said["incidents"]), start=1):
        row = a_table(each, str(n))
        if query.country not in a_list(row.get("CCs"), str(n)):
            raise UnusableAnswer(AnswerTrouble.NOT_ASKED, str(n))
        began, ended = _moment(row.get("start_time"), str(n)), row.get("end_time")
        until = None if ended is None else _moment(ended, str(n))
        rows.append(OutageRow(some_words(row.get("title")), began, until, _of_incident(row)))
    return _outages(rows)


def _of_incident(row: Mapping[str, Any]) -> str:
    """Return an incident's name and when it was last edited: they are edited in place."""
    words = (some_words(row.get(name)) for name in ("slug", "update_time"))
    return " ".join(filter(None, words))


def _read_events(query: WatchQuery, answer: object) -> AnswerReading:
    rows = []
    for where, row in _of_ioda(query, answer):
        _asked(row.get("location"), (f"country/{query.country}",), where)
        start = _at(row.get("start"), where)
        end = start + timedelta(seconds=a_count(row.get("duration"), where, _LATEST))
        if start >= query.until or end < query.since:
            raise UnusableAnswer(AnswerTrouble.OUTSIDE, where)
        cut = row.get("overlaps_window")
        if not isinstance(cut, bool):
            raise UnusableAnswer(AnswerTrouble.OTHER_SHAPE, where)
        # Cut off where the query ends or begins: neither is the end or beginning of the outage.
        began = None if start <= query.since else start
        ended = None if cut or end >= query.until - _GOING_ON else end
        rows.append(OutageRow(some_words(row.get("datasource")), began, ended))
    return _outages(rows)


def _read_alerts(query: WatchQuery, answer: object) -> AnswerReading:
    rows = []
    for where, row in _of_ioda(query, answer):
        entity = a_table(row.get("entity"), where)
        _asked(entity.get("type"), ("country",), where)
        _asked(entity.get("code"), (query.country,), where)
        at = _at(row.get("time"), where)
        if not query.since <= at <= query.until:
            raise UnusableAnswer(AnswerTrouble.OUTSIDE, where)
        level = some_words(row.get("level"))
        rows.append(OutageRow(some_words(row.get("datasource")), at, None, level))
    return _outages(rows)


def _of_ioda(query: WatchQuery, answer: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    said = a_table(answer)
    # Some faults come with the status of success.
    if said.get("error") is not None or "data" not in said:
        _refused(said, "error")
    rows = a_list(said["data"])
    _whole(rows, IODA_LIMIT)
    for n, row in enumerate(rows, start=1):
        yield str(n), a_table(row, str(n))


def _read_radar(query: WatchQuery, answer: object) -> AnswerReading:
    said = a_table(answer)
    if said.get("success") is not True:
        errors = said.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else None
        _refused(first if isinstance(first, dict) else {}, "message")
    found = a_list(a_table(said.get("result")).get("annotations"))
    _whole(found, RADAR_LIMIT)
    rows = []
    for n, each in enumerate(found, start=1):
        row = a_table(each, str(n))
        if query.country not in a_list(row.get("locations"), str(n)):
            raise UnusableAnswer(AnswerTrouble.NOT_ASKED, str(n))
        rows.append(_of_radar(query, row, str(n)))
    return _outages(rows)


def _of_radar(query: WatchQuery, row: Mapping[str, Any], where: str) -> OutageRow:
    began, end = _moment(row.get("startDate"), where), row.get("endDate")
    ended = None if end is None else _moment(end, where)
    if began > query.until or (ended and ended < query.since):
        raise UnusableAnswer(AnswerTrouble.OUTSIDE, where)
    outage = a_table(row.get("outage"), where)
    # Its words for causes and types grow: unknown ones are taken as they are.
    words = (some_words(outage.get(name)) for name in ("outageCause", "outageType"))
    return OutageRow(some_words(row.get("scope")), began, ended, " ".join(filter(None, words)))


def _outages(rows: list[OutageRow]) -> AnswerReading:
    return AnswerReading(outages=tuple(sorted(rows, key=lambda row: canonical(row))))


def _refused(said: Mapping[str, Any], *names: str) -> NoReturn:
    """Raise UnusableAnswer with the source's own words."""
    words = next(filter(None, (some_words(said.get(name)) for name in names)), "")
    raise UnusableAnswer(AnswerTrouble.REFUSED, words)


def _whole(rows: list[Any], limit: int) -> None:
    """Raise UnusableAnswer if a list is as long as was asked for: more may have been left out."""
    if len(rows) >= limit:
        raise UnusableAnswer(AnswerTrouble.INCOMPLETE)


def _asked(value: object, asked: Collection[str], where: str) -> None:
    if not isinstance(value, str):
        raise UnusableAnswer(AnswerTrouble.OTHER_SHAPE, where)
    if value not in asked:
        raise UnusableAnswer(AnswerTrouble.NOT_ASKED, where)


def _each_once(keys: Iterator[Hashable]) -> None:
    seen: set[Hashable] = set()
    for n, key in enumerate(keys, start=1):
        if key in seen:
            raise UnusableAnswer(AnswerTrouble.TWICE, str(n))
        seen.add(key)


def _at(value: object, where: str) -> datetime:
    return datetime.fromtimestamp(a_count(value, where, _LATEST), UTC)


def _moment(value: object, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise UnusableAnswer(AnswerTrouble.OTHER_SHAPE, where)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise UnusableAnswer(AnswerTrouble.OUTSIDE, where) from error


_READERS: Mapping[Service, Callable[[WatchQuery, object], AnswerReading]] = {
    Service.OONI_COUNTS: _read_counts,
    Service.OONI_INCIDENTS: _read_incidents,
    Service.IODA_EVENTS: _read_events,
    Service.IODA_ALERTS: _read_alerts,
    Service.RADAR_OUTAGES: _read_radar,
}
