"""The event `Acknowledged`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded
from tracker.domain.events.form import EntryForm


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    """The body said that the request arrived. It is not an answer and stops no clock."""

    kind = "acknowledged"
    label = Message("Receipt acknowledged by the body")
    document = Message("Acknowledgement of receipt")
    purpose = "acknowledgement"
    form = EntryForm(
        title=Message("Record an acknowledgement"),
        offered=Message("It answers nothing and stops no clock."),
        arrives=Message("An acknowledgement"),
        arrives_hint=Message("It says only that the request arrived. It stops no clock."),
        document=Message("The acknowledgement"),
        done=Message("The acknowledgement is on record. It stops no clock."),
    )

    @classmethod
    def offered(cls, state: Folded[Any]) -> bool:
        return super().offered(state) and not state.replies
