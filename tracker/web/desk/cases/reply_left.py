"""The unfinished parts of a response: the task list of its page, and its records in groups."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext

from tracker.domain.law.questions import Asked
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.cases.reply_form import ReplyForm, duties_of

# The most records shown at once; larger requests are shown in groups of this size.
_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Left:
    """One task: its name, its place on the page, its progress, and whether it is done."""

    words: str
    place: str
    state: str
    done: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Records shown together: their numbers, how many have an outcome, and whether the group is
    open."""

    first: int
    asked: tuple[Asked, ...]
    said: int
    open: bool

    @property
    def last(self) -> int:
        """Return the number of the last record."""
        return self.first + len(self.asked) - 1


def left_of(form: ReplyForm, dossier: Dossier) -> tuple[Left, ...]:
    """Return the tasks of the page, in order."""
    return tuple(_left(form, dossier))


def _left(form: ReplyForm, dossier: Dossier) -> Iterator[Left]:
    known = bool(form.on.data and form.kind.data)
    yield Left(gettext("Date and type"), "on", "" if known else gettext("not given"), known)
    came = bool(form.papers.came)
    yield Left(
        gettext("Document"),
        "papers",
        gettext("already attached") if came else gettext("add it last"),
        came,
    )
    asked = len(dossier.drafted.questions)
    unsaid = [place for place in range(asked) if not has_outcome(form, place)]
    where = f"outcome_{unsaid[0]}" if unsaid else "same"
    said = gettext("{number} of {all} done", number=asked - len(unsaid), all=asked)
    yield Left(gettext("Items"), where, said, not unsaid)
    if dossier.law.exemptions:
        named = sum(bool(form[f"named_{n}"].data) for n in range(len(dossier.law.exemptions)))
        yield Left(
            gettext("Exemptions"), "exemptions", gettext("{number} named", number=named), named > 0
        )
    if duties := duties_of(dossier):
        seen = sum(bool(form[f"duty_{place}"].data) for place in range(len(duties)))
        state = gettext("{number} of {all} checked", number=seen, all=len(duties))
        yield Left(gettext("If anything was refused"), "duties", state, seen == len(duties))


def has_outcome(form: ReplyForm, place: int) -> bool:
    """Return whether a record has an outcome, its own or the one for all."""
    return bool(form[f"outcome_{place}"].data or form.same.data)


def groups_of(form: ReplyForm, dossier: Dossier) -> tuple[Group, ...]:
    """Return the records in groups, or in one group if there are few.

    Groups with errors, and the next group to fill in, are open.
    """
    asked = dossier.drafted.questions
    size = _AT_ONCE if len(asked) > _AT_ONCE else len(asked)
    found, waits = [], True
    for first in range(0, len(asked), size):
        places = range(first, min(first + size, len(asked)))
        said = sum(has_outcome(form, place) for place in places)
        wrong = any(form[f"{part}_{place}"].errors for place in places for part in _PARTS)
        next_one = waits and said < len(places)
        waits = waits and not next_one
        shown = wrong or next_one or len(asked) <= _AT_ONCE
        found.append(Group(first + 1, asked[first : first + size], said, shown))
    return tuple(found)


_PARTS = ("outcome", "page", "given", "quote")
