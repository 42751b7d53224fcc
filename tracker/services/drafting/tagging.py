"""Private words by which the office finds requests again."""

import re

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office

_LONGEST = 40
_MOST = 20


def tags_in(typed: str) -> tuple[str, ...]:
    """The tags in what was typed, with semicolons or commas between them, each once.

    Raises BadInput for one that is too long, or too many.
    """
    pieces = (" ".join(piece.split()).lower() for piece in re.split(r"[;,\n]", typed))
    tags = tuple(dict.fromkeys(piece for piece in pieces if piece))
    if any(len(tag) > _LONGEST for tag in tags):
        raise BadInput(
            "Shorten the tag: {longest} characters at most, with ; between tags.", longest=_LONGEST
        )
    if len(tags) > _MOST:
        raise BadInput("A request has {most} tags at most: leave some out.", most=_MOST)
    return tags


def tag(office: Office, reference: str, typed: str) -> None:
    """Give a request these tags in place of those before. Raises NotOnFile, BadInput."""
    tags = tags_in(typed)
    with office.cases.open(reference):
        office.workbook.tags.put(reference, tags)
