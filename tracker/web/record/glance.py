"""A body's record at a glance, counted from the public records alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.standing import Phase
from tracker.services.office import Office
from tracker.services.ports_record import RecordLine
from tracker.web.record.entries import fell_silent, replied
from tracker.web.record.wording import share

REPLIED = frozenset({Phase.ANSWERED, Phase.PARTLY_ANSWERED, Phase.REFUSED, Phase.NOT_HELD})
# What happened before is not in these words: the record itself is looked at.
LATER = frozenset({Phase.APPEALED, Phase.APPEAL_SILENT, Phase.DECIDED, Phase.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Fate:
    """What came of one request at a body that had to answer it."""

    replied: bool
    time_passed: bool
    handed_on: bool = False


@dataclass(frozen=True, slots=True)
class Glance:
    """How many requests to a body are on record, and what came of them while it had to answer.

    A body that handed a request on before its time had passed is neither silent nor late.
    """

    requests: int = 0
    replied: int = 0
    late: int = 0
    silent: int = 0
    handed_on: int = 0

    @property
    def counted(self) -> int:
        """Requests that were replied to, or whose time has surely passed without a reply."""
        return self.replied + self.silent

    @property
    def open(self) -> int:
        """Requests still in time, those whose receipt is not proved, and those withdrawn."""
        return self.requests - self.counted - self.handed_on

    @property
    def replied_share(self) -> str:
        """Of the requests that count: those with a reply of any kind, a refusal among them."""
        return share(self.replied, self.counted)

    @property
    def silent_share(self) -> str:
        """Of the requests that count: those without any reply."""
        return share(self.silent, self.counted)


def glance(office: Office, lines: Iterable[RecordLine], body: str) -> Glance:
    """Count the records of one body."""
    fates = [_fate(office, line, body) for line in lines]
    return Glance(
        requests=len(fates),
        replied=sum(fate.replied for fate in fates),
        late=sum(fate.replied and fate.time_passed for fate in fates),
        silent=sum(fate.time_passed and not fate.replied for fate in fates),
        handed_on=sum(fate.handed_on for fate in fates),
    )


def _fate(office: Office, line: RecordLine, body: str) -> Fate:
    phase = Phase(line.phase)
    late = phase in REPLIED and body in line.criticised
    if line.handed_on or late or phase in LATER:
        record = office.records.record(line.reference)
        answered, passed = replied(record, body), fell_silent(record, body)
        gone = record.acting_body != body and not answered and not passed
        return Fate(answered, passed, gone)
    return Fate(phase in REPLIED, phase is Phase.SILENT)
