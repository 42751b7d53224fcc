"""The metrics: for programs with the token alone, and numbers alone."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.offices import AYESHA, Clock
from tests.web.browser import a_new_app, somebody
from tracker.app.site_of_office import app_of
from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.office_data.metrics import gauges_of, in_prometheus_format
from tracker.services.ports.people import RoleName
from tracker.services.reminders.late_work import LateLimits
from tracker.settings import read_settings
from tracker.web.base.site_config import serve_office

RULES = Path(__file__).parents[3] / "deploy" / "tracker-alerts.yml"
TOKEN = "a-token-of-the-tests-012345"
# The text format: a name, labels in quotation marks, and a number.
LINE = re.compile(r'tracker_[a-z_]+(\{[a-z]+="[a-zA-Z0-9.-]+"\})? -?[0-9.e+]+')


@pytest.fixture
def watched(office: Office) -> Flask:
    limits = LateLimits(timedelta(minutes=5), timedelta(days=8))
    return a_new_app(
        office,
        metrics_token=TOKEN,
        metrics=lambda: in_prometheus_format(gauges_of(office, limits)),
    )


def read(app: Flask) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    lines = [line for line in answer.get_data(as_text=True).splitlines() if line[0] != "#"]
    assert all(map(LINE.fullmatch, lines)), lines
    found = dict(line.rsplit(" ", 1) for line in lines)
    assert len(found) == len(lines), "each is given once"
    return {name: float(number) for name, number in found.items()}


def test_without_a_token_the_address_does_not_exist(app: Flask) -> None:
    assert app.test_client().get("/metrics").status_code == 404


@pytest.mark.parametrize(
    "sent",
    ["", "Bearer", "Bearer wrong", "Basic dXNlcjpwYXNz", f"Basic {TOKEN}", f"Bearer ü{TOKEN}"],
)
def test_another_token_opens_nothing(watched: Flask, sent: str) -> None:
    answer = watched.test_client().get("/metrics", headers={"Authorization": sent} if sent else {})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
    assert b"tracker_" not in answer.data


def test_they_count_requests_mail_and_the_log(
    watched: Flask, office: Office, clock: Clock, waiting: str
) -> None:
    office.premises.note_sweep(clock.moment)
    office.log_upkeep.append()
    found = read(watched)

    assert found['tracker_requests{status="awaiting"}'] == 1
    assert found['tracker_requests{status="silent"}'] == 0
    assert found["tracker_last_sweep_timestamp_seconds"] == clock.moment.timestamp()
    assert found["tracker_last_log_signature_timestamp_seconds"] == clock.moment.timestamp()
    assert found["tracker_log_entries"] > 0
    assert found['tracker_mail_waiting{to="people"}'] == 0
    assert found['tracker_late{work="sweep"}'] == 0
    assert "tracker_last_backup_timestamp_seconds" not in found, "there was none"


def test_they_say_what_is_late(watched: Flask, office: Office, clock: Clock) -> None:
    office.premises.note_sweep(clock.moment)
    clock.moment += timedelta(minutes=6)

    assert read(watched)['tracker_late{work="sweep"}'] == 1


def test_the_rules_for_alerts_ask_for_numbers_that_there_are(watched: Flask) -> None:
    rules = RULES.read_text("utf-8")
    of_work = re.findall(r'tracker_late\{work!?="[a-z]+"\}', rules)
    names = set(re.findall(r"^ +expr: (tracker_[a-z_]+)", rules, re.MULTILINE))
    labels = set(re.findall(r"\$labels\.([a-z]+)", rules))
    given = read(watched)

    assert len(of_work) == 2
    assert {rule.replace("!=", "=") for rule in of_work} <= given.keys()
    assert names == {"tracker_late", "tracker_on_hold", "tracker_failed_step"}
    assert names <= {name.partition("{")[0] for name in given}
    assert labels == {"work", "reason", "step"}
    for name, label in (("late", "work"), ("on_hold", "reason"), ("failed_step", "step")):
        assert any(each.startswith(f"tracker_{name}{{{label}=") for each in given)


def test_they_name_nobody(watched: Flask, office: Office, waiting: str) -> None:
    somebody(office, RoleName.ADMIN, "Alia Admin")
    answer = watched.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    said = answer.get_data(as_text=True)

    for word in (waiting, AYESHA.name, "@", "alia", "pta"):
        assert word not in said


def test_they_are_of_the_office_as_it_is_now(office: Office, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    token.chmod(0o600)
    chosen = {"TRACKER_INSTANCE": str(tmp_path), "TRACKER_METRICS_TOKEN_FILE": str(token)}
    settings = read_settings(chosen)
    settings.make_instance()
    app = app_of(settings, office)
    with app.app_context():
        serve_office(app, replace(office, read_only=True))

    assert read(app)["tracker_read_only"] == 1


def test_a_token_is_a_credential_of_systemd_or_private_and_always_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    # systemd opens a credential to one account by an access list, which looks like this mode.
    token.chmod(0o440)
    chosen = read_settings({"TRACKER_METRICS_TOKEN_FILE": str(token)}).serving
    with pytest.raises(BadInput, match="chmod 600"):
        chosen.metrics_token()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert chosen.metrics_token() == TOKEN

    token.chmod(0o600)
    token.write_bytes(TOKEN.encode() + b"\xff")
    with pytest.raises(BadInput, match="letters and digits"):
        chosen.metrics_token()
