"""Links between a form field and its hint and errors, for screen readers and summaries."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from wtforms import Field, FieldList, FormField, RadioField, SelectMultipleField


class _Shown(Protocol):
    """The attributes of a field that its hint and errors need."""

    @property
    def id(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def errors(self) -> Sequence[str]: ...


def note_ids(field: _Shown, hint: str = "") -> str:
    """Return the ids of the elements that the macro `notes` writes, as `aria-describedby` lists
    them."""
    said = [f"{field.id}-hint"] if hint or field.description else []
    wrong = enumerate(flat(field.errors), start=1)
    return " ".join([*said, *(f"{field.id}-wrong-{n}" for n, _ in wrong)])


def ties(field: _Shown, hint: str = "", others: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the attributes of a control: those that link it to its notes, and `others`."""
    found = {}
    if ids := note_ids(field, hint):
        found["aria-describedby"] = ids
    if field.errors:
        found["aria-invalid"] = "true"
    return found | dict(others or {})


def errors_of(field: Field) -> Iterator[tuple[str, str]]:
    """Yield every error of a field, or of the fields in it, with the id of what it concerns."""
    for each in field if isinstance(field, FieldList | FormField) else ():
        yield from errors_of(each)
    if isinstance(field, FieldList):
        yield from ((_anchor(field), each) for each in field.errors if isinstance(each, str))
    elif not isinstance(field, FormField):
        yield from ((_anchor(field), message) for message in flat(field.errors))


def _anchor(field: Field) -> str:
    """Return the id of the field's first element that can take the focus."""
    if isinstance(field, RadioField | SelectMultipleField):
        return f"{field.id}-0"
    return str(field.id)


def flat(errors: Any) -> Iterator[str]:
    """Yield every message in the errors of a field or a list of fields."""
    if isinstance(errors, str):
        yield errors
    elif isinstance(errors, dict):
        for inner in errors.values():
            yield from flat(inner)
    else:
        for inner in errors or ():
            yield from flat(inner)
