"""Checks DKIM signatures (RFC 6376, RFC 8463), with keys that were looked up before.

Written here because this program installs no package that comes as source only, and because
what the workspace says depends on how a signature fits: which part of the text it covers, whether
its key is for testing, and how long that key is.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tracker.domain.correspondence.authenticity import CheckedSignature, SignatureFinding
from tracker.domain.correspondence.read_mail import MOST_SIGNATURES
from tracker.mail.reading.header_sheet import signature_header, tags_of

_LONGEST_KEY_BITS = 8192
_LONGEST_RECORD = 8000
_WHITE = re.compile(rb"[ \t]+")
_SIGNATURE_VALUE = re.compile(rb"((?:^|;)[ \t\r\n]*b[ \t\r\n]*=)[^;]*")
# A DER sequence of a modulus and an exponent, as some records have it, made a general key.
_RSA_PREFIX = bytes.fromhex("300d06092a864886f70d0101010500")
Header = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class _Key:
    public: RSAPublicKey | Ed25519PublicKey
    bits: int
    is_testing: bool
    is_strict: bool


def check_signatures(raw: bytes, keys: Mapping[str, str | None]) -> tuple[CheckedSignature, ...]:
    """Return what the check of each signature found, from the top.

    `keys` holds the record found under each name, None if there is none. A name that it does not
    hold could not be asked for now.
    """
    headers, body = _parted(raw)
    signed = [at for at, (name, _) in enumerate(headers) if name.lower() == b"dkim-signature"]
    return tuple(_checked(headers, at, body, keys) for at in signed[:MOST_SIGNATURES])


def _checked(
    headers: list[Header], at: int, body: bytes, keys: Mapping[str, str | None]
) -> CheckedSignature:
    tags = tags_of(headers[at][1].decode("utf-8", "replace"))
    header = signature_header(tags)
    if header.key_name not in keys:
        return CheckedSignature(header, SignatureFinding.NOT_NOW)
    record = (keys[header.key_name] or "")[:_LONGEST_RECORD]
    key = _key_of(record, header.algorithm)
    if key is None:
        return CheckedSignature(header, SignatureFinding.NO_KEY, record)
    fits = _is_complete(tags, key) and _fits(headers, at, body, tags, key)
    finding = SignatureFinding.FITS if fits else SignatureFinding.DOES_NOT_FIT
    return CheckedSignature(header, finding, record, key.bits, key.is_testing)


def _parted(raw: bytes) -> tuple[list[Header], bytes]:
    """Return the headers with their folding and the body, both with CRLF at the ends of lines."""
    whole = re.sub(rb"\r?\n", b"\r\n", raw)
    head, _, body = whole.partition(b"\r\n\r\n")
    headers: list[Header] = []
    for line in head.split(b"\r\n"):
        if line[:1] in (b" ", b"\t") and headers:
            name, value = headers[-1]
            headers[-1] = (name, value + b"\r\n" + line)
        elif b":" in line:
            name, _, value = line.partition(b":")
            headers.append((name, value))
    return headers, body


def _key_of(record: str, algorithm: str) -> _Key | None:
    """Return the key of a record; None if it is withdrawn, damaged, or of another kind."""
    tags = tags_of(record)
    if tags.get("v", "DKIM1") != "DKIM1" or not tags.get("p"):
        return None
    kind = tags.get("k", "rsa").lower()
    if not algorithm.startswith(f"{kind}-"):
        return None
    flags = {flag.strip() for flag in tags.get("t", "").split(":")}
    try:
        data = base64.b64decode("".join(tags["p"].split()), validate=True)
        public = _loaded(kind, data)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
    bits = public.key_size if isinstance(public, RSAPublicKey) else 256
    if bits > _LONGEST_KEY_BITS:
        return None
    return _Key(public, bits, "y" in flags, "s" in flags)


def _loaded(kind: str, data: bytes) -> RSAPublicKey | Ed25519PublicKey:
    if kind == "ed25519":
        return Ed25519PublicKey.from_public_bytes(data)
    try:
        public = load_der_public_key(data)
    except ValueError:
        bits = b"\x03" + _length(len(data) + 1) + b"\0" + data
        public = load_der_public_key(
            b"\x30" + _length(len(_RSA_PREFIX + bits)) + _RSA_PREFIX + bits
        )
    if not isinstance(public, RSAPublicKey):
        raise ValueError("the key is not of RSA")
    return public


def _length(size: int) -> bytes:
    if size < 128:
        return bytes([size])
    written = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([0x80 | len(written)]) + written


def _is_complete(tags: Mapping[str, str], key: _Key) -> bool:
    """Return whether a signature has every tag that it must have, and signs the sender."""
    if tags.get("v") != "1" or not all(tags.get(name) for name in ("b", "bh", "d", "s", "h")):
        return False
    if "from" not in [name.strip().lower() for name in tags["h"].split(":")]:
        return False
    if tags.get("a", "").lower() not in ("rsa-sha256", "ed25519-sha256"):
        return False
    domain = tags["d"].lower()
    identity = tags.get("i", f"@{domain}").rpartition("@")[2].lower()
    return identity == domain or (not key.is_strict and identity.endswith(f".{domain}"))


def _fits(headers: list[Header], at: int, body: bytes, tags: Mapping[str, str], key: _Key) -> bool:
    of_headers, _, of_body = tags.get("c", "simple/simple").lower().partition("/")
    of_body = of_body or "simple"
    if not {of_headers, of_body} <= {"simple", "relaxed"}:
        return False
    try:
        content = _body(body, of_body)
        if "l" in tags:
            length = int(tags["l"])
            if not 0 <= length <= len(content):
                return False
            content = content[:length]
        wanted = base64.b64decode("".join(tags["bh"].split()), validate=True)
        signature = base64.b64decode("".join(tags["b"].split()), validate=True)
    except ValueError:
        return False
    if hashlib.sha256(content).digest() != wanted:
        return False
    return _is_signed(key.public, signature, _signed_headers(headers, at, tags["h"], of_headers))


def _is_signed(public: RSAPublicKey | Ed25519PublicKey, signature: bytes, data: bytes) -> bool:
    try:
        if isinstance(public, Ed25519PublicKey):
            public.verify(signature, hashlib.sha256(data).digest())
        else:
            public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _signed_headers(headers: list[Header], at: int, names: str, way: str) -> bytes:
    """Return the signed headers, of a repeated one the lowest first, then the signature's own."""
    left: dict[bytes, list[int]] = {}
    for number, (name, _) in enumerate(headers):
        left.setdefault(name.strip().lower(), []).append(number)
    chosen = []
    for each in names.encode().split(b":"):
        places = left.get(each.strip().lower())
        if places:
            chosen.append(_header(headers[places.pop()], way) + b"\r\n")
    name, value = headers[at]
    own = (name, _SIGNATURE_VALUE.sub(rb"\1", value, count=1))
    return b"".join(chosen) + _header(own, way)


def _header(header: Header, way: str) -> bytes:
    name, value = header
    if way == "simple":
        return name + b":" + value
    unfolded = _WHITE.sub(b" ", value.replace(b"\r\n", b"")).strip(b" \t")
    return name.strip().lower() + b":" + unfolded


def _body(body: bytes, way: str) -> bytes:
    if way == "relaxed":
        lines = [_WHITE.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
        body = b"\r\n".join(lines)
    while body.endswith(b"\r\n\r\n"):
        body = body[:-2]
    if body == b"\r\n" or not body:
        return b"" if way == "relaxed" else b"\r\n"
    return body if body.endswith(b"\r\n") else body + b"\r\n"
