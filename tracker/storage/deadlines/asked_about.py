"""What requests are about: their blocks, bodies and laws, in the combinations that there are.

A list that a word, a body or a law narrows reads these from an index, and then the rows of those
that fit. This assumes far fewer combinations than requests: `docs/scale.md` has times. The rows
of a block are in one place of the index, so only a long list of them needs its combinations.
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
from tracker.storage.db.value_lists import is_one_of

# A word of fewer letters begins many references by chance.
_FEWEST_LETTERS = 4
# Of the references that begin with a word, no more than these are looked at.
_MOST_NAMED = 1_000
# Most combinations whose first rows are each read for themselves.
_MOST_RANGES = 20


class About(NamedTuple):
    """The block, the body and the law of a request."""

    block: str
    body: str
    law: str


_COLUMNS = tuple(col(getattr(CaseStatusRow, name)) for name in About._fields)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the rows of a list are about, and the requests that it shows besides because their
    references begin with its words.

    `plain` are the conditions without the words. `abouts` are the combinations that fit, None if
    they need not be known, as in a list of one block.
    """

    shown: RowFilter
    plain: Sequence[sa.ColumnElement[bool]]
    abouts: Sequence[About] | None
    references: Sequence[str]

    def by_index(self, dialect: str) -> sa.ColumnElement[bool]:
        """Return the condition for reading few rows, each found by the index."""
        if self.abouts is None:
            return sa.and_(*self.plain)
        if not self.abouts:
            return col(CaseStatusRow.request).in_(self.references)
        return self._or_named(sa.tuple_(*_COLUMNS).in_(_values(dialect, self.abouts)))

    def by_row(self, dialect: str) -> sa.ColumnElement[bool]:
        """Return the same condition for the first of many rows, in the order of another index.

        Neither database looks for a joined text in an index, and PostgreSQL would expect far fewer
        rows of three columns that depend on each other.
        """
        if self.abouts is None or not self.shown.words.split():
            return sa.and_(*self.plain)
        block, body, law = _COLUMNS
        joined = block.concat(" ").concat(body).concat(" ").concat(law)
        return self._or_named(is_one_of(dialect, joined, [" ".join(each) for each in self.abouts]))

    def ranges(self, session: Session) -> Sequence[sa.ColumnElement[bool]]:
        """Return a condition for each range of the index that is listed, none if there are many.

        The index has each range in the order of its dates, so its first rows are read at once. In
        the order of all dates any number of other rows may come first.
        """
        abouts = _among(session, self.shown) if self.abouts is None else self.abouts
        if len(abouts) > _MOST_RANGES:
            return ()
        each = [sa.tuple_(*_COLUMNS) == about for about in abouts]
        named = [col(CaseStatusRow.request).in_(self.references)] if self.references else []
        return [*each, *named]

    def _or_named(self, fits: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        if not self.references:
            return fits
        return sa.or_(fits, col(CaseStatusRow.request).in_(self.references))


def every_about(session: Session, block: str = "") -> Sequence[About]:
    """Return each combination that requests, or those about one block, have; once, in order."""
    connection = session.connection()
    found = connection.execute(_OF_BLOCK, {"of": block}) if block else connection.execute(_EVERY)
    return tuple(About(*row) for row in found)


def narrowed_to(session: Session, shown: RowFilter) -> Narrowed | None:
    """Return what is left of all combinations for a list; None if nothing narrows them."""
    words = shown.words.lower().split()
    plain = [
        column == want
        for column, want in zip(_COLUMNS, (shown.block, shown.body, shown.law), strict=True)
        if want
    ]
    if not (words or plain):
        return None
    if shown.block and not words:
        return Narrowed(shown, plain, None, ())
    among = _among(session, shown)
    fits = [about for about in among if all(_has(about, word) for word in words)]
    named = _named(session, words, frozenset(among).difference(fits))
    return Narrowed(shown, plain, fits, tuple(named))


def _among(session: Session, shown: RowFilter) -> Sequence[About]:
    """Return the combinations that fit the block, the body and the law of a list."""
    wanted = (shown.block, shown.body, shown.law)
    return [
        about
        for about in every_about(session, shown.block)
        if all(want in ("", has) for want, has in zip(wanted, about, strict=True))
    ]


def _has(about: About, word: str) -> bool:
    return any(word in each.lower() for each in about)


def _named(session: Session, words: Sequence[str], among: frozenset[About]) -> Iterator[str]:
    """Yield requests about these whose references begin with one of the words, if all other words
    fit too."""
    dialect = session.get_bind().dialect.name
    begun = [_begins_with(dialect, word) for word in words if len(word) >= _FEWEST_LETTERS]
    if not begun or not among:
        return
    wanted = sa.select(col(CaseStatusRow.request), *_COLUMNS).where(sa.or_(*begun))
    for reference, *rest in session.connection().execute(wanted.limit(_MOST_NAMED)):
        about = About(*rest)
        if about in among and all(_has(about, w) or reference.startswith(w) for w in words):
            yield reference


def _begins_with(dialect: str, word: str) -> sa.ColumnElement[bool]:
    reference = col(CaseStatusRow.request)
    begins = reference.startswith(word, autoescape=True)
    if dialect != "sqlite":
        # Under the collation C it finds the range of the index itself. Other collations have
        # another last letter, or sort two letters as one.
        return begins
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


def _every(*, of_block: bool) -> sa.Select[str, str, str]:
    """Return the statement for all combinations, or for those of the block `of`.

    It goes from one to the next by the index: DISTINCT would read all of it.
    """
    row = sa.inspect(CaseStatusRow).local_table
    names = ("request", *About._fields)
    first = sa.select(*(row.c[name] for name in names))
    if of_block:
        first = first.where(row.c.block == sa.bindparam("of", type_=sa.String))
    first = first.order_by(*(row.c[name] for name in About._fields)).limit(1)
    known = sa.select(first.subquery()).cte("known", recursive=True)
    next_one = row.alias("next_one")
    # The next law of a block and a body, else the next body of the block, else the next block.
    places = range(2, 0 if of_block else -1, -1)
    after = sa.func.coalesce(*(_after(row, known, place) for place in places))
    found = sa.select(*(next_one.c[name] for name in names))
    found = found.select_from(known).join(next_one, next_one.c.request == after)
    known = known.union_all(found)
    columns = [known.c[name] for name in About._fields]
    return sa.select(*columns).order_by(*columns)


def _after(row: sa.FromClause, known: sa.CTE, place: int) -> sa.ScalarSelect[str]:
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


_EVERY, _OF_BLOCK = _every(of_block=False), _every(of_block=True)
