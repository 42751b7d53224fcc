"""Judgments on blocks and on powers to block: what a court decided, as far as sources show."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.text import Text
from tracker.domain.law.block import DateCertainty, Happening
from tracker.domain.law.law import Source


class JudgmentOutcome(StrEnum):
    """What a court decided about a block, or about a power to block.

    `suspended` is for an interim order that stopped it while the case went on, `directions` for an
    order that left its legality open, and `not-decided` for a case that ended without a decision
    on its legality.
    """

    UNLAWFUL = "unlawful"
    STRUCK_DOWN = "struck-down"
    SUSPENDED = "suspended"
    DIRECTIONS = "directions"
    LAWFUL = "lawful"
    NOT_DECIDED = "not-decided"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Judgment:
    """What a court decided about some blocks, or about powers to block.

    `number` is that of the case, empty if no source names it. A pending case has no `on`.
    `authority` is the same decision among those that a pleading may cite: nothing is pleaded from
    the judgment itself.
    """

    key: str
    country: str
    court: Text
    outcome: JudgmentOutcome
    says: Text
    source: Source
    number: str = ""
    on: date | None = None
    about: DateCertainty | None = None
    blocks: tuple[str, ...] = ()
    powers: tuple[str, ...] = ()
    authority: str | None = None

    @property
    def event(self) -> Happening | None:
        """Return the judgment as an event of the history of a block; None if its day is not
        known."""
        if self.on is None:
            return None
        known = [each for each in self.says.words if each in self.court.words]
        told = {each: f"{self.court.words[each]}: {self.says.words[each]}" for each in known}
        return Happening(self.on, Text(told), self.source, self.about)
