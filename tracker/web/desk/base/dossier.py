"""One request as the workspace shows it: its history, its status and related data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.history import Entry, History
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.case.request import Applicant, Consent, Filing
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.conversation import Conversation
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law
from tracker.services.core.office import Office
from tracker.services.letters.folder import details_of
from tracker.services.letters.remedies import Remedy, usable
from tracker.services.ports.cases import CaseFile, Paper, PreparedLetter
from tracker.services.ports.publishing import Waiting


@dataclass(frozen=True)
class Dossier:
    """Everything about one finalised request, read in one transaction."""

    reference: str
    history: History
    case_status: CaseStatus
    drafted: Drafted
    block: Block
    body: PublicBody
    law: Law
    zone: str
    today: date
    applicant: Applicant
    papers: Mapping[str, Paper]
    prepared: tuple[PreparedLetter, ...]
    filings: Mapping[int, Filing]
    consents: tuple[Consent, ...]
    quotes: Mapping[int, Mapping[str, str]]
    details: Mapping[int, PaperDetails]
    remedies: tuple[Remedy, ...]
    waits: Waiting | None

    @property
    def case_state(self) -> CaseState:
        """Return what has happened so far."""
        return self.case_status.case_state

    @property
    def opened(self) -> tuple[Remedy, ...]:
        """Return the remedies available today."""
        return tuple(each for each in self.remedies if each.opened.opens_earliest <= self.today)

    def entry(self, seq: int) -> Entry:
        """Return the entry with number `seq`. Raises NotOnFile if there is none."""
        for entry in self.history:
            if entry.seq == seq:
                return entry
        raise NotOnFile("This request has no entry {number}. Check its timeline.", number=seq)


def open_dossier(office: Office, reference: str) -> Dossier:
    """Return the dossier of a request. Raises NotOnFile if there is none."""
    with office.cases.look(reference) as case:
        return dossier_of(office, case)


def dossier_of(office: Office, case: CaseFile) -> Dossier:
    """Return the dossier of an open case file. Raises NotOnFile if it is still a draft."""
    case_status = case_status_of(case.history, office.library)
    drafted = case_status.case_state.drafted
    if drafted is None:
        raise NotOnFile(
            "Request {reference} is not finalised. Look in your drafts.", reference=case.reference
        )
    body = office.library.body(case_status.case_state.first_asked)
    return Dossier(
        reference=case.reference,
        history=case.history,
        case_status=case_status,
        drafted=drafted,
        block=office.library.block(drafted.block),
        body=body,
        law=office.library.law(drafted.law),
        zone=office.library.zone_of(body.key),
        today=office.today_at(drafted.body),
        applicant=case.applicant(),
        papers={paper.digest: paper for paper in case.papers()},
        prepared=tuple(case.prepared_letters()),
        filings={seq: case.filing(seq) for seq in _in_transit(case.history)},
        consents=tuple(case.consents()),
        quotes={e.seq: case.quotes(e.seq) for e in _quoted(case_status.case_state)},
        details=details_of(case),
        remedies=usable(case_status, office.library),
        waits=case.waiting(),
    )


def _quoted(case_state: CaseState) -> tuple[Entry, ...]:
    """Return the entries with quoted words: responses, and statements of bodies."""
    return (*case_state.replies, *case_state.all(BodyStated.kind))


def _in_transit(history: History) -> tuple[int, ...]:
    """Return the numbers of entries that may have a courier, diary or portal number, or a private
    note."""
    noted = Dispatched | Received | Conversation
    return tuple(entry.seq for entry in history if isinstance(entry.event, noted))
