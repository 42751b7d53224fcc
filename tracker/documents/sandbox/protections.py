"""What this system takes from a process that draws a document, tried out."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tracker.documents.sandbox.confined_jobs import confinement, probe
from tracker.documents.sandbox.memory_folder import memory_folder


@dataclass(frozen=True, slots=True)
class DrawingProtections:
    """What protects the office from a document that is drawn.

    `reads_office` and `reaches_network` are what a process in the sandbox could do.
    """

    has_bubblewrap: bool
    has_namespaces: bool
    has_other_account: bool
    reads_office: bool
    reaches_network: bool
    is_filtered: bool
    is_in_memory: bool


def drawing_protections(instance: Path) -> DrawingProtections:
    """Return what protects the files of this instance, by running a process that tries."""
    confined = confinement()
    found = probe(confined, instance, *instance.glob("*.key"))
    return DrawingProtections(
        has_bubblewrap=shutil.which("bwrap") is not None,
        has_namespaces=bool(confined.bubblewrap),
        has_other_account=confined.account is not None,
        reads_office=bool(found.get("read", True)),
        reaches_network=bool(found.get("network", True)),
        is_filtered=bool(found.get("filtered")),
        is_in_memory=bool(confined.bubblewrap) or memory_folder() is not None,
    )
