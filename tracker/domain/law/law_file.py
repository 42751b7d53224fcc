"""What the file of a law says of itself: what it does not know, and how it changed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.text import Text


class LawFact(StrEnum):
    """A kind of fact that the file of each law holds, or names as not known.

    Where a plain statement of the law holds it, this is the topic of that statement.
    """

    FORM = "form"
    LANGUAGE = "language"
    COSTS = "costs"
    PAUSES = "pauses"
    TRANSFER = "transfer"
    EXTENSION = "extension"
    SILENCE = "silence"
    REMEDIES = "remedies"
    EXEMPTIONS = "exemptions"
    EFFECT = "effect"
    TEST = "test"
    INTEREST = "interest"
    ENDS = "lapse-of-exemptions"
    APPROVAL = "approval"
    REFUSAL = "refusal"
    SEVERANCE = "severance"
    BURDEN = "burden-of-proof"
    PENALTIES = "penalties"
    PUBLICATION = "publication"


@dataclass(frozen=True, eq=False)
class NotKnown(Text):
    """What a reader looked for and did not find. `about` lists the kinds of facts that are
    missing; the words then say where to look for them."""

    __slots__ = ("about",)

    about: tuple[LawFact, ...]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, NotKnown):
            return NotImplemented
        return self.about == other.about and Text.__eq__(self, other)

    __hash__ = Text.__hash__


@dataclass(frozen=True, slots=True)
class LawChange:
    """One change of a law's file, worded so that readers know what it affects."""

    on: date
    says: Text
