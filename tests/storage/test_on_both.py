"""Which tests of storage run on PostgreSQL in `make test`, shown by some without a database."""

import pytest

BOTH = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)


def _is_slow(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("slow") is not None


@BOTH
def test_the_first_of_a_module_stays(request: pytest.FixtureRequest, database: str) -> None:
    assert not _is_slow(request), database


@BOTH
def test_a_further_one_is_slow(request: pytest.FixtureRequest, database: str) -> None:
    assert _is_slow(request) == (database == "postgresql")


@BOTH
def test_one_about_two_at_once_stays(request: pytest.FixtureRequest, database: str) -> None:
    assert not _is_slow(request), database
