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
    label = Message("Document received from the body")
    publicity = "never"
    document = Message("Document from the body")
    needs_document = Message("Attach the document.")
    purpose = "came"
    form = EntryForm(
        title=Message("Log an incoming document"),
        offered=Message("You can classify it later."),
        intro=Message(
            "Log every document from the body on the day it arrives, even if you cannot read it "
            "yet. It may be the response, so no non-response is logged until someone classifies "
            "it."
        ),
        document=Message("Document"),
        document_hint=Message("The scan or the email, with everything in the envelope."),
        done=Message("Document logged. Until you classify it, no non-response is logged."),
    )

    channel: Annotated[Channel, Prompt(Message("How it arrived"))]
