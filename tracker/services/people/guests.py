"""The office as a person of a partner organisation sees it: shared requests, read-only.

Every port is shut (`services/core/shut.py`). What a guest may use is opened here and nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tracker.domain.case.request import Applicant, Draft, Kin
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.core.roles import NotYours
from tracker.services.core.shut import Shut, shut_office
from tracker.services.ports.case_rows import CaseRows
from tracker.services.ports.cases import Archive, CaseFile, CaseRow, Cases, RowFilter, no_request
from tracker.services.ports.drafts import Drafts, RelatedRequests
from tracker.services.ports.factors import Factors, OneTimeCodes, Passkey
from tracker.services.ports.people import (
    Account,
    CalendarFeed,
    Feeds,
    People,
    SavedView,
    Session,
    Shares,
    Views,
)
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
        _refused,
        cases=GuestCases(office.cases, scope),
        case_rows=GuestCaseRows(office.case_rows, scope),
        drafts=GuestDrafts(office.drafts, scope),
        related_requests=GuestRelatedRequests(office.related_requests, scope),
        pending_publications=GuestPendingPublications("pending_publications", _refused),
        archive=GuestArchive(office.archive, scope),
        people=GuestPeople(office.people, scope, premises.state().name),
        documents=Shut("documents", _refused, office.documents, _LETTERS),
        records=Shut("records", _refused, office.records, ["one_state"]),
        premises=GuestPremises(premises),
        authority_checks=Shut("authority_checks", _refused, office.authority_checks, ["in_force"]),
        law_signatures=Shut("law_signatures", _refused, office.law_signatures, ["of_law"]),
        taken_wordings=Shut("taken_wordings", _refused, office.taken_wordings, ["in_force"]),
        captures=Shut("captures", _refused, office.captures, ["open_content", "published"]),
        measurements=Shut("measurements", _refused, office.measurements, ["published"]),
        reminders=Shut("reminders", _refused, office.reminders, ["usual_body"]),
        holds=Shut("holds", _refused, office.holds, ["clocks_differ"]),
    )


def _refused(name: str) -> NotYours:
    """Return the refusal for anything not open to guests."""
    return NotYours("You can see what is shared with your organisation but cannot change it.")


@dataclass(frozen=True)
class GuestScope:
    """The scope of one guest: requests shared with an organisation, and an own account."""

    shares: Shares
    account: Account

    def require(self, reference: str) -> None:
        """Raise NotOnFile for a request that is not shared, worded as if it did not exist."""
        if not self.shares.is_shared(reference, self.account.organisation):
            raise no_request(reference)

    def require_own(self, account: str) -> None:
        """Raise NotYours unless the account is the guest's own."""
        if account != self.account.id:
            raise _refused(account)

    def keep(self, references: Sequence[str]) -> Sequence[str]:
        """Return the references that are shared."""
        shared = self.shares.shared_of(references, self.account.organisation)
        return [each for each in references if each in shared]


class GuestCase(Shut):
    """A shared request, open for reading."""

    def __init__(self, case: CaseFile) -> None:
        super().__init__("case", _refused, case, OF_A_CASE)

    def waiting(self) -> Waiting | None:
        """Return None: pending publications are the office's own business."""
        return None


class GuestCases(Shut):
    """The register, limited to reading shared requests."""

    def __init__(self, cases: Cases, scope: GuestScope) -> None:
        super().__init__("cases", _refused)
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
        super().__init__("case_rows", _refused)
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
        super().__init__("drafts", _refused)
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
        super().__init__("related_requests", _refused)
        self._related = related
        self._scope = scope

    def of(self, reference: str) -> Kin:
        """Return the shared requests related to a shared one.

        Raises NotOnFile if that one is not shared.
        """
        self._scope.require(reference)
        kin = self._related.of(reference)
        together = tuple(self._scope.keep(kin.together))
        return Kin(
            batch=kin.batch if together else "",
            together=together,
            repeats="".join(self._scope.keep([kin.repeats] if kin.repeats else [])),
            repeated_by=tuple(self._scope.keep(kin.repeated_by)),
            comes_from="".join(self._scope.keep([kin.comes_from] if kin.comes_from else [])),
            led_to=tuple(self._scope.keep(kin.led_to)),
        )


class GuestPendingPublications(Shut):
    """Pending publications, hidden: they are the office's own business."""

    def all(self) -> Sequence[WaitingLine]:
        """Return nothing."""
        return ()


class GuestArchive(Shut):
    """The documents of shared requests."""

    def __init__(self, archive: Archive, scope: GuestScope) -> None:
        super().__init__("archive", _refused)
        self._archive = archive
        self._scope = scope

    def read(self, reference: str, digest: str) -> bytes:
        """Return the bytes of a document. Raises NotOnFile if its request is not shared."""
        self._scope.require(reference)
        return self._archive.read(reference, digest)


class GuestPremises(Shut):
    """The state of the office, and its letterhead and logos."""

    def __init__(self, premises: Premises) -> None:
        super().__init__("premises", _refused, premises, ["state"])
        self.files = Shut("premises.files", _refused, premises.files, ["read"])


class GuestPeople(Shut):
    """Accounts without the names of others, and the guest's own account."""

    def __init__(self, people: People, scope: GuestScope, called: str) -> None:
        super().__init__("people", _refused, people, ["one_at_a_time"])
        self._people = people
        self._scope = scope
        self._called = called or "the office"
        self.factors = GuestFactors(people.factors, scope)
        self.shares = GuestShares(people.shares, scope)
        self.trail = Shut("people.trail", _refused, people.trail, ["add", "last"])
        self.views = GuestViews(people.views, scope)
        self.feeds = GuestFeeds(people.feeds, scope)

    def accounts(self) -> Sequence[Account]:
        """Return every account, without the names and addresses of others.

        Names of other staff are masked: guests must not learn who handles a case.
        """
        return [self._masked(account) for account in self._people.accounts()]

    def account(self, id: str) -> Account | None:
        """Return an account, masked like those of `accounts`."""
        found = self._people.account(id)
        return self._masked(found) if found else None

    def save_account(self, account: Account) -> None:
        """Save the guest's own account.

        Raises NotYours for another account, and if its role or organisation would change.
        """
        self._scope.require_own(account.id)
        held = self._scope.account
        if (account.role, account.organisation) != (held.role, held.organisation):
            raise _refused("people.save_account")
        self._people.save_account(account)

    def withdraw_invitations(self, account: str) -> None:
        """Delete the guest's own one-time links."""
        self._scope.require_own(account)
        self._people.withdraw_invitations(account)

    def session(self, token_digest: str) -> Session | None:
        """Return a session of the guest, None if it belongs to anyone else."""
        found = self._people.session(token_digest)
        return found if found and found.account == self._scope.account.id else None

    def sessions_of(self, account: str) -> Sequence[Session]:
        """Return the guest's own sessions."""
        self._scope.require_own(account)
        return self._people.sessions_of(account)

    def end_session(self, token_digest: str) -> None:
        """End a session of the guest. Raises NotYours if it belongs to anyone else."""
        if self.session(token_digest) is None:
            raise _refused("people.end_session")
        self._people.end_session(token_digest)

    def end_sessions_of(self, account: str, *, but: str = "") -> None:
        """End the guest's own sessions except the one with the digest `but`."""
        self._scope.require_own(account)
        self._people.end_sessions_of(account, but=but)

    def _masked(self, account: Account) -> Account:
        if account.organisation == self._scope.account.organisation:
            return account
        return replace(account, name=self._called, email="")


class GuestFactors(Shut):
    """The guest's own second factors, read-only."""

    def __init__(self, factors: Factors, scope: GuestScope) -> None:
        super().__init__("people.factors", _refused)
        self._factors = factors
        self._scope = scope

    def codes(self, account: str) -> OneTimeCodes | None:
        """Return the guest's one-time codes."""
        self._scope.require_own(account)
        return self._factors.codes(account)

    def recovery_left(self, account: str) -> int:
        """Return how many recovery codes the guest has left."""
        self._scope.require_own(account)
        return self._factors.recovery_left(account)

    def passkeys(self, account: str) -> Sequence[Passkey]:
        """Return the guest's passkeys."""
        self._scope.require_own(account)
        return self._factors.passkeys(account)


class GuestShares(Shut):
    """The assignments of shared requests."""

    def __init__(self, shares: Shares, scope: GuestScope) -> None:
        super().__init__("people.shares", _refused)
        self._shares = shares
        self._scope = scope

    def in_charge(self, references: Sequence[str]) -> Mapping[str, str]:
        """Return to whom the shared ones of these requests are assigned."""
        return self._shares.in_charge(self._scope.keep(references))


class GuestViews(Shut):
    """The guest's own views of the list."""

    def __init__(self, views: Views, scope: GuestScope) -> None:
        super().__init__("people.views", _refused)
        self._views = views
        self._scope = scope

    def of(self, account: str) -> Sequence[SavedView]:
        """Return the guest's own views."""
        self._scope.require_own(account)
        return self._views.of(account)

    def keep(self, view: SavedView) -> None:
        """Save a view of the guest."""
        self._scope.require_own(view.account)
        self._views.keep(view)

    def forget(self, account: str, name: str) -> None:
        """Delete a view of the guest."""
        self._scope.require_own(account)
        self._views.forget(account, name)


class GuestFeeds(Shut):
    """The guest's own calendar addresses."""

    def __init__(self, feeds: Feeds, scope: GuestScope) -> None:
        super().__init__("people.feeds", _refused)
        self._feeds = feeds
        self._scope = scope

    def of(self, account: str) -> Sequence[CalendarFeed]:
        """Return the guest's calendar addresses."""
        self._scope.require_own(account)
        return self._feeds.of(account)

    def add(self, feed: CalendarFeed) -> None:
        """Add a calendar address of the guest."""
        self._scope.require_own(feed.account)
        self._feeds.add(feed)

    def revoke(self, account: str, digest: str) -> None:
        """Revoke a calendar address of the guest."""
        self._scope.require_own(account)
        self._feeds.revoke(account, digest)
