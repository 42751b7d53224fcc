"""What a reminder says: dates, the reference, and public names of block and body, no others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.changes import Term
from tracker.domain.deadline import Deadline
from tracker.domain.hearings import NUMBER, hearings
from tracker.domain.law import Law, Stage
from tracker.domain.library import Library
from tracker.domain.recounting import AFTER
from tracker.domain.reminders import Reminder
from tracker.domain.standing import Standing
from tracker.services.days import ENGLISH
from tracker.services.naming import opened_title

BODYS = frozenset({Term.ORDINARY, Term.LONGEST, Term.URGENT})
OPENED = {after: cause for cause, after in AFTER.items()}
MEANT = {
    Term.LONGEST: "the longest time",
    Term.URGENT: "life or liberty",
    Term.HEARING: "hearing",
    Term.COMPLIANCE: "order",
}
# Days that an appeal body set: nothing is filed by them.
SET_DAYS = frozenset({Term.HEARING, Term.COMPLIANCE})
NAMED = {Term.HEARING: "hearing", Term.COMPLIANCE: "last day to obey the order"}


@dataclass(frozen=True, slots=True)
class About:
    """What a reminder is about, in public names: the body that acts or was asked, the block."""

    reference: str
    body: str
    block: str
    title: str
    term: Term
    section: str = ""
    provisional: bool = False
    unread: bool = False

    @property
    def of_body(self) -> bool:
        """Whether a body must act; else the requester."""
        return self.term in BODYS

    @property
    def after_notice(self) -> bool:
        """Whether a body asked for something, so that the requester pays or answers."""
        return self.term is Term.AFTER_NOTICE

    @property
    def to_file(self) -> bool:
        """Whether the requester files something by that day."""
        return not self.of_body and self.term not in SET_DAYS


def about(library: Library, reference: str, standing: Standing, reminder: Reminder) -> About:
    """What a reminder of a request is about, as the library has it now."""
    drafted = standing.situation.drafted
    if drafted is None:
        raise ValueError("nobody is reminded of what was not asked")
    law = library.law(drafted.law)
    body, deadline = _acts(standing, reminder)
    stage = law.stages.get(reminder.stage.partition(NUMBER)[0])
    return About(
        reference=reference.upper(),
        body=library.body_short_name(body or standing.situation.acting_body),
        block=library.block_title(drafted.block),
        title=_title(stage, reminder),
        term=reminder.term,
        section=_section(law, deadline),
        provisional=bool(deadline and deadline.provisional),
        unread=bool(standing.situation.unread()),
    )


def _acts(standing: Standing, reminder: Reminder) -> tuple[str, Deadline | None]:
    """The body that must act, if one must, and the count of the day."""
    if reminder.term is Term.COMPLIANCE:
        return "", None
    for awaited in standing.awaited:
        if (awaited.opening.seq, awaited.stage.key) == (reminder.opening, reminder.stage):
            limits = {Term.LONGEST: awaited.longest, Term.URGENT: awaited.urgent}
            return awaited.body, limits.get(reminder.term) or awaited.ordinary
    for hearing in hearings(standing.situation):
        if reminder.term is Term.HEARING and hearing.fixed.seq == reminder.opening:
            return hearing.before, None
    for window in standing.windows:
        if (window.opening, window.stage.key) == (reminder.opening, reminder.stage):
            return window.stage.receiver or "", window.closes
    return "", None


def _title(stage: Stage | None, reminder: Reminder) -> str:
    """The stage, and which of its times is meant."""
    if stage and reminder.term in OPENED:
        return opened_title(stage, OPENED[reminder.term])
    named = MEANT.get(reminder.term)
    title = str(stage.title) if stage else reminder.stage
    return f"{title}, {named}" if named else title


def _section(law: Law, deadline: Deadline | None) -> str:
    return law.cite(deadline.sources) if deadline else ""


def left(day: date, today: date) -> str:
    """How far a last day is, short: `3 days left`, `today`, `passed`."""
    days = (day - today).days
    if days < 0:
        return "passed"
    return "today" if days == 0 else f"{days} day{'s' if days > 1 else ''} left"


def subject(about: About, reminder: Reminder, today: date) -> str:
    """The one line by which a mail is known in a list."""
    usual = "last day" if about.of_body else "last safe day"
    what = NAMED.get(about.term, usual)
    day = ENGLISH.short_day(reminder.day)
    news = "Day changed: " if reminder.was else ""
    return (
        f"{news}{left(reminder.day, today)}: {what} {day}, {about.title}, {about.body} "
        f"({about.reference})"
    )


def said(about: About, reminder: Reminder, today: date) -> Iterator[str]:
    """What it says, sentence by sentence, the day first."""
    day = ENGLISH.day(reminder.day)
    over = reminder.day < today
    if about.term is Term.HEARING:
        yield f"A hearing before {about.body} {'was' if over else 'is'} fixed for {day}."
    elif about.term is Term.COMPLIANCE:
        yield f"The order {'was' if over else 'is'} to be obeyed by {day}."
    elif about.of_body:
        yield f"The last day for {about.body} to act {'was' if over else 'is'} {day}."
    else:
        act = "do what was asked" if about.after_notice else "file"
        yield f"The last safe day to {act} {'was' if over else 'is'} {day}."
    if reminder.was:
        yield f"This day moved: you were told {ENGLISH.day(reminder.was)} before."
    elif reminder.after:
        yield "It counts again, after it had not for a time."
    if over:
        yield from _over(about)
    if about.provisional:
        yield "The date is provisional: look at how it was reached before you rely on it."
    if reminder.missed:
        earlier = "reminder" if reminder.missed == 1 else "reminders"
        yield (
            f"{reminder.missed} earlier {earlier} of this day came due while the program did not "
            "run, and went into this one."
        )
    if reminder.escalated and reminder.rung is not None:
        yield "You are told since nobody acknowledged the reminder before this one."


def _over(about: About) -> Iterator[str]:
    if about.term is Term.HEARING:
        yield "Say whether it was held or put off."
    elif about.term is Term.COMPLIANCE:
        yield "Nothing says that it was: record it, or look at how the order is enforced."
    elif not about.of_body:
        yield "Ask a lawyer today whether it can still be done."
    elif about.unread:
        yield "A paper that came waits to be read: it may be the answer."
    else:
        yield "No answer is on record, so look at what the law lets you do now."


def closing(about: About) -> str:
    """How the deadline is closed: seeing the reminder is not enough."""
    if about.term is Term.HEARING:
        return "It ends when the hearing is on record as held or put off."
    if about.term is Term.COMPLIANCE:
        return "It ends when it is on record that the order was obeyed."
    if about.of_body:
        return "It ends when the response is on record."
    if about.after_notice:
        return (
            "To acknowledge this does not close the deadline: it is closed by what was paid or "
            "answered, with its proof, or by the decision to let it pass."
        )
    return (
        "To acknowledge this does not close the deadline: it is closed by what was filed, with "
        "its paper, or by the decision to let it pass."
    )


def mail_words(about: About, reminder: Reminder, today: date, address: str) -> str:
    """The text of a mail; `address` is that of the desk."""
    where = f"{address}/desk/requests/{about.reference.lower()}"
    facts = [f"Request {about.reference}", f"Block: {about.block}", f"Stage: {about.title}"]
    if about.section:
        facts.append(f"Under {about.section}")
    return "\n".join(
        [
            *said(about, reminder, today),
            "",
            *facts,
            "",
            closing(about),
            where,
            "",
            f"Acknowledge it at {address}/desk/reminders",
            "",
        ]
    )
