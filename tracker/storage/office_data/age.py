"""Streams encrypted in the age format (C2SP age), to X25519 recipients.

The `age` program opens such a file too, with one of the identities.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import copy_context
from threading import Thread
from typing import IO, Any, Protocol

import pyrage

from tracker.domain.base.errors import BadInput, Refusal
from tracker.storage.office_data.recovery_secret import SECRET_PREFIX, looks_like_words
from tracker.storage.office_data.tar import CHUNK

BINARY = b"age-encryption.org/v1\n"
ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----"
# Enough of a file for `is_age`.
LONGEST_BEGINNING = 100
# The library's message for an identity that fits none of the recipients.
NO_MATCH = "No matching keys found"


class Writes(Protocol):
    """An object that bytes can be written to."""

    def write(self, data: bytes, /) -> int: ...


def is_age(beginning: bytes) -> bool:
    """Return whether a file that begins with these bytes is encrypted in the age format."""
    return beginning.startswith((BINARY, ARMORED))


def require_recipient(key: str) -> None:
    """Raise BadInput unless `key` is an X25519 recipient."""
    if key.upper().startswith(SECRET_PREFIX) or looks_like_words(key):
        # Do not repeat the key: anyone who reads the screen or a log could open every backup.
        raise BadInput(
            "This is a secret identity, which no office keeps: give its public key, which begins "
            "with age1 and stands in the same file, or was shown with the words."
        )
    _recipient(key)


def _recipient(key: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError:
        raise BadInput(
            f"“{key}” is not a recovery key: it is one line that begins with age1, as "
            "`tracker recovery new` and `age-keygen` print it."
        ) from None


def _identity(line: str) -> Any:
    return pyrage.x25519.Identity.from_str(line)


def encrypt(chunks: Iterable[bytes], out: Writes, recipients: Sequence[str]) -> None:
    """Write the chunks to `out`, encrypted so that any one recipient can open them."""
    source, target = _Source(chunks), _Target(out)
    try:
        pyrage.encrypt_io(source, target, [_recipient(key) for key in recipients])
    finally:
        _raise_first(source, target)


def encrypted(chunks: Iterable[bytes], recipients: Sequence[str]) -> Iterator[bytes]:
    """Yield the encrypted file piece by piece, while a thread makes it."""
    with _piped(lambda out: encrypt(chunks, out, recipients)) as source:
        while piece := source.read(CHUNK):
            yield piece


def decrypt(source: IO[bytes], out: Writes, identities: Sequence[str]) -> None:
    """Write the decrypted content of `source` to `out`.

    Raises Refusal if no identity fits, and if the file was cut off or altered; discard anything
    written by then.
    """
    reader, writer = _Source(iter(lambda: source.read(CHUNK), b"")), _Target(out)
    try:
        pyrage.decrypt_io(reader, writer, [_identity(line) for line in identities])
    except (pyrage.DecryptError, OSError) as error:
        _raise_first(reader, writer)
        if str(error) == NO_MATCH:
            raise Refusal(
                "The identity does not open this file: name the identity of a recovery key that "
                "the office had when the file was made."
            ) from None
        raise Refusal(
            "The file is damaged or was cut off: use another copy of it, or an older one."
        ) from None
    _raise_first(reader, writer)


@contextmanager
def decrypted(source: IO[bytes], identities: Sequence[str]) -> Iterator[IO[bytes]]:
    """Open a decrypted stream.

    Read it to the end before using the bytes: only then is it certain that nothing was cut off or
    altered. Raises as `decrypt` does.
    """
    with _piped(lambda out: decrypt(source, out, identities)) as opened:
        yield opened


class _Source:
    """A readable stream of chunks for the library.

    It keeps an error, because the library replaces it by its own.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._held = memoryview(b"")
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._held:
                self._held = memoryview(next(self._chunks))
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error
            raise
        taken, self._held = self._held[:size], self._held[size:]
        return bytes(taken)


class _Target:
    """A writable stream for the library.

    It keeps an error, because the library drops one raised with the last bytes.
    """

    def __init__(self, out: Writes) -> None:
        self._out = out
        self.error: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._out.write(data)
        except Exception as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Do nothing: no bytes are buffered here."""


def _raise_first(*ends: _Source | _Target) -> None:
    for end in ends:
        if end.error is not None:
            raise end.error


@contextmanager
def _piped(work: Callable[[IO[bytes]], None]) -> Iterator[IO[bytes]]:
    """Open a stream of the bytes that `work` writes in a thread.

    If both the work and the reader fail, the error of the work is raised: it is the cause. A
    reader that leaves early stops the work.
    """
    reading, writing = os.pipe()
    errors: list[Exception] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb") as out:
                work(out)
        except BrokenPipeError:
            return
        except Exception as error:
            errors.append(error)

    # The other thread reads what is to be encrypted, so it opens what this one may open.
    thread = Thread(target=copy_context().run, args=(run,), name="age", daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as source:
            yield source
    except Exception:
        thread.join()
        if errors:
            raise errors[0] from None
        raise
    finally:
        thread.join()
    if errors:
        raise errors[0]
