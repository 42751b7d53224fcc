"""The audit trail: who did what, written by the use cases and read by administrators."""

from collections.abc import Sequence
from datetime import timedelta

from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct, TrailEntry, TrailFilter

# Who works at the machine itself, by the command line.
OPERATOR = "operator"
# Who looks at the same thing again within this time is told of once.
_AGAIN = timedelta(hours=1)


def note_act(
    office: Office, act: AuditAct, *, who: str, about: str = "", detail: str = ""
) -> None:
    """Put down that somebody did something. All three are opaque keys, or a word of the program:
    never a person's name, an address, or anything that was typed about one."""
    office.people.trail.add(TrailEntry(office.now(), who, act.value, about, detail))


def note_once(office: Office, act: AuditAct, *, who: str, about: str) -> None:
    """The same for what somebody looks at, once in an hour."""
    last = office.people.trail.last(who, act.value, about)
    if last is None or office.now() - last > _AGAIN:
        note_act(office, act, who=who, about=about)


def audit_trail(
    office: Office, shown: TrailFilter, after: int, limit: int
) -> tuple[Sequence[TrailEntry], int]:
    """A page of the trail, the newest first, and how many entries there are in all."""
    return office.people.trail.entries(shown, after, limit)
