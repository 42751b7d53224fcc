"""One ground of a pleading, before it is laid out as rows."""

from dataclasses import dataclass, replace

from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis
from tracker.services.letters.pleading.citing import OfferedDecision


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
