"""Sealing to key pairs: who has the public half can seal, who has the private half can open.

Keys are X25519. A wrap is one message of HPKE (RFC 9180) in base mode with
DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. Its *info* names the office and the
purpose. A longer item is sealed by AES-256-GCM under a key of its own, and that key is wrapped.
"""

from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from tracker.storage.db.sealing import KEY_BYTES, cannot_open, new_key, seal, unseal

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
# The form of what is sealed to a key pair.
_FORM = b"\x02"
# An encapsulated key, the wrapped key and its tag.
_WRAP_BYTES = 32 + KEY_BYTES + 16


class KeyPair(NamedTuple):
    """An X25519 key pair, 32 bytes each."""

    public: bytes
    private: bytes


def new_pair() -> KeyPair:
    """Return a random key pair."""
    return pair_of(X25519PrivateKey.generate().private_bytes_raw())


def pair_of(private: bytes) -> KeyPair:
    """Return the pair of a private key."""
    key = X25519PrivateKey.from_private_bytes(private)
    return KeyPair(key.public_key().public_bytes_raw(), private)


def wrap(public: bytes, secret: bytes, purpose: str, office: str) -> bytes:
    """Return a key sealed to a public key. It opens only for the same purpose and office."""
    key = X25519PublicKey.from_public_bytes(public)
    return _SUITE.encrypt(secret, key, info=_info(purpose, office))


def unwrap(private: bytes, wrapped: bytes, purpose: str, office: str) -> bytes:
    """Return what `wrap` sealed. Raises Damaged."""
    key = X25519PrivateKey.from_private_bytes(private)
    try:
        return _SUITE.decrypt(wrapped, key, info=_info(purpose, office))
    except (InvalidTag, ValueError) as error:
        raise cannot_open(purpose) from error


def seal_to(public: bytes, plain: bytes, bound_to: str, office: str) -> bytes:
    """Return `plain` sealed to a public key. It opens only for the same purpose and office."""
    key = new_key()
    return _FORM + wrap(public, key, _item(bound_to), office) + seal(key, plain, bound_to)


def open_with(private: bytes, sealed: bytes, bound_to: str, office: str) -> bytes:
    """Return what `seal_to` sealed. Raises Damaged."""
    wrapped, rest = sealed[1 : 1 + _WRAP_BYTES], sealed[1 + _WRAP_BYTES :]
    if not is_sealed_to_pair(sealed):
        raise cannot_open(bound_to)
    return unseal(unwrap(private, wrapped, _item(bound_to), office), rest, bound_to)


def is_sealed_to_pair(sealed: bytes) -> bool:
    """Return whether `seal_to` sealed something, and not a key that is at hand."""
    return sealed[:1] == _FORM


def _info(purpose: str, office: str) -> bytes:
    return f"office {office}: {purpose}".encode()


def _item(bound_to: str) -> str:
    return f"key of an item: {bound_to}"
