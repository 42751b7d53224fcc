"""Public copies of documents: check each page, black out personal data, finish the copy."""

from io import BytesIO
from typing import cast

from flask import Response as Answer
from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.publishing import CopyWork, RedactionBox
from tracker.services.publishing import copying
from tracker.services.publishing.copying import Copyable, corners
from tracker.web.base.access import Access, Pages
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page
from tracker.web.desk.base.dossier import open_dossier
from tracker.web.desk.base.words import purpose_name

PAGES = Pages("desk_copying", Access.DESK, "/desk/requests/<reference>/copies")
PERCENT = NumberRange(0, 100, message=lazy_gettext("Enter a number from 0 to 100."))


class TitleForm(PageForm):
    """The public title of the document."""

    title = StringField(
        lazy_gettext("Title of the document"),
        [
            InputRequired(lazy_gettext("Enter a short title for the document.")),
            Length(max=120, message=lazy_gettext("This must be 120 characters or fewer.")),
        ],
        description=lazy_gettext("The public sees this title. Do not name anyone."),
    )


class BoxForm(PageForm):
    """A part of a page, given by its edges in percent or by a line found in the text."""

    left = IntegerField(lazy_gettext("Left edge"), [Optional(), PERCENT])
    top = IntegerField(lazy_gettext("Top"), [Optional(), PERCENT])
    right = IntegerField(lazy_gettext("Right edge"), [Optional(), PERCENT])
    bottom = IntegerField(lazy_gettext("Bottom"), [Optional(), PERCENT])
    line = SelectField(lazy_gettext("Or a line of text found on the page"), [Optional()])
    box = HiddenField()

    def __init__(self, work: CopyWork, page: int) -> None:
        super().__init__()
        self._lines = work.images[page - 1].lines
        found = ((str(place), line.words[:80]) for place, line in enumerate(self._lines))
        self.line.choices = {"": gettext("None")} | dict(found)

    def drawn(self) -> RedactionBox | None:
        """Return the box that was drawn, typed or chosen; None, with an error, without one."""
        if self.box.data:
            return _box(str(self.box.data))
        if self.line.data:
            return self._lines[int(self.line.data)].box
        edges = (self.left.data, self.top.data, self.right.data, self.bottom.data)
        if None in edges:
            self.complain("left", gettext("Enter all four edges, or choose a line."))
            return None
        left, top, right, bottom = (int(edge or 0) * 10 for edge in edges)
        return RedactionBox(left, top, right, bottom)


@PAGES.route("", methods=["GET", "POST"])
def papers(reference: str) -> Response | tuple[str, int]:
    """Show the documents of a request, and the progress of each public copy."""
    form = PageForm()
    with told_on(form):
        if form.sent():
            found = _copyable(reference, request.form.get("paper", ""))
            title = purpose_name(found.purpose)
            copying.begin(the_office(), reference, found.paper, title)
            return redirect(url_for(".pages", reference=reference, paper=found.paper))
    return action_page(
        "copies",
        form,
        reference,
        purpose=purpose_name,
        copyable=copying.copyable_of(the_office(), reference),
    )


@PAGES.route("/<paper>", methods=["GET", "POST"])
def pages(reference: str, paper: str) -> Response | tuple[str, int]:
    """Show the pages of one document, and finish its copy."""
    work = copying.work_on(the_office(), reference, paper)
    form = TitleForm(title=work.title)
    with told_on(form):
        if form.sent():
            copying.finish(the_office(), reference, paper, str(form.title.data))
            flash(gettext("Copy finished. It is not public until you choose to publish it."))
            return redirect(url_for(".pages", reference=reference, paper=paper))
    found = _copyable(reference, paper)
    return action_page("copy", form, reference, work=work, found=found)


@PAGES.route("/<paper>/pages/<int:page>", methods=["GET", "POST"])
def page(reference: str, paper: str, page: int) -> Response | Answer:
    """Show one page as a picture with its boxes, add boxes, and mark the page as checked."""
    office = the_office()
    work = copying.work_on(office, reference, paper)
    if not 1 <= page <= len(work.images):
        number = len(work.images)
        raise NotOnFile(
            "This document has no page {page}. It has {number}.", page=page, number=number
        )
    form = BoxForm(work, page)
    with told_on(form):
        if form.sent() and _done(reference, paper, page, form):
            return redirect(_next(reference, work, page, request.form.get("action", "")))
    dossier = open_dossier(office, reference)
    shown = render_template(
        "desk/copy_page.html",
        form=form,
        dossier=dossier,
        work=work,
        page=page,
        plate=work.images[page - 1],
        boxes=[(box, _named(box)) for box in work.boxes[page - 1]],
    )
    return scripted(shown, form.code)


@PAGES.get("/<paper>/pages/<int:page>.jpg")
def picture(reference: str, paper: str, page: int) -> Response:
    """Return the picture of a page, for the workspace only."""
    data = copying.picture(the_office(), reference, paper, page)
    return send_file(BytesIO(data), "image/jpeg")


@PAGES.get("/<paper>/copy.pdf")
def copy_file(reference: str, paper: str) -> Response:
    """Return the finished copy, as readers would get it."""
    data = copying.finished(the_office(), reference, paper)
    answer = send_file(
        BytesIO(data), "application/pdf", as_attachment=True, download_name="copy.pdf"
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _done(reference: str, paper: str, page: int, form: BoxForm) -> bool:
    """Do what the pressed button says; return whether it was done."""
    office, action = the_office(), request.form.get("action")
    if action == "looked":
        seen = [_box(name) for name in request.form.getlist("seen")]
        copying.looked_at(office, reference, paper, page, seen)
        return True
    box = form.drawn()
    if box is None:
        return False
    change = copying.uncover if action == "uncover" else copying.black_out
    change(office, reference, paper, page, box)
    return True


def _next(reference: str, work: CopyWork, page: int, action: str) -> str:
    """Return where to go next: the changed part of the page, the next page, or the document after
    the last page.

    The keyboard focus moves there too.
    """
    if action == "looked":
        if page == len(work.images):
            return url_for(".pages", reference=reference, paper=work.paper)
        return url_for(".page", reference=reference, paper=work.paper, page=page + 1)
    part = "boxes" if action == "uncover" else "more"
    return url_for(".page", reference=reference, paper=work.paper, page=page, _anchor=part)


def _copyable(reference: str, paper: str) -> Copyable:
    for each in copying.copyable_of(the_office(), reference):
        if each.paper == paper:
            return each
    raise NotOnFile("No entry that can be published uses this document. Check the timeline.")


def _named(box: RedactionBox) -> str:
    return "-".join(map(str, corners(box)))


def _box(name: str) -> RedactionBox:
    """Return the box from a name made by `_named`. Raises NotOnFile if malformed."""
    parts = name.split("-")
    if len(parts) != 4 or not all(part.isdecimal() and len(part) < 5 for part in parts):
        raise NotOnFile("That redaction no longer exists. Reload the page.")
    left, top, right, bottom = cast(tuple[int, int, int, int], tuple(map(int, parts)))
    return RedactionBox(left, top, right, bottom)
