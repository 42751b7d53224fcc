"""The tests' own PostgreSQL: every test gets a database that nobody else has touched."""

import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgres import Cluster

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_starts_with_an_empty_database(fresh_postgres: str, turn: str) -> None:
    engine = sa.create_engine(fresh_postgres)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE left_behind (turn text)"))
        assert sa.inspect(connection).get_table_names() == ["left_behind"]
    engine.dispose()


def test_a_prepared_database_is_copied_whole(postgres: Cluster) -> None:
    def prepare(url: str) -> None:
        engine = sa.create_engine(url)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE law (key text)"))
        engine.dispose()

    template = postgres.prepared(prepare)
    copy = postgres.create(template)

    engine = sa.create_engine(postgres.url(copy))
    assert sa.inspect(engine).get_table_names() == ["law"]
    engine.dispose()
    postgres.drop(copy)
    postgres.drop(template)


def test_the_server_can_be_dumped_by_a_program_of_its_own_version(
    postgres: Cluster, fresh_postgres: str, pg_programs: Path
) -> None:
    libpq = fresh_postgres.replace("+psycopg", "")

    dump = subprocess.run(["pg_dump", "--dbname", libpq], capture_output=True, text=True)

    assert dump.returncode == 0, dump.stderr
    assert "PostgreSQL database dump complete" in dump.stdout
