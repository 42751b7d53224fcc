"""A passkey without a device: makes and opens keys as an authenticator does (WebAuthn 3)."""

import hashlib
import hmac
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

# Flags of the authenticator's data: the user was present, was verified; a key is attached.
PRESENT, VERIFIED, ATTACHED = 0x01, 0x04, 0x40


class SoftKey:
    """One key for one person at one site."""

    def __init__(self, origin: str, host: str, *, verifies: bool = True) -> None:
        self.origin = origin
        self.host = host
        self.flags = PRESENT | (VERIFIED if verifies else 0)
        self.id = secrets.token_bytes(16)
        self.count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._random = secrets.token_bytes(32)

    def make(self, options: str) -> str:
        """The answer to being asked for a new key."""
        public = self._key.public_key().public_numbers()
        cose = cbor2.dumps(
            {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        )
        attached = bytes(16) + len(self.id).to_bytes(2) + self.id + cose
        data = self._data(self.flags | ATTACHED) + attached
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        told = self._client("webauthn.create", options)
        return self._answer(clientDataJSON=told, attestationObject=attestation)

    def open(self, options: str) -> str:
        """The answer to being asked to prove who holds the key."""
        self.count += 1
        data = self._data(self.flags)
        told = self._client("webauthn.get", options)
        signed = data + hashlib.sha256(told).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=told, authenticatorData=data, signature=signature)

    def prf(self, options: str) -> str:
        """What its PRF gives for these options, in base64url (section 10.1.4)."""
        first = base64url_to_bytes(json.loads(options)["extensions"]["prf"]["eval"]["first"])
        salt = hashlib.sha256(b"WebAuthn PRF\0" + first).digest()
        return bytes_to_base64url(hmac.digest(self._random, salt, "sha256"))

    def _data(self, flags: int) -> bytes:
        bound = hashlib.sha256(self.host.encode()).digest()
        return bound + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, options: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        named: dict[str, Any] = {
            "id": bytes_to_base64url(self.id),
            "rawId": bytes_to_base64url(self.id),
            "type": "public-key",
            "response": {name: bytes_to_base64url(part) for name, part in response.items()},
            "clientExtensionResults": {},
        }
        return json.dumps(named)
