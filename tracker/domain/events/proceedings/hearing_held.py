"""The event `HearingHeld`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class HearingHeld(Event):
    """The hearing that an entry fixed took place."""

    kind = "hearing-held"
    hearing: int

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.hearing}"
