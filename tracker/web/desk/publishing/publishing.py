"""Choosing and previewing what the public sees, publishing it, and taking it back."""

from collections.abc import Iterator
from contextlib import suppress

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.domain.base.errors import Refusal
from tracker.domain.base.terms import WithheldBecause
from tracker.services.core.naming import GROUNDS
from tracker.services.core.roles import Act, require_act
from tracker.services.people.accounts import colleagues
from tracker.services.publishing import pending_publications, publishing, shared_previews
from tracker.services.publishing.copying import copyable_of, files_of
from tracker.services.publishing.publishing import Preview
from tracker.web.base.access import Access, Pages, by, the_person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.security import keep_secret
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.publishing.previewing import as_readers_get, record_preview
from tracker.web.desk.publishing.publish_form import PublishForm

PAGES = Pages("desk_publishing", Access.DESK, "/desk/requests/<reference>")
GROUNDS_SAID = {because.value: lazy_gettext(GROUNDS[because]) for because in WithheldBecause}


class WithholdForm(PageForm):
    """Why a record is taken down."""

    because = RadioField(
        lazy_gettext("Reason for taking it down"),
        [InputRequired(lazy_gettext("Give a reason for taking it down."))],
        choices=GROUNDS_SAID,
    )


class RemoveForm(PageForm):
    """The texts and copies removed from the record, and why."""

    digests = SelectMultipleField(lazy_gettext("What to remove"))
    because = RadioField(
        lazy_gettext("Reason for removing it"),
        [InputRequired(lazy_gettext("Give a reason for removing it."))],
        choices=GROUNDS_SAID,
    )

    def __init__(self, dossier: Dossier) -> None:
        super().__init__()
        self.digests.choices = dict(_released(dossier))


@PAGES.route("/publish", methods=["GET", "POST"])
@requires_confirmation
def publish(reference: str) -> Response | tuple[str, int]:
    """Choose entries, preview exactly what the public would see, and publish or prepare them."""
    form = _form(reference)
    seen: Preview | None = None
    action = request.form.get("action", "")
    with told_on(form):
        if form.sent():
            if action == "redact":
                form.black_out()
            elif action == "publish":
                return _publish(reference, form)
            elif action == "prepare":
                return _prepare(reference, form)
            seen = publishing.preview(the_office(), reference, form.publication())
            if action == "share":
                return _share(reference, form, seen)
    if request.method == "GET":
        seen = _seen_at_first(reference, form)
    return _page(reference, form, seen)


def _seen_at_first(reference: str, form: PublishForm) -> Preview | None:
    """Return what the proposed choice would show; None if that is refused, which the form says
    once the choice is previewed."""
    with suppress(Refusal):
        return publishing.preview(the_office(), reference, form.publication())
    return None


@PAGES.post("/as-published")
def as_published(reference: str) -> str | Response:
    """Return the very page that readers would get if the form's choices were published."""
    form = _form(reference)
    with told_on(form):
        if form.sent():
            return as_readers_get(publishing.preview(the_office(), reference, form.publication()))
    return _page(reference, form, None)


@PAGES.get("/previews")
def previews(reference: str) -> Response:
    """Show the previews of a request that are behind secret links."""
    return _previews(reference)


@PAGES.post("/previews/<id>/revoke")
def revoke_preview(reference: str, id: str) -> Response:
    """Delete a shared preview with the wrap of its key."""
    shared_previews.revoke_preview(the_office(), reference, id, by=by())
    flash(gettext("Link revoked."))
    return redirect(url_for("desk_publishing.previews", reference=reference))


@PAGES.route("/withhold", methods=["GET", "POST"])
@requires_confirmation
def withhold(reference: str) -> Response | tuple[str, int]:
    """Take down the public record."""
    form = WithholdForm()
    with told_on(form):
        if form.sent():
            because = WithheldBecause(form.because.data)
            publishing.withhold(the_office(), reference, because, by=by())
            return done(reference, gettext("The record has been taken down."))
    return action_page("withhold", form, reference)


@PAGES.route("/remove", methods=["GET", "POST"])
@requires_confirmation
def remove(reference: str) -> Response | tuple[str, int]:
    """Remove texts or copies from the record, and keep the rest."""
    form = RemoveForm(open_dossier(the_office(), reference))
    with told_on(form):
        if form.sent():
            because = WithheldBecause(form.because.data)
            publishing.remove_from_record(
                the_office(), reference, form.digests.data or (), because, by=by()
            )
            return done(reference, gettext("Removed. The public list of corrections says so."))
    return action_page("remove", form, reference)


def _share(reference: str, form: PublishForm, seen: Preview) -> Response:
    """Put the previewed page behind a secret link, which is shown this once."""
    require_act(the_person(), Act.SHARE)
    secret = shared_previews.share_preview(
        the_office(), reference, seen, agreed=form.agreed.data, by=by()
    )
    return _previews(reference, url_for("record.shared_preview", token=secret, _external=True))


def _previews(reference: str, link: str = "") -> Response:
    office = the_office()
    page = render_template(
        "desk/previews.html",
        dossier=open_dossier(office, reference),
        previews=shared_previews.shared_previews(office, reference),
        names=office.people_names,
        link=link,
        days=shared_previews.PREVIEW_LASTS.days,
    )
    return keep_secret(make_response(page))


def _form(reference: str) -> PublishForm:
    dossier = open_dossier(the_office(), reference)
    return PublishForm(dossier, copyable_of(the_office(), reference))


def _publish(reference: str, form: PublishForm) -> Response:
    require_act(the_person(), Act.PUBLISH)
    publishing.publish_entries(the_office(), reference, form.publication(), by=by())
    return done(reference, gettext("Published."))


def _prepare(reference: str, form: PublishForm) -> Response:
    waits = pending_publications.prepare_publication(
        the_office(), reference, form.publication(), by=by()
    )
    flash(
        gettext("Sent to a second person, who must confirm it.")
        if waits.needs_second
        else gettext("Publication scheduled.")
    )
    return redirect(url_for("desk_pending_publications.page", reference=reference))


def _page(reference: str, form: PublishForm, seen: Preview | None) -> Response:
    office = the_office()
    publication = form.publication()
    second = bool(seen) and publishing.takes_two(office, reference, publication, by=by())
    return action_page(
        "publish",
        form,
        reference,
        seen=record_preview(seen) if seen else None,
        marked=form.marked() if request.method == "POST" else (),
        second=second,
        copyable=form.copyable,
        files=files_of(form.copyable),
        alone=office.live and len(colleagues(office)) < 2,
        notice_days=office.notice_days,
    )


def _released(dossier: Dossier) -> Iterator[tuple[str, str]]:
    if dossier.case_state.withheld:
        return
    for copy in dossier.case_state.copies:
        line = gettext("Copy: {title}, entry {entry}", title=copy.title, entry=copy.entry)
        yield copy.digest, line
    for release in dossier.case_state.releases:
        line = gettext("Text: {title}", title=release.title)
        if release.entry:
            line = gettext(
                "Text: {title}, entry {entry}", title=release.title, entry=release.entry
            )
        yield release.digest, line
