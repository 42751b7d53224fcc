"""Recording what a body answered: extensions, responses question by question, corrections."""

from typing import Any

from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.history import QuestionOutcome
from tracker.domain.questions import Asked, Outcome
from tracker.services import receiving
from tracker.services.naming import EVENTS, OUTCOMES
from tracker.services.receiving import REFUSING, REPLIES
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.dossier import Dossier, open_dossier
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import PageForm, Papers, SpanForm, told_on
from tracker.web.house import the_office

PAGES = Pages("desk_receiving", Door.DESK, "/desk/requests/<reference>")

NAMES_EXEMPTIONS = frozenset(
    {*REFUSING, Outcome.NEITHER_CONFIRMED_NOR_DENIED, Outcome.REFUSED_AS_REPEAT}
)


class ExtensionForm(SpanForm):
    """The body takes longer."""

    ground = RadioField("Ground that it gives", default="")
    papers = Papers("The notice")

    def __init__(self, grounds: dict[str, str]) -> None:
        super().__init__()
        self.ground.choices = grounds | {"": "It names none of these"}


class ReplyForm(SpanForm):
    """A response, as a person classifies it."""

    kind = RadioField(
        "What kind of response is it?",
        [InputRequired("Say what kind of response it is.")],
        choices={key: EVENTS[key] for key in REPLIES},
    )
    shown = SelectMultipleField("What the paper shows")
    papers = Papers(
        "The response", description="The scan or the e-mail. It stays private until you publish."
    )

    def response(self, outcomes: tuple[QuestionOutcome, ...]) -> receiving.Response:
        """What the form says, with what became of each question."""
        return receiving.Response(
            kind=self.kind.data,
            on=self.span,
            outcomes=outcomes,
            shown=frozenset(self.shown.data or ()),
            papers=self.papers.uploads,
        )


class CorrectionForm(PageForm):
    """Why an entry is wrong."""

    why = TextAreaField(
        "What is wrong with this entry?",
        [
            InputRequired("Say what is wrong: the reason stays beside the entry."),
            Length(max=1000, message="Shorten the reason: 1,000 characters at most."),
        ],
        description="It is shown on the public record where the entry is. Name no person.",
    )


def reply_form(dossier: Dossier) -> ReplyForm:
    """The form with two fields for each question that was asked."""
    fields: dict[str, Any] = {}
    exemptions = {known.key: str(known.cite) for known in dossier.law.exemptions}
    for number, _ in enumerate(dossier.drafted.questions):
        fields[f"outcome_{number}"] = SelectField(
            "What the response did with it",
            [InputRequired("Say what the response did with this question.")],
            choices={"": "Choose"} | {o.value: words for o, words in OUTCOMES.items()},
        )
        fields[f"exemptions_{number}"] = SelectMultipleField(
            "Exemptions that it names", choices=exemptions
        )
    form = type("ReplyFormOfThese", (ReplyForm,), fields)()
    assert isinstance(form, ReplyForm)  # noqa: S101 - for the type checker
    form.shown.choices = {
        duty.key: str(duty.says) for duty in dossier.law.refusal_duties if duty.shown_on_notice
    }
    return form


def outcomes_of(form: ReplyForm, asked: tuple[Asked, ...]) -> tuple[QuestionOutcome, ...]:
    """What became of each question. Exemptions are kept only where something was refused."""
    found = []
    for number, question in enumerate(asked):
        outcome = Outcome(form[f"outcome_{number}"].data)
        named = form[f"exemptions_{number}"].data if outcome in NAMES_EXEMPTIONS else ()
        found.append(QuestionOutcome(question.key, outcome, tuple(named or ())))
    return tuple(found)


@PAGES.route("/extension", methods=["GET", "POST"])
def extension(reference: str) -> Response | tuple[str, int]:
    """Record that the body announced an extension."""
    dossier = open_dossier(the_office(), reference)
    known = dossier.law.first_stage().extension
    grounds = {ground.key: str(ground.says) for ground in known.grounds} if known else {}
    form = ExtensionForm(grounds)
    with told_on(form):
        if form.sent():
            ground, papers = form.ground.data or "", form.papers.uploads
            receiving.note_extension(the_office(), reference, form.span, ground, papers, by=by())
            return done(reference, "The extension is on record; the days were counted again.")
    return action_page("extension", form, reference, extension=known)


@PAGES.route("/response", methods=["GET", "POST"])
def reply(reference: str) -> Response | tuple[str, int]:
    """Record a response, question by question."""
    dossier = open_dossier(the_office(), reference)
    form = reply_form(dossier)
    with told_on(form):
        if form.sent():
            outcomes = outcomes_of(form, dossier.drafted.questions)
            receiving.take_reply(the_office(), reference, form.response(outcomes), by=by())
            return done(reference, "The response is on record, question by question.")
    return action_page("response", form, reference, exemptions=dossier.law.exemptions)


@PAGES.route("/entries/<int:seq>/correct", methods=["GET", "POST"])
def correct(reference: str, seq: int) -> Response | tuple[str, int]:
    """Strike a wrong entry by a new one."""
    entry = open_dossier(the_office(), reference).entry(seq)
    form = CorrectionForm()
    with told_on(form):
        if form.sent():
            receiving.correct(the_office(), reference, seq, str(form.why.data), by=by())
            return done(reference, f"Entry {seq} counts no more. It stays on record.")
    return action_page("correct", form, reference, entry=entry)
