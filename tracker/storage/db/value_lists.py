"""Lists of values in statements that are read for many pages.

SQLAlchemy writes a list of any length into the statement again with each execution, which takes
longer than the database takes for the rows. Short lists have few lengths, with one statement each;
a list of any number is one parameter.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

_NAME = "value_{}"
_LISTED = "listed"


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


def is_one_of(
    dialect: str, text: sa.SQLColumnExpression[str], texts: Sequence[str] | None = None
) -> sa.ColumnElement[bool]:
    """Return whether a text is one of any number; without `texts`, of those of `listed`."""
    kind: Any = sa.String() if dialect == "sqlite" else ARRAY(sa.String)
    if texts is None:
        one: sa.BindParameter[Any] = sa.bindparam(_LISTED, type_=kind)
    else:
        one = sa.literal(_as_one(dialect, texts), kind)
    if dialect != "sqlite":
        return text == sa.any_(one)
    each = sa.func.json_each(one).table_valued("value")
    return text.in_(sa.select(each.c.value))


def listed(dialect: str, texts: Sequence[str]) -> Mapping[str, Any]:
    """Return texts as the parameter of `is_one_of`."""
    return {_LISTED: _as_one(dialect, texts)}


def _as_one(dialect: str, texts: Sequence[str]) -> Any:
    return json.dumps([*texts]) if dialect == "sqlite" else [*texts]
