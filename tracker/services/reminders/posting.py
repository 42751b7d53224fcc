"""The sender of queued mail: each is claimed by one process, and sent outside of transactions.

A mail that was handed over but not recorded as sent, because the process died, is sent again with
the same Message-ID: mail can only be promised to arrive at least once.
"""

import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tracker.domain.base.errors import Refusal
from tracker.services.core.holds import CLOCK_HOLDS
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.reminders import Claim, Mail, PostTrouble, Undeliverable
from tracker.services.public.alerting import note_refused, ready

_LOG = logging.getLogger(__name__)

# Addresses in the error messages of mail servers.
_ADDRESSES = re.compile(r"\S+@\S+")
# How long a mail is reserved for the process that began to send it.
LEASE = timedelta(minutes=5)
# The wait after each failed attempt, about a day and a half in all. After the last, a person
# has to act.
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1200))


@dataclass(frozen=True, slots=True)
class Round:
    """The result of sending: how many mails were sent, and how many failed."""

    sent: int
    failed: int


def carry(office: Office, stop: Callable[[], bool] = lambda: False) -> Round:
    """Send queued mail, one after the other, until none is left or the server is unavailable.

    Several processes may do this at once. While acts are on hold, mail to readers waits.
    """
    sent = failed = 0
    holds = frozenset(office.holds.active())
    while not stop():
        now, token = office.now(), secrets.token_hex(8)
        claim = office.outbox.claim(now, now + LEASE, token, readers=not holds)
        if claim is None:
            break
        try:
            sent += _deliver(office, claim, doubtful=bool(CLOCK_HOLDS & holds))
        except Undeliverable as refusal:
            failed += 1
            _failed(office, claim, refusal, for_good=True)
        except PostTrouble as trouble:
            _failed(office, claim, trouble, for_good=False)
            return Round(sent, failed + 1)
    return Round(sent, failed)


def _deliver(office: Office, claim: Claim, *, doubtful: bool) -> bool:
    """Send one mail; return False if it need not be sent any more.

    An account may have been closed, or a reader may have unsubscribed.
    """
    addressed = _addressed(office, claim.mail)
    if addressed is None:
        office.outbox.dropped(claim)
        return False
    address, mail, language = addressed
    told = mail if office.live else _marked(mail, office.locale(language))
    if doubtful:
        told = _with_doubt(told, office.locale(language))
    office.post.deliver(address, told)
    office.outbox.sent(claim, office.now())
    if claim.mail.reader:
        office.subscriptions.reached(claim.mail.reader)
    return True


def _with_doubt(mail: Mail, locale: Locale) -> Mail:
    """Return a reminder that says that the days in it may be wrong."""
    doubt = locale.say(
        "Server date uncertain. Compare each date in this message with a calendar. Until someone "
        "has confirmed the date, nothing is logged as late and nothing is published."
    )
    return replace(mail, words=f"{doubt}\n\n{mail.words}")


def _marked(mail: Mail, locale: Locale) -> Mail:
    """Return the mail of a demonstration, with a warning in its subject and before its text."""
    warning = locale.say("Demonstration: no request here was really filed.")
    subject = locale.say("[Demonstration] {subject}", subject=mail.subject)
    return replace(mail, subject=subject, words=f"{warning}\n\n{mail.words}")


def _addressed(office: Office, mail: Mail) -> tuple[str, Mail, str] | None:
    """Return the address, the finished mail and its language, None if it need not be sent.

    Raises Undeliverable if the address cannot be decrypted.
    """
    if mail.reader:
        try:
            return ready(office, mail)
        except Refusal as refusal:
            raise Undeliverable(refusal.message) from refusal
    account = office.people.account(mail.account)
    return (account.email, mail, account.language) if account and account.active else None


def _failed(office: Office, claim: Claim, why: Exception, *, for_good: bool) -> None:
    if for_good and claim.mail.reader:
        # No member of staff has to act on the mail of an unknown reader.
        office.outbox.dropped(claim)
        note_refused(office, claim.mail)
        _LOG.warning("mail to a reader was refused permanently")
        return
    over = for_good or claim.attempt > len(WAITS)
    again_at = None if over else office.now() + WAITS[claim.attempt - 1]
    # Keep addresses and words out of the log, which other people read.
    said = _ADDRESSES.sub("…", str(why))
    # Hide the address of a reader from the workspace too.
    office.outbox.failed(claim, said if claim.mail.reader else str(why), again_at)
    _LOG.warning("mail %s was not sent (try %s): %s", claim.mail.once, claim.attempt, said)
