"""The unfinished parts of a response, and its records as rows of a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.law.questions import Asked, Question
from tracker.web.base.filters import item_name
from tracker.web.base.language import gettext, worded
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.ground_fields import section_as_named, vague_of
from tracker.web.desk.cases.reply_form import ReplyForm, duties_of

# The fields of a record in the part that opens.
_FOLDED = ("grounds", "section", "words", "given", "quote")


@dataclass(frozen=True, slots=True)
class Left:
    """One task: its name, its place on the page, its progress, and whether it is done."""

    words: str
    place: str
    state: str
    done: bool


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A record asked for, with its short name, the grounds chosen for it by key, the section typed
    for it, and whether the part that opens has an error."""

    asked: Asked
    name: str
    grounds: Mapping[str, str]
    section: str
    open: bool

    @property
    def named(self) -> tuple[str, ...]:
        """Return the grounds and the typed section in few words."""
        return (*self.grounds.values(), *filter(None, [self.section]))


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
    named = {key for n in range(asked) for key in form.grounds_of(n) if not vague_of([key])}
    named |= {section.number for n in range(asked) if (section := form.section_at(n))}
    said = gettext("{number} named", number=len(named))
    where = "same_ground" if dossier.law.exemptions else "same_section"
    yield Left(gettext("Exemptions"), where, said, bool(named))
    if duties := duties_of(dossier):
        seen = sum(bool(form[f"duty_{place}"].data) for place in range(len(duties)))
        state = gettext("{number} of {all} checked", number=seen, all=len(duties))
        yield Left(gettext("If anything was refused"), "duties", state, seen == len(duties))


def outcomes_given(form: ReplyForm) -> int:
    """Return how many records have an outcome, their own or the one for all."""
    return sum(has_outcome(form, place) for place in range(form.asked))


def has_outcome(form: ReplyForm, place: int) -> bool:
    """Return whether a record has an outcome, its own or the one for all."""
    return bool(form[f"outcome_{place}"].data or form.same.data)


def item_rows(
    form: ReplyForm, dossier: Dossier, questions: Mapping[str, Question]
) -> tuple[ItemRow, ...]:
    """Return one row for each record asked for."""
    cites = {each.key: worded(each.cite) for each in dossier.law.exemptions}
    return tuple(
        ItemRow(
            asked,
            item_name(questions.get(asked.key), asked.words),
            dict(_grounds(form, place, cites)),
            _section(form, place),
            any(form[f"{part}_{place}"].errors for part in _FOLDED),
        )
        for place, asked in enumerate(dossier.drafted.questions)
    )


def _section(form: ReplyForm, place: int) -> str:
    """Return the section typed for a record itself, as what the response named."""
    own = form.has_own_ground(place)
    section = form.section_at(place, form.grounds_of(place)) if own else None
    return section_as_named(section) if section else ""


def _grounds(form: ReplyForm, place: int, cites: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the grounds chosen for a record by their keys, in few words."""
    for key in form[f"grounds_{place}"].data or ():
        if key in cites:
            yield key, cites[key]
        elif vague := form.vague_at(place, [key]):
            yield key, gettext("“{words}”, no clause named", words=vague.words)
