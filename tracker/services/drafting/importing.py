"""The import of an office's existing requests from a list: every row of an import, or none.

A list is no evidence. It proves neither sending nor receipt, starts no clock and is not public.
What a document proves is entered with the document, and the rest becomes a note.
"""

import base64
import json
import secrets
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.history import Entry, History
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.request.approved import Approved
from tracker.services.core.audit import note_act
from tracker.services.core.days import day_said
from tracker.services.core.entering import enter
from tracker.services.core.evidence import Upload, keep_evidence, safe_name
from tracker.services.core.office import Office
from tracker.services.drafting.asking_for import drafted_event
from tracker.services.drafting.list_columns import DAYS, ColumnChoices, guessed
from tracker.services.drafting.list_days import DayOrder, both_orders
from tracker.services.drafting.list_reading import Sheet, read_sheet
from tracker.services.drafting.list_rows import ListReader, Planned, Problem
from tracker.services.people.handover import take_charge
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.people import AuditAct
from tracker.services.ports.workbook import Imported, ListFile, PrivateNote

# Without proof of receipt the start of the time limit is unknown. It is over this much later.
DOUBT = timedelta(days=90)
# One import is one transaction, and all other writers wait for it.
MOST_IMPORTED = 1000


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An uploaded list that was not imported yet, and the choices for its columns."""

    file: ListFile
    name: str
    sheet: Sheet
    choices: ColumnChoices


@dataclass(frozen=True, slots=True)
class ListCheck:
    """The outcome of an import, before it. Nothing is imported while there are problems.

    `known` are the lines that were imported before, each with its request.
    """

    planned: tuple[Planned, ...]
    problems: tuple[Problem, ...]
    known: tuple[tuple[int, str], ...]

    @property
    def next(self) -> tuple[Planned, ...]:
        """Return the rows that one import makes: all, or as many as others can wait for."""
        return self.planned[:MOST_IMPORTED]

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of the documents in the rows that are imported next."""
        return tuple(sorted({safe_name(name) for row in self.next for name in row.files.values()}))


def hand_in(office: Office, name: str, data: bytes, *, by: str) -> str:
    """Store a list, sealed, until it is imported or removed; return its id.

    Raises BadInput if it cannot be read, NotAllowed if this very file was imported before.
    """
    sheet = read_sheet(data)
    digest = office.workbook.lists.digester()(data)
    if before := office.workbook.lists.imported_as(digest):
        day = day_said((before.done_at or before.at).date())
        raise NotAllowed(
            "This file was already imported on {day}. Nothing was imported again.", day=day
        )
    file = ListFile(secrets.token_hex(8), digest, by, office.now())
    office.workbook.lists.keep(file, _kept(safe_name(name), data, guessed(sheet)))
    return file.id


def handed_in(office: Office, id: str, *, by: str) -> HandedIn:
    """Return a list that this person uploaded.

    Raises NotOnFile if someone else did, or it was imported or removed.
    """
    file = office.workbook.lists.file(id)
    if file.by != by:
        raise NotOnFile("Someone else uploaded this list. Ask them.")
    kept = json.loads(office.workbook.lists.data(id))
    choices = ColumnChoices(kept["columns"], kept["fixed"], DayOrder(kept["order"]))
    return HandedIn(file, kept["name"], read_sheet(base64.b64decode(kept["data"])), choices)


def choose(office: Office, id: str, choices: ColumnChoices, *, by: str) -> None:
    """Store what the columns mean. Raises NotOnFile as `handed_in` does."""
    before = json.loads(office.workbook.lists.data(handed_in(office, id, by=by).file.id))
    data = base64.b64decode(before["data"])
    office.workbook.lists.change(id, _kept(before["name"], data, choices))


def _kept(name: str, data: bytes, choices: ColumnChoices) -> bytes:
    content = base64.b64encode(data).decode()
    return json.dumps({"name": name, "data": content, **asdict(choices)}).encode()


def check_list(office: Office, handed: HandedIn) -> ListCheck:
    """Return what an import would make of a list, and every problem in it. Writes nothing."""
    reader = ListReader(office, handed.choices)
    planned: list[Planned] = []
    problems = list(_problems_of_all(handed))
    for line, cells in handed.sheet.rows:
        read = reader.read(line, cells)
        if isinstance(read, Planned):
            planned.append(read)
        else:
            problems += read
    known = office.workbook.lists.known([row.digest for row in planned])
    problems += _doubled(planned)
    new = tuple(row for row in planned if row.digest not in known)
    return ListCheck(
        new,
        tuple(sorted(problems, key=lambda problem: problem.line)),
        tuple((r.line, known[r.digest].reference) for r in planned if r.digest in known),
    )


def _problems_of_all(handed: HandedIn) -> Iterator[Problem]:
    days = (handed.choices.said(key, cells) for _, cells in handed.sheet.rows for key in DAYS)
    if handed.choices.order is DayOrder.UNSAID and both_orders(days):
        yield Problem(
            0,
            "Days",
            BadInput(
                "Some dates have the day first and others the month. Use one order in the list."
            ),
        )


def _doubled(planned: Sequence[Planned]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row in planned:
        line = first.setdefault(row.digest, row.line)
        if line != row.line:
            why = BadInput("This is a duplicate of line {line}. Remove one of them.", line=line)
            yield Problem(row.line, "The whole row", why)


def carry_out(
    office: Office, id: str, papers: Sequence[Upload], *, by: str
) -> Generator[tuple[int, int]]:
    """Create the requests of the next rows in one transaction; yield how many of how many are
    done.

    The list stays until its last rows are imported. Closing the generator before its end undoes
    everything. Raises BadInput while the list has problems, AlreadyEntered if it was imported in
    the meantime.
    """
    handed = handed_in(office, id, by=by)
    checked = check_list(office, handed)
    if checked.problems:
        raise BadInput("The list still contains errors. Nothing was imported.")
    if not checked.planned:
        raise BadInput("Every row of this list was already imported. Nothing was imported again.")
    named = {paper.name.casefold(): paper for paper in papers}
    made: list[Imported] = []
    today = office.latest_today()
    references = [office.new_reference() for _ in checked.next]
    with office.archive.unsettled(references), office.cases.together():
        # This comes first, so that a concurrent import of the same list waits here. If rows are
        # left, `note` refuses those that were imported meanwhile.
        if checked.next == checked.planned:
            office.workbook.lists.finish(id, office.now())
        for row, reference in zip(checked.next, references, strict=True):
            past = _make(office, row, reference, named, by)
            made.append(Imported(row.digest, reference, id, row.line, today, past))
            yield len(made), len(checked.next)
        office.workbook.lists.note(made)
        note_act(office, AuditAct.IMPORTED, who=by, about=id)


def _make(
    office: Office, row: Planned, reference: str, papers: Mapping[str, Upload], by: str
) -> bool:
    """Create the request of a row; return whether its time is over."""
    with office.cases.open_new(reference) as case:
        case.keep_applicant(row.applicant)
        events = (
            drafted_event(office, row.draft, row.settled),
            Approved(on=DaySpan.on(row.sent)),
            Sent(
                on=DaySpan.on(row.sent),
                channel=row.channel,
                without_proof=True,
                evidence=_paper(office, case, row, papers, "letter", "letter"),
            ),
        )
        sent = enter(office, case, *events, by=by)[-1]
        case.keep_filing(sent.seq, row.filing)
        if more := tuple(_later_events(office, case, row, papers, sent.seq)):
            enter(office, case, *more, by=by)
        _write_down(office, case, row, by)
        past = _past(office, case.history, row)
    take_charge(office, reference, by=by)
    if row.tags:
        office.workbook.tags.put(reference, row.tags)
    return past


def _paper(
    office: Office,
    case: CaseFile,
    row: Planned,
    papers: Mapping[str, Upload],
    key: str,
    purpose: str,
) -> tuple[str, ...]:
    """Return the digest of the document that a row names; empty if it was not uploaded."""
    found = papers.get(safe_name(row.files.get(key, "")).casefold())
    return keep_evidence(office, case, [found], purpose=purpose) if found else ()


def _later_events(
    office: Office, case: CaseFile, row: Planned, papers: Mapping[str, Upload], sent: int
) -> Iterator[Event]:
    """Yield the receipt, if a document proves it, and the arrival of an unread reply."""
    proof = _paper(office, case, row, papers, "receipt_paper", "proof-of-receipt")
    if row.received and row.proof and proof:
        on = DaySpan.on(row.received)
        yield Received(on=on, proof=row.proof, dispatch=sent, evidence=proof)
    if row.replied and row.reply_channel:
        reply = _paper(office, case, row, papers, "reply_paper", "came")
        yield DocumentReceived(
            on=DaySpan.on(row.replied), channel=row.reply_channel, evidence=reply
        )


def _write_down(office: Office, case: CaseFile, row: Planned, by: str) -> None:
    """Store a note of what the list says without proof."""
    words = [row.note] if row.note else []
    if row.received and not any(isinstance(e.event, Received) for e in case.history):
        words.append(
            f"The imported list says that the body received it on {day_said(row.received)}. "
            "No document was added that proves it."
        )
    if words:
        case.keep_note(PrivateNote(secrets.token_hex(8), "\n".join(words), by, office.now()))


def _past(office: Office, history: History, row: Planned) -> bool:
    """Return whether every remedy has certainly expired, so that only a new request is left."""
    if row.replied:
        return False
    margin = timedelta()
    if not any(isinstance(entry.event, Received) for entry in history):
        on = DaySpan.on(row.received or row.sent)
        proof, sent = ReceiptProof.BODY_ACKNOWLEDGED, case_state_of(history).sent
        supposed = Received(on=on, proof=proof, dispatch=sent[0].seq)
        history = (*history, Entry(len(history) + 1, supposed, office.now(), "", b"", b""))
        margin = DOUBT
    windows = case_status_of(history, office.library).unfiled()
    today = office.today_at(row.draft.body)
    return bool(windows) and all(
        (window.closes.latest or today) + margin < today for window in windows
    )
