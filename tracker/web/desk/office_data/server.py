"""Why acts are on hold, an administrator's word on the date, and the last drill."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.messages import Message
from tracker.services.core.holds import HOLD_REMEDIES, HOLD_SENTENCES, confirm_date
from tracker.services.core.run_steps import FAILED_SENTENCES
from tracker.services.office_data.recovery import drill_reminder
from tracker.services.ports.holds import Hold
from tracker.services.ports.premises import LateWork
from tracker.services.reminders.late_work import LATE_SENTENCES
from tracker.web.base.access import Access, Pages, by, person
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.language import gettext
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_server", Access.ADMIN, "/desk/server")


@PAGES.app_template_global("on_hold")
def on_hold() -> tuple[Message, ...]:
    """Return why acts are on hold, as the scheduler saw it at its last run; and what is wrong
    with the clock of this machine, of which the schedulers of others know nothing."""
    office = the_office()
    here = (Hold.CLOCKS_DIFFER,) if office.holds.clocks_differ() else ()
    return tuple(HOLD_SENTENCES[hold] for hold in (*here, *office.premises.state().holds))


@PAGES.app_template_global("failed_steps")
def failed_sentences() -> tuple[Message, ...]:
    """Return what the scheduler could not finish at its last run."""
    return tuple(FAILED_SENTENCES[step] for step in the_office().premises.state().failed_steps)


@PAGES.app_template_global("late_work")
def late_sentences() -> tuple[Message, ...]:
    """Return what the scheduler last found late, for the office's own people. Pages look at the
    sweep themselves."""
    account = person()
    if account is None or account.organisation:
        return ()
    late = the_office().premises.state().late
    return tuple(LATE_SENTENCES[each.work] for each in late if each.work is not LateWork.SWEEP)


@PAGES.get("")
def holds() -> str:
    """Show the date of the server, what is on hold, and when a recovery key was last tried."""
    office = the_office()
    return render_template(
        "desk/server.html",
        now=office.now(),
        holds=[(HOLD_SENTENCES[hold], HOLD_REMEDIES[hold]) for hold in office.holds.active()],
        drill=drill_reminder(office),
        tried_at=office.premises.state().recovery_tried_at,
    )


@PAGES.post("")
@requires_confirmation
def confirmed() -> Response:
    """Take the date of the server as right."""
    confirm_date(the_office(), by=by())
    flash(gettext("Server date confirmed."))
    return redirect(url_for("desk_server.holds"))
