"""Opening private words by passkey: what its PRF gives for a fixed salt opens the person's key.

The salt depends on the site alone, so that a browser can be asked before the person is known. The
browser sends what the passkey gave beside its answer. It is neither stored nor logged.
Source: Web Authentication: An API for accessing Public Key Credentials, Level 3, section 10.1.4.
"""

import base64
import hashlib
import json

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.services.core.office import Office
from tracker.services.people.passkey_parts import bytes_to_base64url
from tracker.services.people.private_access import keep_way, open_by_way
from tracker.services.people.sessions import open_key_of, unlock_session
from tracker.services.ports.factors import Passkey

PRF_BYTES = 32
_DAMAGED = Message(
    "What your browser sent with the passkey is damaged. Try again, or use your password."
)


def prf_salt(host: str) -> bytes:
    """Return what every passkey of a site is asked with."""
    return hashlib.sha256(b"private words opened by passkey\0" + host.encode()).digest()


def with_prf(options: str, host: str) -> str:
    """Return the options of a passkey, in JSON, with the question for what its PRF gives."""
    first = bytes_to_base64url(prf_salt(host))
    return json.dumps(json.loads(options) | {"extensions": {"prf": {"eval": {"first": first}}}})


def read_prf(sent: str) -> bytes:
    """Return what a passkey's PRF gave, from base64url; empty if it gave nothing.

    Raises BadInput unless it has the length that a PRF gives.
    """
    try:
        padded = sent + "=" * (-len(sent) % 4)
        result = base64.b64decode(padded, altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadInput(_DAMAGED) from error
    if sent and len(result) != PRF_BYTES:
        raise BadInput(_DAMAGED)
    return result


def open_by_passkey(office: Office, passkey: Passkey, result: bytes) -> bytes | None:
    """Return the private key of a passkey's owner, None if the result does not open it."""
    if not result:
        return None
    return open_by_way(office, passkey.account, passkey.id, _secret_of(result))


def keep_passkey(
    office: Office, passkey: Passkey, host: str, result: bytes, private: bytes | None
) -> None:
    """Let a passkey open its owner's key from now on. Does nothing without a result or a key."""
    if result and private:
        secret = _secret_of(result)
        keep_way(office, passkey.account, passkey.id, prf_salt(host), secret, private)


def unlock_by_passkey(
    office: Office, token: str, passkey: Passkey, host: str, result: bytes
) -> None:
    """Open private words in a session of the passkey's owner, if the passkey opens them.

    Where they are open already, the passkey opens them from now on.
    """
    private = open_key_of(office, token)
    found = open_by_passkey(office, passkey, result)
    if private is None and found is not None:
        unlock_session(office, token, found)
    elif private != found:
        keep_passkey(office, passkey, host, result, private)


def _secret_of(result: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"person's key by passkey").derive(result)
