"""Powers that may be invoked to block a service, and what each requires of who uses it."""

from dataclasses import dataclass

from tracker.domain.days import Span
from tracker.domain.law import Source
from tracker.domain.text import Text, listed


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a power demands: written reasons, notice, a time limit, review."""

    key: str
    cite: Text
    says: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Power:
    """A provision that is, or may be, invoked to block; `duty` marks a rule that only binds.

    `in_force_about` says that no source gives the very day on which it came into force.
    """

    key: str
    country: str
    statute: Text
    cite: Text
    says: Text
    who_may_order: Text
    in_force: Span
    source: Source
    requirements: tuple[Requirement, ...] = ()
    duty: bool = False
    in_force_about: bool = False
    note: Text | None = None

    @property
    def title(self) -> Text:
        """The provision within its statute, in each language that has both; else in English."""
        both = [each for each in self.statute.words if each in self.cite.words] or ["en"]
        parts = (self.statute, self.cite)
        return Text({key: listed((part.in_language(key) for part in parts), key) for key in both})
