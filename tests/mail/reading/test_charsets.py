"""Old and wrong charsets are read or marked, and the text can be stored."""

import base64

import pytest

from tests.mail.reading.raw_mails import plain
from tracker.domain.correspondence.read_mail import MailDefect
from tracker.mail.reading.mail_reader import read_mail

URDU = "درخواست مسترد کی جاتی ہے"
ARABIC = "تم رفض الطلب"


def bodied(data: bytes, charset: str) -> bytes:
    kind = f"Content-Type: text/plain{charset}\r\nContent-Transfer-Encoding: base64\r\n"
    return plain(base64.encodebytes(data), kind.encode())


@pytest.mark.parametrize(
    ("charset", "data", "words", "guessed"),
    [
        ("; charset=windows-1256", ARABIC.encode("windows-1256"), ARABIC, False),
        ("", ARABIC.encode("windows-1256"), ARABIC, True),
        ("", URDU.encode(), URDU, True),
        ('; charset=""', URDU.encode(), URDU, True),
        ("; charset=us-ascii", URDU.encode(), URDU, True),
        ("; charset=no-such-charset", URDU.encode(), URDU, True),
        ("; charset=idna", URDU.encode(), URDU, True),
        ("; charset=utf-16", URDU.encode("utf-16"), URDU, False),
        ("", b"\xff\xfe" + URDU.encode("utf-16-le"), URDU, False),
        ("; charset*=utf-8''utf-8", URDU.encode(), URDU, False),
    ],
)
def test_a_text_is_read_by_the_charset_that_it_has(
    charset: str, data: bytes, words: str, guessed: bool
) -> None:
    read = read_mail(bodied(data, charset))

    assert read.new_text == words
    assert (MailDefect.CHARSET_GUESSED in read.defects) == guessed


def test_eight_bit_text_without_any_charset_is_read() -> None:
    read = read_mail(plain(URDU.encode(), b"Content-Transfer-Encoding: 8bit\r\n"))

    assert read.new_text == URDU


def test_lost_characters_are_marked() -> None:
    read = read_mail(bodied(b"caf\xe9 \x81\x82\x83", "; charset=utf-8"))

    assert MailDefect.CHARACTERS_LOST in read.defects
    assert read.new_text.startswith("caf")


def test_nul_and_halves_of_characters_are_removed_everywhere() -> None:
    raw = b"From: a\0@b.c\r\nSubject: a\0b\r\n\r\nx\0y"
    half = bodied(b"\xed\xa0\x80x", "; charset=utf-16-be")

    read = read_mail(raw)

    assert (read.subject, read.new_text) == ("ab", "xy")
    assert MailDefect.NUL_REMOVED in read.defects
    assert read_mail(half).new_text.encode()


def test_base64_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    more = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n"
    read = read_mail(plain(base64.b64encode(b"It is refused.")[:-3], more))

    assert read.new_text.startswith("It is refu")
    assert MailDefect.TRANSFER_BROKEN in read.defects
