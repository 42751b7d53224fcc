"""Reads an Outlook package (TNEF, mostly named winmail.dat): its text and its files.

Written here, because the libraries for it are no longer maintained, stop at the first odd field,
and take any bytes for a package. Every length is checked against the bytes that are there. The
content before a fault is returned with it. [MS-OXTNEF] describes the form.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from tracker.domain.words.folding import search_words

PACKAGE_SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_FILES = 200
_MOST_ATTRIBUTES = 20_000
_MOST_PROPERTIES = 5_000
_LARGEST_RTF = 500_000
_LARGEST_RAW_RTF = 2_000_000
_OF_ATTACHMENT = 2
_BODY, _FILE_DATA, _FILE_TITLE = 0x800C, 0x800F, 0x8010
_FILE_BEGINS, _PROPERTIES, _FILE_PROPERTIES, _CODE_PAGE = 0x9002, 0x9003, 0x9005, 0x9007
_TEXT, _RTF, _HTML, _INTERNET_CODE_PAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_DISPLAY_NAME, _OBJECT, _FILE_NAME, _LONG_NAME, _MEDIA = 0x3001, 0x3701, 0x3704, 0x3707, 0x370E
_STRING, _UNICODE, _BINARY, _EMBEDDED, _MULTIPLE = 0x1E, 0x1F, 0x102, 0x0D, 0x1000
_SIZES = {
    0x02: 2, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 2, 0x14: 8, 0x40: 8,
    0x48: 16,
}  # fmt: skip
# An attachment that is a message begins with the identifier of its interface.
_IS_MESSAGE = bytes.fromhex("0703020000000000c000000000000046")
_UTF_8 = 65001
_TAG = re.compile(r"<[^<>]*>")


class _Broken(Exception):
    """Raised if a package contradicts itself, is cut, or has too many values."""


@dataclass(slots=True)
class PackedFile:
    """A file in a package: its name as written, the type that it claims, and its bytes."""

    name: str = ""
    media: str = ""
    data: bytes = b""
    is_package: bool = False


@dataclass(slots=True)
class OutlookPackage:
    """What a package holds. `is_whole` is whether all of it could be read."""

    text: str = ""
    html: str = ""
    files: list[PackedFile] = field(default_factory=list)
    is_whole: bool = True


@dataclass(slots=True)
class _Raw:
    """The values that are decoded after the whole package was seen."""

    code_page: int = 1252
    internet_code_page: int = 0
    body: bytes = b""
    properties: dict[int, tuple[int, bytes]] = field(default_factory=dict)


def outlook_package(data: bytes) -> OutlookPackage | None:
    """Return what a package holds; None if this is no package."""
    if not data.startswith(PACKAGE_SIGNATURE):
        return None
    package, raw = OutlookPackage(), _Raw()
    try:
        for level, name, value in _attributes(data):
            if level == _OF_ATTACHMENT:
                _take_of_file(package, raw, name, value)
            else:
                _take(raw, name, value)
    except _Broken:
        package.is_whole = False
    try:
        _take_text(package, raw)
    except Exception:  # two libraries read the text of the package, and it is a stranger's
        package.is_whole = False
    # A package that seems empty may hold something that this program does not know.
    package.is_whole &= bool(package.files or package.text or package.html.strip())
    return package


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the level, the name and the value of each attribute. Each has a sum to check it."""
    at = len(PACKAGE_SIGNATURE) + 2
    for _ in range(_MOST_ATTRIBUTES):
        if at >= len(data):
            return
        name, start = _number(data, at + 1, 2), at + 9
        end = start + _number(data, at + 5, 4)
        if end + 2 > len(data):
            raise _Broken
        value = data[start:end]
        if sum(value) & 0xFFFF != _number(data, end, 2):
            raise _Broken
        yield data[at], name, value
        at = end + 2
    raise _Broken


def _take(raw: _Raw, name: int, value: bytes) -> None:
    if name == _CODE_PAGE:
        raw.code_page = _number(value, 0, 4)
    elif name == _BODY:
        raw.body = _only(raw.body, value)
    elif name == _PROPERTIES:
        for identity, kind, content in _properties(value):
            if identity == _INTERNET_CODE_PAGE:
                raw.internet_code_page = _number(content, 0, 4)
            kind_before, before = raw.properties.get(identity, (kind, content))
            if identity in (_TEXT, _RTF, _HTML):
                _only(before, content)
            raw.properties[identity] = (kind_before, before)


def _only(before: bytes, value: bytes) -> bytes:
    """Return a value. Raises _Broken if it differs from an earlier one, which it would hide."""
    if before and before != value:
        raise _Broken
    return value


def _take_of_file(package: OutlookPackage, raw: _Raw, name: int, value: bytes) -> None:
    if name == _FILE_BEGINS:
        if len(package.files) >= MOST_FILES:
            raise _Broken
        package.files.append(PackedFile())
    elif not package.files:
        raise _Broken
    elif name == _FILE_TITLE:
        package.files[-1].name = package.files[-1].name or _decoded(value, raw.code_page)
    elif name == _FILE_DATA:
        package.files[-1].data = _only(package.files[-1].data, value)
    elif name == _FILE_PROPERTIES:
        _take_properties_of_file(package.files[-1], raw, value)


def _take_properties_of_file(file: PackedFile, raw: _Raw, value: bytes) -> None:
    names: dict[int, str] = {}
    for identity, kind, content in _properties(value):
        if identity in (_DISPLAY_NAME, _FILE_NAME, _LONG_NAME):
            names[identity] = _string(kind, content, raw.code_page)
        elif identity == _MEDIA:
            file.media = _string(kind, content, raw.code_page)
        elif identity == _OBJECT and kind in (_BINARY, _EMBEDDED):
            is_message = content.startswith(_IS_MESSAGE)
            file.data = content[len(_IS_MESSAGE) :] if is_message else content
            file.is_package = file.data.startswith(PACKAGE_SIGNATURE)
    named = (names.get(each, "") for each in (_LONG_NAME, _FILE_NAME))
    file.name = next(filter(None, named), "") or file.name or names.get(_DISPLAY_NAME, "")


def _properties(value: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the identity, the kind and the first value of each property."""
    count, at = _number(value, 0, 4), 4
    if count > _MOST_PROPERTIES:
        raise _Broken
    for _ in range(count):
        kind, identity = _number(value, at, 2), _number(value, at + 2, 2)
        at = _after_name(value, at + 4) if identity >= 0x8000 else at + 4
        plain = kind & ~_MULTIPLE
        if size := _SIZES.get(plain):
            content, at = _fixed(value, at, size, multiple=bool(kind & _MULTIPLE))
        elif plain in (_STRING, _UNICODE, _BINARY, _EMBEDDED):
            content, at = _variable(value, at)
        else:
            raise _Broken
        yield identity, plain, content


def _after_name(value: bytes, at: int) -> int:
    """Return the place after the name of a named property: a number or words."""
    kind, size = _number(value, at + 16, 4), _number(value, at + 20, 4)
    return at + 24 + (_padded(size) if kind else 0)


def _fixed(value: bytes, at: int, size: int, *, multiple: bool) -> tuple[bytes, int]:
    count = 1
    if multiple:
        count, at = _number(value, at, 4), at + 4
    end = at + _padded(size * count)
    if end > len(value):
        raise _Broken
    return value[at : at + size], end


def _variable(value: bytes, at: int) -> tuple[bytes, int]:
    count, at = _number(value, at, 4), at + 4
    if count > _MOST_PROPERTIES:
        raise _Broken
    first = b""
    for number in range(count):
        size = _number(value, at, 4)
        if at + 4 + size > len(value):
            raise _Broken
        first = first if number else value[at + 4 : at + 4 + size]
        at += 4 + _padded(size)
    return first, at


def _number(data: bytes, at: int, size: int) -> int:
    if at + size > len(data):
        raise _Broken
    return int.from_bytes(data[at : at + size], "little")


def _padded(size: int) -> int:
    return (size + 3) // 4 * 4


def _take_text(package: OutlookPackage, raw: _Raw) -> None:
    """Take the text, as words or HTML. RTF, which Outlook prefers, counts if it says more."""
    page = raw.internet_code_page or raw.code_page
    kind, html = raw.properties.get(_HTML, (0, b""))
    package.html = _string(kind, html, page)
    kind, text = raw.properties.get(_TEXT, (_STRING, raw.body))
    package.text = _string(kind, text, raw.code_page).replace("\r\n", "\n").strip()
    rtf = raw.properties.get(_RTF, (0, b""))[1]
    if rtf:
        said = _words_of_rtf(rtf)
        # A tag may stand within a word, or between two.
        shown = unescape(f"{_TAG.sub('', package.html)} {_TAG.sub(' ', package.html)}")
        known = search_words(f"{package.text} {shown}")
        if not frozenset(known).issuperset(search_words(said)):
            package.text = f"{package.text}\n\n{said}".strip()


def _words_of_rtf(packed: bytes) -> str:
    from compressed_rtf import decompress
    from striprtf.striprtf import rtf_to_text

    size = _number(packed, 4, 4)
    if size > _LARGEST_RAW_RTF or len(packed) > _LARGEST_RTF:
        raise _Broken
    rtf = decompress(packed).decode("latin-1")
    words = rtf_to_text(rtf, errors="replace")  # type: ignore[no-untyped-call]
    return str(words).replace("\r\n", "\n").strip()


def _string(kind: int, value: bytes, page: int) -> str:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    return _decoded(value, page)


def _decoded(value: bytes, page: int) -> str:
    plain = value.rstrip(b"\0")
    if page != _UTF_8:
        try:
            return plain.decode(f"cp{page}")
        except (LookupError, UnicodeError):
            pass
    return plain.decode("utf-8", "replace")
