"""The event `Corrected`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import CorrectedBecause
from tracker.domain.events.event import Event, Folded, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """An entry was wrong: it stays in the history but no longer counts.

    `why` is the reason in a person's own words, if it was stated. The public sees at once that
    the entry was corrected, but a `private` reason only once it is published.
    """

    kind = "corrected"
    label = Message("Earlier entry corrected")
    publicity = "with-another"
    correctable = False

    entry: int
    because: CorrectedBecause = CorrectedBecause.STATED
    why: str = ""
    private: bool = False

    @property
    def reason_waits(self) -> bool:
        """Return whether the reason is left out of the public form until it is published
        itself."""
        return self.private and not self.why

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.entry}"

    @property
    def corrects(self) -> int:
        return self.entry

    @property
    def shown_with(self) -> int:
        return self.entry

    @property
    def own_words(self) -> tuple[str, ...]:
        return (self.why,) if self.why else ()

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if state.drafted is None:
            raise NotAllowed("No request has been finalised yet.")

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(corrections=(*state.corrections, entry))
