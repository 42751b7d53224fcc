"""The same request to another body: applicant, language and supporters are typed once."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.events import Drafted
from tracker.domain.request import Applicant, Draft
from tracker.services import drafting
from tracker.web.desk.dossier import open_dossier
from tracker.web.desk.drafting import bodies_of
from tracker.web.desk.left import draft_of
from tracker.web.doors import Door, Pages, by
from tracker.web.forms import PageForm, told_on
from tracker.web.house import the_office

PAGES = Pages("desk_another", Door.DESK, "/desk")


@PAGES.route("/drafts/<reference>/another", methods=["GET", "POST"])
def like_draft(reference: str) -> Response | tuple[str, int]:
    """A draft like one that is left, to a body that is chosen."""
    draft, applicant = draft_of(the_office(), reference)
    return _another(draft, applicant, url_for("desk_drafting.draft", reference=reference))


@PAGES.route("/requests/<reference>/another", methods=["GET", "POST"])
def like_request(reference: str) -> Response | tuple[str, int]:
    """A draft like a settled request, to a body that is chosen."""
    dossier = open_dossier(the_office(), reference)
    back = url_for("desk_requests.request_page", reference=reference)
    return _another(dossier.drafted, dossier.applicant, back)


def _another(like: Draft | Drafted, applicant: Applicant, back: str) -> Response | tuple[str, int]:
    office, form = the_office(), PageForm()
    body = request.form.get("body", "")
    with told_on(form):
        if form.sent() and body:
            begun = drafting.start_alike(office, like, applicant, body, by=by())
            return redirect(url_for("desk_drafting.draft", reference=begun.reference))
        if request.method == "POST":
            form.form_errors.append("Choose the public body that is asked.")
            form.code = 422
    block = office.library.block(like.block)
    bodies = sorted(bodies_of(office, block), key=lambda known: known.key == like.body)
    page = render_template(
        "desk/another.html",
        form=form,
        block=block,
        bodies=bodies,
        chosen_body=body,
        asked=like.body,
        asked_name=office.library.body(like.body).short_name,
        back=back,
    )
    return page, form.code
