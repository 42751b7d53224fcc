"""The proofs of receipt that a law admits for a letter by email, and those that fit a channel."""

from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.law.electronic_receipt import ReceiptRule
from tracker.domain.law.law import Law

_READ = frozenset({ReceiptProof.READ_RECEIPT})
_IN_MAILBOX = _READ | {ReceiptProof.MAILBOX_DELIVERY}
_ACCEPTED = _IN_MAILBOX | {ReceiptProof.SERVER_ACCEPTANCE}

# The proofs under each rule. At a designated address, acceptance is the entry into that system.
_PROOFS = {
    ReceiptRule.DESIGNATED_SYSTEM: _READ,
    ReceiptRule.ANY_SYSTEM: _ACCEPTED,
    ReceiptRule.RETRIEVAL: _IN_MAILBOX,
    ReceiptRule.TRANSMISSION: _ACCEPTED,
}

_ANY_CARRIER = frozenset({ReceiptProof.COUNTER_STAMP, ReceiptProof.BODY_ACKNOWLEDGED})
_BY_POST = _ANY_CARRIER | {ReceiptProof.ACKNOWLEDGEMENT_CARD}
_FITTING = {
    Channel.COURIER: _ANY_CARRIER | {ReceiptProof.COURIER_DELIVERY},
    Channel.REGISTERED_POST: _BY_POST,
    Channel.POST: _BY_POST,
    Channel.HAND: _ANY_CARRIER,
    Channel.PORTAL: frozenset({ReceiptProof.PORTAL_NUMBER, ReceiptProof.BODY_ACKNOWLEDGED}),
    Channel.FAX: frozenset({ReceiptProof.BODY_ACKNOWLEDGED, ReceiptProof.COUNTER_STAMP}),
}


def admitted_proofs(law: Law, *, designated: bool) -> frozenset[ReceiptProof]:
    """Return the proofs of an email that are receipt under a law.

    `designated` says whether the letter went to the address that the body gives for requests. A
    rule that was not read in an official text admits nothing, and nor does a law without a rule.
    """
    found = law.electronic_receipt
    if found is None or not found.stated:
        return frozenset()
    admitted: frozenset[ReceiptProof] = frozenset()
    if law.weakest(found.sources).verified:
        at_designated = designated and found.rule is ReceiptRule.DESIGNATED_SYSTEM
        admitted = _ACCEPTED if at_designated else _PROOFS.get(found.rule, admitted)
    if law.weakest(found.automatic_reply).verified:
        admitted |= {ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT}
    return admitted


def fits(proof: ReceiptProof, channel: Channel) -> bool:
    """Return whether such a proof is usual for a letter sent in this way.

    Any proof is usual for an email: the law decides about the electronic ones.
    """
    return proof in _FITTING.get(channel, frozenset(ReceiptProof))
