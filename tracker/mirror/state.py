"""The state of the last export to a folder, so that the next one makes only what changed.

It is stored with the instance and never in the copy. If it is lost, everything is made again, with
the same result.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_FORM = 2


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What a page is made from.

    `digest` is that of its inputs, empty if the page has to be made each time. `asked` says by
    which questions they were found, and `marks` is the digest of the answers: if the answers are
    the same, so are the inputs. Both are empty for what asks nothing.
    """

    digest: str = ""
    asked: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Copied:
    """One address as it was copied.

    `status` is what the site answered; `file`, `digest` and `size` are those of the file made from
    it, and `links` the addresses that it links to. Without a file, the copy has nothing at that
    address.
    """

    status: int
    file: str = ""
    digest: str = ""
    size: int = 0
    links: tuple[str, ...] = ()
    made_from: MadeFrom = MadeFrom()


@dataclass
class MirrorState:
    """All addresses of a copy.

    `manifest` is the digest of the manifest with which the last complete export ended.
    """

    manifest: str = ""
    pages: dict[str, Copied] = field(default_factory=dict)


def read_state(path: Path) -> MirrorState:
    """Return the stored state; empty if it was lost or written by another version."""
    try:
        kept = json.loads(path.read_bytes())
        if kept["form"] != _FORM:
            return MirrorState()
        words = kept["words"]
        pages = {
            words[address]: Copied(
                status,
                file,
                digest,
                size,
                tuple(map(words.__getitem__, links)),
                MadeFrom(made_from, words[asked], marks),
            )
            for address, status, file, digest, size, links, made_from, asked, marks in kept[
                "pages"
            ]
        }
        return MirrorState(kept["manifest"], pages)
    except (FileNotFoundError, ValueError, KeyError, IndexError, TypeError):
        return MirrorState()


def write_state(path: Path, state: MirrorState) -> None:
    """Store the state, completely or not at all; it holds each word once."""
    words = _Numbered()
    pages = [
        (
            words[address],
            page.status,
            page.file,
            page.digest,
            page.size,
            list(map(words.__getitem__, page.links)),
            page.made_from.digest,
            words[page.made_from.asked],
            page.made_from.marks,
        )
        for address, page in state.pages.items()
    ]
    kept: Mapping[str, object] = {
        "form": _FORM,
        "manifest": state.manifest,
        "words": list(words),
        "pages": pages,
    }
    put_file(path, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())


def put_file(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file in place of the old one, so that a kill leaves either of them whole."""
    arriving = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{INCOMPLETE_SUFFIX}")
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


INCOMPLETE_SUFFIX = ".arriving"


class _Numbered(dict[str, int]):
    """A number for each word, given at its first use."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number
