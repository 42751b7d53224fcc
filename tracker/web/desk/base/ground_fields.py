"""Fields for a ground that is typed: its section or the words of a ground without a clause."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectMultipleField, StringField
from wtforms.validators import Length, ValidationError

from tracker.domain.law.law import Law
from tracker.domain.law.outcome import GroundCategory, TypedSection
from tracker.domain.law.pleas import Exemption
from tracker.services.cases.receiving import LONGEST_GROUND, LONGEST_SECTION
from tracker.services.core.naming import GROUND_CATEGORIES
from tracker.web.base.language import gettext, worded

# The choice of a ground that names no clause is this and its category.
VAGUE = "vague:"
_LINE_LENGTH = 90
# Categories whose name is what an English response says; its words need not be typed.
SAID_SO = frozenset(
    {GroundCategory.PUBLIC_ORDER, GroundCategory.CONFIDENTIAL, GroundCategory.SENSITIVE}
)


def vague_of(chosen: Iterable[str] | None) -> tuple[GroundCategory, ...]:
    """Return the categories of the grounds without a clause among the chosen ones."""
    named = (key.removeprefix(VAGUE) for key in chosen or () if key.startswith(VAGUE))
    return tuple(GroundCategory(key) for key in named if key in set(GroundCategory))


def ground_choices(law: Law) -> dict[str, str]:
    """Return the grounds in a list: the exemptions of a law, then those that name no clause."""
    return {each.key: _line(each) for each in law.exemptions} | {
        f"{VAGUE}{category.value}": gettext("No clause named: {ground}", ground=gettext(words))
        for category, words in GROUND_CATEGORIES.items()
    }


def _line(known: Exemption) -> str:
    """Return an exemption as one line of a list: its section, and the start of what it covers."""
    line = f"{worded(known.cite)}: {worded(known.covers)}"
    return line if len(line) <= _LINE_LENGTH else f"{line[: _LINE_LENGTH - 1]}…"


def section_as_named(section: TypedSection) -> str:
    """Return a typed section in few words, as what the response named."""
    if section.words:
        return gettext(
            "“{section}” (“{words}”), as the response names it",
            section=section.number,
            words=section.words,
        )
    return gettext("“{section}”, as the response names it", section=section.number)


class GroundsField(SelectMultipleField):
    """The exemptions of one record: those that are ticked, and one chosen from a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(list(dict.fromkeys(filter(None, valuelist))))

    def pre_validate(self, form: Any) -> None:
        if len(vague_of(self.data)) > 1:
            raise ValidationError(gettext("Choose one ground without a clause."))
        if not {value for value, *_ in self.iter_choices()}.issuperset(self.data or ()):
            raise ValidationError(gettext("Choose one of the options."))


class WordsOf:
    """Requires the words of a ground that names no clause, and a ground or section for words."""

    def __init__(self, ground: str, section: str) -> None:
        self.ground, self.section = ground, section

    def __call__(self, form: Any, field: StringField) -> None:
        chosen = form[self.ground].data or ()
        found = vague_of([chosen] if isinstance(chosen, str) else chosen)
        said = (field.data or "").strip()
        if said and not found and not (form[self.section].data or "").strip():
            raise ValidationError(
                gettext("Choose the kind of ground for these words, or remove them.")
            )
        if found and not said and found[0] not in SAID_SO:
            raise ValidationError(gettext("Enter the ground in the words of the response."))


def section_field(label: str) -> StringField:
    """Return the field for a section as the response names it."""
    most = gettext("Section must be {most} characters or fewer.", most=LONGEST_SECTION)
    return StringField(
        label,
        [Length(max=LONGEST_SECTION, message=most)],
        render_kw={"maxlength": str(LONGEST_SECTION), "dir": "auto"},
    )


def words_field(label: str, ground: str, section: str) -> StringField:
    """Return the field for the words of a ground that names no clause, or of a typed section."""
    return StringField(
        label,
        [
            WordsOf(ground, section),
            Length(
                max=LONGEST_GROUND,
                message=gettext("Words must be {most} characters or fewer.", most=LONGEST_GROUND),
            ),
        ],
        render_kw={"maxlength": str(LONGEST_GROUND), "dir": "auto"},
    )
