"""The risk note on a body: private, and shown while drafting and before publishing."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import Length

from tracker.services.core.roles import Act
from tracker.services.people.risk_notes import LONGEST_RISK_NOTE, risk_of, write_risk
from tracker.services.ports.risks import RiskNote
from tracker.web.base.access import Door, Pages, by, person_may
from tracker.web.base.forms import PageForm, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_risks", Door.DESK, "/desk/bodies/<key>/risk")


class RiskForm(PageForm):
    """What people of the office should know about a body."""

    words = TextAreaField(
        lazy_gettext("What staff should know"),
        [
            Length(
                max=LONGEST_RISK_NOTE,
                message=lazy_gettext(
                    "Note must be {most} characters or fewer.", most=f"{LONGEST_RISK_NOTE:,}"
                ),
            )
        ],
        filters=[plain_lines],
        description=lazy_gettext(
            "About the body, never about a person. Leave empty if there is nothing to note."
        ),
    )


@PAGES.route("", methods=["GET", "POST"])
def risk(key: str) -> Response | tuple[str, int]:
    """Show the notes on a body, and write the current one."""
    office = the_office()
    body, notes = office.library.body(key), office.people.risks.of(key)
    form = RiskForm(words=notes[0].words if notes else "")
    with told_on(form):
        if form.sent():
            write_risk(office, key, form.words.data or "", by=by())
            flash(gettext("Note saved. Staff see it when they draft a request or publish."))
            return redirect(url_for(".risk", key=key))
    page = render_template(
        "desk/risk.html", form=form, body=body, notes=notes, names=the_office().people_names
    )
    return page, form.code


@PAGES.app_template_global("risk_shown")
def _shown(key: str) -> tuple[RiskNote, str] | None:
    """Return the note on a body with its author's name, for people of the office only; None if
    there is no note."""
    office = the_office()
    note = risk_of(office, key) if person_may(Act.NOTE) else None
    return (note, office.people_names.get(note.written_by, note.written_by)) if note else None
