"""The office as a person of a partner organisation sees it: shared requests, read-only.

Every port is shut (`services/core/shut.py`). What a guest may use is opened here and nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from tracker.domain.case.request import Applicant, Draft, RequestRelations
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.core.shut import Shut, shut_office
from tracker.services.people.guest_people import GuestPeople, GuestScope, refused_to_guests
from tracker.services.ports.case_rows import CaseRows
from tracker.services.ports.cases import Archive, CaseFile, CaseRow, Cases, RowFilter
from tracker.services.ports.drafts import Drafts, RelatedRequests
from tracker.services.ports.people import Account
from tracker.services.ports.premises import Premises
from tracker.services.ports.publishing import Waiting, WaitingLine

# The parts of a shared request that guests read. Notes and pending publications are not shared.
OF_A_CASE = (
    "applicant",
    "consents",
    "file_number",
    "filing",
    "history",
    "paper_details",
    "papers",
    "pleading_edits",
    "prepared_letters",
    "quotes",
    "reference",
)
_LETTERS = ("compose", "docx", "html", "languages", "plain", "prints", "wordings")


def may_see(office: Office, account: Account, reference: str) -> bool:
    """Return whether a person may see a request, or the draft of one."""
    if not account.organisation:
        return True
    return office.people.shares.is_shared(reference, account.organisation)


def office_for(office: Office, account: Account) -> Office:
    """Return the office as a person sees it.

    Its own people see all of it, a guest only what is shared with the guest's organisation.
    """
    if not account.organisation:
        return office
    scope = GuestScope(office.people.shares, account)
    premises = office.premises
    return shut_office(
        office,
        refused_to_guests,
        cases=GuestCases(office.cases, scope),
        case_rows=GuestCaseRows(office.case_rows, scope),
        drafts=GuestDrafts(office.drafts, scope),
        related_requests=GuestRelatedRequests(office.related_requests, scope),
        pending_publications=GuestPendingPublications("pending_publications", refused_to_guests),
        archive=GuestArchive(office.archive, scope),
        people=GuestPeople(office.people, scope, premises.state().name),
        documents=Shut("documents", refused_to_guests, office.documents, _LETTERS),
        records=Shut("records", refused_to_guests, office.records, ["one_state"]),
        premises=GuestPremises(premises),
        authority_checks=Shut(
            "authority_checks", refused_to_guests, office.authority_checks, ["in_force"]
        ),
        law_signatures=Shut(
            "law_signatures", refused_to_guests, office.law_signatures, ["of_law"]
        ),
        taken_wordings=Shut(
            "taken_wordings", refused_to_guests, office.taken_wordings, ["in_force"]
        ),
        captures=Shut(
            "captures", refused_to_guests, office.captures, ["open_content", "published"]
        ),
        measurements=Shut("measurements", refused_to_guests, office.measurements, ["published"]),
        morning_summaries=Shut(
            "morning_summaries", refused_to_guests, office.morning_summaries, ["usual_body"]
        ),
        holds=Shut("holds", refused_to_guests, office.holds, ["barred_by", "bind"]),
    )


class GuestCase(Shut):
    """A shared request, open for reading."""

    def __init__(self, case: CaseFile) -> None:
        super().__init__("case", refused_to_guests, case, OF_A_CASE)

    def waiting(self) -> Waiting | None:
        """Return None: pending publications are the office's own business."""
        return None


class GuestCases(Shut):
    """The register, limited to reading shared requests."""

    def __init__(self, cases: Cases, scope: GuestScope) -> None:
        super().__init__("cases", refused_to_guests)
        self._cases = cases
        self._scope = scope

    @contextmanager
    def look(self, reference: str) -> Iterator[GuestCase]:
        """Open a request for reading. Raises NotOnFile if it is not shared."""
        self._scope.require(reference)
        with self._cases.look(reference) as case:
            yield GuestCase(case)

    @contextmanager
    def look_all(self, references: Sequence[str]) -> Iterator[Sequence[GuestCase]]:
        """Open the shared ones of these requests for reading."""
        with self._cases.look_all(self._scope.keep(references)) as cases:
            yield [GuestCase(case) for case in cases]


class GuestCaseRows(Shut):
    """The rows of shared requests."""

    def __init__(self, rows: CaseRows, scope: GuestScope) -> None:
        super().__init__("case_rows", refused_to_guests)
        self._rows = rows
        self._scope = scope

    def rows(self, shown: RowFilter, after: int, limit: int) -> tuple[Sequence[CaseRow], int]:
        """Return one page of rows of shared requests, and their total."""
        narrowed = replace(shown, shared_with=self._scope.account.organisation)
        return self._rows.rows(narrowed, after, limit)

    def prepared(self, references: Sequence[str]) -> Mapping[str, Sequence[LetterKind]]:
        """Return the letters prepared for the shared ones of these requests."""
        return self._rows.prepared(self._scope.keep(references))


class GuestDrafts(Shut):
    """Shared drafts."""

    def __init__(self, drafts: Drafts, scope: GuestScope) -> None:
        super().__init__("drafts", refused_to_guests)
        self._drafts = drafts
        self._scope = scope

    def draft(self, reference: str) -> Draft:
        """Return a draft. Raises NotOnFile if it is not shared."""
        self._scope.require(reference)
        return self._drafts.draft(reference)

    def all(self) -> Sequence[Draft]:
        """Return the shared drafts."""
        drafts = self._drafts.all()
        shared = set(self._scope.keep([draft.reference for draft in drafts]))
        return [draft for draft in drafts if draft.reference in shared]

    def applicant_of(self, reference: str) -> Applicant:
        """Return the applicant of a draft. Raises NotOnFile if it is not shared."""
        self._scope.require(reference)
        return self._drafts.applicant_of(reference)


class GuestRelatedRequests(Shut):
    """Relations between shared requests."""

    def __init__(self, related: RelatedRequests, scope: GuestScope) -> None:
        super().__init__("related_requests", refused_to_guests)
        self._related = related
        self._scope = scope

    def of(self, reference: str) -> RequestRelations:
        """Return the shared requests related to a shared one.

        Raises NotOnFile if that one is not shared.
        """
        self._scope.require(reference)
        relations = self._related.of(reference)
        together = tuple(self._scope.keep(relations.together))
        return RequestRelations(
            batch=relations.batch if together else "",
            together=together,
            repeats="".join(self._scope.keep([relations.repeats] if relations.repeats else [])),
            repeated_by=tuple(self._scope.keep(relations.repeated_by)),
            comes_from="".join(
                self._scope.keep([relations.comes_from] if relations.comes_from else [])
            ),
            led_to=tuple(self._scope.keep(relations.led_to)),
        )


class GuestPendingPublications(Shut):
    """Pending publications, hidden: they are the office's own business."""

    def all(self) -> Sequence[WaitingLine]:
        """Return nothing."""
        return ()


class GuestArchive(Shut):
    """The documents of shared requests."""

    def __init__(self, archive: Archive, scope: GuestScope) -> None:
        super().__init__("archive", refused_to_guests)
        self._archive = archive
        self._scope = scope

    def read(self, reference: str, digest: str) -> bytes:
        """Return the bytes of a document. Raises NotOnFile if its request is not shared."""
        self._scope.require(reference)
        return self._archive.read(reference, digest)


class GuestPremises(Shut):
    """The state of the office, and its letterhead and logos."""

    def __init__(self, premises: Premises) -> None:
        super().__init__("premises", refused_to_guests, premises, ["state"])
        self.files = Shut("premises.files", refused_to_guests, premises.files, ["read"])
