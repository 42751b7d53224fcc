"""Numbers that a body gives its letters, such as 12-3/2024/RTI, as a mail names them."""

import re
from collections.abc import Iterator

from tracker.domain.correspondence.read_mail import ReadMail

_RUN = re.compile(r"[\w()]+(?:[-/.()]+\w+)+\)?")
# A date has the same sign twice; "12-3/2024" is a number.
_DATE = re.compile(r"\d{1,2}([-/.])\d{1,2}\1(?:\d{2}|\d{4})|\d{4}([-/.])\d{1,2}\2\d{1,2}")
_FEWEST_SIGNS = 5
MOST_NUMBERS = 3
_LONGEST_TEXT = 20_000


def diary_numbers(mail: ReadMail) -> tuple[str, ...]:
    """Return the numbers of letters that a mail names in its subject or new text, each once.

    They have a slash and two groups of digits. Dates, and letters before the first digit, do not
    count.
    """
    found = _numbers(f"{mail.subject}\n{mail.new_text[:_LONGEST_TEXT]}")
    return tuple(dict.fromkeys(found))[:MOST_NUMBERS]


def _numbers(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        first = re.search(r"\d", run)
        number = run[first.start() :] if first else ""
        signs = sum(sign.isalnum() for sign in number)
        groups = len(re.findall(r"\d+", number))
        is_long = "/" in number and signs >= _FEWEST_SIGNS and groups > 1
        if is_long and not _DATE.fullmatch(number):
            yield number
