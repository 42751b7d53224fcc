"""The form of the page /deadlines: what is to be counted, kept in the page's own address."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Field, Form, RadioField, SelectField
from wtforms.validators import Optional

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput
from tracker.domain.law import Law, Stage
from tracker.domain.library import Library
from tracker.services.naming import EVENTS
from tracker.services.reckoning import Question, events_of, question
from tracker.services.speaking import Speech
from tracker.web.forms import flat

NO_DAY = "This is no day of the calendar: enter it as 2024-03-18."


class Day(DateField):
    """A day that may be left out; what cannot be read stays in the field."""

    def __init__(self, label: str, **known: Any) -> None:
        super().__init__(label, [Optional()], **known)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(NO_DAY) from None


class DeadlineForm(Form):
    """A law, a stage, a day, and what happened since; the address of the page carries them."""

    law = SelectField("Law", validate_choice=False)
    stage = RadioField("Stage", validate_choice=False)
    day = Day("Day on which the count starts")
    until = Day(
        "Or any day up to",
        description="Only where the day is not known exactly, for example by registered post.",
    )
    body = SelectField("Count for", validate_choice=False)
    extended = BooleanField("An extension was announced in time")
    expedited = BooleanField("The request is urgent")

    def __init__(self, typed: MultiDict[str, str]) -> None:
        super().__init__(typed)
        self.form_errors: list[str] = []

    @property
    def events(self) -> tuple[Field, ...]:
        """The fields of what may have happened since."""
        return tuple(field for field in self if field.name in EVENTS)

    def span(self) -> DaySpan | None:
        """The day, or the two between which it lies; None where none was given."""
        first: date | None = self.day.data
        last: date | None = self.until.data
        if first is None:
            return None
        if last and last < first:
            raise BadInput("The last possible day is before the first: check both.")
        return DaySpan(first, last or first)

    def complaints(self) -> list[tuple[str, str]]:
        """What is wrong with what was typed, with the field to which it belongs."""
        said = [("", message) for message in self.form_errors]
        return said + [(field.id, each) for field in self for each in flat(field.errors)]

    summary = complaints
    files_lost = False


def deadline_form(library: Library, typed: Mapping[str, str], speech: Speech) -> DeadlineForm:
    """The form for the law and the stage that were chosen, filled with what was typed.

    A key that names nothing is passed over: the form then asks for it again.
    """
    law = library.laws.get(typed.get("law", ""))
    stage = _stage(law, typed.get("stage", "")) if law else None
    made: type[DeadlineForm] = type("DeadlineFormOfThisStage", (DeadlineForm,), _events(stage))
    form = made(MultiDict(typed))
    form.law.choices = [("", "Choose a law"), *_laws(library, speech)]
    form.stage.choices = (
        [(each.key, str(each.title)) for each in law.stages.values()] if law else []
    )
    form.stage.data = stage.key if stage else None
    form.body.choices = [("", "Any public body under this law"), *_bodies(library, law)]
    if stage is None or not stage.expedited:
        del form.expedited
    if stage is None or stage.extension is None or stage.extension.length is None:
        del form.extended
    form.validate()
    return form


def asked_in(form: DeadlineForm, library: Library) -> Question | None:
    """The question that the form puts; None while something of it is still missing.

    Raises Refusal for what cannot be counted.
    """
    on = form.span()
    if not form.law.data or not form.stage.data or on is None or form.complaints():
        return None
    return question(
        library,
        form.law.data,
        form.stage.data,
        on,
        body=form.body.data or None,
        extended=bool(form.data.get("extended")),
        expedited=bool(form.data.get("expedited")),
        events={field.name: DaySpan.on(field.data) for field in form.events if field.data},
    )


def _stage(law: Law, key: str) -> Stage:
    return law.stages.get(key) or law.first_stage()


def _events(stage: Stage | None) -> dict[str, Day]:
    return {kind: Day(EVENTS[kind]) for kind in events_of(stage)} if stage else {}


def _laws(library: Library, speech: Speech) -> Iterator[tuple[str, str]]:
    """Every law, those of a country together."""
    named = ((speech.country(law.country), law) for law in library.laws.values())
    for country, law in sorted(named, key=lambda pair: (pair[0], str(pair[1].title))):
        yield law.key, f"{country}: {law.title}"


def _bodies(library: Library, law: Law | None) -> Iterable[tuple[str, str]]:
    if law is None:
        return ()
    return ((body.key, str(body.name)) for body in library.bodies.values() if law.key in body.laws)
