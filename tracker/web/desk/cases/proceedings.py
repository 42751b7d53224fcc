"""Hearings of appeals and compliance with orders, on one page with the next step for each."""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, replace
from datetime import date

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.terms import RequiredPaper
from tracker.domain.case.hearings import Hearing, Owed, hearings, owed
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.body import BodyState, Condition, PublicBody
from tracker.domain.law.law import Actor, Fact
from tracker.domain.law.readings import enforcement_in
from tracker.services.cases import compliance
from tracker.services.cases.compliance import PartDone
from tracker.services.cases.hearing_diary import hearing_details
from tracker.services.core.naming import DUTIES, REQUIRED_PAPERS
from tracker.services.core.office import Office
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.enforcing.overdue import (
    enforceable_order,
    overdue_order,
    require_overdue,
)
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.filters import from_now, item_name
from tracker.web.base.forms import DayField, PageForm, Papers, told_on
from tracker.web.base.language import (
    gettext,
    lazy_gettext,
    page_language,
    page_locale,
    refused,
    worded,
)
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.base.paper_form import PaperForm
from tracker.web.desk.cases.sending import FILING_PROOF, NO_FILING_PROOF, DispatchForm

PAGES = Pages("desk_proceedings", Access.DESK, "/desk/requests/<reference>/proceedings")


class OfAnAppeal(PageForm):
    """A form about one of the undecided appeals; with only one, it does not ask which."""

    appeal = RadioField(lazy_gettext("Which appeal?"), coerce=int)

    def __init__(self, undecided: dict[int, str]) -> None:
        super().__init__()
        if len(undecided) < 2:
            del self.appeal
        else:
            self.appeal.choices = list(undecided.items())

    @property
    def of_appeal(self) -> int | None:
        """Return the entry of the appeal; None if there is only one."""
        return self.appeal.data if "appeal" in self else None


class CompliedForm(PaperForm):
    """Compliance with an order, and for a part of it what was supplied and what is missing."""

    duty = RadioField(
        lazy_gettext("What was done?"),
        [InputRequired(lazy_gettext("Choose what was done."))],
        coerce=int,
    )
    in_part = RadioField(
        lazy_gettext("Was everything done?"),
        [InputRequired(lazy_gettext("Say whether everything was done."))],
        choices={
            "no": lazy_gettext("Yes, everything"),
            "yes": lazy_gettext("Only part of it"),
        },
    )
    supplied = SelectMultipleField(lazy_gettext("Items supplied under the order"))
    missing = SelectMultipleField(
        lazy_gettext("Required by the order, but not received"),
        choices={each.value: lazy_gettext(said) for each, said in REQUIRED_PAPERS.items()},
    )
    order_received = DayField(
        lazy_gettext("Date on which the body received the order, if its document says so"),
        optional=True,
    )
    papers = Papers(
        lazy_gettext("Proof"),
        needed=lazy_gettext("Attach proof that the order was complied with."),
    )

    def __init__(self, orders: dict[int, str], items: dict[str, str]) -> None:
        super().__init__()
        self.duty.choices = [(0, gettext("The whole order")), *orders.items()]
        self.supplied.choices = items

    @property
    def part(self) -> PartDone:
        """Return what was supplied, what is missing, and the receipt of the order."""
        missing = tuple(map(RequiredPaper, self.missing.data or ()))
        return PartDone(tuple(self.supplied.data or ()), missing, self.order_received.data)


class EnforcementForm(DispatchForm):
    """An application for enforcement."""

    unproved = NO_FILING_PROOF
    on = DayField(lazy_gettext("Filing date"))
    letter = Papers(
        lazy_gettext("The application as filed"),
        single=True,
        needed=lazy_gettext("Attach the application as filed."),
    )
    proofs = Papers(lazy_gettext("Proof of filing"), description=FILING_PROOF)
    without_proof = BooleanField(lazy_gettext("There is no proof that it was filed"))


@dataclass(frozen=True, slots=True)
class ShownHearing:
    """A hearing in words."""

    seq: int
    before: str
    day: date | None
    says: str
    past: tuple[str, ...]
    waits: bool
    late: bool
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """An order with everything it demands."""

    seq: int
    title: str
    demands: tuple[tuple[Owed, str, bool], ...]
    waits: bool
    late: bool
    sought: tuple[str, ...]


@PAGES.get("")
def proceedings(reference: str) -> str:
    """Show all hearings and orders."""
    office = the_office()
    dossier = open_dossier(office, reference)
    return render_template(
        "desk/proceedings.html",
        dossier=dossier,
        hearings=_hearings(office, dossier),
        orders=list(_orders(dossier)),
        can_be_heard=bool(dossier.case_state.undecided()),
        states=states_of_appeal_body(office, dossier),
        enforcement=_enforcement(dossier),
        applied_for=_letter_for(office, dossier),
        not_yet=_not_yet(office, dossier),
    )


@PAGES.route("/orders/<int:seq>/complied", methods=["GET", "POST"])
def complied(reference: str, seq: int) -> Response | tuple[str, int]:
    """Record that an order was complied with."""
    dossier = open_dossier(the_office(), reference)
    demanded = [e for e in owed(dossier.case_state) if e.waits]
    questions = the_office().library.questions
    items = {
        each.key: f"{n}. {item_name(questions.get(each.key), each.words)}"
        for n, each in dossier.drafted.numbered
    }
    orders = {e.number: _demand(e) for e in demanded if e.decision.seq == seq and e.number}
    form = CompliedForm(orders, items)
    rest_on_what_came(form, form.papers, reference)
    with told_on(form):
        if form.sent():
            compliance.comply(
                the_office(),
                reference,
                seq,
                form.span,
                form.papers.uploads,
                duty=form.duty.data,
                in_part=form.in_part.data == "yes",
                part=form.part,
                details=form.details,
                by=by(),
            )
            return done(reference, gettext("Compliance logged."))
    return action_page("complied", form, reference)


@PAGES.route("/orders/<int:seq>/enforcement", methods=["GET", "POST"])
def enforcement(reference: str, seq: int) -> Response | tuple[str, int]:
    """Record that enforcement of an order was sought."""
    office = the_office()
    form, dossier = EnforcementForm(), open_dossier(office, reference)
    with told_on(form):
        if form.sent():
            compliance.seek_enforcement(office, reference, seq, form.dispatch(), by=by())
            return done(reference, gettext("Enforcement application logged."))
    return action_page(
        "enforcement",
        form,
        reference,
        enforcement=_enforcement(dossier),
        written=_letter_for(office, dossier) == seq,
    )


def undecided_appeals(dossier: Dossier) -> dict[int, str]:
    """Return the undecided appeals: entry number, and stage with day of filing."""
    found = {}
    for entry in dossier.case_state.undecided():
        if isinstance(entry.event, AppealFiled):
            title = dossier.law.stage(entry.event.stage).title
            day = page_locale().day_span(entry.event.on)
            found[entry.seq] = gettext("{stage}, filed {day:on}", stage=title, day=day)
    return found


def states_of_appeal_body(office: Office, dossier: Dossier) -> list[str]:
    """Return what the library says today about the appeal bodies, for example that one has no
    members, and what to do then."""
    keys = {e.event.to for e in dossier.case_state.undecided() if isinstance(e.event, AppealFiled)}
    keys |= {each.to for each in dossier.opened}
    bodies = [office.library.bodies[key] for key in sorted(keys) if key in office.library.bodies]
    return [
        " ".join((f"{worded(body.name)}: {worded(state.says)}", *_while(dossier, body, state)))
        for body in bodies
        if body.key != dossier.drafted.body
        for state in body.states_on(dossier.today)
    ]


def _while(dossier: Dossier, body: PublicBody, state: BodyState) -> Iterator[str]:
    """Yield what to do while an appeal body has no members: file, count, prepare what follows."""
    if state.condition is not Condition.WITHOUT_MEMBERS:
        return
    if any(each.to == body.key for each in dossier.opened):
        yield gettext("File all the same, and keep proof: your time to file keeps running.")
    for stage in dossier.law.stages.values():
        if stage.actor is not Actor.APPEAL_BODY or stage.receiver != body.key or not stage.limits:
            continue
        limit = stage.limits[-1]
        length = said_length(limit.length, limit.unit, page_locale())
        section = dossier.law.cite(limit.sources, page_language())
        yield gettext(
            "The time for its decision keeps running too: {length} ({section}).",
            length=length,
            section=section,
        )
        for after in dossier.law.stages.values():
            if stage.key in after.opened_by_silence_of:
                yield gettext(
                    "Gather the documents for the next step: {stage}.", stage=worded(after.title)
                )


def _letter_for(office: Office, dossier: Dossier) -> int:
    """Return the number of the entry of the order for which an application can be written now; 0
    if there is none."""
    order = enforceable_order(dossier.case_status, office.library, dossier.today)
    return order.decision.seq if order else 0


def _not_yet(office: Office, dossier: Dossier) -> dict[int, str]:
    """Return from which day enforcement of an overdue order can be applied for, by the number of
    its entry, while it cannot yet."""
    try:
        require_overdue(dossier.case_status, office.library, dossier.today)
    except NotAllowed as refusal:
        order = overdue_order(dossier.case_status, office.library, dossier.today)
        return {order.decision.seq: refused(refusal)} if order else {}
    return {}


def _enforcement(dossier: Dossier) -> list[tuple[Fact, str]]:
    """Return the ways to enforce an order under the law, each with its sections."""
    found = enforcement_in(dossier.law, dossier.today)
    return [(fact, dossier.law.cite(fact.sources)) for fact in found]


def _hearings(office: Office, dossier: Dossier) -> list[ShownHearing]:
    """Return the hearings with their private details."""
    found = hearings(dossier.case_state)
    with office.cases.look(dossier.reference) as case:
        told = [astuple(hearing_details(case, each.fixed.seq)) for each in found]
    return [
        replace(_hearing(office, dossier, each), details=tuple(filter(None, details)))
        for each, details in zip(found, told, strict=True)
    ]


def _hearing(office: Office, dossier: Dossier, each: Hearing) -> ShownHearing:
    late = each.waits and each.day is not None and each.day < dossier.today
    body = office.library.bodies.get(each.before)
    return ShownHearing(
        seq=each.fixed.seq,
        before=worded(body.mention) if body else gettext("the court"),
        day=each.day,
        says=_says(dossier, each),
        past=tuple(
            gettext("Adjourned {day:on}.", day=page_locale().day_span(put_off.event.on))
            for put_off in each.adjourned
        ),
        waits=each.waits,
        late=late,
    )


def _says(dossier: Dossier, each: Hearing) -> str:
    if each.held:
        return gettext("Held {day:on}.", day=page_locale().day_span(each.held.event.on))
    if each.over:
        return gettext("The appeal was decided.")
    if each.day is None:
        return gettext("Adjourned. No new date set.")
    near = from_now(each.day, dossier.today)
    if each.day < dossier.today:
        return gettext("It was scheduled {near}. Log whether it was held or adjourned.", near=near)
    return gettext("Scheduled {near}.", near=near)


def _orders(dossier: Dossier) -> Iterator[ShownOrder]:
    found = owed(dossier.case_state)
    for decision in dict.fromkeys(each.decision.seq for each in found):
        mine = [each for each in found if each.decision.seq == decision]
        event = mine[0].decision.event
        yield ShownOrder(
            seq=decision,
            title=gettext("Decision {day:of}", day=page_locale().day_span(event.on)),
            demands=tuple((e, _demand(e), e.late(dossier.today)) for e in mine),
            waits=any(each.waits for each in mine),
            late=any(each.late(dossier.today) for each in mine),
            sought=tuple(
                gettext(
                    "Enforcement was applied for {day:on}.",
                    day=page_locale().day_span(entry.event.on),
                )
                for entry in mine[0].enforcement
            ),
        )


def _demand(each: Owed) -> str:
    """Return what an order demands, as one line."""
    what = gettext(DUTIES[each.kind]) if each.kind else gettext("comply with the order")
    return f"{what[0].upper()}{what[1:]}{f', {each.amount}' if each.amount else ''}"
