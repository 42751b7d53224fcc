"""What the pages of single steps share: the page around the form, and the way back."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.web.desk.dossier import open_dossier
from tracker.web.forms import PageForm
from tracker.web.house import the_office


def action_page(name: str, form: PageForm, reference: str, **more: Any) -> tuple[str, int]:
    """The page of one step, with its form as it was typed."""
    dossier = open_dossier(the_office(), reference)
    page = render_template(f"desk/{name}.html", form=form, dossier=dossier, **more)
    return page, form.code


def done(reference: str, words: str) -> Response:
    """Back to the request, with a sentence on what was entered."""
    flash(words)
    return redirect(url_for("desk_requests.request_page", reference=reference))
