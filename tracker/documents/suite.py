"""Word documents, emails and plain texts as PDF, if LibreOffice is installed."""

import codecs
import email
import html
import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message as EmailMessage
from io import BytesIO
from pathlib import Path

from lxml import etree

from tracker.documents.sandbox.confined_jobs import (
    ConfinedJob,
    ProcessLimits,
    frames,
    run_confined,
)
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message

PROGRAMS = ("soffice", "libreoffice")
_CONVERTING = Path(__file__).with_name("converting.py")
_SECONDS = 120
_LARGEST_PDF = 200 * 1024 * 1024
# LibreOffice's settings. A part that is fetched would tell its author that the document is
# read, when and where. So no link is followed and no connection is made.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop>
</item>
</oor:items>
"""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
LONGEST_HEADER = 2000
_HEADERS = ("From", "To", "Cc", "Date", "Subject")
AS_TEXT = "Text (encoded):UTF8,LF,,,"
# External or embedded parts are fetched when a document is opened. A link waits for a click,
# and the name of a template is not shown.
LINK, TEMPLATE, ANOTHER = "/hyperlink", "/attachedTemplate", "/aFChunk"
# Fields that insert a file, or another program's output.
_FETCHING = re.compile(
    r"\b(?:INCLUDETEXT|INCLUDEPICTURE|DDEAUTO|DDE|RD|LINK)\s+[\"\\\w/]", re.IGNORECASE
)
SIMPLE = re.compile(r"\binstr\s*=\s*[\"']([^\"']*)")
SPLIT = re.compile(r"<(?:\w+:)?(?:instrText|delInstrText)\b[^>]*>([^<]*)<")

DRAWS_ELSEWHERE = Message(
    "The document uses a file from elsewhere, which we do not download. Log a PDF or scan of it."
)
_UNREADABLE = Message("LibreOffice cannot open it. Log a PDF or scan of it.")
NO_PROGRAM = Message(
    "Images of this type of file need LibreOffice, which is not installed here. Log a PDF or "
    "scan of it, or type its text."
)


def drawable(data: bytes, media: str) -> tuple[bytes, str]:
    """Return the bytes for LibreOffice and the file ending that identifies them.

    Raises BadInput for a document that refers to files elsewhere.
    """
    if media == _WORD:
        return _whole(data), "docx"
    return (_as_text(data) if media == MAIL else data), "txt"


def as_pdf(data: bytes, ending: str) -> bytes:
    """Return the document as a PDF. Raises BadInput without LibreOffice, or if it fails."""
    (drawn,) = as_pdfs([data], ending)
    return drawn


def as_pdfs(papers: Sequence[bytes], ending: str) -> tuple[bytes, ...]:
    """Return documents of one type as PDFs, in one start of LibreOffice.

    Raises BadInput without LibreOffice, or if it fails on one of them.
    """
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise BadInput(NO_PROGRAM)
    program = Path(found).resolve()
    filtered = [f"--infilter={AS_TEXT}"] if ending == "txt" else []
    asked = {
        "program": str(program),
        "options": ["--headless", "--norestore", *filtered],
        "settings": _SETTINGS,
        "ending": ending,
        "sizes": [len(data) for data in papers],
    }
    job = ConfinedJob(
        _CONVERTING,
        _SECONDS,
        _LARGEST_PDF,
        reads=(_installed_at(program),),
        works_in_folder=True,
        starts_programs=True,
        limits=ProcessLimits(8 * 1024**3, _SECONDS, _LARGEST_PDF),
    )
    try:
        answer = run_confined(job, json.dumps(asked).encode() + b"\n" + b"".join(papers))
    except TimeoutError:
        raise BadInput("It takes too long to process. Log a PDF or scan of it.") from None
    drawn = tuple(frames(answer))
    if len(drawn) != len(papers):
        raise BadInput(_UNREADABLE)
    return drawn


def _installed_at(program: Path) -> Path:
    """Return the folder of LibreOffice; the program alone if that is a command of the system."""
    return program.parents[1] if program.parent.name == "program" else program


def _whole(data: bytes) -> bytes:
    """Return the document without the name of its template, which LibreOffice might load.

    Raises BadInput if it refers to anything else outside.
    """
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as parts, zipfile.ZipFile(out, "w") as kept:
        for name in parts.namelist():
            part = parts.read(name)
            if name.lower().endswith(".rels"):
                part = _inside(part)
            elif name.lower().endswith(".xml") and _FETCHING.search(_fields(_words(part))):
                raise BadInput(DRAWS_ELSEWHERE)
            kept.writestr(name, part)
    return out.getvalue()


def _inside(relations: bytes) -> bytes:
    """Return a part's internal relationships, rewritten.

    So LibreOffice reads exactly what was checked, whatever the original spelling.
    """
    try:
        root = etree.fromstring(
            relations, etree.XMLParser(resolve_entities=False, no_network=True)
        )
    except etree.XMLSyntaxError:
        raise BadInput(_UNREADABLE) from None
    for relation in list(root):
        kind = relation.get("Type", "")
        outside = relation.get("TargetMode", "").strip().lower() == "external"
        if outside and kind.endswith(TEMPLATE):
            root.remove(relation)
        elif (outside and not kind.endswith(LINK)) or kind.endswith(ANOTHER):
            raise BadInput(DRAWS_ELSEWHERE)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _words(part: bytes) -> str:
    """Return a part as text, in either encoding that every XML parser knows."""
    wide = part.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return part.decode("utf-16" if wide else "utf-8", "replace")


def _fields(part: str) -> str:
    """Yield the instruction of each field of a part, joined if it spans several runs."""
    if "instr" not in part:
        return ""
    return html.unescape("\n".join((*SIMPLE.findall(part), "".join(SPLIT.findall(part)))))


def _as_text(data: bytes) -> bytes:
    """Return an email as plain lines: sender, recipients, date and text; attachments by name.

    Raises BadInput for an email that cannot be parsed.
    """
    try:
        lines = list(_lines(email.message_from_bytes(data)))
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        raise BadInput("The email cannot be read. Log a PDF or scan of it.") from None
    return "\n".join(lines).encode("utf-8", "replace")


def _lines(mail: EmailMessage) -> Iterator[str]:
    yield from (f"{name}: {_header(mail[name])}" for name in _HEADERS if mail[name])
    parts = tuple(_parts(mail))
    plain = [part for part in parts if part.get_content_type() == "text/plain" and not _name(part)]
    yield ""
    yield _said(plain[0]) if plain else "(The email holds no plain text.)"
    for part in parts:
        if _name(part) or part.get_content_maintype() != "text":
            yield f"Attachment: {_name(part) or 'without a name'}"


def _parts(mail: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts of the email itself, in order, and none of attached emails."""
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        inside = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inside, list):
            waiting += reversed([each for each in inside if isinstance(each, EmailMessage)])
        else:
            yield part


def _name(part: EmailMessage) -> str:
    """Return the name of an attachment; empty for a part of the email's own text."""
    named = part.get_filename() or ""
    attached = part.get_content_disposition() == "attachment"
    return named or ("without a name" if attached else "")


def _said(part: EmailMessage) -> str:
    """Return the text of a part, as far as an unknown encoding allows."""
    words = part.get_payload(decode=True)
    found = words if isinstance(words, bytes) else b""
    try:
        return found.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, UnicodeError):
        return found.decode("utf-8", "replace")


def _header(value: object) -> str:
    """Return a header as a reader sees it: shortened if endless, raw if it cannot be decoded."""
    whole = str(value)
    written = whole[:LONGEST_HEADER]
    with suppress(HeaderParseError, LookupError, ValueError):
        written = str(make_header(decode_header(written)))
    return " ".join(written.split()) + ("…" if len(whole) > LONGEST_HEADER else "")
