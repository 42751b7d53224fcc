"""Domains are compared label by label; a look-alike is marked, and never taken for a body's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.correspondence.read_mail import MailAddress
from tracker.domain.correspondence.sender_domains import (
    SenderMark,
    is_of_body,
    is_within,
    sender_marks,
)

KNOWN = ("pta.gov.pk",)
LABELS = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=4)


@pytest.mark.parametrize("domain", ["pta.gov.pk", "PTA.gov.pk.", "mail.pta.gov.pk"])
def test_a_body_writes_from_its_domain_and_those_below(domain: str) -> None:
    assert is_of_body(domain, KNOWN)


@pytest.mark.parametrize(
    "domain", ["notpta.gov.pk", "pta.gov.pk.example.net", "gov.pk", "pk", "", "pta-gov.pk"]
)
def test_a_domain_that_only_looks_similar_is_not_a_domain_of_the_body(domain: str) -> None:
    assert not is_of_body(domain, KNOWN)


@given(LABELS, LABELS)
def test_a_domain_is_within_another_only_by_whole_labels(one: list[str], other: list[str]) -> None:
    longer = ".".join([*one, *other])

    assert is_within(longer, ".".join(other))
    assert not is_within("x" + ".".join(other), ".".join(other))


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("rti@pta.gov.pk.example.net", SenderMark.INSIDE_ANOTHER),
        ("rti@pta-gov-pk.example.net", SenderMark.INSIDE_ANOTHER),
        ("rti@pta.g0v.pk", SenderMark.LOOKS_LIKE),
        ("rti@ptа.gov.pk", SenderMark.LOOKS_LIKE),
        ("rti@ptа.gov.pk", SenderMark.MIXED_SCRIPTS),
        ("rti@xn--pt-7kc.gov.pk", SenderMark.PUNYCODE),
    ],
)
def test_a_look_alike_is_marked(address: str, mark: SenderMark) -> None:
    assert mark in sender_marks(MailAddress("", address), KNOWN)


def test_a_name_that_holds_another_address_is_marked() -> None:
    sender = MailAddress("PTA <rti@pta.gov.pk>", "someone@example.net")

    assert sender_marks(sender, KNOWN) == (SenderMark.NAME_SAYS_OTHER,)


def test_the_body_itself_has_no_mark() -> None:
    assert sender_marks(MailAddress("rti@pta.gov.pk", "RTI@PTA.gov.pk"), KNOWN) == ()
    assert sender_marks(MailAddress("", "a@example.org"), KNOWN) == ()
