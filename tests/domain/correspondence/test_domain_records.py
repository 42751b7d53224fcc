"""Each record of a domain gives one sentence: found, missing or not answered, and what to set."""

import pytest

from tracker.domain.correspondence.authenticity import CheckedSignature, SignatureFinding
from tracker.domain.correspondence.domain_records import (
    dkim_finding,
    dmarc_finding,
    dmarc_names,
    mx_finding,
    spf_finding,
)
from tracker.domain.correspondence.mail_check import CheckFinding, CheckOutcome
from tracker.domain.correspondence.read_mail import SignatureHeader

DOMAIN = "rti.office.example"
OWN = f"_dmarc.{DOMAIN}"
ABOVE = "_dmarc.office.example"


def says(finding: CheckFinding, outcome: str, words: str) -> bool:
    return finding.outcome is CheckOutcome(outcome) and words in finding.says


@pytest.mark.parametrize(
    ("hosts", "outcome", "words"),
    [
        (["mail.office.example."], "good", "takes mail at mail.office.example."),
        ([], "problem", "has no MX record"),
        (["."], "problem", "says that it takes no mail"),
        (None, "unknown", f"did not answer for {DOMAIN}"),
    ],
)
def test_mx(hosts: list[str] | None, outcome: str, words: str) -> None:
    assert says(mx_finding(DOMAIN, hosts), outcome, words)


@pytest.mark.parametrize(
    ("texts", "outcome", "words"),
    [
        (["v=spf1 mx -all"], "good", "“v=spf1 mx -all”"),
        (["other text", "V=SPF1 a ~all"], "good", "“V=SPF1 a ~all”"),
        (["v=spf1 redirect=_spf.host.example"], "good", "redirect="),
        ([], "problem", "has no SPF record: set"),
        (["v=spf10 mx -all"], "problem", "has no SPF record"),
        (["v=spf1 mx -all", "v=spf1 a -all"], "problem", "has 2 SPF records"),
        (["v=spf1 +all"], "problem", "lets every server send"),
        (["v=spf1 mx all"], "problem", "lets every server send"),
        (["v=spf1 mx ?all"], "advice", "refuses no server"),
        (["v=spf1 mx"], "advice", "refuses no server"),
        (None, "unknown", "did not answer"),
    ],
)
def test_spf(texts: list[str] | None, outcome: str, words: str) -> None:
    assert says(spf_finding(DOMAIN, texts), outcome, words)


def test_a_dmarc_record_is_looked_for_at_the_domain_and_above_but_not_for_a_whole_country() -> (
    None
):
    assert dmarc_names(DOMAIN) == (OWN, ABOVE)
    assert dmarc_names("office.example") == (ABOVE,)


@pytest.mark.parametrize(
    ("texts", "outcome", "words"),
    [
        ({OWN: ["v=DMARC1; p=reject"]}, "good", f"{OWN} has the DMARC record"),
        ({OWN: ["v=DMARC1;p=none; rua=mailto:x@y.example"]}, "advice", "do nothing"),
        ({ABOVE: ["v=DMARC1; p=none; sp=quarantine"]}, "good", f"{ABOVE} has"),
        ({ABOVE: ["v=DMARC1; p=reject; sp=none"]}, "advice", "do nothing"),
        ({OWN: ["v=DMARC1; p=reject; sp=none"]}, "good", "p=reject"),
        ({OWN: ["v=DMARC1"]}, "problem", "names no policy"),
        ({OWN: ["v=DMARC1; p=none"] * 2}, "problem", "has 2 DMARC records"),
        ({OWN: ["google-site=1"]}, "problem", f"set the text “v=DMARC1; p=none” at {OWN}"),
        ({}, "problem", "has no DMARC record"),
        ({OWN: None}, "unknown", f"did not answer for {OWN}"),
        ({OWN: [], ABOVE: None}, "unknown", f"did not answer for {ABOVE}"),
    ],
)
def test_dmarc(texts: dict[str, list[str] | None], outcome: str, words: str) -> None:
    assert says(dmarc_finding(DOMAIN, texts), outcome, words)


def signature(
    finding: SignatureFinding = SignatureFinding.FITS,
    domain: str = DOMAIN,
    *,
    bits: int = 2048,
    testing: bool = False,
    part: bool = False,
    algorithm: str = "rsa-sha256",
) -> CheckedSignature:
    header = SignatureHeader(domain, "s1", algorithm, part)
    return CheckedSignature(header, finding, "v=DKIM1; p=x", bits, testing)


NAME = f"s1._domainkey.{DOMAIN}"


@pytest.mark.parametrize(
    ("checked", "outcome", "words"),
    [
        ([signature()], "good", f"fits the key at {NAME}"),
        ([signature(domain="office.example")], "good", "s1._domainkey.office.example"),
        ([signature(domain=f"mail.{DOMAIN}")], "good", "fits the key"),
        ([signature(algorithm="ed25519-sha256", bits=256)], "good", "fits the key"),
        ([signature(bits=1024)], "advice", "1024 bits: use 2048"),
        ([signature(testing=True)], "advice", "remove t=y"),
        ([signature(part=True)], "advice", "covers a part"),
        ([signature(SignatureFinding.DOES_NOT_FIT)], "problem", f"does not fit the key at {NAME}"),
        ([signature(SignatureFinding.NO_KEY)], "problem", f"The DNS has no key at {NAME}"),
        ([signature(SignatureFinding.NOT_NOW)], "unknown", f"did not answer for {NAME}"),
        ([], "problem", "has no DKIM signature by rti.office.example"),
        ([signature(domain="host.example")], "problem", "is signed by host.example and not by"),
        ([signature(domain="example")], "problem", "is signed by example and not by"),
        ([signature(SignatureFinding.NO_KEY), signature()], "good", "fits the key"),
    ],
)
def test_dkim(checked: list[CheckedSignature], outcome: str, words: str) -> None:
    assert says(dkim_finding(DOMAIN, checked), outcome, words)
