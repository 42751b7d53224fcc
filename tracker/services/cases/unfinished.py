"""Unfinished long forms: what a person typed, sealed with the request until it is entered."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office

# Characters. The form of a response with the longest quotes for every item has half of this.
LONGEST_UNFINISHED = 200_000


@dataclass(frozen=True, slots=True)
class _Typed:
    """What one person typed into one form, and when it was saved."""

    at: datetime
    fields: Mapping[str, list[str]]


def keep_typed(
    office: Office, reference: str, form: str, fields: Mapping[str, list[str]], *, by: str
) -> _Typed:
    """Save what this person typed into a form, replacing what was saved before.

    It is no entry and proves nothing. Raises BadInput if it is too long.
    """
    typed = _Typed(office.now(), fields)
    words = json.dumps([typed.at.isoformat(), dict(fields)], ensure_ascii=False)
    if len(words) > LONGEST_UNFINISHED:
        raise BadInput("This is too long to save. Shorten the text you copied.")
    with office.cases.open(reference) as case:
        case.keep_words(_name(form, by), words)
    return typed


def typed_before(office: Office, reference: str, form: str, *, by: str) -> _Typed | None:
    """Return what this person typed into a form and has not entered, None if nothing."""
    with office.cases.look(reference) as case:
        words = case.words(_name(form, by))
    if not words:
        return None
    at, fields = json.loads(words)
    return _Typed(datetime.fromisoformat(at), fields)


def drop_typed(office: Office, reference: str, form: str, *, by: str) -> None:
    """Delete what was typed, once it was entered or is no longer wanted."""
    if typed_before(office, reference, form, by=by):
        with office.cases.open(reference) as case:
            case.keep_words(_name(form, by), "")


def _name(form: str, by: str) -> str:
    return f"typed:{form}:{by}"
