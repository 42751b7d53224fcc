"""Public bodies: who is asked, under which law, at which address, and who hears an appeal."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.law.law import Source


class Role(StrEnum):
    """The role of a body in a block; the wording of a question follows it."""

    REGULATOR = "regulator"
    MINISTRY = "ministry"
    CABINET = "cabinet"
    APPEAL_BODY = "appeal-body"


class Condition(StrEnum):
    """A condition that letters mention: a body that has nobody to decide. No time limit is paused
    for it."""

    WITHOUT_MEMBERS = "without-members"


@dataclass(frozen=True, slots=True)
class BodyState:
    """A dated condition of a body that changes what to do (vacant, succeeded, being set up)."""

    span: Span
    says: Text
    source: Source
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class PublicBody:
    """A public body, as far as sources describe it; unknown parts of its address are left out.

    Searches also find the body by the names in `also_called`, such as its acronym in another
    script.
    """

    key: str
    name: Text
    short_name: str
    role: Role
    country: str
    laws: tuple[str, ...]
    calendar: str
    address_to: Text
    address: tuple[str, ...]
    source: Source
    channels: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    checked_on: date | None = None
    states: tuple[BodyState, ...] = ()
    note: Text | None = None
    also_called: tuple[str, ...] = ()

    def states_on(self, day: date) -> tuple[BodyState, ...]:
        """Return the states of the body on `day`."""
        return tuple(state for state in self.states if day in state.span)

    def without_members(self, day: date) -> bool:
        """Return whether the body has nobody to decide on `day`, as far as sources say."""
        return any(s.condition is Condition.WITHOUT_MEMBERS for s in self.states_on(day))
