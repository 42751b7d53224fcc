"""What holds for every test: a clean environment, no network beyond this machine, one profile."""

import gc
import os
import sys
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

from tools.words import compile_catalogues

pytest_plugins = ["tests.needs", "tests.postgres", "tests.s3_server"]

LOOPBACK = ("127.", "::1", "localhost")
# Python searches for cyclic garbage after this many new objects; its default is a hundredth. Few
# objects of a test are still there by then, and a worker takes 10 MB more.
NEW_OBJECTS = 200_000

# A slow machine is no counterexample; CI repeats the same examples every time.
settings.register_profile("here", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=3, database=None)
settings.register_profile("mutants", deadline=None, derandomize=True, max_examples=20)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def _refuse_the_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        raise RuntimeError(f"A test tried to reach {address[0]}: tests stay on this machine.")


def pytest_configure(config: pytest.Config) -> None:
    """Forget the settings of an office that runs here, compile catalogues that were changed, and
    close the way out."""
    if not hasattr(config, "workerinput"):
        compile_catalogues()
    for name in [name for name in os.environ if name.startswith("TRACKER_")]:
        del os.environ[name]
    sys.addaudithook(_refuse_the_network)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Put a case into the slow group if its test names others as its samples, or if its module
    names other tests as those that run on PostgreSQL in `make test`."""
    samples = item.get_closest_marker("samples")
    case = item.name.partition("[")[2]
    if samples is not None and not any(word in case for word in samples.args):
        item.add_marker(pytest.mark.slow)
    chosen = item.get_closest_marker("on_postgres")
    if chosen is None or item.get_closest_marker("postgres") is None:
        return
    if not any(word in item.name for word in chosen.args):
        item.add_marker(pytest.mark.slow)


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
