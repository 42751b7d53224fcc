"""Exporting private data: all of one request, or everything the office holds."""

from datetime import UTC, datetime

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField

from tracker.domain.base.errors import BadInput
from tracker.services.office_data.exporting import (
    MOST_PARTS,
    ArchivePart,
    Taken,
    archive_file,
    archive_parts,
    count_requests,
    parts_sent,
    request_file,
)
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import lazy_gettext
from tracker.web.base.site_config import the_office
from tracker.web.base.unlocking import kept_open
from tracker.web.desk.base.actions import action_page

PAGES = Pages("desk_exporting", Access.DESK, "/desk/requests/<reference>")
ARCHIVE = Pages("desk_archive", Access.DESK, "/desk/archive")


class ArchiveForm(PageForm):
    """The part of the archive to export, and whether to encrypt it."""

    part = IntegerField(lazy_gettext("Part"), default=1)

    encrypted = BooleanField(
        lazy_gettext("Encrypt the archive with the recovery keys"),
        default=True,
        description=lazy_gettext("If not encrypted, anyone who has the file can read it."),
    )


@PAGES.route("/export", methods=["GET", "POST"])
@requires_confirmation
def export(reference: str) -> Response | tuple[str, int]:
    """Return everything about one request as a ZIP file."""
    office, form = the_office(), PageForm()
    with told_on(form):
        if form.sent():
            return _sent(request_file(office, reference, by=by()))
    return action_page("export", form, reference)


@ARCHIVE.route("", methods=["GET", "POST"])
@requires_confirmation
def archive() -> Response | tuple[str, int]:
    """Return everything the office holds, as one file or several.

    The address says how many parts there are and when the export began, so that it can be
    continued after a break.
    """
    office = the_office()
    if request.method == "GET" and "of" not in request.args:
        begun = office.now().strftime("%Y-%m-%dT%H:%M:%S")
        return redirect(url_for(".archive", of=archive_parts(office), since=begun))
    form, of, since = ArchiveForm(), _parts(), _since()
    with told_on(form):
        if form.sent():
            part, encrypted = ArchivePart(form.part.data or 0, of), bool(form.encrypted.data)
            return _sent(archive_file(office, encrypted=encrypted, part=part, by=by()))
    sent = parts_sent(office, of, since, by=by())
    page = render_template(
        "desk/archive.html",
        form=form,
        requests=count_requests(office),
        of=of,
        sent=sent,
        keys=office.recovery.keys(),
    )
    return page, form.code


def _parts() -> int:
    of = request.args.get("of", 1, type=int)
    return of if 1 <= of <= MOST_PARTS else 1


def _since() -> datetime:
    """Return when the export of parts began, from the address.

    Raises BadInput if it is malformed.
    """
    try:
        begun = datetime.fromisoformat(request.args.get("since", "2000-01-01"))
    except ValueError:
        raise BadInput(
            "This address is incomplete. Start again from “Export all office data”."
        ) from None
    return begun.replace(tzinfo=UTC)


def _sent(taken: Taken) -> Response:
    # What is private stays open until the last part is sent.
    chunks = kept_open(taken.chunks)
    answer = Response(chunks, mimetype="application/octet-stream")
    if taken.name.endswith(".zip"):
        answer.mimetype = "application/zip"
    answer.headers.set("Content-Disposition", "attachment", filename=taken.name)
    return answer
