"""The one table of items: what was asked, the answer, the ground given, the reply, the relief."""

import re
from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.law.pleas import Circumstance, Relief, ReliefLevel
from tracker.domain.law.questions import Asked
from tracker.domain.words.pleading import PleadedItem, PleadingBasis
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import OUTCOMES
from tracker.services.letters.grounds_of_appeal import without_clause
from tracker.services.letters.pleading.arguing import Argument
from tracker.services.letters.pleading.source import PleadingSource

SHORT_RECORD = 12
_TITLE_WORDS = 5
_FULL_STOP = re.compile(r"[.۔] ")
_CUT = Message("{words} …")
_OF_OUTCOME: dict[Outcome, frozenset[Circumstance]] = {
    Outcome.PASSED_OVER: frozenset({Circumstance.PASSED_OVER}),
    Outcome.REFERRED_ELSEWHERE: frozenset({Circumstance.REFERRED_ELSEWHERE}),
    Outcome.NOT_HELD: frozenset({Circumstance.NOT_HELD}),
    Outcome.SAID_TO_BE_PUBLIC: frozenset({Circumstance.SAID_TO_BE_PUBLIC}),
    Outcome.REFUSED_AS_REPEAT: frozenset({Circumstance.REFUSED_AS_REPEAT}),
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: frozenset({Circumstance.NEITHER_CONFIRMED_NOR_DENIED}),
    Outcome.PARTLY_DISCLOSED: frozenset({Circumstance.PARTLY_ANSWERED}),
    Outcome.REFUSED: frozenset(
        {Circumstance.REFUSED, Circumstance.PARTLY_ANSWERED, Circumstance.NOT_SEVERED}
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
    }
)
_OF_REFUSALS = frozenset({Circumstance.NO_EXEMPTION_NAMED})


def item_heads(locale: Locale) -> tuple[str, ...]:
    """Return the heads of the table of items."""
    say = locale.say
    return (
        say("Item no."),
        say("Record"),
        say("Answer"),
        say("Ground given by the body"),
        say("Reply (ground)"),
        say("Relief"),
    )


def items(
    source: PleadingSource, found: Sequence[Argument], orders: Sequence[Relief]
) -> tuple[PleadedItem, ...]:
    """Return every item of the request with its answer, the grounds against it, and the relief."""
    given = _answers(source)
    return tuple(
        _item(source, number, asked, given.get(asked.key), found, orders)
        for number, asked in enumerate(source.drafted.questions, start=1)
    )


def _answers(source: PleadingSource) -> dict[str, tuple[int, QuestionOutcome]]:
    """Return the last answer to each item, with the entry that has it."""
    replies = source.plea.case_status.case_state.replies
    return {
        outcome.question: (entry.seq, outcome)
        for entry in replies
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
    }


def _item(
    source: PleadingSource,
    number: int,
    asked: Asked,
    answer: tuple[int, QuestionOutcome] | None,
    found: Sequence[Argument],
    orders: Sequence[Relief],
) -> PleadedItem:
    seq, outcome = answer or (0, None)
    open_still = outcome is None or outcome.outcome is not Outcome.DISCLOSED
    raised = _raised(outcome)
    claims = frozenset(outcome.exemptions if outcome else ())
    return PleadedItem(
        key=asked.key,
        number=number,
        record=short_record(source, asked.words),
        answer=source.say(OUTCOMES[outcome.outcome]) if outcome else source.say("No answer"),
        named=_named(source, outcome),
        grounds=tuple(_grounds(found, raised, claims)) if open_still else (),
        relief=tuple(_relief(orders, raised, claims)) if open_still else (),
        rests_on=PleadingBasis((seq,) if seq else ()),
        in_issue=open_still,
    )


def _raised(outcome: QuestionOutcome | None) -> frozenset[Circumstance]:
    if outcome is None:
        return frozenset({Circumstance.SILENCE, Circumstance.PASSED_OVER})
    raised = _OF_OUTCOME.get(outcome.outcome, frozenset())
    if outcome.vague:
        raised |= {without_clause(outcome.vague.category)}
    return raised


def _named(source: PleadingSource, outcome: QuestionOutcome | None) -> str:
    if outcome is None:
        return "–"
    law: Law = source.law
    cites = [source.text(each.cite) for each in law.exemptions if each.key in outcome.exemptions]
    cites += [f"“{outcome.vague.words}”"] if outcome.vague else []
    refused = outcome.outcome in (Outcome.REFUSED, Outcome.PARTLY_DISCLOSED)
    # That none was named is known only where the notice was read for it.
    none = refused and Circumstance.NO_EXEMPTION_NAMED in source.pleaded
    return source.locale.listed(cites) or (source.say("none named") if none else "–")


def _grounds(
    found: Sequence[Argument], raised: frozenset[Circumstance], claims: frozenset[str]
) -> Iterator[str]:
    bare = Circumstance.REFUSED in raised and not claims
    for each in found:
        if each.exemption:
            concerned = each.exemption in claims
        elif each.when is Circumstance.EXEMPTION_CLAIMED:
            concerned = bool(claims)
        else:
            concerned = each.when in raised or each.when in _OF_ALL
        if concerned or (bare and each.when in _OF_REFUSALS):
            yield f"ground:{each.key}"


def _relief(
    orders: Sequence[Relief], raised: frozenset[Circumstance], claims: frozenset[str]
) -> Iterator[str]:
    claimed = frozenset({Circumstance.EXEMPTION_CLAIMED}) if claims else frozenset()
    for each in orders:
        wanted = (
            not each.when
            if each.level is ReliefLevel.MAIN
            else bool(set(each.when) & (raised | claimed))
        )
        if wanted and each.level not in (ReliefLevel.FINDING, ReliefLevel.INTERIM):
            yield f"relief:{each.key}"


def short_record(source: PleadingSource, words: str) -> str:
    """Return an item in a few words: its heading if it has one, else its first words."""
    heading, *rest = _FULL_STOP.split(words, maxsplit=1)
    if rest and len(heading.split()) <= _TITLE_WORDS:
        return heading
    kept = words.split()
    if len(kept) <= SHORT_RECORD:
        return words
    return source.say(_CUT, words=" ".join(kept[:SHORT_RECORD]).rstrip(",;:"))
