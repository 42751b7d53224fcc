"""A body's record at a glance, counted from the public records alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.record import Record
from tracker.domain.standing import Phase
from tracker.services.office import Office
from tracker.services.ports import RecordLine
from tracker.web.record.wording import share

REPLIES = frozenset({"answered", "partly-answered", "refused", "not-held"})
LAPSES = frozenset({"overdue", "fell-silent"})
REPLIED = frozenset({Phase.ANSWERED, Phase.PARTLY_ANSWERED, Phase.REFUSED, Phase.NOT_HELD})
# What happened before these words is not in them: the record itself is looked at.
LATER = frozenset({Phase.APPEALED, Phase.APPEAL_SILENT, Phase.DECIDED, Phase.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Fate:
    """What came of one request at the body that was asked."""

    replied: bool
    time_passed: bool


@dataclass(frozen=True, slots=True)
class Glance:
    """How many requests to a body are on record, and what came of them."""

    requests: int = 0
    replied: int = 0
    late: int = 0
    silent: int = 0

    @property
    def replied_share(self) -> str:
        """Requests with a reply of any kind, a refusal among them."""
        return share(self.replied, self.requests)

    @property
    def silent_share(self) -> str:
        """Requests without any reply once the time for one had passed."""
        return share(self.silent, self.requests)


def glance(office: Office, lines: Iterable[RecordLine]) -> Glance:
    """Count the records of one body."""
    fates = [_fate(office, line) for line in lines]
    return Glance(
        requests=len(fates),
        replied=sum(fate.replied for fate in fates),
        late=sum(fate.replied and fate.time_passed for fate in fates),
        silent=sum(fate.time_passed and not fate.replied for fate in fates),
    )


def _fate(office: Office, line: RecordLine) -> Fate:
    phase = Phase(line.phase)
    if phase in LATER:
        replied = _has_reply(office.records.record(line.reference))
    else:
        replied = phase in REPLIED
    # A silence of the appeal body is not a silence of the body that was asked.
    return Fate(replied, line.body in line.criticised)


def _has_reply(record: Record) -> bool:
    return any(entry.kind in REPLIES and not entry.corrected for entry in record.entries)
