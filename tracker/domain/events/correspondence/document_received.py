"""The event `DocumentReceived`."""

from dataclasses import dataclass
from typing import Annotated

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.events.event import Event
from tracker.domain.events.form import EntryForm, Prompt


@dataclass(frozen=True, kw_only=True)
class DocumentReceived(Event):
    """A document of a body came that nobody has classified yet.

    Until a later entry uses that document, no missed deadline is recorded: it may be the
    answer.
    """

    kind = "document-received"
    label = Message("A paper of the body came")
    publicity = "never"
    document = Message("A paper of the body")
    needs_document = Message("Add the paper itself: it is read from here.")
    purpose = "came"
    form = EntryForm(
        title=Message("Log a paper that came"),
        offered=Message("What it is can be said later."),
        intro=Message(
            "Put every paper of the body on file on the day it comes, even where there is no time "
            "to read it. Until somebody says what it is, no silence is entered for this request: "
            "it may be the answer."
        ),
        document=Message("The paper"),
        document_hint=Message("The scan or the e-mail, with everything that was in the envelope."),
        done=Message("The paper is on file. Say what it is: until then no silence is entered."),
    )

    channel: Annotated[Channel, Prompt(Message("How it came"))]
