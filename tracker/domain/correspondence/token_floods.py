"""Folds many mails to one address into one line. Each is stored and read all the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta

MOST_IN_AN_HOUR = 20
_HOUR = timedelta(hours=1)


def folded_mails(received: Sequence[datetime]) -> tuple[bool, ...]:
    """Return for each mail to a token, the oldest first, whether it is folded.

    It is if twenty others came to the same token within the hour before.
    """
    first, marks = 0, []
    for place, at in enumerate(received):
        while at - received[first] > _HOUR:
            first += 1
        marks.append(place - first >= MOST_IN_AN_HOUR)
    return tuple(marks)
