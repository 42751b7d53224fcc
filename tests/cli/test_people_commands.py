"""Accounts by the command line: a lost second factor, leaving, coming back, the list."""

import json
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.domain.record.alerts import EVERYTHING, Followed, Subject
from tracker.services.ports.alerts import Subscription
from tracker.services.ports.people import TrailFilter
from tracker.settings import read_settings

ADMIN, LEAVER = "admin@example.org", "leaver@example.org"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live office of two."""
    folder = instance_made(tmp_path / "instance", "init", "--live", "--admin", ADMIN)
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    assert main(["invite", LEAVER, "--name", "Leaver"]) == 0


def listed(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    """Everybody, by name."""
    capsys.readouterr()
    assert main(["people", "--json"]) == 0
    return {person["name"]: person for person in json.loads(capsys.readouterr().out)}


@pytest.mark.usefixtures("office")
def test_all_people_are_listed_with_role_and_state(capsys: pytest.CaptureFixture[str]) -> None:
    main(["invite", "guest@example.org", "--name", "Guest", "--organisation", "digital-rights"])

    people = listed(capsys)

    assert people["Leaver"]["role"] == "lawyer"
    assert people["Guest"]["organisation"] == "digital-rights"
    assert people["Leaver"] | {"id": ""} == {
        "id": "",
        "name": "Leaver",
        "email": LEAVER,
        "role": "lawyer",
        "organisation": "",
        "active": True,
        "second_factor": False,
        "in_charge_of": 0,
    }
    assert main(["people"]) == 0
    assert f"lawyer  open, no second factor  {LEAVER}" in capsys.readouterr().out


@pytest.mark.usefixtures("office")
def test_a_person_leaves_and_comes_back(capsys: pytest.CaptureFixture[str]) -> None:
    key = str(listed(capsys)["Leaver"]["id"])

    assert main(["leave", LEAVER, "--to", ADMIN]) == 0
    assert "0 requests handed to" in capsys.readouterr().out
    gone = listed(capsys)["Leaver"]
    assert (gone["active"], gone["email"]) == (False, "")
    assert main(["leave", LEAVER, "--to", ADMIN]) == 2
    assert "`tracker people` lists all accounts" in capsys.readouterr().err
    assert main(["reopen", key, "back@example.org"]) == 0
    assert "/welcome/" in capsys.readouterr().out

    assert listed(capsys)["Leaver"]["email"] == "back@example.org"
    with open_office(read_settings()) as office:
        entries, _ = office.people.trail.entries(TrailFilter(who="operator"), 0, 50)
    acts = [entry.act for entry in entries if entry.about != "recovery"]
    assert acts == ["invited", "reopened", "closed", "handed-over", "invited", "invited"]


@pytest.mark.usefixtures("office")
def test_the_only_administrator_does_not_leave(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["leave", ADMIN, "--to", LEAVER]) == 1
    assert "only administrator" in capsys.readouterr().err
    assert main(["leave", LEAVER, "--stays"]) == 2
    assert "--to EMAIL" in capsys.readouterr().err


@pytest.mark.usefixtures("office")
def test_a_lost_second_factor_goes_with_the_link(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()

    assert main(["invite", LEAVER, "--lost-factor"]) == 0

    said = capsys.readouterr().out
    assert "/welcome/" in said
    assert "second factor is removed" in said


@pytest.mark.usefixtures("office")
def test_a_reader_who_asks_the_office_is_deleted_with_all_that_was_followed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with open_office(read_settings()) as office:
        for number, subject in enumerate((EVERYTHING, Subject(Followed.BODY, "pk-pta"))):
            id_ = f"reader-{number}"
            at = office.now()
            new = Subscription(id_, "reader@example.org", f"token-{number}", subject, "en", at)
            assert office.subscriptions.ask(new)
            office.subscriptions.confirm(id_, 0, at)

    assert main(["unsubscribe", " Reader@example.org"]) == 0
    assert capsys.readouterr().out.startswith("2 deleted.")
    assert main(["unsubscribe", "reader"]) == 2
    assert "is not an email address" in capsys.readouterr().err
    with open_office(read_settings()) as office:
        assert office.subscriptions.by_id("reader-0") is None
