"""Turns bytes of a mail into text that databases can store, whatever charset is named."""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header

from tracker.domain.correspondence.read_mail import MailDefect

# Codecs of Python that take very long, or that are no charset of any mail.
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HALVES = re.compile(r"[\ud800-\udfff]")
_ENCODED_WORD = re.compile(r"=\?[^?\s]{1,60}\?[bq]\?[^?]*\?=", re.IGNORECASE)
MOST_ENCODED_WORDS = 500
LONGEST_VALUE = 16_000


def decoded_text(data: bytes, charset: str, defects: set[MailDefect]) -> str:
    """Return the text of bytes: by their mark, the named charset, UTF-8, or windows-1256."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return clean(data.decode(name, "replace"), defects)
    named = _usable(charset)
    # US-ASCII is what programs write that do not know; 8-bit characters then show another charset.
    if named and not (named == "ascii" and not data.isascii()):
        try:
            return clean(data.decode(named), defects)
        except (UnicodeError, ValueError):
            pass
    return clean(_guessed(data, named, defects), defects)


def clean(text: str, defects: set[MailDefect]) -> str:
    """Return a text without NUL, other control characters, and halves of characters."""
    if "\0" in text:
        defects.add(MailDefect.NUL_REMOVED)
        text = text.replace("\0", "")
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _HALVES.search(text):
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text


def header_text(value: str, defects: set[MailDefect]) -> str:
    """Return a header's value on one line, with its encoded words decoded, and cut."""
    if len(value) > LONGEST_VALUE:
        value = value[:LONGEST_VALUE]
        defects.add(MailDefect.HEADERS_CUT)
    raw = value.encode("utf-8", "surrogateescape")
    plain = raw.decode("ascii") if raw.isascii() else decoded_text(raw, "", defects)
    if "=?" in plain:
        plain = "".join(_decoded(plain, defects))
    return " ".join(clean(plain, defects).split())


def _decoded(plain: str, defects: set[MailDefect]) -> Iterator[str]:
    if len(_ENCODED_WORD.findall(plain)) > MOST_ENCODED_WORDS:
        defects.add(MailDefect.HEADERS_CUT)
        yield plain
        return
    try:
        pieces = decode_header(plain)
    except (HeaderParseError, ValueError, LookupError):
        defects.add(MailDefect.HEADER_UNREADABLE)
        yield plain
        return
    for data, charset in pieces:
        yield data if isinstance(data, str) else decoded_text(data, charset or "", defects)


def _usable(charset: str) -> str:
    try:
        name = codecs.lookup(charset.strip().strip("'\"")).name if charset else ""
    except (LookupError, ValueError, TypeError):
        return ""
    return "" if name.replace("-", "_") in _NO_CHARSETS else name


def _guessed(data: bytes, named: str, defects: set[MailDefect]) -> str:
    if data.isascii():
        return data.decode("ascii")
    defects.add(MailDefect.CHARSET_GUESSED)
    try:
        return data.decode("utf-8")
    except UnicodeError:
        pass
    arabic = data.decode("windows-1256", "replace")
    if _is_mostly_arabic(arabic):
        return arabic
    defects.add(MailDefect.CHARACTERS_LOST)
    # A named charset that fails in places is still the best reading of the rest.
    return data.decode(named if named and named != "ascii" else "utf-8", "replace")


def _is_mostly_arabic(text: str) -> bool:
    letters = [char for char in text[:20_000] if ord(char) > 127 and char.isalpha()]
    arabic = sum(unicodedata.name(char, "").startswith("ARABIC") for char in letters)
    return bool(letters) and arabic * 10 >= len(letters) * 8
