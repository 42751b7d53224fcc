"""Public bodies: who is asked, under which law, at which address, and who hears an appeal."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.days import Span
from tracker.domain.law import Source
from tracker.domain.text import Text


class Role(StrEnum):
    """What a body is in the story of a block; the wording of a question follows it."""

    REGULATOR = "regulator"
    MINISTRY = "ministry"
    CABINET = "cabinet"
    APPEAL_BODY = "appeal-body"


class Condition(StrEnum):
    """A condition of which letters speak: a body that has nobody to decide. No time stands still
    for it."""

    WITHOUT_MEMBERS = "without-members"


@dataclass(frozen=True, slots=True)
class State:
    """A dated condition of a body that changes what to do (vacant, succeeded, being set up)."""

    span: Span
    says: Text
    source: Source
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class PublicBody:
    """One body, as far as sources tell; parts of the address that no source gives are left out.

    It is found by the names that it is `also_called` too, as its acronym in other letters.
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
    states: tuple[State, ...] = ()
    note: Text | None = None
    also_called: tuple[str, ...] = ()

    def states_on(self, day: date) -> tuple[State, ...]:
        """What is said of this body on `day`."""
        return tuple(state for state in self.states if day in state.span)

    def without_members(self, day: date) -> bool:
        """Whether it has nobody to decide on `day`, as far as sources tell."""
        return any(s.condition is Condition.WITHOUT_MEMBERS for s in self.states_on(day))
