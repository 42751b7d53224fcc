"""The form of a response: the outcome of each record asked for, and what the response cites and
shows."""

import re
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from tracker.domain.base.terms import GivenAs
from tracker.domain.events.event import kinds_of
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import RefusalDuty
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import GIVING, PAGE_NUMBERS, REFUSING_OUTCOMES, Response
from tracker.services.core.naming import OUTCOMES
from tracker.web.base.forms import Papers, SpanForm, plain_lines
from tracker.web.base.language import lazy_gettext, worded
from tracker.web.desk.base.dossier import Dossier

NAMES_EXEMPTIONS = frozenset(
    {*REFUSING_OUTCOMES, Outcome.NEITHER_CONFIRMED_NOR_DENIED, Outcome.REFUSED_AS_REPEAT}
)
LACKING = "lacking"
SHOWS = {
    "": lazy_gettext("Not checked, or does not apply"),
    "shown": lazy_gettext("The document shows it"),
    LACKING: lazy_gettext("The document does not show it"),
}
FORMS = {
    "": lazy_gettext("Not given"),
    GivenAs.RECORD.value: lazy_gettext("Original site"),
    GivenAs.STATEMENT.value: lazy_gettext("A statement only"),
}
RUN = re.compile(r"(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?")


class ReplyForm(SpanForm):
    """A response, as a person classifies it."""

    moves = (*SpanForm.moves, "kind")
    kind = RadioField(
        lazy_gettext("Type of response"),
        [InputRequired(lazy_gettext("Choose the type of response."))],
        choices={key: lazy_gettext(kind.label) for key, kind in kinds_of(Reply).items()},
    )
    same = SelectField(
        lazy_gettext("Outcome for every item"),
        choices={"": lazy_gettext("Different for each item")}
        | {o.value: lazy_gettext(said) for o, said in OUTCOMES.items()},
        description=lazy_gettext("Set it once here. Below, change only the items that differ."),
    )
    papers = Papers(
        lazy_gettext("The response"),
        needed=lazy_gettext("Attach the document. We say nothing about a body without it."),
        description=lazy_gettext("The scan or the email. It stays private."),
    )

    @property
    def some_said(self) -> bool:
        """Return whether any record has an outcome of its own."""
        return any(field.data for field in self if field.name.startswith("outcome_"))

    def validate_same(self, field: SelectField) -> None:
        """Ask for an outcome once, instead of at every record, if none was chosen at all."""
        if not field.data and not self.some_said:
            raise ValidationError(gettext("Say what the response did, here or item by item."))

    def response(self, dossier: Dossier) -> Response:
        """Return the response as typed, with the outcome of each question.

        An exemption applies to the records numbered in its field, or to everything refused.
        """
        found = []
        for place, asked in enumerate(dossier.drafted.questions):
            outcome = Outcome(self[f"outcome_{place}"].data or self.same.data)
            named = self._named(dossier, place + 1) if outcome in NAMES_EXEMPTIONS else ()
            given_as = self[f"given_{place}"].data if outcome in GIVING else ""
            found.append(
                QuestionOutcome(
                    asked.key,
                    outcome,
                    named,
                    (self[f"page_{place}"].data or "").strip(),
                    GivenAs(given_as) if given_as else None,
                )
            )
        return Response(
            kind=self.kind.data,
            on=self.span,
            outcomes=tuple(found),
            papers=self.papers.uploads,
            quotes={
                asked.key: (self[f"quote_{place}"].data or "").strip()
                for place, asked in enumerate(dossier.drafted.questions)
            },
            lacking=frozenset(
                duty.key
                for place, duty in enumerate(duties_of(dossier))
                if self[f"duty_{place}"].data == LACKING
            ),
        )

    def typical(self, dossier: Dossier) -> Response:
        """Return a response of this kind and day with typical outcomes, to preview its effect on
        deadlines before anyone has gone through the records."""
        asked = dossier.drafted.questions
        typical = kinds_of(Reply)[self.kind.data].typical
        found = tuple(QuestionOutcome(each.key, typical) for each in asked)
        return Response(self.kind.data, self.span, found, self.papers.uploads)

    def _named(self, dossier: Dossier, number: int) -> tuple[str, ...]:
        return tuple(
            exemption.key
            for place, exemption in enumerate(dossier.law.exemptions)
            if self[f"named_{place}"].data and self._reaches(place, number)
        )

    def _reaches(self, place: int, number: int) -> bool:
        numbers = numbers_in(self[f"records_{place}"].data or "")
        return not numbers or number in numbers


def reply_form(dossier: Dossier, typed: MultiDict[str, str] | None = None) -> ReplyForm:
    """Return the form with fields for each record asked for and each exemption of the law, filled
    with what was `typed` before."""
    asked = len(dossier.drafted.questions)
    fields: dict[str, Any] = {
        f"outcome_{place}": SelectField(
            gettext("Outcome for item {number}", number=place + 1),
            [_Said(place + 1)],
            choices={"": gettext("Same as for every item")}
            | {o.value: gettext(w) for o, w in OUTCOMES.items()},
        )
        for place in range(asked)
    }
    for place in range(asked):
        fields |= _where_it_says_so(place)
    for place, exemption in enumerate(dossier.law.exemptions):
        fields[f"named_{place}"] = BooleanField(worded(exemption.cite))
        fields[f"records_{place}"] = StringField(
            gettext("Items under {section}", section=exemption.cite),
            [_Numbers(asked)],
            render_kw={"maxlength": "200"},
        )
    for place, duty in enumerate(duties_of(dossier)):
        fields[f"duty_{place}"] = SelectField(worded(duty.says), choices=SHOWS)
    made: type[ReplyForm] = type("ReplyFormOfThisRequest", (ReplyForm,), fields)
    return made(typed)


def _where_it_says_so(place: int) -> dict[str, Any]:
    """Return the fields on one record: the page, the words, and whether the record itself was
    given."""
    number = place + 1
    return {
        f"given_{place}": SelectField(
            gettext("Form in which item {number} was given", number=number), choices=FORMS
        ),
        f"page_{place}": StringField(
            gettext("Page about item {number}", number=number),
            [
                Regexp(
                    rf"^$|^{PAGE_NUMBERS.pattern}$",
                    re.IGNORECASE,
                    gettext("For example 3 or 2-4."),
                )
            ],
            render_kw={"maxlength": "30"},
        ),
        f"quote_{place}": TextAreaField(
            gettext("Quotation on item {number}", number=number),
            [Length(max=2000, message=gettext("Quotation must be 2,000 characters or fewer."))],
            filters=[plain_lines],
        ),
    }


def duties_of(dossier: Dossier) -> list[RefusalDuty]:
    """Return what the law requires a refusal to show."""
    return [duty for duty in dossier.law.refusal_duties if duty.shown_on_notice]


def numbers_in(words: str) -> frozenset[int]:
    """Return the numbers in `1, 3-5`. Raises ValueError for anything else."""
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in words.split(","))):
        run = RUN.fullmatch(part)
        if run is None:
            raise ValueError(part)
        first = int(run[1])
        found.update(range(first, int(run[2] or first) + 1))
    return frozenset(found)


class _Said:
    """Requires that a record has an outcome: its own, or the one for all records."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, form: Any, field: SelectField) -> None:
        if not field.data and not form.same.data and form.some_said:
            raise ValidationError(
                gettext("Choose the outcome for item {number}.", number=self.number)
            )


class _Numbers:
    """Requires numbers of records of this request, such as `1, 3-5`; empty means all."""

    def __init__(self, asked: int) -> None:
        self.asked = asked

    def __call__(self, form: Any, field: StringField) -> None:
        try:
            numbers = numbers_in(field.data or "")
        except ValueError as problem:
            raise ValidationError(
                gettext(
                    "“{words}” is not an item number. Enter for example 1, 3-5.", words=problem
                )
            ) from None
        if strange := sorted(number for number in numbers if not 1 <= number <= self.asked):
            raise ValidationError(
                gettext(
                    "There is no item {number}. The request has {asked} items.",
                    number=strange[0],
                    asked=self.asked,
                )
            )
