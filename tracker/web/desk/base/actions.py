"""Shared parts of pages for single steps: the page around the form, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import Refusal
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.recalculation import deadline_snapshots
from tracker.services.cases.unfinished import forget_attached
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_changes import said_moves
from tracker.services.deadlines.dry_run import DryRun, dry_run
from tracker.web.base.access import by
from tracker.web.base.forms import DRY_RUN, PageForm, only_dry_run
from tracker.web.base.language import flash_caution, page_locale, refused
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.closed_days import told_of_closed_days
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import ATTACHED, papers_beside

_Act = Callable[[Office], object]
FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class PreviewedChanges:
    """The changes a form would make; `trouble` says why they cannot be computed."""

    found: DryRun | None = None
    trouble: str = ""


def action_page(
    name: str,
    form: PageForm,
    reference: str,
    act: _Act | None = None,
    *,
    typed_at: str = "",
    **more: Any,
) -> Response:
    """Return the page of one step, with its form as typed.

    With `act`, which records what the form says, the page shows on demand what that would change;
    the page's script asks for that part alone. Another script saves what is typed to the address
    `typed_at`.
    """
    previewed = _previewed(form, reference, act) if act and only_dry_run() else None
    if previewed and request.form[DRY_RUN] == FRAGMENT:
        return make_response(render_template("desk/_dry_run.html", previewed=previewed))
    page = render_template(
        f"desk/{name}.html",
        form=form,
        dossier=open_dossier(the_office(), reference),
        previewed=previewed,
        previews=act is not None,
        typed_at=typed_at,
        beside=papers_beside(form),
        **more,
    )
    return scripted(page, form.code, fetches=act is not None)


def _previewed(form: PageForm, reference: str, act: _Act) -> PreviewedChanges:
    if trouble := form.unready():
        return PreviewedChanges(trouble=trouble)
    return previewed_changes(reference, act)


def previewed_changes(reference: str, act: _Act) -> PreviewedChanges:
    """Return what an act would change, or why it would be refused."""
    try:
        return PreviewedChanges(dry_run(the_office(), reference, act, page_locale()))
    except Refusal as refusal:
        return PreviewedChanges(trouble=refused(refusal))


def done(reference: str, words: str, before: Dossier | None = None) -> Response:
    """Return to the request, with a message about the new entry.

    If the request as it was `before` is given, add a message for each last day that changed.
    """
    flash(words)
    office = the_office()
    if digest := request.args.get(ATTACHED, ""):
        forget_attached(office, reference, digest, by=by())
    if before:
        with office.cases.look(reference) as case:
            history = case.history
        now = case_status_of(history, office.library)
        days = deadline_snapshots(before.case_status), deadline_snapshots(now)
        for sentence in said_moves(*days, before.law, page_locale()):
            flash(sentence)
        for remark in told_of_closed_days(office, before, history):
            flash_caution(remark)
    return redirect(url_for("desk_requests.request_page", reference=reference))
