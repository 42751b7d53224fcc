"""The weight of a page as it is sent, with its sheets: some readers pay for each kilobyte."""

import gzip
import re
from functools import cache

from tracker.web.base.filters import STATIC

# Bytes of a page and its sheets, gzipped, in any language.
HEAVIEST = 30_000
_SHEET = re.compile(rb'<link rel="stylesheet" href="/static/(\w+\.css)')


def sent(data: bytes) -> int:
    """Return the bytes of a page or file as it is sent."""
    return len(gzip.compress(data))


def weight(page: bytes) -> int:
    """Return the bytes of a page as it is sent, and of the sheets that it links to."""
    return sent(page) + sum(_sheet(name.decode()) for name in _SHEET.findall(page))


@cache
def _sheet(name: str) -> int:
    return sent((STATIC / name).read_bytes())
