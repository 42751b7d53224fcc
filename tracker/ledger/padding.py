"""Padding of private leaves, so that the log does not reveal how many entries were made.

The private leaves of a day are added together with random leaves that commit to nothing. Only a
few numbers of leaves are possible, and without an opening the two kinds are alike.
"""

from collections.abc import Sequence
from datetime import date
from secrets import token_hex

from tracker.domain.record.leaf import COMMITMENT_BYTES, sealed_leaf
from tracker.services.ports.log import LeafSource, Pending

# Decision 0037 has the reasons for these numbers.
SMALLEST_BATCH = 16
GROWTH = 4
LARGEST_BATCH = 16_384
# At least one leaf of each batch is padding: it marks the day as done.
MOST_PRIVATE = LARGEST_BATCH - 1


def padded_number(private: int) -> int:
    """Return how many leaves a batch has that holds `private` leaves of entries."""
    size = SMALLEST_BATCH
    while size <= private:
        size *= GROWTH
    return size


def with_padding(private: Sequence[Pending], day: date) -> list[Pending]:
    """Return the batch of a day: the leaves of entries among padding, ordered by commitment.

    The order reveals neither the request, nor which entry came first, nor which leaf is padding.
    """
    missing = padded_number(len(private)) - len(private)
    padding = [
        Pending(LeafSource.PADDING, day.isoformat(), number, _random_leaf())
        for number in range(1, missing + 1)
    ]
    return sorted([*private, *padding], key=lambda each: each.leaf)


def _random_leaf() -> bytes:
    return sealed_leaf(token_hex(COMMITMENT_BYTES))
