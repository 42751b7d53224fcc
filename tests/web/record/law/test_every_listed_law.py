"""Every fact of a law that the list compares is in its row, and every fact of a count on the page
of the calculator, folded or not."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import the_library
from tests.web.record.empty_record import office as office
from tests.web.record.empty_record import reader as reader
from tracker.domain.base.days import DaySpan
from tracker.domain.law.law import Law, Stage
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.deadline_calculator import (
    CalculatedDeadline,
    calculate_deadline,
    question,
    silent_from,
)
from tracker.services.deadlines.explaining import explain

LIBRARY = the_library()
ENGLISH = Locale("en")


def words(element: Any) -> str:
    """What an element says, with single spaces."""
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def rows(reader: FlaskClient) -> dict[str, Any]:
    """The rows of the list of laws, by law."""
    page: Any = html.fromstring(reader.get("/laws").text)
    found = {}
    for row in page.xpath("//main//tbody/tr"):
        (address,) = row.xpath("./th/a/@href")
        found[str(address).removeprefix("/laws/")] = row
    return found


@pytest.mark.parametrize("key", LIBRARY.laws)
def test_every_fact_of_a_listed_law_is_in_its_row(rows: dict[str, Any], key: str) -> None:
    law, said = LIBRARY.laws[key], words(rows[key])
    reply = law.stages.get("reply")

    assert law.title.in_language("en") in said
    assert ENGLISH.country(law.country) in said
    assert " ".join(law.eligibility.says.in_language("en").split()) in said
    if law.number:
        assert law.number.in_language("en") in said
    if reply and reply.silence:
        assert all(law.cite((each,), "en") in said for each in reply.silence.sources[:1])
    # The words for each limit are compared in full elsewhere; here no number may be missing.
    if reply and reply.limits and reply.limits[-1].length:
        assert str(reply.limits[-1].length) in words(rows[key].xpath("./td")[0])


def counted() -> Iterator[tuple[Law, Stage, date]]:
    """A count of every stage that a law file has an example of."""
    for law in LIBRARY.laws.values():
        for stage in law.stages.values():
            for example in stage.examples[:1]:
                yield law, stage, example.event


def day_of(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def days_said(found: CalculatedDeadline) -> Iterator[date]:
    """The days that the page of a count says in full."""
    deadline, longest = found.deadline, found.longest
    yield from (deadline.event.earliest, deadline.event.latest, deadline.earliest)
    yield from filter(None, (deadline.latest, deadline.last_safe_day))
    if longest:
        yield longest.earliest
        yield from filter(None, (longest.latest,))
    for remedy in found.remedies:
        if remedy.window:
            yield remedy.window.closes.earliest
            yield from filter(None, (remedy.window.closes.last_safe_day,))


@pytest.mark.parametrize(
    ("law", "stage", "on"), list(counted()), ids=lambda each: getattr(each, "key", str(each))
)
def test_every_fact_of_a_count_is_on_its_page(
    reader: FlaskClient, law: Law, stage: Stage, on: date
) -> None:
    found = calculate_deadline(LIBRARY, question(LIBRARY, law.key, stage.key, DaySpan.on(on)))
    address = f"/deadlines?law={law.key}&stage={stage.key}&day={on}"
    page: Any = html.fromstring(reader.get(address).text)
    said, links = words(page.xpath("//main")[0]), set(page.xpath("//main//a/@href"))

    assert f"/laws/{law.key}#stage-{stage.key}" in links
    assert address.replace("/deadlines?", "/deadlines.ics?") in links
    assert stage.title.in_language("en") in said
    assert law.title.in_language("en") in said
    missing: list[object] = [day for day in days_said(found) if day_of(day) not in said]
    for each in filter(None, (found.deadline, found.longest)):
        missing += [line for line in explain(each, ENGLISH) if line.sentence not in said]
        missing += [s for line in explain(each, ENGLISH) for s in line.sources if s not in said]
    silence = silent_from(found.longest or found.deadline)
    if silence and not found.deadline.last_safe_day:
        missing += [silence] if day_of(silence) not in said else []
    if stage.silence:
        missing += [] if stage.silence.says.in_language("en") in said else [stage.silence]
    for remedy in found.remedies:
        assert remedy.stage.title.in_language("en") in said
        note = remedy.stage.note.in_language("en") if remedy.stage.note else ""
        missing += [] if " ".join(note.split()) in said else [note]
    assert missing == []
