"""Private notes of calls and visits: the post of the person, the time, and what was said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.base.errors import BadInput
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.conversation import Conversation
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.paper_details import LONGEST_POST
from tracker.services.core.recording import record_in

LONGEST_SAID = 4000
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class SpokenNote:
    """The private part of a call or visit.

    `post` is the post of the person of the body, never a name. `time` is the time of day there,
    and `number` a number that was given, such as a diary number.
    """

    post: str
    said: str
    time: str = ""
    number: str = ""


def record_conversation(
    office: Office,
    reference: str,
    event: Conversation,
    note: SpokenNote,
    papers: Sequence[Upload] = (),
    *,
    by: str,
) -> Entry:
    """Record a call or visit with its private note.

    Raises BadInput if the post or what was said is missing, if the time is not a time of day, and
    if words are too long. Also raises as `record_in` does.
    """
    _require_note(note)
    words = "\n".join(filter(None, (note.time, note.said)))
    with office.cases.open(reference) as case:
        entry = record_in(office, case, event, papers, by=by)
        case.keep_filing(entry.seq, Filing(note.number, words, note.post))
        return entry


def _require_note(note: SpokenNote) -> None:
    if not note.post:
        raise BadInput("Enter the post of the person you spoke with.")
    if not note.said:
        raise BadInput("Enter what was said.")
    if note.time and not _TIME.fullmatch(note.time):
        raise BadInput("Enter the time as hours and minutes, for example 10:30.")
    if len(note.said) > LONGEST_SAID:
        raise BadInput("What was said must be {most} characters or fewer.", most=LONGEST_SAID)
    if max(len(note.post), len(note.number)) > LONGEST_POST:
        raise BadInput("Post and number must be {most} characters or fewer.", most=LONGEST_POST)
