"""The files of the packaged library are read, and the arguments of commands defined, once for each
worker. No test changes these files: a changed library is a copy in a folder of its own."""

from functools import cache
from pathlib import Path

from tracker.cli import commands
from tracker.lawfiles import reader


@cache
def read_packaged_once() -> None:
    """Have the bytes of the packaged library kept from the first reading on."""
    read, packaged = reader.library_files, cache(reader.library_files)

    def remembered(folder: Path) -> list[reader.File]:
        return packaged(folder) if folder == reader.PACKAGED else read(folder)

    reader.library_files = remembered


@cache
def define_arguments_once() -> None:
    """Have every command that runs in this process from now on use one parser."""
    commands._parser = cache(commands._parser)
