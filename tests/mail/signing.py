"""Signatures as the mail host of an office makes them (RFC 6376): relaxed headers and body."""

import base64
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

SIGNED = ("from", "to", "subject", "date", "message-id")


@cache
def _key(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, bits)


@dataclass(frozen=True, slots=True)
class Signer:
    """A domain, its selector, and the size of its key in bits."""

    domain: str
    selector: str = "s1"
    bits: int = 2048

    @property
    def record(self) -> str:
        """The text of the DNS record that holds the public key."""
        public = _key(self.bits).public_key()
        encoded = public.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return f"v=DKIM1; k=rsa; p={base64.b64encode(encoded).decode()}"

    def sign(self, raw: bytes) -> bytes:
        """The mail with a signature on top."""
        head, _, body = re.sub(rb"\r?\n", b"\r\n", raw).partition(b"\r\n\r\n")
        value = (
            f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={self.domain}; s={self.selector}; "
            f"h={':'.join(SIGNED)}; bh={_digest(body)}; b="
        )
        signed = [_relaxed(line) for name in SIGNED for line in _lines(head, name)]
        data = b"\r\n".join([*signed, _relaxed(f"dkim-signature:{value}".encode())])
        proof = _key(self.bits).sign(data, padding.PKCS1v15(), hashes.SHA256())
        header = f"DKIM-Signature: {value}{base64.b64encode(proof).decode()}\r\n"
        return header.encode() + head + b"\r\n\r\n" + body


def _lines(head: bytes, name: str) -> list[bytes]:
    unfolded = re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")
    return [line for line in unfolded if line.lower().startswith(f"{name}:".encode())][-1:]


def _relaxed(line: bytes) -> bytes:
    name, _, value = line.partition(b":")
    return name.strip().lower() + b":" + b" ".join(value.split())


def _digest(body: bytes) -> str:
    lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return base64.b64encode(sha256(b"".join(line + b"\r\n" for line in lines)).digest()).decode()
