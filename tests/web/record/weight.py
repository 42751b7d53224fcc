"""The weight of a page as it is sent: some readers pay for each kilobyte."""

import gzip

# Bytes of a page, gzipped, in any language.
HEAVIEST = 30_000


def weight(page: bytes) -> int:
    """Return the bytes of a page as it is sent."""
    return len(gzip.compress(page))
