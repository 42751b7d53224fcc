"""What an organisation of the coalition sees: what is shared with it, decided here alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from tracker.domain.errors import BadInput
from tracker.domain.law import LetterKind
from tracker.domain.request import Applicant, Draft, Kin
from tracker.services.auditing import note
from tracker.services.office import Office
from tracker.services.ports import Archive, CaseFile, Cases, Filter, Row, no_batch, no_request
from tracker.services.ports_people import Account, AuditAct, People, Shares
from tracker.services.ports_publishing import WaitingLine
from tracker.services.ports_recovery import Recovery, RecoveryKey
from tracker.services.roles import NotYours


def may_see(office: Office, account: Account, reference: str) -> bool:
    """Whether this person sees a request, or the draft of one."""
    if not account.organisation:
        return True
    return office.people.shares.is_shared(reference, account.organisation)


def office_for(office: Office, account: Account) -> Office:
    """The office as this person sees it: whole for its own people, and for others as if there
    were nothing but what is shared with their organisation."""
    if not account.organisation:
        return office
    sight = Sight(office.people.shares, account.organisation)
    return replace(
        office,
        cases=SharedCases(office.cases, sight),
        archive=SharedArchive(office.archive, sight),
        recovery=SharedRecovery(),
        people=cast(People, SharedPeople(office.people, sight, office.premises.state().name)),
    )


def share(office: Office, reference: str, organisation: str, *, by: str) -> None:
    """Let an organisation see everything of a request, or of its draft; also who asks.

    Raises BadInput without an organisation.
    """
    organisation = organisation.strip()
    if not organisation:
        raise BadInput("Say with which organisation it is shared.")
    if office.people.shares.share(reference, organisation, office.now(), by):
        note(office, AuditAct.SHARED, who=by, about=reference, detail=organisation)


def stop_sharing(office: Office, reference: str, organisation: str, *, by: str) -> None:
    """End it; what was seen or saved before cannot be taken back."""
    if office.people.shares.unshare(reference, organisation):
        note(office, AuditAct.UNSHARED, who=by, about=reference, detail=organisation)


def organisations(office: Office) -> dict[str, str]:
    """The organisations a person may belong to or a request be shared with, by key and name:
    those of the library, and those that somebody with an account belongs to."""
    named = {key: str(known.name) for key, known in office.library.organisations.items()}
    own = {account.organisation for account in office.people.accounts()} - {""}
    return named | {key: named.get(key, key) for key in sorted(own)}


@dataclass(frozen=True)
class Sight:
    """What one organisation sees."""

    shares: Shares
    organisation: str

    def require(self, reference: str) -> None:
        """Raises NotOnFile for what is not shared, in the words for what does not exist."""
        if not self.shares.is_shared(reference, self.organisation):
            raise no_request(reference)

    def keep(self, references: Sequence[str]) -> Sequence[str]:
        """Those that are shared."""
        return [each for each in references if self.shares.is_shared(each, self.organisation)]


class SharedPeople:
    """The people of the office as another organisation sees them: its own by name, and everybody
    else as the office, for who works on what is no part of what is shared."""

    def __init__(self, people: People, sight: Sight, called: str) -> None:
        self._people = people
        self._sight = sight
        self._called = called or "the office"

    def accounts(self) -> Sequence[Account]:
        """Everybody, without the names and addresses of others."""
        return [self._masked(account) for account in self._people.accounts()]

    def account(self, id: str) -> Account | None:
        """The same of one person."""
        found = self._people.account(id)
        return self._masked(found) if found else None

    def account_by_email(self, email: str) -> Account | None:
        """One of one's own; of others nobody learns whether they have an account."""
        found = self._people.account_by_email(email)
        return found if found and self._is_own(found) else None

    def __getattr__(self, name: str) -> object:
        """What else is kept about people, of which pages ask for one's own: sessions, views."""
        return getattr(self._people, name)

    def _is_own(self, account: Account) -> bool:
        return account.organisation == self._sight.organisation

    def _masked(self, account: Account) -> Account:
        if self._is_own(account):
            return account
        return replace(account, name=self._called, email="", password_hash="")


class SharedArchive:
    """The papers of shared requests, to be read."""

    def __init__(self, archive: Archive, sight: Sight) -> None:
        self._archive = archive
        self._sight = sight

    def read(self, reference: str, digest: str) -> bytes:
        """The bytes of a paper. Raises NotOnFile for a request that is not shared."""
        self._sight.require(reference)
        return self._archive.read(reference, digest)

    def keep(self, reference: str, data: bytes) -> str:
        """Raises NotYours: guests keep nothing."""
        raise _only_reading()

    def unsettled(self, references: Sequence[str]) -> AbstractContextManager[None]:
        """Raises NotYours: guests make nothing."""
        raise _only_reading()


class SharedRecovery(Recovery):
    """The recovery keys of the office: nothing for guests, who take no archive away."""

    def keys(self) -> Sequence[RecoveryKey]:
        raise _only_reading()

    def add(self, added: RecoveryKey) -> None:
        raise _only_reading()

    def remove(self, key: str) -> None:
        raise _only_reading()

    def encrypted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        raise _only_reading()


class SharedCases:
    """The register as one organisation sees it: what is shared can be read, nothing written."""

    def __init__(self, cases: Cases, sight: Sight) -> None:
        self._cases = cases
        self._sight = sight

    @contextmanager
    def look(self, reference: str) -> Iterator[CaseFile]:
        """Open for reading. Raises NotOnFile for what is not shared."""
        self._sight.require(reference)
        with self._cases.look(reference) as case:
            yield case

    @contextmanager
    def look_all(self, references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
        """Open many for reading; what is not shared is left out."""
        with self._cases.look_all(self._sight.keep(references)) as cases:
            yield cases

    def prepared(self, references: Sequence[str]) -> Mapping[str, Sequence[LetterKind]]:
        """Letters that were prepared for shared requests."""
        return self._cases.prepared(self._sight.keep(references))

    def rows(self, shown: Filter, after: int, limit: int) -> tuple[Sequence[Row], int]:
        """Lines for a list, of shared requests only."""
        return self._cases.rows(self._narrowed(shown), after, limit)

    def asked(self, shown: Filter) -> Sequence[tuple[str, str]]:
        """Blocks and bodies, of shared requests only."""
        return self._cases.asked(self._narrowed(shown))

    def due(self, day: date, limit: int, after: tuple[date, str] | None = None) -> Sequence[Row]:
        """Shared requests among those that are due; a page may be shorter than `limit`."""
        found = self._cases.due(day, limit, after)
        shared = set(self._sight.keep([row.reference for row in found]))
        return [row for row in found if row.reference in shared]

    def waiting(self) -> Sequence[WaitingLine]:
        """None: what is not public yet is the office's own matter."""
        return ()

    def references(self) -> Iterator[str]:
        """Shared requests."""
        return iter(self._sight.keep(list(self._cases.references())))

    def outdated(self, edition: str, limit: int, after: str = "") -> Sequence[str]:
        """Shared requests among those that another edition derived."""
        return self._sight.keep(self._cases.outdated(edition, limit, after))

    def count_outdated(self, edition: str) -> int:
        """None: guests count nothing anew."""
        return 0

    def any_by_another(self, edition: str) -> bool:
        """False: guests count nothing anew."""
        return False

    def draft(self, reference: str) -> Draft:
        """Raises NotOnFile for what is not shared."""
        self._sight.require(reference)
        return self._cases.draft(reference)

    def drafts(self) -> Sequence[Draft]:
        """Shared drafts."""
        drafts = self._cases.drafts()
        shared = set(self._sight.keep([draft.reference for draft in drafts]))
        return [draft for draft in drafts if draft.reference in shared]

    def applicant_of(self, reference: str) -> Applicant:
        """Raises NotOnFile for what is not shared."""
        self._sight.require(reference)
        return self._cases.applicant_of(reference)

    def open_new(self, reference: str) -> AbstractContextManager[CaseFile]:
        """Raises NotYours, as all that would write."""
        raise _only_reading()

    def open(self, reference: str, *, wait: bool = True) -> AbstractContextManager[CaseFile]:
        """Raises NotOnFile for what is not shared, else NotYours."""
        self._sight.require(reference)
        raise _only_reading()

    def open_all(self, references: Sequence[str]) -> AbstractContextManager[Sequence[CaseFile]]:
        """Raises NotYours."""
        raise _only_reading()

    def together(self) -> AbstractContextManager[None]:
        """Raises NotYours."""
        raise _only_reading()

    def erase_person(self, reference: str) -> None:
        """Raises NotYours."""
        raise _only_reading()

    def save(self, draft: Draft, applicant: Applicant) -> Draft:
        """Raises NotYours."""
        raise _only_reading()

    def begin(
        self,
        drafts: Sequence[tuple[Draft, Applicant]],
        *,
        beside: str = "",
        repeats: str = "",
    ) -> Sequence[Draft]:
        """Raises NotYours."""
        raise _only_reading()

    def kin(self, reference: str) -> Kin:
        """The shared ones among the others to which a shared request belongs."""
        self._sight.require(reference)
        kin = self._cases.kin(reference)
        together = tuple(self._sight.keep(kin.together))
        return Kin(
            batch=kin.batch if together else "",
            together=together,
            repeats="".join(self._sight.keep([kin.repeats] if kin.repeats else [])),
            repeated_by=tuple(self._sight.keep(kin.repeated_by)),
        )

    def batch(self, batch: str) -> Sequence[str]:
        """The shared ones of a batch. Raises NotOnFile where none is."""
        shared = self._sight.keep(self._cases.batch(batch))
        if not shared:
            raise no_batch(batch)
        return shared

    def discard(self, reference: str, version: int) -> None:
        """Raises NotYours."""
        raise _only_reading()

    def _narrowed(self, shown: Filter) -> Filter:
        return replace(shown, shared_with=self._sight.organisation)


def _only_reading() -> NotYours:
    return NotYours("You see what is shared with your organisation, and change nothing in it.")
