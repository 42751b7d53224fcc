"""Public calendars: the days of the records of a block or a body, or of one request."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from flask import Response

from tracker.domain.case.pending_duties import without_transfer
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.law.count_step import Reason
from tracker.domain.law.law import Actor
from tracker.domain.record.alerts import Followed, Subject
from tracker.domain.record.body_results import falls_away
from tracker.domain.record.record import Record, RecordedDeadline, RecordedEntry
from tracker.services.core.office import Office
from tracker.services.ports.sought import RecordLine
from tracker.services.public.following import followed_title, newest_followed, require_followed
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.base.page_addresses import address_of
from tracker.web.base.site_config import office_named
from tracker.web.record.deadlines.almanac import MarkedDay, almanac
from tracker.web.record.request.entries import named_entry
from tracker.web.record.request.timeline_source import source_of
from tracker.web.record.words.days import newest_moment
from tracker.web.record.words.words import short_name

RECORDS = 100


def send_block_agenda(office: Office, key: str) -> Response:
    """Return the calendar of requests about a block.

    Raises NotOnFile if there is no such block.
    """
    subject = Subject(Followed.BLOCK, office.library.block(key).key)
    return _sent(office, subject, address_of("record.block", key=key))


def send_body_agenda(office: Office, key: str) -> Response:
    """Return the calendar of requests that a body had to answer or heard an appeal in.

    Raises NotOnFile if there is no such body.
    """
    subject = Subject(Followed.BODY, office.library.body(key).key)
    return _sent(office, subject, address_of("record.body", key=key))


def send_request_agenda(office: Office, reference: str) -> Response:
    """Return the calendar of one request. Raises NotOnFile if nothing was published."""
    subject = Subject(Followed.REQUEST, reference.strip().lower())
    require_followed(subject, office.library, office.records)
    return _sent(office, subject, address_of("record.request", reference=subject.key))


def _sent(office: Office, subject: Subject, page: str) -> Response:
    lines = newest_followed(office.records, subject, RECORDS)
    answer = Response(_written(office, subject, page, lines), mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "inline", filename=f"{subject.key}.ics")
    return answer


def _written(office: Office, subject: Subject, page: str, lines: Sequence[RecordLine]) -> bytes:
    """Return the file, with the same bytes as long as the record is the same, so that calendar
    programs need not fetch it again."""
    records = office.records.current(line.reference for line in lines)
    days = [day for record in records for day in _days(office, record)]
    name = _marked(followed_title(subject, office.library, page_locale()))
    return almanac(days, page, newest_moment(office.library, lines), name)


def _days(office: Office, record: Record) -> Iterator[MarkedDay]:
    page = address_of("record.request", reference=record.reference)
    for day in _told(office, record):
        yield day._replace(page=page, revision=record.version - 1)


def _told(office: Office, record: Record) -> Iterator[MarkedDay]:
    """Yield the days of a record, each with a permanent key."""
    body = office.library.body_short_name(record.body)
    who = f"{body} ({record.reference.upper()})"
    source = source_of(record, office.library)
    put_off = {event.hearing: event.to for _, event in record.state.of(Adjourned)}
    for entry in (each for each in record.entries if each.counts):
        if entry.event.in_calendars:
            yield _happened(entry, named_entry(entry, record, source), who)
        if isinstance(entry.event, HearingFixed):
            yield from _hearing(entry, put_off.get(entry.seq, entry.event.hearing), who)
    of_stage: Counter[str] = Counter()
    for limit in record.deadlines:
        # Number limits within their stage: the place among all limits would change when an
        # earlier stage is added.
        key = f"limit-{limit.stage}-{of_stage[limit.stage]}"
        of_stage[limit.stage] += 1
        if not falls_away(record, limit):
            yield _ends(office, record, limit, who, key)


def _happened(entry: RecordedEntry, what: str, who: str) -> MarkedDay:
    title = gettext("{who}: {what}", who=who, what=what)
    provisional = isinstance(entry.event, MissedDeadline) and entry.event.provisional
    says = gettext("Provisional.") if provisional else ""
    key = f"entry-{entry.seq}"
    return MarkedDay(entry.on.earliest, _marked(title), says, entry.on.latest, key=key)


def _hearing(entry: RecordedEntry, day: date | None, who: str) -> Iterator[MarkedDay]:
    """Yield a hearing on its latest date; nothing if it was put off without a new one."""
    if day:
        title = gettext("{who}: {what}", who=who, what=gettext("hearing"))
        key = f"hearing-{entry.seq}"
        yield MarkedDay(day, _marked(title), "", key=key)


def _ends(
    office: Office, record: Record, limit: RecordedDeadline, who: str, key: str
) -> MarkedDay:
    """Return a last day: for a requester the last safe one, for a body the span in which it
    lies."""
    law = office.library.instrument(record.law)
    stage = law.stages.get(limit.stage) if law else None
    name = worded(stage.title) if stage else limit.stage
    if limit.actor is Actor.REQUESTER:
        title = gettext("{who}: last safe day to file: {stage}", who=who, stage=name)
        first = last = limit.last_safe_day or limit.earliest
    else:
        if _of_holder(record, limit) and not (law and without_transfer(law)):
            holder = short_name(office.library, record.state.holder)
            name = gettext("{what} ({body})", what=name, body=holder)
        longer = any(step.reason is Reason.EXTENSION for step in limit.steps)
        if longer:
            title = gettext("{who}: deadline, with an extension: {stage}", who=who, stage=name)
        else:
            title = gettext("{who}: deadline: {stage}", who=who, stage=name)
        first, last = limit.earliest, limit.latest or limit.earliest
    doubts = [gettext("Provisional.")] if limit.provisional else []
    if limit.latest is None:
        doubts.append(gettext("The latest date cannot be calculated."))
    cited = page_locale().listed([worded(each) for each in limit.sections])
    says = " ".join((cited, *doubts))
    return MarkedDay(first, _marked(title), says, last, key=key)


def _of_holder(record: Record, limit: RecordedDeadline) -> bool:
    """Return whether a last day is that of the body to which the request was transferred."""
    since = record.state.held_since
    return limit.actor is Actor.BODY and since is not None and limit.earliest >= since.earliest


def _marked(title: str) -> str:
    named = office_named()
    return title if named and named.live else gettext("Demonstration: {title}", title=title)
