"""An Outlook package (winmail.dat) is opened: its text and files are those of the mail."""

import struct

import pytest
from compressed_rtf import compress

from tests.mail.reading.outlook_packages import (
    Attribute,
    file,
    package,
    properties,
    words,
)
from tests.mail.reading.raw_mails import typed, with_files
from tracker.app.mail_reading import mail_reader
from tracker.domain.correspondence.read_mail import MailDefect, PartVerdict
from tracker.mail.reading.mail_reader import part_of, read_mail

TNEF = "application/ms-tnef"


def sent(data: bytes) -> bytes:
    """A mail whose only part is this package."""
    return typed(f'{TNEF}; name="winmail.dat"', data)


def test_its_text_and_files_are_shown_like_those_of_any_mail() -> None:
    raw = sent(
        package(*words("The request is refused."), *file("order of the day.pdf", b"%PDF-1"))
    )

    read = read_mail(raw)

    assert read.new_text == "The request is refused."
    assert [(each.path, each.name, each.verdict) for each in read.parts] == [
        ("1", "winmail.dat", PartVerdict.OUTLOOK_PACKAGE),
        ("1.1", "part-1.1.txt", PartVerdict.PLAIN),
        ("1.2", "order of the day.pdf", PartVerdict.PLAIN),
    ]
    assert part_of(raw, "1.2") == b"%PDF-1"
    assert read.is_whole


def test_a_text_that_the_mail_has_outside_of_it_is_shown_once() -> None:
    same = package(*words("Please  find the files."))
    other = package(*words("It is refused."))

    assert read_mail(with_files(("winmail.dat", TNEF, same))).new_text == "Please find the files."
    shown = read_mail(with_files(("winmail.dat", TNEF, other))).new_text
    assert shown.split("\n") == ["Please find the files.", "", "", "It is refused."]


def test_urdu_in_an_old_encoding_is_read() -> None:
    assert read_mail(sent(package(*words("درخواست مسترد", 1256)))).new_text == "درخواست مسترد"


def test_html_is_shown_as_words_and_its_file_is_dangerous() -> None:
    html = b"<p>It is <b>refused</b>.<script>x</script>"
    read = read_mail(sent(package((1, 0x00069003, properties((0x102, 0x1013, html))))))

    assert read.new_text == "It is refused."
    assert read.parts[1].verdict is PartVerdict.DANGEROUS


@pytest.mark.parametrize(
    ("said", "shown"),
    [(b"See attached.", "See attached."), (b"It is refused.", "See attached.\n\nIt is refused.")],
)
def test_rtf_that_says_more_than_the_text_beside_it_is_shown_too(said: bytes, shown: str) -> None:
    rtf = compress(b"{\\rtf1 " + said + b"}")
    data = package(*words("See attached."), (1, 0x00069003, properties((0x102, 0x1009, rtf))))

    assert read_mail(sent(data)).new_text == shown


def test_rtf_that_says_the_same_as_the_html_is_not_shown_twice() -> None:
    rtf = compress(b"{\\rtf1 It is\\par refused &\\par away.}")
    html = b"<p>It is</p><p>re<b>fused</b> &amp; away."
    both = properties((0x102, 0x1009, rtf), (0x102, 0x1013, html))

    assert read_mail(sent(package((1, 0x00069003, both)))).new_text == "It is\n\nrefused & away."


@pytest.mark.parametrize(
    "twice",
    [
        ((1, 0x0002800C, b"Refused.\0"), (1, 0x0002800C, b"Away.\0")),
        tuple(
            (1, 0x00069003, properties((0x1E, 0x1000, each))) for each in (b"Away\0", b"Refused\0")
        ),
        ((2, 0x00069002, b"\0" * 14), (2, 0x0006800F, b"%PDF-1"), (2, 0x0006800F, b"%PDF-2")),
    ],
)
def test_a_second_text_or_file_that_would_hide_the_first_leaves_the_mail_unread(
    twice: tuple[Attribute, ...],
) -> None:
    assert not read_mail(sent(package(*twice))).is_whole


def test_a_text_in_rtf_alone_is_read() -> None:
    rtf = compress(rb"{\rtf1\ansi{\fonttbl\f0 Arial;}\pard It is refused.\par}")
    read = read_mail(sent(package((1, 0x00069003, properties((0x102, 0x1009, rtf))))))

    assert read.new_text == "It is refused."


def test_a_file_within_it_keeps_its_warning_and_has_a_safe_name() -> None:
    read = read_mail(sent(package(*file("..\\..\\\u202efdp.exe", b"MZ"))))

    assert (read.parts[1].name, read.parts[1].verdict) == ("fdp.exe", PartVerdict.DANGEROUS)


def test_a_message_packed_as_a_file_is_opened_and_is_not_the_answer() -> None:
    inner = bytes.fromhex("0703020000000000c000000000000046") + package(*words("It is refused."))
    attached = (
        (2, 0x00069002, b"\0" * 14),
        (2, 0x00069005, properties((0x0D, 0x3701, inner))),
    )
    read = read_mail(sent(package(*words("See the file."), *attached)))

    assert read.new_text == "See the file."
    assert [each.path for each in read.parts] == ["1", "1.1", "1.2", "1.2.1"]


@pytest.mark.parametrize("cut", [7, 12, 30, 60, 100])
def test_a_cut_package_is_read_as_far_as_it_goes_and_the_mail_is_not_whole(cut: int) -> None:
    whole = package(*words("It is refused."), *file("order.pdf", b"%PDF-1" * 20))

    read = read_mail(sent(whole[:-cut]))

    assert MailDefect.PART_NOT_OPENED in read.defects
    assert not read.is_whole


@pytest.mark.parametrize("data", [b"", b"x" * 200, package()[:5]])
def test_a_part_that_only_claims_to_be_a_package_is_not_opened(data: bytes) -> None:
    read = read_mail(sent(data))

    assert read.parts[0].verdict is PartVerdict.NOT_OPENED
    assert not read.is_whole


def nested(depth: int) -> bytes:
    made = package(*words("x"))
    for _ in range(depth):
        made = package(*file("winmail.dat", made))
    return made


HOSTILE = {
    "100,000 attributes": package(*((1, 0x00069003, b""),) * 100_000),
    "5,000 files": package(*file("a", b"x") * 5_000),
    "four thousand million properties": package((1, 0x00069003, b"\xff" * 4)),
    "a value longer than the package": package() + struct.pack("<BII", 1, 0x0002800C, 0xFFFFFFFF),
    "packages in packages": nested(30),
    "RTF that says it is large": package(
        (1, 0x00069003, properties((0x102, 0x1009, struct.pack("<II", 40, 1 << 31) + b"LZFu" * 9)))
    ),
}


@pytest.mark.samples("packages in packages")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_package_that_would_explode_leaves_the_mail_unread_and_the_next_is_read(
    name: str,
) -> None:
    reader = mail_reader()

    read = reader.read(sent(HOSTILE[name]))

    assert read is not None
    assert not read.is_whole
    after = reader.read(sent(package(*words("Refused."))))
    assert after is not None
    assert (after.new_text, after.is_whole) == ("Refused.", True)
