"""Copies of an office's public side, made in this process, for tests."""

from collections.abc import Iterator
from pathlib import Path

from tests.compiled import remember_templates
from tests.web.browser import a_house
from tracker.copies import CopiedSite
from tracker.mirror.making import MirrorResult, make_copy
from tracker.services.core.office import Office


def copied(office: Office, folder: Path, only: str = "") -> MirrorResult:
    """Bring the log, and then the copy in `folder`/copy, up to date."""
    remember_templates()
    office.log.append()
    site = CopiedSite(office, a_house(), only)
    made = make_copy(site, folder / "copy", folder / "state.json")
    assert made.troubled == []
    return made


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file of a copy."""
    return dict(_files(folder / "copy"))


def _files(copy: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(copy.rglob("*")):
        if file.is_file():
            yield file.relative_to(copy).as_posix(), file.read_bytes()
