"""Takes the indexes of tables away while very many rows are written, and makes them again."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from os import cpu_count

import psycopg

# Keys and indexes, but not those to which another table refers.
_INDEXES = b"""
SELECT c.conrelid::regclass::text, true, quote_ident(c.conname), pg_get_constraintdef(c.oid)
FROM pg_constraint c WHERE c.contype IN ('p', 'u') AND c.conrelid::regclass::text = ANY(%(tables)s)
AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)
UNION ALL
SELECT i.indrelid::regclass::text, false, i.indexrelid::regclass::text,
pg_get_indexdef(i.indexrelid)
FROM pg_index i WHERE i.indrelid::regclass::text = ANY(%(tables)s)
AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
_MEMORY = b"SET maintenance_work_mem = '512MB'"
Index = tuple[str, bool, str, str]


@contextmanager
def without_indexes(address: str, tables: Sequence[str]) -> Iterator[None]:
    """Take the indexes of these tables away in the block, and count the rows after it."""
    with psycopg.connect(address, autocommit=True) as connection:
        found = connection.execute(_INDEXES, {"tables": list(tables)}).fetchall()
        for table, constraint, name, _ in found:
            dropped = f"ALTER TABLE {table} DROP CONSTRAINT" if constraint else "DROP INDEX"
            connection.execute(f"{dropped} {name}".encode())
        connection.execute(b"ALTER SYSTEM SET autovacuum = off")
        connection.execute(b"SELECT pg_reload_conf()")
    yield
    with ThreadPoolExecutor(cpu_count()) as pool:
        list(pool.map(partial(_made_again, address, found), tables))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(b"ALTER SYSTEM RESET autovacuum")
        connection.execute(b"SELECT pg_reload_conf()")
        connection.execute(b"VACUUM ANALYZE")


def _made_again(address: str, found: Sequence[Index], table: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_MEMORY)
        for owner, constraint, name, definition in found:
            if owner == table:
                said = f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}"
                connection.execute((said if constraint else definition).encode())
        connection.execute(f"VACUUM ANALYZE {table}".encode())
