"""The signature check in pure Python says what others say, and takes nothing ambiguous."""

import hashlib
import random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from tracker.verifier.ed25519 import ORDER, ROOT, P, is_signed, multiples, point

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = {
    "TEST 1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "TEST 2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "TEST 3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "TEST SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b589"
        "09351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
}
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SIGNER.public_key().public_bytes_raw()
SAID = b"what was said"
SIGNATURE = SIGNER.sign(SAID)


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_standard_hold(name: str) -> None:
    key, said, signature = map(bytes.fromhex, VECTORS[name])

    assert is_signed(key, said, signature)
    assert not is_signed(key, said + b"!", signature)


def theirs(key: bytes, said: bytes, signature: bytes) -> bool:
    """What another implementation says."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, said)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_every_flipped_bit_is_found_as_by_another_implementation() -> None:
    for place in range(8 * (32 + 64)):
        whole = bytearray(PUBLIC + SIGNATURE)
        whole[place // 8] ^= 1 << place % 8
        key, signature = bytes(whole[:32]), bytes(whole[32:])
        assert is_signed(key, SAID, signature) is theirs(key, SAID, signature) is False, place


def test_many_keys_and_texts_hold() -> None:
    chance = random.Random(6962)  # noqa: S311
    for length in range(0, 200, 7):
        signer = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        said = chance.randbytes(length)
        assert is_signed(signer.public_key().public_bytes_raw(), said, signer.sign(said))


def test_a_number_of_the_order_or_more_is_refused() -> None:
    """The same signature with the order added to its number: it would hold, too."""
    s = int.from_bytes(SIGNATURE[32:], "little")
    for times in range(1, (2**256 - s) // ORDER):
        again = SIGNATURE[:32] + (s + times * ORDER).to_bytes(32, "little")
        assert not is_signed(PUBLIC, SAID, again), times


# The eight points of small order: the sum of eight times each is the neutral element.
SMALL = [
    (1).to_bytes(32, "little"),
    (P - 1).to_bytes(32, "little"),
    (0).to_bytes(32, "little"),
    (1 << 255).to_bytes(32, "little"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
]


@pytest.mark.parametrize("key", SMALL, ids=bytes.hex)
def test_a_key_of_small_order_signs_nothing(key: bytes) -> None:
    """With such a key one signature would hold under every eighth text, or under all."""
    assert point(key) is not None
    assert multiples(key) is None
    for r in SMALL:
        for n in range(8):
            assert not is_signed(key, b"text %d" % n, r + bytes(32))


@pytest.mark.parametrize(
    "number",
    [P, P + 1, 2**255 - 1, P + (1 << 255), 1 + (1 << 255), P - 1 + (1 << 255)],
    ids=["p", "p+1", "most", "-p", "minus zero over one", "minus zero over minus one"],
)
def test_a_point_that_is_written_in_another_way_is_none(number: int) -> None:
    written = number.to_bytes(32, "little")

    assert point(written) is None
    assert not is_signed(written, SAID, SIGNATURE)
    assert not is_signed(PUBLIC, SAID, written + SIGNATURE[32:])


def test_what_lies_on_no_curve_is_no_point() -> None:
    # x² = (y² − 1) / (d y² + 1) has no root for y = 2.
    assert point((2).to_bytes(32, "little")) is None


@pytest.mark.parametrize("length", [0, 1, 31, 33, 63, 65])
def test_what_has_another_length_is_refused(length: int) -> None:
    assert not is_signed(PUBLIC[:length] if length < 32 else PUBLIC + b"\0", SAID, SIGNATURE)
    assert not is_signed(PUBLIC, SAID, (SIGNATURE + b"\0")[:length] if length != 64 else b"")


def test_the_root_of_minus_one_is_one() -> None:
    assert ROOT * ROOT % P == P - 1
