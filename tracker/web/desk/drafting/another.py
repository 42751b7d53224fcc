"""Requests based on another one: to other bodies, or repeated."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.case.request import Applicant, Draft
from tracker.domain.events.request.drafted import Drafted
from tracker.services.drafting import drafts
from tracker.services.drafting.choosing import REPEATS, chosen, stated
from tracker.services.drafting.referrals import follow
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.dossier import open_dossier
from tracker.web.desk.base.offering import offers
from tracker.web.desk.base.unfinished_forms import draft_of
from tracker.web.desk.base.words import READINGS
from tracker.web.desk.drafting.batches import to_the_batch

PAGES = Pages("desk_another", Access.DESK, "/desk")


@PAGES.route("/drafts/<reference>/another", methods=["GET", "POST"])
def like_draft(reference: str) -> Response | tuple[str, int]:
    """Begin drafts like an unfinished draft, to chosen bodies."""
    draft, applicant = draft_of(the_office(), reference)
    return _another(draft, applicant, reference, "desk_drafting.draft")


@PAGES.route("/requests/<reference>/another", methods=["GET", "POST"])
def like_request(reference: str) -> Response | tuple[str, int]:
    """Begin drafts like a finalised request, to chosen bodies."""
    dossier = open_dossier(the_office(), reference)
    return _another(dossier.drafted, dossier.applicant, reference, "desk_requests.request_page")


@PAGES.route("/requests/<reference>/repeat", methods=["GET", "POST"])
def repeat(reference: str) -> Response | tuple[str, int]:
    """Begin a draft that repeats a refused or unanswered request, after a confirmation page."""
    office, form = the_office(), PageForm()
    dossier = open_dossier(office, reference)
    with told_on(form):
        if form.sent():
            begun = drafts.repeat(office, reference, by=by())
            flash(gettext("New draft started. It links to the request it repeats."))
            return redirect(url_for("desk_drafting.draft", reference=begun.reference))
    return render_template(
        "desk/repeat.html",
        form=form,
        dossier=dossier,
        on_repeats=stated(dossier.law, REPEATS, dossier.today),
        readings=READINGS,
        relations=office.related_requests.of(reference),
    ), form.code


@PAGES.route("/requests/<reference>/referred/<to>", methods=["POST"])
def referred(reference: str, to: str) -> Response:
    """Start a draft for the items that a body referred to another, addressed to that other."""
    begun = follow(the_office(), reference, to, by=by())
    flash(gettext("New draft started for the items that were referred. It links to this request."))
    return redirect(url_for("desk_drafting.draft", reference=begun.reference))


def _another(
    like: Draft | Drafted, applicant: Applicant, reference: str, back: str
) -> Response | tuple[str, int]:
    office, form = the_office(), PageForm()
    bodies = [key for key in request.form.getlist("body") if key]
    with told_on(form):
        if form.sent():
            keys = [body.key for body in chosen(office, like.block, bodies)]
            begun = drafts.start_alike(office, like, applicant, keys, beside=reference, by=by())
            return to_the_batch(office, begun)
    block = office.library.block(like.block)
    page = render_template(
        "desk/another.html",
        form=form,
        block=block,
        offers=sorted(offers(office, block), key=lambda offer: offer.body.key == like.body),
        chosen=bodies,
        asked=like.body,
        asked_name=office.library.body(like.body).short_name,
        back=url_for(back, reference=reference),
    )
    return page, form.code
