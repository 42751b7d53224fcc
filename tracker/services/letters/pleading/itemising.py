"""The one table of items: what was asked, the answer, the ground given, the reply, the relief."""

import re
from collections.abc import Iterator, Mapping, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import GivenAs
from tracker.domain.base.text import FULL_STOPS, SOURCE
from tracker.domain.law.law import Law
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.law.pleas import Circumstance, Relief, ReliefLevel
from tracker.domain.law.questions import Asked
from tracker.domain.words.pleading import PleadedItem, PleadingBasis, annex_name, see
from tracker.domain.words.quotations import in_marks
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import GIVEN_AS, OUTCOMES
from tracker.services.letters.pleading.annex_letters import annex_key
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.on_fee import item_answer
from tracker.services.letters.pleading.quoting import (
    SHORT_QUOTE,
    clause_named,
    in_full,
    items_in_sentence,
    quotation,
    said_on_item,
    says_in_part,
)
from tracker.services.letters.pleading.reaching import (
    at_issue,
    circumstances_of_item,
)
from tracker.services.letters.pleading.relief_sought import rows_by_order
from tracker.services.letters.pleading.source import PleadingSource

SHORT_RECORD = 12
_TITLE_WORDS = 5
_FULL_STOP = re.compile(rf"[{FULL_STOPS}] ")
_AS_QUOTED = Message("as quoted{where}")
# What is quoted of a reply speaks of other items: the reply itself is annexed.
_SEE = Message("see {annex}")
# It covers a record that was not found, never made, lost or kept elsewhere: the words say which.
_ABSENT = Message("Said to be absent")
# Outcomes for which a body gives no ground.
_NO_GROUND = frozenset({Outcome.DISCLOSED, Outcome.PASSED_OVER})
_UNNAMED = frozenset({Circumstance.NO_EXEMPTION_NAMED, Circumstance.NO_REASONS_GIVEN})
_CUT = Message("{words} …")
# Orders that supply no record.
_OF_NO_ITEM = (ReliefLevel.FINDING, ReliefLevel.DECLARATION, ReliefLevel.INTERIM)


def item_heads(locale: Locale) -> tuple[str, ...]:
    """Return the heads of the table of items."""
    say = locale.say
    return (
        say("No."),
        say("Record"),
        say("Answer"),
        say("Ground given"),
        say("Reply (ground)"),
        say("Relief"),
    )


def order_heads(locale: Locale) -> tuple[str, ...]:
    """Return the heads of the table of the items that an order covers."""
    say = locale.say
    return (
        say("Item"),
        say("Under the order"),
        say("Reason given"),
        say("Reply (ground)"),
        say("Relief"),
    )


def items(
    source: PleadingSource,
    given: Mapping[str, tuple[int, QuestionOutcome]],
    found: Sequence[Argument],
    orders: Sequence[Relief],
) -> tuple[PleadedItem, ...]:
    """Return each item of the request with its answer among those given, the grounds against it,
    and the relief, without those that a person left out."""
    return tuple(
        _item(source, number, asked, given.get(asked.key), found, orders)
        for number, asked in source.drafted.numbered
        if asked.key not in source.items_out
    )


def _item(
    source: PleadingSource,
    number: int,
    asked: Asked,
    answer: tuple[int, QuestionOutcome] | None,
    found: Sequence[Argument],
    orders: Sequence[Relief],
) -> PleadedItem:
    seq, outcome = answer or (0, None)
    open_still = outcome is None or not outcome.gives_record
    met = circumstances_of_item(source, outcome)
    # What is at issue has the rows whose first order is about it, or that name it after others.
    rows = rows_by_order(orders)
    naming = {each.key for each in orders if each.of_items_met}
    firsts = {key for key, row in rows.items() if row == f"relief:{key}"}
    mine = [key for key in _relief(orders, asked, met) if key in firsts | naming]
    wanted = mine if open_still else _of_disclosed(source, orders, asked)
    return PleadedItem(
        key=asked.key,
        number=number,
        record=short_record(source, asked.words),
        answer=_answer(source, answer),
        named=_named(source, seq, outcome, number),
        grounds=tuple(f"ground:{each.key}" for each in found if asked.key in each.items),
        relief=tuple(dict.fromkeys(rows[key] for key in wanted)),
        rests_on=PleadingBasis((seq,) if seq else ()),
        in_issue=open_still,
    )


def _answer(source: PleadingSource, answer: tuple[int, QuestionOutcome] | None) -> str:
    """Return how an item was answered, as a person logged it."""
    if answer is None:
        return item_answer(source) or source.say("No answer")
    _, outcome = answer
    if outcome.stated:
        return source.say(GIVEN_AS[GivenAs.STATEMENT]).rstrip(FULL_STOPS)
    if outcome.outcome is Outcome.NOT_HELD:
        return source.say(_ABSENT)
    return source.say(OUTCOMES[outcome.outcome])


def _named(source: PleadingSource, seq: int, outcome: QuestionOutcome | None, number: int) -> str:
    """Return the ground given for an item: its clauses, its words, or where it is quoted."""
    if outcome is None:
        return "–"
    law: Law = source.law
    entry = next((each for each in source.plea.replies() if each.seq == seq), None)
    named = [each for each in law.exemptions if each.key in outcome.exemptions]
    cites = [clause_named(source, entry, e) if entry else source.text(e.cite) for e in named]
    cites += [in_marks(outcome.section.number)] if outcome.section else []
    cites += [in_full(source, outcome.vague.words)] if outcome.vague else []
    if cites:
        return source.locale.listed(cites)
    refused = outcome.outcome in (Outcome.REFUSED, Outcome.PARTLY_DISCLOSED)
    # That none was named is known only where the notice was read for it.
    if refused and _UNNAMED & source.pleaded.keys():
        return source.say("none named")
    if outcome.outcome in _NO_GROUND or entry is None or not source.details_of(entry).words:
        return "–"
    words = source.details_of(entry).words
    in_part = outcome.outcome is Outcome.PARTLY_DISCLOSED
    said = said_on_item(words, number)
    if said and in_part and not says_in_part(said):
        return "–"  # what was given of it is no ground
    if not said and (told := items_in_sentence(words)) and number not in told:
        here = entry in source.annexed
        return source.say(_SEE, annex=annex_name(annex_key(entry))) if here else "–"
    if source.plea.first:  # the letter quotes the reply once
        return source.say(_AS_QUOTED, where=see(f"decision:{seq}"))
    if said:
        return quotation(source, said.rstrip(" ;؛"))
    return quotation(source, words) if len(words) <= SHORT_QUOTE else _quoted_above(source)


def _quoted_above(source: PleadingSource) -> str:
    """Return that the steps before this remedy quote the reply."""
    return source.say(_AS_QUOTED, where="")


def _relief(orders: Sequence[Relief], asked: Asked, met: frozenset[Circumstance]) -> Iterator[str]:
    """Yield the orders on a record at issue."""
    for each in orders:
        if each.level in _OF_NO_ITEM or _on_members(each):
            continue
        # A main order names every item at issue, unless the law says that it does not. One in any
        # event names them where its words do.
        of_all = each.level is ReliefLevel.MAIN and not each.of_items_met
        of_all = of_all or (not each.when and _names_items(each))
        if each.items or of_all:
            wanted = not each.items or asked.key in each.items
        else:
            wanted = bool(set(each.when) & met)
        if wanted:
            yield each.key


def _names_items(order: Relief) -> bool:
    """Return whether an order in any event names the items at issue."""
    return order.level is ReliefLevel.ANY_EVENT and "{items}" in order.says.in_language(SOURCE)


def _of_disclosed(source: PleadingSource, orders: Sequence[Relief], asked: Asked) -> Iterator[str]:
    """Yield the orders that name a record which was disclosed, if none of the records that they
    name is at issue."""
    for each in orders:
        if asked.key in each.items and at_issue(source).keys().isdisjoint(each.items):
            yield each.key


def _on_members(order: Relief) -> bool:
    """Return whether an order is about the members of the decider and not about records."""
    said = order.level is ReliefLevel.ANY_EVENT and Circumstance.STEP_WITHOUT_MEMBERS in order.when
    return said and "{post}" not in order.says.in_language(SOURCE)


def short_record(source: PleadingSource, words: str) -> str:
    """Return an item in a few words: its heading if it has one, else its first words."""
    heading, *rest = _FULL_STOP.split(words, maxsplit=1)
    if rest and len(heading.split()) <= _TITLE_WORDS:
        return heading
    kept = words.split()
    if len(kept) <= SHORT_RECORD:
        return words
    return source.say(_CUT, words=" ".join(kept[:SHORT_RECORD]).rstrip(",;:"))
