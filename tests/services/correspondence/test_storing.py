"""Mail that is added as a file, and recipients, which only the office's own server states."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.correspondence.conftest import DOMAIN, TOKENS, Reader, a_mail
from tracker.domain.base.errors import BadInput
from tracker.mail.dropped import DroppedFiles
from tracker.services.core.office import Office
from tracker.services.correspondence.storing import (
    LARGEST_MAIL,
    envelope_recipient,
    refuse_other_files,
    take_dropped,
    take_file,
)

OWN = f"{TOKENS[0]}@{DOMAIN}"


def recipient(*lines: str, header: str = "Delivered-To") -> str:
    raw = "\r\n".join([*lines, "Subject: x", "", f"Delivered-To: body@{DOMAIN}"]).encode()
    return envelope_recipient(raw, header, frozenset([DOMAIN]))


def test_the_topmost_header_of_the_own_server_tells_the_recipient() -> None:
    forged = f"Delivered-To: {TOKENS[1]}@{DOMAIN}"
    assert recipient(f"Delivered-To: <{OWN.upper()}>", "Received: x", forged) == OWN
    assert recipient(f"delivered-to:\r\n {OWN}") == OWN


def test_a_forged_recipient_below_another_or_of_another_domain_is_not_believed() -> None:
    forged = f"Delivered-To: {TOKENS[1]}@{DOMAIN}"
    assert recipient("Delivered-To: mailbox@host.example", forged) == ""
    assert recipient(f"Delivered-To: {TOKENS[1]}@{DOMAIN}.example.net") == ""
    assert recipient(f"To: {OWN}") == "", "what a sender writes says nothing of the envelope"
    assert recipient() == "", "the body of a mail is no header"


def test_another_header_is_read_where_the_own_server_writes_that_one() -> None:
    both = (f"Delivered-To: box@{DOMAIN}", f"X-Original-To: {OWN}")
    assert recipient(*both, header="X-Original-To") == OWN


def test_a_mail_that_is_handed_in_is_stored_once_and_read(
    plain_office: Office, reader: Reader
) -> None:
    first, again = take_file(plain_office, a_mail()), take_file(plain_office, a_mail())

    assert (first.new, again.new, again.mail.came_again) == (True, False, 1)
    assert first.mail.token == TOKENS[0]
    assert [mail.id for mail in reader.seen] == [first.mail.id] * 2, "it is still unread"


def test_a_file_that_is_empty_or_too_large_is_refused(plain_office: Office) -> None:
    with pytest.raises(BadInput, match="empty"):
        take_file(plain_office, b" \r\n")
    with pytest.raises(BadInput, match="64 MB"):
        take_file(plain_office, b"x" * (LARGEST_MAIL + 1))


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n1 0 obj",
        b"PK\x03\x04\x14\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"Dear Sir,\n\nNo.",
    ],
    ids=["pdf", "zip", "outlook", "text"],
)
def test_a_file_that_is_not_an_email_is_refused(raw: bytes) -> None:
    with pytest.raises(BadInput, match="not an email"):
        refuse_other_files(raw)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"From a@b Fri Nov 27 2026\n", b"\r\n"])
def test_an_email_is_taken_with_what_programs_write_before_it(before: bytes) -> None:
    refuse_other_files(before + a_mail(1))


def test_dropped_files_are_taken_once_they_are_complete_and_only_mail(
    plain_office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "received"
    folder.mkdir()
    for name in ("one.eml", "two.EML", "notes.txt", ".three.eml", "empty.eml", "now.eml"):
        (folder / name).write_bytes(b"" if name == "empty.eml" else a_mail(len(name)))
        if name != "now.eml":
            os.utime(folder / name, (0, 0))
    secret = tmp_path / "secret"
    secret.write_bytes(b"a file elsewhere")
    (folder / "link.eml").symlink_to(secret)
    files = DroppedFiles(folder)
    office = replace(plain_office, incoming=replace(plain_office.incoming, files=files))

    assert take_dropped(office) == 2

    left = {file.name for file in folder.iterdir()}
    assert left == {"notes.txt", ".three.eml", "empty.eml", "now.eml", "link.eml"}
    assert take_dropped(office) == 0
    assert secret.exists()


def test_without_the_folder_nothing_is_taken(plain_office: Office, tmp_path: Path) -> None:
    files = DroppedFiles(tmp_path / "nowhere")
    office = replace(plain_office, incoming=replace(plain_office.incoming, files=files))
    assert take_dropped(office) == 0
    assert take_dropped(plain_office) == 0
