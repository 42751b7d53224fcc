"""What holds for every test: a clean environment, no network beyond this machine, one profile."""

import gc
import os
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tools.words import compile_catalogues

pytest_plugins = ["tests.needs", "tests.postgres", "tests.s3_server"]

LOOPBACK = ("127.", "::1", "localhost")
# Python searches for cyclic garbage after this many new objects; its default is a hundredth. Few
# objects of a test are still there by then, and a worker takes 10 MB more.
NEW_OBJECTS = 200_000

STORAGE = Path(__file__).parent / "storage"
# Words in the names of tests of storage: they speak of several at work, of what a database itself
# refuses or finds, or of an older one. These are the first to differ between databases.
DATABASES_DIFFER = (
    *("at_once", "at_the_same_moment", "race", "process", "however_many", "another_writer"),
    *("database", "guard", "index", "instance", "statement", "transaction", "one_state"),
)
_FIRST: dict[Path, str] = {}

# A slow machine is no counterexample; CI repeats the same examples every time. The slow group
# tries many more (tests/whole/test_many_examples.py).
FEW, MANY = 30, 150
settings.register_profile("here", deadline=None, max_examples=FEW)
settings.register_profile(
    "many", deadline=None, derandomize=bool(os.environ.get("CI")), max_examples=MANY
)
settings.register_profile("quick", deadline=None, max_examples=3, database=None)
settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=20)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=FEW)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        raise RuntimeError(f"A test tried to reach {address[0]}: tests stay on this machine.")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--until SECONDS`, since 1970: a test that would begin later is skipped."""
    parser.addoption("--until", type=float, metavar="SECONDS", help="begin no test later")


def pytest_configure(config: pytest.Config) -> None:
    """Forget the settings of an office that runs here, compile catalogues that were changed, and
    close the way out."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        del os.environ[name]
    sys.addaudithook(_refuse_the_network)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Put a case into the slow group if its test names others as its samples, or if it runs on
    PostgreSQL and is not one of those that do so in `make test`."""
    samples = item.get_closest_marker("samples")
    case = item.name.partition("[")[2]
    if samples is not None and not any(word in case for word in samples.args):
        item.add_marker(pytest.mark.slow)
    if item.get_closest_marker("postgres") is not None and not _stays_on_postgres(item):
        item.add_marker(pytest.mark.slow)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin at another test each time if not all may run: none is always the last."""
    if (until := config.getoption("--until")) is not None and items:
        first = int(until) % len(items)
        items[:] = items[first:] + items[:first]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test for which this run has no time left."""
    until = item.config.getoption("--until")
    if until is not None and time.time() > until:
        pytest.skip("the time of this run was over: `make test` and `make test-all` have no limit")


def _stays_on_postgres(item: pytest.Item) -> bool:
    """Tell whether a test runs on PostgreSQL in `make test`: one that its module names; of a
    module of storage that names none, the first, and those about what databases do differently."""
    name = item.name.partition("[")[0]
    chosen = item.get_closest_marker("on_postgres")
    if chosen is not None:
        return any(word in item.name for word in chosen.args)
    if not item.path.is_relative_to(STORAGE) or item.path.is_relative_to(STORAGE / "db"):
        return True
    if item.get_closest_marker("samples") is not None:
        return True
    return _FIRST.setdefault(item.path, name) == name or any(w in name for w in DATABASES_DIFFER)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let Python search for garbage only in objects that tests make: a search through the tests
    and the program takes half a second."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS)
        gc.enable()
