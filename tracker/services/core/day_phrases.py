"""A day or a span of days with its preposition: the one place where the two are joined.

A sentence names the form: "The request was received {day:on}." An exact day gives "on 5 March
2024", a span "between 5 March 2024 and 7 March 2024", a day known only from below "on or after".
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Self

from tracker.domain.base.messages import Message


class Shapes(NamedTuple):
    """A form in each of its shapes: an exact day, two bounds, and an earliest day alone."""

    exact: str
    between: str
    open: str


PLAIN = Shapes(
    Message("{day}"), Message("between {first} and {last}"), Message("{day} at the earliest")
)
DAY_FORMS: Mapping[str, Shapes] = {
    "on": Shapes(
        Message("on {day}"), Message("between {first} and {last}"), Message("on or after {day}")
    ),
    "of": Shapes(
        Message("of {day}"),
        Message("of a day between {first} and {last}"),
        Message("of {day} or later"),
    ),
    "since": Shapes(
        Message("since {day}"),
        Message("since a day between {first} and {last}"),
        Message("since {day} or later"),
    ),
    "from": Shapes(
        Message("from {day}"),
        Message("from a day between {first} and {last}"),
        Message("from {day} or later"),
    ),
    "to": Shapes(
        Message("to {day}"),
        Message("to a day between {first} and {last}"),
        Message("to {day} or later"),
    ),
}


class DayPhrase(str):
    """A day in words. As a string it has no preposition; a format such as `{day:on}` adds one.

    `last` is empty for an exact day, and where no latest day is known.
    """

    __slots__ = ("_exact", "_first", "_last", "_translate")

    _exact: bool
    _first: str
    _last: str
    _translate: Callable[[str], str]

    def __new__(
        cls, translate: Callable[[str], str], first: str, last: str, *, exact: bool
    ) -> Self:
        made = super().__new__(cls, _worded(PLAIN, translate, first, last, exact=exact))
        made._translate, made._first, made._last, made._exact = translate, first, last, exact
        return made

    def __format__(self, form: str) -> str:
        """Return the phrase in a form of DAY_FORMS. Raises ValueError for any other."""
        if not form:
            return str(self)
        if form not in DAY_FORMS:
            raise ValueError(f"a day has no form “{form}”; there are: {', '.join(DAY_FORMS)}")
        first, last = self._first, self._last
        return _worded(DAY_FORMS[form], self._translate, first, last, exact=self._exact)


def _worded(
    shapes: Shapes, translate: Callable[[str], str], first: str, last: str, *, exact: bool
) -> str:
    if exact:
        return translate(shapes.exact).format(day=first)
    if last:
        return translate(shapes.between).format(first=first, last=last)
    return translate(shapes.open).format(day=first)
