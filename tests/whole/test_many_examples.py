"""Each property that `make test` tries with few examples holds for many."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
ROOMS = sorted(
    {
        file.relative_to(TESTS).parts[0]
        for file in TESTS.rglob("test_*.py")
        if "\n@given(" in file.read_text("utf-8")
    }
)


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_each_property_of_a_room_holds_for_many_examples(room: str) -> None:
    command = [
        *(sys.executable, "-m", "pytest", "-q"),
        *("-p", "no:xdist", "-p", "no:cacheprovider"),
    ]
    command += ["--hypothesis-profile=many", "-m", "hypothesis", f"tests/{room}"]
    said = subprocess.run(command, cwd=TESTS.parent, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stdout[-4000:]
