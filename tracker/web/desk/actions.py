"""What the pages of single steps share: the page around the form, and the way back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.domain.recounting import told
from tracker.domain.standing import standing_of
from tracker.services.telling import said_moves
from tracker.web.desk.dossier import Dossier, open_dossier
from tracker.web.filters import english
from tracker.web.forms import PageForm
from tracker.web.house import the_office


def action_page(name: str, form: PageForm, reference: str, **more: Any) -> tuple[str, int]:
    """The page of one step, with its form as it was typed."""
    dossier = open_dossier(the_office(), reference)
    page = render_template(f"desk/{name}.html", form=form, dossier=dossier, **more)
    return page, form.code


def done(reference: str, words: str, before: Dossier | None = None) -> Response:
    """Back to the request, with a sentence on what was entered and, where the request as it was
    `before` is given, on each last day that moved by it."""
    flash(words)
    if before:
        office = the_office()
        with office.cases.look(reference) as case:
            now = standing_of(case.history, office.library)
        days = told(before.standing), told(now)
        for sentence in said_moves(*days, before.law, english()):
            flash(sentence)
    return redirect(url_for("desk_requests.request_page", reference=reference))
