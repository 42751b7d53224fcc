"""Powers that may be used to block a service, and what each requires of its user."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text, listed_words
from tracker.domain.law.law import Provision, Source
from tracker.domain.law.limits import FirstDay, LastDay, Unit


class ChallengeStart(StrEnum):
    """From what the time of a challenge runs."""

    ORDER = "order"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class ChallengeTime:
    """The time in which a person affected may challenge the block itself.

    It runs from the order of the body `ordered_by`, or from the order in review. `calendar` is
    that of the office that receives the challenge. `inferred` and `may_move` are as in `Limit`;
    here each provision that may move a closed last day is written out.
    """

    title: Text
    runs_from: ChallengeStart
    length: int
    unit: Unit
    first_day: FirstDay
    last_day: LastDay
    calendar: str
    ordered_by: str
    receiver: str | None = None
    inferred: frozenset[str] = frozenset()
    may_move: tuple[Provision, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement of a power: written reasons, notice, a time limit, review.

    `challenge` is set if it lets a person affected challenge the block within a time limit.
    """

    key: str
    cite: Text
    says: Text
    source: Source
    challenge: ChallengeTime | None = None


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
    both = [each for each in statute.languages() if each in cite.languages()] or ["en"]
    return Text(
        {
            key: listed_words((part.in_language(key) for part in (statute, cite)), key)
            for key in both
        }
    )
