"""What readers are told by e-mail, and what feeds call the same: made of public records alone."""

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
    """A version of a record in one line. Where it was handed on, the line says so: what came may
    be another body's."""
    asked, holder = record.body, record.state.holder
    said = {
        "body": _body(asked, library, locale),
        "block": locale.together(library.block_title(record.block, locale.language)),
        "phase": locale.together(locale.say(PUBLIC_PHASES[record.phase])),
    }
    if not holder:
        return locale.say("To {body}, handed on to another body, about {block}: {phase}", **said)
    if holder != asked:
        return locale.say(
            "To {body}, handed on to {holder}, about {block}: {phase}",
            holder=_body(holder, library, locale),
            **said,
        )
    return locale.say("To {body} about {block}: {phase}", **said)


def told_title(record: Record, subject: Subject, library: Library, locale: Locale) -> str:
    """The same as followers of a subject are told it: of one that is not among these any more, by
    a correction, they are told that."""
    title = entry_title(record, library, locale)
    if not struck_from(record, subject):
        return title
    return locale.say("Corrected, and no longer among these: {entry}", entry=title)


def _body(key: str, library: Library, locale: Locale) -> str:
    return locale.together(library.body_name(key, locale.language))


def address_in(public_url: str, language: str, path: str) -> str:
    """The whole address of a public page in a language."""
    return f"{public_url}{'' if language == _ENGLISH else f'/{language}'}{path}"


def confirm_subject(title: str, locale: Locale) -> str:
    """The subject of the one mail to somebody who has yet to confirm."""
    return locale.say("Confirm: {title}", title=title)


def confirm_words(title: str, link: str, until: datetime, locale: Locale) -> str:
    """Its words: whoever gets it may never have heard of this record. The link is good `until` a
    moment by the clock of the world, which is told to the minute."""
    say = locale.say
    asked = say(
        "Somebody, perhaps you, gave this address to be told by e-mail what changes on this "
        "public record:"
    )
    how = say(
        "If it was you, open this page before {clock} (UTC) on {day} and press its button:",
        clock=f"{until:%H:%M}",
        day=locale.day(until.date()),
    )
    else_ = say(
        "If it was not you, do nothing: nothing more is sent, and the address is deleted when "
        "that time is over."
    )
    return "\n\n".join((asked, title, f"{how}\n{link}", else_)) + "\n"


def alert_subject(title: str, number: int, locale: Locale) -> str:
    """The subject of a day's alert."""
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
    """Its lines: each entry with the address of its page, where there is `more`, and the way
    out."""
    say = locale.say
    yield say("What changed on the public record: {title}", title=title)
    for entry, page in entries:
        yield from ("", f"- {entry}", f"  {page}")
    if more:
        yield from ("", say("More changed than is listed here: {address}", address=more))
    yield ""
    yield say(
        "Each line says what stood there when this was sent. The page of a record says what "
        "stands now, with its days and its papers."
    )
    yield ""
    yield say("You get one such mail a day at most. To get no more: {address}", address=leave)
    yield ""
