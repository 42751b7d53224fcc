"""Reminders of the deadlines of requests: each step once, none lost."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tracker.domain.base.errors import NotAllowed, NotOnFile
from tracker.domain.case.block_challenges import challenges_of
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.reminders import (
    Because,
    Plan,
    Reminder,
    next_look,
    plan,
    watched_in,
)
from tracker.services.cases.silence import require_same_edition
from tracker.services.core.holds import require_may_enter
from tracker.services.core.i18n import Locale
from tracker.services.core.left_out import as_refusal
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered, Busy, CaseFile
from tracker.services.ports.reminders import Mail
from tracker.services.reminders.reminder_words import about, mail_words, subject
from tracker.services.reminders.watching import Staff, watchers_of

_LOG = logging.getLogger(__name__)

_BATCH = 500


@dataclass(frozen=True, slots=True)
class MadeReminder:
    """A reminder that was made, with the text of its mail."""

    reference: str
    subject: str
    reminder: Reminder
    words: str


@dataclass(frozen=True, slots=True)
class Ended:
    """A reminder that was closed, with the reason."""

    reference: str
    seq: int
    because: Because


@dataclass(frozen=True, slots=True)
class Reminding:
    """The result of a round, and the requests that could not be examined, with the reason."""

    made: tuple[MadeReminder, ...]
    ended: tuple[Ended, ...]
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Looked:
    """The result of examining one request."""

    made: tuple[MadeReminder, ...]
    plan: Plan
    watchers: tuple[str, ...]
    again_on: date | None


def remind(
    office: Office,
    on: date | None = None,
    *,
    dry_run: bool = False,
    stop: Callable[[], bool] = lambda: False,
) -> Reminding:
    """Make the reminders due as of `on`, or of today at each body. Safe to repeat.

    Raises NotAllowed if the office was last calculated under another library version, and for a
    future date in a live office, unless `dry_run` is set. Raises OnHold if the clock is wrong.
    """
    if not dry_run:
        require_may_enter(office)
    require_same_edition(office)
    if on and on > office.latest_today() and office.premises.state().live and not dry_run:
        raise NotAllowed(
            "{on} is in the future. A live office sends reminders only up to today.", on=on
        )
    staff = Staff(office)
    made: list[MadeReminder] = []
    ended: list[Ended] = []
    failed: list[tuple[str, str]] = []
    for reference in _candidates(office, on or office.latest_today(), staff):
        if stop():
            break  # the next round finds the rest
        try:
            look = _look if dry_run else _remind_one
            looked = look(office, reference, staff, on)
        except Busy:
            continue  # another writer has it open; the next round finds it again
        except Exception as error:
            refusal = as_refusal(error, reference)
            _LOG.error("nobody was reminded of request %s: %s", reference, refusal)
            failed.append((reference, str(refusal)))
            continue
        made += looked.made
        ended += [Ended(reference, old.seq, because) for old, because in looked.plan.ended]
    return Reminding(tuple(made), tuple(ended), tuple(failed))


def _candidates(office: Office, day: date, staff: Staff) -> Iterator[str]:
    after = ""
    while found := office.reminders.to_look_at(day, staff.digest, _BATCH, after):
        yield from found
        after = found[-1]


def _look(office: Office, reference: str, staff: Staff, on: date | None) -> _Looked:
    """Return what would be done, without writing anything."""
    with office.cases.look(reference) as case:
        return _looked(office, case, staff, on)


def _remind_one(office: Office, reference: str, staff: Staff, on: date | None) -> _Looked:
    with office.cases.open(reference, wait=False) as case:
        looked = _looked(office, case, staff, on)
        _end(office, reference, looked.plan)
        _keep(office, looked, staff)
        office.watchers.note_watchers(reference, looked.watchers)
        office.reminders.looked(reference, looked.again_on, staff.digest)
        return looked


def _looked(office: Office, case: CaseFile, staff: Staff, on: date | None) -> _Looked:
    row = case.row()
    if row and row.edition != office.library.digest:
        raise NotAllowed("The law library has changed since this was calculated.")
    case_status = case_status_of(case.history, office.library)
    drafted = case_status.case_state.drafted
    if drafted is None:
        return _Looked((), Plan(), (), None)
    today = on or office.today_at(drafted.body)
    accounts = watchers_of(office, case.reference, case_status.case_state, staff)
    watchers = staff.reminded(accounts)
    others = staff.reminded([admin for admin in staff.admins if admin not in accounts])
    zone = ZoneInfo(office.library.zone_of(drafted.body))
    block = office.library.blocks.get(drafted.block)
    challenges = challenges_of(block, office.library) if block else ()
    watched = watched_in(case_status, zone, challenges)
    kept = office.reminders.of(case.reference)
    planned = plan(case_status, watched, kept, watchers, others, today)
    made = tuple(
        _made(office, case.reference, case_status, new, today, staff.locale(office, new.person))
        for new in planned.made
    )
    return _Looked(made, planned, accounts, next_look(watched, watchers, today))


def _made(
    office: Office,
    reference: str,
    case_status: CaseStatus,
    new: Reminder,
    today: date,
    locale: Locale,
) -> MadeReminder:
    known = about(office.library, reference, case_status, new, locale)
    words = mail_words(known, new, today, office.public_url, locale)
    return MadeReminder(reference, subject(known, new, today, locale), new, words)


def _keep(office: Office, looked: _Looked, staff: Staff) -> None:
    """Store the reminders, and queue a mail for each person who wants mail."""
    at = office.now()
    for made in looked.made:
        try:
            seq = office.reminders.add(made.reference, made.reminder, at)
        except AlreadyEntered:
            continue  # its row cannot be read, which is noted where it was left out
        person = made.reminder.person
        if staff.choice(person).by_mail:
            once = _once(made.reference, seq)
            mail_id = office.new_message_id()
            office.outbox.put(Mail(once, mail_id, person, made.subject, made.words, at))


def _end(office: Office, reference: str, planned: Plan) -> None:
    """Close reminders that no longer hold, and withdraw mail that nobody has begun to send."""
    for old, because in planned.ended:
        office.reminders.end(reference, old.seq, because, office.now())
        office.outbox.withdraw(_once(reference, old.seq))


def _once(reference: str, seq: int) -> str:
    return f"reminder:{reference}:{seq}"


def acknowledge_reminder(office: Office, reference: str, seq: int, *, by: str) -> None:
    """Record that this person saw a reminder. It closes no deadline.

    Raises NotOnFile if it is not this person's, or is closed.
    """
    if not office.reminders.acknowledge(reference, seq, by, office.now()):
        raise NotOnFile("This reminder is no longer waiting for you. Reload the page.")
