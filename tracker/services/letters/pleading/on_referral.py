"""What replies and orders say of the items: what a reply gave, where it refers the others, and
which ones it means."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.pleading import see
from tracker.services.letters.pleading.quoting import (
    items_in_sentence,
    passages,
    quoted_together,
    says_of_item,
    sentences,
)
from tracker.services.letters.pleading.reaching import (
    answers_to_items,
    at_issue,
    in_items,
    outcomes_said,
    records_of,
)
from tracker.services.letters.pleading.source import PleadingSource

_NAMES_NONE = Message(
    "The words quoted from the order name no item: they deal with {items} as one."
)
_NAMES_SOME = Message("The words quoted from the order name {named}. They do not name {others}.")
_DISCLOSES = Message("It discloses {items}{annex}.")
STATEMENT_GIVEN = Message("On {items} it gives a statement in place of the record{annex}.")
_NOT_NAMED = Message("the body named in the reply")
_COUNTED: dict[Outcome, Message] = {
    Outcome.DISCLOSED: Message("{items} disclosed"),
    Outcome.PARTLY_DISCLOSED: Message("{items} disclosed in part"),
    Outcome.OFFERED_FOR_FEE: Message("{items} offered for a fee"),
    Outcome.REFUSED: Message("{items} refused"),
    Outcome.NOT_HELD: Message("{items} said not to be held"),
    Outcome.SAID_TO_BE_PUBLIC: Message("{items} said to be public already"),
    Outcome.REFERRED_ELSEWHERE: Message("{items} referred to {body}"),
    Outcome.REFUSED_AS_REPEAT: Message("{items} refused as a repeat request"),
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: Message("{items} neither confirmed nor denied"),
    Outcome.PASSED_OVER: Message("{items} passed over"),
}
_STATED = Message("{items} answered by a statement in place of the record")


def referred_to(source: PleadingSource) -> str:
    """Return the bodies to which the replies at issue referred, as a sentence names them."""
    replies = (entry.event for entry in source.plea.replies())
    outcomes = (each for event in replies if isinstance(event, Reply) for each in event.outcomes)
    named = [source.body_named(each.referred_to) for each in outcomes if each.referred_to]
    return source.locale.listed(list(dict.fromkeys(named))) or source.say(_NOT_NAMED)


def counted_outcomes(source: PleadingSource, entry: Entry, event: Reply) -> str:
    """Return how many items a reply answered in each way; empty if it answered all in one way,
    other than to refer them."""
    counts = Counter(
        (each.outcome, each.stated, each.referred_to)
        for each in outcomes_said(source, entry, event)
    )
    outcomes = {(outcome, stated) for outcome, stated, _ in counts}
    if len(outcomes) < 2 and (Outcome.REFERRED_ELSEWHERE, False) not in outcomes:
        return ""
    order = list(Outcome)
    said = [
        source.say(
            _STATED if stated else _COUNTED[outcome],
            items=source.locale.say_count("{number} item", "{number} items", number),
            body=source.body_named(to) if to else source.say("another body"),
        )
        for (outcome, stated, to), number in sorted(
            counts.items(), key=lambda c: order.index(c[0][0])
        )
    ]
    return source.locale.listed(said)


def what_was_given(source: PleadingSource, event: Reply, annex: str) -> Iterator[str]:
    """Yield what a reply gave beside what it withheld: which records, and on which items only a
    statement, as far as this was logged."""
    given = [each for each in event.outcomes if each.outcome is Outcome.DISCLOSED]
    stated = [each.question for each in given if each.stated]
    if not stated and len(given) == len(event.outcomes):
        return
    records = [each.question for each in given if each.question not in stated]
    if records:
        yield source.say(_DISCLOSES, items=records_of(source, records), annex=annex)
    if stated:
        yield source.say(STATEMENT_GIVEN, items=records_of(source, stated), annex=annex)


def with_words_of_documents(
    source: PleadingSource, words: str, entries: Sequence[Entry], named: Sequence[str]
) -> str:
    """Return the words of a ground with what documents say in place of its braces: the order at
    issue, the sentences with a word that is `named`, and the body to which items were referred."""
    found = {
        "{order-above}": lambda of: see(f"decision:{of.plea.opening.seq}"),
        "{order-on-items}": _order_on_items,
        "{passage}": lambda of: quoted_together(of, entries, named),
        "{referred}": referred_to,
    }
    for name, said in found.items():
        if name in words:
            words = words.replace(name, said(source))
    return words.rstrip()


def _order_on_items(source: PleadingSource) -> str:
    """Return which items at issue the quoted words of the decision on the step before name, and
    which they do not; empty if they name all, or if there is nothing to tell apart."""
    words, wanted = source.details_of(source.plea.opening).words, at_issue(source)
    numbers = [n for n, each in source.drafted.numbered if each.key in wanted]
    named = {n for each in sentences(words) for n in items_in_sentence(each)}
    kept = [n for n in numbers if n in named]
    others = [n for n in numbers if n not in named]
    if not words or not others or len(numbers) == 1:
        return ""
    if not kept:
        return source.say(_NAMES_NONE, items=in_items(source, others))
    return source.say(_NAMES_SOME, named=in_items(source, kept), others=in_items(source, others))


def items_said(
    source: PleadingSource, named: Sequence[str], items: Sequence[str]
) -> tuple[str, ...]:
    """Return the items among these of which the reply to them uses one of these words; all of
    them if a sentence that names no item uses one, and none if only sentences on others do."""
    given = answers_to_items(source)
    words = {each.seq: source.details_of(each).words for each in source.plea.replies()}
    numbers = {each.key: n for n, each in source.drafted.numbered}
    found = tuple(
        key
        for key in items
        if key in given and says_of_item(words.get(given[key][0], ""), numbers[key], named)
    )
    said = passages(source, source.plea.replies(), named)
    of_others = bool(said) and all(map(items_in_sentence, said))
    return found or (() if of_others else tuple(items))
