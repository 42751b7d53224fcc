"""Logging of dispatches or receipts from a pasted table, by the rules of the single forms."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.base.terms import Channel, ReceiptProof
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.services.cases import sending
from tracker.services.cases.batches.dispatch_table import (
    DispatchTable,
    TableLine,
    channel_in,
    proof_in,
)
from tracker.services.core.evidence import Upload, safe_name
from tracker.services.core.office import Office
from tracker.services.core.recording import (
    NO_PROOF,
    HeldLetter,
    SendingDetails,
    checked_event,
    recipient_lacks,
    require_held,
)
from tracker.services.drafting.list_days import DayOrder, day_in
from tracker.services.letters.frozen_letters import approved_request
from tracker.services.letters.request_words import serving_channels

# Logging is one transaction. All other writers wait until it ends.
MOST_LOGGED = 500
# A proof is stored once for each request, sealed to that request.
MOST_PROOF_BYTES = 300 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class LinePlan:
    """The entry that will be logged for a line of the table, or the reason why none will be.

    `says_otherwise` has the channels that the letter names, if the line has another one.
    """

    line: TableLine
    reference: str = ""
    body: str = ""
    event: Sent | Received | None = None
    filing: Filing = field(default_factory=Filing)
    file: str = ""
    says_otherwise: tuple[Channel, ...] = ()
    fault: Refusal | None = None


@dataclass(frozen=True, slots=True)
class TablePlan:
    """The plans of all lines. At most 500 lines are logged at once, to keep the wait short."""

    table: DispatchTable
    plans: tuple[LinePlan, ...]

    @property
    def faults(self) -> tuple[LinePlan, ...]:
        """Return the lines that cannot be logged, in order."""
        return tuple(plan for plan in self.plans if plan.fault)

    @property
    def sound(self) -> tuple[LinePlan, ...]:
        """Return the lines that can be logged, in order."""
        return tuple(plan for plan in self.plans if plan.fault is None)

    @property
    def next(self) -> tuple[LinePlan, ...]:
        """Return the lines that the next step logs."""
        return self.sound[:MOST_LOGGED]

    @property
    def left(self) -> str:
        """Return the lines that the next step leaves over, as a table; empty if none are left."""
        done = {plan.line.number for plan in self.next}
        lines = [line.text for line in self.table.lines if line.number not in done]
        return "\n".join([*filter(None, [self.table.heading]), *lines]) if lines else ""

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of the files that the next step needs, each once."""
        return tuple(dict.fromkeys(plan.file for plan in self.next if plan.file))


States = Mapping[str, CaseState]
_Planner = Callable[[Office, TableLine, CaseState, DayOrder], LinePlan]


def plan_dispatches(office: Office, table: DispatchTable, order: DayOrder) -> TablePlan:
    """Return the plan for a table of dispatches."""
    return plan_lines(office, table, states_of(office, table), order, _dispatch)


def plan_receipts(office: Office, table: DispatchTable, order: DayOrder) -> TablePlan:
    """Return the plan for a table of receipts."""
    return plan_lines(office, table, states_of(office, table), order, _receipt)


def states_of(office: Office, table: DispatchTable) -> States:
    """Return the state of every request of the office that the table names."""
    named = {_reference(line) for line in table.lines}
    known = [each for each in office.cases.references() if each in named]
    with office.cases.look_all(known) as cases:
        return {case.reference: case_state_of(case.history) for case in cases}


def plan_lines(
    office: Office, table: DispatchTable, states: States, order: DayOrder, plan: _Planner
) -> TablePlan:
    """Return the plan of each line of a table. A second line for the same request is a fault."""
    seen: dict[str, int] = {}
    plans = []
    for line in table.lines:
        reference = _reference(line)
        try:
            state = _state(states, reference, seen, line)
            planned = plan(office, line, state, order)
            seen[reference] = line.number
            body = office.library.body_short_name(state.body)
            plans.append(replace(planned, reference=reference, body=body))
        except Refusal as refusal:
            plans.append(LinePlan(line, reference, fault=refusal))
    return TablePlan(table, tuple(plans))


def log_dispatches(
    office: Office,
    plan: TablePlan,
    proofs: Sequence[Upload],
    *,
    letter: HeldLetter = HeldLetter.WORD,
    without_proof: bool = False,
    by: str,
) -> int:
    """Log the next dispatches of a table, all or none, and return how many were logged.

    Each line is logged as if it were typed into the form of its request. A line that names no
    file uses the only file that no other line names. Raises BadInput with the number of the line
    if its proof is missing or `sending.send` refuses it.
    """

    def log(planned: LinePlan, own: Sequence[Upload]) -> None:
        event = planned.event
        if isinstance(event, Sent):
            details = SendingDetails(
                on=event.on.earliest,
                channel=event.channel,
                filing=planned.filing,
                proofs=own,
                letter=letter,
                without_proof=without_proof and not own,
            )
            sending.send(office, planned.reference, details, by=by)

    return _log_all(office, plan, proofs, log, NO_PROOF if not without_proof else "")


def log_receipts(office: Office, plan: TablePlan, proofs: Sequence[Upload], *, by: str) -> int:
    """Log the next receipts of a table, all or none, and return how many were logged.

    No receipt is logged without a proof. Raises as `log_dispatches` does.
    """

    def log(planned: LinePlan, own: Sequence[Upload]) -> None:
        event = planned.event
        if isinstance(event, Received):
            left = event.dispatch
            sending.prove_receipt(
                office, planned.reference, event.on, event.proof, own, dispatch=left, by=by
            )

    return _log_all(office, plan, proofs, log, Received.needs_document)


def _log_all(
    office: Office,
    plan: TablePlan,
    proofs: Sequence[Upload],
    log: Callable[[LinePlan, Sequence[Upload]], None],
    needed: str,
) -> int:
    files = _by_line(plan, proofs, needed)
    if sum(len(each.data) for own in files.values() for each in own) > MOST_PROOF_BYTES:
        raise BadInput(
            "The proofs are too large, because each is stored once for every request that "
            "it proves. Attach a smaller scan, or log fewer lines at once."
        )
    with office.cases.together():
        for planned in plan.next:
            try:
                log(planned, files[planned.line.number])
            except Refusal as refusal:
                raise BadInput(
                    "Nothing was logged, because of line {line}: {why}",
                    line=planned.line.number,
                    why=refusal,
                ) from refusal
    return len(plan.next)


def _by_line(
    plan: TablePlan, proofs: Sequence[Upload], needed: str
) -> Mapping[int, tuple[Upload, ...]]:
    """Return the proofs of each line. Raises BadInput for a missing proof or an unnamed file."""
    known = {each.name.casefold(): each for each in proofs}
    unnamed = [each for each in plan.next if not each.file]
    named = {each.file.casefold() for each in plan.next if each.file}
    spare = tuple(each for name, each in known.items() if name not in named)
    if spare and not unnamed:
        raise BadInput("No line names the file “{name}”. Add its name.", name=spare[0].name)
    if len(spare) > 1:
        raise BadInput(
            "You attached {number} files that no line names. One file proves all lines that name "
            "none. With several files, name the file in each line.",
            number=len(spare),
        )
    found = {}
    for each in plan.next:
        own = known.get(each.file.casefold()) if each.file else next(iter(spare), None)
        if own is None and (each.file or needed):
            raise BadInput(
                "Line {line} has no proof. {why}",
                line=each.line.number,
                why=BadInput("Attach the file “{name}”.", name=each.file)
                if each.file
                else BadInput(needed),
            )
        found[each.line.number] = (own,) if own else ()
    return found


def _state(states: States, reference: str, seen: Mapping[str, int], line: TableLine) -> CaseState:
    if not reference:
        raise BadInput("Enter the reference of the request.")
    if reference not in states:
        raise NotOnFile("No request has the reference “{name}”.", name=line.said("reference")[:60])
    if reference in seen:
        raise BadInput("This request is in line {line} already.", line=seen[reference])
    return states[reference]


def _dispatch(office: Office, line: TableLine, state: CaseState, order: DayOrder) -> LinePlan:
    day = _day(line, order)
    channel = Channel(channel_in(line.said("channel")))
    event = checked_event(office, state, Sent(on=DaySpan.on(day), channel=channel))
    require_held(approved_request(office, state), day)
    if lacks := recipient_lacks(channel, line.said("recipient")):
        raise BadInput(lacks)
    filing = Filing(number=line.said("number"), recipient=line.said("recipient"))
    said = _channels_said(office, state)
    return LinePlan(
        line,
        event=event,
        filing=filing,
        file=_file(line),
        says_otherwise=() if channel in said else said,
    )


def _receipt(office: Office, line: TableLine, state: CaseState, order: DayOrder) -> LinePlan:
    proof = ReceiptProof(proof_in(line.said("proof")))
    received = sending.receipt_of(state, DaySpan.on(_day(line, order)), proof)
    return LinePlan(line, event=checked_event(office, state, received), file=_file(line))


def _channels_said(office: Office, state: CaseState) -> tuple[Channel, ...]:
    """Return the channels that a request letter names; empty if there is no letter."""
    if state.drafted is None:
        return ()
    return serving_channels(office.library.body(state.drafted.body), state.drafted.channels)


def _day(line: TableLine, order: DayOrder) -> date:
    if not line.said("day"):
        raise BadInput("Enter the date.")
    return day_in(line.said("day"), order)


def _file(line: TableLine) -> str:
    return safe_name(line.said("file")) if line.said("file") else ""


def _reference(line: TableLine) -> str:
    return line.said("reference").casefold()
