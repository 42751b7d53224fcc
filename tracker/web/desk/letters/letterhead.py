"""The letterhead of the office: setting, viewing and removing it. For administrators."""

from io import BytesIO

from flask import flash, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.letters import letterhead
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_letterhead", Access.ADMIN, "/desk/letterhead")


class LetterheadForm(PageForm):
    """A Word document that provides styles, header and footer."""

    document = Papers(
        lazy_gettext("Letterhead"),
        single=True,
        only=".docx",
        needed=lazy_gettext("Choose a letterhead file."),
        description=lazy_gettext("DOCX, up to 5 MB."),
    )


@PAGES.route("", methods=["GET", "POST"])
def page() -> Response | tuple[str, int]:
    """Show the current letterhead, and set another."""
    office, form = the_office(), LetterheadForm()
    with told_on(form):
        if form.sent() and form.document.first:
            letterhead.put_up(office, form.document.first, by=by())
            flash(gettext("Letters now use this letterhead. Check the sample."))
            return redirect(url_for(".page"))
    shown = render_template(
        "desk/letterhead.html",
        form=form,
        stands=letterhead.stands(office),
        pictured=office.documents.prints,
    )
    return shown, form.code


@PAGES.post("/away")
def away() -> Response:
    """Remove the letterhead."""
    letterhead.take_down(the_office(), by=by())
    flash(gettext("Letterhead removed."))
    return redirect(url_for(".page"))


@PAGES.get("/sample.docx")
def sample() -> Response:
    """Return a sample letter on the current letterhead."""
    data = letterhead.sample_bytes(the_office())
    return send_file(
        BytesIO(data), MEDIA_TYPES["docx"], as_attachment=True, download_name="sample.docx"
    )


@PAGES.get("/sample.jpg")
def picture() -> Response:
    """Return the sample's first page as a picture, rendered by LibreOffice."""
    office = the_office()
    pages = office.redactor.render(letterhead.sample_bytes(office), MEDIA_TYPES["docx"])
    if not pages:
        raise BadInput("The sample has no page. Check the Word document.")
    return send_file(BytesIO(pages[0].picture), "image/jpeg")
