"""Taking away what is private: all of one request, or everything that the office holds."""

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import StringField

from tracker.services.exporting import Taken, archive_file, count_requests, request_file
from tracker.web.confirming import confirmed_lately
from tracker.web.desk.actions import action_page
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import PageForm, told_on
from tracker.web.house import the_office

PAGES = Pages("desk_exporting", Door.DESK, "/desk/requests/<reference>")
ARCHIVE = Pages("desk_archive", Door.DESK, "/desk/archive")


class ArchiveForm(PageForm):
    """How the archive is locked."""

    passphrase = StringField(
        "Passphrase",
        description="12 characters or more; write it down, it is kept nowhere. Left empty, the "
        "archive lies open to whoever has the file.",
    )


@PAGES.route("/export", methods=["GET", "POST"])
@confirmed_lately
def export(reference: str) -> Response | tuple[str, int]:
    """Everything of one request as a ZIP."""
    office, form = the_office(), PageForm()
    with told_on(form):
        if form.sent():
            return _sent(request_file(office, reference, by=by()))
    return action_page("export", form, reference)


@ARCHIVE.route("", methods=["GET", "POST"])
@confirmed_lately
def archive() -> Response | tuple[str, int]:
    """Everything that the office holds, as a file to leave with."""
    office, form = the_office(), ArchiveForm()
    with told_on(form):
        if form.sent():
            passphrase = str(form.passphrase.data or "")
            return _sent(archive_file(office, passphrase=passphrase, by=by()))
    page = render_template("desk/archive.html", form=form, requests=count_requests(office))
    return page, form.code


def _sent(taken: Taken) -> Response:
    answer = Response(taken.chunks, mimetype="application/octet-stream")
    if taken.name.endswith(".zip"):
        answer.mimetype = "application/zip"
    answer.headers.set("Content-Disposition", "attachment", filename=taken.name)
    return answer
