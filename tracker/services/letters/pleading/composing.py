"""One pleading from the history: every part as rows, the items, and the annexes."""

from collections.abc import Iterable, Sequence

from tracker.domain.law.pleas import Relief, ReliefLevel
from tracker.domain.words.pleading import Pleading, PleadingPart, PleadingRow
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
    reported_facts,
)
from tracker.services.letters.pleading.on_step_before import (
    decision_on_the_step,
    source_of_vacancy,
)
from tracker.services.letters.pleading.opening import opening, questions, which_office
from tracker.services.letters.pleading.other_proceedings import proceedings
from tracker.services.letters.pleading.reaching import on_items_here
from tracker.services.letters.pleading.relief_sought import (
    interim,
    orders_asked,
    relief_time,
    reliefs,
)
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.pleading.timing import timing


def pleading_of(source: PleadingSource) -> Pleading:
    """Return the pleading of a remedy, as the history and the law give it today."""
    source = on_items_here(source)
    found = arguments(source)
    orders = reliefs(source, _led_to(found))
    told, others = reported_facts(source, found), source_of_vacancy(source)
    table = items(source, found, orders)
    addressed = () if source.by_letter else which_office(source)
    at_issue = [each.number for each in table if each.in_issue]
    parts: dict[PleadingPart, Iterable[PleadingRow]] = {
        PleadingPart.SUMMARY: summary(source, at_issue, _within(source, orders), orders),
        PleadingPart.PARTIES: (*parties(source), *addressed),
        PleadingPart.TIME: timing(source),
        PleadingPart.FACTS: (*opening(source), *facts(source, told)),
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
