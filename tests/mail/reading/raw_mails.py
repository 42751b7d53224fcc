"""Raw mails for tests of the reader."""

import base64
from email.message import EmailMessage
from io import BytesIO
from zipfile import ZipFile

HEAD = (
    b"From: RTI <rti@pta.gov.pk>\r\nTo: x@rti.office.example\r\nSubject: The order\r\n"
    b"Date: Mon, 30 Nov 2026 10:00:00 +0500\r\nMessage-ID: <1@pta.gov.pk>\r\n"
)


def plain(body: bytes = b"Refused.\r\n", more: bytes = b"") -> bytes:
    """A mail with these further header lines and this body."""
    return HEAD + more + b"\r\n" + body


def html(words: str) -> bytes:
    """A mail in HTML alone."""
    return plain(words.encode(), b"Content-Type: text/html; charset=utf-8\r\n")


def typed(kind: str, body: bytes) -> bytes:
    """A mail whose only part has this Content-Type, in base64."""
    more = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n".encode()
    return plain(base64.encodebytes(body), more)


def with_files(*files: tuple[str, str, bytes]) -> bytes:
    """A mail with attachments: the name, the type and the bytes of each."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "rti@pta.gov.pk", "x@office.example", "Files"
    mail["Date"], mail["Message-ID"] = "Mon, 30 Nov 2026 10:00:00 +0500", "<2@pta.gov.pk>"
    mail.set_content("Please find the files.")
    for name, kind, data in files:
        first, _, second = kind.partition("/")
        mail.add_attachment(data, maintype=first, subtype=second, filename=name)
    return mail.as_bytes()


def mixed(*parts: bytes, kind: str = "multipart/mixed") -> bytes:
    """A mail made of these raw parts."""
    body = b"".join(b"--edge\r\n" + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    return plain(body, f'Content-Type: {kind}; boundary="edge"\r\n'.encode())


def zipped(**files: bytes) -> bytes:
    """A zip of these files."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def locked(archive: bytes) -> bytes:
    """The same zip, with its files marked as protected by a password."""
    changed = bytearray(archive)
    changed[6] |= 1
    place = archive.index(b"PK\x01\x02")
    changed[place + 8] |= 1
    return bytes(changed)
