"""The data package of a copy, made by another process."""

from collections.abc import Callable

import pytest

from tests.web.record_scenes import a_refusal, a_silence
from tracker.app import package_beside
from tracker.app.package_beside import PackageBeside
from tracker.services.core.office import Office
from tracker.services.public.data_files import BeingMade, renew


class Beside:
    """In place of the other process: it does its work when somebody waits for it, or fails."""

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._work = work
        self._said: bytes | None = None

    def wait(self) -> None:
        self._said = self._work()

    def answer(self) -> bytes | None:
        return self._said

    def end(self) -> None:
        self.answer()


class BrokenOff(Beside):
    def wait(self) -> None:
        self._said = None


@pytest.fixture
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_beside, "can_fork", lambda: True)
    monkeypatch.setattr(package_beside, "SideProcess", Beside)


@pytest.mark.usefixtures("beside")
def test_it_is_told_at_once_and_its_files_are_read_when_they_are_made(office: Office) -> None:
    package, closed = PackageBeside(office.data), list[str]()
    reference = a_silence(office)
    package.renew(office, lambda: closed.append("connections"))

    assert closed == ["connections"]
    assert office.data.made() is None
    told = package.made()
    with package.open("requests.csv") as file:
        assert reference.encode() in file.read()
    assert not package.finish()
    assert package.made() == office.data.made() == told

    package.renew(office, lambda: closed.append("again"))
    assert closed == ["connections"], "nothing changed"


@pytest.mark.usefixtures("beside")
def test_one_that_broke_off_is_made_here_and_no_older_one_is_shown_for_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_beside, "SideProcess", BrokenOff)
    a_silence(office)
    renew(office)
    reference = a_refusal(office)
    package = PackageBeside(office.data)
    package.renew(office, lambda: None)

    with pytest.raises(BeingMade):
        package.open("requests.csv")
    assert package.finish()
    with package.open("requests.csv") as file:
        assert reference.encode() in file.read()


def test_without_another_process_it_is_made_at_once(office: Office) -> None:
    package = PackageBeside(office.data)
    package.renew(office)

    assert package.made() == office.data.made()
    package.end()
