"""Signed content (S/MIME) is checked and opened; encrypted content is named as unreadable.

The signatures are made by the program openssl, and not by the code under test.
"""

import base64
import re
from pathlib import Path

import pytest

from tests.mail.reading.outlook_packages import package, words
from tests.mail.reading.raw_mails import HEAD, mixed, plain, typed
from tests.mail.reading.signers import BODY, Signer, a_signer, openssl
from tracker.app.mail_reading import mail_reader
from tracker.domain.correspondence.content_signatures import (
    ContentFinding,
    ContentSignature,
    IssuerWord,
)
from tracker.domain.correspondence.read_mail import MailDefect, PartVerdict
from tracker.mail.reading.mail_reader import part_of, read_mail


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return a_signer(tmp_path_factory.mktemp("signer"))


def only(raw: bytes, *roots: str) -> ContentSignature:
    (found,) = read_mail(raw, roots).content_signatures
    return found


def test_a_signature_beside_the_text_says_who_signed_and_that_nothing_changed(
    signer: Signer,
) -> None:
    raw = signer.sign()
    found, read = only(raw), read_mail(raw)

    assert (read.new_text, read.is_whole) == ("The request is refused.", True)
    assert (found.finding, found.covers_all, found.path) == (ContentFinding.UNCHANGED, True, "1")
    assert found.signer == "The Registrar, Telecommunication Authority"
    assert (found.issuer, found.addresses) == ("Authority", ("rti@pta.gov.pk",))
    assert found.names_sender("RTI@pta.gov.pk")
    assert not found.names_sender("rti@pta.gov.pk.example.net")
    assert found.signed_at


def test_no_authority_is_trusted_unless_the_operator_named_it(
    signer: Signer, tmp_path: Path
) -> None:
    other = ("-keyout", "k", "-out", "ca.pem", "-subj", "/CN=Other", "-days", "9")
    openssl(tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", *other)
    raw, website = signer.sign(), Signer(signer.folder, "website").sign()

    assert only(raw).issuer_word is IssuerWord.NONE_CONFIGURED
    assert only(raw, Signer(tmp_path).root).issuer_word is IssuerWord.NOT_TRUSTED
    assert only(raw, signer.root).issuer_word is IssuerWord.TRUSTED
    assert only(raw, Signer(tmp_path).root, signer.root).issuer_word is IssuerWord.TRUSTED
    # The certificate of a website is no certificate for mail.
    assert only(website, signer.root).issuer_word is IssuerWord.NOT_TRUSTED


def test_a_changed_word_and_a_changed_seal_are_both_found(signer: Signer) -> None:
    raw = signer.sign()

    assert only(raw.replace(b"refused", b"granted")).finding is ContentFinding.CHANGED
    seal = bytearray(part_of(raw, "2") or b"")
    seal[-1] ^= 1  # the last byte of the signature itself
    edge = raw.rindex(b"\n\n", 0, raw.index(b"MII"))
    changed = raw[: edge + 2] + base64.encodebytes(bytes(seal)) + raw[raw.rindex(b"\n------") :]
    assert only(changed).finding is ContentFinding.CHANGED


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_either_end_of_lines_keeps_a_signature(signer: Signer, ends: bytes) -> None:
    raw = signer.sign().replace(b"\r\n", b"\n").replace(b"\n", ends)

    assert only(raw).finding is ContentFinding.UNCHANGED


def test_content_added_around_signed_content_is_not_covered(signer: Signer) -> None:
    inner = signer.sign()[len(HEAD) :]
    raw = mixed(inner, b"Content-Type: text/plain\r\n\r\nPay Rs. 500 to this account.")

    found = only(raw)

    assert (found.finding, found.covers_all) == (ContentFinding.UNCHANGED, False)


def test_content_that_is_shown_is_the_content_that_was_checked(signer: Signer) -> None:
    """A second part with the same boundary in front of the signed one."""
    raw = signer.sign()
    boundary = re.search(rb'boundary="([^"]+)"', raw)
    assert boundary is not None
    forged = b"--" + boundary[1] + b"\r\nContent-Type: text/plain\r\n\r\nIt is granted.\r\n"
    at = raw.index(b"--" + boundary[1])

    found = only(raw[:at] + forged + raw[at:])

    assert found.finding is not ContentFinding.UNCHANGED


WAYS = {
    "opaque": ("-nodetach",),
    "opaque and written while signing": ("-nodetach", "-stream"),
    "RSA-PSS": ("-nodetach", "-keyopt", "rsa_padding_mode:pss"),
    "SHA-512": ("-nodetach", "-md", "sha512"),
    "named by key": ("-nodetach", "-keyid"),
    "without attributes": ("-nodetach", "-noattr"),
}


@pytest.mark.parametrize("way", WAYS)
def test_opaque_signed_mail_is_opened(signer: Signer, way: str) -> None:
    raw = signer.sign(*WAYS[way])
    found, read = only(raw, signer.root), read_mail(raw)

    assert (read.new_text, read.is_whole) == ("The request is refused.", True)
    assert (found.finding, found.issuer_word) == (ContentFinding.UNCHANGED, IssuerWord.TRUSTED)
    assert [each.verdict for each in read.parts] == [PartVerdict.SMIME_SIGNED, PartVerdict.PLAIN]


def test_a_weak_method_is_named(signer: Signer) -> None:
    assert only(signer.sign("-md", "sha1")).finding is ContentFinding.WEAK_METHOD


def test_the_files_of_opaque_signed_mail_can_be_taken_out(signer: Signer) -> None:
    file = b"Content-Type: application/pdf; name=order.pdf\r\n\r\n%PDF-1"
    edge = b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    body = edge + b"--x\r\n" + BODY + b"--x\r\n" + file + b"\r\n--x--\r\n"
    raw = signer.sign("-nodetach", body=body)

    assert [each.name for each in read_mail(raw).parts][-1] == "order.pdf"
    assert part_of(raw, "1.1.2") == b"%PDF-1"


def test_encrypted_mail_is_unreadable_and_says_so(signer: Signer) -> None:
    read = read_mail(signer.encrypt())

    assert MailDefect.ENCRYPTED in read.defects
    assert not read.is_whole
    assert read.parts[0].verdict is PartVerdict.SMIME_ENCRYPTED


def test_encrypted_within_signed_mail_is_unreadable_too(signer: Signer) -> None:
    inner = signer.encrypt()[len(HEAD) :]

    assert not read_mail(signer.sign("-nodetach", body=inner)).is_whole


def test_mail_that_is_encrypted_or_signed_with_pgp_is_recognised() -> None:
    version = b"Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1"
    words = b"-----BEGIN PGP MESSAGE-----\r\n\r\nwcBMA"
    data = b"Content-Type: application/octet-stream\r\n\r\n" + words
    seal = b"Content-Type: application/pgp-signature; name=signature.asc\r\n\r\nx"

    for raw in (mixed(version, data, kind="multipart/encrypted"), plain(words)):
        assert not read_mail(raw).is_whole
    signed = read_mail(mixed(BODY, seal, kind="multipart/signed"))
    assert signed.parts[1].verdict is PartVerdict.PGP_SIGNATURE
    assert (signed.is_whole, signed.content_signatures) == (True, ())


@pytest.mark.samples("4")
@pytest.mark.parametrize("depth", [4, 10])
def test_signed_content_within_signed_content_ends_somewhere(signer: Signer, depth: int) -> None:
    body = BODY
    for _ in range(depth):
        body = signer.sign("-nodetach", body=body)[len(HEAD) :]
    reader = mail_reader()

    read = reader.read(HEAD + body)

    assert read is not None
    assert MailDefect.NESTED_TOO_DEEP in read.defects
    assert not read.is_whole
    after = reader.read(plain())
    assert after is not None
    assert after.is_whole


def test_a_package_within_signed_content_is_opened(signer: Signer) -> None:
    inner = typed("application/ms-tnef", package(*words("It is refused.")))[len(HEAD) :]

    assert read_mail(signer.sign("-nodetach", body=inner)).new_text == "It is refused."


@pytest.mark.parametrize(
    "data",
    [
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80",
        b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + b"\xa0\x80" * 5000,
        b"\x30\x84\xff\xff\xff\xff\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
    ],
)
def test_broken_signed_content_is_not_opened_and_the_mail_is_not_whole(data: bytes) -> None:
    opaque = read_mail(typed("application/pkcs7-mime; smime-type=signed-data", data))

    assert opaque.parts[0].verdict is PartVerdict.NOT_OPENED
    assert not opaque.is_whole


def test_a_broken_signature_beside_a_text_leaves_the_text() -> None:
    seal = b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nx"
    raw = mixed(BODY, seal, kind="multipart/signed")

    assert only(raw).finding is ContentFinding.NOT_CHECKABLE
    assert read_mail(raw).new_text == "The request is refused."
