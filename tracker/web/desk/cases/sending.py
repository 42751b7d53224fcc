"""Approving a letter, and recording that it was sent and received."""

from functools import partial
from typing import ClassVar

from flask import request
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.case.dispatches import transmissions
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.law.law import LetterKind
from tracker.services.cases import sending
from tracker.services.core.naming import CHANNELS, RECEIPT_PROOFS
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.letters.letter_facts import compose
from tracker.web.base.access import Door, Pages, by
from tracker.web.base.forms import (
    DayField,
    PageForm,
    Papers,
    SpanForm,
    capitalised,
    day_of,
    told_on,
)
from tracker.web.base.language import lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.drafting.logos import letter_with_logos

PAGES = Pages("desk_sending", Door.DESK, "/desk/requests/<reference>")
PROOFS = {key: lazy_gettext(words) for key, words in RECEIPT_PROOFS.items()}


class DispatchForm(PageForm):
    """The way in which a document was sent."""

    moves: ClassVar[tuple[str, ...]] = ("on", "channel")
    on = DayField(lazy_gettext("Day on which it was sent"))
    channel = SelectField(lazy_gettext("How it was sent"), choices=partial(capitalised, CHANNELS))
    number = StringField(
        lazy_gettext("Courier, postal or portal number"),
        [Length(max=200, message=lazy_gettext("Shorten the number: 200 characters at most."))],
        description=lazy_gettext("Private: it is never shown on the public record."),
    )
    note = TextAreaField(
        lazy_gettext("Note for the office"),
        [Length(max=2000, message=lazy_gettext("Shorten the note: 2,000 characters at most."))],
        description=lazy_gettext("Private as well."),
    )
    letter = Papers(lazy_gettext("The letter as it was sent"), single=True)
    proofs = Papers(
        lazy_gettext("Proof of sending"),
        description=lazy_gettext("A receipt, a stamped copy, an e-mail."),
    )

    def dispatch(self) -> SendingDetails:
        """Return the details of sending, as typed."""
        return SendingDetails(
            on=day_of(self.on),
            channel=Channel(self.channel.data),
            filing=Filing((self.number.data or "").strip(), (self.note.data or "").strip()),
            proofs=self.proofs.uploads,
            signed_copy=self.letter.first,
        )


class SentForm(DispatchForm):
    """Sending of the request."""

    letter = Papers(
        lazy_gettext("The letter as it was sent"),
        single=True,
        description=lazy_gettext(
            "The signed scan or the document that you edited. Without a file, the letter "
            "as the program sets it now is kept as what was sent."
        ),
    )


class ReceiptForm(SpanForm):
    """Receipt of the request by the body, with its proof."""

    moves = (*SpanForm.moves, "dispatch", "proof")
    dispatch = RadioField(
        lazy_gettext("Which dispatch arrived?"),
        [InputRequired(lazy_gettext("Say which dispatch arrived."))],
        coerce=int,
    )
    proof = SelectField(lazy_gettext("What proves it"), choices=PROOFS)
    papers = Papers(
        lazy_gettext("The paper that proves it"),
        needed=lazy_gettext(
            "Add the paper that proves receipt: no silence is recorded without it."
        ),
    )

    def __init__(self, dispatches: dict[int, str]) -> None:
        named = request.args.get("dispatch", 0, type=int)
        super().__init__(dispatch=named if named in dispatches else None)
        if len(dispatches) < 2:
            del self.dispatch
        else:
            self.dispatch.choices = list(dispatches.items())

    def chosen(self, dispatches: dict[int, str]) -> int:
        """Return the entry of the dispatch that arrived: the chosen one, or the only one; 0 if
        there is none."""
        return self.dispatch.data if "dispatch" in self else next(iter(dispatches), 0)


@PAGES.route("/approve", methods=["GET", "POST"])
def approve(reference: str) -> Response:
    """Show the letter, and approve it for sending."""
    office, form = the_office(), PageForm()
    with told_on(form):
        if form.sent():
            sending.approve(office, reference, by=by())
            return done(reference, gettext("The letter is approved. Now it can be sent."))
    with office.cases.look(reference) as case:
        letter = letter_with_logos(office, compose(office, case, LetterKind.REQUEST))
    return action_page("approve", form, reference, letter=letter)


@PAGES.route("/sent", methods=["GET", "POST"])
def sent(reference: str) -> Response:
    """Record that the request was sent."""
    form = SentForm()

    def act(office: Office) -> None:
        sending.send(office, reference, form.dispatch(), by=by())

    with told_on(form):
        if form.sent():
            act(the_office())
            return done(reference, gettext("It is on record that the request was sent."))
    return action_page("sent", form, reference, act)


@PAGES.route("/receipt", methods=["GET", "POST"])
def receipt(reference: str) -> Response:
    """Record the day of receipt, with its proof."""
    before = open_dossier(the_office(), reference)
    dispatches = _not_proved(before)
    form = ReceiptForm(dispatches)
    rest_on_what_came(form, form.papers, reference)

    def act(office: Office) -> None:
        proof, papers = ReceiptProof(form.proof.data), form.papers.uploads
        left = form.chosen(dispatches)
        sending.prove_receipt(office, reference, form.span, proof, papers, dispatch=left, by=by())

    with told_on(form):
        if form.sent():
            act(the_office())
            words = gettext("The receipt is on record: the statutory clock runs.")
            if before.case_state.received:
                words = gettext("The receipt is on record. The clock runs from the first one.")
            return done(reference, words, before)
    return action_page("receipt", form, reference, act)


def _not_proved(dossier: Dossier) -> dict[int, str]:
    """Return the request's dispatches without a recorded receipt: how and when each was sent."""
    found = {}
    for paper in transmissions(dossier.case_state)[:1] if dossier.case_state.sent else ():
        for each in paper.dispatches:
            event = each.entry.event
            if isinstance(event, Sent | Resent) and not each.receipts:
                how, day = gettext(CHANNELS[event.channel.value]), page_locale().day_span(event.on)
                found[each.entry.seq] = gettext("By {how}, {day}", how=how, day=day)
    return found
