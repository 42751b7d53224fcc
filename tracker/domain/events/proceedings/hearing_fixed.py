"""The event `HearingFixed`."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any, Self

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import E, Event, Folded
from tracker.domain.events.form import EntryForm, Prompt
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import undecided


@dataclass(frozen=True, kw_only=True)
class HearingFixed(Event):
    """A hearing of an appeal was scheduled for the day `hearing`, before the body with the key
    `before`; empty for a court that is not in the library.

    An `appeal` of 0 means the last undecided one.
    """

    kind = "hearing-fixed"
    label = Message("Hearing scheduled")
    happened = Message("the hearing was scheduled")
    document = Message("Notice of the hearing")
    needs_document = Message("Attach the notice of the hearing.")
    purpose = "hearing"
    form = EntryForm(
        title=Message("Log a scheduled hearing"),
        arrives=Message("A notice of a hearing"),
        arrives_hint=Message("With its date."),
        day=Message("Date the notice was received"),
        document=Message("The notice of the hearing"),
        done=Message("Hearing logged. It does not pause the clock."),
    )

    appeal: Annotated[
        int,
        Prompt(
            Message("Which appeal?"),
            missing=Message("Choose the appeal to be heard."),
            of=(AppealFiled,),
        ),
    ]
    hearing: Annotated[date, Prompt(Message("Date of the hearing"))]
    before: str = ""

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if not undecided(state):
            raise NotAllowed("No appeal is awaiting a decision, so no hearing can be logged.")

    @classmethod
    def choices(cls, name: str, state: Folded[E]) -> tuple[E, ...]:
        return undecided(state)

    def completed(self, state: Folded[Any]) -> Self:
        filed = state.at(self.appeal) if self.appeal else undecided(state)[-1]
        if filed is None or not isinstance(filed.event, AppealFiled):
            return self
        return replace(self, appeal=filed.seq, before=filed.event.to)

    def check(self, state: Folded[Any]) -> None:
        if self.appeal not in {filed.seq for filed in undecided(state)}:
            raise BadInput("Entry {seq} is not an appeal awaiting a decision.", seq=self.appeal)
        if filed := state.bound(self.appeal):
            filed.require(self.hearing)

    def body_of(self, state: Folded[Any]) -> str:
        return self.before or state.acting_body
