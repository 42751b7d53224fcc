"""One request as the desk shows it: its history, where it stands, and what is kept beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.history import Entry, History
from tracker.domain.case.request import Applicant, Consent, Filing
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.law import Law
from tracker.services.core.office import Office
from tracker.services.letters.remedies import Remedy, unused
from tracker.services.ports.cases import CaseFile, Paper, PreparedLetter
from tracker.services.ports.publishing import Waiting


@dataclass(frozen=True)
class Dossier:
    """Everything about one settled request, read in one transaction."""

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
    remedies: tuple[Remedy, ...]
    waits: Waiting | None

    @property
    def case_state(self) -> CaseState:
        """What has happened so far."""
        return self.case_status.case_state

    @property
    def opened(self) -> tuple[Remedy, ...]:
        """The remedies that can be used today."""
        return tuple(each for each in self.remedies if each.opened.opens_earliest <= self.today)

    def entry(self, seq: int) -> Entry:
        """The entry at that place. Raises NotOnFile."""
        for entry in self.history:
            if entry.seq == seq:
                return entry
        raise NotOnFile("This request has no entry {number}: look at its timeline.", number=seq)


def open_dossier(office: Office, reference: str) -> Dossier:
    """The request of that reference. Raises NotOnFile."""
    with office.cases.look(reference) as case:
        return dossier_of(office, case)


def dossier_of(office: Office, case: CaseFile) -> Dossier:
    """What an open case file holds."""
    case_status = case_status_of(case.history, office.library)
    drafted = case_status.case_state.drafted
    if drafted is None:
        raise NotOnFile(
            "Request {reference} is not settled: look among the drafts.", reference=case.reference
        )
    body = office.library.body(drafted.body)
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
        remedies=unused(case_status, office.library),
        waits=case.waiting(),
    )


def _quoted(case_state: CaseState) -> tuple[Entry, ...]:
    """The entries whose words are kept: responses, and statements of bodies."""
    return (*case_state.replies, *case_state.all(BodyStated.kind))


def _in_transit(history: History) -> tuple[int, ...]:
    """The entries that a courier, diary or portal number may belong to."""
    return tuple(e.seq for e in history if isinstance(e.event, Dispatched))
