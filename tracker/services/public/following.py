"""The subjects that feeds and alerts follow: their titles and their records."""

from collections.abc import Iterable, Mapping, Sequence

from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import Phase
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.library import Library
from tracker.domain.record.alerts import Followed, Subject
from tracker.domain.record.body_results import appeal_turns, silent_now, turns
from tracker.domain.record.record import Record
from tracker.services.core.i18n import Locale
from tracker.services.ports.records import Records
from tracker.services.ports.sought import BodyPart, RecordLine, Sought

# The outcomes that can be followed: title, and the filter for records.
CAME: Mapping[str, tuple[str, Sought]] = {
    "silent": (Message("No response in the time allowed"), Sought(silent=True)),
    "answered": (
        Message("Answered in full or in part"),
        Sought(phases=frozenset({Phase.ANSWERED.value, Phase.PARTLY_ANSWERED.value})),
    ),
    "refused": (Message("Refused"), Sought(phases=frozenset({Phase.REFUSED.value}))),
    "not-held": (
        Message("Body says records not held"),
        Sought(phases=frozenset({Phase.NOT_HELD.value})),
    ),
    "decided": (Message("Appeal decided"), Sought(phases=frozenset({Phase.DECIDED.value}))),
}

# The kinds of entries that put a record among those of an outcome.
STRUCK: Mapping[str, frozenset[str]] = {
    "silent": frozenset({FellSilent.kind}),
    "answered": frozenset({Answered.kind, PartlyAnswered.kind}),
    "refused": frozenset({Refused.kind}),
    "not-held": frozenset({NotHeld.kind}),
    "decided": frozenset({Decided.kind}),
}
# The events that bring another body into a record.
LEADING_ON = (Transferred, AppealFiled)


def require_followed(subject: Subject, library: Library, records: Records) -> None:
    """Raise NotOnFile for an unknown block, body, outcome or request."""
    if subject.about is Followed.REQUEST:
        records.edition(subject.key)
    if subject.about is Followed.BLOCK:
        library.block(subject.key)
    if subject.about is Followed.BODY:
        library.body(subject.key)
    if subject.about is Followed.OUTCOME and subject.key not in CAME:
        known = ", ".join(CAME)
        raise NotOnFile("There is no such feed. Choose one of {known}.", known=known)


def followed_title(subject: Subject, library: Library, locale: Locale) -> str:
    """Return the title of a feed or an alert."""
    if subject.about is Followed.BLOCK:
        block = locale.together(library.block_mention(subject.key, locale.language))
        return locale.say("Requests about {block}", block=block)
    if subject.about is Followed.BODY:
        body = locale.together(library.body_mention(subject.key, locale.language))
        return locale.say("Requests and appeals to {body}", body=body)
    if subject.about is Followed.OUTCOME:
        name, _ = CAME[subject.key]
        return locale.say("Requests: {outcome}", outcome=locale.together(locale.say(name)))
    if subject.about is Followed.REQUEST:
        return locale.say("Request {reference}", reference=locale.together(subject.key))
    return locale.say("Requests for the legal basis of internet blocks")


def newest_followed(records: Records, subject: Subject, limit: int) -> Sequence[RecordLine]:
    """Return the records in a feed, last changed first."""
    if subject.about is Followed.REQUEST:
        return records.rows((subject.key,))
    found = [line for each in sought(subject) for line in records.listed(each, 0, limit)]
    return latest_first(found)[:limit]


def latest_first(lines: Iterable[RecordLine]) -> Sequence[RecordLine]:
    """Return records in the order of lists, last changed first."""
    return sorted(lines, key=lambda line: (line.as_of, line.reference), reverse=True)


def corrected_since(
    records: Records, subject: Subject, limit: int, since: int = 0, up_to: int | None = None
) -> Sequence[RecordLine]:
    """Return the records that a correction removed from this subject, last correction first.

    Followers saw the record, so they get the correction too. Its place in the log is `since` or
    later, and before `up_to`. Only the `limit` latest corrections are examined.
    """
    if subject.about not in (Followed.BODY, Followed.OUTCOME):
        return ()
    lines = records.corrected(since, up_to, limit)
    current = records.current(line.reference for line in lines)
    struck = {record.reference for record in current if struck_from(record, subject)}
    return [line for line in lines if line.reference in struck]


def struck_from(record: Record, subject: Subject) -> bool:
    """Return whether a correction removed a shown record from this subject."""
    struck = [entry for entry in record.entries if entry.corrected]
    if subject.about is Followed.BODY:
        were = {record.body if struck else ""}
        were |= {e.event.to for e in struck if isinstance(e.event, LEADING_ON)}
        now = {turn.body for turn in (*turns(record), *appeal_turns(record))}
        return subject.key in were - now
    if subject.about is Followed.OUTCOME:
        _, which = CAME[subject.key]
        among = silent_now(record) if which.silent else record.phase.value in which.phases
        return not among and any(entry.kind in STRUCK[subject.key] for entry in struck)
    return False


def sought(subject: Subject) -> tuple[Sought, ...]:
    """Return the filters for the records of a feed or an alert. No record matches two of them."""
    if subject.about is Followed.BLOCK:
        return (Sought(block=subject.key),)
    if subject.about is Followed.BODY:
        parts = (BodyPart.HELD, BodyPart.HEARD)
        return tuple(Sought(body=subject.key, part=part) for part in parts)
    if subject.about is Followed.OUTCOME:
        _, records = CAME[subject.key]
        return (records,)
    if subject.about is Followed.REQUEST:
        return (Sought(reference=subject.key),)
    return (Sought(),)
