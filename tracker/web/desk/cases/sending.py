"""Approving a letter, and recording that it was sent and received."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from flask import request
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import ELECTRONIC_PROOFS, Channel, ReceiptProof
from tracker.domain.case.dispatches import transmissions
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.law.law import LetterKind
from tracker.services.cases import sending
from tracker.services.cases.notes_and_tasks import NewTask
from tracker.services.cases.receipt_rules import channel_of
from tracker.services.core.naming import (
    CHANNELS,
    LISTED_PROOFS,
    PROVES,
    RECEIPT_PROOFS,
    SENT_HOW,
)
from tracker.services.core.office import Office
from tracker.services.core.recording import (
    NO_LETTER,
    NO_PROOF,
    PROOF_AND_NONE,
    FrozenLetter,
    HeldLetter,
    SendingDetails,
    recipient_lacks,
)
from tracker.services.letters.frozen_letters import approved_request
from tracker.services.letters.letter_facts import compose
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.filters import language_name
from tracker.web.base.forms import (
    DayField,
    PageForm,
    Papers,
    SpanForm,
    capitalised,
    day_of,
    plain_lines,
    told_on,
)
from tracker.web.base.language import flash_caution, gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.channel_remarks import served_otherwise, unusual_proof
from tracker.web.desk.base.dossier import Dossier, dossier_of, open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.drafting.logos import letter_with_logos
from tracker.web.desk.letters.letters import letter_choices, written_in

SomeChoice = TypeVar("SomeChoice", bound=StrEnum)

PAGES = Pages("desk_sending", Access.DESK, "/desk/requests/<reference>")
# What was sent, where it is not a letter whose bytes were fixed.
FILE = "file"
NO_CHANNEL = lazy_gettext("Choose how it was sent.")
NO_FILING_PROOF = lazy_gettext("Attach proof of filing, or say that there is none.")
FILING_PROOF = lazy_gettext("A receipt or stamped copy. For email, the sent message as a file.")
NO_SOURCE = lazy_gettext("Choose the file that was sent.")
FILE_LOST = lazy_gettext(
    "We no longer have the file that was sent. The timeline says that a copy replaces it"
)
FILE_NOT_MEANT = lazy_gettext(
    "You attached a file. Choose “The file attached here”, or remove the file."
)


def nothing_chosen(words: Mapping[str, str]) -> Callable[[], dict[str, str]]:
    """Return the choices of a field that is evidence: none is selected beforehand."""
    return lambda: {"": gettext("Choose one")} | capitalised(words)


def chosen_or(kind: type[SomeChoice], chosen: str, stand_in: SomeChoice) -> SomeChoice:
    """Return what was chosen. Where only the consequences of a form are asked, `stand_in` is what
    stands for a choice that is not made yet: no day depends on it. Raises BadInput for a value
    that is no choice."""
    try:
        return kind(chosen) if chosen else stand_in
    except ValueError:
        raise BadInput("Choose one of the options.") from None


class DispatchForm(PageForm):
    """The way in which a document was sent, and its file.

    `letters` are the choices among files that the office holds. Without them a file must be added.
    """

    moves: ClassVar[tuple[str, ...]] = ("on",)
    unproved: ClassVar[str] = lazy_gettext(NO_PROOF)
    on = DayField(lazy_gettext("Date it was sent"))
    channel = SelectField(
        lazy_gettext("How it was sent"),
        [InputRequired(NO_CHANNEL)],
        choices=nothing_chosen(CHANNELS),
    )
    source = RadioField(lazy_gettext("Which file was sent?"), [InputRequired(NO_SOURCE)])
    recipient = StringField(
        lazy_gettext("Address or recipient"),
        [Length(max=320, message=lazy_gettext("This must be 320 characters or fewer."))],
        description=lazy_gettext(
            "Email: the recipient’s address. Fax: the number. By hand: who took it. Private."
        ),
    )
    number = StringField(
        lazy_gettext("Courier, postal or portal number"),
        [Length(max=200, message=lazy_gettext("Number must be 200 characters or fewer."))],
        description=lazy_gettext("Private: never published."),
    )
    note = TextAreaField(
        lazy_gettext("Note for the office"),
        [Length(max=2000, message=lazy_gettext("Note must be 2,000 characters or fewer."))],
        description=lazy_gettext("Also private."),
    )
    letter = Papers(
        lazy_gettext("The letter as sent"), single=True, needed=lazy_gettext(NO_LETTER)
    )
    proofs = Papers(
        lazy_gettext("Proof of sending"),
        description=lazy_gettext(
            "Email: the sent message as a file. Courier and post: the receipt. By hand: the "
            "stamped copy. Portal: its confirmation."
        ),
    )
    without_proof = BooleanField(lazy_gettext("There is no proof that it was sent"))

    def __init__(self, letters: Mapping[str, str] | None = None, /, **known: Any) -> None:
        super().__init__(**known)
        self.needed = self.letter.needed
        if letters:
            self.source.choices = {**letters, FILE: gettext("The file attached here")}
            self.letter.needed = ""
        else:
            del self.source

    def validate_letter(self, field: Papers) -> None:
        """Raise ValidationError where the file does not fit what was chosen."""
        chosen = self.source.data if "source" in self else FILE
        if chosen == FILE and not field.uploads and not field.errors:
            raise ValidationError(str(self.needed))
        if chosen and chosen != FILE and field.uploads:
            raise ValidationError(str(FILE_NOT_MEANT))

    def validate_recipient(self, field: StringField) -> None:
        """Raise ValidationError where the channel needs an address, and there is none."""
        if lacks := recipient_lacks(str(self.channel.data), field.data or ""):
            raise ValidationError(gettext(lacks))

    def validate_proofs(self, field: Papers) -> None:
        """Raise ValidationError where neither a proof is added nor said that there is none."""
        stated = "without_proof" in self and self.without_proof.data
        if not field.uploads and not field.errors and not field.needed and not stated:
            raise ValidationError(str(self.unproved))
        if field.uploads and stated:
            raise ValidationError(gettext(PROOF_AND_NONE))

    def dispatch(self) -> SendingDetails:
        """Return the details of sending, as typed."""
        chosen = self.source.data if "source" in self else FILE
        held = HeldLetter(chosen) if chosen and chosen != FILE else None
        typed = (self.number.data, self.note.data, self.recipient.data)
        proofs = self.proofs.uploads
        stated = "without_proof" in self and self.without_proof.data
        return SendingDetails(
            on=day_of(self.on),
            channel=chosen_or(Channel, self.channel.data, Channel.POST),
            filing=Filing(*((each or "").strip() for each in typed)),
            proofs=proofs,
            letter=held or self.letter.first or HeldLetter.WORD,
            without_proof=bool(stated) and not proofs,
        )


def held_letters(letter: FrozenLetter | None, *, lost: bool = False) -> dict[str, str]:
    """Return the choices among the fixed files of a letter, and `lost` for none of them."""
    if letter is None:
        return {}
    day = page_locale().day(letter.since)
    found = {
        HeldLetter.WORD: gettext("The Word document as finalised on {day}, unchanged", day=day),
        HeldLetter.TEXT: gettext("The email text as finalised on {day}, unchanged", day=day),
    }
    if lost:
        found[HeldLetter.LOST] = str(FILE_LOST)
    return {key.value: words for key, words in found.items()}


class SentForm(DispatchForm):
    """Sending of the request."""

    letter = Papers(
        lazy_gettext("The letter as sent"),
        single=True,
        needed=lazy_gettext(NO_LETTER),
        description=lazy_gettext(
            "The signed scan, or the document you edited. A letter sent before it was approved "
            "here needs its file."
        ),
    )
    remind_on = DayField(
        lazy_gettext("Remind me on"),
        description=lazy_gettext(
            "A petition has no time limit, so nothing else reminds you. You get a task for that "
            "day."
        ),
    )

    def __init__(self, letters: Mapping[str, str], *, petition: bool) -> None:
        super().__init__(letters)
        if not petition:
            del self.remind_on

    def validate_remind_on(self, field: DayField) -> None:
        """Raise ValidationError for a day that is not after the sending."""
        if field.data and self.on.data and field.data <= self.on.data:
            raise ValidationError(gettext("Choose a day after the date it was sent."))

    def task(self) -> NewTask | None:
        """Return the task that reminds of a petition, None for a request."""
        if "remind_on" not in self or not self.remind_on.data:
            return None
        words = gettext("Petition: check whether an answer came, and decide what to do next.")
        return NewTask(words, day_of(self.remind_on))


class ReceiptForm(SpanForm):
    """Receipt of the request by the body, with its proof."""

    moves = (*SpanForm.moves, "dispatch")
    dispatch = RadioField(
        lazy_gettext("Which dispatch arrived?"),
        [InputRequired(lazy_gettext("Choose the dispatch that arrived."))],
        coerce=int,
    )
    proof = SelectField(
        lazy_gettext("Type of proof"),
        [InputRequired(lazy_gettext("Choose the type of proof."))],
        choices=nothing_chosen(LISTED_PROOFS),
    )
    papers = Papers(
        lazy_gettext("Proof of receipt"),
        needed=lazy_gettext("Attach proof of receipt. Without it, no non-response is logged."),
    )
    reason = TextAreaField(
        lazy_gettext("Your own reading of the law"),
        [Length(max=2000, message=lazy_gettext("Reason must be 2,000 characters or fewer."))],
        filters=[plain_lines],
        description=lazy_gettext(
            "Only if the law does not admit this proof and you read it otherwise. Give your "
            "reason. The dates are then provisional, and another person must confirm before a "
            "non-response is published. Private."
        ),
    )

    def __init__(self, dispatches: dict[int, str], *, by_email: bool) -> None:
        named = request.args.get("dispatch", 0, type=int)
        super().__init__(dispatch=named if named in dispatches else None)
        if len(dispatches) < 2:
            del self.dispatch
        else:
            self.dispatch.choices = list(dispatches.items())
        self.proofs: Mapping[str, str] = LISTED_PROOFS
        if by_email:
            electronic = {key.value: RECEIPT_PROOFS[key] for key in sorted(ELECTRONIC_PROOFS)}
            self.proofs = {**LISTED_PROOFS, **electronic}
            self.proof.choices = nothing_chosen(self.proofs)()
        else:
            del self.reason

    def chosen(self, dispatches: dict[int, str]) -> int:
        """Return the entry of the dispatch that arrived: the chosen one, or the only one; 0 if
        there is none."""
        return self.dispatch.data if "dispatch" in self else next(iter(dispatches), 0)


@PAGES.route("/approve", methods=["GET", "POST"])
def approve(reference: str) -> Response:
    """Show the letter, and approve it for sending."""
    office, form, chosen = the_office(), PageForm(), letter_choices()
    with told_on(form):
        if form.sent():
            sending.approve(office, reference, chosen, by=by())
            return done(reference, gettext("Letter approved. You can now send it."))
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        letter = compose(office, case, LetterKind.REQUEST, None, chosen)
    languages = written_in(office, dossier, LetterKind.REQUEST)
    return action_page(
        "approve",
        form,
        reference,
        letter=letter_with_logos(office, letter),
        chosen=chosen,
        languages=[(key, language_name(key)) for key in languages],
        remedy="",
        declared={},
    )


@PAGES.route("/sent", methods=["GET", "POST"])
def sent(reference: str) -> Response:
    """Record that the request was sent."""
    office = the_office()
    dossier = open_dossier(office, reference)
    approved = approved_request(office, dossier.case_state)
    form = SentForm(held_letters(approved, lost=True), petition=dossier.law.petition)
    rest_on_what_came(form, form.proofs, reference)

    def act(office: Office) -> None:
        sending.send(office, reference, form.dispatch(), by=by(), task=form.task())

    with told_on(form):
        if form.sent():
            act(office)
            if differs := served_otherwise(dossier, form.dispatch().channel):
                flash_caution(differs)
            return done(reference, gettext("Sending logged."), dossier)
    return action_page("sent", form, reference, act)


@PAGES.route("/receipt", methods=["GET", "POST"])
def receipt(reference: str) -> Response:
    """Record the day of receipt, with its proof."""
    before = open_dossier(the_office(), reference)
    dispatches = _not_proved(before)
    by_email = _left_by_email(before, dispatches)
    form = ReceiptForm(dispatches, by_email=by_email)
    rest_on_what_came(form, form.papers, reference)

    def act(office: Office) -> None:
        proof = chosen_or(ReceiptProof, form.proof.data, ReceiptProof.COURIER_DELIVERY)
        papers, reason = form.papers.uploads, form.reason.data if "reason" in form else ""
        sending.prove_receipt(
            office,
            reference,
            form.span,
            proof,
            papers,
            dispatch=form.chosen(dispatches),
            reason=reason or "",
            by=by(),
        )

    with told_on(form):
        if form.sent():
            act(the_office())
            words = gettext("Receipt logged. The statutory clock has started.")
            if before.law.petition:
                words = gettext("Receipt logged. A petition starts no clock.")
            elif before.case_state.received:
                words = gettext("Receipt logged. The clock still runs from the first one.")
            left = before.case_state.at(form.chosen(dispatches))
            if left and (remark := unusual_proof(left, ReceiptProof(form.proof.data))):
                flash_caution(remark)
            return done(reference, words, before)
    rule = before.law.electronic_receipt if by_email else None
    shows = [(words, PROVES[key]) for key, words in form.proofs.items()]
    return action_page("receipt", form, reference, act, rule=rule, shows=shows)


def _left_by_email(dossier: Dossier, dispatches: Mapping[int, str]) -> bool:
    """Return whether one of these dispatches left by email."""
    left = (dossier.case_state.at(seq) for seq in dispatches)
    return any(each and channel_of(each) is Channel.EMAIL for each in left)


def _not_proved(dossier: Dossier) -> dict[int, str]:
    """Return the request's dispatches without a recorded receipt: how and when each was sent."""
    found = {}
    for paper in transmissions(dossier.case_state)[:1] if dossier.case_state.sent else ():
        for each in paper.dispatches:
            event = each.entry.event
            if isinstance(event, Sent | Resent) and not each.receipts:
                how, day = gettext(SENT_HOW[event.channel.value]), page_locale().day_span(event.on)
                found[each.entry.seq] = gettext("Sent {how} ({day})", how=how, day=day)
    return found
