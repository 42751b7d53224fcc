"""A body's record at a glance, counted from the public records alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.standing import Phase
from tracker.services.office import Office
from tracker.services.ports import RecordLine
from tracker.web.record.entries import fell_silent, replied
from tracker.web.record.wording import share

REPLIED = frozenset({Phase.ANSWERED, Phase.PARTLY_ANSWERED, Phase.REFUSED, Phase.NOT_HELD})
# What happened before is not in these words: the record itself is looked at.
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
    def counted(self) -> int:
        """Requests that were replied to, or whose time has surely passed without a reply."""
        return self.replied + self.silent

    @property
    def open(self) -> int:
        """Requests still in time, those whose receipt is not proved, and those withdrawn."""
        return self.requests - self.counted

    @property
    def replied_share(self) -> str:
        """Of the requests that count: those with a reply of any kind, a refusal among them."""
        return share(self.replied, self.counted)

    @property
    def silent_share(self) -> str:
        """Of the requests that count: those without any reply."""
        return share(self.silent, self.counted)


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
    if phase in LATER or (phase in REPLIED and line.body in line.criticised):
        record = office.records.record(line.reference)
        return Fate(replied(record), fell_silent(record))
    return Fate(phase in REPLIED, phase is Phase.SILENT)
