"""The requests of a batch by email: which can go, sending them, and the outcome of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.services.core.office import Office
from tracker.services.correspondence.sending_mail import CALL_BACK_MINUTES
from tracker.services.correspondence.sending_together import (
    BatchMail,
    NotAllSent,
    batch_mails,
    send_together,
)
from tracker.web.base.access import Door, Pages, by
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import ngettext, page_locale, refused
from tracker.web.base.site_config import the_office
from tracker.web.desk.correspondence.letter_words import LETTER_STATES, TROUBLES

PAGES = Pages("desk_sending_together", Door.DESK, "/desk/batches/<batch>/email")


@dataclass(frozen=True, slots=True)
class TogetherRow:
    """One request of a batch, as the page of its mails shows it."""

    mail: BatchMail
    body: str
    zone: str
    state: str
    more: str

    @property
    def waits(self) -> bool:
        """Return whether its mail can still be called back."""
        return bool(self.mail.letter and self.mail.letter.state is LetterState.WAITING)

    @property
    def handed(self) -> bool:
        """Return whether the mail server has its mail."""
        return bool(self.mail.letter and self.mail.letter.handed_at)


class TogetherMailForm(PageForm):
    """The sending of the letters of a batch, with a reason for each one that was not sent."""

    def __init__(self) -> None:
        super().__init__()
        self.why: Mapping[str, str] = {}

    def refuse(self, refusal: Refusal) -> None:
        """Show that some were not sent, with the reason of each."""
        super().refuse(refusal)
        if isinstance(refusal, NotAllSent):
            self.why = {key: refused(why) for key, why in refusal.why.items()}


@PAGES.route("", methods=["GET", "POST"])
def mails(batch: str) -> Response | tuple[str, int]:
    """List the finalised requests of a batch by body, and send those that can go by email."""
    office, form = the_office(), TogetherMailForm()
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
    )
