"""Reads mails in the sandbox, one process for each, and survives whatever a mail does to it."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from tracker.domain.base.canonical import from_plain
from tracker.domain.correspondence.authenticity import CheckedSignature
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.services.core.evidence import LARGEST_UPLOAD
from tracker.services.ports.correspondence.reading import MailReader

A = TypeVar("A")
B = TypeVar("B")

READING_PROGRAM = Path(__file__).with_name("reading_program.py")
_ROOT = READING_PROGRAM.parents[2]
# What the program is made of. Nothing of an office lies in these folders.
READS = tuple(
    _ROOT / folder
    for folder in ("mail/reading", "domain/base", "domain/correspondence", "domain/words")
)
SECONDS_OF_PROCESSOR = 10
SECONDS_FOR_MAIL = 12
MEMORY = 1024**3
LARGEST_READING = 16 * 1024 * 1024
# A part of a mail can be stored as a document, so it may be as large as one.
LARGEST_PART = LARGEST_UPLOAD
LARGEST_MAIL_ANSWER = LARGEST_PART + 1

# Runs a program in the sandbox with an input and returns its answer, empty if it failed. Raises
# TimeoutError and OSError.
RunProgram = Callable[[bytes], bytes]


class ConfinedMailReader(MailReader):
    """Reads each mail in a process of its own, which ends with it.

    `roots` are the authorities whose certificates the operator trusts, as PEM.
    """

    def __init__(self, run: RunProgram, roots: Sequence[str] = ()) -> None:
        self._run = run
        self._roots = list(roots)

    def read(self, raw: bytes) -> ReadMail | None:
        return self._answered(ReadMail, None, {"do": "read", "roots": self._roots}, raw)

    def part(self, raw: bytes, path: str) -> bytes | None:
        try:
            answer = self._ran({"do": "part", "path": path}, raw)
        except OSError:
            return None
        # One byte stands before the part, so that an empty part differs from a missing one.
        return answer[1:] if answer else None

    def check_signatures(
        self, raw: bytes, keys: Mapping[str, str | None]
    ) -> tuple[CheckedSignature, ...]:
        asked = {"do": "check", "keys": dict(keys)}
        return self._answered(tuple[CheckedSignature, ...], (), asked, raw)

    def _answered(
        self, kind: type[A], otherwise: B, asked: Mapping[str, object], raw: bytes
    ) -> A | B:
        """Return the answer of the program. What it wrote is a stranger's too, and is checked."""
        try:
            answer = self._ran(asked, raw)
            return from_plain(kind, json.loads(answer[: LARGEST_READING + 1]))
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return otherwise

    def _ran(self, asked: Mapping[str, object], raw: bytes) -> bytes:
        return self._run(json.dumps({**asked, "size": len(raw)}).encode() + b"\n" + raw)
