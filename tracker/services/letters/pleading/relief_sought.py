"""What a pleading asks for: findings, the main order, its alternatives, and what follows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text, at_start
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Circumstance, Relief, ReliefLevel
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm, see
from tracker.services.deadlines.explaining import said_length
from tracker.services.letters.pleading.neutral_words import (
    ASKED_OF_THE_BODY,
    FIRST_ONLY,
    NEUTRAL_ORDERS,
    ORDER_TIME,
    order_words,
)
from tracker.services.letters.pleading.on_referral import REFERRED, bodies_to_hear, hears_nobody
from tracker.services.letters.pleading.on_step_before import (
    asked_on_the_step,
    filing_before,
)
from tracker.services.letters.pleading.on_transfer import passed_on_by
from tracker.services.letters.pleading.petitions.on_joined_parties import joined_party
from tracker.services.letters.pleading.reaching import (
    asked_here,
    at_issue,
    given_up_of,
    in_items,
    items_meeting,
    named_of_given,
    none_disclosed,
    said_together,
)
from tracker.services.letters.pleading.source import PleadingSource, term_in_request

RELIEF_KEY, INTERIM_KEY = "relief", "interim"
_ASKS = Message("The {party} asks {forum}")
_INCLUDES = Message("They include {term}{paragraph}.")
# What the summary says is asked for, and names of orders in it by their keys in the law files.
_DISCLOSURE = Message("The {party} asks for disclosure")
_FOR_FEE = Message(
    "The {party} asks that the sum be stated by the schedule and that the records be supplied "
    "within {time}"
)
_DECISION_WITHIN = Message("The {party} asks for a decision on the {what} within {time}")
_DISCLOSURE_WITHIN = Message("The {party} asks for disclosure within {time}")
_SET_ASIDE = Message(
    "The {party} asks that the order be set aside so far as it concerns these records, and that "
    "they be supplied within {time}"
)
_SEARCHED = Message(
    "The {party} asks for disclosure of the records in issue within {time}, and for an affidavit "
    "on the search for {items}"
)
_AS_WELL = Message("{asks}, and for {orders}")
_FAILING_THAT = Message("{asks}; failing that, for {orders}")
_BESIDE_IT = Message("{asks}; further, for {orders}")
_MORE_BELOW = Message("{asks}; further, for the other orders set out in the relief")
_ASKED = Message("{asks}.")
_REST, _INDEX = Message("the rest of each record"), Message("an index of what is withheld")
_SEARCH, _PUBLICATION = Message("a statement of the search made"), Message("publication")
_AFFIDAVIT = Message("an affidavit on what is not supplied")
_INSPECTION = Message("an inspection of the records")
_SHOW_CAUSE = Message("a notice to show cause")
_FAILING = "supply-failing-decision"
# The order against the reply of the body, beside that on the step before.
_AGAINST_THE_REPLY = "declare-refusal"
_SEARCH_BY_COURT = "search-by-court"
_ON_DEFAULT = "affidavit-to-court"
# The order for which a further respondent is joined.
_OF_THE_JOINED = "appoint-members"
# Orders that the summary names in place of disclosure, the first that is asked for.
_MAIN_ORDERS = (
    ("decide-appeal", _DECISION_WITHIN),
    (_SEARCH_BY_COURT, _SEARCHED),
    ("declare-order", _SET_ASIDE),
)
_IN_SHORT: dict[str, Message] = {
    "remit": Message("a new decision on the appeal"),
    "affidavit-failing-decision": _AFFIDAVIT,
    "publish-by-court": _PUBLICATION,
    _OF_THE_JOINED: Message("an order on the appointment of members"),
    _FAILING: Message("the records themselves, or the rest of each"),
    "inspect": _INSPECTION,
    "inspect-if-found": _INSPECTION,
    "decide-once-members": Message("a decision of new members on the appeal"),
    _ON_DEFAULT: _AFFIDAVIT,
    "sever": _REST,
    "index": _INDEX,
    "index-if-found": _INDEX,
    "inspection": _INDEX,
    "examine": _INDEX,
    "second-body": Message("an order to the second respondent for what it holds"),
    "affidavit": _AFFIDAVIT,
    "search-passed-on": _AFFIDAVIT,
    "search": _SEARCH,
    "custodian": Message("a decision on which body holds each record"),
    "publish": _PUBLICATION,
    "publish-if-held": _PUBLICATION,
    "publish-of-itself": _PUBLICATION,
    "show-cause": _SHOW_CAUSE,
    "show-cause-first": _SHOW_CAUSE,
}
# Findings and main orders beside disclosure.
_MAIN_IN_SHORT: dict[str, Message] = {
    _ON_DEFAULT: _AFFIDAVIT,
    "find-passed-on": Message("a declaration of which respondent holds each record"),
    "search": Message("an affidavit on the search for records"),
}
_IN_LEVELS = (
    (_AS_WELL, (ReliefLevel.FINDING, ReliefLevel.MAIN), _MAIN_IN_SHORT),
    (_FAILING_THAT, (ReliefLevel.ALTERNATIVE, ReliefLevel.FURTHER), _IN_SHORT),
    (_BESIDE_IT, (ReliefLevel.ANY_EVENT,), _IN_SHORT),
)
_I_ASK, _CAN_BE_ASKED = Message("I ask {forum}"), Message("{forum} can be asked")
_JOINED = {
    ReliefLevel.ALTERNATIVE: Message("in the alternative, {relief}"),
    ReliefLevel.FURTHER: Message("in the further alternative, {relief}"),
}
# The orders of one row.
_NEXT, _LAST = Message("{first}; {next}"), Message("{first}; and {next}")
_STATE = Message(
    "to call upon {{post}} to state, for each of the following that applies, whether it was done "
    "and when. {duties}"
)


def reliefs(source: PleadingSource, led_to: Mapping[str, frozenset[str]]) -> tuple[Relief, ...]:
    """Return the orders to ask for, in their order; neutral ones where the law names none.

    What a ground of the law leads to is asked for only where that ground is pleaded, and for its
    items: `led_to`.
    """
    known = [
        each
        for each in source.law.reliefs
        if each.level is not ReliefLevel.ENFORCEMENT and not source.elsewhere(each.stages)
    ]
    listed = known or list(_neutral(source))
    levels, of_grounds = list(ReliefLevel), of_one_ground(source)
    fitting = [
        order
        for each in listed
        for order in [_of_grounds(source, each, led_to)]
        if _fits(each, source)
        and (each.key not in of_grounds or each.key in led_to)
        and (not order.items or each.key not in led_to or _reaches(order, source))
    ]
    wanted = (each for each in fitting if not _sworn_already(source, each, fitting))
    return tuple(sorted(wanted, key=lambda each: levels.index(each.level)))


def _of_grounds(
    source: PleadingSource, order: Relief, led_to: Mapping[str, frozenset[str]]
) -> Relief:
    """Return an order for those of its items that the grounds for it reach, and for those that
    were disclosed: a ground for such an order names them too."""
    if order.key not in led_to:
        return order
    reached, open_still = led_to[order.key], at_issue(source)
    return replace(
        order, items=tuple(k for k in order.items if k in reached or k not in open_still)
    )


def _sworn_already(source: PleadingSource, order: Relief, fitting: Sequence[Relief]) -> bool:
    """Return whether an order for an affidavit on what is not supplied adds nothing, because a
    main order asks for one on every item at issue."""
    searched = {n for each in fitting for n in _searched(source, each)}
    return order.key == _ON_DEFAULT and len(searched) == len(at_issue(source))


def of_one_ground(source: PleadingSource) -> frozenset[str]:
    """Return the orders to which the law lets only certain grounds lead."""
    of_points = (key for point in source.law.points for key in point.relief)
    of_exemptions = (key for each in source.law.exemptions for key in each.relief)
    return frozenset((*of_points, *of_exemptions))


def _fits(relief: Relief, source: PleadingSource) -> bool:
    if set(relief.unless) & source.pleaded.keys():
        return False
    nobody = relief.key == _OF_THE_JOINED and not joined_party(source)
    if nobody or hears_nobody(source, relief.says):
        return False
    if relief.beside and not set(relief.beside) & source.pleaded.keys():
        return False
    if relief.items and not _reaches(relief, source):
        return False
    if relief.of_items_met and not items_meeting(source, relief.when):
        return False
    return not relief.when or bool(set(relief.when) & source.pleaded.keys())


def _reaches(order: Relief, source: PleadingSource) -> bool:
    """Return whether one of the items of an order was asked for and not left out."""
    return any(each.key in order.items for each in asked_here(source))


def _neutral(source: PleadingSource) -> Iterator[Relief]:
    for key, level, words, when in ASKED_OF_THE_BODY if source.to_the_body else NEUTRAL_ORDERS:
        if key == FIRST_ONLY and not source.plea.first:
            continue
        said = source.locale.translate(order_words(source, key, words))
        text = Text({source.locale.language: said})
        length, unit = ORDER_TIME if "{time}" in said else (None, None)
        yield Relief(key, text, (), level, length=length, unit=unit, when=when)
    if not source.by_letter:
        yield from _what_need_not_be_shown(source)


def _what_need_not_be_shown(source: PleadingSource) -> Iterator[Relief]:
    """Yield a question on the duties that a notice need not show: nobody can tell from it."""
    outcomes = {
        outcome.outcome
        for entry in source.plea.replies()
        if isinstance(entry.event, Refused | PartlyAnswered)
        for outcome in entry.event.outcomes
    } - {Outcome.DISCLOSED, Outcome.OFFERED_FOR_FEE}
    duties = [
        duty
        for duty in source.law.refusal_duties
        if not duty.shown_on_notice and outcomes & (set(duty.when) or outcomes)
    ]
    if duties:
        said = (f"{source.text(each.says)} ({source.cite(each.sources)})" for each in duties)
        words = source.say(_STATE, duties=" ".join(said))
        sources = tuple(key for each in duties for key in each.sources)
        text = Text({source.locale.language: words})
        yield Relief("unshown", text, sources, ReliefLevel.ANY_EVENT)


def _included(source: PleadingSource, fact: ReportedFact) -> str:
    term, paragraph = term_in_request(source, fact), see(f"fact-{fact.key}")
    return source.say(_INCLUDES, term=term, paragraph=paragraph)


def orders_asked(
    source: PleadingSource, found: Sequence[Relief], items: Sequence[int]
) -> Iterator[PleadingRow]:
    """Yield what the forum is asked to do in its decision."""
    asks = _I_ASK if source.by_letter else _CAN_BE_ASKED if source.by_suit else _ASKS
    kept = [each.key for each in asked_here(source) if each.key not in at_issue(source)]
    if said := given_up_of(source, kept):
        named = named_of_given(source)
        words = " ".join((said, *(_included(source, fact) for fact in named)))
        rests = source.basis.with_(PleadingBasis(reported=tuple(fact.key for fact in named)))
        yield PleadingRow("relief:disclosed", words, rests_on=rests)
    words = source.say(asks, party=source.party, forum=source.words["appeal_forum"])
    yield PleadingRow(RELIEF_KEY, at_start(words), rests_on=source.basis)
    yield from asked_on_the_step(source)
    # The first alternative is called that, each one after it a further one.
    before: set[ReliefLevel] = set()
    for row in rows_of_orders(each for each in found if each.level is not ReliefLevel.INTERIM):
        said, level = _row_words(source, row, items), row[0].level
        first = level is ReliefLevel.FURTHER and before.isdisjoint(_JOINED)
        joined = _JOINED.get(ReliefLevel.ALTERNATIVE if first else level)
        before.add(level)
        if joined:
            said = source.say(joined, relief=said)
        yield PleadingRow(row_key(row), said, RowForm.LETTER, row_rests(row))


def _row_words(source: PleadingSource, row: Sequence[Relief], items: Sequence[int]) -> str:
    """Return the words of the orders of a row, those after the first in their shorter form."""
    first, *others = row
    short = [replace(each, says=each.says_in_row or each.says) for each in others]
    return said_in_one_row(source, [relief_words(source, e, items) for e in (first, *short)])


def asked_in_short(source: PleadingSource, time: str, orders: Sequence[Relief], room: int) -> str:
    """Return the sentence that names what is asked for, each order in a few words. Alternatives,
    and then further orders, are named while they find `room`, in characters."""
    asks = _DISCLOSURE_WITHIN if time else _DISCLOSURE
    if time and Circumstance.GRANTED_FOR_FEE in source.pleaded:
        asks = _FOR_FEE
    wanted = {each.key for each in orders} if time else set()
    asks = next((words for key, words in _MAIN_ORDERS if key in wanted), asks)
    items = in_items(source, [n for each in orders for n in _searched(source, each)])
    what = filing_before(source)
    said = source.say(asks, party=source.party, time=time, what=what, items=items)
    # The order for the case that no decision is made also asks for the rest of each record.
    if any(each.key == _FAILING for each in orders):
        orders = [each for each in orders if each.key != "sever"]
    # An affidavit on the search says as much of the records to which it belongs.
    spared = {_ON_DEFAULT} if _SEARCH_BY_COURT in wanted else set()
    for words, levels, names in _IN_LEVELS:
        named_in = names.keys() - spared
        found = (each for each in orders if each.level in levels and each.key in named_in)
        named = list(dict.fromkeys(source.say(names[each.key]) for each in found))
        if not named:
            continue
        longer = source.say(words, asks=said, orders=said_together(source, named))
        if words is not _AS_WELL and len(longer) > room:
            said = source.say(_MORE_BELOW, asks=said)
            break
        said = longer
    return source.say(_ASKED, asks=said)


def _searched(source: PleadingSource, order: Relief) -> list[int]:
    """Return the items whose search an order is about, by their numbers."""
    return items_meeting(source, order.when) if order.key == _SEARCH_BY_COURT else []


def asks_against_the_reply(source: PleadingSource) -> bool:
    """Return whether an order against the reply of the body is asked for."""
    orders = (each for each in source.law.reliefs if each.key == _AGAINST_THE_REPLY)
    return any(_fits(each, source) and not source.elsewhere(each.stages) for each in orders)


def interim(
    source: PleadingSource, found: Sequence[Relief], items: Sequence[int]
) -> Iterator[PleadingRow]:
    """Yield what is asked for before the decision: preservation, and an early date."""
    said = [each for each in found if each.level is ReliefLevel.INTERIM]
    early = source.forum.early
    if not said and early is None:
        return
    words = source.say("Before its decision, {forum} is asked", forum=source.words["appeal_forum"])
    yield PleadingRow(INTERIM_KEY, words, rests_on=source.basis)
    for row in rows_of_orders(said):
        words = _row_words(source, row, items)
        yield PleadingRow(row_key(row), words, RowForm.LETTER, row_rests(row))
    if early:
        rests = PleadingBasis(provisions=source.forum.sources)
        yield PleadingRow("interim:early", source.text(early), RowForm.LETTER, rests)


def relief_words(source: PleadingSource, relief: Relief, items: Sequence[int]) -> str:
    """Return the words of a relief. Other braces are left: they refer to rows."""
    post = source.text(relief.post) if relief.post else _officers(source)
    wanted = set(relief.items) - source.items_out
    kept = [n for n, each in source.drafted.numbered if each.key in wanted]
    own = [n for n in kept if n in items] or kept
    if relief.of_items_met:
        own = items_meeting(source, relief.when)
    values: Mapping[str, str] = {
        "{post}": post or source.respondent_named,
        "{items}": in_items(source, own or items),
        "{forum}": source.words["appeal_forum"],
        "{time}": relief_time(source, relief),
        REFERRED: bodies_to_hear(source),
    }
    of_all = relief.says_of_all if none_disclosed(source) else None
    words = source.text(of_all or relief.says)
    for name, value in values.items():
        words = words.replace(name, value)
    return words


def _officers(source: PleadingSource) -> str:
    """Return who must act: the officers of both respondents where there are two."""
    both = source.forum.posts if passed_on_by(source) else None
    return source.text(both) if both else source.post


def relief_time(source: PleadingSource, relief: Relief) -> str:
    """Return the time within which an order is to be obeyed, empty if none is asked for."""
    if relief.length is None or relief.unit is None:
        return ""
    return said_length(relief.length, relief.unit, source.locale)


def rows_of_orders(orders: Iterable[Relief]) -> tuple[tuple[Relief, ...], ...]:
    """Return the orders by their rows, each row at the place of its first order."""
    found: dict[str, list[Relief]] = {}
    for each in orders:
        found.setdefault(each.row or f"relief:{each.key}", []).append(each)
    return tuple(map(tuple, found.values()))


def rows_by_order(orders: Iterable[Relief]) -> Mapping[str, str]:
    """Return for each order, by its key, the key of the row that has it."""
    rows = rows_of_orders(orders)
    return {each.key: row_key(row) for row in rows for each in row}


def row_key(row: Sequence[Relief]) -> str:
    """Return the key of a row: that of its first order."""
    return f"relief:{row[0].key}"


def said_in_one_row(source: PleadingSource, words: Sequence[str]) -> str:
    """Return the words of the orders of one row, the last after “and”."""
    said, *others = words
    for n, each in enumerate(others, start=1):
        said = source.say(_LAST if n == len(others) else _NEXT, first=said, next=each)
    return said


def row_rests(row: Sequence[Relief]) -> PleadingBasis:
    """Return the provisions on which the orders of a row rest, each once."""
    sources = dict.fromkeys(key for each in row for key in each.sources)
    return PleadingBasis(provisions=tuple(sources))
