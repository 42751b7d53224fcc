"""The day that a heading names, as registries write it over a list: in figures or words, in
English or Urdu. A day that can be read in two ways is not guessed, nor is one of several."""

import re
from collections.abc import Iterator, Sequence
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
# Between two days: a sign, or a word such as "and" or "to".
_BETWEEN_WORDS = "|".join(
    (
        *("to", "till", "until", "upto", "up to", "through", "and", "or"),
        *map(folded_words, ("تا", "سے", "اور", "و", "یا", "لغایت")),
    )
)
_BETWEEN = rf"(?: *(?:[-‐‒–—−/&+,،;]|(?<!\w)(?:{_BETWEEN_WORDS})(?!\w)))+ *"
_A_WEEKDAY = rf"(?:(?:{'|'.join(map(re.escape, _WEEKDAY_OF))})[ ,،]*)?(?:the )?"
_A_DAY = r"\d{1,2} ?(?:st|nd|rd|th)?"
# What stands before the last of several days: a day without its year, not a number of a court.
_EARLIER = re.compile(
    rf"(?<![\w:])(?<!no )(?<!no\.)(?<!no\. )(?<!نمبر ){_A_DAY}(?: day)?(?: of)?"
    rf"(?:[./]\d{{1,2}}|[ .,]*(?:{_NAME})(?!\w))?\.?{_BETWEEN}{_A_WEEKDAY}$"
)
_LATER = re.compile(
    rf"[ .]*{_BETWEEN}{_A_WEEKDAY}(?:{_A_DAY}(?: day)?(?: of)? ?(?:{_NAME})|(?:{_NAME})\.? ?\d)"
)
_SEVERAL_OF_MONTH = re.compile(
    rf"(?<!\w)(?:{_NAME})\.? ?{_A_DAY}(?:{_BETWEEN}{_A_WEEKDAY}{_A_DAY})+[ ,]+\d{{4}}(?!\w)"
)
_MORE_THAN_A_DAY = frozenset({"week", "weekly", "fortnight", "onward", "onwards"})
# `7-11.12.2026`, `7.12.2026-11.12.2026` and `7to11`, with their days apart.
_TOUCHING = re.compile(
    r"(?<![\w./-])(\d{1,2}(?:([-/.])\d{1,2}\2\d{4})?)([-/])(?=\d{1,2}([-/.])\d{1,2}\4\d{4}(?!\d))"
)
_TOUCHING_WORD = re.compile(rf"(?<=\d)({_BETWEEN_WORDS})(?=\d)")


def heading_days(line: str) -> frozenset[date] | None:
    """Return the days that a heading may name, None if it names none.

    Several if the order of day and month is open. Empty if no such day exists, if the weekday
    beside it is that of another day, or if the heading names more than one day.
    """
    plain = " ".join(folded_piece(piece) for piece in line.split())
    plain = _TOUCHING_WORD.sub(r" \1 ", _TOUCHING.sub(r"\1 \3 ", plain))
    named = [m for each in (_FIGURES, _DAY_FIRST, _MONTH_FIRST) for m in each.finditer(plain)]
    if not named:
        return frozenset() if _SEVERAL_OF_MONTH.search(plain) else None
    words = folded_words(line).split()
    weekdays = {_WEEKDAY_OF[word] for word in words if word in _WEEKDAY_OF}
    # A day may be written twice, in words and in figures.
    found = frozenset[date].intersection(*(frozenset(_days(each)) for each in named))
    if not found or not _MORE_THAN_A_DAY.isdisjoint(words) or _of_several(plain, named):
        return frozenset()
    return frozenset(d for d in found if d.weekday() in weekdays) if weekdays else found


def _of_several(plain: str, named: Sequence[re.Match[str]]) -> bool:
    """Return whether a day without its year stands beside one of the days of a folded line."""
    return any(
        _EARLIER.search(plain[: each.start()]) or _LATER.match(plain, each.end()) for each in named
    )


def _days(match: re.Match[str]) -> Iterator[date]:
    """Yield each day that words or figures may name."""
    if match.re is _DAY_FIRST:
        readings = [(match[3], _MONTH_OF[match[2]], match[1])]
    elif match.re is _MONTH_FIRST:
        readings = [(match[3], _MONTH_OF[match[1]], match[2])]
    else:
        readings = list(_readings(match[1], int(match[3]), match[4]))
    for year, month, day in readings:
        try:
            yield date(int(year), month, int(day))
        except ValueError:
            continue


def _readings(first: str, middle: int, last: str) -> Iterator[tuple[str, int, str]]:
    """Yield year, month and day of figures, twice if the order of day and month is open."""
    if len(first) == 4:
        yield first, middle, last
    elif len(last) == 4:
        yield last, middle, first
        yield last, int(first), str(middle)
