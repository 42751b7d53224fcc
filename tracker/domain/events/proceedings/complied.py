"""The event `Complied`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Complied(Event):
    """An order was obeyed: that of the entry `decision` as a whole, or its duty of that number,
    counted from 1; or only in part."""

    kind = "complied"
    decision: int
    duty: int = 0
    in_part: bool = False
