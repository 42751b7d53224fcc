"""The parts of a mail: what each is, its safe name, and the text to show."""

import hashlib
import re
from dataclasses import replace
from email.message import Message

from tracker.domain.correspondence.quoted_text import new_and_quoted
from tracker.domain.correspondence.read_mail import (
    CalendarDetails,
    MailDefect,
    PartVerdict,
    ReadPart,
    TextPiece,
    TextRole,
)
from tracker.domain.words.folding import search_words
from tracker.mail.reading.charsets import decoded_text, header_text
from tracker.mail.reading.derived_text import DerivedText, derived_text
from tracker.mail.reading.found_types import found_type, verdict_of
from tracker.mail.reading.header_sheet import caught
from tracker.mail.reading.part_walk import PACKAGE, ContentPart
from tracker.mail.reading.safe_names import distinct_names, safe_part_name

LONGEST_MAIL_TEXT = 1_000_000
_LONGEST_HTML = 5_000_000
_HARDLY_A_WORD = 60
_LINKED = re.compile(r"<(?:https?|ftp|mailto):[^<>]*>", re.IGNORECASE)
_ENDINGS = {
    "text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "image/png": ".png", "image/jpeg": ".jpg", "text/calendar": ".ics",
}  # fmt: skip


def described_parts(
    found: tuple[ContentPart, ...], defects: set[MailDefect]
) -> tuple[ReadPart, ...]:
    """Return the description of each part, each with a name of its own."""
    parts = [_with_whether_opened(_described_or_broken(leaf, defects), found) for leaf in found]
    names = distinct_names([part.name for part in parts])
    return tuple(replace(part, name=name) for part, name in zip(parts, names, strict=True))


def shown_text(
    found: tuple[ContentPart, ...], defects: set[MailDefect]
) -> tuple[tuple[TextPiece, ...], DerivedText]:
    """Return the pieces of the text, and what was found in its HTML."""
    plain, html = _bodies(found, defects)
    words = "\n\n".join(_text(leaf, defects) for leaf in plain).strip()
    derived = DerivedText()
    if html:
        texts = [_text(leaf, defects) for leaf in html]
        derived = derived_text("\n".join(text[:_LONGEST_HTML] for text in texts))
        derived.is_cut |= any(len(text) > _LONGEST_HTML for text in texts)
        if len(words) < _HARDLY_A_WORD and len(derived.visible) > len(words):
            words = derived.visible
        # Mail programs show the HTML, which may say something else than the text beside it.
        derived.hidden = f"{derived.hidden} {_missing_from(words, derived.visible)}".strip()
    if derived.is_cut or len(words) > LONGEST_MAIL_TEXT:
        defects.add(MailDefect.TEXT_CUT)
        words = words[:LONGEST_MAIL_TEXT]
    pieces = list(new_and_quoted(words))
    if derived.hidden:
        defects.add(MailDefect.HIDDEN_TEXT)
        pieces.append(TextPiece(TextRole.HIDDEN, derived.hidden[:LONGEST_MAIL_TEXT]))
    return tuple(pieces), derived


def _missing_from(shown: str, other: str) -> str:
    """Return the words of a text that another does not have, without addresses of links."""
    known = frozenset(search_words(_LINKED.sub(" ", shown)))
    words = _LINKED.sub(" ", other).split()
    return " ".join(word for word in words if not known.issuperset(search_words(word)))


def _with_whether_opened(part: ReadPart, found: tuple[ContentPart, ...]) -> ReadPart:
    """Return a package or signed content that holds nothing as one that was not opened."""
    if part.verdict not in (PartVerdict.OUTLOOK_PACKAGE, PartVerdict.SMIME_SIGNED):
        return part
    if any(leaf.path.startswith(f"{part.path}.") for leaf in found):
        return part
    return replace(part, verdict=PartVerdict.NOT_OPENED)


def _described_or_broken(leaf: ContentPart, defects: set[MailDefect]) -> ReadPart:
    return caught(lambda: _described(leaf, defects), None, defects) or _broken(leaf)


def _described(leaf: ContentPart, defects: set[MailDefect]) -> ReadPart:
    said, found = leaf.said_type, found_type(leaf.data)
    written = caught(lambda: leaf.message.get_filename() or "", "", defects)
    name = safe_part_name(header_text(written, defects), leaf.path, _ENDINGS.get(said, ".bin"))
    part = ReadPart(
        leaf.path, name, said, found, len(leaf.data), hashlib.sha256(leaf.data).hexdigest(),
        verdict_of(said, found, name, leaf.data),
        is_text=_is_body(leaf),
    )  # fmt: skip
    if said == "message/rfc822":
        return _nested(part, leaf, defects)
    if said == "message/external-body":
        return replace(part, verdict=PartVerdict.OUTSIDE)
    if part.is_text and said == "text/html":
        return replace(part, verdict=PartVerdict.DANGEROUS)
    if part.verdict is PartVerdict.CALENDAR:
        return replace(part, hearing=caught(lambda: _hearing(leaf, defects), None, defects))
    return part


def _broken(leaf: ContentPart) -> ReadPart:
    digest = hashlib.sha256(leaf.data).hexdigest()
    name = f"part-{leaf.path}.bin"
    return ReadPart(leaf.path, name, "", "", len(leaf.data), digest, PartVerdict.DANGEROUS)


def _nested(part: ReadPart, leaf: ContentPart, defects: set[MailDefect]) -> ReadPart:
    inner = leaf.message.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    if not isinstance(first, Message):
        return replace(part, verdict=PartVerdict.NESTED_MAIL)

    def value(name: str) -> str:
        return header_text(str(first.get(name, "")), defects)[:500]

    return replace(
        part,
        found_type="message/rfc822",
        verdict=PartVerdict.NESTED_MAIL,
        subject=value("subject"),
        sender=value("from"),
        date=value("date"),
    )


def _hearing(leaf: ContentPart, defects: set[MailDefect]) -> CalendarDetails | None:
    """Return what the first entry of a calendar says. Nothing in it is fetched or answered."""
    from icalendar import Calendar

    calendar = Calendar.from_ical(_text(leaf, defects)[:LONGEST_MAIL_TEXT])
    event = next(iter(calendar.walk("VEVENT")), None)
    if event is None:
        return None

    def said(name: str) -> str:
        value = event.get(name)
        return header_text(str(value), defects)[:500] if value is not None else ""

    starts = event.get("DTSTART")
    return CalendarDetails(
        str(calendar.get("METHOD", ""))[:30],
        said("SUMMARY"),
        said("LOCATION"),
        starts.dt.isoformat() if starts is not None else "",
        said("ORGANIZER"),
    )


def _is_body(leaf: ContentPart) -> bool:
    """Return whether a part is shown as the mail's text: no file, and not of a nested mail."""
    if leaf.said_type not in ("text/plain", "text/html") or "message/rfc822" in leaf.around:
        return False
    if leaf.around.count(PACKAGE) > 1:  # of a message that is packed as a file
        return False
    try:
        return (
            leaf.message.get_content_disposition() != "attachment"
            and not leaf.message.get_filename()
        )
    except Exception:  # a name that cannot be read is that of a file
        return False


def _bodies(
    found: tuple[ContentPart, ...], defects: set[MailDefect]
) -> tuple[list[ContentPart], list[ContentPart]]:
    bodies = _without_copies([leaf for leaf in found if _is_body(leaf)], defects)
    plain = [leaf for leaf in bodies if leaf.said_type == "text/plain"]
    return plain, [leaf for leaf in bodies if leaf.said_type == "text/html"]


def _without_copies(bodies: list[ContentPart], defects: set[MailDefect]) -> list[ContentPart]:
    """Return the texts without those of an Outlook package that the mail also has outside it."""
    outside = [leaf for leaf in bodies if PACKAGE not in leaf.around]
    if len(outside) == len(bodies):
        # Most mails have no package. Their HTML is not parsed a second time.
        return bodies
    shown = " ".join(_words(leaf, defects) for leaf in outside)
    return [leaf for leaf in bodies if leaf in outside or _words(leaf, defects) not in shown]


def _words(leaf: ContentPart, defects: set[MailDefect]) -> str:
    """Return the visible words of a text, one space apart."""
    text = _text(leaf, defects)
    if leaf.said_type == "text/html":
        text = derived_text(text[:_LONGEST_HTML]).visible
    return " ".join(text.split())


def _text(leaf: ContentPart, defects: set[MailDefect]) -> str:
    def charset() -> str:
        # A value in the form of RFC 2231 is a tuple, with the charset's name last.
        named = leaf.message.get_param("charset") or ""
        return named[2] if isinstance(named, tuple) else named

    return decoded_text(leaf.data, caught(charset, "", defects), defects)
