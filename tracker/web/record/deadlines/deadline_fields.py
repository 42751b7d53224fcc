"""The fields of the page /deadlines, rendered by `record/deadlines.html`.

They do not use the form library: making its thirteen fields for every page takes longer than the
calculation they ask for.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from flask import get_template_attribute
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms.fields import Label

from tracker.web.base.forms import NO_DAY
from tracker.web.base.language import gettext

NOT_TICKED = ("", "false")

Typed = MultiDict[str, str]


@dataclass(frozen=True, eq=False)
class FieldChoices:
    """Values to choose from, with their words.

    An edition of the library uses the same object on every page, so that its rendered list is
    found in the cache by identity.
    """

    pairs: tuple[tuple[str, str], ...]

    @cached_property
    def values(self) -> frozenset[str]:
        """Return the values that can be chosen."""
        return frozenset(value for value, _ in self.pairs)


NO_CHOICES = FieldChoices(())


class _Entry:
    """A field, with everything typed under its name."""

    def __init__(self, name: str, label: str, typed: Typed, description: str = "") -> None:
        self.id = name
        self.label = _label(name, label)
        self.typed = typed.getlist(name)
        self.description = description
        self.errors: tuple[str, ...] = ()


class ChoiceField(_Entry):
    """A list from which one value is chosen."""

    kind = "choice"

    def __init__(self, name: str, label: str, typed: Typed, choices: FieldChoices) -> None:
        super().__init__(name, label, typed)
        self.choices = choices
        self.data = self.typed[0] if self.typed else None

    @property
    def chosen(self) -> str | None:
        """Return the chosen value; None if it is not in the list, or if nothing was typed."""
        return self.data if self.data in self.choices.values else None

    def row(self, hint: str = "") -> Markup:
        """Return the list with its label and hint as HTML."""
        return _choice_row(self.id, self.label.text, hint, self.choices, self.chosen)


class Day(_Entry):
    """An optional day; unreadable input stays in the field."""

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
    """A checkbox."""

    kind = "tick"

    def __init__(self, name: str, label: str, typed: Typed) -> None:
        super().__init__(name, label, typed)
        self.value = self.typed[0] if self.typed else "y"
        self.data = bool(self.typed) and self.value not in NOT_TICKED


@lru_cache(maxsize=256)
def _label(name: str, words: str) -> Label:
    return Label(name, words)


# A few times the number of laws: only values that are in the list are cached as chosen.
@lru_cache(maxsize=256)
def _choice_row(
    name: str, label: str, hint: str, choices: FieldChoices, chosen: str | None
) -> Markup:
    field = ChoiceField(name, label, MultiDict(), choices)
    row = get_template_attribute("record/_deadline_fields.html", "choice_row")
    found: Markup = row(field, hint, chosen)
    return found
