"""The event `Removed`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.events.event import Event, Folded, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Removed(Event):
    """Texts or copies with these digests were removed from the public record, which otherwise
    stays."""

    kind = "removed"
    label = Message("Text or copy removed from the public record")
    publicity = "never"
    permission = "publish"
    correctable = False
    changes_record = True

    digests: tuple[str, ...]
    because: WithheldBecause

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if not state.published or state.withheld:
            raise NotAllowed("Nothing about this request is published.")

    def check(self, state: Folded[Any]) -> None:
        shown = {each.digest for each in state.releases}
        shown |= {each.digest for each in state.copies}
        if not self.digests or not shown.issuperset(self.digests):
            raise BadInput("Choose texts or copies that are published.")

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(
            releases=tuple(each for each in state.releases if each.digest not in self.digests),
            copies=tuple(each for each in state.copies if each.digest not in self.digests),
        )
