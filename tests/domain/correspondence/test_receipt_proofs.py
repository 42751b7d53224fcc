"""Which proofs that an email was received a law admits by its own words."""

from dataclasses import replace

import pytest

from tests.offices import the_library
from tracker.domain.base.terms import ELECTRONIC_PROOFS, Channel, ReceiptProof
from tracker.domain.correspondence.receipt_proofs import (
    ArrivalSign,
    admitted_proofs,
    fits,
    proofs_offered,
)
from tracker.domain.law.electronic_receipt import ElectronicReceipt, ReceiptRule
from tracker.domain.law.law import Law, ReadIn

SERVER, MAILBOX = ReceiptProof.SERVER_ACCEPTANCE, ReceiptProof.MAILBOX_DELIVERY
READ, AUTOMATIC = ReceiptProof.READ_RECEIPT, ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT


@pytest.fixture
def pakistan() -> Law:
    return the_library().law("pk-raia-2017")


def by_rule(law: Law, rule: ReceiptRule) -> Law:
    found = law.electronic_receipt
    assert found
    changed = ElectronicReceipt(rule, found.says, found.sources)
    return replace(law, electronic_receipt=changed)


@pytest.mark.parametrize(
    ("designated", "arrivals", "offered"),
    [
        (True, [ArrivalSign.RELAYED], [SERVER]),
        (True, [ArrivalSign.EXPANDED], [SERVER]),
        (True, [ArrivalSign.DELIVERED, ArrivalSign.RELAYED], [MAILBOX, SERVER]),
        (False, [ArrivalSign.RELAYED], []),
        (False, [ArrivalSign.DELIVERED], []),
        (False, [ArrivalSign.RELAYED, ArrivalSign.ANSWERED_AUTOMATICALLY], [AUTOMATIC]),
        (False, [ArrivalSign.DISPLAYED], [READ]),
        (True, [], []),
        (False, [], []),
    ],
)
def test_pakistans_ordinance_by_the_address_and_what_was_reported(
    pakistan: Law, designated: bool, arrivals: list[ArrivalSign], offered: list[ReceiptProof]
) -> None:
    """Section 15(2)(a)(i): entry into the designated system. Section 15(2)(a)(ii): retrieval from
    another one. Section 14(2)(a): an automated answer is an acknowledgement."""
    assert list(proofs_offered(pakistan, arrivals, designated=designated)) == offered


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
    pakistan: Law, rule: ReceiptRule, admitted: set[ReceiptProof]
) -> None:
    law = by_rule(pakistan, rule)

    assert admitted_proofs(law, designated=True) == admitted
    assert admitted_proofs(law, designated=False) == admitted


@pytest.mark.parametrize("read_in", [ReadIn.QUOTED, ReadIn.SECONDARY, ReadIn.MEMORY])
def test_a_rule_that_was_not_read_in_an_official_text_admits_nothing(
    pakistan: Law, read_in: ReadIn
) -> None:
    provisions = {
        key: replace(each, source=replace(each.source, read_in=read_in))
        for key, each in pakistan.provisions.items()
    }

    assert admitted_proofs(replace(pakistan, provisions=provisions), designated=True) == set()


def test_a_law_without_the_table_admits_nothing(pakistan: Law) -> None:
    assert admitted_proofs(replace(pakistan, electronic_receipt=None), designated=True) == set()


def test_of_all_laws_only_those_with_a_rule_that_was_read_admit_anything() -> None:
    laws = the_library().laws.values()

    found = {law.key for law in laws if admitted_proofs(law, designated=True)}

    assert found == {"pk-raia-2017", "in-rti-2005"}


def test_a_proof_that_is_unusual_for_the_channel_is_told() -> None:
    courier = ReceiptProof.COURIER_DELIVERY

    assert fits(courier, Channel.COURIER)
    assert not fits(courier, Channel.REGISTERED_POST)
    assert fits(ReceiptProof.ACKNOWLEDGEMENT_CARD, Channel.REGISTERED_POST)
    assert not fits(ReceiptProof.ACKNOWLEDGEMENT_CARD, Channel.PORTAL)
    assert all(fits(ReceiptProof.BODY_ACKNOWLEDGED, channel) for channel in Channel)
    assert all(fits(proof, Channel.EMAIL) for proof in ELECTRONIC_PROOFS)
