"""Keys that follow from the machine's key."""

import hashlib
import hmac


def derived(key: bytes, purpose: str) -> bytes:
    """Return a separate key for each purpose, so that one that leaks opens nothing else."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()
