"""Recording that an appeal was filed, and what was decided on it."""

from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from tracker.domain.events import DecisionOutcome
from tracker.services import appealing
from tracker.services.naming import CHANNELS, DECISIONS
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.dossier import open_dossier
from tracker.web.desk.sending import DespatchForm
from tracker.web.desk.steps import receiver_of
from tracker.web.desk.timeline import reckoned
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import DayField, PageForm, Papers, capitalised, day_of, told_on
from tracker.web.house import the_office

PAGES = Pages("desk_appealing", Door.DESK, "/desk/requests/<reference>")


class AppealForm(DespatchForm):
    """The appeal left the office."""

    on = DayField("Day on which it was filed")
    channel = SelectField("How it was filed", choices=capitalised(CHANNELS))
    letter = Papers(
        "The appeal as it was filed",
        single=True,
        needed="Add the appeal as it was filed: a deadline is closed by its paper.",
    )
    proofs = Papers("Proof of filing", description="A receipt or a stamped copy.")


class DecisionForm(PageForm):
    """What the appeal body decided."""

    on = DayField("Day of the decision")
    outcome = RadioField(
        "What was decided",
        [InputRequired("Say what was decided.")],
        choices={str(outcome): words.capitalize() for outcome, words in DECISIONS.items()},
    )
    comply_by = DayField(
        "Last day to obey the order", optional=True, description="If the decision sets one."
    )
    papers = Papers("The decision")


@PAGES.route("/appeal", methods=["GET", "POST"])
def appeal(reference: str) -> Response | tuple[str, int]:
    """Record the appeal with the paper that was filed."""
    form = AppealForm()
    with told_on(form):
        if form.sent():
            appealing.file_appeal(the_office(), reference, form.despatch(), by=by())
            return done(reference, "The appeal is on record.")
    dossier = open_dossier(the_office(), reference)
    windows = [shown for shown in reckoned(the_office(), dossier) if shown.window]
    bodies = the_office().library.bodies
    receiver = bodies.get(receiver_of(dossier))
    return action_page("appeal", form, reference, windows=windows, receiver=receiver)


@PAGES.route("/decision", methods=["GET", "POST"])
def decision(reference: str) -> Response | tuple[str, int]:
    """Record what was decided on the appeal."""
    form = DecisionForm()
    with told_on(form):
        if form.sent():
            appealing.record_decision(
                the_office(),
                reference,
                day_of(form.on),
                DecisionOutcome(form.outcome.data),
                form.papers.uploads,
                form.comply_by.data,
                by=by(),
            )
            return done(reference, "The decision is on record.")
    return action_page("decision", form, reference)
