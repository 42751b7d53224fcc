"""The digest of a morning: for each person once a day, what there is to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from tracker.domain.agenda import Matter
from tracker.services.calendars import ends
from tracker.services.days import ENGLISH
from tracker.services.office import Office
from tracker.services.ports import Filter, Row
from tracker.services.ports_reminding import Choice, Mail
from tracker.services.watching import Staff

WEEK = timedelta(days=7)
WINDOW = timedelta(days=14)
AHEAD = {
    Matter.REPLY: WEEK,
    Matter.HELD: WEEK,
    Matter.FILE: WINDOW,
    Matter.HEAR: WINDOW,
    Matter.COMPLY: WEEK,
}
PAGE = 200
# More lines than a person reads: the desk has them all.
MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told on one morning: headings, each with its lines."""

    account: str
    day: date
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def number(self) -> int:
        """How many things there are."""
        return sum(len(lines) for _, lines in self.parts)


def send_digests(office: Office) -> tuple[Digest, ...]:
    """Put the digest of today into the outbox for everybody whose hour has come.

    Once a person and day, also after the hour; a day that was missed is not made up for. A morning
    with nothing to do makes no mail.
    """
    staff = Staff(office)
    sent = []
    for account in staff.accounts:
        choice = staff.choice(account)
        day = _due(office, account, choice)
        if day is None:
            continue
        digest = digest_of(office, account, day)
        with office.cases.together():
            if office.reminders.note_digest(account, day) and digest.number:
                office.outbox.put(_mail(office, digest))
                sent.append(digest)
    return tuple(sent)


def _due(office: Office, account: str, choice: Choice) -> date | None:
    """The day of which this person is owed a digest now, by that person's own clock."""
    here = office.now().astimezone(ZoneInfo(choice.zone or usual_zone(office)))
    last = office.reminders.last_digest(account)
    if not choice.digest or here.hour < choice.hour or (last and here.date() <= last):
        return None
    return here.date()


def usual_zone(office: Office) -> str:
    """The zone of the body that most open requests ask; UTC where there are none."""
    body = office.library.bodies.get(office.reminders.usual_body())
    return office.library.calendars[body.calendar].zone if body else "UTC"


def digest_of(office: Office, account: str, day: date) -> Digest:
    """What this person has to do on that day, about the requests of which it is reminded."""
    watched = frozenset(office.reminders.watched_by(account))
    rows = {matter: list(_rows(office, watched, matter, day)) for matter in Matter}
    ends = sorted(
        [
            *_replies(office, rows[Matter.REPLY]),
            *_windows(office, rows[Matter.FILE], day),
            *_set_days(office, rows[Matter.HEAR], rows[Matter.COMPLY]),
        ]
    )
    parts = {
        "Papers that wait to be read": [_named(office, row) for row in rows[Matter.READ]],
        "Last day today": [line for on, line in ends if on == day],
        "Last day within a week": [line for on, line in ends if day < on <= day + WEEK],
        "Windows that close within two weeks": [line for on, line in ends if on > day + WEEK],
        "Last day passed this week": [line for on, line in ends if day - WEEK <= on < day],
        "Last days of bodies that cannot be told": [
            _named(office, row) for row in rows[Matter.HELD]
        ],
        "Silences that need a person’s word": [_named(office, row) for row in rows[Matter.DECIDE]],
        "Letters to approve, send or prove": [_named(office, row) for row in rows[Matter.LETTER]],
        "Your tasks, due within a week": list(_tasks(office, account, day)),
        "Reminders that you have not acknowledged": list(_unheeded(office, account)),
    }
    return Digest(account, day, tuple((head, tuple(said)) for head, said in parts.items() if said))


def _rows(office: Office, watched: frozenset[str], matter: Matter, day: date) -> Iterator[Row]:
    """The lines of the watched requests in which that matter has to be done, a page at a time."""
    until = day + AHEAD[matter] if matter in AHEAD else None
    after = 0
    while page := office.cases.rows(Filter(matter=matter, until=until), after, PAGE)[0]:
        yield from (row for row in page if row.open and row.reference in watched)
        after += len(page)


def _replies(office: Office, rows: Iterable[Row]) -> Iterator[tuple[date, str]]:
    """The last days of bodies: silence is a fact after the latest day only."""
    for row in rows:
        on = row.agenda.reply_latest
        if on:
            stage = office.library.stage_title(row.law, row.agenda.reply_stage)
            yield on, f"{ENGLISH.day(on)}: {stage}, last day of the body. {_named(office, row)}"


def _windows(office: Office, rows: Iterable[Row], day: date) -> Iterator[tuple[date, str]]:
    """The last safe days of windows that are open; of one without, the day on which it ends."""
    for row in rows:
        on, opens = row.last_safe_day or row.window_closes, row.agenda.file_opens
        if on and opens and opens <= day:
            stage = office.library.stage_title(row.law, row.agenda.file_stage)
            yield on, f"{ENGLISH.day(on)}: {stage}, {ends(row)}. {_named(office, row)}"


def _set_days(
    office: Office, hear: Iterable[Row], comply: Iterable[Row]
) -> Iterator[tuple[date, str]]:
    """Hearings, and days by which orders are to be obeyed."""
    for row in hear:
        if on := row.agenda.hear_on:
            yield on, f"{ENGLISH.day(on)}: hearing. {_named(office, row)}"
    for row in comply:
        if on := row.agenda.comply_by:
            yield on, f"{ENGLISH.day(on)}: last day to obey the order. {_named(office, row)}"


def _tasks(office: Office, account: str, day: date) -> Iterator[str]:
    """The tasks of this person: what they say stays at the desk, since it may name somebody."""
    for task in office.workbook.tasks.open_tasks(account, PAGE, day + WEEK)[0]:
        yield f"{ENGLISH.day(task.due)}: about {task.reference.upper()}"


def _unheeded(office: Office, account: str) -> Iterator[str]:
    for filed in office.reminders.open_for(account):
        yield f"{filed.reference.upper()}: last day {ENGLISH.day(filed.reminder.day)}"


def _named(office: Office, row: Row) -> str:
    """A request by reference and public names."""
    body, block = (
        office.library.body_short_name(row.body),
        office.library.block_title(row.block),
    )
    return f"{body}: {block} ({row.reference.upper()})"


def _mail(office: Office, digest: Digest) -> Mail:
    things = "thing" if digest.number == 1 else "things"
    return Mail(
        once=f"digest:{digest.account}:{digest.day}",
        message_id=office.new_message_id(),
        account=digest.account,
        subject=f"{ENGLISH.day(digest.day)}: {digest.number} {things} to look at",
        words="\n".join(words_of(digest, office.public_url)),
        made_at=office.now(),
    )


def words_of(digest: Digest, address: str) -> Iterator[str]:
    """The text of a digest; `address` is that of the desk."""
    yield f"What there is to look at on {ENGLISH.day(digest.day)}."
    for head, lines in digest.parts:
        yield from ("", f"{head} ({len(lines)})")
        yield from (f"- {line}" for line in lines[:MOST_LINES])
        if len(lines) > MOST_LINES:
            yield f"- and {len(lines) - MOST_LINES} more at the desk"
    yield from ("", f"The desk: {address}/desk", f"Reminders: {address}/desk/reminders", "")
