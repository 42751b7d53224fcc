"""The event `Corrected`."""

from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Corrected(Event):
    """An entry was wrong: it stays on record and counts no more from here on.

    The public sees at once that it was struck; a `private` reason only once it was published.
    """

    kind = "corrected"
    label = Message("Earlier entry corrected")
    publicity = "with-another"
    correctable = False

    entry: int
    why: str
    private: bool = False

    @property
    def reason_waits(self) -> bool:
        """Whether the reason is left out of the public form until it is published itself."""
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
        return (self.why,)

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if state.drafted is None:
            raise NotAllowed("There is no settled request yet.")

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, corrections=(*state.corrections, entry))
