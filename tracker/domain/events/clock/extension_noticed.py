"""The event `ExtensionNoticed`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, HistoryEntry, NotBefore, S


@dataclass(frozen=True, kw_only=True)
class ExtensionNoticed(Event):
    """The body announced that it takes longer; `ground` is a key of the law, or empty."""

    kind = "extension-noticed"
    label = Message("Body announced an extension")
    document = Message("Notice of extension")
    needs_document = Message("Attach the document. We say nothing about a body without it.")
    purpose = "extension"
    in_law = Message("the notice of an extension")
    finding = True

    stage: str
    ground: str = ""

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.received.event.bound if state.received else super().not_before(state)

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state if state.extension else state.changed(extension=entry)
