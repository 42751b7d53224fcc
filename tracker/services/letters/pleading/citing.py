"""Decisions in a pleading: those that support a ground, and what meets those against it."""

from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.words.pleading import at_annex
from tracker.services.letters.pleading.lettering import decision_key
from tracker.services.letters.pleading.source import PleadingSource

_SUPPORTING = Message("{holds} ({cite}{how}){annex}")
_SENTENCE = Message("{words}.")
_CONTRARY = Message("The {party} draws attention to {cite}{annex}. {holds} {distinguished}")


def sentence(source: PleadingSource, words: str, reference: str = "") -> str:
    """Return words as a sentence with a reference before its full stop."""
    return source.say(_SENTENCE, words=words.rstrip(".۔") + reference)


def with_decisions(source: PleadingSource, words: str, authorities: Sequence[str]) -> str:
    """Return words followed by the decisions that support them and that letters may cite."""
    said = [words]
    for key in authorities:
        if key in source.printable:
            decided = source.printable[key]
            cite = source.locale.together(source.text(decided.cite))
            holds = source.text(decided.holds).rstrip(".۔")
            annex = at_annex(decision_key(key))
            how = f", {source.text(decided.qualifier)}" if decided.qualifier else ""
            words = source.say(_SUPPORTING, holds=holds, cite=cite, how=how, annex=annex)
            said.append(sentence(source, words))
    return " ".join(said)


def contrary(source: PleadingSource, authorities: Sequence[str]) -> Iterator[str]:
    """Yield what meets each adverse decision that comes from the forum or binds it."""
    for key in authorities:
        decided = source.printable.get(key)
        if decided and decided.distinguished and decided.bears_on(source.plea.remedy.to):
            yield source.say(
                _CONTRARY,
                party=source.party,
                cite=source.locale.together(source.text(decided.cite)),
                annex=at_annex(decision_key(key)),
                holds=source.text(decided.holds),
                distinguished=source.text(decided.distinguished),
            )


def cited(source: PleadingSource, authorities: Sequence[str]) -> tuple[str, ...]:
    """Return those of these decisions that letters may cite."""
    return tuple(key for key in authorities if key in source.printable)
