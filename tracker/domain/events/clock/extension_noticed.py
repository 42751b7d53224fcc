"""The event `ExtensionNoticed`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class ExtensionNoticed(Event):
    """The body announced that it takes longer; `ground` is a key of the law, or empty."""

    kind = "extension-noticed"
    stage: str
    ground: str = ""

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state if state.extension else replace(state, extension=entry)
