"""The list of all requests, the dates to come first, with its filters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from urllib.parse import parse_qsl, urlencode

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.agenda import Matter
from tracker.domain.case.case_status import Phase
from tracker.domain.case.request import Draft
from tracker.services.core.naming import PHASES
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.people.accounts import colleagues
from tracker.services.people.handover import names_in_charge
from tracker.services.ports.case_rows import MOST_ROWS_COUNTED
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.services.ports.people import SavedView
from tracker.services.reminders.morning_summary import usual_today
from tracker.web.base.access import Access, Pages, by, person_may, the_person
from tracker.web.base.language import gettext, lazy_gettext, page_language, worded
from tracker.web.base.site_config import the_office, whole_office
from tracker.web.desk.base.words import LETTERS

PAGES = Pages("desk_listing", Access.DESK, "/desk/requests")
ROWS_ON_A_PAGE = 25
_LONGEST_NAME, MOST_VIEWS = 60, 30
# The address parameters that a saved view keeps.
_KEPT = ("words", "matter", "phase", "block", "body", "law", "charge", "tag")
A_WEEK, A_FORTNIGHT = timedelta(days=7), timedelta(days=14)
MATTERS = {
    Matter.READ.value: lazy_gettext("Unread documents"),
    Matter.REPLY.value: lazy_gettext("Body’s deadline within a week"),
    Matter.HELD.value: lazy_gettext("Body’s deadline cannot be calculated"),
    Matter.FILE.value: lazy_gettext("Filing deadline within 2 weeks"),
    Matter.HEAR.value: lazy_gettext("Hearing within 2 weeks"),
    Matter.COMPLY.value: lazy_gettext("Order to comply with, within a week"),
    Matter.MISSED.value: lazy_gettext("Missed filing deadlines"),
    Matter.DECIDE.value: lazy_gettext("Non-response to review"),
    Matter.LETTER.value: lazy_gettext("A letter to approve, send or prove"),
}
LATE = frozenset({Phase.OVERDUE, Phase.SILENT, Phase.APPEAL_SILENT})


@dataclass(frozen=True, slots=True)
class Listed:
    """One request in the list, with names in place of keys."""

    row: CaseRow
    block: str
    body: str
    today: date
    letters: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Return whether the next key date of an open request has passed."""
        next_day = self.row.next_day
        return self.row.open and next_day is not None and next_day < self.today


@dataclass(frozen=True, slots=True)
class ListedDraft:
    """One unfinished draft."""

    draft: Draft
    block: str
    body: str
    by: str
    zone: str


@PAGES.get("")
def listing() -> str:
    """Show one page of the requests that match the filter."""
    office = the_office()
    shown, number = _asked(), _page_number()
    wanted = replace(shown, from_day=usual_today(office))
    rows, total = office.case_rows.rows(wanted, (number - 1) * ROWS_ON_A_PAGE, ROWS_ON_A_PAGE)
    listed = named_rows(office, rows)
    passed = [one for one in listed if one.passed and not shown.matter]
    # Tags and views are sealed; the list itself shows nothing private, so it asks for no password.
    unlocked = whole_office().key_opening.may_open(the_person().organisation)
    tags = office.workbook.tags.known() if unlocked and person_may(Act.NOTE) else ()
    return render_template(
        "desk/listing.html",
        listed=[one for one in listed if one not in passed],
        passed=passed,
        doubted=office.case_rows.rows(RowFilter(doubted=True), 0, 1)[1],
        total=total,
        number=number,
        last=max(ceil(min(total, MOST_ROWS_COUNTED) / ROWS_ON_A_PAGE), 1),
        most=MOST_ROWS_COUNTED,
        filtered=shown != RowFilter(),
        address=_address,
        phases={
            phase.value: gettext(said) for phase, said in PHASES.items() if phase != Phase.NEW
        },
        blocks={key: worded(block.title) for key, block in office.library.blocks.items()},
        bodies={key: body.short_name for key, body in office.library.bodies.items()},
        laws={key: worded(law.title) for key, law in office.library.laws.items()},
        matters=MATTERS,
        tags={name: name for name in tags},
        people=_people(office),
        charges=names_in_charge(office, [row.reference for row in rows]) if _sees_people() else {},
        asked=request.args,
        views=office.people.views.of(by()) if unlocked else (),
        query=urlencode([(key, request.args[key]) for key in _KEPT if request.args.get(key)]),
    )


@PAGES.post("/views")
def keep() -> Response:
    """Save the current filter under a name."""
    name = " ".join(request.form.get("name", "").split())[:_LONGEST_NAME]
    query = urlencode(
        [(key, value) for key, value in parse_qsl(request.form.get("query", "")) if key in _KEPT]
    )
    if not name:
        flash(gettext("View not saved. Give it a name."))
    elif len(the_office().people.views.of(by())) >= MOST_VIEWS:
        flash(
            gettext(
                "View not saved. You already have {number} saved views. Remove one first.",
                number=MOST_VIEWS,
            )
        )
    else:
        the_office().people.views.keep(SavedView(by(), name, query))
        flash(gettext("View “{name}” saved.", name=name))
    return redirect(f"{url_for('.listing')}?{query}")


@PAGES.post("/views/forget")
def forget() -> Response:
    """Remove one of one's own saved views."""
    the_office().people.views.forget(by(), request.form.get("name", ""))
    return redirect(url_for(".listing"))


def due(office: Office, matter: Matter) -> RowFilter:
    """Return a filter for requests in which a matter is due now, or within its warning period."""
    today = usual_today(office)
    if matter in (Matter.REPLY, Matter.HELD):
        return RowFilter(matter=matter, until=today + A_WEEK)
    if matter is Matter.FILE:
        return RowFilter(matter=matter, since=today, until=today + A_FORTNIGHT)
    if matter is Matter.HEAR:
        return RowFilter(matter=matter, until=today + A_FORTNIGHT)
    if matter is Matter.COMPLY:
        return RowFilter(matter=matter, until=today + A_WEEK)
    if matter is Matter.MISSED:
        return RowFilter(matter=matter, until=today - ONE_DAY)
    return RowFilter(matter=matter)


def _asked() -> RowFilter:
    phase = request.args.get("phase", "")
    known = {phase} & {known.value for known in Phase}
    matter = next((m for m in Matter if m == request.args.get("matter")), None)
    return replace(
        due(the_office(), matter) if matter else RowFilter(),
        phases=frozenset(known),
        block=request.args.get("block", ""),
        body=request.args.get("body", ""),
        words=request.args.get("words", "").strip()[:200],
        law=request.args.get("law", ""),
        charge=request.args.get("charge", "") if _sees_people() else "",
        tag=request.args.get("tag", "") if person_may(Act.NOTE) else "",
    )


def _people(office: Office) -> dict[str, str]:
    """Return the people who can be in charge, by key; empty for guests."""
    return {each.id: each.name for each in colleagues(office)} if _sees_people() else {}


def _sees_people() -> bool:
    """Return whether this person may see who handles which request: guests may not."""
    return person_may(Act.BROWSE)


def _page_number() -> int:
    number = request.args.get("page", 1, type=int)
    return min(max(number, 1), 1_000_000)


def _address(number: int) -> str:
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for("desk_listing.listing", **(kept | {"page": str(number)}))  # type: ignore[arg-type]


def named_rows(office: Office, rows: Sequence[CaseRow]) -> list[Listed]:
    """Return rows of a list with names in place of keys, and with the letters prepared for late
    requests, so that nobody has to open each one."""
    late = [row.reference for row in rows if row.phase in LATE]
    prepared = office.case_rows.prepared(late) if late else {}
    return [
        Listed(
            row=row,
            block=office.library.block_title(row.block, page_language()),
            body=office.library.body_short_name(row.body),
            today=_today(office, row.body),
            letters=tuple(dict.fromkeys(LETTERS[k] for k in prepared.get(row.reference, ()))),
        )
        for row in rows
    ]


def listed_row(office: Office, row: CaseRow) -> Listed:
    """Return one row of a list."""
    (listed,) = named_rows(office, [row])
    return listed


def listed_draft(office: Office, draft: Draft) -> ListedDraft:
    """Return an unfinished draft with names in place of keys."""
    by = office.people.account(draft.changed_by)
    return ListedDraft(
        draft,
        office.library.block_title(draft.block, page_language()),
        office.library.body_short_name(draft.body),
        by.name if by else draft.changed_by,
        office.library.zone_of(draft.body),
    )


def _today(office: Office, body: str) -> date:
    try:
        return office.today_at(body)
    except NotOnFile:
        return usual_today(office)
