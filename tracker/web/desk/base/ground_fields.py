"""Fields for a ground that names no clause, and its words."""

from collections.abc import Iterable
from typing import Any

from wtforms import StringField
from wtforms.validators import Length, ValidationError

from tracker.domain.law.outcome import GroundCategory
from tracker.services.cases.receiving import LONGEST_GROUND
from tracker.web.base.language import gettext

# The choice of a ground that names no clause is this and its category.
VAGUE = "vague:"
# Categories whose name is what an English response says; its words need not be typed.
SAID_SO = frozenset(
    {GroundCategory.PUBLIC_ORDER, GroundCategory.CONFIDENTIAL, GroundCategory.SENSITIVE}
)


def vague_of(chosen: Iterable[str] | None) -> tuple[GroundCategory, ...]:
    """Return the categories of the grounds without a clause among the chosen ones."""
    named = (key.removeprefix(VAGUE) for key in chosen or () if key.startswith(VAGUE))
    return tuple(GroundCategory(key) for key in named if key in set(GroundCategory))


class WordsOf:
    """Requires the words of a ground that names no clause, and such a ground for words."""

    def __init__(self, ground: str) -> None:
        self.ground = ground

    def __call__(self, form: Any, field: StringField) -> None:
        chosen = form[self.ground].data or ()
        found = vague_of([chosen] if isinstance(chosen, str) else chosen)
        said = (field.data or "").strip()
        if said and not found:
            raise ValidationError(
                gettext("Choose the kind of ground for these words, or remove them.")
            )
        if found and not said and found[0] not in SAID_SO:
            raise ValidationError(gettext("Enter the ground in the words of the response."))


def words_field(label: str, ground: str) -> StringField:
    """Return the field for the words of a ground that names no clause."""
    return StringField(
        label,
        [
            WordsOf(ground),
            Length(
                max=LONGEST_GROUND,
                message=gettext("Words must be {most} characters or fewer.", most=LONGEST_GROUND),
            ),
        ],
        render_kw={"maxlength": str(LONGEST_GROUND), "dir": "auto"},
    )
