"""Recording which remedy was used and how, and what was decided on it."""

from collections.abc import Sequence

from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from tracker.domain.events import AppealFiled, DecisionOutcome
from tracker.domain.law import LetterKind
from tracker.services import appealing
from tracker.services.naming import CHANNELS, DECISIONS
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.arriving import rest_on_what_came
from tracker.web.desk.dossier import Dossier, open_dossier
from tracker.web.desk.remedies import ShownRemedy, shown_remedies
from tracker.web.desk.sending import DespatchForm
from tracker.web.desk.steps import letters
from tracker.web.doors import Door, Pages, by
from tracker.web.filters import english
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
    remedy = RadioField("Which remedy was used?", [InputRequired("Say which remedy was used.")])

    def __init__(self, remedies: Sequence[ShownRemedy]) -> None:
        super().__init__()
        if len(remedies) < 2:
            del self.remedy
        else:
            self.remedy.choices = {shown.key: shown.title for shown in remedies}

    def chosen(self, remedies: Sequence[ShownRemedy]) -> tuple[str, int] | None:
        """The remedy that was used: the one chosen, or the only one there is."""
        key = self.remedy.data if "remedy" in self else None
        found = [shown for shown in remedies if key in (None, shown.key)]
        return found[0].remedy.place if found else None


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
    appeal = RadioField(
        "What was decided on?", [InputRequired("Say which appeal was decided.")], coerce=int
    )

    def __init__(self, undecided: dict[int, str]) -> None:
        super().__init__()
        if len(undecided) < 2:
            del self.appeal
        else:
            self.appeal.choices = list(undecided.items())

    @property
    def decided_on(self) -> int | None:
        """The entry of the appeal that was decided; None where there is only one."""
        return self.appeal.data if "appeal" in self else None


@PAGES.route("/appeal", methods=["GET", "POST"])
def appeal(reference: str) -> Response | tuple[str, int]:
    """Record the remedy that was used, with the paper that was filed."""
    office = the_office()
    dossier = open_dossier(office, reference)
    remedies = shown_remedies(office, dossier)
    form = AppealForm(remedies)
    with told_on(form):
        if form.sent():
            chosen = form.chosen(remedies)
            appealing.file_appeal(office, reference, form.despatch(), remedy=chosen, by=by())
            return done(reference, "The appeal is on record.", dossier)
    hints = {one.key: f"To {one.to}. {one.when}" if one.to else one.when for one in remedies}
    drafted = [step for step in letters(dossier) if step.kind is LetterKind.APPEAL]
    more = {"remedies": remedies, "hints": hints, "drafted": drafted}
    return action_page("appeal", form, reference, **more)


@PAGES.route("/decision", methods=["GET", "POST"])
def decision(reference: str) -> Response | tuple[str, int]:
    """Record what was decided on an appeal."""
    dossier = open_dossier(the_office(), reference)
    form = DecisionForm(_undecided(dossier))
    rest_on_what_came(form, form.papers, reference)
    with told_on(form):
        if form.sent():
            appealing.record_decision(
                the_office(),
                reference,
                day_of(form.on),
                DecisionOutcome(form.outcome.data),
                form.papers.uploads,
                form.comply_by.data,
                appeal=form.decided_on,
                by=by(),
            )
            return done(reference, "The decision is on record.", dossier)
    return action_page("decision", form, reference)


def _undecided(dossier: Dossier) -> dict[int, str]:
    """The appeals that wait for a decision: each entry with its stage and its day."""
    found = {}
    for entry in dossier.situation.undecided():
        if isinstance(entry.event, AppealFiled):
            title = dossier.law.stage(entry.event.stage).title
            found[entry.seq] = f"{title}, filed on {english().day_span(entry.event.on)}"
    return found
