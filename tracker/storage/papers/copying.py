"""Copies sealed documents from one place to another, as often as it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.storage.papers.paper_store import PaperName, PaperStore, without_checksum


@dataclass(frozen=True, slots=True)
class PapersCopied:
    """How many documents were copied, how many were there already, and which are damaged."""

    copied: int
    there: int
    damaged: tuple[str, ...]


def copy_papers(
    source: PaperStore, target: PaperStore, begin: Callable[[int], Callable[[int], object]]
) -> PapersCopied:
    """Copy each document that the target lacks.

    Each is there for good before the next is copied: after a break another call goes on. The
    source stays as it is, and its damaged documents are not copied. `begin` takes their number,
    and returns what is called with 1 after each.
    """
    there, names = set(target.names()), list(source.names())
    wanted = [name for name in names if name not in there]
    tell, copied, damaged = begin(len(wanted)), 0, []
    for name in wanted:
        content = _content(source, name)
        if content is None:
            continue
        if without_checksum(content) is None:
            damaged.append(source.title(name))
            continue
        target.put(name, content)
        copied += 1
        tell(1)
    return PapersCopied(copied, len(names) - len(wanted), tuple(damaged))


def _content(source: PaperStore, name: PaperName) -> bytes | None:
    """Return a document, None if it was erased in the meantime, nothing if the disk refuses."""
    try:
        with source.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError:
        return b""  # damaged, as far as anyone can tell
