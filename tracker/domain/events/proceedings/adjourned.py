"""The event `Adjourned`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from tracker.domain.base.messages import Message
from tracker.domain.events.event import E, Event, Folded, NotBefore
from tracker.domain.events.form import EntryForm, Prompt
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.hearing_held import require_waiting, waiting


@dataclass(frozen=True, kw_only=True)
class Adjourned(Event):
    """The hearing scheduled by an entry was adjourned, to another day or without one."""

    kind = "adjourned"
    label = Message("Hearing adjourned")
    document = Message("Notice that the hearing was adjourned")
    purpose = "hearing"
    form = EntryForm(
        title=Message("Log an adjournment"),
        day=Message("Date of the adjournment"),
        document=Message("Notice or order of adjournment"),
        done=Message("Adjournment logged."),
    )

    hearing: Annotated[int, Prompt(Message("Which hearing?"), of=(HearingFixed,))]
    to: Annotated[
        date | None, Prompt(Message("New date"), hint=Message("Leave empty if no date was set."))
    ] = None

    @classmethod
    def choices(cls, name: str, state: Folded[E]) -> tuple[E, ...]:
        return waiting(state)

    def check(self, state: Folded[Any]) -> None:
        require_waiting(state, self.hearing)
        if self.to:
            NotBefore(self.on.earliest, Message("the hearing was adjourned")).require(self.to)

    def body_of(self, state: Folded[Any]) -> str:
        return require_waiting(state, self.hearing).before or state.acting_body
