"""Streams in the age format: flat in memory, and no error of either end is lost."""

import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.domain.base.errors import BadInput, Refusal
from tracker.storage.office_data.age import (
    decrypt,
    decrypted,
    encrypt,
    encrypted,
    is_age,
    require_recipient,
)
from tracker.storage.office_data.recovery_secret import RecoverySecret

SECRET = RecoverySecret.new()
IDENTITY, RECIPIENT = SECRET.identity, SECRET.recipient
# Whole chunks of the format, and a tail of five bytes.
LONG = os.urandom(40 * 65_536 + 5)


class Full(io.BytesIO):
    """A disk that takes so many bytes and no more."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self._room = room

    def write(self, data: object, /) -> int:
        self._room -= len(data)  # type: ignore[arg-type]
        if self._room < 0:
            raise OSError(28, "No space left on device")
        return super().write(data)  # type: ignore[arg-type]


def sealed(data: bytes = LONG) -> bytes:
    return b"".join(encrypted([data[:7], data[7:]], [RECIPIENT]))


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, len(LONG)])
def test_what_was_encrypted_is_opened_again(size: int) -> None:
    out = io.BytesIO()

    decrypt(io.BytesIO(sealed(LONG[:size])), out, [RecoverySecret.new().identity, IDENTITY])

    assert out.getvalue() == LONG[:size]


def test_both_ways_of_encrypting_make_files_of_the_format() -> None:
    out = io.BytesIO()
    encrypt([LONG], out, [RECIPIENT])

    for data in (out.getvalue(), sealed()):
        assert is_age(data)
        with decrypted(io.BytesIO(data), [IDENTITY]) as opened:
            assert opened.read() == LONG
    assert not is_age(LONG)


@pytest.mark.parametrize("room", [0, 100, 70_000, len(LONG) - 1])
def test_a_full_disk_is_told(room: int) -> None:
    with pytest.raises(OSError, match="No space left"):
        encrypt([LONG], Full(room), [RECIPIENT])
    with pytest.raises(OSError, match="No space left"):
        decrypt(io.BytesIO(sealed()), Full(room), [IDENTITY])


class WithoutTail(io.BytesIO):
    """A disk that is full when the last bytes come."""

    def write(self, data: object, /) -> int:
        if len(data) < 100:  # type: ignore[arg-type]
            raise OSError(28, "No space left on device")
        return super().write(data)  # type: ignore[arg-type]


def test_a_disk_that_is_full_at_the_last_bytes_is_told() -> None:
    """The library itself drops that error."""
    with pytest.raises(OSError, match="No space left"):
        encrypt([LONG], WithoutTail(), [RECIPIENT])
    with pytest.raises(OSError, match="No space left"):
        decrypt(io.BytesIO(sealed()), WithoutTail(), [IDENTITY])


class Broken(Exception):
    """What only this test raises."""


def broken() -> Iterator[bytes]:
    yield LONG
    raise Broken


def test_what_fails_at_the_source_is_raised_as_it_is() -> None:
    with pytest.raises(Broken):
        encrypt(broken(), io.BytesIO(), [RECIPIENT])
    with pytest.raises(Broken):
        b"".join(encrypted(broken(), [RECIPIENT]))


def test_a_file_that_is_damaged_is_told_as_the_cause_of_what_its_reader_says() -> None:
    """Who reads a stream that breaks off complains of what it lacks: that is only the effect."""
    data = sealed()
    for bad in (data[:-1], data[: len(data) // 2], data + b"x", data[:-1] + b"x"):
        with pytest.raises(Refusal, match="damaged or was cut off"):
            complain(bad)


def complain(data: bytes) -> None:
    with decrypted(io.BytesIO(data), [IDENTITY]) as opened:
        if len(opened.read()) != len(LONG) + 1:
            raise ValueError("it is too short")


def leave(data: bytes) -> None:
    with decrypted(io.BytesIO(data), [IDENTITY]) as opened:
        opened.read(1)
        raise Broken


def test_an_error_of_the_reader_stops_the_work() -> None:
    with pytest.raises(Broken):
        leave(sealed())

    assert not [thread for thread in threading.enumerate() if thread.name == "age"]


@pytest.mark.parametrize(
    "key",
    ["", "age1", RECIPIENT[:-1], f"{RECIPIENT}x", "ssh-ed25519 AAAA", "age1yubikey1q"],
    ids=["empty", "short", "cut", "longer", "ssh", "plugin"],
)
def test_what_is_no_recipient_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="one line that begins with age1"):
        require_recipient(key)


def test_a_secret_given_for_a_recipient_is_not_repeated() -> None:
    for typed in (IDENTITY, " ".join(SECRET.words)):
        with pytest.raises(BadInput, match="secret identity") as refused:
            require_recipient(typed)

        assert typed not in str(refused.value)


MEASURED = """
import pathlib, resource, sys
from tracker.storage.office_data.age import decrypted, encrypt, encrypted
from tracker.storage.office_data.recovery_secret import RecoverySecret
def used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = RecoverySecret.new()
identity, key = made.identity, made.recipient
size = int(sys.argv[1])
def zeros():
    for _ in range(size):
        yield bytes(1 << 20)
file = pathlib.Path(sys.argv[2])
with file.open("wb") as out:
    encrypt([b"warm"], out, [key])
before = used()
with file.open("wb") as out:
    encrypt(zeros(), out, [key])
sent = sum(map(len, encrypted(zeros(), [key])))
assert sent > size << 20
with file.open("rb") as source, decrypted(source, [identity]) as opened:
    found = 0
    while chunk := opened.read(1 << 20):
        found += len(chunk)
assert found == size << 20
print(used() - before)
"""


@pytest.mark.slow
def test_memory_stays_flat_however_long_a_file_is(tmp_path: Path) -> None:
    asked = [sys.executable, "-c", MEASURED, "100", str(tmp_path / "file")]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)

    # Kilobytes on Linux. Of 100 MB, five buffers are held; anything kept would show.
    assert int(done.stdout) < 20_000
