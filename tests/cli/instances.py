"""Instances that a command makes once for each worker, for tests to work on copies of."""

import os
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.compiled import remember_templates
from tests.one_country import folder_of_half_the_blocks
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.settings import read_settings

_HOME = TemporaryDirectory(prefix="tracker-instances-")


@cache
def _made(library: str | None, *words: str) -> Path:
    remember_templates()
    folder = Path(_HOME.name) / str(len(list(Path(_HOME.name).iterdir())))
    if "--live" in words:
        words = (*words, "--recovery-file", str(identity_of(folder)))
    # What it prints is not the output of the test that happens to need it first.
    with pytest.MonkeyPatch.context() as settings, redirect_stdout(StringIO()):
        settings.setenv("TRACKER_INSTANCE", str(folder))
        assert main(list(words)) == 0
    return folder


def instance_made(folder: Path, *words: str) -> Path:
    """Copy the instance that this command makes into `folder`. The recovery key of a live one is
    in the file `identity_of` beside it."""
    made = _made(os.environ.get("TRACKER_LIBRARY"), *words)
    if identity_of(made).exists():
        shutil.copy(identity_of(made), identity_of(folder))
    return Path(shutil.copytree(made, folder))


def instance_with_lawyer(folder: Path) -> Path:
    """Copy a demonstration into `folder`, which the settings must name, and add a lawyer."""
    instance_made(folder, "init")
    with open_office(read_settings()) as office:
        add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER)
    return folder


def identity_of(folder: Path) -> Path:
    """The file with the recovery key of a live instance."""
    return folder.with_name(f"{folder.name}.identity")


def use_few_pages(settings: pytest.MonkeyPatch) -> None:
    """Have the commands of this test use the library of one country with half of its blocks."""
    settings.setenv("TRACKER_LIBRARY", str(folder_of_half_the_blocks()))


def prepare_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have `tracker run` prepare the office in this process: one with threads is not forked.

    A signal that stops it is one that the process above was given, as Ctrl-C gives it.
    """

    def beside(prepare: Callable[[], int], load: Callable[[], object], signals: list[int]) -> int:
        status = prepare()
        if status:
            signals.append(status - 128)
        return status

    monkeypatch.setattr("tracker.cli.starting.running.load_beside", beside)
    early = "tracker.cli.starting.supervising.SupervisedPart.start_early"
    monkeypatch.setattr(early, lambda _: None)
    # What is shared is shared for good, and the tests go on.
    monkeypatch.setattr("tracker.cli.starting.before_serving.share_memory", lambda: None)
