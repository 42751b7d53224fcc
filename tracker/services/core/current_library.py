"""The library with the office's own entries as they are now, and as the public sees it."""

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import History, entries_in_force
from tracker.domain.library import Library
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


_BLOCK_NOT_VERIFIED = Message(
    "This block is not verified. A second person has to compare its sources before "
    "anything about it is published."
)
_BODY_NOT_VERIFIED = Message(
    "This public body is not verified. A second person has to compare its sources before "
    "anything about it is published."
)
_SUPPORTER_NOT_VERIFIED = Message(
    "A supporting organisation is not verified. A second person has to compare its sources "
    "before anything about it is published."
)
_CORRECT_TO_PUBLISH = Message(
    "The program does not accept the entry “{key}” of the office’s library. Correct "
    "it before anything about it is published."
)
_CORRECT_TO_ASK = Message(
    "The program does not accept the entry “{key}” of the office’s library. Correct "
    "it before you ask about it."
)
_LAW_NOT_VERIFIED = Message(
    "This law is not verified. A second person has to compare its sources before "
    "anything under it is published."
)


def law_lacks(library: Library, law: str) -> BadInput | None:
    """Return why no letter under a law can be finalised: it is the office's own, and nobody has
    verified it. None otherwise."""
    if library.unverified.isdisjoint((("laws", law), ("petitions", law))):
        return None
    return BadInput(
        "This law is not verified. A second person has to compare its sources before a letter "
        "under it is finalised."
    )


def require_verified(
    office: Office, block: str, *bodies: str, law: str = "", supporters: Iterable[str] = ()
) -> None:
    """Raise NotAllowed if one of these entries is the office's own and nobody has verified it, or
    if the program does not accept it."""
    _require_accepted(office, _CORRECT_TO_PUBLISH, block, *bodies)
    unverified = office.library.unverified
    if ("blocks", block) in unverified:
        raise NotAllowed(_BLOCK_NOT_VERIFIED)
    if any(("bodies", body) in unverified for body in bodies):
        raise NotAllowed(_BODY_NOT_VERIFIED)
    if law_lacks(office.library, law):
        raise NotAllowed(_LAW_NOT_VERIFIED)
    if any(("organisations", each) in unverified for each in supporters):
        raise NotAllowed(_SUPPORTER_NOT_VERIFIED)


def require_verified_request(office: Office, history: History) -> None:
    """Raise NotAllowed if a request names an entry of the office that nobody has verified."""
    case_state = case_state_of(history)
    drafted = case_state.drafted
    if drafted is None:
        return
    # The recipients of transfers, appeals and applications for enforcement.
    told = (getattr(entry.event, "to", "") for entry in entries_in_force(history))
    bodies = drafted.body, *case_state.holders, *case_state.parted.values(), *filter(None, told)
    require_verified(
        office, drafted.block, *bodies, law=drafted.law, supporters=drafted.supporters
    )


def require_accepted(office: Office, block: str, body: str) -> None:
    """Raise NotAllowed if the program does not accept the office's entry of a block or a body."""
    _require_accepted(office, _CORRECT_TO_ASK, block, body)


def _require_accepted(office: Office, refusal: Message, block: str, *bodies: str) -> None:
    for named in (("blocks", block), *(("bodies", body) for body in bodies)):
        if named in office.library.stand_ins:
            raise NotAllowed(refusal, key=named[1])
