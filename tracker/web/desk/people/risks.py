"""Private notes on a body. Its risk is shown while drafting and before publishing, and reprisals
for asking before a letter is sent."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from tracker.services.core.roles import Act
from tracker.services.people.reprisals import (
    LONGEST_REPRISAL,
    LONGEST_REPRISAL_SOURCE,
    LONGEST_WHEN,
    note_reprisal,
    withdraw_reprisal,
)
from tracker.services.people.risk_notes import LONGEST_RISK_NOTE, risk_of, write_risk
from tracker.services.ports.risks import RiskNote
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.forms import PageForm, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office

_TOO_LONG = lazy_gettext("This is too long. Shorten it.")
PAGES = Pages("desk_risks", Access.DESK, "/desk/bodies/<key>/risk")


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


class ReprisalForm(PageForm):
    """A reprisal for asking, with its time and source."""

    what = TextAreaField(
        lazy_gettext("What happened"),
        [Length(max=LONGEST_REPRISAL, message=_TOO_LONG)],
        filters=[plain_lines],
        description=lazy_gettext(
            "What happened to someone who asked this body, or because of their request. "
            "Name no private person."
        ),
    )
    when = StringField(
        lazy_gettext("When"),
        [Length(max=LONGEST_WHEN, message=_TOO_LONG)],
        description=lazy_gettext("As in the source, for example March 2024."),
    )
    source = StringField(
        lazy_gettext("Source"),
        [Length(max=LONGEST_REPRISAL_SOURCE, message=_TOO_LONG)],
        description=lazy_gettext(
            "A report with its web address, or the post of the colleague who told you."
        ),
    )


@PAGES.route("", methods=["GET", "POST"])
def risk(key: str) -> Response | tuple[str, int]:
    """Show the notes on a body, and write the current one."""
    office = the_office()
    notes = office.people.risks.of(key)
    form = RiskForm(words=notes[0].words if notes else "")
    with told_on(form):
        if form.sent():
            write_risk(office, key, form.words.data or "", by=by())
            flash(gettext("Note saved. Staff see it when they draft a request or publish."))
            return redirect(url_for(".risk", key=key))
    return _page(key, form, ReprisalForm())


@PAGES.post("/reprisals")
def note(key: str) -> Response | tuple[str, int]:
    """Note a reprisal for asking the body."""
    office, form = the_office(), ReprisalForm()
    with told_on(form):
        if form.sent():
            typed = [each.data or "" for each in (form.what, form.when, form.source)]
            note_reprisal(office, key, *typed, by=by())
            flash(gettext("Reprisal noted. Staff see it before a letter to this body goes out."))
            return redirect(url_for(".risk", key=key))
    notes, kept = office.people.risks.of(key), RiskForm()
    # The sent fields belong to the other form, so this one shows the saved note.
    kept.words.data = notes[0].words if notes else ""
    return _page(key, kept, form)


@PAGES.post("/reprisals/<id>/withdraw")
def withdraw(key: str, id: str) -> Response:
    """Withdraw the note on a reprisal."""
    withdraw_reprisal(the_office(), key, id, by=by())
    flash(gettext("Note withdrawn. It no longer counts."))
    return redirect(url_for(".risk", key=key))


def _page(key: str, form: RiskForm, reprisal: ReprisalForm) -> tuple[str, int]:
    office = the_office()
    page = render_template(
        "desk/risk.html",
        form=form,
        reprisal=reprisal,
        body=office.library.body(key),
        notes=office.people.risks.of(key),
        reprisals=office.people.risks.reprisals(key),
        names=office.people_names,
    )
    return page, max(form.code, reprisal.code)


@PAGES.app_template_global("risk_shown")
def _shown(key: str) -> tuple[RiskNote, str] | None:
    """Return the note on a body with its author's name, for people of the office only; None if
    there is no note."""
    office = the_office()
    note = risk_of(office, key) if person_may(Act.NOTE) else None
    return (note, office.people_names.get(note.written_by, note.written_by)) if note else None
