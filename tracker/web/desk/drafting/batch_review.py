"""The review and approval of all letters of a batch on one page, and one ZIP of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectMultipleField

from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.base.terms import Channel
from tracker.domain.law.law import Law
from tracker.services.cases.batches.approving_together import approve_together
from tracker.services.cases.batches.batch_letters import (
    BatchLetter,
    letter_differences,
    letters_to_approve,
)
from tracker.services.cases.batches.batch_parcel import (
    LABEL_SHEETS,
    LetterFormat,
    ParcelChoices,
    batch_parcel,
    goes_by_email,
    parcel_letters,
)
from tracker.services.core.audit import note_once
from tracker.services.core.naming import CHANNELS
from tracker.services.core.office import Office
from tracker.services.drafting import drafts
from tracker.services.drafting.drafting_together import drafts_and_requests
from tracker.services.letters.request_words import serving_channels
from tracker.services.letters.wordings.taking_on import require_usable
from tracker.services.ports.people import AuditAct
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.filters import language_name
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale, refused
from tracker.web.base.site_config import the_office
from tracker.web.base.unlocking import kept_open
from tracker.web.desk.base.batch_form import BatchForm
from tracker.web.desk.base.offering import capacities
from tracker.web.desk.drafting.draft_pages import MissingShown, missing_shown
from tracker.web.record.words.wording import BODY_ROLES

PAGES = Pages("desk_batch_review", Access.DESK, "/desk/batches/<batch>")
# Channels that need a postal address.
_CARRIED = frozenset({Channel.COURIER, Channel.REGISTERED_POST, Channel.POST, Channel.HAND})
# The time for one PDF on a small server.
_SECONDS_A_PDF = 3

LABEL_SIZES: Mapping[str, str] = {
    "a4-21": lazy_gettext("63.5 × 38.1 mm, 21 on A4"),
    "a4-14": lazy_gettext("99.1 × 38.1 mm, 14 on A4"),
    "letter-30": lazy_gettext("2⅝ × 1 inch, 30 on US Letter"),
    "none": lazy_gettext("No labels"),
}
FORMATS: Mapping[LetterFormat, str] = {
    LetterFormat.WORD: lazy_gettext("Word documents"),
    LetterFormat.TEXT: lazy_gettext("Text for email"),
    LetterFormat.PDF: lazy_gettext("PDF"),
}


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The parts of one letter that can differ from the others, and why it cannot be approved."""

    reference: str
    version: int | None
    body: str
    role: str
    address: tuple[str, ...]
    law: str
    capacity: str
    items: int
    service: str
    urgent: bool
    applicant: str
    missing: tuple[MissingShown, ...]
    no_address: bool = False
    refused: str = ""


class ParcelForm(PageForm):
    """The choices for the ZIP of a batch."""

    formats = SelectMultipleField(
        lazy_gettext("Letters as"), default=[LetterFormat.WORD], validate_choice=False
    )
    labels = RadioField(lazy_gettext("Address labels"), default="a4-21")

    def __init__(self, office: Office) -> None:
        super().__init__()
        prints = office.documents.prints
        kinds = [each for each in FORMATS if prints or each is not LetterFormat.PDF]
        self.formats.choices = [(each.value, FORMATS[each]) for each in kinds]
        self.labels.choices = list(LABEL_SIZES.items())

    def chosen(self) -> ParcelChoices:
        """Return the choices. Raises BadInput without a format."""
        formats = tuple(each for each in LetterFormat if each in (self.formats.data or ()))
        if not formats:
            raise BadInput("Choose at least one format for the letters.")
        labels = str(self.labels.data)
        return ParcelChoices(formats, labels if labels in LABEL_SHEETS else "")


@PAGES.route("/review", methods=["GET", "POST"])
def review(batch: str) -> Response | tuple[str, int]:
    """Show the common parts and the differences of all letters of a batch, and approve them."""
    office, form = the_office(), BatchForm()
    references = office.related_requests.batch(batch)
    with told_on(form):
        if form.sent():
            versions, finalised = _selected(office, references)
            number = approve_together(office, versions, finalised, by=by())
            flash(ngettext("{number} letter approved.", "{number} letters approved.", number))
            return redirect(url_for("desk_batches.batch", batch=batch))
    letters = letters_to_approve(office, references)
    for letter in letters:
        note_once(office, AuditAct.APPLICANT_SEEN, who=by(), about=letter.reference)
    rows = sorted((_row(office, each, form.why) for each in letters), key=_place)
    return render_template(
        "desk/batch_review.html",
        form=form,
        batch=batch,
        rows=rows,
        names={row.reference: row.body for row in rows},
        ready=[row for row in rows if not row.missing],
        selected=_ticked(rows),
        common={name: _common(rows, name) for name in ("applicant", "service")},
        compared=letter_differences(letters),
    ), form.code


@PAGES.route("/parcel", methods=["GET", "POST"])
@requires_confirmation
def parcel(batch: str) -> Response | tuple[str, int]:
    """Choose the contents of the ZIP of the approved letters, and return it."""
    office = the_office()
    references, form = office.related_requests.batch(batch), ParcelForm(office)
    with told_on(form):
        if form.sent():
            made = batch_parcel(office, batch, references, form.chosen(), by=by())
            answer = Response(kept_open(made.chunks), mimetype="application/zip")
            answer.headers.set("Content-Disposition", "attachment", filename=made.name)
            return answer
    letters = parcel_letters(office, references)
    emailed = sum(goes_by_email(office, each) for each in references)
    return render_template(
        "desk/batch_parcel.html",
        form=form,
        batch=batch,
        number=len(letters),
        left=len(references) - len(letters) - emailed,
        emailed=emailed,
        seconds=len(letters) * _SECONDS_A_PDF,
    ), form.code


def _place(row: ReviewRow) -> tuple[str, str, str]:
    return row.law, row.capacity, row.body


def _common(rows: Sequence[ReviewRow], name: str) -> str:
    """Return the value that all rows have; empty if they differ."""
    found = {getattr(row, name) for row in rows}
    return str(found.pop()) if len(found) == 1 else ""


def _ticked(rows: Sequence[ReviewRow]) -> set[str]:
    """Return the letters selected in the form; before it is sent, those that can be approved."""
    if request.method == "POST":
        return set(request.form.getlist("reference"))
    return {row.reference for row in rows if not row.missing and not row.refused}


def _selected(
    office: Office, references: Sequence[str]
) -> tuple[Mapping[str, int], tuple[str, ...]]:
    """Return the selected drafts with the versions that the page showed, and the selected requests
    that are finalised. Raises BadInput without a selection, or for a draft added later."""
    wanted = set(request.form.getlist("reference"))
    if not wanted:
        raise BadInput("Select at least one letter.")
    chosen = [each for each in references if each in wanted]
    shown = {each: request.form.get(f"version-{each}", type=int) for each in chosen}
    versions = {each: version for each, version in shown.items() if version is not None}
    without = [each for each in chosen if each not in versions]
    unfinished, finalised = drafts_and_requests(office, without)
    if unfinished:
        raise BadInput("A draft was added to this batch. Check it, then approve them all.")
    return versions, finalised


def _row(office: Office, letter: BatchLetter, why: Mapping[str, str]) -> ReviewRow:
    asks, library, locale = letter.asks, office.library, page_locale()
    body, law, draft = library.body(asks.body), library.law(asks.law), letter.draft
    lacks = drafts.all_lacks(office, draft, letter.applicant) if draft else ()
    channels = serving_channels(body, asks.channels)
    known = letter.applicant.recipient.address.strip() or body.address
    return ReviewRow(
        reference=letter.reference,
        version=draft.version if draft else None,
        body=body.short_name,
        role=str(BODY_ROLES[body.role]),
        address=letter.address,
        law=locale.words(law.title),
        capacity=str(capacities(law).get(asks.eligibility, "")),
        items=len(asks.questions),
        service=locale.listed(
            [*(gettext(CHANNELS[each]) for each in channels), language_name(asks.language)]
        ),
        urgent=asks.urgent,
        applicant=letter.applicant.name,
        missing=tuple(missing_shown(letter.reference, lack) for lack in lacks),
        no_address=not known and not _CARRIED.isdisjoint(channels),
        refused=why.get(letter.reference, "") or ("" if lacks else _barred(office, letter, law)),
    )


def _barred(office: Office, letter: BatchLetter, law: Law) -> str:
    """Return why a complete letter cannot be approved; empty if it can."""
    try:
        require_usable(office, law, letter.asks.language)
    except Refusal as refusal:
        return refused(refusal)
    return refused(letter.why_not) if letter.why_not else ""
