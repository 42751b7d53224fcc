"""The requests of a batch by email: which can go, sending them, and the outcome of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.services.core.naming import CHANNELS, DELIVERIES, RECEIPT_PROOFS
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.letter_outcome import LetterOutcome
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_MINUTES
from tracker.services.correspondence.outgoing.sending_together import (
    BatchMail,
    batch_mails,
    send_together,
)
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.filters import said_span
from tracker.web.base.forms import capitalised, told_on
from tracker.web.base.language import gettext, ngettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.batch_form import BatchForm
from tracker.web.desk.correspondence.letter_words import (
    LETTER_STATES,
    REPORTED,
    TROUBLES,
)

PAGES = Pages("desk_sending_together", Access.DESK, "/desk/batches/<batch>/email")


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """One request of a batch, as the page of its mails shows it."""

    mail: BatchMail
    body: str
    zone: str
    state: str
    more: str
    left: str = ""
    taken: str = ""
    received: str = ""

    @property
    def waits(self) -> bool:
        """Return whether its mail can still be called back."""
        return bool(self.mail.letter and self.mail.letter.state is LetterState.WAITING)

    @property
    def handed(self) -> bool:
        """Return whether the mail server has its mail."""
        return bool(self.mail.letter and self.mail.letter.handed_at)


@PAGES.route("", methods=["GET", "POST"])
def mails(batch: str) -> Response | tuple[str, int]:
    """List the finalised requests of a batch by body, and send those that can go by email."""
    office, form = the_office(), BatchForm()
    references = office.related_requests.batch(batch)
    with told_on(form):
        if form.sent():
            number = send_together(office, _shown(references), by=by())
            flash(
                ngettext(
                    "{number} letter goes out in {minutes} minutes.",
                    "{number} letters go out in {minutes} minutes.",
                    number,
                    minutes=CALL_BACK_MINUTES,
                )
            )
            return redirect(url_for(".mails", batch=batch))
    found = [_row(office, each, form.why) for each in batch_mails(office, references)]
    rows = sorted(found, key=lambda row: row.body)
    return render_template(
        "desk/batch_mails.html",
        form=form,
        batch=batch,
        rows=rows,
        ready=[row for row in rows if row.mail.ready],
        sent=[row for row in rows if row.mail.letter],
        drafts=len(references) - len(rows),
        post=office.letter_post,
    ), form.code


def _shown(references: Sequence[str]) -> Sequence[str]:
    """Return the requests that the page offered. No other is sent, because nobody saw it there.

    Raises BadInput if it offered none.
    """
    offered = set(request.form.getlist("reference"))
    chosen = [each for each in references if each in offered]
    if not chosen:
        raise BadInput("No letter of this batch can be sent by email now.")
    return chosen


def _left(outcome: LetterOutcome) -> str:
    """Return by which channel a request left, and when; empty before it did."""
    if outcome.channel is None or outcome.left_on is None:
        return ""
    way = capitalised(CHANNELS)[outcome.channel.value]
    return gettext("{what}, {day}", what=way, day=said_span(outcome.left_on))


def _taken(outcome: LetterOutcome) -> str:
    """Return what was reported of its delivery; empty without a report."""
    if outcome.result:
        return gettext(DELIVERIES[outcome.result.value])
    return str(REPORTED.get(outcome.reported, outcome.reported))


def _received(outcome: LetterOutcome) -> str:
    """Return the day of receipt in law and its proof; empty while it is not proved."""
    if outcome.received_on is None or outcome.proof is None:
        return ""
    proof = gettext(RECEIPT_PROOFS[outcome.proof])
    return gettext("{day} ({proof})", day=said_span(outcome.received_on), proof=proof)


def _row(office: Office, mail: BatchMail, why: Mapping[str, str]) -> TogetherRow:
    state = str(LETTER_STATES[mail.letter.state]) if mail.letter else ""
    more = str(TROUBLES.get(mail.letter.trouble, "")) if mail.letter else ""
    if mail.why_not:
        more = page_locale().words(mail.why_not)
    return TogetherRow(
        mail=mail,
        body=office.library.body_short_name(mail.body),
        zone=office.library.zone_of(mail.body),
        state=state,
        more=why.get(mail.reference, more),
        left=_left(mail.outcome),
        taken=_taken(mail.outcome),
        received=_received(mail.outcome),
    )
