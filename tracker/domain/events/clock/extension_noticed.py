"""The event `ExtensionNoticed`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ExtensionNoticed(Event):
    """The body announced that it takes longer; `ground` is a key of the law, or empty."""

    kind = "extension-noticed"
    stage: str
    ground: str = ""
