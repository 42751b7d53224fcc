"""The event `PaperCame`."""

from dataclasses import dataclass
from typing import Annotated

from tracker.domain.base.errors import Words
from tracker.domain.base.terms import Channel
from tracker.domain.events.event import Event
from tracker.domain.events.form import EntryForm, Prompt


@dataclass(frozen=True, kw_only=True)
class PaperCame(Event):
    """A paper of a body came, and nobody has said yet what it is.

    Until a later entry rests on the same paper, no silence is entered: it may be the answer.
    """

    kind = "paper-came"
    label = Words("A paper of the body came")
    publicity = "never"
    document = Words("A paper of the body")
    needs_document = Words("Add the paper itself: it is read from here.")
    purpose = "came"
    form = EntryForm(
        title=Words("Log a paper that came"),
        offered=Words("What it is can be said later."),
        intro=Words(
            "Put every paper of the body on file on the day it comes, even where there is no time "
            "to read it. Until somebody says what it is, no silence is entered for this request: "
            "it may be the answer."
        ),
        document=Words("The paper"),
        document_hint=Words("The scan or the e-mail, with everything that was in the envelope."),
        done=Words("The paper is on file. Say what it is: until then no silence is entered."),
    )

    channel: Annotated[Channel, Prompt(Words("How it came"))]
