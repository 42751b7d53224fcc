"""Private tags by which the office finds requests."""

import re

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office

_LONGEST = 40
_MOST = 20


def tags_in(typed: str) -> tuple[str, ...]:
    """Return the tags in a text, separated by semicolons or commas, each once.

    Raises BadInput if a tag is too long or there are too many.
    """
    pieces = (" ".join(piece.split()).lower() for piece in re.split(r"[;,\n]", typed))
    tags = tuple(dict.fromkeys(piece for piece in pieces if piece))
    if any(len(tag) > _LONGEST for tag in tags):
        raise BadInput(
            "Tag must be {longest} characters or fewer. Separate tags with a semicolon (;).",
            longest=_LONGEST,
        )
    if len(tags) > _MOST:
        raise BadInput("A request can have {most} tags at most. Remove some.", most=_MOST)
    return tags


def tag(office: Office, reference: str, typed: str) -> None:
    """Replace the tags of a request.

    Raises NotOnFile if there is no such request, BadInput as `tags_in` does.
    """
    tags = tags_in(typed)
    with office.cases.open(reference):
        office.workbook.tags.put(reference, tags)
