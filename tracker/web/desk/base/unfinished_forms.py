"""Unfinished drafts, and what happens if one was finalised in the meantime."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.case.request import Applicant, Draft
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered
from tracker.web.base.language import gettext
from tracker.web.desk.base.dossier import open_dossier

# Form fields of a draft that no person types.
UNTYPED = frozenset({"csrf_token", "version", "settled_on", "action"})


class SettledMeanwhile(NotAllowed):
    """The draft became a request, and opening that request loses nothing typed."""


def draft_of(office: Office, reference: str) -> tuple[Draft, Applicant]:
    """Return the draft and its applicant.

    Raises SettledMeanwhile if it is a request now, NotAllowed if it is and something was typed
    for it, and NotOnFile if it is neither a draft nor a request.
    """
    try:
        return office.drafts.draft(reference), office.drafts.applicant_of(reference)
    except NotOnFile:
        _require_request(office, reference)
    if request.form.keys() <= UNTYPED:
        raise SettledMeanwhile("The draft has since been finalised.")
    raise NotAllowed(
        "This draft has since been finalised, so nothing was saved. See request {reference} for "
        "the final wording.",
        reference=reference.upper(),
    )


def _require_request(office: Office, reference: str) -> None:
    """Raise NotOnFile if there is no such request; someone who typed saw a draft a moment ago."""
    try:
        open_dossier(office, reference)
    except NotOnFile:
        if request.form.keys() <= UNTYPED:
            raise
        raise NotOnFile("This draft was discarded by someone else. Nothing was saved.") from None


def to_the_request(refusal: SettledMeanwhile | AlreadyEntered) -> Response:
    """Redirect from a step that someone else has already taken to its request."""
    reference = (request.view_args or {})["reference"]
    if request.method == "POST":
        flash(_said(refusal))
    return redirect(url_for("desk_requests.request_page", reference=reference))


def _said(refusal: SettledMeanwhile | AlreadyEntered) -> str:
    if isinstance(refusal, SettledMeanwhile):
        return gettext("The request had already been finalised. Nothing was logged twice.")
    if request.endpoint == "desk_sending.approve":
        return gettext("The letter had already been approved. Nothing was logged twice.")
    return gettext("This had already been logged. Nothing was logged twice.")
