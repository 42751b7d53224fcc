"""Alerts for readers: one mail to confirm an address, then one a day at most of what changed.

What is told comes from the public record alone, in the order of the public log. The outbox holds
neither address nor words of such mail: both are put in when it is sent, so that what was withheld
meanwhile is not told, and nobody who left is written to.
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
from tracker.services.core.holds import require_no_hold
from tracker.services.core.office import Office
from tracker.services.core.throttling import EVERYBODY, TooOften, count_failure, too_many
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

# How often an alert is asked for in a quarter of an hour, from one network and from all.
ASKED_FROM_ONE, ASKED_FROM_ALL = 10, 100
_PAGE = 500
# Of so many corrections since the last mail a reader is told those that matter to it.
MOST_CORRECTED = 200
_LIST_ADDRESSES = {
    Followed.ALL: "/requests",
    Followed.BLOCK: "/blocks/{key}",
    Followed.BODY: "/bodies/{key}",
    Followed.OUTCOME: "/requests",
}


def alerts_offered_by(post: Post, *, live: bool) -> bool:
    """Whether mail reaches readers; that of a demonstration is kept where all its mail is."""
    return post.outside or not live


def ask(
    office: Office, typed: str, subject: Subject, language: str, *, network: str, key: bytes
) -> None:
    """Send the one mail by which an address is confirmed.

    It does the same, in one transaction, whether the address is known or not: then no mail goes.
    What is counted stands under keyed digests. Raises BadInput for an address that is none,
    NotOnFile for a subject that is not, NotAllowed where no mail is sent and after too many.
    """
    if not alerts_offered_by(office.post, live=office.live):
        raise NotAllowed("No alerts are sent from here: follow the feed instead.")
    address, now = mail_address(typed), office.now()
    require_followed(subject, office.library)
    limits = {f"alerts:{network}": ASKED_FROM_ONE, f"alerts:{EVERYBODY}": ASKED_FROM_ALL}
    with office.cases.together():
        if any(too_many(office, name, key, allowed) for name, allowed in limits.items()):
            raise TooOften(
                "Alerts were asked for too often just now: wait a quarter of an hour and try "
                "again."
            )
        for name in limits:
            count_failure(office, name, key)
        office.subscriptions.forget_unconfirmed(now - LINK_LASTS)
        token, id_ = secrets.token_urlsafe(32), secrets.token_hex(16)
        new = Subscription(id_, address, token, subject, language, now)
        if office.subscriptions.ask(new):
            office.outbox.put(_mail(office, new.id, f"confirm:{new.id}", ""))


def asked_with(office: Office, token: str) -> Subscription | None:
    """What the links with this token are about; None where it was left, or not confirmed in
    time."""
    found = office.subscriptions.by_token(token)
    return None if found is None or _is_dead(office, found) else found


def _is_dead(office: Office, found: Subscription) -> bool:
    return not found.confirmed and is_over(found.asked_at, office.now())


def confirm_subscription(office: Office, token: str) -> Subscription | None:
    """Have alerts sent from now on; None where the time to confirm is over."""
    found = asked_with(office, token)
    if found and not found.confirmed:
        told = office.records.news(sought(found.subject), 0, 0).up_to
        office.subscriptions.confirm(found.id, told, office.now())
    return found


def end_subscription(office: Office, token: str) -> None:
    """End it and delete the address, at once; whoever left already has left."""
    if found := office.subscriptions.by_token(token):
        office.subscriptions.leave(found.id)


def tell(office: Office, stop: Callable[[], bool] = lambda: False) -> int:
    """Put a mail into the outbox for each reader of whose subject something changed since the
    last one; how many. Each is looked at once a day, in a transaction of its own, so that any
    number of processes may do this at once and whatever is missed is made up for."""
    require_no_hold(office)
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
                told += _tell(office, id_, day)
            except Refusal as refusal:
                _LOG.error("alerts %s: %s", id_, refusal)
    return told


def _tell(office: Office, id_: str, day: date) -> bool:
    with office.cases.together():
        reader = office.subscriptions.take(id_, day)
        if reader is None:
            return False
        # One line more than is told: it says that there is more.
        news = office.records.news(sought(reader.subject), reader.told, MOST_LINES + 1)
        struck = corrected_since(
            office.records, reader.subject, MOST_CORRECTED, reader.told, news.up_to
        )
        office.subscriptions.told(id_, news.up_to)
        lines = (*struck, *news.lines)[: MOST_LINES + 1]
        words = "\n".join(f"{line.reference} {line.version}" for line in lines)
        return bool(words) and office.outbox.put(_mail(office, id_, f"alert:{id_}:{day}", words))


def _mail(office: Office, reader: str, once: str, words: str) -> Mail:
    """Mail as it waits: of what it tells it has no more than references."""
    return Mail(once, office.new_message_id(), "", "", words, office.now(), reader)


def ready(office: Office, mail: Mail) -> tuple[str, Mail, str] | None:
    """Where a mail goes, as it goes out, and its language; None where it need not go any more."""
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
    """The records that still stand as they were when the mail was put down; of a newer version
    the next mail tells."""
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
    """A server refused a reader's mail for good. An address that was never confirmed goes at
    once, and another after so many in a row: nobody reads there."""
    reader = office.subscriptions.by_id(mail.reader)
    if reader is None:
        return
    if not reader.confirmed or office.subscriptions.refused(reader.id) >= MOST_REFUSED:
        office.subscriptions.leave(reader.id)
