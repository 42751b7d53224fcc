"""The event `NoticeSent`."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.canonical import Private
from tracker.domain.events.event import Event
from tracker.domain.terms import Channel


@dataclass(frozen=True, kw_only=True)
class NoticeSent(Event):
    """A body was told what the public record would say of it, and had until `answer_by` to answer:
    about the entries named."""

    kind = "notice-sent"
    to: str
    channel: Channel
    answer_by: date
    about: Private[tuple[int, ...]] = ()
