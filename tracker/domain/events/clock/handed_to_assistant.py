"""The event `HandedToAssistant`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class HandedToAssistant(Event):
    """The request was handed to an assistant officer, who passes it on: some laws add days."""

    kind = "handed-to-assistant"
