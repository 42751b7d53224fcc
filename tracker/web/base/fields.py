"""Links between a form field and its hint and errors, for screen readers."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from tracker.web.base.forms import flat


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
