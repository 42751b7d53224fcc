"""Folds many mails to one address into one line. Each is stored and read all the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta

MOST_IN_AN_HOUR = 20
_HOUR = timedelta(hours=1)


def folded_mails(received: Sequence[datetime]) -> tuple[bool, ...]:
    """Return for each mail to a token, the oldest first, whether it is folded.

    It is if more than twenty came to the same token within an hour, and it is one of them.
    """
    first, folded = 0, 0
    marks = [False] * len(received)
    for place, at in enumerate(received):
        while at - received[first] > _HOUR:
            first += 1
        if place - first >= MOST_IN_AN_HOUR:
            # Those before `folded` are marked, or came too early.
            start = max(first, folded)
            marks[start : place + 1] = [True] * (place + 1 - start)
            folded = place + 1
    return tuple(marks)
