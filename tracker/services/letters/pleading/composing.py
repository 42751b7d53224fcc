"""One pleading from the history: every part as rows, the items, and the annexes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Bearing, Circumstance, Relief, ReliefLevel
from tracker.domain.words.pleading import (
    Pleading,
    PleadingBasis,
    PleadingPart,
    PleadingRow,
    see,
)
from tracker.services.letters.pleading.annex_letters import of_the_pleading
from tracker.services.letters.pleading.arguing import arguments, grounds
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.citing import law_behind
from tracker.services.letters.pleading.ending import with_what_is_open
from tracker.services.letters.pleading.frame import parties, summary, verification
from tracker.services.letters.pleading.itemising import items
from tracker.services.letters.pleading.narrating import (
    decision,
    earlier_steps,
    facts,
)
from tracker.services.letters.pleading.on_referral import with_search_told
from tracker.services.letters.pleading.on_step_before import (
    decision_on_the_step,
    source_of_vacancy,
)
from tracker.services.letters.pleading.opening import opening, questions, which_office
from tracker.services.letters.pleading.other_proceedings import beside_a_letter, proceedings
from tracker.services.letters.pleading.quoting import unnumbered
from tracker.services.letters.pleading.reaching import (
    answers_to_items,
    at_issue,
    facts_of_records,
    items_refused_under,
    known_facts,
    named_of_given,
    on_items_here,
    records_of,
)
from tracker.services.letters.pleading.relief_sought import (
    interim,
    orders_asked,
    relief_time,
    reliefs,
)
from tracker.services.letters.pleading.source import PleadingSource, term_in_request
from tracker.services.letters.pleading.timing import timing

# A ground may need a fifth fact, but a fifth is not added for a record alone.
_MOST_REPORTED, _MOST_WITH_RECORDS = 5, 4
# Characters from which a paragraph is not repeated.
_LONG = 150
# The words of a quotation, and how many a repeated one keeps at each end.
_QUOTATION, _ENDS = re.compile("“([^“”]+)”"), 4
_ABOVE_TOO = Message("What is said above applies here as well{see}.")
_IN_PART = frozenset({Outcome.PARTLY_DISCLOSED})
# What a fact shows that a letter tells where no ground uses one, and what none of these shows.
_OF_BLOCK = (Bearing.BLOCKED, Bearing.ENDED)
_OF_REASONS = frozenset({Bearing.REASON_GIVEN, Bearing.VIOLATION_ALLEGED})
_NAMED = Message("{term} is asked for among {items}, and a report speaks of it{paragraph}.")
_ONE_OF_THEM = Message("A report speaks of a record that is part of {items}{paragraph}.")
# Where a reported record is pleaded: in the ground on the first of these that its item meets.
_ON_RECORDS = (
    Circumstance.NOT_HELD,
    Circumstance.REFERRED_ELSEWHERE,
    Circumstance.EXEMPTION_CLAIMED,
    Circumstance.NO_EXEMPTION_NAMED,
    Circumstance.NO_EXEMPTION_OF_THE_LAW,
    Circumstance.NO_CLAUSE_NAMED,
    Circumstance.NEITHER_CONFIRMED_NOR_DENIED,
    Circumstance.REFUSED,
    Circumstance.PASSED_OVER,
    Circumstance.SILENCE,
)


def pleading_of(source: PleadingSource) -> Pleading:
    """Return the pleading of a remedy, as the history and the law give it today."""
    source = _with_heads_unnamed(on_items_here(source))
    found = _with_records(source, tuple(with_search_told(source, arguments(source))))
    found = tuple(_told_once(source, found))
    orders = reliefs(source, _led_to(found))
    told, others = reported_facts(source, found), source_of_vacancy(source)
    table = items(source, answers_to_items(source), found, orders)
    addressed = () if source.by_letter else which_office(source)
    at_issue = [each.number for each in table if each.in_issue]
    parts: dict[PleadingPart, Iterable[PleadingRow]] = {
        PleadingPart.SUMMARY: summary(source, at_issue, _within(source, orders), orders),
        PleadingPart.PARTIES: (*parties(source), *addressed),
        PleadingPart.TIME: timing(source),
        PleadingPart.FACTS: (*opening(source), *facts(source, told), *beside_a_letter(source)),
        PleadingPart.STEPS: earlier_steps(source),
        PleadingPart.DECISION: (*decision(source), *decision_on_the_step(source)),
        PleadingPart.QUESTIONS: questions(source, orders),
        PleadingPart.GROUNDS: grounds(found),
        PleadingPart.LAW_BEHIND: law_behind(
            source, {key for each in found for key in each.rests_on.authorities}
        ),
        PleadingPart.RELIEF: orders_asked(source, orders, at_issue),
        PleadingPart.INTERIM: interim(source, orders, at_issue),
        PleadingPart.PROCEEDINGS: proceedings(source, found),
        PleadingPart.VERIFICATION: verification(source, reports=bool(told or others)),
    }
    made = {part: with_what_is_open(source, part, rows, found) for part, rows in parts.items()}
    cited = dict.fromkeys(
        key for rows in made.values() for row in rows for key in row.rests_on.authorities
    )
    return Pleading(made, table, of_the_pleading(source, told, others, tuple(cited)))


def _with_heads_unnamed(source: PleadingSource) -> PleadingSource:
    """Return the source with the circumstance that a reply claims a clause of several heads and
    numbers none, which only its words tell."""
    here = (each for each in source.law.exemptions if not source.elsewhere(each.stages))
    claimed = (each for each in here if items_refused_under(source, each.key))
    replies = source.plea.replies()
    if not replies or not any(said for each in claimed for said in unnumbered(source, each)):
        return source
    return replace(source, pleaded={**source.pleaded, Circumstance.HEAD_NOT_NAMED: replies[-1]})


def reported_facts(source: PleadingSource, found: Sequence[Argument]) -> tuple[ReportedFact, ...]:
    """Return the reported facts of the block that the letter uses or, without any, those about the
    block itself."""
    return _used(source, found) or tuple(_of_the_block(source))


def _used(source: PleadingSource, found: Sequence[Argument]) -> tuple[ReportedFact, ...]:
    """Return at most five reported facts of the block: those that the letter uses, first those on
    a record that the request names."""
    wanted = [fact.key for fact in named_of_given(source)]
    wanted += [key for each in found for key in each.rests_on.reported]
    facts = {fact.key: fact for fact in source.block.reported}
    known = [facts[key] for key in dict.fromkeys(wanted) if key in facts]
    kept = sorted(known, key=lambda fact: not term_in_request(source, fact))[:_MOST_REPORTED]
    return tuple(sorted(kept, key=lambda fact: fact.on))


def _told_once(source: PleadingSource, found: Sequence[Argument]) -> Iterator[Argument]:
    """Yield the grounds. A long paragraph that an earlier ground has in the same words is not
    repeated: the later one refers to it."""
    told: dict[str, str] = {}
    for each in found:
        words = []
        for n, said in enumerate(_quoted_once(each.paragraphs), start=1):
            key = f"ground:{each.key}:{n}"
            first = told.setdefault(said, key) if len(said) > _LONG else key
            words.append(said if first == key else source.say(_ABOVE_TOO, see=see(first)))
        yield replace(each, paragraphs=tuple(words))


def _quoted_once(paragraphs: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs of a ground. A long quotation that an earlier one has stands in the
    later ones by its first and last words."""
    before: set[str] = set()
    for each in paragraphs:
        quotes = [found for found in _QUOTATION.findall(each) if len(found.split()) > _ENDS * 3]
        words = each
        for said in before.intersection(quotes):
            of = said.split()
            words = words.replace(said, " ".join((*of[:_ENDS], "…", *of[-_ENDS:])))
        before.update(quotes)
        yield words


def _of_the_block(source: PleadingSource) -> list[ReportedFact]:
    """Return the reported facts that show that the block took place, and that it ended: the last
    of each, without a reason that was given for it."""
    facts = {fact.key: fact for fact in source.block.reported}
    known = known_facts(source, [each.key for each in source.drafted.questions])
    fit = [each for each in known if not _OF_REASONS & set(each.shows)]
    told = [
        next((each.key for each in reversed(fit) if shown in each.shows), "")
        for shown in _OF_BLOCK
    ]
    return sorted((facts[k] for k in dict.fromkeys(told) if k), key=lambda fact: fact.on)


def _with_records(source: PleadingSource, found: Sequence[Argument]) -> tuple[Argument, ...]:
    """Return the grounds, with each record that is reported to exist and that none of them names
    in the one on what was said of its item."""
    pleaded, told = list(found), list(_used(source, found))
    # What was given in part may be the very record.
    left = [k for k, o in at_issue(source).items() if o is None or o.outcome not in _IN_PART]
    for fact, asked in facts_of_records(source):
        items = [key for key in asked if key in left]
        again = any(_same_record(source, fact, each) for each in told)
        if again or len(told) >= _MOST_WITH_RECORDS or not (places := _on_records(pleaded, items)):
            continue
        told.append(fact)
        pleaded[places[0]] = _with_record(source, pleaded[places[0]], fact, items)
    return tuple(pleaded)


def _same_record(source: PleadingSource, fact: ReportedFact, other: ReportedFact) -> bool:
    """Return whether another fact is about the same record, or about one that the same item asks
    for, where the request does not name the record of this fact."""
    if fact.record and term_in_request(source, fact):
        return other.record is not None and fact.record.term == other.record.term
    return fact.key == other.key or bool(set(fact.items) & set(other.items))


def _on_records(found: Sequence[Argument], items: Sequence[str]) -> list[int]:
    """Return the places of the grounds that reach one of these items, the most apt first."""
    places = [n for n, each in enumerate(found) if set(items) & set(each.items)]
    apt = [n for n in places if found[n].when in _ON_RECORDS]
    # Of the grounds on one circumstance the last is the most particular.
    return sorted(apt, key=lambda n: (_ON_RECORDS.index(found[n].when), -n))


def _with_record(
    source: PleadingSource, ground: Argument, fact: ReportedFact, items: Sequence[str]
) -> Argument:
    """Return a ground that ends with the record that a fact shows to exist."""
    term = term_in_request(source, fact)
    words = source.say(
        _NAMED if term else _ONE_OF_THEM,
        term=at_start(term),
        items=records_of(source, items),
        paragraph=see(f"fact-{fact.key}"),
    )
    rests = ground.rests_on.with_(PleadingBasis(reported=(fact.key,)))
    return replace(ground, paragraphs=(*ground.paragraphs, words), rests_on=rests)


def _led_to(found: Sequence[Argument]) -> dict[str, frozenset[str]]:
    """Return the orders to which the grounds lead, each with the items of these grounds."""
    led: dict[str, frozenset[str]] = {}
    for each in found:
        for key in each.relief:
            led[key] = led.get(key, frozenset()) | set(each.items)
    return led


def _within(source: PleadingSource, orders: Sequence[Relief]) -> str:
    """Return the time within which the main order is to be obeyed."""
    main = (each for each in orders if each.level is ReliefLevel.MAIN)
    times = [time for each in main if (time := relief_time(source, each))]
    return times[-1] if times else ""
