"""Copies of an office's public side, made in this process, for tests."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.compiled import remember_templates
from tests.ready_made import made_once
from tests.web.browser import a_site_config
from tracker.copies import CopiedSite
from tracker.mirror.asking import KeptFile
from tracker.mirror.making import MirrorResult, make_copy
from tracker.services.core.office import Office

_HOME = TemporaryDirectory(prefix="tracker-copied-")
_NUMBERS = count(1)


def copied(office: Office, folder: Path, only: str = "") -> MirrorResult:
    """Bring the log, and then the copy in `folder`/copy, up to date."""
    remember_templates()
    office.log_upkeep.append()
    site = CopiedSite(office, a_site_config(), only)
    made = make_copy(site, folder / "copy", folder / "state.json")
    assert made.troubled == []
    return made


def first_copy(office: Office, folder: Path) -> MirrorResult:
    """Make the first copy in `folder`. If the office holds only ready-made scenes, `copied` makes
    it once for each worker.

    Not for a test that changes how a copy is made.
    """
    place, made = _first(office)
    shutil.copytree(place, folder, dirs_exist_ok=True)
    return made


@made_once
def _first(office: Office) -> tuple[Path, MirrorResult]:
    place = Path(_HOME.name) / str(next(_NUMBERS))
    place.mkdir()
    return place, copied(office, place)


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a copy."""
    return dict(_files(folder / "copy"))


def _files(copy: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(copy.rglob("*")):
        if file.is_file():
            yield file.relative_to(copy).as_posix(), file.read_bytes()


def kept_nowhere(*_: object) -> KeptFile:
    """Take a file of a copy, and write nothing."""
    return KeptFile("", 0, written=True)
