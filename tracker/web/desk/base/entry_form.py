"""Forms made from the fields of an event class and their labels."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from flask import request
from wtforms import BooleanField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import CaseState
from tracker.domain.events.event import Event
from tracker.domain.events.form import EntryForm, Prompt
from tracker.services.core.entry_words import choices_of
from tracker.web.base.forms import (
    DayField,
    PageForm,
    Papers,
    SpanForm,
    capitalised,
    day_of,
    plain_lines,
)
from tracker.web.base.language import gettext, lazy_gettext, page_locale

_ENTRY = Message("{what}, {day}")
FILL_IN = Message("Fill in: {label}.")
TOO_LONG = Message("This must be 1,000 characters or fewer.")
LONGEST_TEXT = 1000


class RecordForm(PageForm):
    """A form that records one kind of event.

    It does not ask for an entry that is named in the address or is the only possible one. A day
    that the address names is filled in, and can be changed.
    """

    kind: type[Event]

    def __init__(self, case_state: CaseState) -> None:
        super().__init__()
        self.named: dict[str, int] = {}
        for name, prompt in self.kind.prompts().items():
            if prompt.of:
                self._offer(name, case_state)
            elif isinstance(self[name], DayField) and (day := _day_in_address(name)):
                self[name].data = day

    def _offer(self, name: str, case_state: CaseState) -> None:
        known = {
            entry.seq: gettext(_ENTRY, what=gettext(entry.event.label), day=_days(entry.event.on))
            for entry in self.kind.choices(name, case_state)
        }
        only = next(iter(known), 0) if len(known) == 1 else 0
        if seq := request.args.get(name, only, type=int):
            self.named[name] = seq
            del self[name]
        else:
            cast(RadioField, self[name]).choices = list(known.items())

    def event(self, today: date) -> Event:
        """Return the event that was typed in. Raises BadInput if the day is missing."""
        typed = {name: self[name].data for name in self.kind.prompts() if name in self}
        # An empty field takes the default of its class.
        asked = {name: value for name, value in typed.items() if value is not None} | self.named
        return self.kind(on=self._day(today), **asked)

    def _day(self, today: date) -> DaySpan:
        if isinstance(self, SpanForm):
            return self.span
        return DaySpan.on(day_of(cast(DayField, self["on"])) if "on" in self else today)


def _day_in_address(name: str) -> date | None:
    """Return the day that the address of an empty form names, None if there is none."""
    if request.method != "GET":
        return None
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def form_class(
    kind: type[Event], words: EntryForm, more: Callable[[], Mapping[str, Any]] = dict
) -> type[RecordForm]:
    """Return the form of a kind; the fields `more` come before its document.

    Raises TypeError for a field that needs a form of its own.
    """
    own: dict[str, Any] = {"kind": kind, "__doc__": kind.__doc__}
    spans = not words.today and not words.day
    if words.day:
        own["on"] = DayField(lazy_gettext(words.day))
    hints = get_type_hints(kind)
    required = {each.name for each in fields(kind) if each.default is MISSING}
    for name, prompt in kind.prompts().items():
        own[name] = _field(hints[name], prompt, needed=name in required)
    own |= more()
    if kind.document:
        own["papers"] = Papers(
            lazy_gettext(words.document or kind.document),
            needed=lazy_gettext(kind.needs_document) if kind.needs_document else "",
            description=lazy_gettext(words.document_hint) if words.document_hint else "",
        )
    bases = (RecordForm, SpanForm) if spans else (RecordForm,)
    return type(f"{kind.__name__}_form", bases, own)


def _field(hint: Any, prompt: Prompt, *, needed: bool) -> Any:
    options = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    (value, *_) = [each for each in options if each is not NoneType]
    known: dict[str, Any] = {"label": lazy_gettext(prompt.label)}
    if prompt.hint:
        known["description"] = lazy_gettext(prompt.hint)
    if value is date:
        return DayField(**known, optional=not needed)
    if value is bool:
        return BooleanField(**known)
    required = DataRequired if value is str else InputRequired
    known["validators"] = [required(_missing(prompt)) if needed else Optional()]
    if isinstance(value, type) and issubclass(value, Enum):
        return _choice(value, prompt, needed=needed, known=known)
    if prompt.of:
        return RadioField(**known, coerce=int)
    if value is int:
        return IntegerField(**known)
    if value is str:
        known["validators"].append(Length(max=LONGEST_TEXT, message=lazy_gettext(TOO_LONG)))
        return TextAreaField(**known, filters=[plain_lines, str.strip])
    raise TypeError(f"no field of a form is known for {value}: give the kind a page of its own")


def _choice(value: type[Enum], prompt: Prompt, *, needed: bool, known: dict[str, Any]) -> Any:
    """Return radio buttons if there are words for a missing choice, else a list."""
    choices = capitalised(choices_of(value, prompt))
    if needed and prompt.missing:
        return RadioField(**known, choices=choices, coerce=value)
    none = {"": lazy_gettext("Choose one") if needed else lazy_gettext("Not given")}
    return SelectField(
        **known, choices=none | choices, coerce=lambda word: value(word) if word else None
    )


def _missing(prompt: Prompt) -> str:
    """Return the complaint about an empty field."""
    if prompt.missing:
        return lazy_gettext(prompt.missing)
    return lazy_gettext(FILL_IN, label=lazy_gettext(prompt.label))


def _days(span: DaySpan) -> str:
    return page_locale().day_span(span)
