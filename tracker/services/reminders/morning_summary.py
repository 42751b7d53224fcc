"""The morning summary: one mail a day for each person, with what there is to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.case.agenda import Matter
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.services.ports.reminders import Mail, ReminderChoice
from tracker.services.reminders.calendars import ends
from tracker.services.reminders.watching import Staff

WEEK = timedelta(days=7)
WINDOW = timedelta(days=14)
AHEAD = {
    Matter.REPLY: WEEK,
    Matter.HELD: WEEK,
    Matter.FILE: WINDOW,
    Matter.HEAR: WINDOW,
    Matter.COMPLY: WEEK,
}
_PAGE = 200
# Most lines under one heading. The desk has all of them.
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Digest:
    """The summary for one person and one morning: headings, each with its lines."""

    account: str
    day: date
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def number(self) -> int:
        """Return the number of lines."""
        return sum(len(lines) for _, lines in self.parts)


def send_digests(office: Office) -> tuple[Digest, ...]:
    """Queue today's summary for everyone whose hour has come.

    There is one for each person and day, also after the hour. A missed day is not made up for, and
    a morning with nothing to do makes no mail.
    """
    staff = Staff(office)
    sent = []
    for account in staff.accounts:
        choice = staff.choice(account)
        day = _due(office, account, choice)
        if day is None:
            continue
        locale = staff.locale(office, account)
        digest = summary_of(office, account, day, locale)
        with office.cases.together():
            if office.morning_summaries.note_digest(account, day) and digest.number:
                office.outbox.put(_mail(office, digest, locale))
                sent.append(digest)
    return tuple(sent)


def _due(office: Office, account: str, choice: ReminderChoice) -> date | None:
    """Return the date of the summary that a person is due now, in their own zone, None if none."""
    here = office.now().astimezone(ZoneInfo(choice.zone or usual_zone(office)))
    last = office.morning_summaries.last_digest(account)
    if not choice.digest or here.hour < choice.hour or (last and here.date() <= last):
        return None
    return here.date()


def usual_zone(office: Office) -> str:
    """Return the zone of the body that most open requests ask, UTC if there are none."""
    return office.library.zone_of(office.morning_summaries.usual_body())


def usual_today(office: Office) -> date:
    """Return the day in the office’s usual zone, in which most open requests count."""
    return office.now().astimezone(ZoneInfo(usual_zone(office))).date()


def summary_of(office: Office, account: str, day: date, locale: Locale) -> Digest:
    """Return what a person has to do on a date, for the requests that they watch."""
    watched = frozenset(office.watchers.watched_by(account))
    rows = {matter: list(_rows(office, watched, matter, day)) for matter in Matter}
    ends = sorted(
        [
            *_replies(office, rows[Matter.REPLY], locale),
            *_windows(office, rows[Matter.FILE], day, locale),
            *_set_days(office, rows[Matter.HEAR], rows[Matter.COMPLY], locale),
        ]
    )

    def named(matter: Matter) -> Iterator[str]:
        return (_named(office, row, locale) for row in rows[matter])

    say = locale.say
    parts: dict[str, Iterable[str]] = {
        say("Unread documents"): named(Matter.READ),
        say("Deadlines today"): [line for on, line in ends if on == day],
        say("Deadlines this week"): [line for on, line in ends if day < on <= day + WEEK],
        say("Appeal windows that close within 2 weeks"): [
            line for on, line in ends if on > day + WEEK
        ],
        say("Deadlines that passed this week"): [
            line for on, line in ends if day - WEEK <= on < day
        ],
        say("Bodies’ deadlines that cannot be calculated"): named(Matter.HELD),
        say("Non-responses to review"): named(Matter.DECIDE),
        say("Letters to approve, send or prove"): named(Matter.LETTER),
        say("Your tasks, due within a week"): _tasks(office, account, day, locale),
        say("Reminders you have not acknowledged"): _unheeded(office, account, locale),
    }
    told = ((head, tuple(lines)) for head, lines in parts.items())
    return Digest(account, day, tuple((head, lines) for head, lines in told if lines))


def _rows(office: Office, watched: frozenset[str], matter: Matter, day: date) -> Iterator[CaseRow]:
    """Yield the rows of watched requests in which `matter` has to be done."""
    until = day + AHEAD[matter] if matter in AHEAD else None
    after = 0
    while page := office.case_rows.rows(RowFilter(matter=matter, until=until), after, _PAGE)[0]:
        yield from (row for row in page if row.open and row.reference in watched)
        after += len(page)


def _replies(
    office: Office, rows: Iterable[CaseRow], locale: Locale
) -> Iterator[tuple[date, str]]:
    """Yield the deadlines of bodies. Non-response is certain only after the latest day."""
    for row in rows:
        on = row.agenda.reply_latest
        if on:
            stage = _stage(office, row.law, row.agenda.reply_stage, locale)
            what = locale.say("{stage}, deadline of the body", stage=stage)
            yield on, _line(office, row, on, what, locale)


def _windows(
    office: Office, rows: Iterable[CaseRow], day: date, locale: Locale
) -> Iterator[tuple[date, str]]:
    """Yield the last safe day of each open window, or its end if it has none."""
    for row in rows:
        on, opens = row.last_safe_day or row.window_closes, row.agenda.file_opens
        if on and opens and opens <= day:
            stage = _stage(office, row.law, row.agenda.file_stage, locale)
            what = locale.say("{stage}, {ends}", stage=stage, ends=locale.say(ends(row)))
            yield on, _line(office, row, on, what, locale)


def _set_days(
    office: Office, hear: Iterable[CaseRow], comply: Iterable[CaseRow], locale: Locale
) -> Iterator[tuple[date, str]]:
    """Yield hearings and deadlines of orders."""
    for row in hear:
        if on := row.agenda.hear_on:
            yield on, _line(office, row, on, locale.say("hearing"), locale)
    for row in comply:
        if on := row.agenda.comply_by:
            what = locale.say("deadline to comply with the order")
            yield on, _line(office, row, on, what, locale)


def _line(office: Office, row: CaseRow, on: date, what: str, locale: Locale) -> str:
    who = _named(office, row, locale)
    return locale.say("{day}: {what}. {who}", day=locale.day(on), what=what, who=who)


def _tasks(office: Office, account: str, day: date, locale: Locale) -> Iterator[str]:
    """Yield the tasks of a person, without their words, which may name someone."""
    for task in office.workbook.tasks.open_tasks(account, _PAGE, day + WEEK)[0]:
        reference = task.reference.upper()
        yield locale.say("{day}: about {reference}", day=locale.day(task.due), reference=reference)


def _unheeded(office: Office, account: str, locale: Locale) -> Iterator[str]:
    for filed in office.reminders.open_for(account):
        reference, day = filed.reference.upper(), locale.day(filed.reminder.day)
        yield locale.say("{reference}: due {day}", reference=reference, day=day)


def _stage(office: Office, law: str, stage: str, locale: Locale) -> str:
    return office.library.stage_title(law, stage, locale.language)


def _named(office: Office, row: CaseRow, locale: Locale) -> str:
    """Return a request's public names and its reference."""
    body = office.library.body_short_name(row.body)
    block = office.library.block_title(row.block, locale.language)
    return f"{body}: {block} ({row.reference.upper()})"


def _mail(office: Office, digest: Digest, locale: Locale) -> Mail:
    return Mail(
        once=f"digest:{digest.account}:{digest.day}",
        message_id=office.new_message_id(),
        account=digest.account,
        subject=locale.say_count(
            "{day}: {number} thing to do",
            "{day}: {number} things to do",
            digest.number,
            day=locale.day(digest.day),
        ),
        words="\n".join(_words_of(digest, office.public_url, locale)),
        made_at=office.now(),
    )


def _words_of(digest: Digest, address: str, locale: Locale) -> Iterator[str]:
    """Yield the lines of a summary. `address` is that of the site."""
    say = locale.say
    yield say("Your list for {day}.", day=locale.day(digest.day))
    for head, lines in digest.parts:
        yield from ("", f"{head} ({len(lines)})")
        yield from (f"- {line}" for line in lines[:_MOST_LINES])
        if len(lines) > _MOST_LINES:
            yield f"- {say('and {number} more in the workspace', number=len(lines) - _MOST_LINES)}"
    yield from ("", say("Workspace: {address}", address=f"{address}/desk"))
    yield from (say("Reminders: {address}", address=f"{address}/desk/reminders"), "")
