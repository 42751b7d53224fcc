"""The default form: the fields of a kind of event, of every type that it knows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest

from tests.offices import AYESHA
from tests.web.browser import Browser, a_new_app, signed_in, somebody
from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.events import KINDS
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.form import EntryForm, Prompt
from tracker.services.core.office import Office
from tracker.web.desk.base.entry_form import form_class


class Line(StrEnum):
    """How well the line was heard."""

    CLEAR = "clear"
    BROKEN = "broken"


@pytest.fixture
def called() -> Iterator[type[Event]]:
    """A kind that the program knows during one test."""

    @dataclass(frozen=True, kw_only=True)
    class Called(Event):
        """The body called."""

        kind = "called"
        label = Message("The body called")
        document = Message("Note of the call")
        form = EntryForm(title=Message("Log a call"), done=Message("Call logged."))

        about: Annotated[int, Prompt(Message("About which entry"), of=(Sent, Received))]
        said: Annotated[str, Prompt(Message("What was said"))]
        minutes: Annotated[int, Prompt(Message("Minutes"))] = 0
        line: Annotated[
            Line | None,
            Prompt(Message("The line"), choices={each: Message(each) for each in Line}),
        ] = None

    try:
        yield Called
    finally:
        del KINDS[Called.kind]


@pytest.fixture
def lawyer(called: type[Event], office: Office) -> Browser:
    return signed_in(a_new_app(office), office, somebody(office))


def calls(office: Office, reference: str) -> list[Event]:
    with office.cases.look(reference) as case:
        return [entry.event for entry in case.history if entry.event.kind == "called"]


def test_what_is_left_empty_takes_the_default_of_its_field(
    called: type[Event], office: Office, lawyer: Browser, waiting: str
) -> None:
    form = lawyer.get(f"/desk/requests/{waiting}/record/called")
    assert "Request sent, Friday 23 February 2024" in form.words
    assert "Receipt of the request, Monday 26 February 2024" in form.words
    (sent, received) = form.tree.xpath("//input[@name='about']/@value")

    done = lawyer.submit(form, {"on": "2024-02-28", "about": received, "said": "We are at it."})

    assert int(sent) < int(received)
    assert "Call logged." in done.words
    (event,) = calls(office, waiting)
    assert event == called(  # type: ignore[call-arg]
        on=DaySpan.on(date(2024, 2, 28)), about=int(received), said="We are at it."
    )


def test_each_type_of_field_is_read_as_its_type(
    called: type[Event], office: Office, lawyer: Browser, waiting: str
) -> None:
    typed = {
        "on": "2024-02-28",
        "latest": "2024-02-29",
        "about": "4",
        "said": "It will take longer.",
        "minutes": "12",
        "line": "broken",
    }

    lawyer.submit(f"/desk/requests/{waiting}/record/called", typed)

    (event,) = calls(office, waiting)
    assert event == called(  # type: ignore[call-arg]
        on=DaySpan(date(2024, 2, 28), date(2024, 2, 29)),
        about=4,
        said="It will take longer.",
        minutes=12,
        line=Line.BROKEN,
    )


def test_a_field_that_is_needed_says_so(
    called: type[Event], office: Office, lawyer: Browser, waiting: str
) -> None:
    page = lawyer.submit(f"/desk/requests/{waiting}/record/called", {"minutes": "some"})

    assert page.status == 422
    assert page.summary() == [
        "Enter a date in “Date, or earliest possible date”.",
        "Fill in: About which entry.",
        "Fill in: What was said.",
        "Enter a whole number.",
    ]
    assert calls(office, waiting) == []


def test_free_words_of_an_entry_name_nobody(
    called: type[Event], office: Office, lawyer: Browser, waiting: str
) -> None:
    typed = {"on": "2024-02-28", "about": "3", "said": f"They asked for {AYESHA.name}."}

    page = lawyer.submit(f"/desk/requests/{waiting}/record/called", typed)

    assert page.summary()[0].startswith("The text shows")
    assert calls(office, waiting) == []


def test_a_field_of_another_type_needs_a_page_of_its_own(called: type[Event]) -> None:
    @dataclass(frozen=True, kw_only=True)
    class Listed(called):  # type: ignore[valid-type, misc]
        """One with a list."""

        names: Annotated[tuple[str, ...], Prompt(Message("Names"))] = ()

    with pytest.raises(TypeError, match="give the kind a page of its own"):
        form_class(Listed, EntryForm(title=Message("Log a list")))
