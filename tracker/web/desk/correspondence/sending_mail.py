"""Letters by email: the exact mail, sending it, calling it back, and its state."""

from dataclasses import dataclass
from datetime import datetime, time
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.base.terms import Channel
from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.domain.law.law import LetterKind
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.correspondence.addressing import RequestAddress
from tracker.services.correspondence.mail_facts import (
    HandOverAttempt,
    KeptReport,
    MailFacts,
    attempts_of,
    mail_facts_of,
    reports_of,
)
from tracker.services.correspondence.preparing_mail import (
    WantedMail,
    fixed_letters,
    prepare,
    purpose_of,
    request_address,
)
from tracker.services.correspondence.proof_sheet import proof_sheet
from tracker.services.correspondence.sending_mail import (
    CALL_BACK_MINUTES,
    SENDABLE,
    call_back,
    exact_bytes,
    mail_letter_of,
    send_by_email,
)
from tracker.services.correspondence.settling import settle_by_person
from tracker.services.letters.request_words import serving_channels
from tracker.services.ports.cases import PrivateFields
from tracker.services.ports.correspondence.letters import MailLetter
from tracker.web.base.access import Door, Pages, by
from tracker.web.base.forms import DayField, PageForm, day_of, told_on
from tracker.web.base.language import gettext, lazy_gettext, refused
from tracker.web.base.site_config import the_office
from tracker.web.base.unlocking import kept_open
from tracker.web.desk.base.actions import action_page
from tracker.web.desk.base.dossier import Dossier, dossier_of, open_dossier
from tracker.web.desk.base.words import LETTERS

PAGES = Pages("desk_sending_mail", Door.DESK, "/desk/requests/<reference>/email")
LETTER_STATES = {
    LetterState.PREPARED: lazy_gettext("Ready: check it, then send it"),
    LetterState.WAITING: lazy_gettext("Waiting: it can be called back"),
    LetterState.HANDING: lazy_gettext("Being handed over to the mail server"),
    LetterState.HANDED: lazy_gettext("Handed over to the mail server"),
    LetterState.UNCERTAIN: lazy_gettext("Uncertain: the mail server may have it"),
    LetterState.REFUSED: lazy_gettext("Not sent"),
    LetterState.CALLED_BACK: lazy_gettext("Called back: it was not sent"),
}
MAIL_PURPOSES = {
    LetterPurpose.FILED: lazy_gettext(
        "This files the request. Sending is logged when the mail server has taken it."
    ),
    LetterPurpose.AGAIN: lazy_gettext(
        "This sends the request again. Sending is logged, and restarts no clock."
    ),
    LetterPurpose.COPY: lazy_gettext(
        "This is a copy that starts no clock. Send the request by post or by hand too."
    ),
    LetterPurpose.LETTER: lazy_gettext("Sending this letter adds no entry to the timeline."),
}
TROUBLES = {
    LetterTrouble.NO_ANSWER: lazy_gettext(
        "The mail server was sent the whole letter and did not answer. The letter is not sent "
        "again automatically. Look for a delivery report, or check the log of the mail server."
    ),
    LetterTrouble.DIED: lazy_gettext(
        "The program stopped while it handed the letter over. The letter is not sent again "
        "automatically. Look for a delivery report, or check the log of the mail server."
    ),
    LetterTrouble.REFUSED_FOR_GOOD: lazy_gettext(
        "The mail server refused the letter. Read its words below. Correct the address, or send "
        "the letter by post or by hand."
    ),
    LetterTrouble.LATER: lazy_gettext(
        "The mail server did not take the letter yet. It is tried again for 48 hours."
    ),
    LetterTrouble.TOO_OLD: lazy_gettext(
        "The mail server did not take the letter within 48 hours. Send it again, or send it by "
        "post or by hand."
    ),
    LetterTrouble.NOT_ENTERED: lazy_gettext(
        "The sending was not logged, because the request changed before that. Check its timeline."
    ),
}


class MailForm(PageForm):
    """The address for a letter, and the files to attach."""

    recipient = StringField(
        lazy_gettext("Email address of the body"),
        [
            InputRequired(lazy_gettext("Enter the email address of the body.")),
            Length(max=254, message=lazy_gettext("This must be 254 characters or fewer.")),
        ],
    )
    source = StringField(
        lazy_gettext("Where this address was found"),
        [Length(max=300, message=lazy_gettext("This must be 300 characters or fewer."))],
        description=lazy_gettext("Required for any address other than the one for requests."),
    )
    word = BooleanField(lazy_gettext("Attach the letter as a Word document"), default=True)
    pdf = BooleanField(lazy_gettext("Attach the letter as a PDF"), default=True)
    asks_read_receipt = BooleanField(lazy_gettext("Ask for a read receipt"))

    def __init__(self, designated: RequestAddress | None, *, prints: bool) -> None:
        super().__init__(recipient=designated.email if designated else "")
        if not prints:
            del self.pdf

    def wanted(self, kind: LetterKind) -> WantedMail:
        """Return what was typed."""
        return WantedMail(
            kind=kind,
            recipient=(self.recipient.data or "").strip(),
            source=(self.source.data or "").strip(),
            word=bool(self.word.data),
            pdf="pdf" in self and bool(self.pdf.data),
            asks_read_receipt=bool(self.asks_read_receipt.data),
        )


class TakenForm(PageForm):
    """The day on which the mail server took an uncertain letter."""

    on = DayField(lazy_gettext("Day on which the mail server took the letter"))


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A mail as its page shows it."""

    letter: MailLetter
    facts: MailFacts | None
    attempts: tuple[HandOverAttempt, ...]
    reports: tuple[KeptReport, ...]

    @property
    def title(self) -> str:
        """Return the name of the letter."""
        return str(LETTERS[self.letter.kind])

    @property
    def state(self) -> str:
        """Return the state in words."""
        return str(LETTER_STATES[self.letter.state])

    @property
    def purpose(self) -> str:
        """Return what the mail is in law."""
        return str(MAIL_PURPOSES[self.letter.purpose])

    @property
    def trouble(self) -> str:
        """Return what went wrong and what to do; empty if nothing did."""
        return str(TROUBLES.get(self.letter.trouble, ""))

    @property
    def sendable(self) -> bool:
        """Return whether a person may send it now."""
        return self.letter.state in SENDABLE

    @property
    def handed(self) -> HandOverAttempt | None:
        """Return the attempt at which the mail server took the letter, None if none is stored."""
        return next((each for each in reversed(self.attempts) if not each.said), None)


@PAGES.get("")
def letters(reference: str) -> str:
    """List the letters that can go out by email, and those that did."""
    office = the_office()
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        shown = [_shown(case, each) for each in office.letters_by_mail.of(reference)]
    found = request_address(office, dossier.case_state)
    kinds = {
        each.kind: (
            str(LETTERS[each.kind]),
            MAIL_PURPOSES[purpose_of(dossier.case_state, each.kind, designated=found is not None)],
        )
        for each in fixed_letters(office, dossier.case_state)
    }
    return _rendered("mail_letters", dossier, kinds=kinds, mails=shown[::-1], found=found)


@PAGES.route("/new/<kind>", methods=["GET", "POST"])
def new(reference: str, kind: str) -> Response:
    """Prepare a mail with a letter."""
    office = the_office()
    dossier = open_dossier(office, reference)
    wanted = next((each for each in LetterKind if each.value == kind), None)
    if wanted is None:
        raise NotOnFile("There is no such letter. Open it from the request’s page.")
    found = request_address(office, dossier.case_state)
    form = MailForm(found, prints=office.documents.prints)
    with told_on(form):
        if form.sent():
            letter = prepare(office, reference, form.wanted(wanted), by=by())
            return redirect(url_for(".mail", reference=reference, id=letter.id))
    return action_page(
        "mail_new",
        form,
        reference,
        title=str(LETTERS[wanted]),
        found=found,
        largest=office.letter_post.largest,
        pattern=office.letter_post.addresses,
    )


@PAGES.route("/<id>", methods=["GET", "POST"])
def mail(reference: str, id: str) -> Response | str:
    """Show the exact mail and its state; record that an uncertain one was taken."""
    office, form = the_office(), TakenForm()
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        letter = mail_letter_of(office, reference, id)
        shown = _shown(case, letter)
    with told_on(form):
        if form.sent():
            noon = datetime.combine(day_of(form.on), time(12), ZoneInfo(dossier.zone))
            settle_by_person(office, reference, id, noon)
            flash(gettext("Recorded: the mail server took the letter."))
            return _back(reference, id)
    text = _text(letter) if shown.facts else ""
    named = serving_channels(dossier.body, dossier.drafted.channels)
    filed = letter.purpose is LetterPurpose.FILED and shown.sendable
    return _rendered(
        "mail_letter",
        dossier,
        one=shown,
        text=text,
        form=form,
        minutes=CALL_BACK_MINUTES,
        served_otherwise=filed and Channel.EMAIL not in named,
    )


@PAGES.post("/<id>/send")
def send(reference: str, id: str) -> Response:
    """Send the mail once its pause is over."""
    try:
        send_by_email(the_office(), reference, id, by=by())
        flash(gettext("The letter goes out in ten minutes. Until then you can call it back."))
    except Refusal as refusal:
        flash(refused(refusal))
    return _back(reference, id)


@PAGES.post("/<id>/call-back")
def stop(reference: str, id: str) -> Response:
    """Call the mail back."""
    try:
        call_back(the_office(), reference, id)
        flash(gettext("Called back. The letter was not sent."))
    except Refusal as refusal:
        flash(refused(refusal))
    return _back(reference, id)


@PAGES.get("/<id>/mail.eml")
def message(reference: str, id: str) -> Response:
    """Return the exact bytes of the mail."""
    office = the_office()
    letter = mail_letter_of(office, reference, id)
    name = f"{letter.kind.value}-{reference}.eml"
    data = BytesIO(exact_bytes(office, letter))
    return send_file(data, MEDIA_TYPES["eml"], as_attachment=True, download_name=name)


@PAGES.post("/<id>/proof.zip")
def proof(reference: str, id: str) -> Response:
    """Return the proof sheet of the mail, with the raw texts, as a ZIP."""
    office = the_office()
    made = proof_sheet(office, mail_letter_of(office, reference, id), by=by())
    answer = Response(kept_open(made.chunks), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=made.name)
    return answer


def _shown(case: PrivateFields, letter: MailLetter) -> ShownLetter:
    attempts, reports = attempts_of(case, letter), reports_of(case, letter)
    return ShownLetter(letter, mail_facts_of(case, letter), tuple(attempts), tuple(reports))


def _text(letter: MailLetter) -> str:
    """Return the text of the mail as its reader sees it."""
    return the_office().letter_post.text_of(exact_bytes(the_office(), letter))


def _back(reference: str, id: str) -> Response:
    return redirect(url_for(".mail", reference=reference, id=id))


def _rendered(name: str, dossier: Dossier, **more: Any) -> str:
    office = the_office()
    return render_template(f"desk/{name}.html", dossier=dossier, post=office.letter_post, **more)
