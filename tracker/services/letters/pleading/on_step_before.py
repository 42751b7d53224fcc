"""The step before a later remedy: who decided it or failed to, its decision, and its grounds."""

from collections.abc import Iterator

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.law.body import Condition, PublicBody
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, at_annex
from tracker.services.core.naming import DECISIONS
from tracker.services.letters.appeal_words import addressee, filing_named
from tracker.services.letters.earlier_remedies import steps_before
from tracker.services.letters.pleading.lettering import annex_key
from tracker.services.letters.pleading.quoting import identified, signed_and_quoted
from tracker.services.letters.pleading.reaching import at_issue, records_of
from tracker.services.letters.pleading.source import PleadingSource

TITLES = {
    "step-silence": Message(
        "{filing} against the failure of {decider} to decide in time the {what} filed {other:on}"
    ),
    "step-decision": Message("{filing} against the decision of {decider} {which}"),
}
_AT_ISSUE = Message("At issue is the decision of {decider} {which}{annex}. Outcome: {outcome}.")
_IN_PART = Message(
    "[State for which items it was not allowed, and leave the other items out of the letter.]"
)
_NOT_ALLOWED_FOR = Message("This {filing} concerns {items}, for which it was not allowed.")
_ALLOWED = Message(
    "[The decision allowed what was asked. State what of it is challenged; for a decision that "
    "was not carried out, ask for enforcement instead.]"
)
_WHO_IS_RESPONDENT = Message(
    "The decision at issue is that of {decider}. [State whether {decider} is a respondent too, by "
    "the rules of {forum}.]"
)
_UNDECIDED_BY = Message(
    "It was for {decider} to decide on the {what}. [State whether {decider} is a respondent "
    "too, by the rules of {forum}.]"
)
_FOR_COUNSEL = Message(
    "The decision at issue is that of {decider}. Counsel checks whether {decider} is the "
    "respondent, or one of them, by the rules of {forum}."
)
_FOR_COUNSEL_UNDECIDED = Message(
    "It was for {decider} to decide on the {what}. Counsel checks whether {decider} is the "
    "respondent, or one of them, by the rules of {forum}."
)
_VACANT = Message("As far as the {party} knows, {decider} has had no members {day:since}.")
_SUMMED_UP = Message("Decision of {decider} {which}: {outcome}.")


def step_before(source: PleadingSource) -> Entry | None:
    """Return the filing whose decision, or missing decision, a later remedy is against."""
    return next(iter(steps_before(source.plea)), None)


def decider_named(source: PleadingSource) -> str:
    """Return who decided the step before or had to, as a sentence names it; empty for a first
    remedy."""
    filed = step_before(source)
    if filed is None or not isinstance(filed.event, AppealFiled):
        return ""
    stage = source.law.stage(filed.event.stage)
    return addressee(stage, filed.event.to, source.library, source.locale)["appeal_forum"]


def decider(source: PleadingSource) -> PublicBody | None:
    """Return the body that decided the step before, or had to, if it is another than the body
    asked and the library has it."""
    filed = step_before(source)
    to = filed.event.to if filed and isinstance(filed.event, AppealFiled) else ""
    return source.library.bodies.get(to) if to != source.plea.respondent() else None


def decider_joined(source: PleadingSource) -> PublicBody | None:
    """Return the decider where the law is known to make it the first respondent, else None."""
    return decider(source) if source.forum.decider else None


def first_respondent(source: PleadingSource) -> dict[str, str]:
    """Return the lines of the cause title where the decider is the first respondent and the body
    asked the second; empty where there is one respondent."""
    first = decider_joined(source)
    if first is None:
        return {}
    own, lines = source.respondent, source.locale.together
    line = [lines(each) for each in (source.through, *own.address) if each]
    return {
        "body_name": source.text(first.name),
        "respondent_through": "",
        "respondent_line": source.locale.listed([lines(each) for each in first.address if each]),
        "respondent_title": source.say("First respondent"),
        "second_name": source.text(own.name),
        "second_through": source.through,
        "second_line": source.locale.listed(line),
        "second_title": source.say("Second respondent"),
    }


def on_the_decider(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield why the decider is a respondent, or a place to say whether it is one where the law of
    the forum was not read."""
    if source.plea.first or decider(source) is None:
        return
    rests = PleadingBasis((source.plea.opening.seq,), source.forum.sources)
    if source.forum.decider:
        words = source.text(source.forum.decider)
    else:
        silent, suit = source.plea.by_silence, source.by_suit
        place = _UNDECIDED_BY if silent else _WHO_IS_RESPONDENT
        noted = _FOR_COUNSEL_UNDECIDED if silent else _FOR_COUNSEL
        forum = source.words["appeal_forum"]
        what = filing_before(source)
        words = source.say(
            noted if suit else place, decider=decider_named(source), forum=forum, what=what
        )
    yield PleadingRow("parties:decider", at_start(words), rests_on=rests)


def decision_on_the_step(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the decision that a later remedy is against, with its number, date and words."""
    entry = source.plea.opening
    event = entry.event
    if source.plea.first or not isinstance(event, Decided):
        return
    said = [
        source.say(
            _AT_ISSUE,
            decider=decider_named(source),
            which=identified(source, entry),
            outcome=source.say(DECISIONS[event.outcome]),
            annex=at_annex(annex_key(entry)) if entry in source.annexed else "",
        )
    ]
    allowed = event.outcome is DecisionOutcome.ALLOWED
    pleaded = not source.by_letter and not source.by_suit
    said += signed_and_quoted(source, entry, needed=pleaded and not allowed)
    if event.outcome is DecisionOutcome.PARTLY_ALLOWED and pleaded:
        said.append(_not_allowed_for(source))
    if allowed and pleaded:
        said.append(source.say(_ALLOWED))
    rests = PleadingBasis((entry.seq,))
    yield PleadingRow(f"decision:{entry.seq}", " ".join(said), rests_on=rests)


def _not_allowed_for(source: PleadingSource) -> str:
    """Return the sentence on the items for which a decision did not allow what was asked.

    Until a person has left the other items out of the letter, it is a blank to fill in.
    """
    if not source.items_out:
        return source.say(_IN_PART)
    kept = at_issue(source)
    return source.say(
        _NOT_ALLOWED_FOR, filing=source.words["filing"], items=records_of(source, tuple(kept))
    )


def step_summed_up(source: PleadingSource) -> Iterator[str]:
    """Yield what a summary says of the decision that a later remedy is against."""
    entry = source.plea.opening
    if isinstance(entry.event, Decided):
        outcome = source.say(DECISIONS[entry.event.outcome])
        named, which = decider_named(source), identified(source, entry)
        yield source.say(_SUMMED_UP, decider=named, which=which, outcome=outcome)


def vacancy(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the fact that the body that had to decide has no members, if the date is known."""
    body = decider(source)
    if body is None or Circumstance.STEP_WITHOUT_MEMBERS not in source.pleaded:
        return
    for state in body.states_on(source.today):
        if state.condition is not Condition.WITHOUT_MEMBERS:
            continue
        words = source.say(
            _VACANT,
            party=source.party,
            decider=decider_named(source),
            day=source.locale.short_span(DaySpan.on(state.span.since)),
        )
        rests = PleadingBasis((source.plea.opening.seq,))
        yield PleadingRow("steps:vacancy", words, rests_on=rests)


def filing_before(source: PleadingSource) -> str:
    """Return the law's own word for the remedy before this one; empty for the first."""
    filed = step_before(source)
    if filed is None or not isinstance(filed.event, AppealFiled):
        return ""
    return filing_named(source.law, filed.event.stage, source.locale)
