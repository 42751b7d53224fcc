"""Where a mail began, as the Received lines of the office's own servers show it."""

import pytest

from tracker.domain.correspondence.read_mail import HeaderLine
from tracker.domain.correspondence.received_lines import outsider

OWN = ("mx.office.example", "mail.office.example")
POSTFIX = "by mail.office.example (Postfix)\n\tid 4FQ22; Tue, 24 Nov 2026 19:00:00 +0000 (UTC)"


def outside(*received: str) -> str:
    return outsider(tuple(HeaderLine("Received", each) for each in received), OWN)


@pytest.mark.parametrize(
    "above",
    [
        (),
        ("from [127.0.0.1] ([127.0.0.1])\n\tby mx.office.example with LMTP\n\tid vYPS",),
        ("from mail.office.example ([172.22.1.253])\n\tby mx.office.example with LMTPS\n\tid x",),
        ("from mail.office.example\n\tby MX.office.example with LMTP\n\tid x",),
        ("from mail.office.example (mail.office.example [192.0.2.9]) by mx.office.example",),
        ("from localhost (localhost [IPv6:::1])\n\tby mail.office.example (Postfix) with ESMTP",),
        (
            "from localhost (localhost [127.0.0.1]) by mail.office.example (Postfix) with ESMTP",
            "from mail.office.example ([127.0.0.1]) by localhost (amavisd-new) with ESMTP",
        ),
    ],
)
def test_a_mail_that_an_own_server_wrote_and_only_own_servers_passed_on(
    above: tuple[str, ...],
) -> None:
    assert outside(*above, POSTFIX) == ""


@pytest.mark.parametrize(
    "line",
    [
        "from exim by mail.office.example with local (Exim 4.98)",
        "from localhost (localhost) by {}",
    ],
)
def test_other_servers_write_of_their_own_mail_in_their_own_form(line: str) -> None:
    assert outside(line.format("mail.office.example (8.18.1/8.18.1) id x;")) == ""


@pytest.mark.parametrize(
    ("sender", "how"),
    [
        ("mail.office.example (unknown [192.0.2.66])", "ESMTP"),
        ("mail.office.example (evil.example [192.0.2.66])", "ESMTP"),
        ("mail.office.example ([172.22.1.1])", "ESMTP"),
        ("mail.office.example ([9.9.9.9])", "LMTP"),
        ("mail.office.example (192.0.2.66)", "Microsoft SMTP Server"),
        ("mail.office.example", "ESMTP"),
        ("mail.office.example (mail.office.example [?])", "ESMTP"),
        ("[192.0.2.66] (helo=mail.office.example)", "esmtp"),
        ("unknown (HELO mail.office.example) (192.0.2.66)", "SMTP"),
        ("localhost (localhost [192.0.2.66])", "ESMTP"),
        ("[127.0.0.1] ([192.0.2.66])", "ESMTP"),
        ("a (mail.office.example [127.0.0.1]) (evil.example [192.0.2.66])", "ESMTP"),
    ],
)
def test_a_stranger_cannot_pass_as_an_own_server(sender: str, how: str) -> None:
    """Below the true line stands the one that an own server would have written."""
    assert outside(f"from {sender} by mx.office.example with {how}", POSTFIX) == sender


def test_a_server_that_is_not_the_offices_own_is_named() -> None:
    assert outside("by mx.stranger.example (Postfix)", POSTFIX) == "mx.stranger.example"
    assert outside("by mx.office.example", "by mx.stranger.example") == "mx.stranger.example"
    assert outside("(qmail 1 invoked for bounce)") == outside() == "no server"
