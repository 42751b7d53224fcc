"""The day that a heading names, as registries write it over a list: in figures or words, in
English or Urdu. A day that can be read in two ways is not guessed."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.domain.base.days import MONTHS, URDU_MONTHS
from tracker.domain.words.folding import folded_piece, folded_words

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_URDU_WEEKDAYS = ("پیر", "منگل", "بدھ", "جمعرات", "جمعہ", "ہفتہ", "اتوار")
_MONTH_OF = {
    **{name.casefold(): number for number, name in enumerate(MONTHS, start=1)},
    **{name[:3].casefold(): number for number, name in enumerate(MONTHS, start=1)},
    **{folded_words(name): number for number, name in enumerate(URDU_MONTHS, start=1)},
    "sept": 9,
}
_WEEKDAY_OF = {
    **{name.casefold(): number for number, name in enumerate(_WEEKDAYS)},
    **{name[:3].casefold(): number for number, name in enumerate(_WEEKDAYS)},
    **{folded_words(name): number for number, name in enumerate(_URDU_WEEKDAYS)},
}
_NAME = "|".join(sorted(map(re.escape, _MONTH_OF), key=len, reverse=True))
# A number of an appeal has signs like a date: a date has the same sign twice, and stands alone.
_FIGURES = re.compile(r"(?<![\w./-])(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?![\w/-]|\.\d)")
_DAY_FIRST = re.compile(
    r"(?<!\w)(\d{1,2}) ?(?:st|nd|rd|th)?(?: day)?(?: of)?[ .,/-]*"
    rf"({_NAME})[ .,/-]*(\d{{4}})(?!\w)"
)
_MONTH_FIRST = re.compile(
    rf"(?<!\w)({_NAME})\.? ?(\d{{1,2}}) ?(?:st|nd|rd|th)?[ ,]+(\d{{4}})(?!\w)"
)


def heading_days(line: str) -> frozenset[date] | None:
    """Return the days that a heading may name, None if it names none.

    Several if the order of day and month is open. Empty if no such day exists, or if the weekday
    beside it is that of another day.
    """
    plain = " ".join(folded_piece(piece) for piece in line.split())
    if not any(pattern.search(plain) for pattern in (_FIGURES, _DAY_FIRST, _MONTH_FIRST)):
        return None
    weekdays = {_WEEKDAY_OF[word] for word in folded_words(line).split() if word in _WEEKDAY_OF}
    found = frozenset(_days(plain))
    return frozenset(d for d in found if d.weekday() in weekdays) if weekdays else found


def _days(plain: str) -> Iterator[date]:
    """Yield each day that a folded line may name."""
    readings = [(m[3], _MONTH_OF[m[2]], m[1]) for m in _DAY_FIRST.finditer(plain)]
    readings += [(m[3], _MONTH_OF[m[1]], m[2]) for m in _MONTH_FIRST.finditer(plain)]
    for figures in _FIGURES.finditer(plain):
        first, middle, last = figures[1], int(figures[3]), figures[4]
        if len(first) == 4:
            readings.append((first, middle, last))
        elif len(last) == 4:
            readings += [(last, middle, first), (last, int(first), str(middle))]
    for year, month, day in readings:
        try:
            yield date(int(year), month, int(day))
        except ValueError:
            continue
