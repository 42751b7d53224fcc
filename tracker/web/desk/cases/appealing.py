"""Recording appeals and the decisions on them."""

from collections.abc import Mapping, Sequence
from functools import partial

from werkzeug.wrappers import Response
from wtforms import BooleanField, FieldList, Form, FormField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import DecisionOutcome, DutyKind
from tracker.domain.events.proceedings.decided import Duty
from tracker.domain.law.law import LetterKind
from tracker.services.cases import appealing
from tracker.services.core.naming import CHANNELS, DECISIONS, DUTIES
from tracker.services.core.office import Office
from tracker.services.letters.frozen_letters import finalised_letter
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import DayField, Papers, capitalised, day_of, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.base.paper_form import DecisionPaperForm
from tracker.web.desk.base.words import log_act, remedy_name
from tracker.web.desk.cases.proceedings import OfAnAppeal, states_of_appeal_body, undecided_appeals
from tracker.web.desk.cases.remedies import (
    ShownRemedy,
    filings,
    letters,
    overtaken_remedies,
    shown_remedies,
)
from tracker.web.desk.cases.sending import (
    FILING_PROOF,
    NO_FILING_PROOF,
    DispatchForm,
    held_letters,
    nothing_chosen,
)

PAGES = Pages("desk_appealing", Access.DESK, "/desk/requests/<reference>")


class AppealForm(DispatchForm):
    """Filing of an appeal or another remedy."""

    moves = (*DispatchForm.moves, "remedy")
    unproved = NO_FILING_PROOF
    on = DayField(lazy_gettext("Filing date"))
    channel = SelectField(
        lazy_gettext("How it was filed"),
        [InputRequired(lazy_gettext("Choose how it was filed."))],
        choices=nothing_chosen(CHANNELS),
    )
    letter = Papers(
        lazy_gettext("The appeal as filed"),
        single=True,
        needed=lazy_gettext("Attach the appeal as filed. Only the document closes the deadline."),
    )
    proofs = Papers(lazy_gettext("Proof of filing"), description=FILING_PROOF)
    without_proof = BooleanField(lazy_gettext("There is no proof that it was filed"))
    remedy = RadioField(
        lazy_gettext("Which remedy was used?"),
        [InputRequired(lazy_gettext("Choose the remedy that was used."))],
    )

    def __init__(
        self, remedies: Sequence[ShownRemedy], letters: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(letters)
        if len(remedies) < 2:
            del self.remedy
        else:
            self.remedy.choices = {shown.key: shown.title for shown in remedies}

    def chosen(self, remedies: Sequence[ShownRemedy]) -> ShownRemedy | None:
        """Return what was filed: the chosen remedy, or the only one; None if there is none."""
        key = self.remedy.data if "remedy" in self else None
        return next((shown for shown in remedies if key in (None, shown.key)), None)


class DutyForm(Form):
    """One duty set by an order."""

    kind = SelectField(
        lazy_gettext("What the body must do"),
        choices=lambda: {"": gettext("Nothing")} | capitalised(DUTIES),
    )
    by = DayField(lazy_gettext("Due date"), optional=True)
    amount = StringField(
        lazy_gettext("Costs or penalty"),
        [Length(max=20, message=lazy_gettext("Amount must be 20 characters or fewer."))],
        description=lazy_gettext("Include the currency, for example PKR 25000."),
    )


class _DecisionForm(OfAnAppeal, DecisionPaperForm):
    """The decision of the appeal body."""

    moves = ("on", "outcome", "comply_by", "appeal")
    on = DayField(lazy_gettext("Date of the decision"))
    outcome = RadioField(
        lazy_gettext("What was decided"),
        [InputRequired(lazy_gettext("Choose the decision."))],
        choices=partial(capitalised, {str(key): words for key, words in DECISIONS.items()}),
    )
    comply_by = DayField(
        lazy_gettext("Deadline to comply with the order"),
        optional=True,
        description=lazy_gettext("If the decision sets one."),
    )
    papers = Papers(lazy_gettext("The decision"))
    duties = FieldList(
        FormField(DutyForm), label=lazy_gettext("Requirements"), min_entries=3, max_entries=8
    )
    appeal = RadioField(
        lazy_gettext("Which appeal was decided?"),
        [InputRequired(lazy_gettext("Choose the appeal that was decided."))],
        coerce=int,
    )

    def ordered(self) -> list[Duty]:
        """Return the duties that were filled in.

        Raises BadInput for a day or a sum without a duty.
        """
        found = []
        for typed in self.duties.data:
            amount = (typed["amount"] or "").strip().upper()
            if typed["kind"]:
                found.append(Duty(DutyKind(typed["kind"]), typed["by"], amount))
            elif typed["by"] or amount:
                raise BadInput("Say what must be done by that date, or for that amount.")
        return found


@PAGES.route("/appeal", methods=["GET", "POST"])
def appeal(reference: str) -> Response:
    """Record the remedy that was used, with the document that was filed."""
    office = the_office()
    dossier = open_dossier(office, reference)
    remedies = shown_remedies(office, dossier)
    before = overtaken_remedies(office, dossier)
    choices = (*filings(office, dossier, remedies), *before)
    form = AppealForm(choices, _finalised(office, dossier, (*remedies, *before)))

    def act(here: Office) -> None:
        chosen = form.chosen(choices)
        place, also = (chosen.remedy.place, chosen.also) if chosen else (None, None)
        appealing.file_appeal(here, reference, form.dispatch(), remedy=place, also=also, by=by())

    with told_on(form):
        if form.sent():
            act(office)
            return done(reference, _logged(dossier, form.chosen(choices)), dossier)
    hints = {one.key: _hint(one) for one in choices}
    known = {one.key for one in remedies}
    drafted = [step for step in letters(office, dossier) if step.remedy in known]
    states = states_of_appeal_body(office, dossier)
    return action_page(
        "appeal",
        form,
        reference,
        act,
        title=_title(dossier, choices),
        remedies=remedies,
        hints=hints,
        drafted=drafted,
        states=states,
    )


def _title(dossier: Dossier, choices: Sequence[ShownRemedy]) -> str:
    """Return the title of the page: with the law’s word, if it is the same for every choice."""
    acts = {log_act(dossier.law, one.remedy.opened.stage) for one in choices}
    return acts.pop() if len(acts) == 1 else gettext("Log the appeal")


def _logged(dossier: Dossier, chosen: ShownRemedy | None) -> str:
    if chosen is None:
        return gettext("Appeal logged.")
    filing = remedy_name(dossier.law, chosen.remedy.opened.stage)
    return gettext("{filing} logged.", filing=filing)


def _finalised(
    office: Office, dossier: Dossier, remedies: Sequence[ShownRemedy]
) -> dict[str, str]:
    """Return the choices among the files of the letter finalised last for one of these."""
    found = [
        finalised_letter(office, dossier.case_state, LetterKind.APPEAL, one.remedy.place)
        for one in remedies
    ]
    known = [each for each in found if each]
    return held_letters(max(known, key=lambda each: each.since) if known else None)


def _hint(one: ShownRemedy) -> str:
    return f"{gettext('To {body}.', body=one.to)} {one.when}" if one.to else one.when


@PAGES.route("/decision", methods=["GET", "POST"])
def decision(reference: str) -> Response:
    """Record the decision on an appeal."""
    dossier = open_dossier(the_office(), reference)
    form = _DecisionForm(undecided_appeals(dossier))
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
            details=form.details,
            by=by(),
        )

    with told_on(form):
        if form.sent():
            act(the_office())
            return done(reference, gettext("Decision logged."), dossier)
    return action_page("decision", form, reference, act)
