"""How an address of the workspace names a remedy: by its stage and the entry that opened it."""

from tracker.domain.base.errors import NotOnFile
from tracker.services.letters.remedies import Remedy, RemedyPlace


def key_of(remedy: Remedy) -> str:
    """Return the key of a remedy for addresses and forms."""
    stage, opening = remedy.place
    return f"{stage}:{opening}"


def place_in(key: str) -> RemedyPlace | None:
    """Return the place that an address names; None if it names none.

    Raises NotOnFile if it is malformed.
    """
    if not key:
        return None
    stage, colon, opening = key.rpartition(":")
    if not colon or not opening.isascii() or not opening.isdigit():
        raise NotOnFile("There is no such remedy. Choose one on the request page.")
    return stage, int(opening)
