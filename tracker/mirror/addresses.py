"""The file of each page in a copy, and the links from page to page.

Every link is relative and names a file, because a copy is opened from a disk, where no server
turns a folder into a page.
"""

import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlsplit

INDEX = "index.html"
# Addresses of files: those with an ending. All other addresses are pages, whose keys have no dot.
_FILES = re.compile(
    r"\.[a-z][a-z0-9]*$"
    # Files of the log, under the names that programs look for.
    r"|^log/(?:checkpoint$|checkpoints/|key$|tile/|timestamps/|witnesses$)"
)
# Query parameters of lists; each value is a page of its own in a copy.
LISTED = frozenset({"block", "body", "country", "heard", "page", "year"})
# Names the version of a file; a copy has only one.
_EDITION = "v"
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
# Each pattern begins with one fixed word, which is found many times faster than one of several.
_LINKS = (re.compile(rb'href="(/(?!/)[^"]*)"'), re.compile(rb'src="(/(?!/)[^"]*)"'))
_ACTION = re.compile(rb'action="[^"]*"')
_FORM = re.compile(rb"<form\b(?![^>]*\saction=)")
_URL = re.compile(rb"""url\((["']?)(/(?!/)[^"')]*)\1\)""")

# Most links of a page are those of the pages before it, of both languages.
FILES_AT_HAND = 8192

_Kept = Callable[[str], str | None]
"""The address under which a copy stores the page of an address; None if it stores none."""


def address_in_copy(address: str) -> str | None:
    """Return an address as a copy names it: no fragment, and its query parameters in order.

    Returns None if the parameters ask for more than a part of a list, as a search does.
    """
    parts = urlsplit(address)
    words = [
        each for each in parse_qsl(parts.query, keep_blank_values=True) if each[0] != _EDITION
    ]
    if any(key not in LISTED or not _WORD.fullmatch(value) for key, value in words):
        return None
    asked = "&".join(f"{key}={value}" for key, value in sorted(words))
    path = parts.path.rstrip("/") or "/"
    return f"{path}?{asked}" if asked else path


@lru_cache(FILES_AT_HAND)
def file_at(address: str) -> str:
    """Return the file of a copy that holds an address from `address_in_copy`."""
    path, _, asked = address.partition("?")
    place = unquote(path).strip("/")
    folder, name = posixpath.split(place) if _FILES.search(place) else (place, INDEX)
    parts = [word.replace("=", "-", 1) for word in asked.split("&")] if asked else []
    return posixpath.join(folder, *parts, name)


def led_on(page: bytes, file: str, kept: _Kept, instead: str) -> tuple[bytes, tuple[str, ...]]:
    """Return a page whose links lead to files of the copy, and the addresses they lead to.

    A link to what is not in the copy leads to `instead`, a page that says where it is.
    """
    found: dict[str, None] = {}
    folder = posixpath.dirname(file)

    def relative(written: bytes) -> bytes:
        said = written.decode().replace("&amp;", "&")
        address = kept(said)
        if address is None:
            return asks
        found[address] = None
        to = _between(folder, file_at(address))
        fragment = urlsplit(said).fragment if "#" in said else ""
        return (f"{to}#{fragment}" if fragment else to).encode()

    def in_tag(match: re.Match[bytes]) -> bytes:
        return match[0][: -len(match[1]) - 1] + relative(match[1]) + b'"'

    # No page of a copy can answer a form, or has what is not in the copy.
    asks = _between(folder, file_at(instead)).encode()
    for links in _LINKS:
        page = links.sub(in_tag, page)
    led = _ACTION.sub(b'action="' + asks + b'"', page)
    return _FORM.sub(b'<form action="' + asks + b'"', led), tuple(found)


def feed_led_on(feed: bytes, file: str, kept: _Kept, site: str) -> tuple[bytes, tuple[str, ...]]:
    """Return a feed whose links lead to files of the copy, and the addresses they lead to.

    A link may be relative (RFC 4287, 2). A link to what is not in the copy still leads to the
    site.
    """
    found: dict[str, None] = {}

    def in_link(match: re.Match[bytes]) -> bytes:
        address = kept(match[1].decode().replace("&amp;", "&"))
        if address is None:
            return match[0]
        found[address] = None
        return b'href="' + _between(posixpath.dirname(file), file_at(address)).encode() + b'"'

    links = re.compile(b'href="' + re.escape(site.encode()) + rb'(/[^"]*)"')
    return links.sub(in_link, feed), tuple(found)


def sheet_led_on(sheet: bytes, file: str, kept: _Kept) -> tuple[bytes, tuple[str, ...]]:
    """Return a style sheet with its pictures and fonts from the copy, and their addresses."""
    found: dict[str, None] = {}

    def in_call(match: re.Match[bytes]) -> bytes:
        address = kept(match[2].decode())
        if address is None:
            return match[0]
        found[address] = None
        return b"url(" + _between(posixpath.dirname(file), file_at(address)).encode() + b")"

    return _URL.sub(in_call, sheet), tuple(found)


@lru_cache(FILES_AT_HAND)
def _between(folder: str, file: str) -> str:
    """Return the relative path from a folder of the copy to a file of the copy."""
    here, there = folder.split("/") if folder else [], file.split("/")
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return quote("/".join([".."] * (len(here) - same) + there[same:]))
