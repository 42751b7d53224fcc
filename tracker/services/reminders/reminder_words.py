"""The words of a reminder: dates, the reference, and public names of block and body only.

Mail is in the language that its reader chose for the workspace.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.days import Span
from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.case.block_challenges import challenges_of
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.filing_days import FilingDays, filing_days
from tracker.domain.case.hearings import NUMBER, hearings
from tracker.domain.case.recalculation import TERM_AFTER_CAUSE
from tracker.domain.case.reminders import Reminder, challenge_place, term_of
from tracker.domain.clock.deadline import Deadline
from tracker.domain.clock.deadline_changes import Term
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.body import Condition
from tracker.domain.law.law import Law, Stage
from tracker.domain.library import Library
from tracker.services.core.days import ENGLISH
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import opened_title
from tracker.services.deadlines.challenge_words import (
    challenge_assumes,
    challenge_cite,
    challenge_title,
)
from tracker.services.deadlines.filing_words import filing_advice

BODYS = frozenset({Term.ORDINARY, Term.LONGEST, Term.URGENT})
OPENED = {after: cause for cause, after in TERM_AFTER_CAUSE.items()}
MEANT = {
    Term.LONGEST: Message("maximum time limit"),
    Term.URGENT: Message("life or liberty"),
    Term.HEARING: Message("hearing"),
    Term.COMPLIANCE: Message("order"),
}
# Dates that an appeal body set. They are no deadlines for filing.
SET_DAYS = frozenset({Term.HEARING, Term.COMPLIANCE})
# Dates with sentences of their own.
_OWN_WORDS = SET_DAYS | {Term.CHALLENGE}
SUBJECTS = {
    Term.HEARING: Message("Hearing before {mention} on {day}: {left} ({reference})"),
    Term.COMPLIANCE: Message("Comply with the order by {day}: {left} ({reference})"),
    Term.CHALLENGE: Message("Challenge the block by {day}: {left} ({title}, {reference})"),
    "body": Message("{mention} must act by {day}: {left} ({title}, {reference})"),
    "notice": Message("Act by {day}: {left} ({title}, {body}, {reference})"),
    "file": Message("File by {day}: {left} ({title}, {body}, {reference})"),
}

# Sentences on a date, by its kind.
IS_TO_COME = {
    Term.HEARING: Message("{mention} has scheduled a hearing for {day}."),
    Term.COMPLIANCE: Message("The order must be complied with by {day}."),
    Term.CHALLENGE: Message("The last safe day to challenge the block itself is {day}."),
    "body": Message("{mention} must act by {day}."),
    "notice": Message("The last safe day to do what the body asked is {day}."),
    "file": Message("The last safe day to file is {day}."),
}
IS_OVER = {
    Term.HEARING: Message("A hearing before {mention} was scheduled for {day}."),
    Term.COMPLIANCE: Message("The order had to be complied with by {day}."),
    Term.CHALLENGE: Message("The last safe day to challenge the block itself was {day}."),
    "body": Message("{mention} had to act by {day}."),
    "notice": Message("The last safe day to do what the body asked was {day}."),
    "file": Message("The last safe day to file was {day}."),
}
THEN = {
    Term.HEARING: Message("Log whether the hearing was held or adjourned."),
    Term.COMPLIANCE: Message(
        "Nothing shows that it was. Log compliance, or see how to enforce the order."
    ),
    Term.CHALLENGE: Message("Ask a lawyer today whether you can still do it."),
    "unread": Message("A document has arrived and nobody has read it. It may be the response."),
    "body": Message("No response has been logged. Check what you can do next."),
    "notice": Message("Ask a lawyer today whether you can still do it."),
    "file": Message("Ask a lawyer today whether you can still do it."),
}
# What to do while a body has no members.
WHILE_VACANT = {
    "body": Message(
        "{mention} has no members at present. Its time keeps running: gather the documents for "
        "the next step."
    ),
    "file": Message(
        "{mention} has no members at present. File all the same, and keep proof: your time keeps "
        "running."
    ),
}
CLOSED_BY = {
    Term.HEARING: Message("Reminders stop when the hearing is logged as held or adjourned."),
    Term.COMPLIANCE: Message("Reminders stop when compliance with the order is logged."),
    Term.CHALLENGE: Message(
        "This deadline runs beside the request. Reminders stop once it has passed."
    ),
    "body": Message("Reminders stop when the response is logged."),
    "notice": Message(
        "Acknowledging this does not close the deadline. To close it, log what you paid or "
        "answered, with proof, or decide not to act."
    ),
    "file": Message(
        "Acknowledging this does not close the deadline. To close it, log what you filed, with "
        "the document, or decide not to file."
    ),
}


@dataclass(frozen=True, slots=True)
class ReminderSubject:
    """The subject of a reminder in public names: the body that acts or was asked, the block.

    `mention` is the body within a sentence. `days` are the days advised for filing a remedy,
    `assumes` is what a count takes for granted, and `vacant` is the time without members of the
    body that acts or hears the appeal.
    """

    reference: str
    body: str
    mention: str
    block: str
    title: str
    term: Term
    section: str = ""
    provisional: bool = False
    unread: bool = False
    days: FilingDays | None = None
    assumes: str = ""
    vacant: tuple[Span, ...] = ()

    @property
    def of_body(self) -> bool:
        """Return whether a body must act, not the requester."""
        return self.term in BODYS

    @property
    def after_notice(self) -> bool:
        """Return whether a body asked for something that the requester must pay or answer."""
        return self.term is Term.AFTER_NOTICE

    @property
    def to_file(self) -> bool:
        """Return whether the requester files something by that date."""
        return not self.of_body and self.term not in _OWN_WORDS

    @property
    def of_block(self) -> bool:
        """Return whether the block itself is challenged, beside the request."""
        return self.term is Term.CHALLENGE


def about(
    library: Library,
    reference: str,
    case_status: CaseStatus,
    reminder: Reminder,
    locale: Locale = ENGLISH,
) -> ReminderSubject:
    """Return the subject of a reminder of a request, as the library has it now."""
    drafted = case_status.case_state.drafted
    if drafted is None:
        raise ValueError("nobody is reminded of what was not asked")
    law = library.law(drafted.law)
    if reminder.term is Term.CHALLENGE:
        return _about_block(library, reference, case_status, drafted, reminder, locale)
    body, deadline = _acts(case_status, reminder)
    acting = body or case_status.case_state.acting_body
    stage = law.stages.get(reminder.stage.partition(NUMBER)[0])
    return ReminderSubject(
        reference=reference.upper(),
        body=library.body_short_name(acting),
        mention=library.body_brief_mention(acting, locale.language),
        block=library.block_title(drafted.block, locale.language),
        title=_title(stage, reminder, locale),
        term=reminder.term,
        section=_section(law, deadline, locale),
        provisional=bool(deadline and deadline.provisional),
        unread=bool(case_status.case_state.unread()),
        days=_days_to_file(case_status, reminder),
        vacant=_vacant(library, acting),
    )


def _about_block(
    library: Library,
    reference: str,
    case_status: CaseStatus,
    drafted: Drafted,
    reminder: Reminder,
    locale: Locale,
) -> ReminderSubject:
    """Return the subject of a reminder to challenge the block itself."""
    block, acting = library.blocks.get(drafted.block), case_status.case_state.acting_body
    challenges = challenges_of(block, library) if block else ()
    found = next((c for c in challenges if challenge_place(c) == reminder.stage), None)
    return ReminderSubject(
        reference=reference.upper(),
        body=library.body_short_name(acting),
        mention=library.body_brief_mention(acting, locale.language),
        block=library.block_title(drafted.block, locale.language),
        title=challenge_title(found, locale) if found else reminder.stage,
        term=reminder.term,
        section=challenge_cite(found, locale) if found else "",
        provisional=bool(found and found.deadline and found.deadline.provisional),
        assumes=challenge_assumes(library, found, locale) if found else "",
    )


def _acts(case_status: CaseStatus, reminder: Reminder) -> tuple[str, Deadline | None]:
    """Return the body that must act, empty if none must, and the deadline of the reminder."""
    if reminder.term is Term.COMPLIANCE:
        return "", None
    for awaited in case_status.awaited:
        if (awaited.opening.seq, awaited.stage.key) == (reminder.opening, reminder.stage):
            limits = {Term.LONGEST: awaited.longest, Term.URGENT: awaited.urgent}
            return awaited.body, limits.get(reminder.term) or awaited.ordinary
    for hearing in hearings(case_status.case_state):
        if reminder.term is Term.HEARING and hearing.fixed.seq == reminder.opening:
            return hearing.before, None
    for window in case_status.windows:
        if (window.opening, window.stage.key) == (reminder.opening, reminder.stage):
            return window.stage.receiver or "", window.closes
    return "", None


def _days_to_file(case_status: CaseStatus, reminder: Reminder) -> FilingDays | None:
    """Return the days to file the remedy of a reminder; None if it is of something else."""
    if reminder.term not in (Term.AFTER_SILENCE, Term.AFTER_DECISION):
        return None
    place = reminder.opening, reminder.stage
    found = (w for w in case_status.windows if (w.opening, w.stage.key) == place)
    return next((filing_days(w) for w in found if term_of(w) is reminder.term), None)


def _vacant(library: Library, body: str) -> tuple[Span, ...]:
    """Return the time in which a body has no members, as far as the library knows."""
    known = library.bodies.get(body)
    states = known.states if known else ()
    return tuple(s.span for s in states if s.condition is Condition.WITHOUT_MEMBERS)


def _title(stage: Stage | None, reminder: Reminder, locale: Locale) -> str:
    """Return the name of the stage, with the time limit that is meant."""
    if stage and reminder.term in OPENED:
        return opened_title(stage, OPENED[reminder.term], locale=locale)
    named = MEANT.get(reminder.term)
    title = stage.title.in_language(locale.language) if stage else reminder.stage
    return locale.say("{title}, {after}", title=title, after=locale.say(named)) if named else title


def _section(law: Law, deadline: Deadline | None, locale: Locale) -> str:
    return law.cite(deadline.sources, locale.language) if deadline else ""


def left(day: date, today: date, locale: Locale = ENGLISH) -> str:
    """Return how far a deadline is, in few words: `3 days left`, `today`, `passed`."""
    days = (day - today).days
    if days < 0:
        return locale.say("passed")
    if days == 0:
        return locale.say("today")
    return locale.say_count("{number} day left", "{number} days left", days)


def subject(
    about: ReminderSubject, reminder: Reminder, today: date, locale: Locale = ENGLISH
) -> str:
    """Return the subject line of a mail."""
    say = locale.say
    line = say(
        SUBJECTS[_matter(about)],
        left=left(reminder.day, today, locale),
        day=locale.short_day(reminder.day),
        title=about.title,
        body=about.body,
        mention=about.mention,
        reference=about.reference,
    )
    return say("Date changed: {line}", line=line) if reminder.was else at_start(line)


def reminder_sentences(
    about: ReminderSubject, reminder: Reminder, today: date, locale: Locale = ENGLISH
) -> Iterator[str]:
    """Yield the sentences of a reminder, beginning with the date."""
    say, over = locale.say, reminder.day < today
    fixed = IS_OVER if over else IS_TO_COME
    said = say(fixed[_matter(about)], mention=about.mention, day=locale.day(reminder.day))
    yield at_start(said)
    if reminder.was:
        yield say("This date has changed. It was {day}.", day=locale.day(reminder.was))
    elif reminder.after:
        yield say("This deadline counts again after a pause.")
    if about.days and not over:
        yield from filing_advice(about.days, today, locale)
    if over:
        matter = "unread" if about.of_body and about.unread else _matter(about)
        yield say(THEN[matter])
    if any(today in span for span in about.vacant) and _matter(about) in WHILE_VACANT:
        yield at_start(say(WHILE_VACANT[_matter(about)], mention=about.mention))
    if about.assumes:
        yield about.assumes
    if about.provisional:
        yield say("This date is provisional. Check how it was calculated before you rely on it.")
    if reminder.missed:
        yield locale.say_count(
            "This reminder replaces {number} earlier one that was due while the system was not "
            "running.",
            "This reminder replaces {number} earlier ones that were due while the system was not "
            "running.",
            reminder.missed,
        )
    if reminder.escalated and reminder.rung is not None:
        yield say("You are receiving this because nobody acknowledged the last reminder.")


def _matter(about: ReminderSubject) -> str:
    """Return the kind of the date, as the tables of sentences name it."""
    if about.term in _OWN_WORDS:
        return str(about.term)
    if about.of_body:
        return "body"
    return "notice" if about.after_notice else "file"


def closing(about: ReminderSubject, locale: Locale = ENGLISH) -> str:
    """Return a sentence on how the deadline is closed: seeing the reminder is not enough."""
    return locale.say(CLOSED_BY[_matter(about)])


def mail_words(
    about: ReminderSubject, reminder: Reminder, today: date, address: str, locale: Locale = ENGLISH
) -> str:
    """Return the text of a mail. `address` is that of the site."""
    say, where = locale.say, f"{address}/desk/requests/{about.reference.lower()}"
    facts = [
        say("Request {reference}", reference=about.reference),
        say("Block: {block}", block=about.block),
        say("Stage: {stage}", stage=about.title),
    ]
    if about.section:
        facts.append(say("Under {section}", section=about.section))
    return "\n".join(
        [
            *reminder_sentences(about, reminder, today, locale),
            "",
            *facts,
            "",
            closing(about, locale),
            where,
            "",
            say("Acknowledge it: {address}", address=f"{address}/desk/reminders"),
            "",
        ]
    )
