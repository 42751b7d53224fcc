"""Settings of received mail: the password must be in a file that only its owner can read."""

from pathlib import Path

import pytest

from tracker.domain.base.errors import BadInput
from tracker.settings import read_settings
from tracker.settings.mailboxes import MailboxSettings

URL = "TRACKER_IMAP_URL"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text("open sesame\n")
    file.chmod(0o600)
    return file


def test_without_settings_there_is_a_folder_and_no_mailbox(tmp_path: Path) -> None:
    received = read_settings({"TRACKER_INSTANCE": str(tmp_path)}).received_mail

    assert (received.mailbox, received.dropped) == (None, tmp_path / "received")
    assert received.recipient_header == "Delivered-To"


@pytest.mark.parametrize(
    ("url", "port", "implicit", "inbox", "plain"),
    [
        ("imaps://me%40office.example@mail.example", 993, True, "INBOX", False),
        ("imap://me%40office.example@mail.example:1143/Post%20in", 1143, False, "Post in", False),
        ("imap://me%40office.example@localhost", 143, False, "INBOX", True),
    ],
)
def test_a_mailbox_is_named_by_its_address(
    secret: Path, url: str, port: int, implicit: bool, inbox: str, plain: bool
) -> None:
    found = read_settings({URL: url, "TRACKER_IMAP_PASSWORD_FILE": str(secret)})

    box = found.received_mail.mailbox
    assert isinstance(box, MailboxSettings)
    assert (box.port, box.implicit, box.inbox, box.plain) == (port, implicit, inbox, plain)
    assert (box.user, box.token) == ("me@office.example", False)
    assert "sesame" not in repr(found)


def test_a_token_takes_the_place_of_a_password(secret: Path) -> None:
    token = {URL: "imaps://me@host", "TRACKER_IMAP_TOKEN_FILE": str(secret)}
    box = read_settings(token).received_mail.mailbox
    assert box
    assert box.token


def test_own_domains_are_named_or_that_of_the_sender() -> None:
    named = {"TRACKER_MAIL_DOMAINS": "RTI.office.example, b.example"}
    assert read_settings(named).received_mail.domains == {"rti.office.example", "b.example"}
    sender = {"TRACKER_MAIL_FROM": "office@Office.example"}
    assert read_settings(sender).received_mail.domains == {"office.example"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({URL: "mail.example"}, "imaps://user@host"),
        ({URL: "imaps://mail.example"}, "imaps://user@host"),
        ({URL: "pop3://me@mail.example"}, "imaps://user@host"),
        ({URL: "imaps://me:hunter2@mail.example"}, "holds a password"),
        ({URL: "imaps://me@mail.example:99999"}, "no valid port"),
        ({"TRACKER_IMAP_PASSWORD_FILE": ""}, "set one of them"),
        ({"TRACKER_IMAP_TOKEN_FILE": "/nowhere"}, "not both"),
        ({"TRACKER_IMAP_PASSWORD_FILE": "/nowhere"}, "not there"),
        ({"TRACKER_IMAP_PASSWORD_FILE": "secret"}, "absolute path"),
        ({"TRACKER_RECIPIENT_HEADER": "To"}, "Delivered-To"),
        ({"TRACKER_DROPPED_MAIL": "received"}, "absolute path"),
    ],
)
def test_settings_that_do_not_fit_are_refused(
    secret: Path, changed: dict[str, str], says: str
) -> None:
    right = {URL: "imaps://me@host", "TRACKER_IMAP_PASSWORD_FILE": str(secret)}
    with pytest.raises(BadInput, match=says) as told:
        read_settings(right | changed)

    assert "hunter2" not in str(told.value)


def test_a_file_that_others_read_is_refused(secret: Path) -> None:
    secret.chmod(0o640)
    with pytest.raises(BadInput, match="chmod 600"):
        read_settings({URL: "imaps://me@host", "TRACKER_IMAP_TOKEN_FILE": str(secret)})
