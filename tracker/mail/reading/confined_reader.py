"""Reads mails in the sandbox, one process for each, and survives whatever a mail does to it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from tracker.domain.base.canonical import from_plain
from tracker.domain.correspondence.authenticity import CheckedSignature
from tracker.domain.correspondence.read_mail import ReadMail
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

# Runs a program in the sandbox with an input and returns its answer, empty if it failed. Raises
# TimeoutError and OSError.
RunProgram = Callable[[bytes], bytes]


class ConfinedMailReader(MailReader):
    """Reads each mail in a process of its own, which ends with it."""

    def __init__(self, run: RunProgram) -> None:
        self._run = run

    def read(self, raw: bytes) -> ReadMail | None:
        return self._answered(ReadMail, None, "read", raw, {})

    def check_signatures(
        self, raw: bytes, keys: Mapping[str, str | None]
    ) -> tuple[CheckedSignature, ...]:
        return self._answered(tuple[CheckedSignature, ...], (), "check", raw, keys)

    def _answered(
        self, kind: type[A], otherwise: B, do: str, raw: bytes, keys: Mapping[str, str | None]
    ) -> A | B:
        """Return the answer of the program. What it wrote is a stranger's too, and is checked."""
        asked = json.dumps({"do": do, "size": len(raw), "keys": dict(keys)}).encode()
        try:
            return from_plain(kind, json.loads(self._run(asked + b"\n" + raw)))
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return otherwise
