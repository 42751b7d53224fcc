"""Captures of cited pages: handed in as files, looked at, published and withdrawn."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired

from tracker.domain.base.messages import Message
from tracker.domain.measurements.captures import CaptureReuse
from tracker.services.letters.bundle.evidence_makers import checked_maker, keep_maker
from tracker.services.measurements.captures import (
    LARGEST_CAPTURE,
    CaptureChoice,
    CapturedPage,
    publish_capture,
    take_capture,
    withdraw_capture,
)
from tracker.services.ports.log import LeafSource
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import DayField, OneFileField, PageForm, day_of, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.letters.evidence_makers import maker_fields, maker_if_open, typed_maker
from tracker.web.record.block.captures import CAPTURE_KINDS, send_wacz

PAGES = Pages("desk_captures", Access.DESK, "/desk/measurements")
_ENDINGS = ".wacz,.warc,.gz,.html,.htm,.pdf,.png"


class CaptureForm(PageForm):
    """A page that someone saved, and its address."""

    file = OneFileField(
        lazy_gettext("The saved page"),
        render_kw={"accept": _ENDINGS},
        description=lazy_gettext(
            "WACZ or WARC, or HTML, PDF or PNG saved by your browser. At most 20 MB."
        ),
    )
    address = StringField(
        lazy_gettext("Address of the page"),
        description=lazy_gettext("As the browser shows it, beginning with https://."),
        render_kw={"dir": "ltr", "inputmode": "url"},
    )
    captured_on = DayField(lazy_gettext("Date on which the page was saved"))
    archived = StringField(
        lazy_gettext("The page at a public web archive"),
        description=lazy_gettext(
            "If you know its address, such as https://web.archive.org/web/… A second, independent "
            "witness."
        ),
        render_kw={"dir": "ltr", "inputmode": "url"},
    )
    made_by, made_at, made_how = maker_fields().values()

    def content(self) -> bytes:
        """Return the file's bytes. Raises BadInput if no file was chosen."""
        _, content = self.file.handed_in(
            LARGEST_CAPTURE, Message("Choose the file with the saved page.")
        )
        return content


class ReuseForm(PageForm):
    """Whether readers may download a capture."""

    reuse = RadioField(
        lazy_gettext("May readers download the file?"),
        [InputRequired(lazy_gettext("Select an answer."))],
        choices={
            CaptureReuse.SEALED.value: lazy_gettext("No. It stays encrypted."),
            CaptureReuse.OFFICIAL.value: lazy_gettext(
                "Yes. It is an official document: an order, a notification, a judgment, a gazette."
            ),
            CaptureReuse.FREE.value: lazy_gettext("Yes. Its licence allows copying."),
        },
    )
    reason = StringField(
        lazy_gettext("Which document or licence"),
        description=lazy_gettext("Needed for a yes. Readers see it."),
    )
    harmless = BooleanField(
        lazy_gettext(
            "I checked the page. It is not a page of a private person, and it names no applicant"
        )
    )


class CaptureWithdrawalForm(PageForm):
    """The reason for a withdrawal."""

    why = StringField(
        lazy_gettext("Reason"),
        description=lazy_gettext("Readers see it if the capture was public."),
    )


@PAGES.get("/<key>/captures")
def captures(key: str) -> str:
    """Show the captures about a block."""
    office = the_office()
    found = office.library.block(key)
    return render_template(
        "desk/captures.html",
        block=found,
        captures=office.captures.captures(found.key),
        kinds=CAPTURE_KINDS,
    )


@PAGES.route("/<key>/captures/new", methods=["GET", "POST"])
def new(key: str) -> Response | tuple[str, int]:
    """Take a page that someone saved."""
    office = the_office()
    found = office.library.block(key)
    form = CaptureForm(captured_on=office.latest_today())
    with told_on(form):
        if form.sent():
            page = CapturedPage(
                str(form.address.data or ""),
                day_of(form.captured_on),
                str(form.archived.data or ""),
            )
            maker = checked_maker(typed_maker(form))
            stored = take_capture(office, key, form.content(), page, by=by())
            if maker.known:
                keep_maker(office, found.key, stored.capture.sha256, maker, by=by())
            flash(gettext("Capture saved. Its hash is in the next entry of the public log."))
            return redirect(url_for(".capture", key=key, digest=stored.capture.sha256))
    return render_template("desk/capture_new.html", form=form, block=found), form.code


@PAGES.get("/<key>/captures/<digest>")
def capture(key: str, digest: str) -> str:
    """Show what is known of a capture."""
    office = the_office()
    found = office.library.block(key)
    stored = office.captures.capture(key, digest)
    return render_template(
        "desk/capture.html",
        block=found,
        stored=stored,
        of=stored.capture,
        kind=CAPTURE_KINDS[stored.capture.kind],
        placed=office.log_proofs.placed(LeafSource.CAPTURE, digest),
        maker=maker_if_open(office, found.key, digest),
    )


@PAGES.get("/<key>/captures/<digest>.wacz")
def file(key: str, digest: str) -> Response:
    """Send the file of a capture to a person of the office."""
    return send_wacz(the_office().captures.content(key, digest), key, digest)


@PAGES.route("/<key>/captures/<digest>/publish", methods=["GET", "POST"])
@requires_confirmation
def publish(key: str, digest: str) -> Response | tuple[str, int]:
    """Publish a capture."""
    office = the_office()
    stored = office.captures.capture(key, digest)
    form = ReuseForm()
    with told_on(form):
        if form.sent():
            choice = CaptureChoice(
                CaptureReuse(form.reuse.data),
                str(form.reason.data or ""),
                bool(form.harmless.data),
            )
            publish_capture(office, key, digest, choice, by=by())
            flash(gettext("Published."))
            return redirect(url_for(".captures", key=key))
    page = render_template(
        "desk/capture_publish.html",
        form=form,
        block=office.library.block(key),
        of=stored.capture,
    )
    return page, form.code


@PAGES.route("/<key>/captures/<digest>/withdraw", methods=["GET", "POST"])
@requires_confirmation
def withdraw(key: str, digest: str) -> Response | tuple[str, int]:
    """Delete the file of a capture for good."""
    office = the_office()
    stored = office.captures.capture(key, digest)
    form = CaptureWithdrawalForm()
    with told_on(form):
        if form.sent():
            withdraw_capture(office, key, digest, str(form.why.data or ""), by=by())
            flash(gettext("File deleted."))
            return redirect(url_for(".captures", key=key))
    page = render_template(
        "desk/capture_withdraw.html",
        form=form,
        block=office.library.block(key),
        of=stored.capture,
        public=stored.stands,
    )
    return page, form.code
