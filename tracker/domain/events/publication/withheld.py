"""The event `Withheld`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.events.event import Event, Folded, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Withheld(Event):
    """The record was taken down; it remains visible that it existed."""

    kind = "withheld"
    label = Message("Taken down")
    publicity = "never"
    permission = "publish"
    correctable = False
    changes_record = True

    because: WithheldBecause

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if not state.published or state.withheld:
            raise NotAllowed("Nothing about this request is published.")

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(withheld=True)
