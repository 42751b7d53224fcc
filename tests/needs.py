"""Programs that some tests need: missing on a developer's machine they skip, in CI they fail."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest


def missing(reason: str) -> NoReturn:
    """Skip this test with the reason; where CI is set, fail it, so that nothing goes untested."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason} CI must install it: see .ci/run.", pytrace=False)
    pytest.skip(reason)


def find_program(*names: str) -> Path:
    """The first of these programs that is on PATH."""
    for name in names:
        if found := shutil.which(name):
            return Path(found)
    missing(f"{' or '.join(names)} is not on PATH.")


@pytest.fixture(scope="session")
def needs() -> Callable[..., Path]:
    """`needs("soffice")` is the program's path, or the end of a test that cannot do without."""
    return find_program
