"""Word documents as PDF, by LibreOffice where it is installed: a program of its own, with a
profile of its own, for a limited time."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from tracker.domain.errors import NotAllowed

NAMES = ("soffice", "libreoffice")
SECONDS = 60
LARGEST = 50 * 1024 * 1024
# When a PDF was made, and what is reckoned from it: left in, the same letter would give other
# bytes each time. The second group is put to noughts.
_MADE = (
    re.compile(rb"(/(?:CreationDate|ModDate)\(D:)([^)]*)"),
    re.compile(rb"(/ID \[ *)(<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>)"),
    re.compile(rb"(/DocChecksum /)([0-9A-Fa-f]+)"),
    re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)([^<]*)"),
)
_DIGIT = re.compile(rb"[0-9A-Fa-f]")


def office_program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def printed(docx: bytes) -> bytes:
    """The document as PDF; the same document gives the same bytes.

    Raises NotAllowed where LibreOffice is not installed, took too long, or made nothing.
    """
    program = office_program()
    if program is None:
        raise NotAllowed(
            "There is no LibreOffice here to make a PDF with: take the Word document."
        )
    with TemporaryDirectory(prefix="printing-") as name:
        folder = Path(name)
        (folder / "letter.docx").write_bytes(docx)
        made = _run(program, folder)
        if not made or not 0 < made.stat().st_size <= LARGEST:
            raise NotAllowed("LibreOffice made no PDF of it: take the Word document.")
        return _undated(made.read_bytes())


def _run(program: str, folder: Path) -> Path | None:
    profile = (folder / "profile").as_uri()
    command = [
        program,
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(folder / "letter.docx"),
    ]
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    with subprocess.Popen(  # noqa: S603 - a fixed command, and a file that this program made
        command,
        env=kept | {"HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            # The program starts another one, which would outlive it.
            os.killpg(process.pid, signal.SIGKILL)
            raise NotAllowed("LibreOffice took too long: take the Word document.") from None
    made = folder / "letter.pdf"
    return made if made.is_file() else None


def _undated(pdf: bytes) -> bytes:
    """The same PDF, in as many bytes, with noughts for the moment at which it was made."""
    for shape in _MADE:
        pdf = shape.sub(lambda found: found[1] + _DIGIT.sub(b"0", found[2]), pdf)
    return pdf
