"""`tracker measured …`: addresses to open, and answers handed in."""

import json
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tests.ooni_answers import BLOCK, by_day
from tracker.cli import main
from tracker.domain.measurements.queries import QueryKind, watch_queries
from tracker.lawfiles import read_library

DAYS = next(
    query.address
    for query in watch_queries(read_library().block(BLOCK))
    if query.kind is QueryKind.DAYS
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demonstration office without requests."""
    folder = instance_made(tmp_path / "instance", "init")
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))


def test_the_addresses_of_a_block_are_printed_without_an_office(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["measured", "ask", BLOCK]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"{BLOCK}  ooni days  {DAYS}" in lines
    assert main(["measured", "ask", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [each["address"] for each in told[BLOCK]] == [line.split()[-1] for line in lines]
    assert told["pk-vpn-throttling-2024"] == []


@pytest.mark.usefixtures("office")
def test_an_answer_is_kept_once_and_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(by_day())
    wanted = ["measured", "take", BLOCK, DAYS, str(file), "--asked", "2024-03-20"]
    assert main(wanted) == 0
    assert main(wanted) == 0
    assert "Nothing new" in capsys.readouterr().out
    assert main(["measured", "list", BLOCK, "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["address"], listed["asked_on"]) == (DAYS, "2024-03-20")
    assert (listed["rows"], listed["trouble"]) == (6, "")


@pytest.mark.usefixtures("office")
def test_an_answer_that_cannot_be_used_is_kept_with_its_trouble(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    file.write_text('{"error": "quota exceeded"}')
    assert main(["measured", "take", BLOCK, DAYS, str(file)]) == 1
    assert "TROUBLE: The source refused the query. quota exceeded" in capsys.readouterr().out


@pytest.mark.usefixtures("office")
def test_a_file_that_is_not_there_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["measured", "take", BLOCK, DAYS, str(tmp_path / "none.json")]) == 2
    assert "could not be read" in capsys.readouterr().err
