"""The weight of a page as it is sent: whoever pays for each kilobyte reads it too."""

import gzip

# Bytes of a page, gzipped, in any language.
HEAVIEST = 30_000


def weight(page: bytes) -> int:
    """Return the bytes of a page as it is sent."""
    return len(gzip.compress(page))
