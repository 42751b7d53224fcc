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
    label = Message("Body acknowledged receipt")
    document = Message("Acknowledgement of receipt")
    purpose = "acknowledgement"
    in_law = Message("the acknowledgement of the request")
    form = EntryForm(
        title=Message("Log an acknowledgement"),
        offered=Message("It is not a response and does not stop the clock."),
        arrives=Message("An acknowledgement"),
        arrives_hint=Message(
            "It only confirms that the request arrived. It does not stop the clock."
        ),
        document=Message("The acknowledgement"),
        done=Message("Acknowledgement logged. It does not stop the clock."),
    )

    @classmethod
    def offered(cls, state: Folded[Any]) -> bool:
        return super().offered(state) and not state.replies
