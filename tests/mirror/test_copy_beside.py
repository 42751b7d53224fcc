"""A copy that a process beside the export brings up to date: it asks the export for pages."""

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.mirror.test_asking import FewPages
from tracker.app import copy_beside
from tracker.app.copy_beside import CopyBeside, CopyHere, _beside
from tracker.domain.base.errors import BadInput, Refusal
from tracker.mirror.asking import KeptAnswer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux alone")


@pytest.fixture
def site() -> FewPages:
    return FewPages({"/": ["/one", "/two"], "/one": ["/"], "/two": []})


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[CopyBeside]:
    copy = begun(tmp_path)
    yield copy
    copy.close()


def begun(folder: Path) -> CopyBeside:
    copy = _beside(folder / "copy", folder / "state")
    assert copy
    return copy


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (folder / "copy").iterdir()}


def test_it_is_the_copy_that_the_export_would_make(
    site: FewPages, beside: CopyBeside, tmp_path: Path
) -> None:
    done = list[int]()
    made = beside.make(site, done.append)
    here = CopyHere(tmp_path / "here/copy", tmp_path / "here.state")

    assert here.make(site, lambda _: None) == made
    assert files_in(tmp_path) == files_in(tmp_path / "here")
    assert sum(done) == len(site.pages)
    assert made.left == here.left()


def test_the_next_one_makes_what_changed(site: FewPages, tmp_path: Path) -> None:
    for links in ([], ["/one"]):
        site.pages["/two"] = links
        copy = begun(tmp_path)
        made = copy.make(site, lambda _: None)
        copy.close()

    assert (made.rendered, site.asked) == (1, ["/two"])


def test_a_folder_as_it_was_left_is_known_by_its_digest(site: FewPages, tmp_path: Path) -> None:
    first = begun(tmp_path)
    left = first.make(site, lambda _: None).left
    first.close()

    for file, is_same in (("one.html", True), ("more.html", False)):
        (tmp_path / "copy" / file).touch()
        copy = begun(tmp_path)
        assert (copy.left() == left) is is_same
        # Nothing was asked, so the other process ends at once.
        copy.close()


def test_what_the_other_process_refuses_is_said_by_this_one(
    site: FewPages, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/letter.txt").write_text("mine")
    copy = begun(tmp_path)
    copy.left()

    with pytest.raises(BadInput, match="holds other files"):
        copy.make(site, lambda _: None)
    copy.close()
    assert files_in(tmp_path) == {"letter.txt": b"mine"}


class TroubledPages(FewPages):
    """A site whose second page cannot be read."""

    read = 0

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        for found in super().answers():
            self.read += 1
            if self.read > 1:
                raise OSError("no page")
            yield found


def test_what_was_made_before_an_error_is_not_made_again(site: FewPages, tmp_path: Path) -> None:
    copy = begun(tmp_path)
    with pytest.raises(OSError, match="no page"):
        copy.make(TroubledPages(site.pages), lambda _: None)
    copy.close()

    again = begun(tmp_path)
    again.make(site, lambda _: None)
    again.close()
    assert sorted(site.asked) == ["/one", "/two"]


class KillingPages(FewPages):
    """A site that kills the process that asks."""

    copy: CopyBeside

    def starts(self) -> Sequence[str]:
        os.kill(self.copy._process._child, signal.SIGKILL)
        return super().starts()


def test_an_error_of_its_beginning_is_the_error_of_the_export(
    site: FewPages, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def failing(*_: object) -> None:
        raise OSError("cannot be read")

    monkeypatch.setattr(copy_beside, "read_last_copy", failing)
    copy = begun(tmp_path)
    os.waitid(os.P_PID, copy._process._child, os.WEXITED | os.WNOWAIT)

    with pytest.raises(OSError, match="cannot be read"):
        copy.make(site, lambda _: None)
    copy.close()


def test_that_the_other_process_was_killed_is_said(site: FewPages, beside: CopyBeside) -> None:
    killing = KillingPages(site.pages)
    killing.copy = beside

    with pytest.raises(Refusal, match="was ended from outside"):
        beside.make(killing, lambda _: None)
