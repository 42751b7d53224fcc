"""What replies and orders say of the items: what a reply gave, where it refers the others, how it
searched for them, and which ones it means. What of each kind of record can be given."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS, SOURCE, Text
from tracker.domain.case.history import Entry
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import Block
from tracker.domain.law.outcome import Outcome, VagueGround
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.absent_records import (
    months_searched,
    names_more_time,
    says_untraced,
    tells_of_search,
)
from tracker.domain.words.pleading import see
from tracker.domain.words.quotations import in_marks, unquoted
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.citing import sentence
from tracker.services.letters.pleading.quoting import (
    passages,
    said_on_item,
    sentences_on_items,
    signatory,
    words_quoted,
)
from tracker.services.letters.pleading.reaching import (
    answers_to_items,
    outcomes_said,
    records_of,
    said_together,
)
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.request_words import restriction_days

# Stands in an order for the bodies to which items were referred.
REFERRED = "{referred}"
_GIVES = Message("With it came copies of {items}{annex}.")
STATEMENT_GIVEN = Message("On {items} it gives a statement in place of the record{annex}.")
_SEARCH_DESCRIBED = Message(
    "So far as the words {passage} tell of a search, and it was confined to the offices, the "
    "documents and the time that they name, it does not show that {respondent} has no record "
    "elsewhere: in another of its offices, with its head, or in its mail and messages."
)
_OTHER_MONTHS = Message(
    "So far as a search was made for {months} alone, it covered no month of the Restriction "
    "({period})"
)
_UNTRACED = Message(
    "So far as the reply says that records were not traced or found, that is not to say that none "
    "was made, received or held."
)
_OTHER_MONTHS_TOO = Message(
    "So far as a search was made for {months} alone, it left out other months of the Restriction "
    "({period})"
)
_COUNTED: dict[Outcome, Message] = {
    Outcome.DISCLOSED: Message("{items} disclosed"),
    Outcome.PARTLY_DISCLOSED: Message("{items} disclosed in part"),
    Outcome.OFFERED_FOR_FEE: Message("{items} offered for a fee"),
    Outcome.REFUSED: Message("{items} refused"),
    Outcome.NOT_HELD: Message("{items} said to be absent"),
    Outcome.SAID_TO_BE_PUBLIC: Message("{items} said to be public already"),
    Outcome.REFERRED_ELSEWHERE: Message("{items} referred to {body}"),
    Outcome.REFUSED_AS_REPEAT: Message("{items} refused as a repeat request"),
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: Message("{items} neither confirmed nor denied"),
    Outcome.PASSED_OVER: Message("{items} passed over"),
}
_STATED = Message("{items} answered by a statement in place of the record")
_OF_ORDERS = Message("of {items}, the number, date, provision, period and operative part")
_OF_LETTERS = Message("of {items}, the date, author’s office, addressee and subject")
# What of each kind of record can be given where a passage of it is exempt.
_CAN_BE_GIVEN = {
    "blocking-order": _OF_ORDERS,
    "directions-to-operators": _OF_ORDERS,
    "communications": _OF_LETTERS,
    "reasons-recorded": _OF_LETTERS,
    "decision-minutes": Message("of {items}, the date, the offices present and the decision"),
    "notice-and-hearing": Message("of {items}, the dates, the parties and what was notified"),
    "review-applications": Message("of {items}, the date, what was asked and what was decided"),
    "oversight-reports": Message("of {items}, the date and the recipient"),
}
_IN_ANY_CASE = Message("In any case there can be given: {parts}.")
_OF_ANY_RECORD = Message(
    "The date, the author’s office and the addressee can be given in any case."
)
_OF_A_PART = Message(
    "Of {items}, of which a part was given, each removal is to be justified on its own."
)
# Answers after which nothing is known to be withheld.
_NOT_WITHHELD = frozenset(
    {Outcome.NOT_HELD, Outcome.REFERRED_ELSEWHERE, Outcome.SAID_TO_BE_PUBLIC}
)


def bodies_to_hear(source: PleadingSource) -> str:
    """Return the bodies to which the replies at issue referred, as a sentence names them, without
    those that the library does not say the law binds: a forum has no power over these."""
    replies = (entry.event for entry in source.plea.replies())
    outcomes = (each for event in replies if isinstance(event, Reply) for each in event.outcomes)
    bound = dict.fromkeys(e.referred_to for e in outcomes if source.is_bound(e.referred_to))
    named = [source.body_named(each) for each in bound if each != source.plea.respondent()]
    return said_together(source, named) if named else ""


def hears_nobody(source: PleadingSource, order: Text) -> bool:
    """Return whether an order is about bodies referred to, and none of them can be heard."""
    return REFERRED in order.in_language(SOURCE) and not bodies_to_hear(source)


def counted_outcomes(source: PleadingSource, entry: Entry, event: Reply) -> str:
    """Return how many items a reply answered in each way; empty if it answered all in one way,
    other than to refer them."""
    said = outcomes_said(source, entry, event)
    counts = Counter((each.outcome, each.stated, each.referred_to) for each in said)
    outcomes = {(outcome, stated) for outcome, stated, _ in counts}
    if len(outcomes) < 2 and (Outcome.REFERRED_ELSEWHERE, False) not in outcomes:
        return ""
    order = list(Outcome)
    counted = [
        source.say(
            _STATED if stated else _COUNTED[outcome],
            items=source.locale.say_count("{number} item", "{number} items", number),
            body=source.body_named(to) if to else source.say("another body"),
        )
        for (outcome, stated, to), number in sorted(
            counts.items(), key=lambda c: order.index(c[0][0])
        )
    ]
    return source.locale.listed(counted)


def what_was_given(source: PleadingSource, event: Reply, annex: str) -> Iterator[str]:
    """Yield what a reply gave beside what it withheld: which records, and on which items only a
    statement, as far as this was logged."""
    given = [each for each in event.outcomes if each.outcome is Outcome.DISCLOSED]
    stated = [each.question for each in given if each.stated]
    if not stated and len(given) == len(event.outcomes):
        return
    records = [each.question for each in given if each.question not in stated]
    if records:
        yield source.say(_GIVES, items=records_of(source, records), annex=annex)
    if stated:
        yield source.say(STATEMENT_GIVEN, items=records_of(source, stated), annex=annex)


def vague_grounds(source: PleadingSource) -> tuple[VagueGround, ...]:
    """Return the grounds without a clause on which the replies at issue rely, each once."""
    found = (
        outcome.vague
        for entry in source.plea.replies()
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
        if outcome.vague
    )
    return tuple(dict.fromkeys(found))


def with_words_of_documents(
    source: PleadingSource,
    words: str,
    entries: Sequence[Entry],
    named: Sequence[str],
    items: Sequence[str],
) -> str:
    """Return the words of a ground on these items with what documents say in place of its braces:
    the order at issue, and the sentences on the items with a word that is `named`."""
    found: dict[str, Callable[[PleadingSource], str]] = {
        "{order-above}": lambda of: see(f"decision:{of.plea.opening.seq}"),
        "{passage}": lambda of: _quoted_on(of, entries, named, items),
        "{parts}": lambda of: _what_can_be_given(of, items),
        "{signed}": lambda of: signatory(of, entries),
    }
    for name, said in found.items():
        if name in words:
            words = words.replace(name, said(source))
    return words.rstrip()


def _quoted_on(
    source: PleadingSource, entries: Sequence[Entry], named: Sequence[str], items: Sequence[str]
) -> str:
    """Return the sentences of documents that have one of these words, each in quotation marks,
    without those that are about other items than these. If none is left, all are quoted."""
    found = passages(source, entries, named)
    said = (source.details_of(each).words for each in entries)
    of_these = {s for each in said for s in _sentences_for(source, each, items)}
    quoted = [each for each in found if each in of_these] or found
    shown = (unquoted(each).rstrip(f"{FULL_STOPS};؛ ") for each in quoted)
    return source.locale.listed([source.locale.together(in_marks(each)) for each in shown])


def _what_can_be_given(source: PleadingSource, items: Sequence[str]) -> str:
    """Return what of the records of these items can be given, for each kind of record that is
    withheld as a whole. Empty if none is withheld: what is not held cannot be given in part."""
    answers = answers_to_items(source)
    outcomes = {key: answers[key][1].outcome if key in answers else None for key in items}
    part = [key for key, outcome in outcomes.items() if outcome is Outcome.PARTLY_DISCLOSED]
    whole = [k for k, o in outcomes.items() if k not in part and o not in _NOT_WITHHELD]
    kinds: dict[str, list[str]] = {}
    for key in (key for key in whole if key in _CAN_BE_GIVEN):
        kinds.setdefault(_CAN_BE_GIVEN[key], []).append(key)
    parts = [
        source.say(_CAN_BE_GIVEN[keys[0]], items=records_of(source, keys))
        for keys in kinds.values()
    ]
    said = [source.say(_IN_ANY_CASE, parts=source.locale.apart(parts))] if parts else []
    if whole and not parts:
        said = [source.say(_OF_ANY_RECORD)]
    said += [source.say(_OF_A_PART, items=records_of(source, part))] if part else []
    return " ".join(said)


def _sentences_for(source: PleadingSource, words: str, items: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of a document that are about one of these items, or may be."""
    numbers = {number for number, each in source.drafted.numbered if each.key in items}
    for said, about in sentences_on_items(words):
        if not about or about & numbers:
            yield said.strip()


def with_search_told(source: PleadingSource, found: Iterable[Argument]) -> Iterator[Argument]:
    """Yield the grounds. The first on records said not to be held goes on with what the words of
    the reply on its search leave open."""
    told = False
    for each in found:
        if each.when is Circumstance.NOT_HELD and not told:
            told, words = True, " ".join(_on_the_search(source, each.items))
            yield replace(each, paragraphs=(*each.paragraphs, *filter(None, (words,))))
        else:
            yield each


def _on_the_search(source: PleadingSource, items: Sequence[str]) -> Iterator[str]:
    """Yield what the words of the replies on their search for these items do not show."""
    given = answers_to_items(source)
    seqs = {given[key][0] for key in items if key in given} if words_quoted(source) else set()
    replies = (entry for entry in source.plea.replies() if entry.seq in seqs)
    words = [s for e in replies for s in _sentences_for(source, source.details_of(e).words, items)]
    searches = [each for each in words if tells_of_search(each)]
    if searches:
        quoted = [in_marks(unquoted(each.strip()).rstrip(".")) for each in searches]
        passage = source.locale.listed(list(dict.fromkeys(quoted)))
        yield source.say(_SEARCH_DESCRIBED, passage=passage, **source.parties)
    yield from _on_the_months(source, searches)
    if any(map(says_untraced, words)):
        yield source.say(_UNTRACED)


def _on_the_months(source: PleadingSource, searches: Sequence[str]) -> Iterator[str]:
    """Yield how the months for which a search was made compare with those of the block, unless
    sentences name more time or a day of the block is not known exactly."""
    block, named = source.block, [months_searched(each) for each in searches]
    if not any(named) or any(map(names_more_time, searches)):
        return
    if block.since_unknown or block.since_about or block.until_about:
        return
    searched = {month for found in named for several in found.values() for month in several}
    words = list(dict.fromkeys(in_marks(each) for found in named for each in found))
    months = source.locale.listed(words)
    lasted = _months_of(block, source.today)
    if lasted <= searched:
        return
    period = restriction_days(block, source.locale, source.today)
    words_on = _OTHER_MONTHS if lasted.isdisjoint(searched) else _OTHER_MONTHS_TOO
    said = source.say(words_on, months=months, period=period)
    yield sentence(source, said, see("facts:sent"))


def _months_of(block: Block, today: date) -> set[tuple[int, int]]:
    """Return the months of which a block had a day, each with its year."""
    once = block.until is None and block.last_confirmed == block.since
    last = block.since if once else min(block.until or today, today)
    spans = [(each, each) for each in block.days] or [(block.since, last)]
    found: set[tuple[int, int]] = set()
    for first, until in spans:
        year, month = first.year, first.month
        while (year, month) <= (until.year, until.month):
            found.add((year, month))
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def items_said(
    source: PleadingSource, named: Sequence[str], items: Sequence[str]
) -> tuple[str, ...]:
    """Return the items among these of which the reply to them uses one of these words; all of
    them if a sentence that is about no item uses one, and none if only sentences on others do."""
    given = answers_to_items(source)
    words = {each.seq: source.details_of(each).words for each in source.plea.replies()}
    numbers = {each.key: n for n, each in source.drafted.numbered}
    found = tuple(
        key
        for key in items
        if key in given and _says_of_item(words.get(given[key][0], ""), numbers[key], named)
    )
    about = [on for each in words.values() for s, on in sentences_on_items(each) if _has(s, named)]
    of_others = bool(about) and all(about)
    return found or (() if of_others else tuple(items))


def _says_of_item(words: str, number: int, named: Sequence[str]) -> bool:
    """Return whether a document has one of these words in what it says of an item: in the sentence
    that names the item and what is joined to it, or, unless exactly one does, in any that names it
    or names no item."""
    said = sentences_on_items(words)
    alone = said_on_item(words, number)
    own = [each for each, about in said if number in about or not (about or alone)]
    return _has(" ".join((alone, *own)), named)


def _has(said: str, named: Sequence[str]) -> bool:
    """Return whether words have one of these."""
    return any(name.casefold() in said.casefold() for name in named)
