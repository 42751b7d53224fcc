"""Signed notes as C2SP signed-note defines them: a text, then one line per signature.

A key is identified by its name and a four-byte number, and is written as one line,
`name+1a2b3c4d+…`. Signatures are Ed25519. A witness also signs the time of its observation (C2SP
tlog-cosignature).
"""

import hashlib
import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
WITNESS = 0x04
DASH = "\N{EM DASH}"
_ID_BYTES = 4
_TIME_BYTES = 8
_KEY_BYTES = 32
_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_MOST_SIGNATURES = 100


class NotANote(ValueError):
    """Raised for bytes that are no signed note, or a line that is no key."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key: its name, its kind of signature, and its 32 bytes."""

    name: str
    kind: int
    key: bytes

    @property
    def number(self) -> bytes:
        """Return the four bytes by which a signature names its key."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.key
        return hashlib.sha256(named).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """Return the key as one line of text."""
        return (
            f"{self.name}+{self.number.hex()}+{b64encode(bytes([self.kind]) + self.key).decode()}"
        )

    def signed(self, text: str, signature: bytes) -> bool:
        """Return whether this key made this signature under this text."""
        said = text.encode()
        if self.kind == WITNESS:
            if len(signature) <= _TIME_BYTES:
                return False
            said = _witnessed(text, int.from_bytes(signature[:_TIME_BYTES]))
            signature = signature[_TIME_BYTES:]
        try:
            Ed25519PublicKey.from_public_bytes(self.key).verify(signature, said)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """A line below a text: the name of its key, and its bytes."""

    name: str
    number: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{DASH} {self.name} {b64encode(self.number + self.value).decode()}"

    @property
    def witnessed_at(self) -> int:
        """Return the Unix time that precedes a witness's signature."""
        return int.from_bytes(self.value[:_TIME_BYTES])


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending with a line end, and its signatures."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n" + "".join(f"{signature}\n" for signature in self.signatures)

    def signed_by(self, verifier: Verifier) -> NoteSignature | None:
        """Return the valid signature of a key, or None."""
        ours = (verifier.name, verifier.number)
        for signature in self.signatures:
            if (signature.name, signature.number) == ours:
                return signature if verifier.signed(self.text, signature.value) else None
        return None

    def also_signed(self, signatures: Iterable[NoteSignature]) -> "Note":
        """Return the note with these signatures too, at most one for each key."""
        named = {(signature.name, signature.number) for signature in self.signatures}
        more = [each for each in signatures if (each.name, each.number) not in named]
        return Note(self.text, (*self.signatures, *more))


class Signer:
    """The private half of the log's key. Its bytes are available only through `seed`."""

    def __init__(self, name: str, seed: bytes) -> None:
        if not _NAME.fullmatch(name):
            raise NotANote(f"“{name}” is no name of a key: it has a space or a plus sign")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, ED25519, self._key.public_key().public_bytes_raw())

    @classmethod
    def new(cls, name: str) -> "Signer":
        """Return a new key."""
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def seed(self) -> bytes:
        """Return the 32 secret bytes, for a file that only its owner can read."""
        return self._key.private_bytes_raw()

    def sign(self, text: str) -> Note:
        """Return the text with this key's signature."""
        if not text.endswith("\n"):
            raise NotANote("the last line of a note must end")
        value = self._key.sign(text.encode())
        return Note(text, (NoteSignature(self.verifier.name, self.verifier.number, value),))


def read_note(data: bytes) -> Note:
    """Parse a note without checking its signatures. Raises NotANote."""
    try:
        whole = data.decode()
    except UnicodeDecodeError as error:
        raise NotANote("a note is text in UTF-8") from error
    text, separator, below = whole.rpartition("\n\n")
    if not separator or not below.endswith("\n"):
        raise NotANote("a note has a text, an empty line, and signatures")
    if _CONTROL.search(whole):
        raise NotANote("a note holds no control characters")
    lines = below[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise NotANote(f"a note has {_MOST_SIGNATURES} signatures at the most")
    return Note(text + "\n", tuple(_signature(line) for line in lines))


def read_verifier(line: str) -> Verifier:
    """Return the key in a line. Raises NotANote if there is none, or it is damaged."""
    name, _, rest = line.strip().partition("+")
    number, _, encoded = rest.partition("+")
    whole = _decoded(encoded)
    if not _NAME.fullmatch(name) or len(whole) != 1 + _KEY_BYTES:
        raise NotANote(f"{line.strip()!r} is no key")
    found = Verifier(name, whole[0], whole[1:])
    if found.kind not in (ED25519, WITNESS):
        raise NotANote(f"a key of kind {found.kind} is not known")
    if found.number.hex() != number:
        raise NotANote(f"the number of the key “{name}” is wrong: was all of it copied?")
    return found


def _signature(line: str) -> NoteSignature:
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    value = _decoded(encoded)
    if dash != DASH or not _NAME.fullmatch(name) or len(value) <= _ID_BYTES:
        raise NotANote(f"“{line}” is no signature")
    return NoteSignature(name, value[:_ID_BYTES], value[_ID_BYTES:])


def _decoded(encoded: str) -> bytes:
    try:
        found = b64decode(encoded, validate=True)
    except (NotBase64, ValueError) as error:
        raise NotANote(f"“{encoded}” is not base64") from error
    if b64encode(found).decode() != encoded:
        # Two encodings of the same bytes would let an altered note still verify.
        raise NotANote(f"“{encoded}” is not base64 as it must be written")
    return found


def _witnessed(text: str, at: int) -> bytes:
    """Return the message that a witness signs: C2SP tlog-cosignature, version 1."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()
