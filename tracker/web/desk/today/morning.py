"""The desk's first page: what waits, what falls due in the next 30 days, and what was missed."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import PassedBecause
from tracker.domain.case.agenda import Matter
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.windows import Window
from tracker.services.cases.waive_remedy import waive_remedy
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.ports.cases import AlreadyEntered, RowFilter
from tracker.services.ports.publishing import WaitingLine
from tracker.services.reminders.morning_summary import usual_today
from tracker.web.base.access import Access, Pages, by, person_may
from tracker.web.base.language import flash_caution, gettext, ngettext, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.listing import Listed, due, listed_draft, listed_row, named_rows
from tracker.web.desk.base.words import PASSED
from tracker.web.desk.cases.notes_and_tasks import to_do
from tracker.web.desk.correspondence.mail_list import mail_waiting
from tracker.web.desk.today.day_strip import strip
from tracker.web.desk.today.upcoming import FIRST_SHOWN, said_next, upcoming

PAGES = Pages("desk", Access.DESK, "/desk")
_MISSED_SHOWN = 25


@PAGES.get("")
def morning() -> str:
    """Show what waits now, the next 30 days, later days, and missed filing deadlines."""
    office = the_office()
    tasks, in_all = to_do(office, by(), FIRST_SHOWN) if person_may(Act.NOTE) else ([], 0)
    today = usual_today(office)
    found = upcoming(office, today)
    missed, missed_in_all = _missed(office)
    return render_template(
        "desk/morning.html",
        agenda=found,
        said_next=said_next(found, today),
        strip=strip(office, (*found.dated, *found.later), today),
        missed=missed,
        missed_in_all=missed_in_all,
        grounds=PASSED,
        waiting=_waiting(office),
        drafts=[listed_draft(office, draft) for draft in office.drafts.all()],
        tasks=tasks,
        tasks_in_all=in_all,
        today=today,
        doubted=office.case_rows.rows(RowFilter(doubted=True), 0, 1)[1],
        requests=office.case_rows.rows(RowFilter(), 0, 1)[1],
        shown=FIRST_SHOWN,
        mail_waiting=mail_waiting(office),
    )


@dataclass(frozen=True, slots=True)
class MissedWindow:
    """A filing deadline that passed unused; `key` names it in the form, and is empty if it cannot
    be decided on from here. `may_file` if a late filing may still be in time, or be admitted."""

    listed: Listed
    last: date | None
    key: str
    may_file: bool


def _missed(office: Office) -> tuple[list[MissedWindow], int]:
    """Return the first missed filing deadlines, the latest last, and how many there are."""
    rows, total = office.case_rows.rows(due(office, Matter.MISSED), 0, _MISSED_SHOWN)
    with office.cases.look_all([row.reference for row in rows]) as cases:
        status = {c.reference: case_status_of(c.history, office.library) for c in cases}
    found = []
    for listed in named_rows(office, rows):
        row = listed.row
        known = status.get(row.reference)
        window = known.next_window(listed.today) if known else None
        key = f"{row.reference}:{window.stage.key}:{window.opening}" if window else ""
        last = row.last_safe_day or row.window_closes
        may_file = window is None or _may_file(window, listed.today)
        found.append(MissedWindow(listed, last, key, may_file))
    return found, total


def _may_file(window: Window, today: date) -> bool:
    return bool(window.stage.excuses_delay) or not window.closes.missed_on(today)


@PAGES.post("/missed")
def decided_not_to_file() -> Response:
    """Record for each selected deadline that nothing is filed, with one reason for all."""
    chosen, ground = request.form.getlist("which"), request.form.get("ground", "")
    if not chosen or ground not in set(PassedBecause):
        flash_caution(gettext("Nothing was saved. Select the requests and the reason."))
        return redirect(url_for(".morning"))
    saved = sum(_decided(which, PassedBecause(ground)) for which in chosen)
    flash(
        ngettext(
            "Decision not to file logged in {number} request.",
            "Decision not to file logged in {number} requests.",
            saved,
        )
    )
    if left := len(chosen) - saved:
        flash_caution(
            ngettext(
                "{number} request was left as it is: its deadline changed.",
                "{number} requests were left as they are: their deadlines changed.",
                left,
            )
        )
    return redirect(url_for(".morning"))


def _decided(which: str, ground: PassedBecause) -> bool:
    """Return whether the decision was recorded; not if someone else acted first."""
    reference, _, rest = which.partition(":")
    stage, _, opening = rest.rpartition(":")
    if not (opening.isascii() and opening.isdigit()):
        return False
    try:
        waive_remedy(the_office(), reference, (stage, int(opening)), ground, by=by())
    except (NotOnFile, BadInput, NotAllowed, AlreadyEntered):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Awaiting:
    """A publication that is not public yet, and what it waits for."""

    listed: Listed
    words: str
    trouble: str
    until: date | None
    own: bool


def _waiting(office: Office) -> list[Awaiting]:
    """Return publications that have a problem, then the others."""
    lines = office.pending_publications.all()
    with office.cases.look_all([line.reference for line in lines]) as cases:
        rows = {case.reference: case.row() for case in cases}
    found = [
        Awaiting(
            listed_row(office, row),
            gettext("Review and confirm") if _open(line) else gettext("Review"),
            worded(Message(line.trouble)),
            line.not_before,
            line.needs_second and line.prepared_by == by(),
        )
        for line in lines
        if (row := rows.get(line.reference))
    ]
    return sorted(found, key=lambda each: not each.trouble)


def _open(line: WaitingLine) -> bool:
    """Return whether it waits for a person."""
    return bool(line.trouble) or (line.needs_second and not line.confirmed_by)
