"""A capture of a page that a block's file cites: what is said of it, and the hash of its file."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.canonical import from_plain

FORM_OF_CAPTURES = 1


class CaptureKind(StrEnum):
    """What was handed in. All but `WACZ` were wrapped by the program."""

    WACZ = "wacz"
    WARC = "warc"
    HTML = "html"
    PDF = "pdf"
    PNG = "png"


class CaptureReuse(StrEnum):
    """Why readers may download a capture, or that they may not."""

    SEALED = "sealed"
    OFFICIAL = "official"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class PageCapture:
    """A page as someone saved it. No person is named.

    `sha256` and `size` are those of the WACZ, `original_sha256` that of the file as handed in.
    `archived` is the page at a public web archive, empty if none is known.
    """

    block: str
    address: str
    captured_on: date
    kind: CaptureKind
    sha256: str
    size: int
    original_sha256: str
    archived: str
    demonstration: bool
    form: int = FORM_OF_CAPTURES


def capture_from(plain: object) -> PageCapture:
    """Return the capture that `to_plain` wrote. Raises ValueError if it does not fit."""
    return from_plain(PageCapture, plain)
