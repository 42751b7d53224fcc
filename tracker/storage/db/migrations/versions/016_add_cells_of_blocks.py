"""Add the cells of the grids of blocks, each with its newest item."""

import json
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "016"
down_revision = "015"
branch_labels = None
depends_on = None

_CELL = ("block", "element", "body", "state")


def upgrade() -> None:
    op.create_table(
        "block_cell",
        *(sa.Column(name, sa.String(), nullable=False) for name in _CELL),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_block_cell_request_request")
        ),
        sa.PrimaryKeyConstraint(*_CELL, name=op.f("pk_block_cell")),
    )
    _fill()


def _fill() -> None:
    """Copy the sums of each block, and look up the newest item of each cell."""
    cells = sa.table("block_cell", *map(sa.column, (*_CELL, "times", "request", "question")))
    tally = sa.table("tally", *map(sa.column, ("scope", "what", "subject", "counts")))
    items = sa.table("question_result", *map(sa.column, (*_CELL, "as_of", "request", "question")))
    newest = (
        sa.select(items.c.request, items.c.question)
        .where(*(items.c[name] == sa.bindparam(name) for name in _CELL))
        .order_by(items.c.as_of.desc(), items.c.request.desc(), items.c.question)
        .limit(1)
    )
    sums = sa.select(tally.c.subject, tally.c.counts).where(
        tally.c.scope == "block", tally.c.what == "cell"
    )
    connection = op.get_bind()
    for block, counts in connection.execute(sums).all():
        times: Counter[str] = Counter()
        for key, _, number in json.loads(bytes(counts)):
            times[key] += number
        for key, number in times.items():
            cell = dict(zip(_CELL, (block, *key.split()), strict=True))
            found = connection.execute(newest, cell).first()
            if found is not None:
                values = cell | {"times": number} | found._asdict()
                connection.execute(cells.insert().values(values))
