"""Recording which remedy was used and how, and what was decided on it."""

from collections.abc import Sequence

from werkzeug.wrappers import Response
from wtforms import FieldList, Form, FormField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import DecisionOutcome, DutyKind
from tracker.domain.events.proceedings.decided import Duty
from tracker.domain.law.law import LetterKind
from tracker.services.cases import appealing
from tracker.services.core.naming import CHANNELS, DECISIONS, DUTIES
from tracker.services.core.office import Office
from tracker.web.base.access import Door, Pages, by
from tracker.web.base.forms import DayField, Papers, capitalised, day_of, told_on
from tracker.web.base.language import later, say
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.cases.proceedings import OfAnAppeal, states_of_appeal_body, undecided
from tracker.web.desk.cases.remedies import ShownRemedy, shown_remedies
from tracker.web.desk.cases.sending import DespatchForm
from tracker.web.desk.cases.steps import letters

PAGES = Pages("desk_appealing", Door.DESK, "/desk/requests/<reference>")


class AppealForm(DespatchForm):
    """The appeal left the office."""

    moves = (*DespatchForm.moves, "remedy")
    on = DayField(later("Day on which it was filed"))
    channel = SelectField(later("How it was filed"), choices=capitalised(CHANNELS))
    letter = Papers(
        later("The appeal as it was filed"),
        single=True,
        needed=later("Add the appeal as it was filed: a deadline is closed by its paper."),
    )
    proofs = Papers(later("Proof of filing"), description=later("A receipt or a stamped copy."))
    remedy = RadioField(
        later("Which remedy was used?"), [InputRequired(later("Say which remedy was used."))]
    )

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


class DutyForm(Form):
    """One duty that an order names."""

    kind = SelectField(
        later("What is to be done"), choices={"": later("Nothing")} | capitalised(DUTIES)
    )
    by = DayField(later("By which day"), optional=True)
    amount = StringField(
        later("Sum of costs or penalty"),
        [Length(max=20, message=later("Shorten the sum: 20 characters at most."))],
        description=later("With its currency, as PKR 25000."),
    )


class DecisionForm(OfAnAppeal):
    """What the appeal body decided."""

    moves = ("on", "outcome", "comply_by", "appeal")
    on = DayField(later("Day of the decision"))
    outcome = RadioField(
        later("What was decided"),
        [InputRequired(later("Say what was decided."))],
        choices=capitalised({str(outcome): words for outcome, words in DECISIONS.items()}),
    )
    comply_by = DayField(
        later("Last day to obey the order"),
        optional=True,
        description=later("If the decision sets one."),
    )
    papers = Papers(later("The decision"))
    duties = FieldList(FormField(DutyForm), label=later("Duties"), min_entries=3, max_entries=8)
    appeal = RadioField(
        later("What was decided on?"),
        [InputRequired(later("Say which appeal was decided."))],
        coerce=int,
    )

    def ordered(self) -> list[Duty]:
        """The duties that were filled in. Raises BadInput for a day or a sum without a duty."""
        found = []
        for typed in self.duties.data:
            amount = (typed["amount"] or "").strip().upper()
            if typed["kind"]:
                found.append(Duty(DutyKind(typed["kind"]), typed["by"], amount))
            elif typed["by"] or amount:
                raise BadInput("Say what is to be done by that day, or for that sum.")
        return found


@PAGES.route("/appeal", methods=["GET", "POST"])
def appeal(reference: str) -> Response:
    """Record the remedy that was used, with the paper that was filed."""
    office = the_office()
    dossier = open_dossier(office, reference)
    remedies = shown_remedies(office, dossier)
    form = AppealForm(remedies)

    def act(here: Office) -> None:
        chosen = form.chosen(remedies)
        appealing.file_appeal(here, reference, form.despatch(), remedy=chosen, by=by())

    with told_on(form):
        if form.sent():
            act(office)
            return done(reference, say("The appeal is on record."), dossier)
    hints = {one.key: _hint(one) for one in remedies}
    drafted = [step for step in letters(office, dossier) if step.kind is LetterKind.APPEAL]
    states = states_of_appeal_body(office, dossier)
    return action_page(
        "appeal",
        form,
        reference,
        act,
        remedies=remedies,
        hints=hints,
        drafted=drafted,
        states=states,
    )


def _hint(one: ShownRemedy) -> str:
    return f"{say('To {body}.', body=one.to)} {one.when}" if one.to else one.when


@PAGES.route("/decision", methods=["GET", "POST"])
def decision(reference: str) -> Response:
    """Record what was decided on an appeal."""
    dossier = open_dossier(the_office(), reference)
    form = DecisionForm(undecided(dossier))
    rest_on_what_came(form, form.papers, reference)

    def act(office: Office) -> None:
        appealing.record_decision(
            office,
            reference,
            day_of(form.on),
            DecisionOutcome(form.outcome.data),
            form.papers.uploads,
            form.comply_by.data,
            duties=form.ordered(),
            appeal=form.of_appeal,
            by=by(),
        )

    with told_on(form):
        if form.sent():
            act(the_office())
            return done(reference, say("The decision is on record."), dossier)
    return action_page("decision", form, reference, act)
