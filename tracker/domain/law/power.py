"""Powers that may be used to block a service, and what each requires of its user."""

from dataclasses import dataclass

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text, listed_words
from tracker.domain.law.law import Source


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of a power: written reasons, notice, a time limit, review."""

    key: str
    cite: Text
    says: Text
    source: Source


@dataclass(frozen=True, slots=True)
class Power:
    """A provision that is, or may be, invoked to block.

    `duty` marks a rule that only imposes duties. `in_force_about` says that no source gives the
    exact day on which it came into force.
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
        """Return the provision within its statute, in each language that has both.

        If no language has both, it is in English.
        """
        return titled_provision(self.statute, self.cite)


def titled_provision(statute: Text, cite: Text) -> Text:
    """Return a provision within its statute, in each language that has both.

    If no language has both, it is in English.
    """
    both = [each for each in statute.words if each in cite.words] or ["en"]
    return Text(
        {
            key: listed_words((part.in_language(key) for part in (statute, cite)), key)
            for key in both
        }
    )
