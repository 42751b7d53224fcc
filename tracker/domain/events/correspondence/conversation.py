"""The event `Conversation`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event
from tracker.domain.events.form import EntryForm, Prompt


class SpokenBy(StrEnum):
    """How someone of the office spoke with the body."""

    TELEPHONE = "telephone"
    VISIT = "visit"


@dataclass(frozen=True, kw_only=True)
class Conversation(Event):
    """Someone of the office spoke with the body, by phone or at a visit.

    Who spoke and what was said is private and sealed. A conversation proves no receipt, starts no
    clock and answers nothing.
    """

    kind = "conversation"
    label = Message("Phone call or visit")
    document = Message("Note of the call or visit")
    purpose = "conversation"
    publicity = "never"
    form = EntryForm(
        title=Message("Log a phone call or a visit"),
        offered=Message("It proves no receipt and stops no clock."),
        intro=Message(
            "A note of what was said helps you to remember, and to name a diary number. It proves "
            "no receipt and stops no clock. Ask for a stamp or a written acknowledgement too. "
            "Only the office sees this entry."
        ),
        day=Message("Date of the call or visit"),
        document=Message("Scan of a note, if there is one"),
        done=Message("Call or visit logged. No deadline changed."),
    )

    how: Annotated[
        SpokenBy,
        Prompt(
            Message("How you spoke"),
            missing=Message("Select whether you called or visited."),
            choices={
                SpokenBy.TELEPHONE: Message("by phone"),
                SpokenBy.VISIT: Message("at a visit"),
            },
        ),
    ]
