"""Encryption of private fields and files: one key for each request, sealed by the office's key.

Destroying a request's key makes everything sealed under it unreadable, in every copy.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.domain.base.errors import Refusal

_KEY_BYTES = 32
_NONCE_BYTES = 12
# The form of what is sealed, so that another cipher can follow it one day.
_FORM = b"\x01"


class Damaged(Refusal):
    """Raised when something sealed cannot be opened: it was changed, or another key sealed it."""


def new_key() -> bytes:
    """Return a random key."""
    return secrets.token_bytes(_KEY_BYTES)


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
        raise Damaged(
            f"What is kept as {bound_to} cannot be opened: it was changed, or the office's key is "
            "not the one that locked it. Put the right key back, or restore the last backup."
        ) from error


class MasterKey:
    """The key of the office. It seals the keys of requests, and other keys are derived from it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != _KEY_BYTES:
            raise ValueError(f"the office's key has {len(key)} bytes instead of {_KEY_BYTES}")
        self._key = key

    def lock(self, reference: str, key: bytes) -> bytes:
        """Return the key of a request, sealed for the database."""
        return seal(self._key, key, f"the key of request {reference}")

    def derived(self, purpose: str) -> bytes:
        """Return a key for one purpose, from which the office's key cannot be found."""
        return hmac.new(self._key, purpose.encode(), hashlib.sha256).digest()

    def unlock(self, reference: str, locked: bytes) -> bytes:
        """Return the key of a request. Raises Damaged."""
        return unseal(self._key, locked, f"the key of request {reference}")
