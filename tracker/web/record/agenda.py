"""Calendars that anybody may follow: the days of the records of a block, or of a body."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from flask import Response

from tracker.domain.law import Actor
from tracker.domain.moves import Reason
from tracker.domain.record import Record, RecordedDeadline, RecordedEntry
from tracker.services.naming import EVENTS
from tracker.services.office import Office
from tracker.services.ports_record import Sought
from tracker.web.house import office_named
from tracker.web.language import say, worded
from tracker.web.record.addresses import address_of
from tracker.web.record.almanac import MarkedDay, almanac

RECORDS = 100
# What happened to a request, as far as it is a day to look back on; the rest is on its page.
TOLD = frozenset(
    (
        *("sent", "received", "answered", "partly-answered", "refused", "not-held", "fell-silent"),
        *("appeal-filed", "hearing-held", "decided", "complied", "withdrawn"),
    )
)
FIRST_DAY = date(2024, 1, 1)


def send_block_agenda(office: Office, key: str) -> Response:
    """The days of the requests about a block. Raises NotOnFile."""
    office.library.block(key)
    return _sent(office, Sought(block=key), address_of("record.block", key=key), key)


def send_body_agenda(office: Office, key: str) -> Response:
    """The days of the requests that a body had to answer. Raises NotOnFile."""
    office.library.body(key)
    return _sent(office, Sought(body=key), address_of("record.body", key=key), key)


def _sent(office: Office, sought: Sought, page: str, key: str) -> Response:
    lines = office.records.listed(sought, 0, RECORDS)
    days = [day for line in lines for day in _days(office, office.records.record(line.reference))]
    # The same bytes as long as the same is on record, so that nobody has to fetch them again.
    newest = max((line.as_of for line in lines), default=FIRST_DAY)
    data = almanac(days, page, datetime.combine(newest, time(), UTC))
    answer = Response(data, mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "inline", filename=f"{key}.ics")
    return answer


def _days(office: Office, record: Record) -> Iterator[MarkedDay]:
    page = address_of("record.request", reference=record.reference)
    body = office.library.body_short_name(record.body)
    who = f"{body} ({record.reference.upper()})"
    for entry in record.entries:
        if entry.counts:
            yield from _happened(entry, who, page)
    for number, limit in enumerate(record.deadlines):
        yield _ends(office, record, limit, who, f"{page}#{number}")


def _happened(entry: RecordedEntry, who: str, page: str) -> Iterator[MarkedDay]:
    if entry.kind in TOLD:
        title = say("{who}: {what}", who=who, what=say(EVENTS[entry.kind]))
        key = f"entry-{entry.seq}"
        says = say("Provisional.") if entry.facts.get("provisional") == str(True) else ""
        yield MarkedDay(entry.on.earliest, _marked(title), says, entry.on.latest, page, key)
    if entry.kind == "hearing-fixed":
        title = say("{who}: {what}", who=who, what=say("hearing"))
        day = date.fromisoformat(entry.facts["hearing"])
        yield MarkedDay(day, _marked(title), "", None, page, f"hearing-{entry.seq}")


def _ends(
    office: Office, record: Record, limit: RecordedDeadline, who: str, place: str
) -> MarkedDay:
    """A last day: of a requester the last that is safe, of a body the span in which it lies."""
    law = office.library.laws.get(record.law)
    stage = law.stages.get(limit.stage) if law else None
    name = worded(stage.title) if stage else limit.stage
    page, _, number = place.partition("#")
    if limit.actor == Actor.REQUESTER:
        title = say("{who}: last safe day to file: {stage}", who=who, stage=name)
        first = last = limit.last_safe_day or limit.earliest
    else:
        longer = any(step.reason is Reason.EXTENSION for step in limit.steps)
        if longer:
            title = say("{who}: last day, with an extension: {stage}", who=who, stage=name)
        else:
            title = say("{who}: last day: {stage}", who=who, stage=name)
        first, last = limit.earliest, limit.latest or limit.earliest
    doubts = [say("Provisional.")] if limit.provisional else []
    if limit.latest is None:
        doubts.append(say("The latest day cannot be told."))
    says = " ".join((limit.section, *doubts))
    return MarkedDay(first, _marked(title), says, last, page, f"limit-{limit.stage}-{number}")


def _marked(title: str) -> str:
    named = office_named()
    return title if named and named.live else say("Demonstration: {title}", title=title)
