"""Reads pages of scans with tesseract, in the sandbox of documents."""

import json
import shutil
import subprocess
from functools import cached_property
from pathlib import Path

from tracker.documents.sandbox.confined_jobs import ConfinedJob, ProcessLimits, run_confined
from tracker.services.ports.correspondence.scan_reading import PageWords, ScanReader

SCAN_PROGRAM = Path(__file__).with_name("reading_program.py")
# Urdu comes first: the languages share no letters, and the first one decides in case of doubt.
WANTED = ("urd", "eng")
SECONDS_FOR_PAGE = 90
_SECONDS_OF_TESSERACT = 75
_LARGEST_ANSWER = 1024 * 1024
_ASKING_SECONDS = 10


class TesseractScanReader(ScanReader):
    """Reads each page in a process of its own, which ends with it."""

    def __init__(self, program: str | None = None) -> None:
        self._program = program or shutil.which("tesseract") or ""

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Return the wanted languages that are installed; none without the program."""
        if not self._program:
            return ()
        try:
            told = subprocess.run(  # noqa: S603 - a program of the system, with no user input
                [self._program, "--list-langs"],
                capture_output=True,
                text=True,
                timeout=_ASKING_SECONDS,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return ()
        known = set(told.stdout.split())
        return tuple(each for each in WANTED if each in known)

    def page(self, data: bytes, media: str, number: int) -> PageWords:
        asked = {
            "media": media, "page": number, "size": len(data), "program": self._program,
            "languages": self.languages, "seconds": _SECONDS_OF_TESSERACT,
        }  # fmt: skip
        job = ConfinedJob(
            SCAN_PROGRAM,
            SECONDS_FOR_PAGE,
            _LARGEST_ANSWER,
            starts_programs=True,
            limits=ProcessLimits(seconds=SECONDS_FOR_PAGE),
        )
        try:
            told = json.loads(run_confined(job, json.dumps(asked).encode() + b"\n" + data))
            failed = told.get("failed") is True
            words, guessed = str(told["words"]).replace("\0", ""), told["guessed"] is not False
            return PageWords(int(told["pages"]), words, guessed, failed)
        except (OSError, ValueError, TypeError, KeyError):
            # The process took too long, or was ended.
            return PageWords(0, guessed=True, failed=True)
