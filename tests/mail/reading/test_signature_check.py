"""Signatures that another program made are checked, and each kind of failure has its name.

`signed_mails.json` was made with dkimpy 1.1.8, which accepts each of its mails.
"""

import base64
import json
from pathlib import Path

import pytest

from tests.mail.reading.raw_mails import plain
from tracker.domain.correspondence.authenticity import (
    CheckedSignature,
    SignatureFinding,
    SignatureWord,
    signature_word,
)
from tracker.mail.reading.mail_reader import read_mail
from tracker.mail.reading.signature_check import check_signatures

SIGNED = json.loads(Path(__file__).with_name("signed_mails.json").read_text("utf-8"))
KEYS: dict[str, str | None] = SIGNED["keys"]
MAILS = {name: base64.b64decode(words) for name, words in SIGNED["mails"].items()}


def checked(raw: bytes, keys: dict[str, str | None] | None = None) -> CheckedSignature:
    (only,) = check_signatures(raw, KEYS if keys is None else keys)
    return only


@pytest.mark.parametrize("name", MAILS)
@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
def test_a_right_signature_fits_with_either_end_of_lines(name: str, ends: bytes) -> None:
    assert checked(MAILS[name].replace(b"\r\n", ends)).finding is SignatureFinding.FITS


@pytest.mark.parametrize("name", MAILS)
def test_a_changed_header_breaks_every_signature(name: str) -> None:
    changed = MAILS[name].replace(b"rti@pta.gov.pk", b"rti@pta.gov.pl")

    assert checked(changed).finding is SignatureFinding.DOES_NOT_FIT


@pytest.mark.parametrize("name", ["relaxed", "simple", "mixed", "ed25519"])
def test_the_footer_of_a_list_breaks_a_signature(name: str) -> None:
    assert checked(MAILS[name] + b"-- \r\nlist\r\n").finding is SignatureFinding.DOES_NOT_FIT


def test_a_signature_of_a_part_fits_with_text_after_it_and_says_so() -> None:
    found = checked(MAILS["length"] + b"It is granted.\r\n")

    assert (found.finding, found.header.covers_part) == (SignatureFinding.FITS, True)


def test_a_second_subject_leaves_the_signature_right_and_is_told() -> None:
    raw = b"Subject: Granted\r\n" + MAILS["relaxed"]
    found, read = checked(raw), read_mail(raw)

    assert found.finding is SignatureFinding.FITS
    assert signature_word((found,), read.doubled, ("pta.gov.pk",)) is SignatureWord.HEADERS_DOUBLED


def test_length_and_purpose_of_the_key_are_told() -> None:
    assert checked(MAILS["short-key"]).key_bits == 1024
    assert checked(MAILS["test-key"]).is_testing
    assert checked(MAILS["relaxed"]).key_record == KEYS["s1._domainkey.pta.gov.pk"]


@pytest.mark.parametrize(
    "record",
    [None, "", "v=DKIM1; p=", "v=DKIM1; p=!!", "v=DKIM1; k=ed25519; p=QUJD", "v=DKIM2; p=QUJD"],
)
def test_a_key_that_is_withdrawn_or_damaged_is_no_key(record: str | None) -> None:
    found = checked(MAILS["relaxed"], {"s1._domainkey.pta.gov.pk": record})

    assert found.finding is SignatureFinding.NO_KEY


def test_a_key_that_could_not_be_asked_for_is_not_a_failure() -> None:
    assert checked(MAILS["relaxed"], {}).finding is SignatureFinding.NOT_NOW


@pytest.mark.parametrize(
    "signature",
    [b"", b"v=1", b"d=pta.gov.pk; s=s1; b=; h=from",
     b"v=1; a=rsa-sha256; d=pta.gov.pk; s=s1; h=to; bh=QQ==; b=QQ==",
     b"v=1; a=rsa-sha1; d=pta.gov.pk; s=s1; h=from; bh=QQ==; b=QQ==",
     b"v=1; a=rsa-sha256; d=pta.gov.pk; i=@x.example; s=s1; h=from; bh=QQ==; b=QQ==",
     b"v=1; a=rsa-sha256; d=pta.gov.pk; s=s1; l=-1; h=from; bh=QQ==; b=QQ=="],
)  # fmt: skip
def test_a_signature_without_what_it_must_say_does_not_fit(signature: bytes) -> None:
    found = checked(b"DKIM-Signature: " + signature + b"\r\n" + plain())

    assert found.finding is not SignatureFinding.FITS


def test_an_unsigned_mail_has_no_signature_and_many_are_cut() -> None:
    assert check_signatures(plain(), KEYS) == ()
    assert len(check_signatures(b"DKIM-Signature: x\r\n" * 500 + plain(), KEYS)) == 5
