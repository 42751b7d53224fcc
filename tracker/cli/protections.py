"""Sentences about what protects private words from disks, and from documents that are drawn."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tracker.documents.sandbox.protections import DrawingProtections

_READS_OFFICE = (
    "A document that is drawn could read the office’s files: install bubblewrap (`apt install "
    "bubblewrap`), or use a kernel with Landlock (5.13 or later)."
)
_REACHES_NETWORK = (
    "A document that is drawn could reach the network: install bubblewrap and libseccomp2 (`apt "
    "install bubblewrap libseccomp2`)."
)
_NOT_IN_MEMORY = (
    "Word documents, texts and emails are not drawn, because there is no folder in memory: "
    "install bubblewrap, or mount a tmpfs at /dev/shm."
)
_NO_BUBBLEWRAP = (
    "Documents are drawn without namespaces of their own: install bubblewrap (`apt install "
    "bubblewrap`)."
)
_NO_NAMESPACES = (
    "Documents are drawn without namespaces of their own, since bubblewrap may make none here: "
    "a container or a unit may forbid them, and some systems do (see the operator’s guide)."
)
_NO_FILTER = (
    "The system calls of what draws documents are not filtered: install libseccomp2 (`apt "
    "install libseccomp2`)."
)
_OPEN_SWAP = (
    "The swap {name} is not known to be encrypted: words that were open in memory may stay "
    "there. Encrypt it with a key that is new at each start, or keep the service out of it by "
    "MemorySwapMax=0, as the shipped unit does."
)


def drawing_line(found: DrawingProtections) -> str:
    """Return how documents are drawn, in one line."""
    parts = (
        "in namespaces of their own" if found.has_namespaces else "without namespaces",
        "under another account" if found.has_other_account else "under the same account",
        "with the network in reach" if found.reaches_network else "without network",
        "with the office’s files in reach" if found.reads_office else "without the office’s files",
        "with filtered system calls" if found.is_filtered else "with all system calls",
        "in memory" if found.is_in_memory else "with no folder in memory",
    )
    return f"documents are drawn: {', '.join(parts)}"


def drawing_problems(found: DrawingProtections) -> Iterator[str]:
    """Yield what must not stay so."""
    if found.reads_office:
        yield _READS_OFFICE
    if found.reaches_network:
        yield _REACHES_NETWORK
    if not found.is_in_memory:
        yield _NOT_IN_MEMORY


def drawing_advice(found: DrawingProtections) -> Iterator[str]:
    """Yield what would protect more."""
    if not found.has_namespaces:
        yield _NO_NAMESPACES if found.has_bubblewrap else _NO_BUBBLEWRAP
    if not found.is_filtered:
        yield _NO_FILTER


def swap_advice(system: Path = Path("/")) -> Iterator[str]:
    """Yield a sentence for each swap on a disk that is not known to be encrypted."""
    with suppress(OSError):
        for line in (system / "proc/swaps").read_text("utf-8").splitlines()[1:]:
            name = line.split()[0]
            if not _is_safe(Path(name).name, system):
                yield _OPEN_SWAP.format(name=name)


def _is_safe(device: str, system: Path) -> bool:
    """Return whether a device of this name is compressed memory or an encrypted disk."""
    if device.startswith("zram"):
        return True
    try:
        mapped = (system / "sys/block" / device / "dm/uuid").read_text("ascii")
    except OSError:
        return False
    return mapped.startswith("CRYPT-")
