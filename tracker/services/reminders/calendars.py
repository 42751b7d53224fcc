"""Calendar feeds: deadlines for a person's calendar, at a secret address that can be revoked."""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.case.block_challenges import challenges_ending
from tracker.domain.case.filing_days import FilingDays
from tracker.domain.case.reminders import challenge_place
from tracker.services.core.audit import note_act
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.deadlines.challenge_words import challenge_cite, challenge_title
from tracker.services.deadlines.filing_words import said_days
from tracker.services.people.guests import office_for
from tracker.services.people.sessions import digest
from tracker.services.ports.case_rows import MOST_ROWS_COUNTED
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.services.ports.people import Account, AuditAct, CalendarFeed

# The word for a new calendar address in the audit trail.
CALENDAR = "calendar"
_CHALLENGE = Message("last safe day to challenge the block itself")
_AT_ONCE = 500
MOST_FEEDS = 20
LONGEST_CALENDAR_NAME = 60


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A calendar entry of a request, without any person's name.

    `until` is the last day it may be.
    """

    reference: str
    kind: str
    on: date
    until: date
    title: str
    says: str


def add_feed(office: Office, account: Account, name: str, *, own: bool, bare: bool) -> str:
    """Create a calendar address and return its secret, which is shown only now.

    Only its digest is stored. Raises BadInput without a name, or if a person has too many.
    """
    name = name.strip()[:LONGEST_CALENDAR_NAME]
    if not name:
        raise BadInput("Enter a name, so that you recognise the calendar when you revoke it.")
    if len(office.people.feeds.of(account.id)) >= MOST_FEEDS:
        raise BadInput(
            "You have {most_feeds} calendars. Revoke one before you add another.",
            most_feeds=MOST_FEEDS,
        )
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(digest(token), account.id, name, own, bare, office.now())
    office.people.feeds.add(feed)
    note_act(office, AuditAct.EXPORTED, who=account.id, about=CALENDAR)
    return token


def feed_of(office: Office, token: str) -> tuple[CalendarFeed, Account]:
    """Return the calendar feed with a secret, and its person.

    Raises NotOnFile if it was revoked, or the person's account is closed.
    """
    feed = office.people.feeds.feed(digest(token))
    account = office.people.account(feed.account) if feed else None
    if feed is None or account is None or not account.active:
        raise NotOnFile("That calendar was not found. Get its address in the workspace.")
    return feed, account


def calendar_days(office: Office, feed: CalendarFeed, account: Account) -> Iterator[CalendarDay]:
    """Yield the calendar entries of the open requests that a person sees.

    Each has its section and request, in the language that the person chose for the workspace.
    """
    locale = office.locale(account.language)
    seen = office_for(office, account)
    shown, after = RowFilter(charge=account.id if feed.own else ""), 0
    about: dict[str, CaseRow] = {}
    while True:
        rows, total = seen.case_rows.rows(shown, after, _AT_ONCE)
        for row in (row for row in rows if row.open):
            about.setdefault(row.block, row)
            yield from _days(office, row, locale, bare=feed.bare)
        after += _AT_ONCE
        if after >= total and not (rows and total > MOST_ROWS_COUNTED):
            break
    yield from _challenges(office, about, locale, bare=feed.bare)


def _challenges(
    office: Office, about: Mapping[str, CaseRow], locale: Locale, *, bare: bool
) -> Iterator[CalendarDay]:
    """Yield the last days to challenge a block itself, each with one of the requests about it."""
    today = office.latest_today()
    ending = challenges_ending(office.library, today, date.max)
    for block, found in ending:
        if found.last and block.key in about:
            row = about[block.key]
            who = _named(office, row, locale, bare=bare)
            title = locale.say("{who}: {what}", who=who, what=locale.say(_CHALLENGE))
            says = (
                ""
                if bare
                else f"{challenge_title(found, locale)} ({challenge_cite(found, locale)})."
            )
            kind = f"challenge {challenge_place(found)}"
            yield CalendarDay(row.reference, kind, found.last, found.last, title, says)


def _days(office: Office, row: CaseRow, locale: Locale, *, bare: bool) -> Iterator[CalendarDay]:
    agenda, who, say = row.agenda, _named(office, row, locale, bare=bare), locale.say

    def under(stage: str, section: str) -> str:
        return "" if bare else _under(office, row.law, stage, section, locale)

    if agenda.reply_earliest:
        last = agenda.reply_latest or agenda.reply_earliest
        title = say("{who}: {what}", who=who, what=say("deadline to respond"))
        says = under(agenda.reply_stage, agenda.reply_section)
        if agenda.reply_latest is None:
            says = f"{says} {say('The latest date cannot be calculated.')}".strip()
        yield CalendarDay(row.reference, "reply", agenda.reply_earliest, last, title, says)
    if by := row.last_safe_day or row.window_closes:
        says = under(agenda.file_stage, agenda.file_section)
        days = FilingDays(agenda.file_from, by)
        if row.last_safe_day and days.certain and not bare:
            says = f"{at_start(said_days(days, date.min, locale))}. {says}".strip()
        title = say("{who}: {what}", who=who, what=say(ends(row)))
        yield CalendarDay(row.reference, "file", by, by, title, says)
    yield from _set_days(row, who, locale, bare=bare)


def _set_days(row: CaseRow, who: str, locale: Locale, *, bare: bool) -> Iterator[CalendarDay]:
    """Yield the hearing, and the deadline of an order.

    Nobody is signed in when a calendar is fetched, so what is sealed about a hearing stays in the
    diary.
    """
    hear, comply, say = row.agenda.hear_on, row.agenda.comply_by, locale.say
    if hear:
        title = say("{who}: {what}", who=who, what=say("hearing"))
        says = "" if bare else say("Time, bench, counsel and room are in the hearing diary.")
        yield CalendarDay(row.reference, "hear", hear, hear, title, says)
    if comply:
        title = say("{who}: {what}", who=who, what=say("deadline to comply with the order"))
        yield CalendarDay(row.reference, "comply", comply, comply, title, "")


def ends(row: CaseRow) -> str:
    """Return words for the date by which a requester files.

    The end of a window is never called a safe day.
    """
    return (
        Message("last safe day to file")
        if row.last_safe_day
        else Message("appeal window closes, no safe day left")
    )


def _named(office: Office, row: CaseRow, locale: Locale, *, bare: bool) -> str:
    """Return the request's name in a calendar: its reference alone if `bare`."""
    if bare:
        return row.reference.upper()
    body = office.library.body_short_name(row.body)
    block = office.library.block_title(row.block, locale.language)
    return locale.listed([body, f"{block} ({row.reference.upper()})"])


def _under(office: Office, law: str, stage: str, section: str, locale: Locale) -> str:
    """Return the law's name of a stage, and the section that sets the deadline."""
    title = office.library.stage_title(law, stage, locale.language)
    return f"{title}. {office.library.section(law, section, locale.language)}."
