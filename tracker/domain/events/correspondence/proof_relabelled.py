"""The event `ProofRelabelled`."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Self, cast

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import ELECTRONIC_PROOFS, ReceiptProof
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.event import Event, Folded, HistoryEntry, S
from tracker.domain.events.form import EntryForm, Prompt

_SERVER_RECEIPT = ReceiptProof.SERVER_RECEIPT


@dataclass(frozen=True, kw_only=True)
class ProofRelabelled(Event):
    """The document that proves a receipt was named wrongly, and is named rightly from here on.

    The document, the day of receipt and every deadline stay. `before` is the wrong name.
    """

    kind = "proof-relabelled"
    label = Message("Name of a proof of receipt corrected")
    publicity = "with-another"
    form = EntryForm(
        title=Message("Correct the type of proof of receipt"),
        intro=Message(
            "The document, the date of receipt and every deadline stay the same. If the date or "
            "the document is wrong, correct the entry instead."
        ),
        today=True,
        done=Message("Type of proof corrected. No deadline changed."),
    )

    entry: Annotated[int, Prompt(Message("Which receipt it proves"), of=(Received,))]
    proof: Annotated[ReceiptProof, Prompt(Message("Type of document"))]
    before: ReceiptProof | None = None

    def completed(self, state: Folded[Any]) -> Self:
        named = state.at(self.entry)
        known = named.event.proof if named and isinstance(named.event, Received) else None
        return replace(self, before=known)

    def check(self, state: Folded[Any]) -> None:
        super().check(state)
        if self.proof is self.before:
            raise BadInput("The document already has that type. Choose another.")
        if {self.proof, self.before} & ELECTRONIC_PROOFS or self.proof is _SERVER_RECEIPT:
            raise BadInput(
                "What proves the receipt of an email decides whether the clock starts. Correct "
                "the entry, then log the receipt again."
            )

    @property
    def counted_from(self) -> int:
        return self.entry

    @property
    def shown_with(self) -> int:
        return self.entry

    def fold(self, entry: HistoryEntry, state: S) -> S:
        entries = tuple(self._named(each) for each in state.entries)
        received = state.received and self._named(state.received)
        return state.changed(entries=entries, received=received)

    def _named(self, entry: HistoryEntry) -> Any:
        """Return the entry, with the right name if it is the receipt that is meant."""
        event = entry.event
        if entry.seq != self.entry or not isinstance(event, Received):
            return entry
        return replace(cast(Any, entry), event=replace(event, proof=self.proof))
