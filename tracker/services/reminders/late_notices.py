"""Emails to the administrators when work of the office becomes late, and when it no longer is."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from tracker.domain.base.messages import Message
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.premises import LateSince, LateWork
from tracker.services.ports.reminders import Mail
from tracker.services.reminders.late_work import LATE_REMEDIES, LATE_SENTENCES
from tracker.services.reminders.watching import Staff

# Work that is late and on time by turns causes one mail an hour at most.
_TOLD_AGAIN_AFTER = timedelta(hours=1)
_ON_TIME_AGAIN = {
    LateWork.SWEEP: Message("Deadlines are checked again"),
    LateWork.LOG: Message("The public log is up to date again"),
    LateWork.MAIL: Message("Email is sent again"),
    LateWork.FETCH: Message("Mailboxes are fetched again"),
    LateWork.BACKUP: Message("There is a new backup"),
}


def tell_of_late_work(office: Office, late: Collection[LateSince]) -> int:
    """Note what is late now, and queue emails about what began or ended since the last note.

    Returns how many emails were queued. Nobody gets the same one twice, however many processes
    notice it. What is late again within an hour of its end is neither noted nor told before that.
    """
    known = office.premises.state().late
    before, now = {each.work for each in known}, {each.work for each in late}
    began = [each for each in late if each.work not in before and not _just_ended(office, each)]
    # What was late stays noted with its first moment, which names the occasion.
    lasting = [each for each in known if each.work in now]
    ended = [each for each in known if each.work not in now]
    if not began and not ended:
        return 0
    staff = Staff(office)
    with office.cases.together():
        told = sum(
            office.outbox.put(mail)
            for account in staff.admins
            for mail in _mails(office, account, staff.locale(office, account), began, ended)
        )
        office.premises.note_late((*lasting, *began))
    return told


def _just_ended(office: Office, late: LateSince) -> bool:
    """Return whether people were told less than an hour ago that this work is no longer late."""
    ended = f"late-over:{late.work}:"
    return office.outbox.put_since(ended, office.now() - _TOLD_AGAIN_AFTER)


def _mails(
    office: Office,
    account: str,
    locale: Locale,
    began: Collection[LateSince],
    ended: Collection[LateSince],
) -> Iterator[Mail]:
    for each in began:
        subject = locale.words(LATE_SENTENCES[each.work]).rstrip(".")
        words = [locale.words(LATE_SENTENCES[each.work]), _last_done(each, locale)]
        words.append(locale.words(LATE_REMEDIES[each.work]))
        yield _mail(office, account, f"late:{_occasion(each)}", subject, words)
    for each in ended:
        subject = locale.words(_ON_TIME_AGAIN[each.work])
        yield _mail(office, account, f"late-over:{_occasion(each)}", subject, [f"{subject}."])


def _last_done(late: LateSince, locale: Locale) -> str:
    if late.since is None:
        return locale.say("It was never done.")
    return locale.say(
        "Last in order: {day}, {hour} UTC.",
        day=locale.short_day(late.since.date()),
        hour=f"{late.since:%H:%M}",
    )


def _occasion(late: LateSince) -> str:
    return f"{late.work}:{late.since.isoformat() if late.since else 'never'}"


def _mail(office: Office, account: str, once: str, subject: str, words: list[str]) -> Mail:
    return Mail(
        once=f"{once}:{account}",
        message_id=office.new_message_id(),
        account=account,
        subject=subject,
        words="\n\n".join([*words, f"{office.public_url}/desk", ""]),
        made_at=office.now(),
    )
