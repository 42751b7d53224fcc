"""Findings about a mail server from the header lines of a check mail that came back."""

from dataclasses import replace
from typing import Any, cast

import pytest

from tests.domain.correspondence.read_mails import read_mail
from tracker.domain.correspondence.mail_check import CheckOutcome
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.domain.correspondence.read_mail import HeaderLine
from tracker.services.correspondence.check_findings import (
    forged_results,
    recipient_finding,
    report_finding,
    results_finding,
)
from tracker.services.ports.correspondence.reading import MailReading

MARK, OWN = "check-1", "mx.office.example"
ABSENT = cast(Any, None)
READING = MailReading(*(ABSENT,) * 6, server=OWN, hosts=(OWN,))
RESULTS = HeaderLine("Authentication-Results", f"{OWN}; dkim=pass header.d=office.example")
FORGED = HeaderLine("Authentication-Results", forged_results(OWN, MARK))
FOREIGN = HeaderLine("Received", "from a by relay.host.example with ESMTP")
MINE = HeaderLine("Received", f"from {OWN} by {OWN} with LMTP")
PASSED_ON = HeaderLine("Received", f"from {OWN} (unknown [192.0.2.1]) by {OWN} with ESMTP")


@pytest.mark.parametrize(
    ("lines", "server", "strips", "outcome", "words"),
    [
        ((RESULTS, MINE), OWN, False, "good", "says dkim=pass, and removes forged lines"),
        ((RESULTS, MINE, FORGED), OWN, False, "advice", "leaves forged lines in a mail"),
        ((MINE, RESULTS), OWN, True, "good", "says dkim=pass"),
        ((MINE, RESULTS, FORGED), OWN, True, "problem", "TRACKER_MAIL_STRIPS_RESULTS=no"),
        ((FORGED, MINE), OWN, False, "problem", "A forged"),
        ((MINE, RESULTS), OWN, False, "advice", "If it removes forged lines from all mail"),
        ((FOREIGN, RESULTS), OWN, True, "advice", "stand below a Received line"),
        ((MINE, RESULTS, FORGED), OWN, False, "advice", "Have it remove forged lines and then"),
        ((MINE, FORGED), OWN, False, "not checked", f"{OWN} wrote no Authentication-Results"),
        ((RESULTS, MINE), "", False, "advice", f"The topmost line names {OWN}."),
        ((MINE, FORGED), "", False, "advice", "No results of a server are believed. If your"),
    ],
)
def test_results_and_forged_results_are_distinguished(
    lines: tuple[HeaderLine, ...], server: str, strips: bool, outcome: str, words: str
) -> None:
    found = results_finding(lines, replace(READING, server=server, strips_forged=strips), MARK)

    assert (found.outcome, words in found.says) == (CheckOutcome(outcome), True), found.says
    assert f"{MARK}.invalid" not in found.says


@pytest.mark.parametrize(
    ("pattern", "lines", "outcome", "words"),
    [
        ("*@x.example", [("Delivered-To", "t@X.example")], "good", "names the recipient."),
        ("*@x.example", [("Delivered-To", "<t@x.example>")], "good", "names the recipient."),
        ("o+*@x.example", [("Delivered-To", "o+t@x.example")], "good", "behind the plus sign"),
        ("o+*@x.example", [("Delivered-To", "o@x.example")], "problem", "lost the part"),
        ("*@x.example", [("Envelope-To", "t@x.example")], "problem", "HEADER=Envelope-To"),
        ("*@x.example", [("To", "t@x.example")], "problem", "No header names the recipient"),
        # The server's own line is the topmost one: those below it came with the mail.
        (
            "*@x.example",
            [("Delivered-To", "all@x.example"), ("Delivered-To", "t@x.example")],
            "problem",
            "names another address",
        ),
    ],
)
def test_the_recipient_of_the_envelope(
    pattern: str, lines: list[tuple[str, str]], outcome: str, words: str
) -> None:
    made, addresses = tuple(HeaderLine(*line) for line in lines), AddressPattern(pattern)
    found = recipient_finding(made, "Delivered-To", addresses, addresses.address("t"))

    assert (found.outcome, words in found.says) == (CheckOutcome(outcome), True), found.says


REPORT = f"""Reporting-MTA: dns; {OWN}
Original-Envelope-Id: {MARK}

Final-Recipient: rfc822; t@x.example
Action: relayed
Status: 2.0.0
"""


@pytest.mark.parametrize(
    ("hosts", "came", "topmost", "outcome", "words"),
    [
        ((OWN,), True, MINE, "good", "came and is believed"),
        ((OWN,), True, FOREIGN, "advice", "it names relay.host.example. Add"),
        ((OWN,), True, PASSED_ON, "advice", f"it names {OWN} (unknown [192.0.2.1]). Add"),
        ((OWN,), False, MINE, "not checked", "No delivery report came"),
        ((OWN,), False, FOREIGN, "advice", "names relay.host.example, which"),
        ((), True, MINE, "advice", f"The topmost Received line names {OWN}."),
    ],
)
def test_delivery_reports(
    hosts: tuple[str, ...], came: bool, topmost: HeaderLine, outcome: str, words: str
) -> None:
    report = replace(read_mail(), lines=(topmost,), reports=(REPORT,))
    found = report_finding([report] if came else [], (topmost,), hosts, MARK)

    assert (found.outcome, words in found.says) == (CheckOutcome(outcome), True), found.says
