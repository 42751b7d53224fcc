"""Lists of values in statements that are read for many pages.

SQLAlchemy writes a list of any length into the statement again with each execution, which takes
longer than the database takes for the rows. These lists have few lengths, with one statement each.
"""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

_NAME = "value_{}"


def padded(values: Iterable[str]) -> Sequence[str]:
    """Return values with the last one repeated, so that their number is a power of two."""
    listed = [*values]
    return listed + listed[-1:] * ((1 << (len(listed) - 1).bit_length()) - len(listed))


def places_for(number: int) -> Sequence[sa.BindParameter[str]]:
    """Return the places of this many values, for `in_`."""
    return [sa.bindparam(_NAME.format(n)) for n in range(number)]


def in_places(values: Sequence[str]) -> Mapping[str, str]:
    """Return values by the names of their places."""
    return {_NAME.format(n): value for n, value in enumerate(values)}
