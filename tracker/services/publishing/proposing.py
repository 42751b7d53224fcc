"""Proposed redactions: personal numbers and addresses, names, the applicant's own data.

A person has to check these proposals. What they miss, `anonymity` may still refuse.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.case.request import Applicant
from tracker.services.core.anonymity import (
    DASHES,
    PERSONAL,
    SHORTEST_NAME,
    SHORTEST_PHRASE,
    plain_letters,
)

BLACKED_OUT = "[…]"
PERSON_NAME = Message("a person’s name")
ADDRESS = Message("a postal address")
_APPLICANT = Message("the applicant’s own data")

# These match a whole number or address; the patterns of `anonymity` may match a part of it.
_WHOLE = {
    Message("an email address"): re.compile(
        r"[^\s@<>(),;:\"']{1,64}@[^\s@.]{1,63}(?:\.[^\s@.,;<>]{1,63})+"
    ),
    Message("a phone number"): re.compile(
        r"(?:\+|(?<!\w)0(?!\d[.-]\d\d[.-]\d{4}))\d(?:[ ().-]{0,3}\d){7,13}"
    ),
}
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mst|Dr|Prof|Engr|Adv|Syed|Syeda|Malik|Ch)"
_KIN = r"(?:[SDWsdw]\s?/\s?[oO]|son of|daughter of|wife of)"
_NAMED = r"[^\W\d_][\w'’-]{1,30}(?:[ ]{1,2}[^\W\d_a-z][\w'’-]{1,30}){0,3}"
_NAMES = (
    re.compile(rf"\b{_TITLE}\b\.?[ ]{{1,2}}{_NAMED}"),
    re.compile(rf"\b{_KIN}[ ]{{1,2}}{_NAMED}"),
    re.compile(r"(?<!\w)(?:ولد|بنت|زوجہ|جناب|محترمہ)[ ]{1,2}\w{2,20}(?:[ ]\w{2,20}){0,2}"),
)
_PLACE = r"(?:House|Flat|Plot|Apartment|Apt|Street|Lane|Mohalla|Village|P\.? ?O\.? ?Box)"
_ADDRESSES = (
    re.compile(rf"(?i)\b{_PLACE}\b[ .,#:/-]{{0,3}}(?:No\b[ .:]{{0,2}})?\w?-?\d[^\n]{{0,80}}"),
    re.compile(r"(?<!\w)(?:مکان|گلی|فلیٹ|پلاٹ|محلہ)[^\n\d]{0,12}\d[^\n]{0,80}"),
)


@dataclass(frozen=True, slots=True)
class ProposedRedaction:
    """A part of a text, from `start` up to `end`, and what it seems to be."""

    start: int
    end: int
    what: str


def proposals(words: str, applicant: Applicant) -> tuple[ProposedRedaction, ...]:
    """Return what to redact in a text, in order and without overlaps."""
    found = sorted(_all(words, applicant), key=lambda each: (each.start, -each.end))
    kept: list[ProposedRedaction] = []
    for each in found:
        if kept and each.start < kept[-1].end:
            last = kept.pop()
            each = ProposedRedaction(last.start, max(last.end, each.end), last.what)
        kept.append(each)
    return tuple(kept)


def blacked_out(words: str, found: Sequence[ProposedRedaction]) -> str:
    """Return the text with “[…]” in place of each redaction."""
    for each in reversed(found):
        words = f"{words[: each.start]}{BLACKED_OUT}{words[each.end :]}"
    return words


def is_cut_from(shown: str, original: str) -> bool:
    """Return whether `shown` is the original with only parts of it replaced by “[…]”.

    Spaces at its ends and beside redactions are ignored.
    """
    shown, original = shown.strip(), original.strip()
    parts = [part.strip() for part in shown.split(BLACKED_OUT)]
    if len(parts) == 1:
        return shown == original
    if not original.startswith(parts[0]) or not original.endswith(parts[-1]):
        return False
    place, last = len(parts[0]), len(original) - len(parts[-1])
    for part in parts[1:-1]:
        at = original.find(part, place, last)
        if at < 0:
            return False
        place = at + len(part)
    return place <= last


def _all(words: str, applicant: Applicant) -> Iterator[ProposedRedaction]:
    plain = "".join(_one_for_one(char) for char in words)
    for what, shape in (PERSONAL | _WHOLE).items():
        yield from _matches(shape, plain, what)
    for shape in _NAMES:
        yield from _matches(shape, plain, PERSON_NAME)
    for shape in _ADDRESSES:
        yield from _matches(shape, plain, ADDRESS)
    yield from _own(words, applicant)


def _matches(shape: re.Pattern[str], words: str, what: str) -> Iterator[ProposedRedaction]:
    yield from (
        ProposedRedaction(match.start(), match.end(), what) for match in shape.finditer(words)
    )


def _one_for_one(char: str) -> str:
    """Return the character that the patterns look for, one for one to keep positions valid."""
    if DASHES.match(char):
        return "-"
    return " " if char.isspace() and char != "\n" else char


def _own(words: str, applicant: Applicant) -> Iterator[ProposedRedaction]:
    """Yield the applicant's name, number and lines of address or contact, and other
    signatories."""
    tokens = [
        (match.start(), match.end(), read)
        for match in re.finditer(r"\w+", words)
        for read in plain_letters(match[0])
    ]
    names = {name for name in plain_letters(applicant.name) if len(name) >= SHORTEST_NAME}
    yield from (
        ProposedRedaction(start, end, _APPLICANT) for start, end, read in tokens if read in names
    )
    signers = (each.signatory for each in applicant.cosigners)
    for line in (*applicant.address.splitlines(), *applicant.contact.splitlines(), *signers):
        parts = plain_letters(line)
        if len(" ".join(parts)) >= SHORTEST_PHRASE:
            yield from _runs(tokens, parts)

    number = "".join(char for char in applicant.identity if char.isalnum())
    if len(number) >= SHORTEST_PHRASE:
        spaced = r"[\W_]{0,3}".join(map(re.escape, number))
        yield from _matches(re.compile(spaced, re.IGNORECASE), words, _APPLICANT)


def _runs(
    tokens: Sequence[tuple[int, int, str]], parts: Sequence[str]
) -> Iterator[ProposedRedaction]:
    read = [each[2] for each in tokens]
    for first in range(len(read) - len(parts) + 1):
        if read[first : first + len(parts)] == list(parts):
            yield ProposedRedaction(
                tokens[first][0], tokens[first + len(parts) - 1][1], _APPLICANT
            )
