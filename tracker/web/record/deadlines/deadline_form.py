"""The form of the page /deadlines, which keeps its values in the page's address."""

from collections.abc import Iterator
from functools import cached_property

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.clock.interruptions import Happened
from tracker.domain.events import KINDS
from tracker.domain.law.law import Law, Stage
from tracker.domain.library import Library
from tracker.domain.words.alphabet import by_letters
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.deadline_calculator import (
    CalculatorQuestion,
    events_of,
    question,
    unbegun,
)
from tracker.web.base.fragments import made_once
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.record.deadlines.deadline_fields import (
    NO_CHOICES,
    ChoiceField,
    Day,
    FieldChoices,
    Tick,
    Typed,
)

UNKNOWN_DAY = lazy_gettext(
    "Only if you do not know the exact date, for example with registered post."
)


class DeadlineForm:
    """A law, a stage, a day, and what happened since.

    What does not concern the chosen law or stage is not asked for. The page's address holds all
    values.
    """

    files_lost = False

    def __init__(
        self, typed: Typed, law: FieldChoices, stage: FieldChoices, body: FieldChoices
    ) -> None:
        self.law = ChoiceField("law", gettext("Law"), typed, law)
        self.stage = ChoiceField("stage", gettext("Stage"), typed, stage)
        self.stage.data = None
        begins = gettext("For a response: the day of receipt.")
        self.day = Day("day", gettext("Start date of the count"), typed, begins)
        self.until = Day("until", gettext("Latest possible start date"), typed, str(UNKNOWN_DAY))
        self.body = ChoiceField("body", gettext("Count for"), typed, body)
        self.extended: Tick | None = None
        self.expedited: Tick | None = None
        self.event_kinds: tuple[str, ...] = ()
        self._typed = typed
        self.form_errors: list[str] = []

    def require_day(self) -> None:
        """Add an error if no day was typed."""
        if not self.day.value.strip():
            self.day.errors += (gettext("Enter the date from which the time is counted."),)

    def ask_for(self, stage: Stage, typed: Typed) -> None:
        """Ask for what matters to this stage, and make it the chosen one."""
        self.stage.data = stage.key
        if stage.extension and stage.extension.length is not None:
            self.extended = Tick("extended", gettext("An extension was announced in time"), typed)
        if stage.expedited:
            self.expedited = Tick("expedited", gettext("The request is urgent"), typed)
        self.event_kinds = events_of(stage)

    @cached_property
    def events(self) -> tuple[Day, ...]:
        """Return the days of events that may affect the chosen stage.

        They are made only when they are asked for: most addresses name no event, and the page
        then shows fields that it made before.
        """
        named = ((kind, gettext(KINDS[kind].label)) for kind in self.event_kinds)
        return tuple(Day(kind, label, self._typed) for kind, label in named)

    @property
    def details_given(self) -> bool:
        """Return whether a second day, an extension or urgency was entered."""
        ticks = (self.extended, self.expedited)
        return bool(self.until.value.strip()) or any(tick and tick.data for tick in ticks)

    @property
    def events_given(self) -> bool:
        """Return whether any event was entered."""
        return any(day.value.strip() for day in self.events)

    @property
    def events_typed(self) -> bool:
        """Return whether the address names an event, even one without a day."""
        return any(kind in self._typed for kind in self.event_kinds)

    def days_of_events(self) -> dict[str, DaySpan]:
        """Return the day of each event that was entered, by its kind."""
        entered = self.events if self.events_typed else ()
        return {field.id: DaySpan.on(field.data) for field in entered if field.data}

    def ends_something(self, stage: Stage) -> bool:
        """Return whether each payment or answer typed ends an event that was typed too; if not,
        add an error to its field."""
        if not self.events_typed:
            return not self.complaints()
        given = {day.id: day for day in self.events}
        happened = tuple(Happened(kind, day) for kind, day in self.days_of_events().items())
        for ending, begins in unbegun(stage, happened):
            named = page_locale().apart(gettext(KINDS[kind].label) for kind in begins)
            given[ending.kind].errors += (
                gettext(
                    "Also enter what this ends, on or before this date. It can be: {events}.",
                    events=named,
                ),
            )
        return not self.complaints()

    def span(self) -> DaySpan | None:
        """Return the day, or the two days it lies between; None if none was typed.

        Raises BadInput if the last possible day is before the first.
        """
        first, last = self.day.data, self.until.data
        if first is None:
            return None
        if last and last < first:
            raise BadInput("The latest possible date is before the earliest. Check both.")
        return DaySpan(first, last or first)

    def complaints(self) -> list[tuple[str, str]]:
        """Return the errors, each with the field it belongs to."""
        return [("", message) for message in self.form_errors] + list(self._unread())

    def _unread(self) -> Iterator[tuple[str, str]]:
        for field in (self.day, self.until, *(self.events if self.events_typed else ())):
            for message in field.errors:
                yield field.id, message

    summary = complaints


def deadline_form(library: Library, typed: Typed, locale: Locale) -> DeadlineForm:
    """Return the form for the chosen law and stage, filled with what was typed.

    Unknown keys are ignored: the form asks for them again.
    """
    law = library.laws.get(typed.get("law", ""))
    laws = made_once(lambda: _laws(library, locale), "laws")
    if law is None:
        return DeadlineForm(typed, laws, NO_CHOICES, NO_CHOICES)
    of_law = made_once(lambda: _of_law(library, law, locale.language), "choices-of-law", law.key)
    form = DeadlineForm(typed, laws, *of_law)
    form.ask_for(_stage(law, typed.get("stage", "")), typed)
    return form


def form_question(form: DeadlineForm, library: Library) -> CalculatorQuestion | None:
    """Return the question that the form asks; None while it is incomplete.

    Raises Refusal for what cannot be counted.
    """
    on = form.span()
    if not form.law.data or not form.stage.data or on is None or form.complaints():
        return None
    if not form.ends_something(library.law(form.law.data).stage(form.stage.data)):
        return None
    return question(
        library,
        form.law.data,
        form.stage.data,
        on,
        body=form.body.data or None,
        extended=form.extended is not None and form.extended.data,
        expedited=form.expedited is not None and form.expedited.data,
        events=form.days_of_events(),
    )


def _stage(law: Law, key: str) -> Stage:
    return law.stages.get(key) or law.first_stage()


def _laws(library: Library, locale: Locale) -> FieldChoices:
    """Return all laws, grouped by country."""
    language, laws = locale.language, library.laws.values()
    named = [
        (locale.country(law.country), law.title.in_language(language), law.key) for law in laws
    ]
    named.sort(key=lambda each: (by_letters(each[0]), by_letters(each[1])))
    listed = tuple((key, f"{country}: {title}") for country, title, key in named)
    return FieldChoices((("", gettext("Choose a law")), *listed))


def _of_law(library: Library, law: Law, language: str) -> tuple[FieldChoices, FieldChoices]:
    """Return the stages of a law, and the bodies bound by it."""
    stages = law.stages.values()
    bodies = [body for body in library.bodies.values() if law.key in body.laws]
    named = ((body.key, body.name.in_language(language)) for body in bodies)
    return (
        FieldChoices(tuple((stage.key, stage.title.in_language(language)) for stage in stages)),
        FieldChoices((("", gettext("Any public body under this law")), *named)),
    )
