"""Mails about missed deadlines that mail has held back for more than three days."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from tracker.domain.correspondence.silence_holds import TOLD_AFTER, SilenceHold
from tracker.services.cases.held_back import HOLD_REASONS, HeldLapse
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.reminders import Mail
from tracker.services.reminders.watching import Staff

_MOST_LINES = 50
_Holds = Mapping[str, tuple[SilenceHold, ...]]


def tell_of_long_holds(office: Office, held: Iterable[HeldLapse]) -> int:
    """Queue a mail to each person who watches a request with a missed deadline held back for too
    long, and return how many were queued.

    Nobody gets the same mail twice. It names no person and quotes no mail.
    """
    before, long = office.now() - TOLD_AFTER, dict[str, dict[SilenceHold, None]]()
    for lapse in held:
        old = [each.hold for each in lapse.reasons if each.since <= before]
        if old:
            long.setdefault(lapse.reference, {}).update(dict.fromkeys(old))
    if not long:
        return 0
    staff, told = Staff(office), 0
    for account in staff.accounts:
        mine = sorted(long.keys() & set(office.watchers.watched_by(account)))
        if mine:
            holds = {reference: tuple(long[reference]) for reference in mine}
            told += office.outbox.put(_mail(office, account, holds, staff.locale(office, account)))
    return told


def _mail(office: Office, account: str, holds: _Holds, locale: Locale) -> Mail:
    occasion = hashlib.sha256(repr(sorted(holds.items())).encode()).hexdigest()[:16]
    return Mail(
        once=f"held:{account}:{occasion}",
        message_id=office.new_message_id(),
        account=account,
        subject=locale.say_count(
            "Mail holds back a non-response in {number} request",
            "Mail holds back non-responses in {number} requests",
            len(holds),
        ),
        words="\n".join(_words(holds, office.public_url, locale)),
        made_at=office.now(),
    )


def _words(holds: _Holds, address: str, locale: Locale) -> Iterator[str]:
    yield locale.say(
        "In these requests a time limit has passed. That is not logged yet, because something has "
        "waited for a decision for more than 3 days."
    )
    for reference, reasons in list(holds.items())[:_MOST_LINES]:
        why = " ".join(locale.words(HOLD_REASONS[each]) for each in reasons)
        yield f"- {reference.upper()}: {why}"
    yield from ("", locale.say("Workspace: {address}", address=f"{address}/desk"), "")
