"""Which proofs that an email was received a rule admits, and which fit a channel."""

from dataclasses import replace

import pytest

from tests.domain.small_world import a_law
from tracker.domain.base.terms import ELECTRONIC_PROOFS, Channel, ReceiptProof
from tracker.domain.correspondence.receipt_proofs import admitted_proofs, fits
from tracker.domain.law.electronic_receipt import ElectronicReceipt, ReceiptRule
from tracker.domain.law.law import Law, ReadIn

SERVER, MAILBOX = ReceiptProof.SERVER_ACCEPTANCE, ReceiptProof.MAILBOX_DELIVERY
READ, AUTOMATIC = ReceiptProof.READ_RECEIPT, ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT
DESIGNATED = ElectronicReceipt(
    ReceiptRule.DESIGNATED_SYSTEM, sources=("1",), automatic_reply=("2",)
)


def with_receipt(receipt: ElectronicReceipt | None) -> Law:
    return replace(a_law(), electronic_receipt=receipt)


def test_entry_into_the_designated_system_is_receipt_there_alone() -> None:
    law = with_receipt(DESIGNATED)

    assert admitted_proofs(law, designated=True) == {SERVER, MAILBOX, READ, AUTOMATIC}
    assert admitted_proofs(law, designated=False) == {READ, AUTOMATIC}


@pytest.mark.parametrize(
    ("rule", "admitted"),
    [
        (ReceiptRule.ANY_SYSTEM, {SERVER, MAILBOX, READ}),
        (ReceiptRule.TRANSMISSION, {SERVER, MAILBOX, READ}),
        (ReceiptRule.RETRIEVAL, {MAILBOX, READ}),
        (ReceiptRule.REGISTRATION, set()),
        (ReceiptRule.ACKNOWLEDGEMENT, set()),
        (ReceiptRule.NOT_STATED, set()),
    ],
)
def test_each_other_rule_admits_the_same_whatever_the_address(
    rule: ReceiptRule, admitted: set[ReceiptProof]
) -> None:
    law = with_receipt(ElectronicReceipt(rule, sources=("1",)))

    assert admitted_proofs(law, designated=True) == admitted
    assert admitted_proofs(law, designated=False) == admitted


@pytest.mark.parametrize("read_in", [ReadIn.QUOTED, ReadIn.SECONDARY, ReadIn.MEMORY])
def test_a_rule_that_was_not_read_in_an_official_text_admits_nothing(
    read_in: ReadIn,
) -> None:
    law = with_receipt(DESIGNATED)
    provisions = {
        key: replace(each, source=replace(each.source, read_in=read_in))
        for key, each in law.provisions.items()
    }

    assert admitted_proofs(replace(law, provisions=provisions), designated=True) == set()


def test_a_law_without_the_table_admits_nothing() -> None:
    assert admitted_proofs(with_receipt(None), designated=True) == set()


def test_a_proof_that_is_unusual_for_the_channel_is_told() -> None:
    courier = ReceiptProof.COURIER_DELIVERY

    assert fits(courier, Channel.COURIER)
    assert not fits(courier, Channel.REGISTERED_POST)
    assert fits(ReceiptProof.ACKNOWLEDGEMENT_CARD, Channel.REGISTERED_POST)
    assert not fits(ReceiptProof.ACKNOWLEDGEMENT_CARD, Channel.PORTAL)
    assert all(fits(ReceiptProof.BODY_ACKNOWLEDGED, channel) for channel in Channel)
    assert all(fits(proof, Channel.EMAIL) for proof in ELECTRONIC_PROOFS)
