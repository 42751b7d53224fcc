"""The fields of the page /deadlines, and how each is written.

They are not those of the form library: thirteen of its fields, which are made anew for every
page, take longer than the counts that they ask for. `web/base/fields.py` puts both into rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from flask_babel import gettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict
from wtforms.fields import Label

from tracker.web.base.forms import NO_DAY

NOT_TICKED = ("", "false")

Typed = MultiDict[str, str]


@dataclass(frozen=True, eq=False)
class Choices:
    """Values to choose from, with their words. An edition of the library has the same object on
    every page, so that its writing is found again without a look at what is in it."""

    pairs: tuple[tuple[str, str], ...]

    @cached_property
    def values(self) -> frozenset[str]:
        """What can be chosen."""
        return frozenset(value for value, _ in self.pairs)


NOTHING = Choices(())


class Entry:
    """A field, with all that was typed under its name."""

    def __init__(self, name: str, label: str, typed: Typed, description: str = "") -> None:
        self.id = name
        self.label = _label(name, label)
        self.typed = typed.getlist(name)
        self.description = description
        self.errors: tuple[str, ...] = ()


class Choice(Entry):
    """A list of which one is chosen."""

    def __init__(self, name: str, label: str, typed: Typed, choices: Choices) -> None:
        super().__init__(name, label, typed)
        self.choices = choices
        self.data = self.typed[0] if self.typed else None

    @property
    def chosen(self) -> str | None:
        """Which one of the list it is; None where something else was typed, or nothing."""
        return self.data if self.data in self.choices.values else None

    def __call__(self, **attributes: str) -> Markup:
        # Everything set in here was escaped.
        return Markup(  # noqa: S704
            f"<select{_written(*attributes.items(), ('id', self.id), ('name', self.id))}>"
            f"{_options(self.choices, self.chosen)}</select>"
        )


class Buttons(Choice):
    """The same, as radio buttons."""

    def __call__(self, **attributes: str) -> Markup:
        return Markup(_buttons(self.id, self.choices, self.chosen))  # noqa: S704  # escaped


class Day(Entry):
    """A day that may be left out; what cannot be read stays in the field."""

    def __init__(self, name: str, label: str, typed: Typed, description: str = "") -> None:
        super().__init__(name, label, typed, description)
        self.value = " ".join(self.typed)
        self.data: date | None = None
        if self.typed and self.typed[0].strip():
            try:
                self.data = datetime.strptime(self.value, "%Y-%m-%d").date()
            except ValueError:
                self.errors = (gettext(NO_DAY),)

    def __call__(self, **attributes: str) -> Markup:
        return _input("date", self.id, self.value, attributes)


class Tick(Entry):
    """A yes or no."""

    def __init__(self, name: str, label: str, typed: Typed) -> None:
        super().__init__(name, label, typed)
        self.value = self.typed[0] if self.typed else "y"
        self.data = bool(self.typed) and self.value not in NOT_TICKED

    def __call__(self, **attributes: str) -> Markup:
        return _input("checkbox", self.id, self.value, attributes, ticked=self.data)


@lru_cache(maxsize=256)
def _label(name: str, words: str) -> Label:
    return Label(name, words)


def _input(
    kind: str, name: str, value: str, attributes: Mapping[str, str], *, ticked: bool = False
) -> Markup:
    known = _written(("id", name), ("name", name), ("type", kind))
    # Everything set in here was escaped.
    return Markup(  # noqa: S704
        f"<input{_written(*attributes.items())}{' checked' if ticked else ''}{known}"
        f' value="{escape(value)}">'
    )


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
        for value, words in choices.pairs
    )


@lru_cache(maxsize=1024)
def _buttons(name: str, choices: Choices, chosen: str | None) -> str:
    return "".join(
        f'  <div class="choice">\n'
        f'    <input type="radio" name="{name}" id="{name}-{n}" value="{escape(value)}"'
        f"{' checked' if value == chosen else ''}>\n"
        f'    <label for="{name}-{n}">{escape(words)}</label>\n  </div>\n'
        for n, (value, words) in enumerate(choices.pairs)
    )
