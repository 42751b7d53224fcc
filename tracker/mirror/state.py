"""What the last export left in a folder, so that the next one makes only what changed.

It lies with the instance and never in the copy. Where it is lost, everything is made anew; what
comes out is the same.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tracker.services.observing import Read

FORM = 1
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Copied:
    """One address as it was copied: what the site answered, the file that came of it with its
    digest and size, where it leads, and all that was read for it. Without a file it is one at
    which the copy has nothing."""

    status: int
    file: str = ""
    digest: str = ""
    size: int = 0
    links: tuple[str, ...] = ()
    reads: tuple[Read, ...] = ()


@dataclass
class State:
    """All addresses of a copy. `made_with` is a digest of the program and of the library, and
    `manifest` that of the list which the last whole export ended with."""

    made_with: str = ""
    manifest: str = ""
    pages: dict[str, Copied] = field(default_factory=dict)


def read_state(path: Path) -> State:
    """What was kept; nothing where it was lost, or written by another version."""
    try:
        kept = json.loads(path.read_bytes())
        if kept["form"] != FORM:
            return State()
        words = kept["words"]
        reads = [Read(words[call], words[value]) for call, value in kept["reads"]]
        pages = {
            words[address]: Copied(
                status,
                file,
                digest,
                size,
                tuple(words[link] for link in links),
                tuple(reads[read] for read in read_by),
            )
            for address, status, file, digest, size, links, read_by in kept["pages"]
        }
        return State(kept["made_with"], kept["manifest"], pages)
    except (FileNotFoundError, ValueError, KeyError, IndexError, TypeError):
        return State()


def write_state(path: Path, state: State) -> None:
    """Keep it, whole or not at all. Each address and each call stands in it once."""
    words, reads = _Numbered[str](), _Numbered[Read]()
    pages = [
        (
            words[address],
            page.status,
            page.file,
            page.digest,
            page.size,
            [words[link] for link in page.links],
            [reads[read] for read in page.reads],
        )
        for address, page in state.pages.items()
    ]
    pairs = [(words[read.call], words[read.value]) for read in reads]
    kept: Mapping[str, object] = {
        "form": FORM,
        "made_with": state.made_with,
        "manifest": state.manifest,
        "words": list(words),
        "reads": pairs,
        "pages": pages,
    }
    put(path, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())


def put(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Put a file in its place, so that a kill leaves the old one or the new one, whole."""
    arriving = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{ARRIVING}")
    try:
        with arriving.open("xb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        arriving.replace(path)
    except BaseException:
        arriving.unlink(missing_ok=True)
        raise


ARRIVING = ".arriving"


class _Numbered(dict[T, int]):
    """Gives each thing a number, the same one each time."""

    def __missing__(self, thing: T) -> int:
        self[thing] = number = len(self)
        return number
