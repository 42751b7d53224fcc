"""The desk's first page: what to do next, most urgent first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask_babel import gettext

from tracker.domain.base.messages import Message
from tracker.domain.case.agenda import Agenda, LetterStep, Matter
from tracker.domain.case.case_status import case_status_of
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.services.ports.publishing import WaitingLine
from tracker.web.base.access import Door, Pages, by, person_may
from tracker.web.base.language import lazy_gettext, page_language, worded
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.listing import Listed, due, listed_draft, listed_row, named_rows
from tracker.web.desk.base.suspended import why_held
from tracker.web.desk.cases.notes_and_tasks import to_do

PAGES = Pages("desk", Door.DESK, "/desk")
_SHOWN = 5

_TITLES = {
    Matter.READ: lazy_gettext("Unread documents"),
    Matter.REPLY: lazy_gettext("Deadlines for public bodies, within a week"),
    Matter.HELD: lazy_gettext("Deadlines for public bodies that cannot be calculated"),
    Matter.FILE: lazy_gettext("Your filing deadlines, within 2 weeks"),
    Matter.HEAR: lazy_gettext("Hearings, within 2 weeks"),
    Matter.COMPLY: lazy_gettext("Orders to comply with, within a week"),
    Matter.MISSED: lazy_gettext("Missed filing deadlines"),
    Matter.DECIDE: lazy_gettext("Non-responses to review"),
    Matter.LETTER: lazy_gettext("Letters to approve, send or prove"),
}
_SAYS = {
    Matter.READ: lazy_gettext("Until someone classifies them, no non-response is logged."),
    Matter.REPLY: lazy_gettext(
        "Once the latest day has passed, a non-response is logged automatically."
    ),
    Matter.HELD: lazy_gettext(
        "Nothing is logged automatically while this continues. Log what ended it, or correct the "
        "entry if it is wrong."
    ),
    Matter.FILE: lazy_gettext("File by the last safe day."),
    Matter.HEAR: lazy_gettext("After the day, log the hearing as held or adjourned."),
    Matter.COMPLY: lazy_gettext(
        "Log what was done. If nothing was done, see how to enforce the order."
    ),
    Matter.MISSED: lazy_gettext("File late and give the reason, or decide not to file."),
    Matter.DECIDE: lazy_gettext(
        "Logged but not published. Check the calculation, then publish it or leave it private."
    ),
    Matter.LETTER: lazy_gettext("The clock does not start until receipt is proved."),
}
# Matters with a day that can be missed; in the others the day says how long they have waited.
DUE = frozenset({Matter.REPLY, Matter.FILE, Matter.MISSED, Matter.HEAR, Matter.COMPLY})
_LETTERS = {
    LetterStep.APPROVE: ("desk_sending.approve", lazy_gettext("Approve letter")),
    LetterStep.SEND: ("desk_sending.sent", lazy_gettext("Send it, then log that it was sent")),
    LetterStep.PROVE: ("desk_sending.receipt", lazy_gettext("Log proof of receipt")),
}


@dataclass(frozen=True, slots=True)
class _Task:
    """One task: its page, its text, and the day or days by which to do it."""

    listed: Listed
    page: str
    words: str
    earliest: date
    latest: date | None
    note: str = ""

    late: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One matter, with its first tasks and their total."""

    matter: Matter
    title: str
    says: str
    tasks: tuple[_Task, ...]
    total: int


@PAGES.get("")
def morning() -> str:
    """Show what to do next, matter by matter."""
    office = the_office()
    errands, in_all = to_do(office, by(), _SHOWN) if person_may(Act.NOTE) else ([], 0)
    return render_template(
        "desk/morning.html",
        sections=[section for section in _sections(office) if section.total],
        waiting=_waiting(office),
        drafts=[listed_draft(office, draft) for draft in office.drafts.all()],
        errands=errands,
        errands_in_all=in_all,
        today=office.latest_today(),
        doubted=office.case_rows.rows(RowFilter(doubted=True), 0, 1)[1],
        # Called by the page only if nothing else is on it.
        any_request=lambda: office.case_rows.rows(RowFilter(), 0, 1)[1],
        shown=_SHOWN,
    )


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


def _sections(office: Office) -> Iterator[Section]:
    for matter in Matter:
        rows, total = office.case_rows.rows(due(office, matter), 0, _SHOWN)
        tasks = tuple(_task(office, matter, listed) for listed in named_rows(office, rows))
        yield Section(matter, _TITLES[matter], _SAYS[matter], tasks, total)


def _task(office: Office, matter: Matter, listed: Listed) -> _Task:
    """Return the task of one request in one matter. Raises ValueError if it has none."""
    row = listed.row
    page, words, earliest, latest, note = _said(office, matter, row, row.agenda)
    if earliest is None:
        raise ValueError(f"{row.reference} has nothing to {matter}")
    address = url_for(page, reference=row.reference)
    late = matter in DUE and (latest or earliest) < listed.today
    return _Task(listed, address, words, earliest, latest, note, late)


def _said(
    office: Office, matter: Matter, row: CaseRow, agenda: Agenda
) -> tuple[str, str, date | None, date | None, str]:
    """Return the page, the text, the day or days, and a note."""
    provisional = gettext("Provisional.") if row.provisional else ""
    if matter is Matter.READ:
        since = agenda.unread_since
        return "desk_incoming.unread", gettext("Classify the document"), since, since, ""
    if matter is Matter.REPLY:
        words = office.library.stage_title(row.law, agenda.reply_stage, page_language())
        days = agenda.reply_earliest, agenda.reply_latest
        return "desk_requests.request_page", words, *days, provisional
    if matter is Matter.HELD:
        words = office.library.stage_title(row.law, agenda.reply_stage, page_language())
        on = agenda.reply_earliest
        return "desk_requests.request_page", words, on, None, _why_held(office, row)
    if matter in (Matter.FILE, Matter.MISSED):
        words = office.library.stage_title(row.law, agenda.file_stage, page_language())
        day = row.last_safe_day or row.window_closes
        note = provisional if row.last_safe_day else gettext("No safe day left.")
        return "desk_appealing.appeal", words, day, day, note
    if matter in (Matter.HEAR, Matter.COMPLY):
        hear = matter is Matter.HEAR
        day = agenda.hear_on if hear else agenda.comply_by
        words = gettext("Hearing") if hear else gettext("Order of the appeal body")
        return "desk_proceedings.proceedings", words, day, day, ""
    if matter is Matter.DECIDE:
        since = agenda.word_since
        return (
            "desk_publishing.publish",
            gettext("Preview what would be published"),
            since,
            since,
            provisional,
        )
    page, words = _LETTERS[LetterStep(agenda.letter_step)]
    return page, words, agenda.letter_since, agenda.letter_since, ""


def _why_held(office: Office, row: CaseRow) -> str:
    with office.cases.look(row.reference) as case:
        return why_held(case_status_of(case.history, office.library))
