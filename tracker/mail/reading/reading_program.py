"""Reads one mail, takes out a part or checks signatures, in a process that has only the mail.

Run as a file in the sandbox and never imported. Its input is one line of JSON and the mail's
bytes; its answer is JSON, or the bytes of a part behind one byte.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

_ROOT = Path(__file__).resolve().parents[2]

# No folder above the last four may be listed in the sandbox.
_PACKAGES = (
    *("tracker", "tracker.mail", "tracker.domain"),
    *("tracker.mail.reading", "tracker.domain.base", "tracker.domain.correspondence"),
    "tracker.domain.words",
)

# Modules that only some mails need. A process that reads a single mail loads one when it meets it.
_ALL = (
    *("tracker.domain.base.canonical", "tracker.mail.reading.mail_reader"),
    *("tracker.mail.reading.signature_check", "tracker.mail.reading.signed_content"),
    *("compressed_rtf", "flufl.bounce", "icalendar", "lxml.etree", "striprtf.striprtf", "zipfile"),
)
# A mail without anyone's words, with every kind of part that most mails have.
_SAMPLE = (
    b"From: a@b.example\r\nTo: c@d.example\r\nDate: Mon, 2 Mar 2026 09:00:00 +0500\r\n"
    b"Subject: =?utf-8?q?a?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n'
    b"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\na\r\n"
    b"--x\r\nContent-Type: text/html\r\n\r\n<p>a</p>\r\n"
    b"--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment; filename=a.pdf\r\n\r\nJVBERg==\r\n--x--\r\n"
)


def make_ready() -> None:
    """Load every module that reads mail, before any mail comes."""
    _name_packages()
    for name in _ALL:
        import_module(name)
    # How each type is read and written is worked out once.
    _answer({"do": "read", "roots": []}, _SAMPLE)


def _name_packages() -> None:
    for name in _PACKAGES:
        # The packages' own files import the whole program, which the sandbox does not have.
        bare = ModuleType(name)
        bare.__path__ = [str(_ROOT.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = bare


def answered(given: BinaryIO) -> bytes:
    """Return the answer to one input."""
    asked = json.loads(given.readline())
    return _answer(asked, given.read(asked["size"]))


def _answer(asked: dict[str, object], raw: bytes) -> bytes:
    from tracker.domain.base.canonical import canonical

    if asked["do"] == "check":
        from tracker.mail.reading.signature_check import check_signatures

        return canonical(check_signatures(raw, asked["keys"]))  # type: ignore[arg-type]
    from tracker.mail.reading.mail_reader import part_of, read_mail

    if asked["do"] == "part":
        data = part_of(raw, str(asked["path"]))
        return b"" if data is None else b"." + data
    return canonical(read_mail(raw, asked["roots"]))  # type: ignore[arg-type]


if __name__ == "__main__":
    _name_packages()
    sys.stdout.buffer.write(answered(sys.stdin.buffer))
    sys.stdout.buffer.flush()
