"""The words of alert emails and feed titles, made from public records alone."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from tracker.domain.library import Library
from tracker.domain.record.alerts import Subject
from tracker.domain.record.record import Record
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import PUBLIC_PHASES
from tracker.services.public.following import struck_from

_ENGLISH = "en"


def entry_title(record: Record, library: Library, locale: Locale) -> str:
    """Return one line for a version of a record.

    If the request was transferred, the line says so: the result may be another body's.
    """
    asked, holder = record.body, record.state.holder
    said = {
        "body": _body(asked, library, locale),
        "block": locale.together(library.block_mention(record.block, locale.language)),
        "phase": locale.together(locale.say(PUBLIC_PHASES[record.phase])),
    }
    if not holder:
        return locale.say("To {body}, transferred to another body, about {block}: {phase}", **said)
    if holder != asked:
        return locale.say(
            "To {body}, transferred to {holder}, about {block}: {phase}",
            holder=_body(holder, library, locale),
            **said,
        )
    return locale.say("To {body} about {block}: {phase}", **said)


def told_title(record: Record, subject: Subject, library: Library, locale: Locale) -> str:
    """Return one line for a version of a record, for followers of a subject.

    It says so if a correction removed the record from that subject.
    """
    title = entry_title(record, library, locale)
    if not struck_from(record, subject):
        return title
    return locale.say("Corrected and no longer listed here: {entry}", entry=title)


def _body(key: str, library: Library, locale: Locale) -> str:
    return locale.together(library.body_mention(key, locale.language))


def address_in(public_url: str, language: str, path: str) -> str:
    """Return the full address of a public page in a language."""
    return f"{public_url}{'' if language == _ENGLISH else f'/{language}'}{path}"


def confirm_subject(title: str, locale: Locale) -> str:
    """Return the subject of the mail that asks a reader to confirm an address."""
    return locale.say("Confirm: {title}", title=title)


def confirm_words(title: str, link: str, until: datetime, locale: Locale) -> str:
    """Return the text of the mail that asks a reader to confirm an address.

    The recipient may never have heard of this record. The link works `until` a moment, shown in
    UTC to the minute.
    """
    say = locale.say
    asked = say(
        "Someone, perhaps you, asked for email alerts to this address about changes on this "
        "public record:"
    )
    how = say(
        "If it was you, open this page before {clock} (UTC) on {day} and select its button:",
        clock=f"{until:%H:%M}",
        day=locale.day(until.date()),
    )
    else_ = say(
        "If it was not you, do nothing. You will get no more emails, and the address will be "
        "deleted after that time."
    )
    return "\n\n".join((asked, title, f"{how}\n{link}", else_)) + "\n"


def alert_subject(title: str, number: int, locale: Locale) -> str:
    """Return the subject of a day's alert."""
    return locale.say_count(
        "{title}: {number} change", "{title}: {number} changes", number, title=title
    )


def alert_words(
    title: str,
    entries: Sequence[tuple[str, str]],
    more: str,
    leave: str,
    locale: Locale,
) -> Iterator[str]:
    """Yield the lines of an alert: the entries with their addresses, and how to unsubscribe.

    `more` is the address of the rest, empty if all entries are listed. `leave` is the unsubscribe
    address.
    """
    say = locale.say
    yield say("What changed on the public record: {title}", title=title)
    for entry, page in entries:
        yield from ("", f"- {entry}", f"  {page}")
    if more:
        yield from (
            "",
            say("There were more changes than are listed here: {address}", address=more),
        )
    yield ""
    yield say(
        "Each line shows the status when this email was sent. The record’s page shows the "
        "current status, with its dates and documents."
    )
    yield ""
    yield say("You get at most one of these emails a day. To stop: {address}", address=leave)
    yield ""
