"""The list of contents of the shipped library: which file has which entry, in faultless files.

It is made with every build and names the bytes that were read. It says nothing else, so that the
files stay the only source: with another byte in any of them it is not used.
"""

import json
import os
import sys
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tracker import __version__
from tracker.lawfiles.faults import LibraryFaults
from tracker.lawfiles.reader import PACKAGED, read_files

LIST_OF_CONTENTS = "contents.txt"


class Contents(NamedTuple):
    """The digest of the files of a library without a fault, and the file of each entry.

    `files` has a table for each folder, in the order in which the entries are read.
    """

    digest: str
    files: dict[str, dict[str, str]]


def read_contents(folder: Path = PACKAGED) -> Contents | None:
    """Return the list of contents in a folder; None if there is none or it is damaged."""
    try:
        written = (folder / LIST_OF_CONTENTS).read_bytes()
    except OSError:
        return None
    seal, _, listed = written.partition(b"\n")
    if seal != _seal(listed):
        return None
    return Contents(**json.loads(listed))


def write_contents(folder: Path = PACKAGED) -> None:
    """Write the list of contents of a library folder. Raises LibraryFaults, and writes nothing,
    if it has faults."""
    read = read_files(folder)
    if read.complaints:
        raise LibraryFaults(read.complaints)
    listed = json.dumps({"digest": read.library.digest, "files": read.files}).encode() + b"\n"
    half = folder / f".{LIST_OF_CONTENTS}.{os.getpid()}"
    half.write_bytes(_seal(listed) + b"\n" + listed)
    half.replace(folder / LIST_OF_CONTENTS)


def _seal(listed: bytes) -> bytes:
    """Return the first line of a list, which another program version or a damage does not fit."""
    return f"{__version__} {sha256(listed).hexdigest()}".encode()


if __name__ == "__main__":
    try:
        write_contents()
    except LibraryFaults as faults:
        print(faults, file=sys.stderr)
        sys.exit(1)
