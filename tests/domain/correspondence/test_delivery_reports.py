"""Delivery reports are read by their Action, and believed only from the office's own server."""

import pytest

from tests.domain.correspondence.read_mails import header_lines, read_mail, report_of
from tracker.domain.correspondence.delivery_reports import (
    DeliveryAction,
    ReceiptAction,
    delivery_reports,
    is_believed,
    read_receipts,
)
from tracker.domain.correspondence.read_mail import HeaderLine

OWN = ("mx.office.example",)
LIVE = ("letter.1",)


@pytest.mark.parametrize(
    ("action", "status"),
    [
        ("failed", "5.1.1"),
        ("failed", "4.2.2"),
        ("delayed", "4.2.2"),
        ("relayed", "2.0.0"),
        ("delivered", "2.0.0"),
        ("expanded", "2.0.0"),
    ],
)
def test_the_action_decides_and_not_the_first_digit(action: str, status: str) -> None:
    mail = read_mail(reports=(report_of(action, status),))

    (report,) = delivery_reports(mail)

    assert (report.action, report.status) == (DeliveryAction(action), status)


def test_a_report_has_the_words_of_the_bodys_server() -> None:
    said = "smtp; 250 2.0.0 queued as BODY-1\n and scanned"
    part = report_of("relayed", "2.0.0", Remote_MTA="dns; mx.pta.gov.pk", Diagnostic_Code=said)

    (report,) = delivery_reports(read_mail(reports=(part,)))

    assert report.said == "250 2.0.0 queued as BODY-1 and scanned"
    assert (report.remote_mta, report.envelope_id) == ("mx.pta.gov.pk", "letter.1")
    assert report.recipient == "rti@pta.gov.pk"


def test_one_report_tells_of_several_recipients() -> None:
    second = "\nFinal-Recipient: rfc822; b@pta.gov.pk\nAction: delivered\nStatus: 2.0.0\n"
    part = report_of("failed", "5.7.1") + second

    found = delivery_reports(read_mail(reports=(part,)))

    assert [each.action.value for each in found] == ["failed", "delivered"]


def test_the_returned_headers_name_our_letter() -> None:
    mail = read_mail(
        reports=(report_of("failed", "5.1.1"),),
        returned=header_lines({"Message-ID": "<a@office>"}),
    )

    assert delivery_reports(mail)[0].original_message_id == "<a@office>"


def received(by: str) -> dict[str, str]:
    """The line of a server that wrote the mail itself, as Postfix writes it."""
    return {"Received": f"by {by} (Postfix)\n\tid 4FQ22; Tue, 24 Nov 2026 19:00:00 +0000 (UTC)"}


def test_a_report_of_the_own_server_about_a_live_letter_is_believed() -> None:
    (report,) = delivery_reports(read_mail(reports=(report_of("relayed", "2.0.0"),)))

    assert is_believed(report, header_lines(received("mx.office.example")), OWN, LIVE)


@pytest.mark.parametrize(
    ("envelope_id", "mta", "by"),
    [
        ("guessed.1", "mx.office.example", "mx.office.example"),
        ("", "mx.office.example", "mx.office.example"),
        ("letter.1", "mx.stranger.example", "mx.office.example"),
        ("letter.1", "mx.office.example", "mx.stranger.example"),
        ("letter.1", "mx.office.example.stranger.example", "mx.office.example"),
    ],
)
def test_a_forged_report_is_shown_and_not_believed(envelope_id: str, mta: str, by: str) -> None:
    """A stranger guesses an identifier, or has the right one and sends from elsewhere."""
    part = report_of("failed", "5.1.1", envelope_id).replace("mx.office.example", mta)

    (report,) = delivery_reports(read_mail(reports=(part,)))

    assert not is_believed(report, header_lines(received(by)), OWN, LIVE)


def test_a_report_that_names_the_own_server_and_came_from_elsewhere_is_not_believed() -> None:
    """The body sees the identifier. It can name the server, but not hide its network address."""
    (report,) = delivery_reports(read_mail(reports=(report_of("failed", "5.1.1"),)))
    line = "from mx.office.example (unknown [192.0.2.1]) by mx.office.example (Postfix) with ESMTP"
    forged = HeaderLine("Received", received("mx.office.example")["Received"])

    assert not is_believed(report, (HeaderLine("Received", line), forged), OWN, LIVE)


def test_a_report_without_any_received_line_is_not_believed() -> None:
    (report,) = delivery_reports(read_mail(reports=(report_of("failed", "5.1.1"),)))

    assert not is_believed(report, (), OWN, LIVE)


@pytest.mark.parametrize("word", ["displayed", "deleted", "denied"])
def test_the_action_of_a_read_receipt_is_read(word: str) -> None:
    text = (
        "Final-Recipient: rfc822;rti@pta.gov.pk\nOriginal-Message-ID: <a@office>\n"
        f"Disposition: manual-action/MDN-sent-manually; {word}/error\n"
    )

    (receipt,) = read_receipts(read_mail(receipts=(text,)))

    assert receipt.action is ReceiptAction(word)
    assert (receipt.original_message_id, receipt.automatic) == ("<a@office>", False)


@pytest.mark.parametrize("part", ["", "Action: exploded\n", "\n\n\n", ":", "Action failed"])
def test_a_broken_report_reports_nothing(part: str) -> None:
    assert delivery_reports(read_mail(reports=(part,))) == ()
