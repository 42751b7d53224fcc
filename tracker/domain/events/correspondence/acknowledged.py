"""The event `Acknowledged`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.errors import Words
from tracker.domain.events.event import Event, Folded
from tracker.domain.events.form import EntryForm


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    """The body said that the request arrived. It is not an answer and stops no clock."""

    kind = "acknowledged"
    label = Words("Receipt acknowledged by the body")
    document = Words("Acknowledgement of receipt")
    purpose = "acknowledgement"
    form = EntryForm(
        title=Words("Record an acknowledgement"),
        offered=Words("It answers nothing and stops no clock."),
        arrives=Words("An acknowledgement"),
        arrives_hint=Words("It says only that the request arrived. It stops no clock."),
        document=Words("The acknowledgement"),
        done=Words("The acknowledgement is on record. It stops no clock."),
    )

    @classmethod
    def offered(cls, state: Folded[Any]) -> bool:
        return super().offered(state) and not state.replies
