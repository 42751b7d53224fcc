"""The fields of the page /deadlines; `record/deadlines.html` lays them out.

They are not those of the form library: thirteen of its fields, which are made anew for every
page, take longer than the counts that they ask for.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from flask import get_template_attribute
from flask_babel import gettext
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.fields import Label

from tracker.web.base.forms import NO_DAY

NOT_TICKED = ("", "false")

Typed = MultiDict[str, str]


@dataclass(frozen=True, eq=False)
class FieldChoices:
    """Values to choose from, with their words. An edition of the library has the same object on
    every page, so that what is laid out of it is found again without a look at what is in it."""

    pairs: tuple[tuple[str, str], ...]

    @cached_property
    def values(self) -> frozenset[str]:
        """What can be chosen."""
        return frozenset(value for value, _ in self.pairs)


NO_CHOICES = FieldChoices(())


class _Entry:
    """A field, with all that was typed under its name."""

    def __init__(self, name: str, label: str, typed: Typed, description: str = "") -> None:
        self.id = name
        self.label = _label(name, label)
        self.typed = typed.getlist(name)
        self.description = description
        self.errors: tuple[str, ...] = ()


class ChoiceField(_Entry):
    """A list of which one is chosen."""

    kind = "choice"

    def __init__(self, name: str, label: str, typed: Typed, choices: FieldChoices) -> None:
        super().__init__(name, label, typed)
        self.choices = choices
        self.data = self.typed[0] if self.typed else None

    @property
    def chosen(self) -> str | None:
        """Which one of the list it is; None where something else was typed, or nothing."""
        return self.data if self.data in self.choices.values else None

    @property
    def options(self) -> Markup:
        """The elements of a list from which it is chosen."""
        return _options(self.choices, self.chosen)


class Day(_Entry):
    """A day that may be left out; what cannot be read stays in the field."""

    kind = "day"

    def __init__(self, name: str, label: str, typed: Typed, description: str = "") -> None:
        super().__init__(name, label, typed, description)
        self.value = " ".join(self.typed)
        self.data: date | None = None
        if self.typed and self.typed[0].strip():
            try:
                self.data = datetime.strptime(self.value, "%Y-%m-%d").date()
            except ValueError:
                self.errors = (gettext(NO_DAY),)


class Tick(_Entry):
    """A yes or no."""

    kind = "tick"

    def __init__(self, name: str, label: str, typed: Typed) -> None:
        super().__init__(name, label, typed)
        self.value = self.typed[0] if self.typed else "y"
        self.data = bool(self.typed) and self.value not in NOT_TICKED


@lru_cache(maxsize=256)
def _label(name: str, words: str) -> Label:
    return Label(name, words)


# As many as there are laws, times a few: only what stands in the list is kept as chosen.
@lru_cache(maxsize=256)
def _options(choices: FieldChoices, chosen: str | None) -> Markup:
    found: Markup = get_template_attribute("record/_deadline_fields.html", "options")(
        choices.pairs, chosen
    )
    return found
