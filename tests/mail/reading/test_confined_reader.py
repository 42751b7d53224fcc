"""A mail that breaks its reader costs seconds, and the next mail is read."""

import time
from functools import partial
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.mail.reading.raw_mails import HEAD, html, plain, with_files
from tracker.app.mail_reading import mail_reader
from tracker.mail.reading.confined_reader import (
    LARGEST_READING,
    SECONDS_FOR_MAIL,
    ConfinedMailReader,
)

NESTED = b"Content-Type: message/rfc822\r\n\r\n"
EDGE = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'


def bomb(folder: Path) -> bytes:
    path = folder / "bomb.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\0" * 200_000_000)
    return with_files(("bomb.zip", "application/zip", path.read_bytes()))


def deep() -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (at, at)
        for at in range(400)
    )
    return HEAD + opened + b"Content-Type: text/plain\r\n\r\nx"


HOSTILE = {
    "3,000 nested mails": HEAD + NESTED * 3000 + b"x",
    "50,000 parts": HEAD + EDGE + b"--b\r\n\r\nx\r\n" * 50_000 + b"--b--",
    "4,000 parts": HEAD + EDGE + b"--b\r\n\r\nx\r\n" * 4_000 + b"--b--",
    "3 MB of encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 220_000 + b"\r\n" + plain(),
    "400 deep": deep(),
}


@pytest.mark.samples("4,000 parts", "400 deep")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_partly_read_mail_is_marked_and_the_next_mail_is_read(name: str) -> None:
    reader, start = mail_reader(), time.monotonic()

    read = reader.read(HOSTILE[name])

    assert time.monotonic() - start < SECONDS_FOR_MAIL + 2
    assert read is None or not read.is_whole
    after = reader.read(plain())
    assert after is not None
    assert (after.subject, after.new_text) == ("The order", "Refused.")


@pytest.mark.slow
def test_headers_and_archives_that_would_explode_are_read_and_not_unpacked(tmp_path: Path) -> None:
    """Five thousand parentheses in From, a deep tree of HTML, and a zip of two hundred MB."""
    reader = mail_reader()

    parentheses = reader.read(b"From: " + b"(" * 5000 + b"\r\nSubject: s\r\n\r\nRefused.")
    tree = reader.read(html("<p>start</p>" + "<div>" * 3000 + "end"))
    archive = reader.read(bomb(tmp_path))

    assert parentheses
    assert parentheses.new_text == "Refused."
    assert parentheses.senders == ()
    assert tree
    assert "start" in tree.new_text
    assert archive
    assert [part.found_type for part in archive.parts][1:] == ["application/zip"]


def test_a_reader_that_dies_dawdles_or_answers_nonsense_reads_nothing() -> None:
    def dawdles(said: bytes) -> bytes:
        raise TimeoutError

    answers = [b"", b"[]", b"{}", b'{"lines": 7}', b"\xff", b"[" * 100_000]

    assert ConfinedMailReader(dawdles).read(plain()) is None
    for answer in answers:
        assert ConfinedMailReader(partial(_says, answer)).read(plain()) is None
    assert ConfinedMailReader(dawdles).check_signatures(plain(), {}) == ()
    assert LARGEST_READING == 16 * 1024 * 1024


def _says(answer: bytes, said: bytes) -> bytes:
    return answer


@pytest.mark.slow
def test_a_part_as_large_as_a_document_is_taken_out_and_a_larger_one_is_not() -> None:
    """A document is 20 MB at most."""
    reader = mail_reader()
    for size, taken in ((20 << 20, True), ((20 << 20) + 1, False)):
        raw = with_files(("a.bin", "application/octet-stream", b"x" * size))
        part = reader.part(raw, "2")
        assert (part == b"x" * size) is taken
        assert (part is None) is not taken
