"""The event `Adjourned`."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from tracker.domain.base.errors import Words
from tracker.domain.events.event import E, Event, Folded, NotBefore
from tracker.domain.events.form import EntryForm, Prompt
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.hearing_held import require_waiting, waiting


@dataclass(frozen=True, kw_only=True)
class Adjourned(Event):
    """The hearing that an entry fixed was put off, to a day or to none."""

    kind = "adjourned"
    label = Words("Hearing put off")
    document = Words("Notice that the hearing was put off")
    purpose = "hearing"
    form = EntryForm(
        title=Words("Record that a hearing was put off"),
        day=Words("Day on which it was put off"),
        document=Words("The notice or order that says so"),
        done=Words("It is on record that the hearing was put off."),
    )

    hearing: Annotated[int, Prompt(Words("Which hearing?"), of=(HearingFixed,))]
    to: Annotated[
        date | None, Prompt(Words("New day"), hint=Words("Empty where no day was said."))
    ] = None

    @classmethod
    def choices(cls, name: str, state: Folded[E]) -> tuple[E, ...]:
        return waiting(state)

    def check(self, state: Folded[Any]) -> None:
        require_waiting(state, self.hearing)
        if self.to:
            NotBefore(self.on.earliest, Words("the hearing was put off")).require(self.to)

    def body_of(self, state: Folded[Any]) -> str:
        return require_waiting(state, self.hearing).before or state.acting_body
