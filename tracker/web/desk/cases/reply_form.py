"""The form of a response: the outcome of each record asked for, and what the response cites and
shows."""

import re
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from tracker.domain.base.terms import GivenAs
from tracker.domain.events.event import kinds_of
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.pleas import Exemption, RefusalDuty
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import GIVING, PAGE_NUMBERS, REFUSING_OUTCOMES, Response
from tracker.services.core.naming import OUTCOMES
from tracker.web.base.forms import Papers, SpanForm, plain_lines
from tracker.web.base.language import gettext, lazy_gettext, ngettext, worded
from tracker.web.desk.base.dossier import Dossier

NAMES_EXEMPTIONS = frozenset(
    {*REFUSING_OUTCOMES, Outcome.NEITHER_CONFIRMED_NOR_DENIED, Outcome.REFUSED_AS_REPEAT}
)
LACKING = "lacking"
SHOWS = {
    "": lazy_gettext("Not checked"),
    "shown": lazy_gettext("Shown"),
    LACKING: lazy_gettext("Not shown"),
}
FORMS = {
    "": lazy_gettext("Not given"),
    GivenAs.RECORD.value: lazy_gettext("Original site"),
    GivenAs.STATEMENT.value: lazy_gettext("A statement only"),
}
# The buttons that set rows on the server: every empty row, or those that were selected.
SET, EMPTY_ROWS = "set", "empty"
# What they set: in every empty row, and in the rows that were selected.
_OF_ALL = ("same", "same_ground")
_OF_TICKED = ("set_outcome", "set_ground", "set_page")
# The choice that takes every exemption from a row.
_NO_GROUND = "none"
_GROUND_LENGTH = 90
_PAGE = Regexp(
    rf"^$|^{PAGE_NUMBERS.pattern}$", re.IGNORECASE, lazy_gettext("For example 3 or 2-4.")
)


class GroundsField(SelectMultipleField):
    """The exemptions of one record: those that are ticked, and one chosen from a list."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(list(dict.fromkeys(filter(None, valuelist))))

    def pre_validate(self, form: Any) -> None:
        if not {value for value, *_ in self.iter_choices()}.issuperset(self.data or ()):
            raise ValidationError(gettext("Choose one of the options."))


class ReplyForm(SpanForm):
    """A response, as a person classifies it.

    The fields of a record end in its place: `tick_0`, `outcome_0`, `grounds_0`, `page_0`,
    `given_0`, `quote_0`.
    """

    moves = (*SpanForm.moves, "kind")
    asked = 0
    kind = SelectField(
        lazy_gettext("Type of response"),
        [InputRequired(lazy_gettext("Choose the type of response."))],
        choices={"": lazy_gettext("Choose one")}
        | {key: lazy_gettext(kind.label) for key, kind in kinds_of(Reply).items()},
    )
    same = SelectField(
        lazy_gettext("All: outcome"),
        choices={"": lazy_gettext("Different for each item")}
        | {o.value: lazy_gettext(said) for o, said in OUTCOMES.items()},
    )
    set_outcome = SelectField(
        lazy_gettext("Selected: outcome"),
        choices={"": lazy_gettext("No change")}
        | {o.value: lazy_gettext(said) for o, said in OUTCOMES.items()},
    )
    set_page = StringField(lazy_gettext("Selected: page"), [_PAGE], render_kw={"maxlength": "30"})
    papers = Papers(
        lazy_gettext("The response"),
        needed=lazy_gettext("Attach the document. We say nothing about a body without it."),
        description=lazy_gettext("The scan or the email. It stays private."),
    )

    @property
    def some_said(self) -> bool:
        """Return whether any record has an outcome of its own."""
        return any(self[f"outcome_{place}"].data for place in range(self.asked))

    def validate_same(self, field: SelectField) -> None:
        """Ask for an outcome once, instead of at every record, if none was chosen at all."""
        if not field.data and not self.some_said:
            raise ValidationError(gettext("Say what the response did, here or item by item."))

    def validate_set_outcome(self, field: SelectField) -> None:
        """Refuse a change to rows that was chosen and not applied."""
        if self._to_set():
            raise ValidationError(
                gettext("You chose a change for selected items. Apply it, or clear the choice.")
            )

    def wants_rows_set(self) -> bool:
        """Return whether the form was sent only to set its rows."""
        return request.method == "POST" and SET in request.form

    def set_rows(self) -> str:
        """Set the rows as the pressed button says, and return what was done.

        The choice is cleared, for it would apply to other rows too. Empty, with an error, if there
        is nothing to set.
        """
        empty = request.form[SET] == EMPTY_ROWS
        # Every field is checked, so that each error is shown.
        said = [self[name].validate(self) for name in (_OF_ALL if empty else _OF_TICKED)]
        if not all(said):
            self.code = 422
            return ""
        return self._fill_empty_rows() if empty else self._set_ticked_rows()

    def _set_ticked_rows(self) -> str:
        rows = [place for place in range(self.asked) if self[f"tick_{place}"].data]
        if not rows:
            self.complain("set_outcome", gettext("Select the items to change first."))
            return ""
        if not self._to_set():
            self.complain("set_outcome", gettext("Choose an outcome, a ground or a page to set."))
            return ""
        for place in rows:
            self._set_row(place, *(self[name].data for name in _OF_TICKED))
            self[f"tick_{place}"].data = False
        for name in _OF_TICKED:
            self[name].data = ""
        return _said_set(len(rows))

    def _to_set(self) -> bool:
        return any(self[name].data for name in _OF_TICKED)

    def _fill_empty_rows(self) -> str:
        """Give rows without an outcome the one of all items, and refused rows without a ground the
        ground of all items."""
        outcome, ground = self.same.data, self["same_ground"].data
        if not outcome and not ground:
            self.complain("same", gettext("Choose an outcome or a ground for all items."))
            return ""
        filled = 0
        for place in range(self.asked):
            empty = outcome and not self[f"outcome_{place}"].data
            if empty:
                self._set_row(place, outcome)
            bare = ground and self._names_exemptions(place) and not self[f"grounds_{place}"].data
            if bare:
                self._set_row(place, ground=ground)
            filled += bool(empty or bare)
        self.same.data = self["same_ground"].data = ""
        return _said_set(filled)

    def _set_row(
        self, place: int, outcome: str = "", ground: str = "", page: str | None = ""
    ) -> None:
        if outcome:
            self[f"outcome_{place}"].data = outcome
        grounds = self[f"grounds_{place}"]
        if ground == _NO_GROUND or not self._names_exemptions(place):
            grounds.data = []
        elif ground:
            grounds.data = list(dict.fromkeys([*(grounds.data or ()), ground]))
        if page:
            self[f"page_{place}"].data = page

    def _names_exemptions(self, place: int) -> bool:
        """Return whether the outcome of a record may rest on an exemption; one that is not chosen
        yet may."""
        chosen = self[f"outcome_{place}"].data
        return not chosen or chosen in NAMES_EXEMPTIONS

    def response(self, dossier: Dossier) -> Response:
        """Return the response as typed, with the outcome of each question.

        A refused record without a ground of its own has the ground of all records.
        """
        found = []
        for place, asked in enumerate(dossier.drafted.questions):
            outcome = Outcome(self[f"outcome_{place}"].data or self.same.data)
            named = self._named(dossier, place) if outcome in NAMES_EXEMPTIONS else ()
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

    def _named(self, dossier: Dossier, place: int) -> tuple[str, ...]:
        chosen = self[f"grounds_{place}"].data or [self["same_ground"].data]
        return tuple(each.key for each in dossier.law.exemptions if each.key in chosen)


def reply_form(dossier: Dossier, typed: MultiDict[str, str] | None = None) -> ReplyForm:
    """Return the form with fields for each record asked for, filled with what was `typed`
    before."""
    asked = len(dossier.drafted.questions)
    grounds = {each.key: _ground(each) for each in dossier.law.exemptions}
    fields: dict[str, Any] = {
        "asked": asked,
        "same_ground": SelectField(
            gettext("All refused: ground"),
            choices={"": gettext("None, or different ones")} | grounds,
        ),
        "set_ground": SelectField(
            gettext("Selected: ground"),
            choices={"": gettext("No change")}
            | grounds
            | {_NO_GROUND: gettext("Remove all grounds")},
        ),
    }
    for place in range(asked):
        fields |= _fields_of_row(place, grounds)
    for place, duty in enumerate(duties_of(dossier)):
        fields[f"duty_{place}"] = SelectField(worded(duty.says), choices=SHOWS)
    made: type[ReplyForm] = type("ReplyFormOfThisRequest", (ReplyForm,), fields)
    return made(typed)


def _ground(known: Exemption) -> str:
    """Return an exemption as one line of a list: its section, and the start of what it covers."""
    line = f"{worded(known.cite)}: {worded(known.covers)}"
    return line if len(line) <= _GROUND_LENGTH else f"{line[: _GROUND_LENGTH - 1]}…"


def _said_set(rows: int) -> str:
    said: str = ngettext(
        "{number} item set. Nothing has been logged yet.",
        "{number} items set. Nothing has been logged yet.",
        rows,
    )
    return said


def _fields_of_row(place: int, grounds: dict[str, str]) -> dict[str, Any]:
    """Return the fields on one record: its outcome and grounds, and where the document says so."""
    number = place + 1
    return {
        f"tick_{place}": BooleanField(gettext("Select item {number}", number=number)),
        f"outcome_{place}": SelectField(
            gettext("Outcome for item {number}", number=number),
            [_Said(number)],
            choices={"": gettext("As for all")}
            | {o.value: gettext(w) for o, w in OUTCOMES.items()},
        ),
        f"grounds_{place}": GroundsField(
            gettext("Grounds for item {number}", number=number), choices=grounds
        ),
        f"given_{place}": SelectField(
            gettext("Form in which item {number} was given", number=number), choices=FORMS
        ),
        f"page_{place}": StringField(
            gettext("Page about item {number}", number=number),
            [_PAGE],
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


class _Said:
    """Requires that a record has an outcome: its own, or the one for all records."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, form: Any, field: SelectField) -> None:
        if not field.data and not form.same.data and form.some_said:
            raise ValidationError(
                gettext("Choose the outcome for item {number}.", number=self.number)
            )
