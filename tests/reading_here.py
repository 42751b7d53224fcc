"""The reader of mail without its sandbox: the same program reads each mail in this process.

A sandbox takes a quarter of a second for each mail. `tests/mail/reading/test_confined_reader.py`
is about the sandbox; a test of a hostile mail opens its office with `in_the_sandbox`.
"""

import json
from dataclasses import replace

from tracker.app.mail_reading import mail_reader
from tracker.mail.reading import reading_program
from tracker.mail.reading.confined_reader import ConfinedMailReader
from tracker.services.core.office import Office


def reader_here() -> ConfinedMailReader:
    """Return a reader for mails that tests write."""
    return ConfinedMailReader(_answer_here)


def in_the_sandbox(office: Office) -> Office:
    """Return an office that reads each mail as the program does, in a process of its own."""
    return replace(office, mail_reading=replace(office.mail_reading, reader=mail_reader()))


def _answer_here(said: bytes) -> bytes:
    asked, _, raw = said.partition(b"\n")
    try:
        return reading_program._answer(json.loads(asked), raw)
    except Exception:
        return b""  # The process would have ended without an answer.
