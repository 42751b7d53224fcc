"""Private words and files under lock: one key for each request, itself locked by the office's key.

Destroying a request's key makes all that was sealed under it unreadable, in every copy.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.domain.base.errors import Refusal

KEY_BYTES = 32
NONCE_BYTES = 12
# The form of what is sealed, so that another cipher can follow it one day.
FORM = b"\x01"


class Damaged(Refusal):
    """Something sealed cannot be opened: it was changed, or another key belongs to it."""


def new_key() -> bytes:
    """A key that nobody can guess."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plain: bytes, bound_to: str) -> bytes:
    """`plain` under lock; it opens only as what it is `bound_to`, and nowhere else."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return FORM + nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def unseal(key: bytes, sealed: bytes, bound_to: str) -> bytes:
    """What `seal` locked. Raises Damaged."""
    nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        if sealed[:1] != FORM:
            raise InvalidTag
        return AESGCM(key).decrypt(nonce, rest, bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise Damaged(
            f"What is kept as {bound_to} cannot be opened: it was changed, or the office's key is "
            "not the one that locked it. Put the right key back, or restore the last backup."
        ) from error


class MasterKey:
    """The office's own key; it locks the keys of the requests, and others are derived from it."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"the office's key has {len(key)} bytes instead of {KEY_BYTES}")
        self._key = key

    def lock(self, reference: str, key: bytes) -> bytes:
        """The key of a request, as the database may keep it."""
        return seal(self._key, key, f"the key of request {reference}")

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose, from which the office's own cannot be found."""
        return hmac.new(self._key, purpose.encode(), hashlib.sha256).digest()

    def unlock(self, reference: str, locked: bytes) -> bytes:
        """The key of a request. Raises Damaged."""
        return unseal(self._key, locked, f"the key of request {reference}")
