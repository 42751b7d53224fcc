"""`tracker key-file`: a file that keeps private words open, and its end."""

from pathlib import Path

import pytest

from tests.cli.instances import identity_of, instance_made
from tests.offices import AYESHA, a_request
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.cli.private_words import opened_words
from tracker.services.ports.keys import Locked
from tracker.settings import read_settings


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return instance_made(folder, "init", "--live", "--admin", "a@example.org")


def read_by(file: Path | None, instance: Path, reference: str) -> str:
    """Who asked, as an office with this key file reads it."""
    named = {"TRACKER_OFFICE_KEY": str(file)} if file else {}
    with (
        open_office(read_settings({"TRACKER_INSTANCE": str(instance)} | named)) as office,
        office.cases.look(reference) as case,
    ):
        return case.applicant().name


def filed(instance: Path) -> str:
    """A request that is filed while nobody's key is open."""
    with (
        open_office(read_settings({"TRACKER_INSTANCE": str(instance)})) as office,
        opened_words(office, str(identity_of(instance))),
    ):
        return a_request(office)


def test_a_key_file_opens_private_words_until_it_is_removed(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, reference = tmp_path / "office.key", filed(instance)
    identity = ["--identity", str(identity_of(instance))]

    assert main(["key-file", "make", str(file), *identity]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_by(file, instance, reference) == AYESHA.name
    with pytest.raises(Locked):
        read_by(None, instance, reference)

    assert main(["key-file", "remove", str(file), *identity]) == 0
    with pytest.raises(Locked):
        read_by(file, instance, reference)
    assert "opens nothing any more" in capsys.readouterr().out
    assert main(["key-file", "remove", str(file), *identity]) == 1
    assert "opens no private words" in capsys.readouterr().err


def test_what_is_no_place_for_a_key_is_refused(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "there").write_text("x")
    for file, said in (("there", "exists already"), ("no/where", "There is no folder")):
        assert main(["key-file", "make", str(tmp_path / file)]) == 2
        assert said in capsys.readouterr().err
    assert main(["key-file", "make", str(tmp_path / "locked")]) == 1
    assert "Private words are locked: name a recovery key" in capsys.readouterr().err
    assert not (tmp_path / "locked").exists()
