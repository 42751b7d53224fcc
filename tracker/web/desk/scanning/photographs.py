"""Photographs of a slip or a reply, which a phone sends in pieces, and the PDF made of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode

from flask import flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.case.case_state import CaseState
from tracker.services.cases import photographs
from tracker.services.cases.unfinished import attached_in, forget_attached
from tracker.services.core.office import Office
from tracker.services.ports.documents import Photograph
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, Papers, told_on
from tracker.web.base.language import gettext, lazy_gettext, refused
from tracker.web.base.refusals import code_of
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.dossier import open_dossier
from tracker.web.desk.base.incoming import ATTACHED

PAGES = Pages("desk_photographs", Access.DESK, "/desk/requests/<reference>/photographs")
_ONLY = ".jpg,.jpeg,.png"
_ACTIONS = ("turn", "up", "down", "remove")


class PhotographsForm(PageForm):
    """Photographs that are sent as whole files by browsers without scripts."""

    camera = Papers(lazy_gettext("Take a photograph"), single=True, only=_ONLY)
    papers = Papers(
        lazy_gettext("Choose photographs"),
        only=_ONLY,
        description=lazy_gettext(
            "JPEG or PNG, several at once. Photographs from your gallery can be sent on after a "
            "break."
        ),
    )


@dataclass(frozen=True, slots=True)
class MadePdf:
    """A PDF that belongs to no entry yet, with the forms that can use it."""

    digest: str
    name: str
    uses: tuple[tuple[str, str], ...]


@PAGES.route("", methods=["GET", "POST"])
def page(reference: str) -> Response:
    """Show the photographs of this person. Add, move, turn and remove them, and make a PDF."""
    office, form = the_office(), PhotographsForm()
    with told_on(form):
        if form.sent():
            _act(office, reference, form)
            return redirect(url_for(".page", reference=reference))
    dossier = open_dossier(office, reference)
    with office.cases.look(reference) as case:
        attached = attached_in(case, by=by())
    shown = render_template(
        "desk/photographs.html",
        form=form,
        dossier=dossier,
        photographs=photographs.photographs_of(office, reference, by=by()),
        made=list(_made(reference, dossier.case_state, attached)),
        piece=photographs.PIECE,
        most=photographs.LARGEST_PHOTOGRAPH,
        days=photographs.KEPT_FOR.days,
    )
    return scripted(shown, form.code, fetches=True)


def _act(office: Office, reference: str, form: PhotographsForm) -> None:
    """Do the action of a button. Its value is the action, and the id of a photograph or PDF."""
    action, _, id = request.form.get("action", "").partition(":")
    if action == "pdf":
        photographs.make_pdf(office, reference, by=by())
        flash(gettext("PDF made. Choose below which entry it belongs to."))
    elif action == "discard":
        forget_attached(office, reference, id, by=by())
        flash(gettext("PDF deleted."))
    elif action in _ACTIONS:
        _change(office, reference, action, id)
    else:
        uploads = (*form.camera.uploads, *form.papers.uploads)
        photographs.take_photographs(office, reference, uploads, by=by())


def _change(office: Office, reference: str, action: str, id: str) -> None:
    if action == "turn":
        photographs.turn_photograph(office, reference, id, by=by())
    elif action == "remove":
        photographs.remove_photograph(office, reference, id, by=by())
    else:
        places = -1 if action == "up" else 1
        photographs.move_photograph(office, reference, id, places, by=by())


def _made(
    reference: str, state: CaseState, attached: Mapping[str, tuple[str, str]]
) -> Iterator[MadePdf]:
    for digest, (name, _) in attached.items():
        uses = [
            (f"{url_for(page, reference=reference)}?{urlencode({ATTACHED: digest})}", words)
            for page, words in _uses(state)
        ]
        yield MadePdf(digest, name, tuple(uses))


def _uses(state: CaseState) -> Iterator[tuple[str, str]]:
    """Yield the pages of the entries that such a document can prove now, the most likely first."""
    if state.approved and not state.sent:
        yield "desk_sending.sent", gettext("Log sending")
    if state.sent and state.received is None:
        yield "desk_sending.receipt", gettext("Log receipt")
    if state.sent:
        yield "desk_recording.document-received", gettext("Log an incoming document")
        yield "desk_classifying.reply", gettext("Log a response")


@PAGES.post("/begin")
def begin(reference: str) -> tuple[Response, int]:
    """Announce a photograph, and return how much of it has arrived already."""
    form = request.form
    size = form.get("size", 0, type=int)
    name, digest = form.get("name", ""), form.get("sha256", "").lower()
    try:
        found = photographs.begin_photograph(the_office(), reference, name, size, digest, by=by())
        if found.have == found.size and not found.drawn:
            # All bytes arrived while the server was too busy to draw the photograph.
            found = photographs.draw_arrived(the_office(), found)
    except Refusal as refusal:
        return jsonify(said=refused(refusal)), code_of(refusal)
    return _state(found)


@PAGES.post("/<id>/piece")
def piece(reference: str, id: str) -> tuple[Response, int]:
    """Store one piece. Its start and SHA-256 hash are in the address, its bytes in the body."""
    start = request.args.get("start", -1, type=int)
    digest = request.args.get("sha256", "").lower()
    try:
        found = photographs.take_piece(
            the_office(), reference, id, start, request.get_data(), digest, by=by()
        )
    except Refusal as refusal:
        # With this status, the script starts the photograph again.
        code = 410 if isinstance(refusal, NotOnFile) else code_of(refusal)
        return jsonify(said=refused(refusal)), code
    return _state(found)


def _state(found: Photograph) -> tuple[Response, int]:
    address = url_for(".piece", reference=found.reference, id=found.id)
    told = {"have": found.have, "size": found.size, "whole": found.drawn, "address": address}
    return jsonify(told), 200


@PAGES.get("/<id>/small.jpg")
def small(reference: str, id: str) -> Response:
    """Return the small picture of a page."""
    office = the_office()
    found = photographs.photograph(office, reference, id, by=by())
    data = office.photographs.page(found, small=True)
    return send_file(BytesIO(data), "image/jpeg")
