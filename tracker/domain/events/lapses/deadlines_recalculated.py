"""The event `DeadlinesRecalculated`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.clock.deadline_changes import Shift
from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class DeadlinesRecalculated(Event):
    """The library changed, and with it the deadlines that start from `opening`: how each moved,
    and why.

    `after` is the previous recalculation (0 if none), so that a change back and forth is recorded
    each time.
    """

    kind = "deadlines-recalculated"
    label = Message("Deadlines recalculated")
    publicity = "with-another"
    correctable = False
    in_many_histories = True

    opening: int
    after: int
    previous_library_version: str
    library_version: str
    shifts: tuple[Shift, ...]

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.library_version}:{self.opening}:{self.after}"

    @property
    def counted_from(self) -> int:
        return self.opening

    @property
    def shown_with(self) -> int:
        return self.opening
