"""Writes fields of forms: label, hint, error, in this order, tied together for screen readers.

Written here and not in a template, which takes several times as long; everything is escaped here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from flask_babel import gettext
from markupsafe import Markup, escape
from wtforms.fields import Label

from tracker.web.base.forms import flat


class Shown(Protocol):
    """As much of a field as stands around its control."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> Label: ...
    @property
    def description(self) -> str: ...
    @property
    def errors(self) -> Sequence[str]: ...


class Control(Shown, Protocol):
    """A field of the form library, or one that a page has of its own."""

    def __call__(self, **attributes: str) -> str: ...


def field_row(field: Control, hint: str = "", **attributes: str) -> Markup:
    """One field of any kind that is a single control; the attributes are added to the control."""
    begin, ties = _frame_of(field, hint)
    return Markup(  # noqa: S704  # what is not a field's own writing is escaped
        f"{begin}{_came(field)}{field(**ties, **attributes)}</div>\n"
    )


def _frame_of(field: Shown, hint: str) -> tuple[str, dict[str, str]]:
    """What stands before a control, and its attributes. A field of which nothing is wrong looks
    the same on every page."""
    if field.errors:
        return _begun(field, hint), _ties(field, hint)
    return _sound(field.id, str(field.label.text), str(hint or field.description))


@lru_cache(maxsize=1024)
def _sound(id_: str, label: str, hint: str) -> tuple[str, dict[str, str]]:
    field = _Sound(id_, Label(id_, label), hint)
    return _begun(field, ""), _ties(field, "")


@dataclass(frozen=True, slots=True)
class _Sound:
    """As much of a field as its frame shows, where nothing is wrong with it."""

    id: str
    label: Label
    description: str
    errors: tuple[str, ...] = ()


def _begun(field: Shown, hint: str) -> str:
    return f'<div class="field{_bad(field)}">{_label(field)}{notes(field, hint)}'


def tick_row(field: Control, hint: str = "") -> Markup:
    """A single yes or no."""
    return Markup(  # noqa: S704  # as above
        f'<div class="field{_bad(field)}">\n  <div class="choice">\n'
        f"    {field(**_ties(field, hint))}\n    {_label(field)}\n"
        f'    <span class="hint">{notes(field, hint)}</span>\n  </div>\n</div>\n'
    )


def _came(field: Shown) -> str:
    """The papers that are on file already, where the field is for papers."""
    names = ", ".join(f"<bdi>{escape(file.name)}</bdi>" for file in getattr(field, "came", ()))
    if not names:
        return ""
    said = gettext(
        "On file already: {names}. Add a file only if something is missing.", names=names
    )
    return f'<p class="small">{said}</p>'


def notes(field: Shown, hint: str = "") -> Markup:
    """The hint of a field and what is wrong with it, in elements that the control can name."""
    id_, hint = escape(field.id), hint or field.description
    said = f'<span class="hint" id="{id_}-hint">{escape(hint)}</span>' if hint else ""
    wrong = (
        f'<span class="wrong" id="{id_}-wrong-{n}">'
        f'<span class="visually-hidden">{gettext("Error:")} </span>{escape(message)}</span>'
        for n, message in enumerate(flat(field.errors), start=1)
    )
    return Markup(said + "".join(wrong))  # noqa: S704  # escaped


def note_ids(field: Shown, hint: str = "") -> str:
    """The elements of `notes`, as `aria-describedby` names them."""
    said = [f"{field.id}-hint"] if hint or field.description else []
    wrong = enumerate(flat(field.errors), start=1)
    return " ".join([*said, *(f"{field.id}-wrong-{n}" for n, _ in wrong)])


def _ties(field: Shown, hint: str) -> dict[str, str]:
    ties = {}
    if ids := note_ids(field, hint):
        ties["aria-describedby"] = ids
    if field.errors:
        ties["aria-invalid"] = "true"
    return ties


def _bad(field: Shown) -> str:
    return " bad" if field.errors else ""


def _label(field: Shown) -> str:
    return f'<label for="{escape(field.id)}">{escape(field.label.text)}</label>'
