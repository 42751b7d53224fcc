"""The signatures under laws, on both databases."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.storage.samples import BY
from tracker.domain.law.signature import LawSignature, SignedAs
from tracker.services.ports.people import Account, RoleName
from tracker.storage.opening import Storage

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
FIRST = LawSignature(
    "es-ltaibg-2013", "d" * 64, SignedAs.READER, "Nadia Reader", "Advocate, Clinic", BY, AT
)
SECOND = replace(FIRST, signed_as=SignedAs.SECOND_READER, name="عمر")


@pytest.fixture
def storage(storage: Storage) -> Storage:
    """A storage with the account of the lawyer."""
    storage.people.save_account(Account(BY, "lawyer@example.org", "Lawyer", RoleName.LAWYER))
    return storage


def test_each_reader_signs_a_version_once(storage: Storage) -> None:
    signatures = storage.law_signatures

    assert signatures.sign(FIRST)
    assert signatures.sign(SECOND)
    assert not signatures.sign(replace(FIRST, name="Somebody Else"))
    assert signatures.sign(replace(FIRST, digest="e" * 64))
    assert signatures.sign(replace(FIRST, law="de-ifg"))

    of_law = signatures.of_law("es-ltaibg-2013")
    assert [replace(each, number=0) for each in of_law] == [
        *(FIRST, SECOND),
        replace(FIRST, digest="e" * 64),
    ]
    assert [each.law for each in signatures.every()] == ["de-ifg", *["es-ltaibg-2013"] * 3]


def test_a_withdrawn_signature_is_deleted_by_the_account_that_gave_it(storage: Storage) -> None:
    signatures = storage.law_signatures
    signatures.sign(FIRST)
    (signed,) = signatures.of_law(FIRST.law)

    assert not signatures.withdraw(signed.number, "another")
    assert signatures.withdraw(signed.number, BY)
    assert not signatures.withdraw(signed.number, BY)
    assert signatures.every() == ()
