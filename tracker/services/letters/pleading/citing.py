"""Decisions in a pleading: those that support a ground, and what meets those against it."""

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

from tracker.domain.base.messages import Message
from tracker.domain.law.authority import Authority
from tracker.domain.law.law import LetterPoint
from tracker.domain.law.pleas import Exemption
from tracker.domain.words.pleading import at_annex
from tracker.services.letters.pleading.lettering import decision_key
from tracker.services.letters.pleading.source import PleadingSource

# What a ground of the law’s file is: a cause, or the answer to an exemption.
WrittenGround = LetterPoint | Exemption

_RELIES = Message("See {cite}{annex}: {holds}")
_PERSUASIVE = Message("See, as persuasive, {cite}{annex}: {holds}")
_AGAIN = Message("See again {cite}{annex}.")
_SENTENCE = Message("{words}.")
_CONTRARY = Message(
    "The {party} draws attention to an adverse decision: {cite}{annex}. {holds} {distinguished}"
)


def sentence(source: PleadingSource, words: str, reference: str = "") -> str:
    """Return words as a sentence with a reference before its full stop."""
    return source.say(_SENTENCE, words=words.rstrip(".۔") + reference)


def with_decisions(
    source: PleadingSource, words: str, authorities: Sequence[str], told: Collection[str] = ()
) -> str:
    """Return words followed by the decisions that support them and that letters may cite.

    `told` are those of which an earlier ground says what they hold.
    """
    known = cited(source, authorities)
    return " ".join((words, *(_relied_on(source, key, key in told) for key in known)))


def _relied_on(source: PleadingSource, key: str, told: bool) -> str:
    decided = source.printable[key]
    annex = at_annex(decision_key(key))
    if told:
        return source.say(_AGAIN, cite=_named(source, decided), annex=annex)
    own = decided.country == source.law.country
    return source.say(
        _RELIES if own or not decided.decision else _PERSUASIVE,
        cite=_as_known(source, decided),
        annex=annex,
        holds=source.text(decided.holds),
    )


def _named(source: PleadingSource, decided: Authority) -> str:
    return source.locale.together(source.text(decided.cite))


def _as_known(source: PleadingSource, decided: Authority) -> str:
    """Return a decision as a letter cites it, with what it is known from."""
    how = (source.text(decided.qualifier),) if decided.qualifier else ()
    return source.locale.listed((_named(source, decided), *how))


def contrary(
    source: PleadingSource, authorities: Sequence[str], told: Collection[str] = ()
) -> Iterator[str]:
    """Yield what meets each adverse decision that comes from the forum or binds it.

    One that an earlier ground met is met once.
    """
    for key in authorities:
        decided = source.printable.get(key)
        if decided is None or key in told:
            continue
        if decided.distinguished and decided.bears_on(source.plea.remedy.to):
            yield source.say(
                _CONTRARY,
                party=source.party,
                cite=_as_known(source, decided),
                annex=at_annex(decision_key(key)),
                holds=source.text(decided.holds),
                distinguished=source.text(decided.distinguished),
            )


def cited(source: PleadingSource, authorities: Sequence[str]) -> tuple[str, ...]:
    """Return those of these decisions that letters may cite."""
    return tuple(key for key in authorities if key in source.printable)


def leads(
    source: PleadingSource, authorities: Sequence[str], adverse: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the decisions that a letter would cite, or meet, once a lawyer has checked them."""
    known, forum = source.library.authorities, source.plea.remedy.to
    met = (k for k in adverse if (each := known.get(k)) and each.bears_on(forum))
    return tuple(key for key in (*authorities, *met) if key not in source.printable)


def told_before(grounds: Sequence[WrittenGround], ground: str) -> frozenset[str]:
    """Return the decisions that the grounds before this one cite, in their order."""
    earlier = takewhile(lambda each: each.key != ground, grounds)
    return frozenset(key for each in earlier for key in (*each.authorities, *each.adverse))
