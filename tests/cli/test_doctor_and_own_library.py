"""What `tracker doctor` says about the office's own library."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app import open_office
from tracker.cli import main
from tracker.services.office_data.own_entries import save_entry
from tracker.services.people.accounts import add_account
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName
from tracker.settings import read_settings


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that nothing else uses."""
    folder = tmp_path / "an instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return folder


def test_doctor_knows_the_library_of_the_office_and_names_what_is_not_used(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "init")
    name = EntryName("bodies", "pk-agency")
    with open_office(read_settings()) as office:
        by = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
        shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))
        save_entry(office, name, shipped.replace("body.pk-pta", "body.pk-agency"), "read", by=by)
    assert main(["revise"]) == 0
    assert main(["sweep"]) == 0
    assert main(["doctor"]) == 0
    with open_office(read_settings()) as office:
        (stored,) = office.own_library.in_force()
        office.own_library.add(replace(stored, text="nonsense"))
    capsys.readouterr()

    assert main(["doctor"]) == 1

    assert "entry bodies/pk-agency is not used: cannot be read" in capsys.readouterr().err
