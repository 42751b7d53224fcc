"""The form of the page /deadlines: what is to be counted, kept in the page's own address."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, cast

from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Field, Form, RadioField, SelectField

from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput
from tracker.domain.law import Law, Stage
from tracker.domain.library import Library
from tracker.services.naming import EVENTS
from tracker.services.reckoning import Question, events_of, question
from tracker.services.speaking import Speech
from tracker.web.forms import flat

NO_DAY = "This is no day of the calendar: enter it as 2024-03-18."

Choices = tuple[tuple[str, str], ...]


class Options:
    """Writes a list to choose from; WTForms' own writes each option anew on every page."""

    def __call__(self, field: SelectField, **attributes: str) -> Markup:
        # Everything set in here was escaped.
        return Markup(  # noqa: S704
            f"<select{_written(*attributes.items(), ('id', field.id), ('name', field.name))}>"
            f"{_options(*_list(field))}</select>"
        )


class Buttons:
    """Writes the radio buttons of a list of which one is chosen."""

    def __call__(self, field: SelectField, **attributes: str) -> Markup:
        return Markup(_buttons(field.name, *_list(field)))  # noqa: S704  # escaped


class Input:
    """Writes a field for a day, or for a yes or no."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __call__(self, field: Field, **attributes: str) -> Markup:
        ticked = " checked" if self.kind == "checkbox" and field.data else ""
        value = field._value()  # type: ignore[attr-defined]  # unknown to the stubs
        known = _written(("id", field.id), ("name", field.name), ("type", self.kind))
        # Everything set in here was escaped.
        return Markup(  # noqa: S704
            f'<input{_written(*attributes.items())}{ticked}{known} value="{escape(value)}">'
        )


def _list(field: SelectField) -> tuple[Choices, str | None]:
    """What there is to choose from, and what of it was chosen."""
    choices = cast(Choices, field.choices)
    return choices, field.data if field.data in _values(choices) else None


@lru_cache(maxsize=256)
def _values(choices: Choices) -> frozenset[str]:
    return frozenset(value for value, _ in choices)


# Only what the form itself says of its fields: never what somebody typed.
@lru_cache(maxsize=1024)
def _written(*attributes: tuple[str, str]) -> str:
    return "".join([f' {name}="{escape(value)}"' for name, value in attributes])


# As many as there are laws, times a few: only what stands in the list is kept as chosen.
@lru_cache(maxsize=256)
def _options(choices: Choices, chosen: str | None) -> str:
    return "".join(
        f'<option{" selected" if value == chosen else ""} value="{escape(value)}">'
        f"{escape(words)}</option>"
        for value, words in choices
    )


@lru_cache(maxsize=1024)
def _buttons(name: str, choices: Choices, chosen: str | None) -> str:
    return "".join(
        f'  <div class="choice">\n'
        f'    <input type="radio" name="{name}" id="{name}-{n}" value="{escape(value)}"'
        f"{' checked' if value == chosen else ''}>\n"
        f'    <label for="{name}-{n}">{escape(words)}</label>\n  </div>\n'
        for n, (value, words) in enumerate(choices)
    )


class Day(DateField):
    """A day that may be left out; what cannot be read stays in the field."""

    widget = Input("date")

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(NO_DAY) from None


class DeadlineForm(Form):
    """A law, a stage, a day, and what happened since; the address of the page carries them."""

    law = SelectField("Law", validate_choice=False, widget=Options())
    stage = RadioField("Stage", validate_choice=False, widget=Buttons())
    day = Day("Day on which the count starts")
    until = Day(
        "Or any day up to",
        description="Only where the day is not known exactly, for example by registered post.",
    )
    body = SelectField("Count for", validate_choice=False, widget=Options())
    extended = BooleanField("An extension was announced in time", widget=Input("checkbox"))
    expedited = BooleanField("The request is urgent", widget=Input("checkbox"))

    def __init__(self, typed: MultiDict[str, str]) -> None:
        super().__init__(typed)
        self.form_errors: list[str] = []
        self._wrong: list[tuple[str, str]] = []

    def read(self) -> None:
        """Look whether all that was typed can be read; what cannot is kept for `complaints`."""
        if not self.validate():
            self._wrong = [(field.id, each) for field in self for each in flat(field.errors)]

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
        return [("", message) for message in self.form_errors] + self._wrong

    summary = complaints
    files_lost = False


def deadline_form(library: Library, typed: Mapping[str, str], speech: Speech) -> DeadlineForm:
    """The form for the law and the stage that were chosen, filled with what was typed.

    A key that names nothing is passed over: the form then asks for it again.
    """
    law = library.laws.get(typed.get("law", ""))
    stage = _stage(law, typed.get("stage", "")) if law else None
    form = _form_with(events_of(stage) if stage else ())(MultiDict(typed))
    edition = _Edition(library)
    form.law.choices = _laws(edition, speech.language)
    form.stage.choices = _stages(edition, law.key) if law else ()
    form.stage.data = stage.key if stage else None
    form.body.choices = _bodies(edition, law.key) if law else ()
    if stage is None or not stage.expedited:
        del form.expedited
    if stage is None or stage.extension is None or stage.extension.length is None:
        del form.extended
    form.read()
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


# The events that some stage knows, in whatever order: a few dozen forms in all.
@lru_cache(maxsize=128)
def _form_with(events: tuple[str, ...]) -> type[DeadlineForm]:
    """The form that asks for these events too."""
    fields = {kind: Day(EVENTS[kind]) for kind in events}
    return type("DeadlineFormOfThisStage", (DeadlineForm,), fields)


class _Edition:
    """A library as what it is, not what it says: two that are one object share what is kept."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __hash__(self) -> int:
        return id(self.library)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Edition) and other.library is self.library


@lru_cache(maxsize=4)
def _laws(edition: _Edition, language: str) -> Choices:
    """Every law, those of a country together."""
    speech = Speech(language, {})
    laws = edition.library.laws.values()
    named = [(speech.country(law.country), str(law.title), law.key) for law in laws]
    listed = tuple((key, f"{country}: {title}") for country, title, key in sorted(named))
    return (("", "Choose a law"), *listed)


@lru_cache(maxsize=256)
def _stages(edition: _Edition, law: str) -> Choices:
    stages = edition.library.laws[law].stages.values()
    return tuple((stage.key, str(stage.title)) for stage in stages)


@lru_cache(maxsize=256)
def _bodies(edition: _Edition, law: str) -> Choices:
    bodies = [body for body in edition.library.bodies.values() if law in body.laws]
    named = ((body.key, str(body.name)) for body in bodies)
    return (("", "Any public body under this law"), *named)
