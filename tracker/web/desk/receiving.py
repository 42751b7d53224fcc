"""Recording what a body answered: extensions, responses question by question, corrections."""

from flask import request
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.services import receiving
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.arriving import rest_on_what_came
from tracker.web.desk.dossier import open_dossier
from tracker.web.desk.doubted import reason_proposed
from tracker.web.desk.reply_form import duties_of, reply_form
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import PageForm, Papers, SpanForm, told_on
from tracker.web.house import the_office

# What stands for an extension that gives no ground of the law.
NONE = "none"

PAGES = Pages("desk_receiving", Door.DESK, "/desk/requests/<reference>")


class ExtensionForm(SpanForm):
    """The body takes longer."""

    ground = RadioField("Ground that it gives", [InputRequired("Say which ground it gives.")])
    papers = Papers("The notice", needed="Add the notice itself: nothing is said without it.")

    def __init__(self, grounds: dict[str, str]) -> None:
        super().__init__()
        self.ground.choices = grounds | {NONE: "It names none of these"}


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


@PAGES.route("/extension", methods=["GET", "POST"])
def extension(reference: str) -> Response | tuple[str, int]:
    """Record that the body announced an extension."""
    dossier = open_dossier(the_office(), reference)
    known = dossier.law.first_stage().extension
    grounds = {ground.key: str(ground.says) for ground in known.grounds} if known else {}
    form = ExtensionForm(grounds)
    rest_on_what_came(form, form.papers, reference)
    with told_on(form):
        if form.sent():
            ground = "" if form.ground.data == NONE else form.ground.data
            papers = form.papers.uploads
            receiving.note_extension(the_office(), reference, form.span, ground, papers, by=by())
            return done(reference, "The extension is on record.", dossier)
    return action_page("extension", form, reference, extension=known)


@PAGES.route("/response", methods=["GET", "POST"])
def reply(reference: str) -> Response | tuple[str, int]:
    """Record a response, question by question."""
    dossier = open_dossier(the_office(), reference)
    form = reply_form(dossier)
    rest_on_what_came(form, form.papers, reference)
    with told_on(form):
        if form.sent():
            response = form.response(dossier)
            receiving.take_reply(the_office(), reference, response, by=by())
            return done(reference, "The response is on record, question by question.", dossier)
    return action_page(
        "response",
        form,
        reference,
        exemptions=dossier.law.exemptions,
        duties=duties_of(dossier),
    )


@PAGES.route("/entries/<int:seq>/correct", methods=["GET", "POST"])
def correct(reference: str, seq: int) -> Response | tuple[str, int]:
    """Strike a wrong entry by a new one."""
    office = the_office()
    dossier = open_dossier(office, reference)
    entry = dossier.entry(seq)
    form = CorrectionForm()
    if request.method == "GET":
        form.why.data = reason_proposed(office, dossier, seq)
    with told_on(form):
        if form.sent():
            receiving.correct(office, reference, seq, str(form.why.data), by=by())
            said = f"Entry {seq} counts no more. It stays on record."
            return done(reference, said, dossier)
    return action_page("correct", form, reference, entry=entry)
