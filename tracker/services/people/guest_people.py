"""What a person of a partner organisation sees of the people of the office: the own account, and
of others that they exist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.services.core.roles import NotYours
from tracker.services.core.shut import Shut
from tracker.services.ports.cases import no_request
from tracker.services.ports.factors import (
    CodeStore,
    OneTimeCodes,
    Passkey,
    Passkeys,
    RecoveryCodes,
)
from tracker.services.ports.people import (
    Account,
    CalendarFeed,
    Feeds,
    Invitations,
    People,
    SavedView,
    Session,
    Sessions,
    Shares,
    Views,
)


def refused_to_guests(name: str) -> NotYours:
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
            raise refused_to_guests(account)

    def keep(self, references: Sequence[str]) -> Sequence[str]:
        """Return the references that are shared."""
        shared = self.shares.shared_of(references, self.account.organisation)
        return [each for each in references if each in shared]


class GuestPeople(Shut):
    """Accounts without the names of others, and the guest's own account."""

    def __init__(self, people: People, scope: GuestScope, called: str) -> None:
        super().__init__("people", refused_to_guests, people, ["one_at_a_time"])
        self._people = people
        self._scope = scope
        self._called = called or "the office"
        self.codes = GuestCodes(people.codes, scope)
        self.recovery_codes = GuestRecoveryCodes(people.recovery_codes, scope)
        self.passkeys = GuestPasskeys(people.passkeys, scope)
        self.challenges = Shut("people.challenges", refused_to_guests)
        self.factors = Shut("people.factors", refused_to_guests)
        self.invitations = GuestInvitations(people.invitations, scope)
        self.sessions = GuestSessions(people.sessions, scope)
        self.shares = GuestShares(people.shares, scope)
        self.trail = Shut("people.trail", refused_to_guests, people.trail, ["add", "last"])
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
            raise refused_to_guests("people.save_account")
        self._people.save_account(account)

    def _masked(self, account: Account) -> Account:
        if account.organisation == self._scope.account.organisation:
            return account
        return replace(account, name=self._called, email="")


class GuestCodes(Shut):
    """The guest's own one-time codes, read-only."""

    def __init__(self, codes: CodeStore, scope: GuestScope) -> None:
        super().__init__("people.codes", refused_to_guests)
        self._codes = codes
        self._scope = scope

    def codes_of(self, account: str) -> OneTimeCodes | None:
        """Return the guest's one-time codes."""
        self._scope.require_own(account)
        return self._codes.codes_of(account)


class GuestRecoveryCodes(Shut):
    """The number of the guest's own recovery codes."""

    def __init__(self, codes: RecoveryCodes, scope: GuestScope) -> None:
        super().__init__("people.recovery_codes", refused_to_guests)
        self._codes = codes
        self._scope = scope

    def recovery_left(self, account: str) -> int:
        """Return how many recovery codes the guest has left."""
        self._scope.require_own(account)
        return self._codes.recovery_left(account)


class GuestPasskeys(Shut):
    """The guest's own passkeys, read-only."""

    def __init__(self, passkeys: Passkeys, scope: GuestScope) -> None:
        super().__init__("people.passkeys", refused_to_guests)
        self._passkeys = passkeys
        self._scope = scope

    def passkeys_of(self, account: str) -> Sequence[Passkey]:
        """Return the guest's passkeys."""
        self._scope.require_own(account)
        return self._passkeys.passkeys_of(account)


class GuestInvitations(Shut):
    """The guest's own one-time links."""

    def __init__(self, invitations: Invitations, scope: GuestScope) -> None:
        super().__init__("people.invitations", refused_to_guests)
        self._invitations = invitations
        self._scope = scope

    def withdraw(self, account: str) -> None:
        """Delete the guest's own one-time links."""
        self._scope.require_own(account)
        self._invitations.withdraw(account)


class GuestSessions(Shut):
    """The guest's own sessions."""

    def __init__(self, sessions: Sessions, scope: GuestScope) -> None:
        super().__init__("people.sessions", refused_to_guests)
        self._sessions = sessions
        self._scope = scope

    def get(self, token_digest: str) -> Session | None:
        """Return a session of the guest, None if it belongs to anyone else."""
        found = self._sessions.get(token_digest)
        return found if found and found.account == self._scope.account.id else None

    def of(self, account: str) -> Sequence[Session]:
        """Return the guest's own sessions."""
        self._scope.require_own(account)
        return self._sessions.of(account)

    def end(self, token_digest: str) -> None:
        """End a session of the guest. Raises NotYours if it belongs to anyone else."""
        if self.get(token_digest) is None:
            raise refused_to_guests("people.sessions.end")
        self._sessions.end(token_digest)

    def end_all(self, account: str, *, but: str = "") -> None:
        """End the guest's own sessions except the one with the digest `but`."""
        self._scope.require_own(account)
        self._sessions.end_all(account, but=but)


class GuestShares(Shut):
    """The assignments of shared requests."""

    def __init__(self, shares: Shares, scope: GuestScope) -> None:
        super().__init__("people.shares", refused_to_guests)
        self._shares = shares
        self._scope = scope

    def in_charge(self, references: Sequence[str]) -> Mapping[str, str]:
        """Return to whom the shared ones of these requests are assigned."""
        return self._shares.in_charge(self._scope.keep(references))


class GuestViews(Shut):
    """The guest's own views of the list."""

    def __init__(self, views: Views, scope: GuestScope) -> None:
        super().__init__("people.views", refused_to_guests)
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
        super().__init__("people.feeds", refused_to_guests)
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
