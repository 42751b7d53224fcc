"""The event `HearingHeld`."""

from dataclasses import dataclass
from typing import Annotated, Any

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import E, Event, Folded, NotBefore
from tracker.domain.events.form import EntryForm, Prompt
from tracker.domain.events.proceedings.decided import undecided
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed


@dataclass(frozen=True, kw_only=True)
class HearingHeld(Event):
    """The hearing scheduled by an entry took place."""

    kind = "hearing-held"
    label = Message("Hearing held")
    in_calendars = True
    document = Message("Record of the hearing")
    purpose = "hearing"
    form = EntryForm(
        title=Message("Log a hearing as held"),
        day=Message("Date it was held"),
        document_hint=Message("Your own note is enough."),
        done=Message("Hearing logged as held."),
    )

    hearing: Annotated[int, Prompt(Message("Which hearing?"), of=(HearingFixed,))]

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.hearing}"

    @classmethod
    def choices(cls, name: str, state: Folded[E]) -> tuple[E, ...]:
        return waiting(state)

    def check(self, state: Folded[Any]) -> None:
        require_waiting(state, self.hearing)

    def body_of(self, state: Folded[Any]) -> str:
        return require_waiting(state, self.hearing).before or state.acting_body

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.bound(require_waiting(state, self.hearing).appeal)


def waiting(state: Folded[E]) -> tuple[E, ...]:
    """Return the entries that scheduled a hearing which is still to be held."""
    appeals = {appeal.seq for appeal in undecided(state)}
    events = [entry.event for entry in state.all(HearingHeld.kind)]
    held = {event.hearing for event in events if isinstance(event, HearingHeld)}
    return tuple(
        entry
        for entry in state.all(HearingFixed.kind)
        if isinstance(entry.event, HearingFixed)
        and entry.event.appeal in appeals
        and entry.seq not in held
    )


def require_waiting(state: Folded[Any], seq: int) -> HearingFixed:
    """Return the event that scheduled the hearing.

    Raises BadInput for another entry, NotAllowed if the hearing was held or its appeal decided.
    """
    entry = state.at(seq)
    if entry is None or not isinstance(entry.event, HearingFixed):
        raise BadInput("Entry {seq} is not a scheduled hearing. Choose one on the page.", seq=seq)
    if entry not in waiting(state):
        raise NotAllowed(
            "That hearing was held, or its appeal was decided. Nothing more can be logged "
            "about it."
        )
    return entry.event
