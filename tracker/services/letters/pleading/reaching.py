"""The items that a ground concerns, by their outcome and by the question that they answer."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import GivenAs
from tracker.domain.base.text import FULL_STOPS
from tracker.domain.case.history import Entry
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.law import LetterPoint
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.law.pleas import Bearing, Circumstance
from tracker.domain.law.questions import Asked
from tracker.services.letters.grounds_of_appeal import without_clause
from tracker.services.letters.pleading.citing import Reaching
from tracker.services.letters.pleading.quoting import passages, said_on_item, without_a_part
from tracker.services.letters.pleading.source import (
    SHOWS_A_RECORD,
    PleadingSource,
    as_of_the_body,
    ranged,
    term_in_request,
)

_OF_OUTCOME: dict[Outcome, frozenset[Circumstance]] = {
    Outcome.PASSED_OVER: frozenset({Circumstance.PASSED_OVER}),
    Outcome.REFERRED_ELSEWHERE: frozenset({Circumstance.REFERRED_ELSEWHERE}),
    Outcome.NOT_HELD: frozenset({Circumstance.NOT_HELD}),
    Outcome.SAID_TO_BE_PUBLIC: frozenset({Circumstance.SAID_TO_BE_PUBLIC}),
    Outcome.REFUSED_AS_REPEAT: frozenset({Circumstance.REFUSED_AS_REPEAT}),
    Outcome.OFFERED_FOR_FEE: frozenset({Circumstance.FEE_DEMANDED}),
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: frozenset(
        {Circumstance.NEITHER_CONFIRMED_NOR_DENIED, Circumstance.NO_REASONS_GIVEN}
    ),
    Outcome.PARTLY_DISCLOSED: frozenset(
        {
            Circumstance.PARTLY_ANSWERED,
            Circumstance.NO_REASONS_GIVEN,
            Circumstance.BALANCE_WITHOUT_REASONS,
            Circumstance.APPEAL_RIGHT_NOT_STATED,
        }
    ),
    Outcome.REFUSED: frozenset(
        {
            Circumstance.REFUSED,
            Circumstance.PARTLY_ANSWERED,
            Circumstance.NO_REASONS_GIVEN,
            Circumstance.NOT_SEVERED,
            Circumstance.BALANCE_WITHOUT_REASONS,
            Circumstance.APPEAL_RIGHT_NOT_STATED,
        }
    ),
}
# Grounds that concern the whole decision, and so each item that it did not disclose.
_OF_ALL = frozenset(
    {
        Circumstance.ALWAYS,
        Circumstance.SILENCE,
        Circumstance.LATE,
        Circumstance.FEE_DEMANDED,
        Circumstance.EXTENSION_DOUBTFUL,
        Circumstance.URGENT,
    }
)
# Circumstances of the step before a later remedy, which are those of each item.
_OF_STEPS = frozenset(
    {
        Circumstance.STEP_DECIDED,
        Circumstance.STEP_UNDECIDED,
        Circumstance.STEP_WITHOUT_MEMBERS,
    }
)
# The words of an item that asks for more than one record.
_EACH = re.compile(r"\b(?:each|every|all|any)\b|ہر |تمام ", re.I)
_NOT_GIVEN_UP = Message(
    "So far as {items} were not supplied complete and in the form required, the claim to them "
    "stands."
)
_ON_ITEM, _ON_ITEMS = Message("{title} (item {items})"), Message("{title} (items {items})")


def answers_to_items(source: PleadingSource) -> dict[str, tuple[int, QuestionOutcome]]:
    """Return the last answer to each item, with the entry that has it. A statement takes the place
    of no other answer: a refusal, or a part of the record, stays the answer to the request."""
    return _last_answers(source, lambda before: not before.stated)


def latest_answers(source: PleadingSource) -> dict[str, tuple[int, QuestionOutcome]]:
    """Return the newest answer to each item. A statement does not replace the record itself."""
    return _last_answers(source, lambda before: before.gives_record)


def _last_answers(
    source: PleadingSource, outlasts: Callable[[QuestionOutcome], bool]
) -> dict[str, tuple[int, QuestionOutcome]]:
    """Return the last answers, in which a statement follows no answer that `outlasts` it."""
    found: dict[str, tuple[int, QuestionOutcome]] = {}
    for seq, outcome in _answers(source):
        _, before = found.get(outcome.question, (0, None))
        if not (outcome.stated and before and outlasts(before)):
            found[outcome.question] = (seq, outcome)
    return found


def every_answer(source: PleadingSource) -> dict[str, tuple[QuestionOutcome, ...]]:
    """Return every answer that the replies gave to each item, oldest first."""
    found: dict[str, tuple[QuestionOutcome, ...]] = {}
    for _, outcome in _answers(source):
        found[outcome.question] = (*found.get(outcome.question, ()), outcome)
    return found


def _answers(source: PleadingSource) -> Iterator[tuple[int, QuestionOutcome]]:
    for entry in source.plea.case_status.case_state.replies:
        if isinstance(entry.event, Reply):
            for outcome in outcomes_said(source, entry, entry.event):
                yield entry.seq, outcome


def outcomes_said(source: PleadingSource, entry: Entry, event: Reply) -> Iterator[QuestionOutcome]:
    """Yield the answers of a reply. An item that it gives without a part, by its own words, is
    given in part."""
    numbers = {each.key: number for number, each in source.drafted.numbered}
    words = source.details_of(entry).words
    for each in event.outcomes:
        number = numbers.get(each.question, 0)
        said = said_on_item(words, number)
        in_part = each.outcome is Outcome.DISCLOSED and without_a_part(said, number)
        yield replace(each, outcome=Outcome.PARTLY_DISCLOSED) if in_part else each


# What a notice shows about its sum.
_OF_SUMS = frozenset(
    {
        Circumstance.FEE_WITHOUT_CALCULATION,
        Circumstance.FEE_IN_ADVANCE,
        Circumstance.FEE_FOR_STAFF_TIME,
    }
)
_OF_NOTICES = _OF_SUMS | frozenset(
    {
        Circumstance.FEE_AWAITED,
        Circumstance.GRANTED_FOR_FEE,
        Circumstance.FEE_PAID,
        Circumstance.FEE_TIME_SET,
        Circumstance.NO_DECISION_OTHERWISE,
        Circumstance.PASSED_ON,
    }
)


def circumstances_of_item(
    source: PleadingSource, outcome: QuestionOutcome | None
) -> frozenset[Circumstance]:
    """Return the circumstances of an item. An unanswered one has those of the body's notice."""
    if outcome is None and (of_notices := _OF_NOTICES & source.pleaded.keys()):
        passed_on = Circumstance.PASSED_ON in of_notices
        return of_notices | (circumstances_of(None) if passed_on else frozenset())
    more = _OF_STEPS | (_OF_SUMS if _is_for_fee(outcome) else frozenset())
    return circumstances_of(outcome) | (more & source.pleaded.keys())


def _is_for_fee(outcome: QuestionOutcome | None) -> bool:
    return outcome is not None and outcome.outcome is Outcome.OFFERED_FOR_FEE


def circumstances_of(outcome: QuestionOutcome | None) -> frozenset[Circumstance]:
    """Return the circumstances of an item that a ground can answer. None is an unanswered item."""
    if outcome is None:
        return frozenset({Circumstance.SILENCE, Circumstance.PASSED_OVER})
    if outcome.stated:
        return frozenset({Circumstance.PARTLY_ANSWERED})
    met = _OF_OUTCOME.get(outcome.outcome, frozenset())
    if outcome.vague:
        met |= {without_clause(outcome.vague.category)}
    if outcome.names_clause:
        met |= {Circumstance.EXEMPTION_CLAIMED}
        # Where a part came, its marks may tell them apart.
        several = len(outcome.exemptions) + bool(outcome.section) > 1
        if several and outcome.outcome is Outcome.REFUSED:
            met |= {Circumstance.EXEMPTIONS_NOT_ALLOCATED}
    elif outcome.outcome is Outcome.REFUSED:
        met |= {Circumstance.NO_EXEMPTION_NAMED}
    return met


def asked_here(source: PleadingSource) -> tuple[Asked, ...]:
    """Return the items of the request that a person did not leave out of the letter."""
    return tuple(e for e in source.drafted.questions if e.key not in source.items_out)


def at_issue(source: PleadingSource) -> dict[str, QuestionOutcome | None]:
    """Return the items whose record no answer gave, each with its last answer, without those that
    a person left out."""
    given = answers_to_items(source)
    found = {asked.key: given.get(asked.key, (0, None))[1] for asked in asked_here(source)}
    return {k: o for k, o in found.items() if o is None or not o.gives_record}


def part_was_given(source: PleadingSource, items: Sequence[str]) -> bool:
    """Return whether a part of the record of each of these items was given."""
    found = at_issue(source)
    return all((o := found.get(k)) and o.outcome is Outcome.PARTLY_DISCLOSED for k in items)


def none_disclosed(source: PleadingSource) -> bool:
    """Return whether every item of the request is at issue and no part of any was disclosed."""
    found = at_issue(source)
    part = any(o and o.outcome is Outcome.PARTLY_DISCLOSED for o in found.values())
    return not part and all(asked.key in found for asked in source.drafted.questions)


def given_up_of(source: PleadingSource, keys: Collection[str]) -> str:
    """Return the sentence that nothing else is given up of the items among these that ask for each
    record of a kind; empty if none does. How an item was given is logged for some: of those
    nothing is left open."""
    given = answers_to_items(source)
    logged = {key for key, (_, outcome) in given.items() if outcome.given_as is GivenAs.RECORD}
    asked = (e for e in asked_here(source) if e.key in keys and e.key not in logged)
    asking = [e.key for e in asked if _EACH.search(e.words)]
    if not asking:
        return ""
    return source.say(_NOT_GIVEN_UP, items=records_of(source, asking))


def on_items_here(source: PleadingSource) -> PleadingSource:
    """Return the source without the circumstances of items that a person left out, unless other
    items have them too."""
    if not source.items_out:
        return source
    every = _of_items(replace(source, items_out=frozenset()))
    gone = every - _of_items(source) - _OF_ALL - _OF_STEPS
    return replace(source, pleaded={k: v for k, v in source.pleaded.items() if k not in gone})


def _of_items(source: PleadingSource) -> frozenset[Circumstance]:
    """Return the circumstances of the items at issue."""
    found = (circumstances_of_item(source, outcome) for outcome in at_issue(source).values())
    return frozenset(chain.from_iterable(found))


def items_reached(
    source: PleadingSource, when: Circumstance, unless: Sequence[Circumstance] = ()
) -> tuple[str, ...]:
    """Return the items at issue that a ground of this cause concerns.

    A fee that the reply asks for certain items concerns these, and they are granted otherwise.
    """
    found = at_issue(source)
    of_some = when is Circumstance.FEE_DEMANDED and any(map(_is_for_fee, found.values()))
    of_all = when in _OF_ALL and not of_some
    reached = []
    for key, outcome in found.items():
        met = circumstances_of_item(source, outcome)
        granted = of_all and _is_for_fee(outcome) and Circumstance.GRANTED_FOR_FEE in unless
        if (of_all or when in met) and not met & set(unless) and not granted:
            reached.append(key)
    return tuple(reached)


def items_refused_under(source: PleadingSource, exemption: str) -> tuple[str, ...]:
    """Return the items at issue that were refused under a clause."""
    found = at_issue(source).items()
    return tuple(key for key, outcome in found if outcome and exemption in outcome.exemptions)


def taken_before(source: PleadingSource, point: LetterPoint) -> bool:
    """Return whether a point is about a reason of a decision that no reply gave, and one did: by a
    clause or by one of its words. Replies whose words nobody logged may have given it."""
    if not point.not_claimed or point.when is not Circumstance.STEP_DECIDED:
        return False
    replies = source.plea.case_status.case_state.replies
    if not replies or not all(source.details_of(each).words for each in replies):
        return True
    claimed = any(items_refused_under(source, key) for key in point.not_claimed)
    return claimed or bool(passages(source, replies, point.named))


def known_facts(source: PleadingSource, items: Sequence[str]) -> tuple[ReportedFact, ...]:
    """Return the reported facts of the block by the day of the pleading, on these items of the
    body that was asked, each with what it shows about that body."""
    reported = (as_of_the_body(source, fact) for fact in source.block.reported_by(source.today))
    return tuple(
        fact
        for fact in reported
        if (not fact.items or set(fact.items) & set(items))
        and (not fact.bodies or source.drafted.body in fact.bodies)
    )


def may_be_given(source: PleadingSource, fact: ReportedFact) -> bool:
    """Return whether a reported order of the head of the government may be among the records that
    the body gave, in full or in part, so that no ground asks for it or for its harm."""
    if Bearing.ORDERED_BY_GOVERNMENT not in fact.shows:
        return False
    answers = answers_to_items(source)
    found = (answers[key][1] for key in fact.items if key in answers)
    return any(e.gives_record or e.outcome is Outcome.PARTLY_DISCLOSED for e in found)


def facts_of_records(source: PleadingSource) -> Iterator[tuple[ReportedFact, tuple[str, ...]]]:
    """Yield the reported facts that show that the body asked has a record, each with the items of
    the request that ask for that record."""
    asked, first = tuple(each.key for each in asked_here(source)), source.block.period_begins
    # What was reported before the Period is about another measure.
    for fact in (each for each in known_facts(source, asked) if each.on >= first):
        named = fact.record.item if fact.record and term_in_request(source, fact) else ""
        items = tuple(key for key in asked if key in ((named,) if named else fact.items))
        if items and (named or SHOWS_A_RECORD & set(fact.shows)):
            yield fact, items


def named_of_given(source: PleadingSource) -> tuple[ReportedFact, ...]:
    """Return the reported facts on records that the request names in items that were disclosed."""
    open_items = at_issue(source)
    found = {
        term: fact
        for fact, items in facts_of_records(source)
        if (term := term_in_request(source, fact)) and open_items.keys().isdisjoint(items)
    }
    return tuple(found.values())


def items_meeting(source: PleadingSource, when: Sequence[Circumstance]) -> list[int]:
    """Return the numbers of the items at issue that have one of these circumstances."""
    found = at_issue(source).items()
    return _numbers(source, [k for k, o in found if set(when) & circumstances_of_item(source, o)])


def saying_which(source: PleadingSource, words: str, items: Sequence[str]) -> str:
    """Return the words of a ground with the items that it reaches, if they name them."""
    return words.replace("{items}", records_of(source, items))


def headed(source: PleadingSource, title: str, words: str, items: Sequence[str]) -> str:
    """Return the heading of a ground, with the items that it reaches unless it reaches all or its
    words name them."""
    title = title.rstrip(FULL_STOPS)
    if "{items}" in words or not items or set(items) >= at_issue(source).keys():
        return title
    said = _stretches(source, _numbers(source, items))
    return source.say(_ON_ITEM if len(items) == 1 else _ON_ITEMS, title=title, items=said)


def records_of(source: PleadingSource, keys: Sequence[str]) -> str:
    """Return the records of these items as a sentence names them."""
    return in_items(source, _numbers(source, keys))


def _numbers(source: PleadingSource, keys: Sequence[str]) -> list[int]:
    return [number for number, each in source.drafted.numbered if each.key in keys]


def in_items(source: PleadingSource, items: Sequence[int]) -> str:
    """Return the records of the items with these numbers as a sentence names them."""
    if not items:
        return source.say("the records")
    said = _stretches(source, items)
    if len(items) == 1:
        return source.say("the records in item {items}", items=said)
    return source.say("the records in items {items}", items=said)


def _stretches(source: PleadingSource, items: Sequence[int]) -> str:
    found = [words for stretch in ranged(items) for words in _stretch(source, *stretch)]
    return said_together(source, found)


def said_together(source: PleadingSource, words: Sequence[str]) -> str:
    """Return words as a list of a sentence, the last after “and”."""
    *first, last = words
    if not first:
        return last
    return source.say("{first} and {last}", first=source.locale.listed(first), last=last)


def _stretch(source: PleadingSource, first: int, last: int) -> Iterator[str]:
    if last - first > 1:
        yield source.say("({first}) to ({last})", first=str(first), last=str(last))
    else:
        yield from (f"({number})" for number in range(first, last + 1))


def given_once(points: Iterable[Reaching[LetterPoint]]) -> Iterator[Reaching[LetterPoint]]:
    """Yield the points. What the body gave is turned once against its saying that other records
    are not held or are elsewhere."""
    used = False
    for each in points:
        absent = each.ground.when in (Circumstance.NOT_HELD, Circumstance.REFERRED_ELSEWHERE)
        again = used and absent
        used = used or (absent and each.ground.disclosed is not None)
        ground = replace(each.ground, disclosed=None) if again else each.ground
        yield Reaching(ground, each.items, each.facts)
