"""Separates what a mail adds from what it quotes.

A body's reply usually has our letter below it, and our letter speaks of refusals, fees and
exemptions. Words of a forwarded mail are not taken for quoted ones: they may be the answer.
"""

import re
from collections.abc import Iterator

from tracker.domain.correspondence.read_mail import TextPiece, TextRole

_MARKED = re.compile(r"^\s{0,3}[>|]")
# A line after which everything is an older mail. DRAFT: native readers have not checked the Urdu.
_BEFORE_OLD = (
    re.compile(r"^[-_ ]{2,}\s*(original message|original appointment|اصل پیغام)\s*[-_ ]*$", re.I),
    re.compile(r"^(on|am|le|el)\b.{4,200}\b(wrote|schrieb|écrit|escribió)\s*:\s*$", re.I),
    re.compile(r"^.{4,200}نے\s+(لکھا|تحریر کیا)\s*[:：]\s*$"),
)
_FROM = re.compile(r"^\*?(from|منجانب|از طرف)\*?\s*:", re.I)
_HEADER_OF_OLD = re.compile(r"^\*?(sent|date|to|subject|تاریخ|بنام|موضوع)\*?\s*:", re.I)
_FORWARDED = re.compile(r"forwarded message|^fwd?:|آگے بھیجا گیا", re.I)
_NEXT_LINES = 5


def new_and_quoted(visible: str) -> Iterator[TextPiece]:
    """Yield the pieces of a visible text in order: new and quoted words, nothing left out."""
    lines = visible.split("\n")
    started = _start_of_old(lines)
    role = TextRole.NEW
    held: list[str] = []
    for number, line in enumerate(lines):
        quoted = number >= started or bool(_MARKED.match(line))
        now = TextRole.QUOTED if quoted else TextRole.NEW
        if now is not role:
            yield from _piece(role, held)
            role, held = now, []
        held.append(line)
    yield from _piece(role, held)


def _piece(role: TextRole, lines: list[str]) -> Iterator[TextPiece]:
    words = "\n".join(lines).strip("\n")
    if words.strip():
        yield TextPiece(role, words)


def _start_of_old(lines: list[str]) -> int:
    """Return the number of the first line of an older mail; the number of lines if none."""
    for number, line in enumerate(lines):
        # Few lines begin an older mail, so this comes first: a mail may have 100,000 lines.
        if _begins_old(line.strip(), lines, number):
            before = lines[max(0, number - 2) : number + 1]
            if not any(_FORWARDED.search(each) for each in before):
                return number
    return len(lines)


def _begins_old(line: str, lines: list[str], number: int) -> bool:
    marked, written, urdu = _BEFORE_OLD
    if marked.match(line) or written.match(line) or ("نے" in line and urdu.match(line)):
        return True
    if line[:3].lower() == "on ":
        return bool(written.match(" ".join(each.strip() for each in lines[number : number + 2])))
    return bool(_FROM.match(line)) and _has_headers(lines[number + 1 : number + _NEXT_LINES])


def _has_headers(following: list[str]) -> bool:
    """Return whether at least two lines are headers, as Outlook puts them above an older mail."""
    return sum(bool(_HEADER_OF_OLD.match(line.strip())) for line in following) >= 2
