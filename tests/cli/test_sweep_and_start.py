"""`tracker sweep` publishes what was kept back until today, as the scheduler does; and a `tracker
run` that is stopped before it serves says how it goes on."""

import json
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.cli.instances import prepare_here
from tests.cli.test_revise import signalled
from tests.offices import BY, Clock, a_request, an_office, received, took_back
from tests.ports import free_port
from tests.services.revisions import close_in_its_file
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.domain.base.errors import NotOnFile
from tracker.lawfiles.reader import PACKAGED
from tracker.services.cases.revising import is_current, pending
from tracker.services.core.office import Office
from tracker.services.office_data.demonstration import SCENES
from tracker.services.ports.cases import RowFilter
from tracker.services.publishing.pending_publications import prepare_publication
from tracker.services.publishing.publishing import Publication
from tracker.settings import read_settings

Scene = Callable[[Office], None]
SUPERVISE = "tracker.cli.starting.answering.supervise"
PREPARED, DAY = date(2024, 3, 8), date(2024, 3, 11)


@pytest.fixture
def office_and_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Office, Clock]]:
    """The office that the command opens, on the Friday before the day of a publication."""
    with an_office(tmp_path) as (opened, clock):

        @contextmanager
        def opens(settings: object) -> Iterator[Office]:
            yield opened

        monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "none"))
        monkeypatch.setattr("tracker.cli.offices.open_office", opens)
        monkeypatch.setattr("tracker.cli.offices.read_settings", lambda: None)
        clock.set(PREPARED)
        yield opened, clock


def shorten_the_demonstration(monkeypatch: pytest.MonkeyPatch) -> list[Scene]:
    """Shorten the demonstration to its first requests and the draft; return what is left."""
    scenes = SCENES[:9]
    monkeypatch.setattr("tracker.services.office_data.demonstration.SCENES", scenes)
    return list(scenes)


def kept_back(office: Office) -> str:
    reference = a_request(office)
    shown = Publication((1,), texts=[("Note", "Words.")], not_before=DAY)
    prepare_publication(office, reference, shown, by=BY)
    return reference


def is_public(office: Office, reference: str) -> bool:
    try:
        office.records.record(reference)
    except NotOnFile:
        return False
    return True


def test_a_sweep_publishes_what_was_kept_back_until_today_and_says_so(
    office_and_clock: tuple[Office, Clock], capsys: pytest.CaptureFixture[str]
) -> None:
    office, clock = office_and_clock
    reference = kept_back(office)
    assert main(["sweep"]) == 0
    assert not is_public(office, reference), "its day has not begun"

    clock.set(DAY)
    assert main(["sweep"]) == 0

    assert is_public(office, reference)
    said = capsys.readouterr().out
    assert f"{reference}  published, as its day has begun\n0 entered, 1 published.\n" in said
    assert main(["sweep", "--json"]) == 0
    nothing = ("entered", "failed", "held", "left", "published", "troubled")
    again: dict[str, object] = {key: [] for key in nothing}
    assert json.loads(capsys.readouterr().out) == again | {"trouble": ""}


def test_a_sweep_as_of_a_day_publishes_nothing(office_and_clock: tuple[Office, Clock]) -> None:
    office, clock = office_and_clock
    reference = kept_back(office)
    clock.set(DAY)

    assert main(["sweep", "--on", str(DAY)]) == 0

    assert not is_public(office, reference)
    assert len(office.pending_publications.all()) == 1


def test_what_cannot_be_published_on_its_day_is_said_and_fails_the_command(
    office_and_clock: tuple[Office, Clock], capsys: pytest.CaptureFixture[str]
) -> None:
    office, clock = office_and_clock
    reference = kept_back(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(DAY)

    assert main(["sweep"]) == 1

    assert f"{reference} was not published on its day: The timeline" in capsys.readouterr().err
    assert not is_public(office, reference)


def test_an_applicant_who_took_back_the_consent_is_not_published_by_a_sweep(
    office_and_clock: tuple[Office, Clock],
) -> None:
    office, clock = office_and_clock
    reference = kept_back(office)
    took_back(office, reference)
    clock.set(DAY)

    assert main(["sweep"]) == 0

    assert not is_public(office, reference)


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration whose requests are to be recalculated: a calendar was changed since."""
    folder = Path(shutil.copytree(PACKAGED, tmp_path / "library"))
    settings = {"INSTANCE": tmp_path / "instance", "PORT": free_port(), "LIBRARY": folder}
    for name, value in settings.items():
        monkeypatch.setenv(f"TRACKER_{name}", str(value))
    prepare_here(monkeypatch)
    monkeypatch.setattr(SUPERVISE, lambda *_: pytest.fail("it was served"))
    monkeypatch.setattr("tracker.services.cases.revising._BATCH", 2)
    return folder


@pytest.mark.parametrize(
    "numbers",
    [(signal.SIGTERM,), pytest.param((signal.SIGINT, signal.SIGINT), marks=pytest.mark.slow)],
)
def test_a_start_that_is_stopped_while_it_counts_says_so_and_the_next_goes_on(
    instance: Path,
    numbers: tuple[int, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shorten_the_demonstration(monkeypatch)
    main(["seed"])
    # No example of a law counts over this day.
    close_in_its_file(instance, date(2024, 8, 22))
    with open_office(read_settings()) as office:
        before = pending(office)
    signalled(monkeypatch, 3, *numbers)
    capsys.readouterr()

    assert main(["run"]) == 0

    said = capsys.readouterr()
    assert said.out.endswith(
        "Stopped before serving. Completed work is saved; the next start continues from there.\n"
    )
    assert "Traceback" not in said.err
    with open_office(read_settings()) as office:
        assert 0 < pending(office) < before
    monkeypatch.setattr(SUPERVISE, lambda *_: None)
    assert main(["run"]) == 0
    with open_office(read_settings()) as office:
        assert is_current(office)


def test_a_first_start_that_is_stopped_at_once_leaves_no_part_of_the_demonstration(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["init"]) == 0
    scenes = shorten_the_demonstration(monkeypatch)

    def half(office: Office) -> None:
        scenes[0](office)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("tracker.services.office_data.demonstration.SCENES", (half, *scenes[1:]))
    assert main(["run"]) == 0
    with open_office(read_settings()) as office:
        assert office.case_rows.rows(RowFilter(), 0, 1) == ((), 0)

    assert shorten_the_demonstration(monkeypatch) == scenes
    monkeypatch.setattr(SUPERVISE, lambda *_: None)
    assert main(["run"]) == 0

    with open_office(read_settings()) as office:
        assert office.case_rows.rows(RowFilter(), 0, 100)[1] + len(office.drafts.all()) == len(
            scenes
        )
