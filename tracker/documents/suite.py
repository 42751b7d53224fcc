"""Draws Word documents, e-mails and plain texts as PDF, by LibreOffice where it is installed."""

import email
import email.policy
import fcntl
import os
import re
import shutil
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from tracker.domain.errors import BadInput, Words

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
DRAWING = "tracker-drawing-"
# Between making a folder and holding it.
JUST_MADE_SECONDS = 5
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
HEADERS = ("From", "To", "Cc", "Date", "Subject")
AS_TEXT = "Text (encoded):UTF8,LF,,,"
# A part of a document that lies elsewhere, which opening it would fetch; links only wait for
# somebody to follow them, and the name of a template is no part of what is shown.
ELSEWHERE = re.compile(
    rb"<Relationship\b(?=[^>]*(?:TargetMode\s*=\s*[\"']External[\"']|/aFChunk))[^>]*>"
)
LINK, TEMPLATE = b"/hyperlink", b"/attachedTemplate"
# Fields that draw in a file, or what another program says.
FETCHING = re.compile(rb"\b(?:INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|RD|LINK)\s+[\"\\\w/]")

# Limits of the processor, of memory and of what it may write, before it becomes LibreOffice.
# Where this process is killed, the input that it holds open ends, and with it all that it began.
LIMITED = (
    "sh",
    "-c",
    "ulimit -t 120 -v 8000000 -f 400000; exec 3<&0; (read -r _ <&3; kill -9 0) & "
    'exec "$0" "$@" </dev/null 3<&-',
)

DRAWS_ELSEWHERE = Words(
    "The document draws on a file that lies elsewhere, which is not fetched: log a PDF or a scan "
    "of it."
)
NO_PROGRAM = Words(
    "Pictures of this kind of file need LibreOffice, which is not installed here: log a PDF or a "
    "scan of it, or type its words as a text."
)


def drawable(data: bytes, media: str) -> tuple[bytes, str]:
    """The bytes that LibreOffice draws and the ending by which it knows them.

    Raises BadInput for a document that draws on files elsewhere.
    """
    if media == WORD:
        return _whole(data), "docx"
    return (_as_text(data) if media == MAIL else data), "txt"


def as_pdf(data: bytes, ending: str) -> bytes:
    """The document as a PDF. Raises BadInput without LibreOffice, or where it cannot draw it."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise BadInput(NO_PROGRAM)
    remove_abandoned()
    with TemporaryDirectory(prefix=DRAWING) as folder, _held(Path(folder)) as place:
        paper = place / f"paper.{ending}"
        paper.write_bytes(data)
        command = [
            *LIMITED,
            program,
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            *((f"--infilter={AS_TEXT}",) if ending == "txt" else ()),
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            str(paper),
        ]
        _run(command, folder)
        drawn = paper.with_suffix(".pdf")
        if not drawn.is_file():
            raise BadInput("LibreOffice cannot draw it: log a PDF or a scan of it.")
        return drawn.read_bytes()


def remove_abandoned() -> int:
    """Remove papers that a killed process left while it drew them: they lie there open; how many
    folders that were. What another process draws at this moment is held by it, and stays."""
    removed = 0
    for folder in Path(gettempdir()).glob(f"{DRAWING}*"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < JUST_MADE_SECONDS:
                continue
            with _held(folder):
                shutil.rmtree(folder)
                removed += 1
    return removed


@contextmanager
def _held(folder: Path) -> Iterator[Path]:
    """The folder, for this process alone as long as it lives. Raises OSError where another has
    it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(handle)


def _run(command: list[str], folder: str) -> None:
    """Let it work in a session of its own, so that what it started ends with it."""
    with subprocess.Popen(  # noqa: S603 - fixed words and names of its own folder
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        # It learns nothing of this office: no key, no address of a database.
        env={"PATH": os.defpath, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"},
        start_new_session=True,
    ) as suite:
        try:
            suite.wait(SECONDS)
        except subprocess.TimeoutExpired as error:
            raise BadInput("It takes too long to be drawn: log a PDF or a scan of it.") from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(suite.pid, signal.SIGKILL)


def _whole(data: bytes) -> bytes:
    """The document without the name of its template, which LibreOffice might look for.

    Raises BadInput where something else of it lies elsewhere.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(out, "w") as kept:
        for name in parts.namelist():
            part = parts.read(name)
            if name.endswith(".rels"):
                part = ELSEWHERE.sub(_left_out, part)
            elif name.endswith(".xml") and b"instr" in part and FETCHING.search(_fields(part)):
                raise BadInput(DRAWS_ELSEWHERE)
            kept.writestr(name, part)
    return out.getvalue()


def _left_out(found: re.Match[bytes]) -> bytes:
    if LINK in found[0]:
        return found[0]
    if TEMPLATE in found[0]:
        return b""
    raise BadInput(DRAWS_ELSEWHERE)


def _fields(part: bytes) -> bytes:
    """The instructions of the fields of a part, each as one, however many runs it is set in."""
    simple = re.findall(rb"w:instr\s*=\s*[\"']([^\"']*)", part)
    split = re.findall(rb"<w:(?:instrText|delInstrText)\b[^>]*>([^<]*)<", part)
    return b"\n".join((*simple, b"".join(split)))


def _as_text(data: bytes) -> bytes:
    """An e-mail as plain lines: who wrote to whom, when, and what; attachments by name alone."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(mail, EmailMessage):
        raise BadInput("The e-mail cannot be read: log a PDF or a scan of it.")
    lines = [f"{name}: {mail[name]}" for name in HEADERS if mail[name]]
    body = mail.get_body(("plain",))
    words = body.get_content() if body else "(The e-mail holds no plain text.)"
    attached = [part.get_filename() or "without a name" for part in mail.iter_attachments()]
    lines += ["", str(words), *(f"Attachment: {name}" for name in attached)]
    return "\n".join(lines).encode()
