"""Statements about a sender rest on the office's own server and on keys, never on the mail."""

from dataclasses import replace

import pytest

from tracker.domain.correspondence.authenticity import (
    CheckedSignature,
    SignatureFinding,
    SignatureWord,
    results_of_own_server,
    signature_word,
)
from tracker.domain.correspondence.read_mail import HeaderLine, SignatureHeader

SERVER = "mx.office.example"
OWN = (SERVER,)
TOLD = HeaderLine(
    "Authentication-Results",
    f"{SERVER}; dkim=pass (2048-bit key) header.d=pta.gov.pk; dmarc=pass header.from=pta.gov.pk",
)
BY_US = HeaderLine("Received", f"from mx.pta.gov.pk by {SERVER} (Postfix) with ESMTPS")
BY_OTHERS = HeaderLine("Received", "from desk by mx.pta.gov.pk with SMTP")
BODIES = ("pta.gov.pk",)
FITS = CheckedSignature(
    SignatureHeader("pta.gov.pk", "s1", "rsa-sha256", False), SignatureFinding.FITS, "p=x", 2048
)


def told(*lines: HeaderLine, server: str = SERVER, strips: bool = False) -> list[tuple[str, str]]:
    found = results_of_own_server(lines, server, OWN, strips_forged=strips)
    return [(each.method, each.result) for each in found]


def test_the_words_of_the_own_server_are_told() -> None:
    assert told(TOLD, BY_US, BY_OTHERS) == [("dkim", "pass"), ("dmarc", "pass")]


def test_a_forged_line_with_the_own_name_below_the_received_line_tells_nothing() -> None:
    assert told(BY_US, TOLD) == []
    assert told(BY_OTHERS, TOLD, strips=True) == []


def test_a_server_that_strips_forged_lines_may_write_below_its_own_received_line() -> None:
    assert told(BY_US, TOLD, BY_OTHERS, strips=True) == [("dkim", "pass"), ("dmarc", "pass")]
    assert told(BY_US, BY_OTHERS, TOLD, strips=True) == []


def test_two_lines_that_contradict_each_other_tell_nothing() -> None:
    other = HeaderLine("Authentication-Results", f"{SERVER}; dkim=fail; spf=pass")

    assert told(TOLD, other, BY_US) == [("dmarc", "pass"), ("spf", "pass")]


def test_without_a_configured_name_nothing_is_told() -> None:
    assert told(TOLD, BY_US, server="") == []


@pytest.mark.parametrize(
    "value",
    [
        "mx.stranger.example; dkim=pass",
        "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x; dkim=pass",
        f"{SERVER}.stranger.example; dkim=pass",
        f"{SERVER} 2; dkim=pass",
        f"{SERVER}; dkim=splendid",
        f"{SERVER}; dkim",
        f"({SERVER}) x; dkim=pass",
        "",
        ";;;===",
        f"{SERVER}; " + "dkim=pass " * 1000,
    ],
)
def test_other_servers_and_broken_lines_tell_nothing(value: str) -> None:
    """A foreign name, Microsoft's form without one, and broken syntax are no statement."""
    assert told(HeaderLine("Authentication-Results", value), BY_US) == []


def word(*checked: CheckedSignature, doubled: tuple[str, ...] = ()) -> SignatureWord:
    return signature_word(checked, doubled, BODIES)


def other_domain(domain: str) -> CheckedSignature:
    return replace(FITS, header=replace(FITS.header, domain=domain))


def test_six_cases_have_six_words() -> None:
    found = [
        word(FITS),
        word(other_domain("example.net")),
        word(replace(FITS, header=replace(FITS.header, covers_part=True))),
        word(FITS, doubled=("subject",)),
        word(replace(FITS, is_testing=True)),
        word(replace(FITS, finding=SignatureFinding.NOT_NOW)),
    ]

    assert found == [
        SignatureWord.SIGNED_BY_BODY,
        SignatureWord.SIGNED_BY_OTHER,
        SignatureWord.COVERS_PART,
        SignatureWord.HEADERS_DOUBLED,
        SignatureWord.TEST_KEY,
        SignatureWord.NOT_CHECKED_NOW,
    ]


def test_a_broken_signature_and_none_at_all_have_words_of_their_own() -> None:
    """A mailing list's footer breaks a signature, which shows nothing against the body."""
    assert word(replace(FITS, finding=SignatureFinding.DOES_NOT_FIT)) is SignatureWord.DOES_NOT_FIT
    assert word(replace(FITS, finding=SignatureFinding.NO_KEY)) is SignatureWord.NO_KEY
    assert word(replace(FITS, key_bits=768)) is SignatureWord.WEAK_KEY
    assert word() is SignatureWord.UNSIGNED


def test_the_body_signs_through_its_parent_or_a_subdomain_and_not_through_a_country() -> None:
    assert word(other_domain("mail.pta.gov.pk")) is SignatureWord.SIGNED_BY_BODY
    assert signature_word((FITS,), (), ("x.pta.gov.pk",)) is SignatureWord.SIGNED_BY_BODY
    assert word(other_domain("gov.pk")) is SignatureWord.SIGNED_BY_OTHER
    assert word(other_domain("notpta.gov.pk")) is SignatureWord.SIGNED_BY_OTHER


def test_of_several_signatures_the_best_counts() -> None:
    broken = replace(FITS, finding=SignatureFinding.DOES_NOT_FIT)

    assert word(broken, other_domain("list.example"), FITS) is SignatureWord.SIGNED_BY_BODY
