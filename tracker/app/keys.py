"""Keys that follow from the machine's key."""

import hashlib
import hmac


def derived(key: bytes, purpose: str) -> bytes:
    """Return a separate key for each purpose, so that one that leaks opens nothing else."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()


def office_mark(key: bytes) -> str:
    """Return the mark by which a bucket and a database know the office again.

    It reveals nothing about the key. The bucket was the first to bear it, hence the label.
    """
    return derived(key, "mark of the bucket").hex()
