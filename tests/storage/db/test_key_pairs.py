"""Sealing to key pairs: who has the public half seals, who has the private half opens."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st

from tracker.storage.db.key_pairs import new_pair, open_with, pair_of, seal_to, unwrap, wrap
from tracker.storage.db.sealing import Damaged

PAIR, OTHER = new_pair(), new_pair()
SECRET = bytes(range(32))
OFFICE = "0f1e"


# The key pair of Bob in RFC 7748, section 6.1.
PRIVATE = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"
PUBLIC = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"


def test_a_private_key_gives_the_public_key_of_the_standard() -> None:
    assert pair_of(bytes.fromhex(PRIVATE)).public == bytes.fromhex(PUBLIC)


@given(plain=st.binary(max_size=5000), bound_to=st.text(max_size=50))
def test_what_is_sealed_opens_with_the_private_key_alone(plain: bytes, bound_to: str) -> None:
    sealed = seal_to(PAIR.public, plain, bound_to, OFFICE)

    assert open_with(PAIR.private, sealed, bound_to, OFFICE) == plain
    assert len(plain) < 8 or plain not in sealed
    for private, bound, office in (
        (OTHER.private, bound_to, OFFICE),
        (PAIR.private, bound_to + "x", OFFICE),
        (PAIR.private, bound_to, "0f1f"),
    ):
        with pytest.raises(Damaged):
            open_with(private, sealed, bound, office)


@given(place=st.integers(min_value=0, max_value=10_000))
def test_a_single_changed_byte_is_noticed(place: int) -> None:
    sealed = bytearray(seal_to(PAIR.public, b"Zarmina Exampleperson", "a field", OFFICE))
    sealed[place % len(sealed)] ^= 1

    with pytest.raises(Damaged):
        open_with(PAIR.private, bytes(sealed), "a field", OFFICE)


@pytest.mark.parametrize("sealed", [b"", b"\x02", b"\x02" * 60, b"\x01" * 200, b"\x02" * 200])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(Damaged, match="cannot be opened"):
        open_with(PAIR.private, sealed, "a field", OFFICE)


def test_the_same_words_are_sealed_differently_each_time() -> None:
    once, again = (seal_to(PAIR.public, b"words", "a field", OFFICE) for _ in range(2))
    assert once != again


def test_a_wrap_opens_for_its_holder_its_purpose_and_its_office_alone() -> None:
    wrapped = wrap(PAIR.public, SECRET, "key of request a", OFFICE)

    assert unwrap(PAIR.private, wrapped, "key of request a", OFFICE) == SECRET
    for pair, purpose, office in (
        (OTHER, "key of request a", OFFICE),
        (PAIR, "key of request b", OFFICE),
        (PAIR, "key of request a", "0f1f"),
    ):
        with pytest.raises(Damaged):
            unwrap(pair.private, wrapped, purpose, office)


def test_the_info_of_a_wrap_is_fixed_so_that_another_program_can_open_it() -> None:
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    private = X25519PrivateKey.from_private_bytes(PAIR.private)
    wrapped = wrap(PAIR.public, SECRET, "key of request a for key 2 of the office", OFFICE)

    info = b"office 0f1e: key of request a for key 2 of the office"
    assert suite.decrypt(wrapped, private, info=info) == SECRET
