"""Other editions of the library, and requests that they move, for tests of revisions.

The model: a request that PTA received on Monday 26 February 2024. Of the working days from the
27th the tenth is Monday 11 March and the twentieth Monday 25 March; thirty days after the 11th is
10 April. With Tuesday 5 March closed as well they are 12 March, 26 March, and 11 April.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.offices import BY, a_request, received, told
from tests.ready_made import ready_made
from tracker.domain.base.text import Text
from tracker.domain.calendar.announced import Announcement
from tracker.domain.calendar.workdays import Assurance, DayOff
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.domain.law.law import ReadIn, Source
from tracker.services.cases.revising import Revised, RevisedBatch, revise
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.office_data.made_entries import NewDays
from tracker.services.office_data.read_sources import ReadSource
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

CALENDAR = "calendars/pk-federal-islamabad.toml"
RECEIVED, CLOSED = date(2024, 2, 26), date(2024, 3, 5)
TENTH, TWENTIETH = date(2024, 3, 11), date(2024, 3, 25)
TENTH_NOW, TWENTIETH_NOW = date(2024, 3, 12), date(2024, 3, 26)
TOLD = date(2024, 5, 2)
CLOSURE = """

[[day_off]]
day = {day}
name.en = "Closure"
name.ur = "تعطیل"
assurance = "gazetted"
source.where = "a notice"
source.read_in = "official-copy"
"""


def with_a_closure(
    office: Office,
    day: date = CLOSED,
    assurance: Assurance = Assurance.GAZETTED,
    edition: str = "next",
) -> Office:
    """The office with an edition of the library in which one more day was closed."""
    calendar = office.library.calendars["pk-federal-islamabad"]
    source = Source("a notice", ReadIn.OFFICIAL_COPY)
    closure = DayOff(day, Text({"en": "Closure"}), assurance, source)
    changed = replace(calendar, days_off=(*calendar.days_off, closure))
    calendars = dict(office.library.calendars) | {calendar.key: changed}
    return replace(office, library=replace(office.library, calendars=calendars, digest=edition))


def close_in_its_file(library: Path, day: date = CLOSED) -> None:
    """The same in the files of a library."""
    with (library / CALENDAR).open("a", encoding="utf-8") as file:
        file.write(CLOSURE.format(day=day))


def announced_closure(day: date) -> NewDays:
    """A closure of federal offices in Islamabad, as a person announces it in the workspace."""
    return NewDays(
        country="pk",
        calendar=Path(CALENDAR).stem,
        name={"en": "Day of mourning"},
        first=day,
        last=None,
        office_is=Announcement.CLOSED,
        announced_by={"en": "Cabinet Division"},
        bodies=(),
        source=ReadSource(("https://cabinet.example.gov.pk/closure",), ReadIn.OFFICIAL_COPY),
        note="",
    )


def with_a_limit(office: Office, length: int) -> Office:
    """The office with an edition in which the law gives so many working days to reply."""
    law = office.library.law("pk-raia-2017")
    reply = law.first_stage()
    limits = tuple(replace(limit, length=length) for limit in reply.limits)
    stages = dict(law.stages) | {reply.key: replace(reply, limits=limits)}
    laws = dict(office.library.laws) | {law.key: replace(law, stages=stages)}
    return replace(office, library=replace(office.library, laws=laws, digest="limit"))


def revised(office: Office, **how: bool) -> dict[str, Revised]:
    """What a whole run tells, by request."""
    batches: Sequence[RevisedBatch] = list(revise(office, **how))
    assert [failed for batch in batches for failed in batch.failed] == []
    return {each.reference: each for batch in batches for each in batch.revised}


def recalculations(office: Office, reference: str) -> list[DeadlinesRecalculated]:
    with office.cases.look(reference) as case:
        return [e.event for e in case.history if isinstance(e.event, DeadlinesRecalculated)]


@ready_made
def silent(office: Office) -> str:
    """A request of which both limits have passed, by the library as it was."""
    reference = a_request(office)
    received(office, reference, RECEIVED)
    sweep(office)
    return reference


def show(office: Office, reference: str) -> None:
    """Put everything on the public record that can be there."""
    told(office, reference, TOLD)
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(entries, (), True), by=BY)
