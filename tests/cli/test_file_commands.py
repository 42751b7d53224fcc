"""`tracker law new` and `tracker law add`: a template, and a file for the office's own library."""

from pathlib import Path

import pytest

from tests.cli.instances import instance_with_lawyer
from tests.lawfiles.small_library import POWER
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.office_data.entry_files import TO_FILL
from tracker.settings import read_settings

BY = ["--why", "read", "--by", "lawyer@example.org"]


@pytest.fixture
def made_instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance with the account of a lawyer."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return instance_with_lawyer(folder)


def test_template_is_written_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "xx-law-2026.toml"
    assert main(["law", "new", str(out)]) == 0
    assert TO_FILL in out.read_text("utf-8")
    assert main(["law", "new", str(out)]) == 2
    assert "exists" in capsys.readouterr().err


def test_file_is_added_not_verified(
    made_instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "ke-power.toml"
    file.write_text(POWER.replace("xx", "ke"), "utf-8")
    assert main(["law", "add", str(file), "--kind", "power", *BY]) == 0
    assert "not verified" in capsys.readouterr().out
    with open_office(read_settings()) as office:
        assert ("powers", "ke-power") in office.library.unverified


def test_template_itself_and_missing_file_are_refused(
    made_instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "xx-law-2026.toml"
    main(["law", "new", str(out)])
    assert main(["law", "add", str(out), *BY]) == 2
    assert "Places left" in capsys.readouterr().err
    assert main(["law", "add", str(tmp_path / "none.toml"), *BY]) == 2
    assert "could not be read" in capsys.readouterr().err
