"""Sends the mail that waits: each claimed by one process, sent outside of any transaction.

What was handed over and not yet noted when the process died is sent again, under the same
Message-ID: at least once is what can be promised of mail.
"""

import logging
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from tracker.domain.base.errors import Refusal
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.reminders import Claim, Mail, PostTrouble, Undeliverable
from tracker.services.public.alerting import note_refused, ready

_LOG = logging.getLogger(__name__)

# What a server says of whom it refuses.
_ADDRESSES = re.compile(r"\S+@\S+")
# How long a mail is waited for that another process began to send.
LEASE = timedelta(minutes=5)
# After each try in vain; after the last a person is needed. In all about a day and a half.
WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 15, 60, 240, 720, 1200))


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of the post did."""

    sent: int
    failed: int


def carry(office: Office, stop: Callable[[], bool] = lambda: False) -> Round:
    """Send what waits, one mail after the other, until nothing does or the server takes nothing.

    Any number of processes may carry at once. While acts are on hold, mail to readers waits.
    """
    sent = failed = 0
    readers = not office.holds.active()
    while not stop():
        now, token = office.now(), secrets.token_hex(8)
        claim = office.outbox.claim(now, now + LEASE, token, readers=readers)
        if claim is None:
            break
        try:
            sent += _deliver(office, claim)
        except Undeliverable as refusal:
            failed += 1
            _failed(office, claim, refusal, for_good=True)
        except PostTrouble as trouble:
            _failed(office, claim, trouble, for_good=False)
            return Round(sent, failed + 1)
    return Round(sent, failed)


def _deliver(office: Office, claim: Claim) -> bool:
    """Send one; whether it had to be: an account may be closed by now, or a reader have left."""
    addressed = _addressed(office, claim.mail)
    if addressed is None:
        office.outbox.dropped(claim)
        return False
    address, mail, language = addressed
    told = mail if office.live else _marked(mail, office.locale(language))
    office.post.deliver(address, told)
    office.outbox.sent(claim, office.now())
    if claim.mail.reader:
        office.subscriptions.reached(claim.mail.reader)
    return True


def _marked(mail: Mail, locale: Locale) -> Mail:
    """The mail of a demonstration, which says so in its subject and before its words."""
    warning = locale.say("Demonstration: the requests in it were not really filed.")
    subject = locale.say("[Demonstration] {subject}", subject=mail.subject)
    return replace(mail, subject=subject, words=f"{warning}\n\n{mail.words}")


def _addressed(office: Office, mail: Mail) -> tuple[str, Mail, str] | None:
    """Where a mail goes, as it goes out, and its language; None where it need not go any more.
    Raises Undeliverable where the address cannot be opened."""
    if mail.reader:
        try:
            return ready(office, mail)
        except Refusal as refusal:
            raise Undeliverable(refusal.message) from refusal
    account = office.people.account(mail.account)
    return (account.email, mail, account.language) if account and account.active else None


def _failed(office: Office, claim: Claim, why: Exception, *, for_good: bool) -> None:
    if for_good and claim.mail.reader:
        # No person has to look at it: readers are many, and none of them is known here.
        office.outbox.dropped(claim)
        note_refused(office, claim.mail)
        _LOG.warning("mail to a reader was refused for good")
        return
    over = for_good or claim.attempt > len(WAITS)
    again_at = None if over else office.now() + WAITS[claim.attempt - 1]
    # Neither address nor words: the log is read by others than those whom the mail is for.
    said = _ADDRESSES.sub("…", str(why))
    # Of a reader the desk is not told either.
    office.outbox.failed(claim, said if claim.mail.reader else str(why), again_at)
    _LOG.warning("mail %s was not sent (try %s): %s", claim.mail.once, claim.attempt, said)
