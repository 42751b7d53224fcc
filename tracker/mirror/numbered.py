"""Many short texts in little memory, each with a number.

An object for each text would take three times as many bytes as the text itself. Here all texts are
joined, and a table of numbers finds each of them by a sum of its bytes.
"""

from array import array
from collections.abc import Iterator
from typing import Any
from zlib import crc32

_NUMBER = "I"
_FIRST_PLACES = 1024


class NumberedTexts:
    """Texts with their numbers: 0 is that of the first."""

    def __init__(self) -> None:
        self._joined = bytearray()
        # Where each text ends, after a zero.
        self._ends = array(_NUMBER, (0,))
        # A text is at the place that its sum names, or at the next one that was free. Each place
        # has the number of its text plus one.
        self._places = array(_NUMBER, bytes(4 * _FIRST_PLACES))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._joined[self._ends[number] : self._ends[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def find(self, text: bytes) -> int | None:
        """Return the number of a text; None if it has none."""
        places = self._places
        last = len(places) - 1
        at = crc32(text) & last
        while found := places[at]:
            if self[found - 1] == text:
                return found - 1
            at = (at + 1) & last
        return None

    def number(self, text: bytes) -> int:
        """Return the number of a text, given at its first use."""
        found = self.find(text)
        if found is not None:
            return found
        # An addition that broke off may have left a part.
        self._joined[self._ends[-1] :] = text
        self._ends.append(len(self._joined))
        if 2 * len(self) > len(self._places):
            self._make_room()
        else:
            _place(self._places, text, len(self))
        return len(self) - 1

    def _make_room(self) -> None:
        places = array(_NUMBER, bytes(8 * len(self._places)))
        for number, text in enumerate(self, 1):
            _place(places, text, number)
        self._places = places

    def is_whole(self) -> bool:
        """Return whether no addition broke off."""
        placed = len(self._places) - self._places.count(0)
        return placed == len(self) and self._ends[-1] == len(self._joined)

    def columns(self) -> tuple[bytearray, "array[Any]", "array[Any]"]:
        """Return all that is stored of the texts. It may be filled with what was stored."""
        return self._joined, self._ends, self._places


def _place(places: "array[int]", text: bytes, entry: int) -> None:
    last = len(places) - 1
    at = crc32(text) & last
    while places[at]:
        at = (at + 1) & last
    places[at] = entry
