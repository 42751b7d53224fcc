"""The pleas that a letter may use, each with the event and the section that raised it."""

from collections.abc import Iterator, Mapping

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law, LetterKind, LetterPoint
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome
from tracker.services.core.i18n import Locale
from tracker.services.letters.appeal_words import Plea, cause

# The letters that use the law's pleas for an appeal.
OF_REMEDIES = (LetterKind.APPEAL, LetterKind.INTERNAL_REVIEW, LetterKind.REJOINDER)

GIVEN = frozenset({Outcome.DISCLOSED})
GIVEN_SOME = GIVEN | {Outcome.PARTLY_DISCLOSED}

# Circumstances with the entry that shows each, None if it needs no entry.
Pleaded = Mapping[Circumstance, Entry | None]


def circumstances(case_status: CaseStatus, law: Law, plea: Plea | None = None) -> Pleaded:
    """Return the circumstances that a letter may plead, each with the entry that raised it.

    An appeal pleads only the replies that its own remedy is about: any other has its own remedy.
    """
    found: dict[Circumstance, Entry | None] = {Circumstance.ALWAYS: None}
    case_state = case_status.case_state
    if case_state.drafted and case_state.drafted.urgent:
        found[Circumstance.URGENT] = None
    lapses = [
        entry
        for entry in case_state.lapses
        if isinstance(entry.event, MissedDeadline) and entry.event.stage == law.first_stage().key
    ]
    if lapses or (plea and plea.first and plea.by_silence):
        found[Circumstance.SILENCE] = next(iter(lapses), None)
    if extension := case_state.extension:
        found[Circumstance.EXTENSION_CLAIMED] = extension
        if _doubtful(extension.event, lapses):
            found[Circumstance.EXTENSION_DOUBTFUL] = extension
    for entry in plea.replies() if plea else case_state.replies:
        for circumstance in _of_reply(entry.event, law):
            found[circumstance] = entry
    return found


def fell_silent(case_status: CaseStatus, law: Law) -> bool:
    """Return whether the maximum time limit for the request passed without a response."""
    reply = law.first_stage().key
    lapses = (entry.event for entry in case_status.case_state.lapses)
    return any(isinstance(event, FellSilent) and event.stage == reply for event in lapses)


_OUTCOMES: dict[Outcome, Circumstance] = {
    Outcome.PASSED_OVER: Circumstance.PASSED_OVER,
    Outcome.REFERRED_ELSEWHERE: Circumstance.REFERRED_ELSEWHERE,
}


def _doubtful(notice: Event, lapses: list[Entry]) -> bool:
    """Return whether an extension named no ground, or came after the time had passed."""
    named = isinstance(notice, ExtensionNoticed) and bool(notice.ground)
    late = any(
        isinstance(e.event, MissedDeadline) and e.event.latest < notice.on.earliest for e in lapses
    )
    return late or not named


def _of_reply(event: Event, law: Law) -> Iterator[Circumstance]:
    if not isinstance(event, Reply):
        return
    if event.raises:
        yield event.raises
    raised = {duty.key: duty.raises for duty in law.refusal_duties if duty.raises}
    yield from (raised[duty] for duty in event.lacking if duty in raised)
    yield from (_OUTCOMES[o.outcome] for o in event.outcomes if o.outcome in _OUTCOMES)


def points(
    law: Law, kind: LetterKind, pleaded: Pleaded, locale: Locale, plea: Plea | None = None
) -> Iterator[str]:
    """Yield what the law lets a letter of this kind say about the facts.

    In the letter of a remedy, pleas raised by an event are its grounds, and only the others are
    points. A rejoinder pleads what its appeal pleaded.
    """
    for point in _fitting(law, kind, pleaded, plea):
        if kind not in OF_REMEDIES or point.when is Circumstance.ALWAYS:
            yield point.says.in_language(locale.language)


def _fitting(
    law: Law, kind: LetterKind, pleaded: Pleaded, plea: Plea | None
) -> Iterator[LetterPoint]:
    pleads = LetterKind.APPEAL if kind in OF_REMEDIES else kind
    for point in law.points:
        at_home = not point.stages or (plea is not None and plea.stage in point.stages)
        if point.letter is pleads and point.when in pleaded and at_home:
            yield point


def grounds(plea: Plea, pleaded: Pleaded, locale: Locale) -> Iterator[str]:
    """Yield the grounds of an appeal: each plea with its event and section, then the exemptions.

    The cause of the remedy is a ground of its own if the law has no plea for it.
    """
    law, lang = plea.law, locale.language
    raised = [
        point
        for point in _fitting(law, LetterKind.APPEAL, pleaded, plea)
        if point.when is not Circumstance.ALWAYS
    ]
    if not _against(plea) & {point.when for point in raised}:
        yield cause(plea, locale)
    for point in raised:
        entry = pleaded[point.when]
        shown = _raised(entry.event, locale) if entry else ""
        because = locale.apart(filter(None, (shown, law.cite(point.sources, lang))))
        yield f"{point.says.in_language(lang)} [{because}]"
    claimed = {key for entry in plea.replies() for key in _claimed(entry.event)}
    for exemption in law.exemptions:
        if exemption.key in claimed and exemption.limits:
            yield locale.say(
                "The public body relied on {section}. {answer}",
                section=exemption.cite.in_language(lang),
                answer=exemption.limits.in_language(lang),
            )


def unshown(plea: Plea, locale: Locale) -> Iterator[str]:
    """Yield the law's duties on a refusal that the notice need not show.

    These are questions, not defects: nobody can tell from the document.
    """
    law, lang = plea.law, locale.language
    outcomes = {
        outcome.outcome
        for entry in plea.replies()
        if isinstance(entry.event, Refused | PartlyAnswered)
        for outcome in entry.event.outcomes
    }
    for duty in law.refusal_duties:
        concerns = outcomes & set(duty.when) if duty.when else outcomes - GIVEN
        if concerns and not duty.shown_on_notice:
            yield f"{duty.says.in_language(lang)} [{law.cite(duty.sources, lang)}]"


def _against(plea: Plea) -> set[Circumstance]:
    """Return the circumstance that opened the remedy, empty if it is against another remedy."""
    if not plea.first:
        return set()
    if plea.by_silence:
        return {Circumstance.SILENCE}
    opening = plea.opening.event
    return {opening.raises} if isinstance(opening, Reply) and opening.raises else set()


def open_questions(case_status: CaseStatus) -> tuple[str, ...]:
    """Return the items that no answer disclosed in full."""
    drafted = case_status.case_state.drafted
    given = {
        outcome.question
        for entry in case_status.case_state.replies
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
        if outcome.outcome in GIVEN
    }
    asked = drafted.questions if drafted else ()
    return tuple(question.words for question in asked if question.key not in given)


def none_given(case_status: CaseStatus) -> bool:
    """Return whether nothing was disclosed, so that a letter need not list the items twice."""
    drafted = case_status.case_state.drafted
    if drafted is None or gave_some(case_status.case_state):
        return False
    return len(open_questions(case_status)) == len(drafted.questions)


def gave_some(now: CaseState) -> bool:
    """Return whether any reply disclosed an item in full or in part."""
    return any(
        outcome.outcome in GIVEN_SOME
        for entry in now.replies
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
    )


def prayers(plea: Plea | None, pleaded: Pleaded, locale: Locale) -> Iterator[str]:
    """Yield the orders that the appeal body is asked to make."""
    say = locale.say
    if plea and not plea.first:
        yield from _on_the_step_before(plea, locale)
    yield say("That the public body be directed to supply the records named above.")
    if Circumstance.NOT_SEVERED in pleaded or Circumstance.REFUSED in pleaded:
        yield say("That any part found exempt be severed and the remainder be supplied.")
    if Circumstance.SILENCE in pleaded:
        yield say(
            Message("That it be recorded that no decision was received within the time allowed.")
            if plea is None or plea.first
            else Message(
                "That it be recorded that no decision on the request was received within the "
                "time allowed."
            )
        )
    yield say("Any other order that the circumstances require.")


def _on_the_step_before(plea: Plea, locale: Locale) -> Iterator[str]:
    """Yield what a later remedy asks about the decision or non-response on the one before."""
    event = plea.opening.event
    day = locale.day_span(event.on)
    if plea.by_silence:
        yield locale.say(
            "That it be recorded that no decision on what was filed {day:on} was received within "
            "the time allowed.",
            day=day,
        )
    elif isinstance(event, Decided) and event.outcome is DecisionOutcome.PARTLY_ALLOWED:
        words = Message(
            "That the decision {day:of} be set aside so far as it did not allow what was asked."
        )
        yield locale.say(words, day=day)
    elif isinstance(event, Decided) and event.outcome is not DecisionOutcome.ALLOWED:
        yield locale.say("That the decision {day:of} be set aside.", day=day)


def _raised(event: Event, locale: Locale) -> str:
    if isinstance(event, MissedDeadline):
        return locale.say("No answer by {day}", day=locale.day(event.latest))
    what, day = locale.say(event.document or event.label), locale.day_span(event.on)
    return locale.say("{what}, {day}", what=what, day=day)


def _claimed(event: Event) -> Iterator[str]:
    if isinstance(event, Reply):
        for outcome in event.outcomes:
            yield from outcome.exemptions
