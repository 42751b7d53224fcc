"""What requests are about: their blocks, bodies and laws, in the few combinations that there are.

A list that a block, a body, a law or a word narrows reads these from an index, and then the rows
of those that fit. Otherwise it would read every row to find a few.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col

from tracker.domain.case.request import REFERENCE_LENGTH
from tracker.services.ports.cases import RowFilter
from tracker.storage.db.tables.deadlines import CaseStatusRow

# A word of fewer letters begins many references by chance.
_FEWEST_LETTERS = 4
# Of the references that begin with a word, no more than these are looked at.
_MOST_NAMED = 1_000


class About(NamedTuple):
    """The block, the body and the law of a request."""

    block: str
    body: str
    law: str


_COLUMNS = tuple(col(getattr(CaseStatusRow, name)) for name in About._fields)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the rows of a list are about, and the requests that it shows besides because their
    references begin with its words."""

    abouts: Sequence[About]
    references: Sequence[str]

    def by_index(self, dialect: str) -> sa.ColumnElement[bool]:
        """Return the condition for reading few rows, each found by the index."""
        if not self.abouts:
            return col(CaseStatusRow.request).in_(self.references)
        return self._or_named(sa.tuple_(*_COLUMNS).in_(_values(dialect, self.abouts)))

    def by_row(self) -> sa.ColumnElement[bool]:
        """Return the same condition for the first of many rows, in the order of another index.

        Neither database looks for a joined text in an index, and PostgreSQL would expect far fewer
        rows of three columns that depend on each other.
        """
        block, body, law = _COLUMNS
        joined = block.concat(" ").concat(body).concat(" ").concat(law)
        return self._or_named(joined.in_([" ".join(about) for about in self.abouts]))

    def _or_named(self, fits: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        if not self.references:
            return fits
        return sa.or_(fits, col(CaseStatusRow.request).in_(self.references))


def every_about(session: Session) -> Sequence[About]:
    """Return what requests are about, each combination once, in order."""
    return tuple(About(*row) for row in session.connection().execute(_EVERY))


def narrowed_to(session: Session, shown: RowFilter) -> Narrowed | None:
    """Return what is left of all combinations for a list; None if nothing narrows them."""
    words = shown.words.lower().split()
    if not (words or shown.block or shown.body or shown.law):
        return None
    among = [about for about in every_about(session) if _is_among(about, shown)]
    fits = [about for about in among if all(_has(about, word) for word in words)]
    named = _named(session, words, frozenset(among).difference(fits))
    return Narrowed(fits, tuple(named))


def _is_among(about: About, shown: RowFilter) -> bool:
    wanted = (shown.block, shown.body, shown.law)
    return all(want in ("", has) for want, has in zip(wanted, about, strict=True))


def _has(about: About, word: str) -> bool:
    return any(word in each.lower() for each in about)


def _named(session: Session, words: Sequence[str], among: frozenset[About]) -> Iterator[str]:
    """Yield requests about these whose references begin with one of the words, if all other words
    fit too."""
    begun = [_begins_with(word) for word in words if len(word) >= _FEWEST_LETTERS]
    if not begun or not among:
        return
    wanted = sa.select(col(CaseStatusRow.request), *_COLUMNS).where(sa.or_(*begun))
    for reference, *rest in session.connection().execute(wanted.limit(_MOST_NAMED)):
        about = About(*rest)
        if about in among and all(_has(about, w) or reference.startswith(w) for w in words):
            yield reference


def _begins_with(word: str) -> sa.ColumnElement[bool]:
    reference = col(CaseStatusRow.request)
    begins = reference.startswith(word, autoescape=True)
    # The index finds a range; z is the last letter of references.
    return sa.and_(reference >= word, reference <= word + "z" * REFERENCE_LENGTH, begins)


def _values(dialect: str, abouts: Sequence[About]) -> sa.Select[str, str, str]:
    """Return combinations as rows, in a statement that is the same for any number."""
    if dialect == "sqlite":
        each = sa.func.json_each(json.dumps(abouts)).table_valued("value")
        places = range(len(About._fields))
        return sa.select(*(sa.func.json_extract(each.c.value, f"$[{n}]") for n in places))
    columns = (sa.literal(list(column), ARRAY(sa.String)) for column in zip(*abouts, strict=True))
    each = sa.func.unnest(*columns).table_valued(*About._fields).render_derived()
    return sa.select(*each.c)


def _every() -> sa.Select[str, str, str]:
    """Return the statement for all combinations.

    It goes from one to the next by the index: DISTINCT would read all of it.
    """
    row = sa.inspect(CaseStatusRow).local_table
    names = ("request", *About._fields)
    first = sa.select(*(row.c[name] for name in names))
    first = first.order_by(*(row.c[name] for name in About._fields)).limit(1)
    known = sa.select(first.subquery()).cte("known", recursive=True)
    next_one = row.alias("next_one")
    # The next law of a block and a body, else the next body of the block, else the next block.
    after = sa.func.coalesce(*(_after(row, known, place) for place in reversed(range(3))))
    found = sa.select(*(next_one.c[name] for name in names))
    found = found.select_from(known).join(next_one, next_one.c.request == after)
    known = known.union_all(found)
    columns = [known.c[name] for name in About._fields]
    return sa.select(*columns).order_by(*columns)


def _after(row: sa.Table, known: sa.CTE, place: int) -> sa.ScalarSelect[str]:
    """Return a request that follows in one column and is the same in those before it.

    A comparison of all columns at once would be one condition, for which SQLite does not use the
    index beyond its first column.
    """
    later = row.alias(f"later_{place}")
    same, (differs, *rest) = About._fields[:place], About._fields[place:]
    wanted = sa.select(later.c.request).where(
        *(later.c[name] == known.c[name] for name in same), later.c[differs] > known.c[differs]
    )
    ordered = wanted.order_by(*(later.c[name] for name in (differs, *rest)))
    return ordered.limit(1).correlate(known).scalar_subquery()


_EVERY = _every()
