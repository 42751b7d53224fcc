"""What a document of a body says of itself, as letters quote it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PaperDetails:
    """The number and the date that a document of a body bears, the post that signed it, and its
    operative words.

    Private: number and words may name the requester. `signed_by` is a post, never a person.
    Each is empty while nobody has read it from the document.
    """

    number: str = ""
    dated: date | None = None
    signed_by: str = ""
    words: str = ""


NO_DETAILS = PaperDetails()
