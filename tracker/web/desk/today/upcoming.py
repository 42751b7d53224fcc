"""What falls due in the coming days, and what waits now, as one list with an act for each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from flask import url_for

from tracker.domain.base.days import ONE_DAY
from tracker.domain.case.agenda import LetterStep, Matter
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.filing_days import FilingDays
from tracker.domain.case.windows import is_asked
from tracker.domain.law.law import LetterKind
from tracker.domain.law.readings import remedy_was_read
from tracker.services.core.office import Office
from tracker.services.deadlines.filing_words import said_days
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_language, page_locale
from tracker.web.desk.base.day_words import days_away, days_passed
from tracker.web.desk.base.listing import Listed, due, named_rows
from tracker.web.desk.base.suspended import why_held
from tracker.web.desk.base.words import log_act, review_act

THIRTY_DAYS = timedelta(days=30)
FIRST_SHOWN, _SHOWN_LATER = 5, 6
_WAITING = (Matter.READ, Matter.LETTER, Matter.DECIDE, Matter.HELD)
_DATED = (Matter.REPLY, Matter.FILE, Matter.HEAR, Matter.COMPLY)
_REQUEST = "desk_requests.request_page"

_LETTERS = {
    LetterStep.APPROVE: ("desk_sending.approve", lazy_gettext("Approve letter")),
    LetterStep.SEND: ("desk_sending.sent", lazy_gettext("Send it, then log that it was sent")),
    LetterStep.PROVE: ("desk_sending.receipt", lazy_gettext("Log proof of receipt")),
}
_LETTER_ACTS = {
    LetterStep.APPROVE: lazy_gettext("Approve letter"),
    LetterStep.SEND: lazy_gettext("Log sending"),
    LetterStep.PROVE: lazy_gettext("Log receipt"),
}


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One thing to do: when, what, about which request, and the page of the act.

    `first` and `last` are the days on which it falls; `last` is None if that is not known.
    `values` are those of the page's address beside the reference.
    """

    matter: str
    listed: Listed
    title: str
    first: date
    last: date | None
    when: str
    away: str
    page: str
    act: str
    note: str = ""
    provisional: bool = False
    late: bool = False
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Return the address of the act."""
        return url_for(self.page, reference=self.listed.row.reference, **self.values)


@dataclass(frozen=True, slots=True)
class MoreItems:
    """How many items of a matter are left out, and in all."""

    matter: str
    left: int
    total: int
    words: str


@dataclass(frozen=True, slots=True)
class Upcoming:
    """The agenda: what waits now, what falls due in 30 days, what comes later, and what of it is
    left out; `totals` counts each matter."""

    now: tuple[AgendaItem, ...]
    dated: tuple[AgendaItem, ...]
    later: tuple[AgendaItem, ...]
    more: tuple[MoreItems, ...]
    totals: dict[str, int]

    @property
    def next(self) -> AgendaItem | None:
        """Return the first item that has a deadline ahead."""
        return next((each for each in (*self.dated, *self.later) if not each.late), None)


def upcoming(office: Office, today: date) -> Upcoming:
    """Return the agenda of the office on its day, read with the same statements however much is
    in it."""
    found: dict[Matter, Sequence[Listed]] = {}
    totals: dict[str, int] = {}
    for matter in (*_WAITING, *_DATED):
        rows, totals[matter.value] = office.case_rows.rows(
            _within(office, matter, today), 0, FIRST_SHOWN
        )
        found[matter] = named_rows(office, rows)
    dated = _with_clashes([_item(office, m, each) for m in _DATED for each in found[m]])
    dated += _openings(office, found[Matter.REPLY], today)
    return Upcoming(
        now=tuple(_item(office, m, each) for m in _WAITING for each in found[m]),
        dated=tuple(sorted(dated, key=lambda each: (each.first, each.last or date.max))),
        later=_later(office, today),
        more=tuple(_more(found, totals)),
        totals=totals,
    )


def _with_clashes(items: list[AgendaItem]) -> list[AgendaItem]:
    """Return the items; a hearing names the others that are heard on its day."""
    heard: dict[date, list[str]] = {}
    for each in items:
        if each.matter == Matter.HEAR.value:
            heard.setdefault(each.first, []).append(each.listed.row.reference.upper())
    found = []
    for each in items:
        mine = each.listed.row.reference.upper()
        others = [one for one in heard.get(each.first, ()) if one != mine]
        hears = each.matter == Matter.HEAR.value and others
        note = gettext("Also heard on this day: {others}", others=", ".join(others))
        found.append(replace(each, note=note) if hears else each)
    return found


def _within(office: Office, matter: Matter, today: date) -> RowFilter:
    """Return the filter of a matter: 30 days for what has a day of its own."""
    if matter is Matter.FILE:
        return RowFilter(matter=matter, since=today, until=today + THIRTY_DAYS)
    if matter in _DATED:
        return RowFilter(matter=matter, until=today + THIRTY_DAYS)
    return due(office, matter)


def _later(office: Office, today: date) -> tuple[AgendaItem, ...]:
    first = today + THIRTY_DAYS + ONE_DAY
    found: list[AgendaItem] = []
    for matter in _DATED:
        rows, _ = office.case_rows.rows(RowFilter(matter=matter, since=first), 0, _SHOWN_LATER)
        found += (_item(office, matter, each) for each in named_rows(office, rows))
    return tuple(sorted(found, key=lambda each: each.first)[:_SHOWN_LATER])


def _more(found: dict[Matter, Sequence[Listed]], totals: dict[str, int]) -> Iterator[MoreItems]:
    said = {
        Matter.READ: lazy_gettext("unread documents"),
        Matter.LETTER: lazy_gettext("letters to approve, send or prove"),
        Matter.DECIDE: lazy_gettext("non-responses to review"),
        Matter.HELD: lazy_gettext("deadlines that cannot be calculated"),
        Matter.REPLY: lazy_gettext("deadlines for public bodies"),
        Matter.FILE: lazy_gettext("filing deadlines"),
        Matter.HEAR: lazy_gettext("hearings"),
        Matter.COMPLY: lazy_gettext("orders to comply with"),
    }
    for matter, listed in found.items():
        total = totals[matter.value]
        if left := total - len(listed):
            yield MoreItems(matter.value, left, total, said[matter])


def _item(office: Office, matter: Matter, listed: Listed) -> AgendaItem:
    """Return the item of one request in one matter. Raises ValueError if it has none."""
    if matter in (Matter.REPLY, Matter.HELD):
        return _of_body(office, matter, listed)
    if matter is Matter.FILE:
        return _to_file(office, listed)
    if matter in (Matter.HEAR, Matter.COMPLY):
        return _set_day(matter, listed)
    return _waiting(matter, listed)


def _of_body(office: Office, matter: Matter, listed: Listed) -> AgendaItem:
    row, agenda = listed.row, listed.row.agenda
    stage = office.library.stage_title(row.law, agenda.reply_stage, page_language())
    section = office.library.section(row.law, agenda.reply_section, page_language())
    held = matter is Matter.HELD
    return _dated_item(
        matter,
        listed,
        gettext("{body}: {stage}", body=listed.body, stage=stage),
        (agenda.reply_earliest, agenda.reply_latest),
        (_REQUEST, gettext("Review")) if held else ("desk_classifying.reply", _response()),
        note=_why_held(office, listed) if held else section,
        provisional=row.provisional and not held,
    )


def _response() -> str:
    return gettext("Log a response")


def _to_file(office: Office, listed: Listed) -> AgendaItem:
    row, agenda = listed.row, listed.row.agenda
    title = office.library.stage_title(row.law, agenda.file_stage, page_language())
    day = row.last_safe_day or row.window_closes
    opened = agenda.file_opens is None or agenda.file_opens <= listed.today
    page, act, values = _filing_act(office, row)
    item = _dated_item(
        Matter.FILE,
        listed,
        title,
        (day, day),
        (page, act if opened else ""),
        note=_when_to_file(row, listed.today),
        provisional=row.provisional,
    )
    return replace(item, values=values)


def _filing_act(office: Office, row: CaseRow) -> tuple[str, str, dict[str, str]]:
    """Return the page of the act, its words and the values of its address: the letter of the
    remedy, the entry of what was filed once that is finalised, or what a notice asks."""
    law = office.library.instrument(row.law)
    stage = law.stages.get(row.agenda.file_stage) if law else None
    if law and stage and is_asked(stage, law):
        return "desk_clock_events.notice", gettext("Log what was done"), {}
    if law is None or stage is None:
        return _REQUEST, gettext("Review"), {}
    if row.agenda.file_ready or not remedy_was_read(law, stage):
        return "desk_appealing.appeal", log_act(law, stage), {}
    remedy = f"{stage.key}:{row.agenda.file_opening}"
    asked = {"kind": LetterKind.APPEAL.value, "remedy": remedy}
    return "desk_letters.letter", review_act(law, stage), asked


def _when_to_file(row: CaseRow, today: date) -> str:
    """Return the days advised for filing, or that no safe day is left."""
    if row.last_safe_day is None:
        return gettext("no safe day left")
    days = FilingDays(row.agenda.file_from, row.last_safe_day)
    if days.certain and days.first and days.first > today:
        return said_days(days, today, page_locale())
    return gettext("last safe day to file")


def _set_day(matter: Matter, listed: Listed) -> AgendaItem:
    hear = matter is Matter.HEAR
    day = listed.row.agenda.hear_on if hear else listed.row.agenda.comply_by
    title = gettext("Hearing") if hear else gettext("Order of the appeal body")
    act = ("desk_proceedings.proceedings", gettext("View hearings and orders"))
    return _dated_item(matter, listed, title, (day, day), act)


def _waiting(matter: Matter, listed: Listed) -> AgendaItem:
    agenda = listed.row.agenda
    if matter is Matter.READ:
        act = "desk_incoming.unread", gettext("Classify the document")
        title, since = gettext("Unread document"), agenda.unread_since
        note = gettext("Until someone classifies it, no non-response is logged.")
    elif matter is Matter.DECIDE:
        act = "desk_publishing.publish", gettext("Preview what would be published")
        title, since = gettext("Non-response to review"), agenda.word_since
        note = gettext("Logged but not published.")
    else:
        step = LetterStep(agenda.letter_step)
        page, title = _LETTERS[step]
        act, since = (page, str(_LETTER_ACTS[step])), agenda.letter_since
        proving = step is LetterStep.PROVE
        note = gettext("The clock does not start until receipt is proved.") if proving else ""
    return _dated_item(matter, listed, str(title), (since, since), act, note=note)


def _dated_item(
    matter: Matter,
    listed: Listed,
    title: str,
    days: tuple[date | None, date | None],
    act: tuple[str, str],
    *,
    note: str = "",
    provisional: bool = False,
) -> AgendaItem:
    first, last = days
    if first is None:
        raise ValueError(f"{listed.row.reference} has nothing to {matter}")
    waits = matter in _WAITING
    when, away = _since(first, listed.today) if waits else _on(first, last, listed.today)
    return AgendaItem(
        matter.value,
        listed,
        title,
        first,
        last,
        when,
        away,
        *act,
        note=note,
        provisional=provisional,
        late=not waits and (last or first) < listed.today,
    )


def _since(first: date, today: date) -> tuple[str, str]:
    return gettext("Now"), days_passed((today - first).days)


def _on(first: date, last: date | None, today: date) -> tuple[str, str]:
    """Return a day or two and how far away they are: `Mon 7 Dec`, `to Wed 9 Dec, in 3 days`."""
    brief = page_locale().brief_day
    near = abs((first - today).days) < 300
    when, away = brief(first, weekday=True, year=not near), days_away(first, last, today)
    if last and last != first:
        return when, gettext(
            "to {day}, {away}", day=brief(last, weekday=True, year=not near), away=away
        )
    return when, away


def _openings(office: Office, replies: Sequence[Listed], today: date) -> Iterator[AgendaItem]:
    """Yield the first days on which an appeal may be open, of requests whose reply is near."""
    last = today + THIRTY_DAYS
    for listed in replies:
        row, opens = listed.row, listed.row.agenda.file_opens
        if opens is None or not listed.today < opens <= last:
            continue
        stage = office.library.stage_title(row.law, row.agenda.file_stage, page_language())
        note = _first_advised(row)
        when, away = _on(opens, opens, listed.today)
        title = gettext("May open, if nothing comes: {stage}", stage=stage)
        yield AgendaItem("opens", listed, title, opens, opens, when, away, _REQUEST, "", note)


def _first_advised(row: CaseRow) -> str:
    """Return the days advised for filing, or the last safe day; empty if there is none."""
    safe, first = row.last_safe_day, row.agenda.file_from
    if safe is None:
        return ""
    if first and first <= safe:
        return said_days(FilingDays(first, safe), first - ONE_DAY, page_locale())
    return gettext("last safe day to file: {day}", day=page_locale().short_day(safe))


def _why_held(office: Office, listed: Listed) -> str:
    with office.cases.look(listed.row.reference) as case:
        return why_held(case_status_of(case.history, office.library))


def said_next(found: Upcoming, today: date) -> str:
    """Return what falls due next, and what is due today, as one line."""
    now = _due_now(found, today)
    ahead = found.next
    if now or ahead is None:
        return now or gettext("Nothing is due today.")
    away = days_away(ahead.first, ahead.last, ahead.listed.today)
    about = gettext("{title}, {block}", title=ahead.title, block=ahead.listed.block)
    ahead_said = gettext("Next deadline {away}: {what}.", away=away, what=about)
    return f"{ahead_said} {gettext('Nothing is due today.')}"


def _due_now(found: Upcoming, today: date) -> str:
    """Return how many deadlines end today, or may have ended; empty if there is none.

    A provisional deadline ends between two dates, and on a day between them nobody can say that it
    ends today.
    """
    ends = [(each.first, each.last or each.first) for each in found.dated if not each.late]
    due = sum(today in span for span in ends)
    between = sum(first < today < last for first, last in ends)
    sentences = (
        (due, ngettext("{number} deadline is today.", "{number} deadlines are today.", due)),
        (
            between,
            ngettext(
                "{number} deadline is between its earliest and its latest date.",
                "{number} deadlines are between their earliest and latest dates.",
                between,
            ),
        ),
    )
    return " ".join(said for number, said in sentences if number)
