"""The fields of a form for what a document of a body says of itself."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from tracker.domain.case.paper_details import PaperDetails
from tracker.services.core.paper_details import (
    LONGEST_NAME,
    LONGEST_OPERATIVE_WORDS,
    LONGEST_PAPER_NUMBER,
    LONGEST_POST,
)
from tracker.web.base.forms import DayField, PageForm, SpanForm, plain_lines
from tracker.web.base.language import gettext, lazy_gettext


def body_name_field() -> StringField:
    """Return the field for the name of another body, which is not in a list."""
    return _one_line(
        lazy_gettext("Name of that body, if not in the list"),
        LONGEST_NAME,
        lazy_gettext("The name of a body must be {most} characters or fewer.", most=LONGEST_NAME),
    )


def _one_line(label: str, most: int, too_long: str) -> StringField:
    """Return an optional field for words that the browser does not remember."""
    validators = [Length(max=most, message=too_long)]
    return StringField(label, validators, render_kw={"dir": "auto", "autocomplete": "off"})


class DecisionPaperForm(PageForm):
    """A form about a document that bears the day asked for: its number, signatory and words, all
    optional."""

    paper_number = _one_line(
        lazy_gettext("Number of the document"),
        LONGEST_PAPER_NUMBER,
        lazy_gettext("Number must be {most} characters or fewer.", most=LONGEST_PAPER_NUMBER),
    )
    paper_signed_by = _one_line(
        lazy_gettext("Signed by (post, never a name)"),
        LONGEST_POST,
        lazy_gettext("Post must be {most} characters or fewer.", most=LONGEST_POST),
    )
    paper_words = TextAreaField(
        lazy_gettext("Operative words"),
        [
            Length(
                max=LONGEST_OPERATIVE_WORDS,
                message=lazy_gettext("Operative words must be 1,000 characters or fewer."),
            )
        ],
        description=lazy_gettext("The sentence that decides, exactly as the document has it."),
        filters=[plain_lines],
        render_kw={"dir": "auto", "rows": "2"},
    )

    @property
    def details(self) -> PaperDetails:
        """Return what was typed of the document itself."""
        return PaperDetails(
            (self.paper_number.data or "").strip(),
            self["paper_dated"].data if "paper_dated" in self else None,
            (self.paper_signed_by.data or "").strip(),
            (self.paper_words.data or "").strip(),
        )


class PaperForm(DecisionPaperForm, SpanForm):
    """A form about a document of a body: its number, date, signatory and words, all optional."""

    paper_dated = DayField(lazy_gettext("Date on the document"), optional=True)

    def validate_paper_dated(self, field: DayField) -> None:
        """Refuse a date after the day on which the document came."""
        last = self.latest.data or self.on.data
        if field.data and last and field.data > last:
            raise ValidationError(
                gettext("The date on the document cannot be after its arrival. Check both dates.")
            )
