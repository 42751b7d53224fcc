"""Entering of events, which keeps the derived row of a request in step with its history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.agenda import agenda_of
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import CaseStatus, case_status_of, sweep_day
from tracker.domain.case.history import Entry, History, entries_in_force
from tracker.domain.case.recalculation import Doubt, deadline_snapshots, doubts
from tracker.domain.case.unread_documents import doubted_lapses, turned
from tracker.domain.clock.deadline_changes import DeadlineSnapshot
from tracker.domain.events.event import Event
from tracker.domain.events.publication.published import Published
from tracker.domain.events.publication.removed import Removed
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.responses.reply import Reply
from tracker.domain.record.corrections_list import CorrectionNotice, notice_of
from tracker.domain.record.record import Record, record_of
from tracker.services.core.indexing import index
from tracker.services.core.office import Calculating, Office
from tracker.services.ports.cases import CaseFile, CaseRow
from tracker.services.ports.publishing import PublicCopyFile
from tracker.services.ports.records import ReleasedText
from tracker.services.ports.sought import Sought


def enter(
    office: Office,
    case: CaseFile,
    *events: Event,
    by: str,
    texts: Sequence[ReleasedText] = (),
    copies: Sequence[PublicCopyFile] = (),
    derived: "Derived | None" = None,
) -> tuple[Entry, ...]:
    """Append events, oldest first, and store the derived row of the request.

    If the events change what the public sees, also store the next version of the public record.
    `derived` is the state with these events, if the caller has calculated it already. Raises
    AlreadyEntered if an event is in the history, and NotAllowed if an equal entry or reply with
    the same documents is in force; nothing is stored then.
    """
    at = office.now()
    older = case.history
    _require_new(older, events)
    before = versions(older)
    entries = tuple(case.enter(event, at=at, by=by) for event in events)
    if derived:
        case.project(derived.row, derived.told)
    else:
        project(office, case)
    if versions(case.history) > before:
        record = public_record(office, case.reference, case.history)
        told = tuple(_notices(record, entries, older, case))
        case.publish(record, texts, copies, told)
        index(office, record, removed=any(isinstance(event, Removed) for event in events))
    return entries


def _require_new(history: History, events: Sequence[Event]) -> None:
    """Raise NotAllowed if an event with documents repeats an entry in force.

    A form sent twice, or two people with one letter, must not make the record say that a body
    refused twice. The store itself admits an event with a once-key a single time.
    """
    for event in (each for each in events if each.evidence and each.once is None):
        for entry in entries_in_force(history):
            if entry.event == event or _replies_alike(entry.event, event):
                raise NotAllowed(
                    "“{name}” is already logged as entry {seq}, with the same date and "
                    "documents. Check that entry and correct it if it is wrong.",
                    name=entry.event.label,
                    seq=entry.seq,
                )


def _replies_alike(one: Event, other: Event) -> bool:
    """Return whether two events record one reply: same date and same documents."""
    both = isinstance(one, Reply) and isinstance(other, Reply)
    return both and (one.on, set(one.evidence)) == (other.on, set(other.evidence))


def _notices(
    record: Record, entries: Sequence[Entry], older: History, case: CaseFile
) -> Iterator[CorrectionNotice]:
    """Yield the public correction notices of these entries.

    Corrections of entries that are not public are left out.
    """
    before = case_state_of(older)
    shown = frozenset() if before.withheld else before.published
    for entry in entries:
        hidden = isinstance(entry.event, Corrected) and entry.event.entry not in shown
        notice = None if hidden else notice_of(record, entry.event, case.published_digest())
        if notice:
            yield notice


def versions(history: History) -> int:
    """Return how many versions of the public record a history makes.

    There is one for each entry that changes what is shown, for each correction or recalculation of
    a shown entry, and for each document that puts a shown non-response in doubt until it is read.
    """
    released: set[int] = set()
    made, turns = 0, turned(history)
    for entry in history:
        if isinstance(entry.event, Published):
            released.update(entry.event.entries)
        changes = entry.event.changes_record or entry.event.shown_with in released
        made += changes or entry.seq in turns
    return made


@dataclass(frozen=True, slots=True)
class Derived:
    """What is derived from the timeline of a request: its state, its row, and the deadlines that
    may be published. These are counted without days off that are not verified."""

    case_status: CaseStatus
    row: CaseRow
    told: tuple[DeadlineSnapshot, ...]
    doubts: tuple[Doubt, ...]


def project(office: Office, case: CaseFile) -> Derived:
    """Derive the row and the deadlines of a request from its history, and store them."""
    derived = derive(office, case.reference, case.history)
    case.project(derived.row, derived.told)
    return derived


def derive(office: Calculating, reference: str, history: History) -> Derived:
    """Return the state of a history under the library, as of today where the body sits."""
    case_status = case_status_of(history, office.library)
    doubted = doubts(history, office.library)
    in_doubt = bool(doubted or doubted_lapses(case_status.case_state))
    row = _row_of(office, reference, case_status, doubted=in_doubt)
    told = deadline_snapshots(_without_unverified_days(office, history, case_status))
    return Derived(case_status, row, told, doubted)


def _without_unverified_days(
    office: Calculating, history: History, case_status: CaseStatus
) -> CaseStatus:
    """Return the state of a history without days off that are not verified. Such days may delay
    what the office does, but change nothing that it publishes."""
    library = office.library.without_unverified_days
    return case_status if library is office.library else case_status_of(history, library)


def _row_of(
    office: Calculating, reference: str, case_status: CaseStatus, *, doubted: bool
) -> CaseRow:
    drafted = case_status.case_state.drafted
    today = office.today_at(drafted.body) if drafted else office.now().date()
    window = case_status.next_window(today)
    return CaseRow(
        reference=reference,
        block=drafted.block if drafted else "",
        body=case_status.case_state.first_asked,
        law=drafted.law if drafted else "",
        phase=case_status.phase.value,
        open=case_status.open,
        edition=office.library.digest,
        next_day=case_status.next_day(today),
        sweep_on=sweep_day(case_status, today),
        window_closes=window.closes.earliest if window else None,
        last_safe_day=window.closes.last_safe_day if window else None,
        provisional=_provisional(case_status),
        published=bool(case_status.case_state.published) and not case_status.case_state.withheld,
        doubted=doubted,
        agenda=agenda_of(case_status, today),
    )


def _provisional(case_status: CaseStatus) -> bool:
    waits = any(
        awaited.ordinary.provisional for awaited in case_status.awaited if not awaited.done
    )
    return waits or any(window.closes.provisional for window in case_status.unfiled())


def public_record(office: Office, reference: str, history: History) -> Record:
    """Return the record that this history shows to the public."""
    case_status = case_status_of(history, office.library.without_unverified_days)
    drafted = case_status.case_state.drafted
    record = record_of(
        reference,
        versions(history),
        history,
        case_status,
        as_of=office.today_at(drafted.body) if drafted else office.now().date(),
        library_version=office.library.digest,
        demonstration=not office.premises.state().live,
    )
    origin = "" if record.withheld else _published_origin(office, reference)
    return replace(record, comes_from=origin) if origin else record


def _published_origin(office: Office, reference: str) -> str:
    """Return the request from which the items of a request came; empty if it is not public."""
    origin = office.related_requests.of(reference).comes_from
    seen = origin and office.records.references(Sought(reference=origin))
    return origin if seen else ""
