"""The library with the office's own entries as they are now, and as the public sees it."""

from dataclasses import replace

from tracker.domain.base.errors import NotAllowed
from tracker.services.core.office import Office


def with_current_library(office: Office) -> Office:
    """Return the office with its own entries as they are now over the shipped library.

    Returns the same office if nothing changed. Raises LibraryFaults if the shipped library has
    faults.
    """
    mark = office.own_library.mark()
    if mark == office.library_mark:
        return office
    layered = office.library_reader.layered(office.own_library.in_force())
    return replace(office, library=layered.library, library_mark=mark)


def as_public(office: Office) -> Office:
    """Return the office as the public sees it: without entries that nobody has verified."""
    library = office.library.public
    return office if library is office.library else replace(office, library=library)


def require_verified(office: Office, block: str, *bodies: str) -> None:
    """Raise NotAllowed if a block or a body is the office's own and nobody has verified it."""
    if ("blocks", block) in office.library.unverified:
        raise NotAllowed(
            "This block is not verified. A second person has to compare its sources before "
            "anything about it is published."
        )
    if any(("bodies", body) in office.library.unverified for body in bodies):
        raise NotAllowed(
            "This public body is not verified. A second person has to compare its sources before "
            "anything about it is published."
        )
