"""The event `PartTransferred`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.canonical import Private
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, HistoryEntry, NotBefore, S
from tracker.domain.events.request.drafted import Drafted


@dataclass(frozen=True, kw_only=True)
class PartTransferred(Event):
    """The body transferred some items to another body, where they are a request of their own.

    `items` are their keys, `to` is the key of the body, and `request` the reference of their
    request. The other items stay with the body, and their time limit does not change.
    """

    kind = "part-transferred"
    label = Message("Items transferred to another body")
    document = Message("Notice of transfer")
    happened = Message("items were transferred")
    needs_document = Message("Attach the document. We say nothing about a body without it.")
    purpose = "notice"
    finding = True

    items: tuple[str, ...]
    to: str
    request: Private[str] = ""

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if state.received is None:
            raise NotAllowed(
                "Log receipt first. A body can transfer only a request that it has received."
            )

    def check(self, state: Folded[Any]) -> None:
        """Raise BadInput for items that this body never had, or if none would be left.

        A body may send an item to several others, but to each of them once.
        """
        drafted, gone = state.drafted, set(self.items)
        left = {each.key for each in drafted.questions} if isinstance(drafted, Drafted) else set()
        before = [each.event for each in state.parts if isinstance(each.event, PartTransferred)]
        if not gone or gone - left - {item for each in before for item in each.items}:
            raise BadInput("Choose items that are or were with this body.")
        if gone & {item for each in before if each.to == self.to for item in each.items}:
            raise BadInput("One of these items was transferred to this body before.")
        if left and gone & left == left:
            raise BadInput(
                "These are all the items that are left. To transfer the whole request, choose "
                "none of them."
            )

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.received.event.bound if state.received else super().not_before(state)

    def fold(self, entry: HistoryEntry, state: S) -> S:
        parts = (*state.parts, entry)
        if not isinstance(state.drafted, Drafted):
            return state.changed(parts=parts)
        return state.changed(parts=parts, drafted=state.drafted.without(self.items))
