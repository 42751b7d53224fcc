"""The page on which documents are added to a draft, described and removed."""

from collections.abc import Sequence
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from tracker.domain.case.request import Applicant, DocumentKind, OwnDocument
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.drafting.drafting_together import drafts_and_requests
from tracker.services.drafting.own_documents import (
    LONGEST_DOCUMENT_ADDRESS,
    LONGEST_DOCUMENT_TITLE,
    DocumentWords,
    document_pdf,
    enclose_document,
    keep_document,
    remove_document,
)
from tracker.services.letters.request_words import enclosable
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import DayField, PageForm, Papers, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.unfinished_forms import draft_of

PAGES = Pages("desk_enclosing", Access.DESK, "/desk/drafts/<reference>/enclosures")
_TOO_LONG = lazy_gettext("This must be {most} characters or fewer.", most=LONGEST_DOCUMENT_TITLE)
DOCUMENT_KINDS = {
    DocumentKind.PRESS_REPORT: lazy_gettext("Press report"),
    DocumentKind.ORDER: lazy_gettext("Order"),
    DocumentKind.OTHER: lazy_gettext("Other document"),
}


class DocumentForm(PageForm):
    """A document that goes with the letter, and what the letter says of it."""

    document = HiddenField()
    file = Papers(
        lazy_gettext("File"),
        needed=lazy_gettext("Choose the file."),
        single=True,
        description=lazy_gettext(
            "We send it as a PDF, without links, scripts and attached files."
        ),
    )
    kind = RadioField(lazy_gettext("Kind"), default=DocumentKind.PRESS_REPORT.value)
    title = StringField(
        lazy_gettext("Title"),
        [
            InputRequired(lazy_gettext("Enter the title of the document.")),
            Length(max=LONGEST_DOCUMENT_TITLE, message=_TOO_LONG),
        ],
        description=lazy_gettext("The headline, or the name and number of the order."),
        render_kw={"dir": "auto", "autocomplete": "off"},
    )
    source = StringField(
        lazy_gettext("Publisher or issuing office"),
        [
            InputRequired(lazy_gettext("Enter who published or issued the document.")),
            Length(max=LONGEST_DOCUMENT_TITLE, message=_TOO_LONG),
        ],
        render_kw={"dir": "auto", "autocomplete": "off"},
    )
    dated = DayField(lazy_gettext("Date of the document, if it has one"), optional=True)
    address = StringField(
        lazy_gettext("Address on the web, if any"),
        [
            Length(
                max=LONGEST_DOCUMENT_ADDRESS,
                message=lazy_gettext(
                    "This must be {most} characters or fewer.", most=LONGEST_DOCUMENT_ADDRESS
                ),
            )
        ],
        render_kw={"dir": "ltr", "autocomplete": "off", "inputmode": "url"},
    )
    batch = BooleanField()

    def __init__(self, office: Office, reference: str, known: OwnDocument | None) -> None:
        said = {
            "document": known.digest if known else "",
            "kind": (known.kind if known else DocumentKind.PRESS_REPORT).value,
            "title": known.title if known else "",
            "source": known.source if known else "",
            "dated": known.dated if known else None,
            "address": known.address if known else "",
        }
        super().__init__(**said)
        self.kind.choices = {key.value: gettext(said) for key, said in DOCUMENT_KINDS.items()}
        if known:
            self._rest_on(known)
        self._office, self._reference = office, reference

    def _rest_on(self, kept: OwnDocument) -> None:
        self.document.data = kept.digest
        self.file.came = {kept.digest: Upload(kept.name, b"", MEDIA_TYPES["pdf"])}

    def keep_file(self) -> None:
        """Store the file that was chosen, so that it need not be chosen again. Raises BadInput."""
        chosen, _ = self.file.handed_in
        if len(chosen) == 1:
            self._rest_on(keep_document(self._office, self._reference, chosen[0], by=by()))
            self.files_kept = True

    @property
    def words(self) -> DocumentWords:
        """Return what was typed of the document."""
        return DocumentWords(
            DocumentKind(self.kind.data),
            self.title.data or "",
            self.source.data or "",
            self.dated.data,
            (self.address.data or "").strip(),
        )


@PAGES.route("", methods=["GET", "POST"])
def documents(reference: str) -> Response | tuple[str, int]:
    """Show the documents of a draft; add one, or change what the letter says of it."""
    office = the_office()
    draft, applicant = draft_of(office, reference)
    form = DocumentForm(office, reference, _chosen(applicant))
    together = _drafts_of_batch(office, reference)
    with told_on(form):
        valid = form.sent()
        if request.method == "POST":
            form.keep_file()
        if valid:
            also = together if form.batch.data else ()
            digest = form.document.data or ""
            enclose_document(office, reference, digest, form.words, also=also, by=by())
            flash(gettext("Document enclosed. The letter lists it."))
            return redirect(url_for(".documents", reference=reference))
    draft, applicant = draft_of(office, reference)
    listed = enclosable(office, draft.block, draft.language, applicant.documents)
    page = render_template(
        "desk/enclosures.html",
        form=form,
        draft=draft,
        listed=[listed[each] for each in draft.enclosures if each in listed],
        documents=applicant.documents,
        enclosed={each.key for each in draft.enclosures},
        kinds=DOCUMENT_KINDS,
        together=together,
    )
    return page, form.code


@PAGES.get("/<digest>.pdf")
def pdf(reference: str, digest: str) -> Response:
    """Return a document as it goes with the letter."""
    office = the_office()
    draft_of(office, reference)
    data = document_pdf(office, reference, digest)
    return send_file(
        BytesIO(data), MEDIA_TYPES["pdf"], as_attachment=True, download_name="enclosure.pdf"
    )


@PAGES.post("/<digest>/remove")
def remove(reference: str, digest: str) -> Response:
    """Take a document off a draft and delete its file."""
    office = the_office()
    draft_of(office, reference)
    remove_document(office, reference, digest, by=by())
    flash(gettext("Document removed. Its file was deleted."))
    return redirect(url_for(".documents", reference=reference))


def _chosen(applicant: Applicant) -> OwnDocument | None:
    """Return the stored document that the form is about, None for a new one."""
    digest = request.form.get("document") or request.args.get("document", "")
    return next((each for each in applicant.documents if each.digest == digest), None)


def _drafts_of_batch(office: Office, reference: str) -> Sequence[str]:
    """Return the other drafts of the batch of a draft."""
    return drafts_and_requests(office, office.related_requests.of(reference).together)[0]
