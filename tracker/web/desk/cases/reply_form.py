"""The form of a response: the outcome of each record asked for, and what the response cites and
shows."""

import re
from collections.abc import Iterable
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from tracker.domain.base.terms import GivenAs
from tracker.domain.events.event import kinds_of
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import QuestionOutcome, TypedSection, VagueGround
from tracker.domain.law.pleas import RefusalDuty
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import (
    GIVING,
    PAGE_NUMBERS,
    WITH_GROUNDS,
    Response,
)
from tracker.services.core.naming import OUTCOMES
from tracker.services.core.paper_details import counts_from_date_borne
from tracker.web.base.forms import Papers, SpanForm, plain_lines
from tracker.web.base.language import gettext, lazy_gettext, ngettext, worded
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.ground_fields import (
    SAID_SO,
    GroundsField,
    ground_choices,
    section_field,
    vague_of,
    words_field,
)
from tracker.web.desk.base.paper_form import PaperForm, body_name_field

LACKING = "lacking"
SHOWS = {
    "": lazy_gettext("Not checked"),
    "shown": lazy_gettext("Shown"),
    LACKING: lazy_gettext("Not shown"),
}
FORMS = {
    "": lazy_gettext("Not given"),
    GivenAs.RECORD.value: lazy_gettext("The record itself"),
    GivenAs.STATEMENT.value: lazy_gettext("A statement only"),
}
# The buttons that set rows on the server: every empty row, or those that were selected.
SET, EMPTY_ROWS = "set", "empty"
# What they set: in every empty row, and in the rows that were selected.
_OF_ALL = ("same", "same_ground", "same_section", "same_words")
_OF_TICKED = ("set_outcome", "set_ground", "set_section", "set_words", "set_page")
# The choice that takes every exemption from a row.
_NO_GROUND = "none"
_PAGE = Regexp(
    rf"^$|^{PAGE_NUMBERS.pattern}$", re.IGNORECASE, lazy_gettext("For example 3 or 2-4.")
)


class ReplyForm(PaperForm):
    """A response, as a person classifies it.

    The fields of a record end in its place: `tick_0`, `outcome_0`, `grounds_0`, `section_0`,
    `words_0`, `page_0`, `given_0`, `quote_0`.
    """

    moves = (*SpanForm.moves, "kind")
    asked = 0
    dismissed = HiddenField()
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
    referred_to = SelectField(lazy_gettext("Body it refers to"))
    referred_name = body_name_field()
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

    def validate_referred_name(self, field: StringField) -> None:
        """Refuse a body that was named twice, or for no item."""
        if field.data and self.referred_to.data:
            raise ValidationError(
                gettext("Choose the body in the list or type its name, not both.")
            )
        outcomes = {self[f"outcome_{n}"].data or self.same.data for n in range(self.asked)}
        if self.referred and Outcome.REFERRED_ELSEWHERE.value not in outcomes:
            raise ValidationError(
                gettext("Choose “Referred elsewhere” for an item, or remove it.")
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
        outcome, ground, section, words = (self[name].data for name in _OF_ALL)
        if not (outcome or ground or section):
            self.complain("same", gettext("Choose an outcome or a ground for all items."))
            return ""
        filled = 0
        for place in range(self.asked):
            empty = outcome and not self[f"outcome_{place}"].data
            if empty:
                self._set_row(place, outcome)
            rests = self._has_grounds(place) and not self.has_own_ground(place)
            if bare := rests and bool(ground or section):
                self._set_row(place, "", ground, section, words)
            filled += bool(empty or bare)
        for name in _OF_ALL:
            self[name].data = ""
        return _said_set(filled)

    def _set_row(
        self,
        place: int,
        outcome: str = "",
        ground: str = "",
        section: str | None = "",
        words: str | None = "",
        page: str | None = "",
    ) -> None:
        if outcome:
            self[f"outcome_{place}"].data = outcome
        grounds, said = self[f"grounds_{place}"], self[f"words_{place}"]
        named = self[f"section_{place}"]
        if ground == _NO_GROUND or not self._has_grounds(place):
            grounds.data, named.data, said.data = [], "", ""
        elif ground:
            others = grounds.data or ()
            if vague_of([ground]):
                others = [key for key in others if not vague_of([key])]
                said.data = words
            grounds.data = list(dict.fromkeys([*others, ground]))
        if section and self._has_grounds(place):
            named.data, said.data = section, words or said.data
        if page:
            self[f"page_{place}"].data = page

    def _has_grounds(self, place: int) -> bool:
        """Return whether the outcome of a record may rest on a ground; one that is not chosen yet
        may."""
        chosen = self[f"outcome_{place}"].data
        return not chosen or chosen in WITH_GROUNDS

    def response(self, dossier: Dossier) -> Response:
        """Return the response as typed, with the outcome of each question.

        A refused record without a ground of its own has the ground of all records.
        """
        found = []
        for place, asked in enumerate(dossier.drafted.questions):
            outcome = Outcome(self[f"outcome_{place}"].data or self.same.data)
            chosen = self.grounds_of(place) if outcome in WITH_GROUNDS else ()
            given_as = self[f"given_{place}"].data if outcome in GIVING else ""
            found.append(
                QuestionOutcome(
                    asked.key,
                    outcome,
                    tuple(each.key for each in dossier.law.exemptions if each.key in chosen),
                    (self[f"page_{place}"].data or "").strip(),
                    GivenAs(given_as) if given_as else None,
                    self.vague_at(place, chosen),
                    self.referred if outcome is Outcome.REFERRED_ELSEWHERE else "",
                    self.section_at(place, chosen) if outcome in WITH_GROUNDS else None,
                )
            )
        return Response(
            kind=self.kind.data,
            on=self.span,
            outcomes=tuple(found),
            papers=self.papers.uploads,
            details=self.details,
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

    @property
    def referred(self) -> str:
        """Return the body to which items were referred: its key, or its name."""
        return self.referred_to.data or " ".join((self.referred_name.data or "").split())

    def grounds_of(self, place: int) -> tuple[str, ...]:
        """Return the grounds chosen for a record: its own, or the ground of all records."""
        own = self[f"grounds_{place}"].data or ()
        return tuple(
            own if self.has_own_ground(place) else filter(None, [self["same_ground"].data])
        )

    def has_own_ground(self, place: int) -> bool:
        """Return whether a record has a ground or a section of its own."""
        return bool(self[f"grounds_{place}"].data or self._typed("section", place))

    def section_at(self, place: int, chosen: Iterable[str] = ()) -> TypedSection | None:
        """Return the section typed for a record, its own or that of all records. The words beside
        it are its own unless a ground without a clause was chosen, which needs them."""
        of = place if self.has_own_ground(place) else None
        number, words = self._typed("section", of), self._typed("words", of)
        words = "" if vague_of(chosen) else words
        return TypedSection(number, words) if number else None

    def _typed(self, name: str, place: int | None) -> str:
        """Return what was typed for a record, or for all of them."""
        field = self[f"same_{name}" if place is None else f"{name}_{place}"]
        return " ".join((field.data or "").split())

    def vague_at(self, place: int, chosen: Iterable[str]) -> VagueGround | None:
        """Return the ground without a clause among the chosen ones, in the words of the response:
        those of the record, or those of all records if its ground is theirs."""
        said = self._typed("words", place if self.has_own_ground(place) else None)
        for each in vague_of(chosen)[:1]:
            return VagueGround(
                each, said or (each.value.replace("-", " ") if each in SAID_SO else "")
            )
        return None


def reply_form(
    dossier: Dossier, bodies: dict[str, str], typed: MultiDict[str, str] | None = None
) -> ReplyForm:
    """Return the form with fields for each record asked for, filled with what was `typed`
    before; `bodies` are those to which it can refer, by key."""
    asked = len(dossier.drafted.questions)
    grounds = ground_choices(dossier.law)
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
        "same_section": section_field(gettext("All refused: section")),
        "set_section": section_field(gettext("Selected: section")),
        "same_words": words_field(gettext("All refused: words"), "same_ground", "same_section"),
        "set_words": words_field(gettext("Selected: words"), "set_ground", "set_section"),
    }
    for place in range(asked):
        fields |= _fields_of_row(place, grounds)
    for place, duty in enumerate(duties_of(dossier)):
        fields[f"duty_{place}"] = SelectField(worded(duty.says), choices=SHOWS)
    made: type[ReplyForm] = type("ReplyFormOfThisRequest", (ReplyForm,), fields)
    form = made(typed)
    form.referred_to.choices = {"": gettext("None, or not in the list")} | bodies
    if counts_from_date_borne(dossier.law):
        del form.paper_dated
    return form


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
        f"section_{place}": section_field(
            gettext("Section as named for item {number}, if it is not in the list", number=number)
        ),
        f"words_{place}": words_field(
            gettext("Words of the ground for item {number}", number=number),
            f"grounds_{place}",
            f"section_{place}",
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
