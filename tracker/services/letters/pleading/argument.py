"""One ground of a pleading, before it is laid out as rows."""

from dataclasses import dataclass

from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis


@dataclass(frozen=True, slots=True)
class Argument:
    """One ground: its heading and paragraphs, what raised it, the items that it reaches, and what
    it leads to."""

    key: str
    title: str
    paragraphs: tuple[str, ...]
    when: Circumstance
    rests_on: PleadingBasis
    items: tuple[str, ...] = ()
    relief: tuple[str, ...] = ()
