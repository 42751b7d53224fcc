"""Alerts for readers: one mail to confirm an address, then at most one a day with changes.

Alerts come from the public record alone, in the order of the public log. The outbox stores neither
the address nor the words of such a mail: both are filled in when it is sent, so that it has
nothing that was taken down in the meantime, and no mail goes to people who unsubscribed.
"""

import logging
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date

from tracker.domain.base.errors import NotAllowed, NotOnFile, Refusal
from tracker.domain.record.alerts import (
    LINK_LASTS,
    MOST_LINES,
    MOST_REFUSED,
    AlertEntry,
    Followed,
    Subject,
    confirmed_by,
    day_of_alerts,
    is_over,
    mail_address,
)
from tracker.domain.record.record import Record
from tracker.services.core.holds import at_certain_time
from tracker.services.core.left_out import note_left_out
from tracker.services.core.office import Office
from tracker.services.core.throttling import EVERYBODY, TooOften, take_attempts
from tracker.services.ports.alerts import Subscription
from tracker.services.ports.reminders import Mail, Post
from tracker.services.public.alert_words import (
    address_in,
    alert_subject,
    alert_words,
    confirm_subject,
    confirm_words,
    told_title,
)
from tracker.services.public.following import (
    corrected_since,
    followed_title,
    require_followed,
    sought,
)

_LOG = logging.getLogger(__name__)

# Most subscription requests in 15 minutes, from one network and from all.
ASKED_FROM_ONE, ASKED_FROM_ALL = 10, 100
_PAGE = 500
# Most corrections examined for one reader since the last email.
MOST_CORRECTED = 200
_LIST_ADDRESSES = {
    Followed.ALL: "/requests",
    Followed.BLOCK: "/blocks/{key}",
    Followed.BODY: "/bodies/{key}",
    Followed.OUTCOME: "/requests",
    Followed.REQUEST: "/requests/{key}",
}


def alerts_offered_by(post: Post, *, live: bool) -> bool:
    """Return whether alerts are offered: mail leaves this machine, or it is a demonstration."""
    return post.destination.outside or not live


def ask(
    office: Office, typed: str, subject: Subject, language: str, *, network: str, key: bytes
) -> None:
    """Send the mail that asks a reader to confirm an address.

    A known address gets no mail, and everything else happens alike in one transaction, so that
    nobody learns who follows what. Requests are counted under keyed digests. Raises BadInput for a
    malformed address, NotOnFile for an unknown subject, NotAllowed if no mail is sent from here
    and after too many requests.
    """
    if not alerts_offered_by(office.post, live=office.live):
        raise NotAllowed("This site sends no alerts. Follow the feed instead.")
    address, now = mail_address(typed), office.now()
    require_followed(subject, office.library, office.records)
    limits = {f"alerts:{network}": ASKED_FROM_ONE, f"alerts:{EVERYBODY}": ASKED_FROM_ALL}
    with office.cases.together():
        if not take_attempts(office, limits, key):
            raise TooOften("Too many alert requests. Wait 15 minutes and try again.")
        office.subscriptions.forget_unconfirmed(now - LINK_LASTS)
        token, id_ = secrets.token_urlsafe(32), secrets.token_hex(16)
        new = Subscription(id_, address, token, subject, language, now)
        if office.subscriptions.ask(new):
            office.outbox.put(_mail(office, new.id, f"confirm:{new.id}", ""))


def asked_with(office: Office, token: str) -> Subscription | None:
    """Return the subscription of a link's token.

    None if it was ended, or not confirmed in time.
    """
    found = office.subscriptions.by_token(token)
    return None if found is None or _is_dead(office, found) else found


def _is_dead(office: Office, found: Subscription) -> bool:
    return not found.confirmed and is_over(found.asked_at, office.now())


def confirm_subscription(office: Office, token: str) -> Subscription | None:
    """Start alerts for a subscription and return it.

    None if it was ended, or the time to confirm is over.
    """
    found = asked_with(office, token)
    if found and not found.confirmed:
        told = office.records.news(sought(found.subject), 0, 0).up_to
        office.subscriptions.confirm(found.id, told, office.now())
    return found


def end_subscription(office: Office, token: str) -> None:
    """End a subscription and delete its address at once, if it still exists."""
    if found := office.subscriptions.by_token(token):
        office.subscriptions.leave(found.id)


def tell(office: Office, stop: Callable[[], bool] = lambda: False) -> int:
    """Queue a mail for each reader whose subject changed since the last one; return how many.

    Each subscription is examined once a day, in a transaction of its own, so that several
    processes may run this at once, and anything missed is made up for later. Raises OnHold.
    """
    office = at_certain_time(office)
    office.subscriptions.forget_unconfirmed(office.now() - LINK_LASTS)
    if not alerts_offered_by(office.post, live=office.live):
        return 0
    day, told, after = day_of_alerts(office.now()), 0, ""
    while ids := office.subscriptions.to_look_at(day, _PAGE, after):
        after = ids[-1]
        for id_ in ids:
            if stop():
                return told
            try:
                told += _queue_alert(office, id_, day)
            except Refusal as refusal:
                _LOG.error("alerts %s: %s", id_, refusal)
                note_left_out(str(refusal))
    return told


def _queue_alert(office: Office, id_: str, day: date) -> bool:
    with office.cases.together():
        reader = office.subscriptions.take(id_, day)
        if reader is None:
            return False
        # One line more than is listed shows that there is more.
        news = office.records.news(sought(reader.subject), reader.told, MOST_LINES + 1)
        struck = corrected_since(
            office.records, reader.subject, MOST_CORRECTED, reader.told, news.up_to
        )
        office.subscriptions.told(id_, news.up_to)
        lines = (*struck, *news.lines)[: MOST_LINES + 1]
        words = "\n".join(f"{line.reference} {line.version}" for line in lines)
        return bool(words) and office.outbox.put(_mail(office, id_, f"alert:{id_}:{day}", words))


def _mail(office: Office, reader: str, once: str, words: str) -> Mail:
    """Return a mail as it is stored: with references instead of words."""
    return Mail(once, office.new_message_id(), "", "", words, office.now(), reader)


def ready(office: Office, mail: Mail) -> tuple[str, Mail, str] | None:
    """Return the address, the finished mail and its language, None if it need not be sent."""
    reader = office.subscriptions.by_id(mail.reader)
    if reader is None or _is_dead(office, reader):
        return None
    whole = _alert(office, mail, reader) if mail.words else _confirming(office, mail, reader)
    return (reader.address, whole, reader.language) if whole else None


def _confirming(office: Office, mail: Mail, reader: Subscription) -> Mail | None:
    if reader.confirmed:
        return None
    locale = office.locale(reader.language)
    title = followed_title(reader.subject, office.library, locale)
    link = _link(office, reader, "confirm")
    until = confirmed_by(reader.asked_at).astimezone(UTC)
    words = confirm_words(title, link, until, locale)
    return replace(mail, subject=confirm_subject(title, locale), words=words)


def _alert(office: Office, mail: Mail, reader: Subscription) -> Mail | None:
    locale, library = office.locale(reader.language), office.library
    listed = [_entry(line) for line in mail.words.splitlines()]
    records = list(_as_they_are(office, listed[:MOST_LINES]))
    if not records:
        return None
    title, out = followed_title(reader.subject, library, locale), _link(office, reader, "leave")
    path = _LIST_ADDRESSES[reader.subject.about].format(key=reader.subject.key)
    more = _page(office, reader, path) if len(listed) > MOST_LINES else ""
    entries = [
        (
            told_title(record, reader.subject, library, locale),
            _page(office, reader, f"/requests/{reference}"),
        )
        for reference, record in records
    ]
    words = "\n".join(alert_words(title, entries, more, out, locale))
    subject = alert_subject(title, len(entries), locale)
    return replace(mail, subject=subject, words=words, leave=out)


def _entry(line: str) -> AlertEntry:
    reference, _, version = line.partition(" ")
    return AlertEntry(reference, int(version))


def _as_they_are(office: Office, entries: list[AlertEntry]) -> Iterator[tuple[str, Record]]:
    """Yield the records that did not change since the mail was queued.

    The next mail has the newer version of the others.
    """
    for entry in entries:
        try:
            record = office.records.record(entry.reference)
        except NotOnFile:
            continue
        if not record.withheld and record.version == entry.version:
            yield entry.reference, record


def _link(office: Office, reader: Subscription, way: str) -> str:
    return _page(office, reader, f"/alerts/{reader.token}/{way}")


def _page(office: Office, reader: Subscription, path: str) -> str:
    return address_in(office.public_url, reader.language, path)


def note_refused(office: Office, mail: Mail) -> None:
    """Record that a server refused a reader's mail for good.

    Deletes the subscription if it was never confirmed, or after MOST_REFUSED refusals in a row.
    """
    reader = office.subscriptions.by_id(mail.reader)
    if reader is None:
        return
    if not reader.confirmed or office.subscriptions.refused(reader.id) >= MOST_REFUSED:
        office.subscriptions.leave(reader.id)
