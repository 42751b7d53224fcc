"""Recording what stops or starts the clock, such as a fee, a clarification or a transfer."""

from collections.abc import Iterator, Mapping

from flask import request
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.case.paper_details import NO_DETAILS
from tracker.domain.case.pending_duties import without_transfer
from tracker.domain.clock.interruptions import Interruption
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import kinds_of
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Law
from tracker.services.cases.clock_events import Notable, notable, record_clock_event
from tracker.services.cases.splitting import TransferOfItems, only_let_go, transfer_items
from tracker.services.core.naming import FEE_CALCULATIONS, FEE_CHARGES
from tracker.services.core.office import Office
from tracker.services.core.paper_details import LONGEST_SUM
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.filters import item_name
from tracker.web.base.forms import Papers, SpanForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.base.paper_form import PaperForm, body_name_field
from tracker.web.desk.correspondence.reply_suggestions import fill_from_mail

# Stands for a body that is not in the library.
_ELSEWHERE = "elsewhere"

PAGES = Pages("desk_clock_events", Access.DESK, "/desk/requests/<reference>")


def _choices(words: Mapping[FeeCalculation, str] | Mapping[FeeCharge, str]) -> dict[str, str]:
    return {each.value: lazy_gettext(said) for each, said in words.items()}


class _NoticeForm(PaperForm):
    """An event that stops, restarts or starts the body's time."""

    moves = (*SpanForm.moves, "kind", "to")
    kind = RadioField(
        lazy_gettext("What happened?"), [InputRequired(lazy_gettext("Choose what happened."))]
    )
    to = SelectField(
        lazy_gettext("Body it was transferred to"),
        description=lazy_gettext(
            "For a transfer only. We cannot record a non-response by a body that is not in our "
            "list."
        ),
    )
    to_name = body_name_field()
    items = SelectMultipleField(
        lazy_gettext("Items that were transferred"),
        description=lazy_gettext(
            "For the whole request, select none. Selected items become a separate request "
            "to that body, with its own time limit. The others stay here."
        ),
    )
    sum = StringField(
        lazy_gettext("Fee notice: sum, with its currency"),
        [
            Length(
                max=LONGEST_SUM,
                message=lazy_gettext("Sum must be {most} characters or fewer.", most=LONGEST_SUM),
            )
        ],
    )
    calculation = SelectField(
        lazy_gettext("Fee notice: calculation"), choices=_choices(FEE_CALCULATIONS)
    )
    charges = SelectMultipleField(
        lazy_gettext("Fee notice: it asks for"), choices=_choices(FEE_CHARGES)
    )
    papers = Papers(
        lazy_gettext("Supporting document"),
        needed=lazy_gettext("Attach the document. We say nothing about a body without it."),
        description=lazy_gettext(
            "The notice from the body. For a payment or reply of yours, your own proof."
        ),
    )

    def __init__(
        self, can: tuple[Notable, ...], bodies: dict[str, str], items: dict[str, str]
    ) -> None:
        super().__init__()
        self.kind.choices = {each.kind: gettext(each.event.label) for each in can}
        if Transferred.kind not in self.kind.choices:
            del self.to, self.to_name, self.items
        else:
            before = {
                "": gettext("No other body"),
                _ELSEWHERE: gettext("A body that is not in our list"),
            }
            self.to.choices = before | bodies
            self.items.choices = items
        if FeeNoticed.kind not in self.kind.choices:
            del self.sum, self.calculation, self.charges

    def validate_to_name(self, field: StringField) -> None:
        """Refuse a name for a body that was chosen, or without a transfer."""
        if field.data and self.to.data != _ELSEWHERE:
            raise ValidationError(gettext("Choose “A body that is not in our list” to name it."))

    def validate_sum(self, field: StringField) -> None:
        """Refuse details of a fee notice for any other event."""
        typed = field.data or self.charges.data
        if self.kind.data != FeeNoticed.kind and (typed or self._calculation):
            raise ValidationError(gettext("Only a fee notice has these. Remove them."))

    def validate_paper_number(self, field: StringField) -> None:
        """Refuse details of a document of the body for what the requester did."""
        chosen = kinds_of(ClockEvent).get(self.kind.data or "")
        if chosen and chosen.own and self.details != NO_DETAILS:
            raise ValidationError(gettext("Only a document of the body has these. Remove them."))

    @property
    def _calculation(self) -> bool:
        return self.calculation.data not in (None, FeeCalculation.UNCHECKED)

    def validate_to(self, field: SelectField) -> None:
        """Require a body for a transfer, and refuse one for any other event."""
        if self.kind.data == Transferred.kind and not field.data:
            raise ValidationError(gettext("Choose the body that received the request."))
        if self.kind.data != Transferred.kind and field.data:
            raise ValidationError(gettext("Only a transfer names another body. Choose none here."))

    def validate_items(self, field: SelectMultipleField) -> None:
        """Refuse items for any event but a transfer, or for a body that is not in the list."""
        if field.data and self.kind.data != Transferred.kind:
            raise ValidationError(gettext("Only a transfer names items. Select none here."))
        if field.data and self.to.data == _ELSEWHERE:
            raise ValidationError(
                gettext(
                    "Items become a request to a body in our list. Add the body to the library of "
                    "your office first, or select no items."
                )
            )

    @property
    def moved(self) -> TransferOfItems | None:
        """Return the transfer of some items; None for any other event."""
        if self.kind.data != Transferred.kind or not self.items.data:
            return None
        chosen = tuple(self.items.data)
        return TransferOfItems(self.span, self.to.data, chosen, self.papers.uploads, self.details)

    def event(self) -> ClockEvent:
        """Return the event, with what a transfer and a fee notice say."""
        if self.kind.data == Transferred.kind:
            to = "" if self.to.data == _ELSEWHERE else self.to.data
            named = "" if to else " ".join((self.to_name.data or "").split())
            return Transferred(on=self.span, to=to, named=named)
        if self.kind.data == FeeNoticed.kind:
            return FeeNoticed(
                on=self.span,
                sum=" ".join((self.sum.data or "").split()),
                calculation=FeeCalculation(self.calculation.data or FeeCalculation.UNCHECKED),
                charges=tuple(FeeCharge(each) for each in self.charges.data or ()),
            )
        return kinds_of(ClockEvent)[self.kind.data](on=self.span)


@PAGES.route("/notice", methods=["GET", "POST"])
def notice(reference: str) -> Response:
    """Record an event that affects the time allowed by the law."""
    office = the_office()
    dossier = open_dossier(office, reference)
    can = notable(dossier.case_status, dossier.law)
    bodies = {body.key: worded(body.name) for body in other_bodies(office, dossier)}
    form = _NoticeForm(can, bodies, _items(office, dossier))
    if request.method == "GET":
        form.kind.data = request.args.get("kind")
    fill_from_mail(form, dossier, other_bodies(office, dossier))
    rest_on_what_came(form, form.papers, reference)

    def act(here: Office) -> None:
        if moved := form.moved:
            only_let_go(here, reference, moved, by=by())
            return
        record_clock_event(
            here, reference, form.event(), form.papers.uploads, form.details, by=by()
        )

    with told_on(form):
        if form.sent():
            if moved := form.moved:
                part = transfer_items(office, reference, moved, by=by())
                return done(part, gettext("Logged. The items are now this separate request."))
            act(office)
            return done(reference, gettext("Logged."), dossier)
    hints = {each.kind: " ".join(effects(each, dossier.law)) for each in can}
    return action_page("notice", form, reference, act, can=can, hints=hints)


def _items(office: Office, dossier: Dossier) -> dict[str, str]:
    """Return the items that can be transferred without the others. They include items that went to
    another body before. There are none under a law without transfers, or if only one item was
    requested."""
    whole = dossier.case_state.finalised
    numbered = whole.numbered if whole else ()
    if without_transfer(dossier.law) or len(numbered) < 2:
        return {}
    questions, gone = office.library.questions, _gone(office, dossier)
    names = {}
    for number, asked in numbered:
        name = f"{number}. {item_name(questions.get(asked.key), asked.words)}"
        names[asked.key] = (
            gettext("{item} (went to {body} too)", item=name, body=gone[asked.key])
            if asked.key in gone
            else name
        )
    return names


def _gone(office: Office, dossier: Dossier) -> dict[str, str]:
    """Return the short names of the bodies to which items went before, by item."""
    found: dict[str, list[str]] = {}
    for entry in dossier.case_state.parts:
        event = entry.event
        if isinstance(event, PartTransferred):
            for item in event.items:
                found.setdefault(item, []).append(office.library.body_short_name(event.to))
    return {item: page_locale().listed(names) for item, names in found.items()}


def effects(known: Notable, law: Law) -> Iterator[str]:
    """Yield what an event does to the time under the law, in the law file's words where it has
    them."""
    for stage in known.starts:
        yield gettext("The time limit for “{stage}” runs from this day.", stage=stage.title)
    for stage in known.longer:
        section = (
            law.cite(stage.limits[-1].sources) if stage.limits else gettext("no number known")
        )
        yield gettext(
            "The time limit of “{stage}” then applies ({section}).",
            stage=stage.title,
            section=section,
        )
    for stage in known.asked:
        yield gettext("It does what the body asked of you: “{stage}”.", stage=stage.title)
    if known.kind == AccessGranted.kind:
        yield gettext("If it came in time, there is no non-response.")
    for pause in known.pauses:
        yield (
            f"{worded(pause.says)} ({law.cite(pause.sources)})"
            if pause.sources
            else worded(pause.says)
        )
    yield from dict.fromkeys(_ends(interruption) for interruption in known.goes_on)
    if known.kind == Transferred.kind:
        yield _of_transfer(known, law)
        if without_transfer(law):
            yield gettext("Enter the day on which you received the notice.")


def _ends(interruption: Interruption) -> str:
    return gettext("It ends what began {day:on}.", day=page_locale().day_span(interruption.begin))


def _of_transfer(known: Notable, law: Law) -> str:
    if known.transfer:
        return f"{worded(known.transfer.says)} ({law.cite(known.transfer.sources)})"
    return gettext(
        "We know of no rule on transfers under this law. The earliest deadline is counted from "
        "the first receipt, the latest from receipt by the other body."
    )


def other_bodies(office: Office, dossier: Dossier) -> Iterator[PublicBody]:
    """Yield the bodies to which the request can have been transferred, or referred."""
    here = dossier.body.country
    for body in sorted(office.library.bodies.values(), key=lambda body: str(body.name)):
        hears_appeals = body.role is Role.APPEAL_BODY
        if (
            body.country == here
            and not hears_appeals
            and body.key != dossier.case_state.acting_body
        ):
            yield body
