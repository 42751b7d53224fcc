"""A reply that refers items to another body: which body, and how many items of each outcome."""

from collections import Counter

from tracker.domain.base.messages import Message
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import Outcome
from tracker.services.letters.pleading.source import PleadingSource

_NOT_NAMED = Message("the body named in the reply")
_COUNTED: dict[Outcome, Message] = {
    Outcome.DISCLOSED: Message("{items} disclosed"),
    Outcome.PARTLY_DISCLOSED: Message("{items} disclosed in part"),
    Outcome.REFUSED: Message("{items} refused"),
    Outcome.NOT_HELD: Message("{items} said not to be held"),
    Outcome.SAID_TO_BE_PUBLIC: Message("{items} said to be public already"),
    Outcome.REFERRED_ELSEWHERE: Message("{items} referred to {body}"),
    Outcome.REFUSED_AS_REPEAT: Message("{items} refused as a repeat request"),
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: Message("{items} neither confirmed nor denied"),
    Outcome.PASSED_OVER: Message("{items} passed over"),
}


def referred_to(source: PleadingSource) -> str:
    """Return the bodies to which the replies at issue referred, as a sentence names them."""
    replies = (entry.event for entry in source.plea.replies())
    outcomes = (each for event in replies if isinstance(event, Reply) for each in event.outcomes)
    named = [source.body_named(each.referred_to) for each in outcomes if each.referred_to]
    return source.locale.listed(list(dict.fromkeys(named))) or source.say(_NOT_NAMED)


def counted_outcomes(source: PleadingSource, event: Reply) -> str:
    """Return how many items a reply answered in each way; empty if it answered all in one way,
    other than to refer them."""
    counts = Counter((each.outcome, each.referred_to) for each in event.outcomes)
    outcomes = {outcome for outcome, _ in counts}
    if len(outcomes) < 2 and Outcome.REFERRED_ELSEWHERE not in outcomes:
        return ""
    order = list(Outcome)
    said = [
        source.say(
            _COUNTED[outcome],
            items=source.locale.say_count("{number} item", "{number} items", number),
            body=source.body_named(to) if to else source.say("another body"),
        )
        for (outcome, to), number in sorted(counts.items(), key=lambda c: order.index(c[0][0]))
    ]
    return source.locale.listed(said)
