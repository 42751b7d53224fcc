"""The state of the office as numbers, for programs that watch it.

Only counts and moments: no reference, no name, no address. All of it is in the database or in the
instance folder, so each process of a machine gives the same numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tracker import __version__
from tracker.domain.base.errors import Refusal
from tracker.domain.case.case_status import Phase
from tracker.services.core.office import Office
from tracker.services.ports.attesting import Attester
from tracker.services.ports.holds import Hold
from tracker.services.ports.premises import LateWork, RunStep
from tracker.services.reminders.late_work import LateLimits, late_work

_Values = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Gauge:
    """One number, or one for each value of a label. What is not known is left out."""

    name: str
    meaning: str
    values: _Values
    label: str = field(default="")


def gauges_of(office: Office, limits: LateLimits) -> Iterator[Gauge]:
    """Yield the numbers of this office."""
    state = office.premises.state()
    yield Gauge("info", "The version of the program.", {__version__: 1}, "version")
    yield _one("live", "1 in a live office, 0 in a demonstration.", state.live)
    yield _one("read_only", "1 while every change is refused.", office.read_only)
    phases = office.case_rows.count_by_phase()
    counted = {phase.value: phases.get(phase, 0) for phase in Phase}
    yield Gauge("requests", "Requests by status.", counted, "status")
    outdated = office.case_rows.count_outdated(office.library.edition)
    yield _one("requests_to_recalculate", "Requests of another library version.", outdated)
    swept = _seconds(state.last_sweep_at)
    yield _one("last_sweep_timestamp_seconds", "When deadlines were last checked.", swept)
    left = state.left_unswept
    yield _one("unreadable_requests", "Requests that the last check could not read.", left)
    yield from _of_log(office)
    yield from _of_mail(office)
    backup = _seconds(office.incoming.backed_up_by(office.now()))
    yield _one("last_backup_timestamp_seconds", "When the newest backup was begun.", backup)
    holds = _among(Hold, office.holds.active())
    yield Gauge("on_hold", "1 for a reason why acts are on hold.", holds, "reason")
    failed = _among(RunStep, state.failed_steps)
    yield Gauge("failed_step", "1 for a step that failed at the last run.", failed, "step")
    late = _among(LateWork, [each.work for each in late_work(office, limits)])
    yield Gauge("late", "1 for work that is late.", late, "work")


def _of_log(office: Office) -> Iterator[Gauge]:
    try:
        log = office.log.state()
    except Refusal:
        log = None
    yield _one("log_readable", "0 if the public log or its key cannot be read.", log is not None)
    if log is not None:
        yield _one("log_entries", "Entries of the public log.", log.size)
        yield _one("log_waiting", "Entries that wait for their position.", log.waiting)
        signed = _seconds(log.made_at)
        yield _one("last_log_signature_timestamp_seconds", "The newest checkpoint.", signed)
    known = office.log.attestations()
    said = {
        by.value: max((e.at.timestamp() for e in known if e.kind is by and e.at), default=None)
        for by in Attester
    }
    meaning = "The newest statement of someone else about the log."
    yield Gauge("last_statement_timestamp_seconds", meaning, said, "by")


def _of_mail(office: Office) -> Iterator[Gauge]:
    own, readers = office.outbox.queued(readers=False), office.outbox.queued(readers=True)
    queue = {"people": own.number, "readers": readers.number}
    yield Gauge("mail_waiting", "Emails that wait to be sent.", queue, "to")
    oldest = {"people": _seconds(own.oldest), "readers": _seconds(readers.oldest)}
    yield Gauge("oldest_mail_timestamp_seconds", "The oldest of them.", oldest, "to")
    yield _one("mail_dead", "Emails that a person has to look at.", office.outbox.count_dead())
    fetched = {source.name for source in office.incoming.sources}
    boxes = [box for box in office.incoming.mailboxes.all() if box.name in fetched]
    moments = {box.name: _seconds(box.last_ok_at) for box in boxes}
    meaning = "When a mailbox was last fetched to its end."
    yield Gauge("last_mail_fetch_timestamp_seconds", meaning, moments, "mailbox")


def in_prometheus_format(gauges: Iterator[Gauge]) -> str:
    """Return the numbers in the text format of Prometheus, version 0.0.4."""
    return "".join(f"{line}\n" for gauge in gauges for line in _lines(gauge))


def _lines(gauge: Gauge) -> Iterator[str]:
    name = f"tracker_{gauge.name}"
    yield f"# HELP {name} {gauge.meaning}"
    yield f"# TYPE {name} gauge"
    for value, number in gauge.values.items():
        if number is not None:
            label = f'{{{gauge.label}="{value}"}}' if gauge.label else ""
            yield f"{name}{label} {float(number):.15g}"


def _one(name: str, meaning: str, number: float | None) -> Gauge:
    return Gauge(name, meaning, {"": number})


def _among(kind: type[StrEnum], found: Sequence[StrEnum]) -> _Values:
    return {each.value: each in found for each in kind}


def _seconds(at: datetime | None) -> float | None:
    return at.timestamp() if at else None
