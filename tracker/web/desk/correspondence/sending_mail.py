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
from tracker.domain.case.case_state import CaseState
from tracker.domain.correspondence.mail_letter import LetterPurpose
from tracker.domain.events.correspondence.letter_finalised import REMEDY_LETTERS
from tracker.domain.law.law import LetterKind
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.addressing import GivenAddress, request_address_of
from tracker.services.correspondence.outgoing.logging_on_proof import (
    log_on_proof,
    taken_on,
    waits_for_proof,
)
from tracker.services.correspondence.outgoing.mail_facts import (
    HandOverAttempt,
    LoggedReport,
    MailFacts,
    attempts_of,
    mail_facts_of,
    reports_of,
)
from tracker.services.correspondence.outgoing.mailable import (
    FixedLetter,
    fixed_letter,
    fixed_letters,
    given_address,
    no_given_address,
    purpose_of,
)
from tracker.services.correspondence.outgoing.preparing_mail import WantedMail, prepare
from tracker.services.correspondence.outgoing.proof_sheet import proof_sheet
from tracker.services.correspondence.outgoing.sending_mail import (
    CALL_BACK_MINUTES,
    SENDABLE,
    call_back,
    exact_bytes,
    mail_letter_of,
    send_by_email,
)
from tracker.services.correspondence.uncertain_letters import settle_by_person
from tracker.services.letters.request_words import serving_channels
from tracker.services.ports.cases import CaseFile, PrivateFields
from tracker.services.ports.correspondence.letters import MailLetter
from tracker.services.ports.documents import Carried
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import DayField, PageForm, Papers, day_of, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale, refused, worded
from tracker.web.base.site_config import the_office
from tracker.web.base.unlocking import kept_open
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, dossier_of
from tracker.web.desk.base.words import LETTERS
from tracker.web.desk.correspondence.filing_by_email import EmailFiling, email_filing
from tracker.web.desk.correspondence.letter_words import (
    CARRIED,
    LETTER_STATES,
    TROUBLES,
    purpose_words,
)

PAGES = Pages("desk_sending_mail", Access.DESK, "/desk/requests/<reference>/email")


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
        description=lazy_gettext("Required unless the body itself gives the address for this."),
    )
    word = BooleanField(lazy_gettext("Attach the letter as a Word document"), default=True)
    pdf = BooleanField(lazy_gettext("Attach the letter as a PDF"), default=True)
    asks_read_receipt = BooleanField(lazy_gettext("Ask for a read receipt"))

    def __init__(self, designated: GivenAddress | None, *, prints: bool) -> None:
        super().__init__(recipient=designated.email if designated else "")
        if not prints:
            del self.pdf

    def wanted(self, fixed: FixedLetter) -> WantedMail:
        """Return what was typed."""
        return WantedMail(
            kind=fixed.kind,
            of=fixed.of,
            recipient=(self.recipient.data or "").strip(),
            source=(self.source.data or "").strip(),
            word=bool(self.word.data),
            pdf="pdf" in self and bool(self.pdf.data),
            asks_read_receipt=bool(self.asks_read_receipt.data),
        )


class TakenForm(PageForm):
    """The day on which the mail server took an uncertain letter."""

    on = DayField(lazy_gettext("Day on which the mail server took the letter"))


class ReceivedForm(PageForm):
    """The day on which a remedy or a notice was received, with the proof."""

    on = DayField(lazy_gettext("Day on which it was received"))
    papers = Papers(
        lazy_gettext("What the recipient said"),
        description=lazy_gettext(
            "Its acknowledgement, its diary number, or a reply to it. The exact mail and its "
            "proof sheet are added."
        ),
    )


@dataclass(frozen=True, slots=True)
class OfferedLetter:
    """A letter that can go out by email, as the list shows it."""

    fixed: FixedLetter
    title: str
    to: str
    purpose: str


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A mail as its page shows it."""

    letter: MailLetter
    facts: MailFacts | None
    attempts: tuple[HandOverAttempt, ...]
    reports: tuple[LoggedReport, ...]

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
        return purpose_words(self.letter.kind, self.letter.purpose)

    @property
    def trouble(self) -> str:
        """Return what went wrong and what to do; empty if nothing did."""
        return str(TROUBLES.get(self.letter.trouble, ""))

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """Return each file that still carries metadata, with what it carries."""
        known = self.facts.carries if self.facts else ()
        return tuple((name, str(CARRIED[Carried(kind)])) for name, kind in known)

    @property
    def failed(self) -> bool:
        """Return whether a report says that it was not delivered."""
        return any(each.action == "failed" for each in self.reports)

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
    state = dossier.case_state
    return _rendered(
        "mail_letters",
        dossier,
        offered=[_offered(office, state, each) for each in fixed_letters(office, state)],
        mails=shown[::-1],
        found=request_address_of(office, state.acting_body),
    )


@PAGES.route("/new/<kind>", methods=["GET", "POST"])
@PAGES.route("/new/<kind>/<int:seq>", methods=["GET", "POST"])
def new(reference: str, kind: str, seq: int = 0) -> Response:
    """Prepare a mail with a letter: the newest of a kind, or the one that an entry fixed."""
    office = the_office()
    wanted = next((each for each in LetterKind if each.value == kind), None)
    if wanted is None:
        raise NotOnFile("There is no such letter. Open it from the request’s page.")
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        fixed = fixed_letter(office, dossier.case_state, wanted, seq)
        filing = email_filing(office, case, fixed, dossier.today)
    found, why_not = given_address(office, fixed), no_given_address(office, fixed)
    form = MailForm(found, prints=office.documents.prints)
    with told_on(form):
        if form.sent():
            letter = prepare(office, reference, form.wanted(fixed), by=by())
            return redirect(url_for(".mail", reference=reference, id=letter.id))
    return action_page(
        "mail_new",
        form,
        reference,
        title=str(LETTERS[wanted]),
        fixed=fixed,
        filing=filing,
        found=found,
        why_not=page_locale().words(why_not) if why_not else "",
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
        filing = _filing(office, case, letter, dossier)
    with told_on(form):
        if form.sent():
            noon = datetime.combine(day_of(form.on), time(12), ZoneInfo(dossier.zone))
            settle_by_person(office, reference, id, noon)
            flash(gettext("Recorded: the mail server took the letter."))
            return _back(reference, id)
    text = _text(letter) if shown.facts else ""
    named = serving_channels(dossier.body, dossier.drafted.channels)
    filed = letter.kind is LetterKind.REQUEST and letter.purpose is LetterPurpose.FILED
    return _rendered(
        "mail_letter",
        dossier,
        one=shown,
        text=text,
        form=form,
        minutes=CALL_BACK_MINUTES,
        filing=filing,
        waits=waits_for_proof(letter),
        served_otherwise=filed and shown.sendable and Channel.EMAIL not in named,
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


@PAGES.route("/<id>/received", methods=["GET", "POST"])
def received(reference: str, id: str) -> Response:
    """Log a remedy as filed or a notice as sent, on the day on which it was received."""
    office, form = the_office(), ReceivedForm()
    with office.cases.look(reference) as case:
        dossier = dossier_of(office, case)
        letter = mail_letter_of(office, reference, id)
        taken = taken_on(reports_of(case, letter))
        filing = _filing(office, case, letter, dossier)
    with told_on(form):
        if form.sent():
            log_on_proof(office, letter, day_of(form.on), form.papers.uploads, by=by())
            return done(reference, gettext("Logged, with its proof."), dossier)
    return action_page(
        "mail_received_in_law",
        form,
        reference,
        letter=letter,
        title=str(LETTERS[letter.kind]),
        taken=taken,
        zone=dossier.zone,
        filing=filing,
        remedy=letter.kind in REMEDY_LETTERS,
    )


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


def _filing(
    office: Office, case: CaseFile, letter: MailLetter, dossier: Dossier
) -> EmailFiling | None:
    """Return the deadline of the remedy in a mail. Return None for any other letter, and for one
    that was finalised again since then."""
    for fixed in fixed_letters(office, dossier.case_state):
        if (fixed.kind, fixed.of) == (letter.kind, letter.of):
            return email_filing(office, case, fixed, dossier.today)
    return None


def _offered(office: Office, state: CaseState, fixed: FixedLetter) -> OfferedLetter:
    body = office.library.bodies.get(fixed.to)
    purpose = purpose_of(state, fixed, designated=given_address(office, fixed) is not None)
    return OfferedLetter(
        fixed=fixed,
        title=str(LETTERS[fixed.kind]),
        to=worded(body.name) if body else "",
        purpose=purpose_words(fixed.kind, purpose),
    )


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
