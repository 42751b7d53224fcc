"""Which addresses the shipped bodies designate, and which proofs of receipt the laws admit."""

from datetime import date

import pytest

from tracker.domain.base.terms import ReceiptProof
from tracker.domain.correspondence.receipt_proofs import admitted_proofs
from tracker.domain.library import Library

SERVER, MAILBOX = ReceiptProof.SERVER_ACCEPTANCE, ReceiptProof.MAILBOX_DELIVERY
READ, AUTOMATIC = ReceiptProof.READ_RECEIPT, ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT


def test_each_designated_address_has_a_source(library: Library) -> None:
    for body in library.bodies.values():
        assert body.designation is None or body.designation.source.where
    for key in ("pk-pta", "pk-interior"):
        assert library.body(key).email_for_requests(date(2024, 1, 15)) == ""


@pytest.mark.parametrize(
    ("designated", "admitted"),
    [(True, {SERVER, MAILBOX, READ, AUTOMATIC}), (False, {READ, AUTOMATIC})],
)
def test_pakistans_ordinance_admits_proofs_by_the_kind_of_address(
    library: Library, designated: bool, admitted: set[ReceiptProof]
) -> None:
    """Section 15(2)(a)(i): entry into the designated system. Section 15(2)(a)(ii): retrieval from
    another one. Section 14(2)(a): an automated answer is an acknowledgement."""
    pakistan = library.law("pk-raia-2017")

    assert admitted_proofs(pakistan, designated=designated) == admitted


def test_of_all_laws_only_those_with_a_rule_that_was_read_admit_anything(library: Library) -> None:
    laws = library.laws.values()

    found = {law.key for law in laws if admitted_proofs(law, designated=True)}

    assert found == {
        "pk-raia-2017",
        "au-foia-1982",
        "in-rti-2005",
        "ie-foi-2014",
        "gb-foisa-2002",
        "co-ltaip-2014",
        "nl-woo-2021",
        "pt-lada-2016",
        "zm-atia-2023",
    }


def test_no_body_is_said_to_take_appeals_by_email(library: Library) -> None:
    """No such address was read. One must come with its source."""
    assert not [each.key for each in library.bodies.values() if each.filing_address]
