"""The step before a later remedy: who decided it or failed to, its decision, and its grounds."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.law.body import Condition, PublicBody
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import (
    AnnexGroup,
    LetteredAnnex,
    PleadingBasis,
    PleadingRow,
    RowForm,
    at_annex,
)
from tracker.services.core.day_phrases import DayPhrase
from tracker.services.core.naming import DECISIONS
from tracker.services.letters.appeal_words import addressee, filing_named
from tracker.services.letters.earlier_remedies import steps_before
from tracker.services.letters.pleading.annex_letters import VACANCY_KEY, annex_key
from tracker.services.letters.pleading.petitions.on_joined_parties import (
    further_respondents,
    in_capacities,
    joined_already,
    joined_for,
    joined_party,
)
from tracker.services.letters.pleading.quoting import (
    SHORT_QUOTE,
    identified,
    quotation,
    signed_and_quoted,
)
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
_VACANT = Message("As reported, {decider} has had no members {day:since}{annex}.")
_STATE_DAY = Message(
    "[State the day of the report on the members, or the day on which the page was read.]"
)
_DAYS_OF_MEMBERS = Message(
    "The {party} does not know on which day each member was appointed and left office. The "
    "{other} can state it."
)
_A_YEAR = re.compile(r"\b\d{4}\b")
_VACANCY_SOURCE = Message("On the members of {decider}: {where}")
_VACANT_SUMMED_UP = Message("{decider} has had no members {day:since}, as reported.")
_PROOF = Message(
    "[State what {respondent} put before {decider} in proof, and on what the decision says that "
    "it rests, and name the annex of each document that is meant.]"
)
_NO_HEARING = Message("No notice of a hearing has been received.")
_DEMAND = Message(
    "[State when the {party} asked {decider} in writing to decide, and the answer, and name the "
    "annex that has the letter, or leave this out.]"
)
_SUPPLIED = Message(
    "[State what was supplied under that decision, and on which day, and name the annex of the "
    "letter that came with it.]"
)
_EXPLAIN = Message("[State why the {filing} was not brought earlier.]")
_SUMMED_UP = Message("Decision of {decider} {which}: {outcome}.")
_QUOTED_IN_SHORT = Message("It reads: {quote}")


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
    party, through = _as_party(source)
    line = [source.locale.listed([lines(each) for each in (through, *own.address) if each])]
    if joined_party(source) and joined_already(source) and (division := joined_for(source)):
        line.append(lines(division))
    return {
        "body_name": source.text(first.name),
        "respondent_through": "",
        "respondent_line": source.locale.listed(
            [lines(each) for each in (_through(source, first), *first.address) if each]
        ),
        "respondent_title": source.say("First respondent"),
        "second_name": party,
        "second_through": through,
        "second_line": in_capacities(source, party, line),
        "second_title": source.say("Second respondent"),
        **further_respondents(source, party),
    }


def _as_party(source: PleadingSource) -> tuple[str, str]:
    """Return the party for the body asked, and what follows its name in the cause title."""
    own, forum = source.respondent, source.forum
    party = forum.party_by_role.get(own.role)
    if party is None or forum.party_through is None:
        return source.text(own.name), source.through
    words = source.text(forum.party_through).replace("{body}", source.words["body_mention"])
    return source.text(party), words.replace("{through}", source.through)


def _through(source: PleadingSource, first: PublicBody) -> str:
    """Return the post through which the decider appears; empty while it has no members."""
    through, vacant = source.forum.decider_through, Circumstance.STEP_WITHOUT_MEMBERS
    if through is None or first.head is None or vacant in source.pleaded:
        return ""
    return source.text(through).replace("{head}", source.text(first.head))


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
    said = source.say(
        _NOT_ALLOWED_FOR, filing=source.words["filing"], items=records_of(source, tuple(kept))
    )
    return f"{said} {source.say(_SUPPLIED)}"


def step_summed_up(source: PleadingSource) -> Iterator[str]:
    """Yield what a summary says of the decision that a later remedy is against."""
    entry = source.plea.opening
    if isinstance(entry.event, Decided):
        outcome = source.say(DECISIONS[entry.event.outcome])
        named, which = decider_named(source), identified(source, entry)
        yield source.say(_SUMMED_UP, decider=named, which=which, outcome=outcome)
        words = source.details_of(entry).words
        if words and len(words) <= SHORT_QUOTE:
            yield source.say(_QUOTED_IN_SHORT, quote=quotation(source, words))
    for vacant in _vacant(source):
        yield at_start(source.say(_VACANT_SUMMED_UP, **vacant))


def vacancy(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the fact that the body that had to decide has no members, with its source."""
    rests = PleadingBasis((source.plea.opening.seq,), reported=(VACANCY_KEY,))
    for vacant in _vacant(source):
        words = source.say(_VACANT, annex=at_annex(VACANCY_KEY), **vacant)
        yield PleadingRow("steps:vacancy", words, rests_on=rests)
        if not _A_YEAR.search(str(vacant["where"])):
            party = joined_party(source)
            known = source.say(_DAYS_OF_MEMBERS, party=source.party, other=party)
            words = source.say(_STATE_DAY)
            instead = known if party else ""
            told = PleadingBasis((source.plea.opening.seq,))
            yield PleadingRow("steps:vacancy-day", words, rests_on=told, instead=instead)


def source_of_vacancy(source: PleadingSource) -> tuple[LetteredAnnex, ...]:
    """Return the annex that shows the vacancy, if one is pleaded."""
    return tuple(
        LetteredAnnex(VACANCY_KEY, AnnexGroup.REPORTS, source.say(_VACANCY_SOURCE, **vacant), "")
        for vacant in _vacant(source)
    )


def _vacant(source: PleadingSource) -> Iterator[dict[str, DayPhrase | str]]:
    """Yield the values of a sentence about the vacancy: its source, the decider and the day."""
    body = decider(source)
    if body is None or Circumstance.STEP_WITHOUT_MEMBERS not in source.pleaded:
        return
    for state in body.states_on(source.today):
        if state.condition is Condition.WITHOUT_MEMBERS:
            since = source.locale.short_span(DaySpan.on(state.span.since))
            where = source.locale.together(state.source.where)
            yield {"where": where, "decider": decider_named(source), "day": since}


def proof(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield blanks to fill in: for the proof before a decider that decided, or for the written
    demand for a decision if there was none. Also yield that no hearing was announced."""
    pleaded, rests = source.pleaded, PleadingBasis((source.plea.opening.seq,))
    values = {"decider": decider_named(source), **source.parties}
    if not source.forum.decider:
        return
    if Circumstance.STEP_DECIDED in pleaded:
        yield PleadingRow("steps:proof", source.say(_PROOF, **values), rests_on=rests)
    if Circumstance.STEP_UNDECIDED not in pleaded:
        return
    if not source.plea.case_status.case_state.of(HearingFixed):
        yield PleadingRow("steps:hearing", source.say(_NO_HEARING), rests_on=rests)
    if Circumstance.STEP_WITHOUT_MEMBERS not in pleaded:
        yield PleadingRow("steps:demand", source.say(_DEMAND, **values), rests_on=rests)


def promptness(source: PleadingSource, ended: date | None) -> Iterator[str]:
    """Yield the words on the day of filing of a forum whose law sets no time limit.

    They begin with the number of days since the decision, or since the time for it had `ended`.
    They end with the plea that this is no delay or, after the days that the forum's law file
    names, with a blank for the reasons. Without such days, only the law's own words are yielded.
    """
    event, forum = source.plea.opening.event, source.forum
    said = [source.text(forum.time)] if forum.time else []
    decided = isinstance(event, Decided)
    since = event.on.earliest if decided else ended
    if forum.prompt is None or forum.prompt_days is None or since is None:
        yield from said
        return
    days = (source.today - since).days
    if decided:
        day = source.locale.short_span(event.on)
        yield source.locale.say_count(
            "That is {number} day after the decision {day:of}.",
            "That is {number} days after the decision {day:of}.",
            days,
            day=day,
        )
    else:
        yield source.locale.say_count(
            "That is {number} day later.",
            "That is {number} days later.",
            days,
        )
    yield from said
    if days <= forum.prompt_days:
        yield source.text(forum.prompt)
    else:
        yield source.say(_EXPLAIN, filing=source.words["filing"])


def filing_before(source: PleadingSource) -> str:
    """Return the law's own word for the remedy before this one; empty for the first."""
    filed = step_before(source)
    if filed is None or not isinstance(filed.event, AppealFiled):
        return ""
    return filing_named(source.law, filed.event.stage, source.locale)


def asked_on_the_step(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield what a later remedy asks about the decision or non-response on the one before."""
    plea = source.plea
    if plea.first or source.by_letter or source.by_suit or source.forum.decider:
        return
    event, rests = plea.opening.event, PleadingBasis((plea.opening.seq,))
    day = source.locale.short_span(event.on)
    words = ""
    if plea.by_silence:
        words = source.say(
            "to find that no decision on the {what} filed {day:on} was received in time",
            day=day,
            what=filing_before(source),
        )
    elif isinstance(event, Decided) and event.outcome is DecisionOutcome.PARTLY_ALLOWED:
        words = source.say(
            "to set the decision {day:of} aside so far as it did not allow what was asked", day=day
        )
    elif isinstance(event, Decided) and event.outcome is not DecisionOutcome.ALLOWED:
        words = source.say("to set the decision {day:of} aside", day=day)
    if words:
        yield PleadingRow("relief:step-before", words, RowForm.LETTER, rests)
