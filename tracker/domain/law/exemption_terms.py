"""When a clause lets a body refuse: its effect, test, public interest and end, and the act that it
needs."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.text import Text


class ExemptionEffect(StrEnum):
    """What a clause does to the duty to disclose.

    No duty: the law lifts the duty and forbids nothing. Outside: the law does not reach the
    information or the body. Not answered: the request itself need not be dealt with.
    """

    MUST_REFUSE = "must-refuse"
    MAY_REFUSE = "may-refuse"
    NO_DUTY = "no-duty"
    MAY_DELAY = "may-delay"
    OUTSIDE = "outside-the-law"
    NOT_ANSWERED = "not-answered"


class PublicInterest(StrEnum):
    """Whether a public interest in disclosure can outweigh a clause. Absolute: the law weighs no
    such interest against it. Partly: against a part of it, or in some cases."""

    ABSOLUTE = "absolute"
    PARTLY = "partly-qualified"
    QUALIFIED = "qualified"


class HarmKind(StrEnum):
    """What the law asks for beside the kind of information. Weighing: interests are weighed inside
    the clause itself."""

    CLASS = "class"
    HARM = "harm"
    SERIOUS_HARM = "serious-harm"
    CONDITION = "condition"
    WEIGHING = "weighing"


@dataclass(frozen=True, slots=True)
class ExemptionTest:
    """What must be shown before a clause applies. `says` continues “only where …”. A class has no
    words, because the kind of information is enough."""

    kind: HarmKind
    sources: tuple[str, ...]
    says: Text | None = None


@dataclass(frozen=True, slots=True)
class ExemptionEnd:
    """When a clause no longer applies: `years` after the record was made, at most, or an event.
    `says` is the event, or what is special about the years."""

    sources: tuple[str, ...]
    years: int | None = None
    says: Text | None = None


@dataclass(frozen=True, slots=True)
class ExemptionApproval:
    """The approval, certificate, classification or opinion that a body needs to use a clause."""

    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExemptionTerms:
    """The terms of a clause, as far as they were read; None for what was not. `override` are the
    provisions under which the public interest outweighs a qualified clause."""

    effect: ExemptionEffect | None = None
    interest: PublicInterest | None = None
    override: tuple[str, ...] = ()
    test: ExemptionTest | None = None
    ends: ExemptionEnd | None = None
    approval: ExemptionApproval | None = None

    @property
    def weighed_inside(self) -> bool:
        """Whether the clause itself weighs the interests, so that it has no override."""
        return self.test is not None and self.test.kind is HarmKind.WEIGHING

    @property
    def interest_told(self) -> bool:
        """Whether the terms say how a public interest in disclosure stands to the clause, which it
        does not do if the request itself need not be answered."""
        unanswered = self.effect is ExemptionEffect.NOT_ANSWERED
        return bool(self.interest) or self.weighed_inside or unanswered


NO_TERMS = ExemptionTerms()
