"""What the shipped library holds on one country: a whole site of a quarter of the pages."""

import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.offices import the_library
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.reader import PACKAGED

FILES = ("*/pk*.toml", "calendars/snapshots/pk*.toml", "organisations/*.toml", "questions/*.toml")
# Decisions of other countries are in files of their own: those behind the law, and one in a list.
_ABROAD = re.compile(r"^behind_authorities = .*\n|(?<=^authorities = )\[.*\]$", re.MULTILINE)
_ONE_ABROAD = re.compile(r'"(?!pk-)[a-z]+-\w+(?:#[\w-]+)?"(?:, )?')
# Blocks that no question, statement, judgment or precedent names.
_UNNAMED = ("pk-tiktok-2021-*", "pk-youtube-2012*")
_HOME = TemporaryDirectory(prefix="tracker-one-country-")
_FEWER = TemporaryDirectory(prefix="tracker-few-blocks-")


@cache
def folder_of_one_country() -> Path:
    """The files of this library, for programs that are told their library by its folder."""
    home = Path(_HOME.name)
    for file in (file for pattern in FILES for file in PACKAGED.glob(pattern)):
        place = home / file.relative_to(PACKAGED)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, place)
    law = home / "laws" / "pk-raia-2017.toml"
    law.write_text(_ABROAD.sub(_without_abroad, law.read_text(encoding="utf-8")), "utf-8")
    return home


@cache
def folder_of_half_the_blocks() -> Path:
    """The files of this library with half of its blocks. A copy has fourteen files of each."""
    home = Path(_FEWER.name)
    shutil.copytree(folder_of_one_country(), home, dirs_exist_ok=True)
    for file in (file for pattern in _UNNAMED for file in (home / "blocks").glob(pattern)):
        file.unlink()
    return home


def _without_abroad(found: re.Match[str]) -> str:
    """The list without decisions of other countries; nothing for what is behind the law."""
    return _ONE_ABROAD.sub("", found[0]) if found[0].startswith("[") else ""


@cache
def library_of_one_country() -> Library:
    """This library, under the edition that the offices of tests have seen."""
    return _seen(folder_of_one_country())


@cache
def library_of_half_the_blocks() -> Library:
    """The same without the other blocks."""
    return _seen(folder_of_half_the_blocks())


def _seen(folder: Path) -> Library:
    return replace(read_library(folder), digest=the_library().digest)
