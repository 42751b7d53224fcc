"""The audit trail: who did what, written by the use cases and read by administrators."""

from collections.abc import Sequence
from datetime import timedelta

from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct, TrailEntry, TrailFilter

# The actor for commands run on the server.
OPERATOR = "operator"
# Repeated views of one thing by one person within this time make one entry.
_AGAIN = timedelta(hours=1)


def note_act(
    office: Office, act: AuditAct, *, who: str, about: str = "", detail: str = ""
) -> None:
    """Add an act to the audit trail.

    `who`, `about` and `detail` are opaque keys or words of the program, never a person's name, an
    address, or anything typed about a person.
    """
    office.people.trail.add(TrailEntry(office.now(), who, act.value, about, detail))


def note_once(office: Office, act: AuditAct, *, who: str, about: str) -> None:
    """Add a view to the audit trail, at most once an hour for each person and thing."""
    last = office.people.trail.last(who, act.value, about)
    if last is None or office.now() - last > _AGAIN:
        note_act(office, act, who=who, about=about)


def audit_trail(
    office: Office, shown: TrailFilter, after: int, limit: int
) -> tuple[Sequence[TrailEntry], int]:
    """Return one page of the audit trail, newest first, and the total number of entries."""
    return office.people.trail.entries(shown, after, limit)
