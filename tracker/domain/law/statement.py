"""Organisations, and what they demanded together in public."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.text import Text
from tracker.domain.law.law import Source


@dataclass(frozen=True, slots=True)
class Organisation:
    """A civil-society organisation that signs statements or supports requests."""

    key: str
    name: Text
    source: Source


class DemandState(StrEnum):
    """The state of a demand, as far as the evidence in the library shows."""

    MET = "met"
    PARTLY_MET = "partly-met"
    NOT_MET = "not-met"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand of a statement, with its state and the evidence for that state."""

    number: int
    says: Text
    state: DemandState
    evidence: Text
    as_of: date
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A public statement on one or more blocks; only signatories named in sources are listed."""

    key: str
    title: Text
    on: date
    blocks: tuple[str, ...]
    count: Text
    signatories: tuple[str, ...]
    demands: tuple[Demand, ...]
    concerns: tuple[Text, ...]
    sources: tuple[Source, ...]

    def number(self, state: DemandState) -> int:
        """Return the number of demands in a state."""
        return sum(demand.state == state for demand in self.demands)
