"""The scorecards of bodies, computed from the totals of the public record, never from its
records."""

from collections.abc import Iterable, Mapping

from tracker.domain.record.scorecard import Sums
from tracker.domain.record.tally import Scope, What
from tracker.services.core.office import Office

# The totals that a body's scorecard uses.
_ALL = (
    What.RECORDS,
    What.FATE,
    What.DAYS,
    What.QUESTION,
    What.AS_RECORD,
    What.ANSWERS,
    What.REFUSING,
    What.EXEMPTION,
    What.LACKING,
    What.APPEALED,
    What.HEARD,
    What.HEARD_DAYS,
    What.DECIDED,
)
GLANCE = (What.FATE, What.HEARD)


def sums_of_bodies(office: Office, whats: Iterable[What] = _ALL) -> Mapping[str, Sums]:
    """Return the totals of every body with records."""
    found: dict[str, dict[What, Mapping[tuple[str, int], int]]] = {}
    for (body, what), counts in office.records.tally(Scope.BODY, whats).items():
        if counts:
            found.setdefault(body, {})[what] = counts
    return found


def sums_of(office: Office, body: str) -> Sums:
    """Return the totals of one body."""
    found = office.records.tally(Scope.BODY, _ALL, body)
    return {what: counts for (_, what), counts in found.items()}
