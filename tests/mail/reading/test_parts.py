"""Parts have safe and distinct names, their real type, and a warning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mail.reading.raw_mails import locked, mixed, plain, typed, with_files, zipped
from tracker.domain.correspondence.read_mail import PartVerdict, ReadPart
from tracker.mail.reading.mail_reader import read_mail
from tracker.mail.reading.safe_names import LONGEST_PART_NAME, distinct_names, safe_part_name

SIGNED = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80"
ENVELOPED = b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03\xa0\x80"
TNEF = b"\x78\x9f\x3e\x22\x01\x00"


def only(raw: bytes) -> ReadPart:
    return read_mail(raw).parts[-1]


def named(disposition: bytes) -> str:
    part = b"Content-Type: application/pdf\r\nContent-Disposition: " + disposition
    return only(mixed(b"\r\ntext", part + b"\r\n\r\n%PDF")).name


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'attachment; filename="../../etc/passwd"', "passwd"),
        (b"attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        (b'attachment; filename="C:\\\\Temp\\\\order.pdf"', "order.pdf"),
        (b"attachment; filename*=utf-8''%E2%80%AEfdp.exe", "fdp.exe"),
        (b'attachment; filename="CON"', "_CON"),
        (b'attachment; filename="nul.pdf"', "_nul.pdf"),
        (b'attachment; filename="=?utf-8?b?2b7bjC5wZGY=?="', "پی.pdf"),
        (b"attachment; filename*0=or; filename*1=der.pdf", "order.pdf"),
        (b'attachment; filename=" ... "', "part-2.pdf"),
        (b"attachment", "part-2.pdf"),
        (b'attachment; filename="a<b>:c|d.pdf"', "a_b__c_d.pdf"),
    ],
)
def test_a_name_is_safe(disposition: bytes, name: str) -> None:
    assert named(disposition) == name


def test_a_long_name_is_cut_and_has_its_ending() -> None:
    name = named(b'attachment; filename="' + b"a" * 400 + b'.pdf"')

    assert len(name) == LONGEST_PART_NAME
    assert name.endswith(".pdf")


def test_the_same_name_twice_is_told_apart() -> None:
    file = ("order.pdf", "application/pdf", b"%PDF")

    assert [part.name for part in read_mail(with_files(file, file)).parts][1:] == [
        "order.pdf", "order (2).pdf",
    ]  # fmt: skip
    assert distinct_names(["a", "A", "a (2)"]) == ["a", "A (2)", "a (2) (2)"]


@given(st.text())
def test_any_name_is_safe(written: str) -> None:
    name = safe_part_name(written, "1", ".bin")

    assert name
    assert name not in (".", "..")
    assert not set(name) & set('/\\<>:"|?*\0\r\n\u202e\u200b')
    assert len(name) <= LONGEST_PART_NAME


@pytest.mark.parametrize(
    ("name", "kind", "data", "verdict"),
    [
        ("winmail.dat", "application/ms-tnef", TNEF, PartVerdict.NOT_OPENED),
        ("winmail.dat", "application/ms-tnef", b"", PartVerdict.NOT_OPENED),
        ("smime.p7m", "application/pkcs7-mime", SIGNED, PartVerdict.NOT_OPENED),
        ("smime.p7m", "application/pkcs7-mime", ENVELOPED, PartVerdict.SMIME_ENCRYPTED),
        ("smime.p7s", "application/pkcs7-signature", SIGNED, PartVerdict.SIGNATURE),
        ("a.zip", "application/zip", locked(zipped(a=b"x")), PartVerdict.LOCKED_ARCHIVE),
        ("a.zip", "application/zip", zipped(a=b"x"), PartVerdict.PLAIN),
        ("a.docm", "application/octet-stream", zipped(a=b"x"), PartVerdict.DANGEROUS),
        ("a.pdf", "application/pdf", b"MZ\x90", PartVerdict.DANGEROUS),
        ("a.png", "image/png", b"<svg onload='x'/>", PartVerdict.DANGEROUS),
        ("a.svg", "image/svg+xml", b"<svg/>", PartVerdict.DANGEROUS),
        ("a.html", "text/html", b"<html>", PartVerdict.DANGEROUS),
        ("a.txt", "text/plain", b"<!DOCTYPE html><html>", PartVerdict.DANGEROUS),
        ("a.lnk", "application/octet-stream", b"x", PartVerdict.DANGEROUS),
        ("order.pdf", "application/pdf", b"%PDF-1.7", PartVerdict.PLAIN),
    ],
)  # fmt: skip
def test_a_part_has_its_word_of_warning(
    name: str, kind: str, data: bytes, verdict: PartVerdict
) -> None:
    assert only(with_files((name, kind, data))).verdict is verdict


def test_a_document_with_macros_is_dangerous_under_any_name() -> None:
    document = zipped(**{"word/document.xml": b"x", "word/vbaProject.bin": b"x"})
    part = only(with_files(("a.docx", "application/octet-stream", document)))

    assert part.verdict is PartVerdict.DANGEROUS


def test_a_signed_mail_shows_its_text_and_its_signature() -> None:
    text = b"Content-Type: text/plain\r\n\r\nIt is refused."
    seal = b'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n\r\n' + b"x"

    read = read_mail(mixed(text, seal, kind="multipart/signed"))

    assert read.new_text == "It is refused."
    assert read.parts[1].verdict is PartVerdict.SIGNATURE


def test_a_sealed_mail_has_no_text_and_its_part_says_why() -> None:
    read = read_mail(typed("application/pkcs7-mime; smime-type=enveloped-data", ENVELOPED))

    assert (read.new_text, read.parts[0].verdict) == ("", PartVerdict.SMIME_ENCRYPTED)


def test_a_nested_mail_is_listed_with_its_own_parts_and_its_text_is_not_the_answer() -> None:
    inner = plain(b"It is refused.")
    part = b"Content-Type: message/rfc822\r\n\r\n" + inner

    read = read_mail(mixed(b"\r\nSee below.", part))

    assert [(each.path, each.verdict) for each in read.parts] == [
        ("1", PartVerdict.PLAIN), ("2", PartVerdict.NESTED_MAIL), ("2.1", PartVerdict.PLAIN),
    ]  # fmt: skip
    assert (read.parts[1].subject, read.parts[1].sender) == ("The order", "RTI <rti@pta.gov.pk>")
    assert read.new_text == "See below."


def test_the_details_of_a_hearing_are_shown_and_nothing_is_answered() -> None:
    calendar = (
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"SUMMARY:Hearing of the appeal\r\nLOCATION:Room 1\r\nURL:https://example.net/x\r\n"
        b"DTSTART:20261203T100000Z\r\nORGANIZER:mailto:registrar@rti.gov.pk\r\n"
        b"BEGIN:VALARM\r\nACTION:AUDIO\r\nATTACH:https://example.net/y\r\nTRIGGER:-PT1H\r\n"
        b"END:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    hearing = only(typed("text/calendar; method=REQUEST", calendar)).hearing

    assert hearing is not None
    assert (hearing.method, hearing.summary) == ("REQUEST", "Hearing of the appeal")
    assert (hearing.location, hearing.starts) == ("Room 1", "2026-12-03T10:00:00+00:00")
    assert hearing.organizer == "mailto:registrar@rti.gov.pk"


def test_external_content_of_a_mail_is_marked_and_not_fetched() -> None:
    part = b"Content-Type: message/external-body; access-type=URL; URL=https://example.net\r\n\r\n\r\n"

    assert only(mixed(b"\r\ntext", part)).verdict is PartVerdict.OUTSIDE
