"""Encryption under a key that is at hand: AES-256-GCM, bound to what is sealed."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.domain.base.errors import Refusal

KEY_BYTES = 32
_NONCE_BYTES = 12
# The form of what is sealed, so that another cipher can follow it one day.
_FORM = b"\x01"


class Damaged(Refusal):
    """Raised when something sealed cannot be opened: it was changed, or another key sealed it."""


def new_key() -> bytes:
    """Return a random key."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Return `plain` sealed. It opens only with the same `bound_to`."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """Return what `seal` sealed. Raises Damaged."""
    nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        if sealed[:1] != _FORM:
            raise InvalidTag
        return AESGCM(key).decrypt(nonce, rest, bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise cannot_open(bound_to) from error


def cannot_open(bound_to: str) -> Damaged:
    """Return the refusal to open something that was changed, or that another key sealed."""
    return Damaged(
        f"What is kept as {bound_to} cannot be opened: it was changed, or the office's key is "
        "not the one that locked it. Put the right key back, or restore the last backup."
    )


def derived_key(secret: bytes, purpose: str) -> bytes:
    """Return 32 bytes for one purpose, from which the secret cannot be found."""
    return hmac.digest(secret, purpose.encode(), hashlib.sha256)


class MachineKey:
    """The key in the instance folder. Keys for single purposes are derived from it.

    A thief of the machine has it too, so it seals nothing that names an applicant.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the machine's key has {len(key)} bytes instead of {KEY_BYTES}")
        self._key = key

    def derived(self, purpose: str) -> bytes:
        """Return a key for one purpose, from which the machine's key cannot be found."""
        return derived_key(self._key, purpose)
