"""The rule of a law on the moment at which a public body has received an electronic letter."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.text import Text


class ReceiptRule(StrEnum):
    """The moment at which an electronic letter counts as received.

    `NOT_STATED` is also written where no rule was read. The note of the rule says where to look.
    """

    DESIGNATED_SYSTEM = "entered-designated-system"
    ANY_SYSTEM = "entered-any-system"
    RETRIEVAL = "capable-of-retrieval"
    TRANSMISSION = "day-of-transmission"
    REGISTRATION = "registration"
    ACKNOWLEDGEMENT = "acknowledgement-only"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True)
class ElectronicReceipt:
    """The rule of a law on electronic receipt, with the provisions on which it rests.

    `automatic_reply` are the provisions by which an automated answer of the addressee is an
    acknowledgement, and `conditional` those by which a letter that is conditional on an
    acknowledgement counts as never sent until one comes. `note` says what the rule leaves open or,
    if there is none, where to look.
    """

    rule: ReceiptRule
    says: Text | None = None
    sources: tuple[str, ...] = ()
    automatic_reply: tuple[str, ...] = ()
    conditional: tuple[str, ...] = ()
    note: Text | None = None

    @property
    def stated(self) -> bool:
        """Return whether a rule is known."""
        return self.rule is not ReceiptRule.NOT_STATED
