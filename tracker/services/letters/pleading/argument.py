"""One ground of a pleading, before it is laid out as rows, and the decisions offered for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow


@dataclass(frozen=True, slots=True)
class OfferedDecision:
    """A decision that a ground does not cite by default, because it has stronger ones or because
    nobody claimed what the decision is about: its key, and the words to cite it."""

    authority: str
    words: str


def rows_offered(key: str, offered: Sequence[OfferedDecision]) -> Iterator[PleadingRow]:
    """Yield a row for each decision that is offered under the row with this key."""
    for each in offered:
        rests = PleadingBasis(authorities=(each.authority,))
        yield PleadingRow(f"{key}:{each.authority}", each.words, rests_on=rests, offered=True)


@dataclass(frozen=True, slots=True)
class Argument:
    """One ground: its heading and paragraphs, what raised it, the items that it reaches, what it
    leads to, and the decisions that are offered for it. `heading` is its title without the items
    that a title may name; empty if it has no other."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    when: Circumstance
    rests_on: PleadingBasis
    items: tuple[str, ...] = ()
    relief: tuple[str, ...] = ()
    offered: tuple[OfferedDecision, ...] = ()
    heading: str = ""

    def with_(self, other: "Argument") -> "Argument":
        """Return this ground with the paragraphs of one that has the same heading, each once."""
        return replace(
            self,
            paragraphs=tuple(dict.fromkeys((*self.paragraphs, *other.paragraphs))),
            rests_on=self.rests_on.with_(other.rests_on),
            items=tuple(dict.fromkeys((*self.items, *other.items))),
            relief=tuple(dict.fromkeys((*self.relief, *other.relief))),
            offered=(*self.offered, *other.offered),
        )
