"""Storage of second factors: one-time codes, recovery codes, passkeys, and their challenges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OneTimeCodes:
    """The codes of an authenticator app. `last_step` is the time step last used.

    Each code is accepted only once.
    """

    secret: str
    last_step: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey of a person's device. `id` is that of the credential, in base64url."""

    id: str
    account: str
    name: str
    public_key: bytes
    sign_count: int
    made_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge to be answered once, soon: by a passkey, or by a code after a password.

    `sealed_key` carries the person's private key from the password to the code.
    """

    digest: str
    purpose: str
    account: str
    expires_at: datetime
    sealed_key: bytes = b""


class CodeStore(Protocol):
    """One-time codes. Secrets are sealed before they reach the database."""

    def codes_of(self, account: str) -> OneTimeCodes | None:
        """Return the one-time codes in use, None if a person has none.

        Raises Damaged if another key sealed them.
        """

    def proposed(self, account: str) -> str:
        """Return the secret that is not confirmed by a code yet; empty if there is none."""

    def propose(self, account: str, secret: str) -> None:
        """Store a secret until its first code is given. The secret in use stays in use."""

    def take_up(self, account: str, step: int) -> None:
        """Put the proposed secret in use, with the time step of the code just given."""

    def use_step(self, account: str, step: int) -> bool:
        """Use up a time step; return False if it, or a later one, was used before."""

    def drop_codes(self, account: str) -> None:
        """Delete one-time codes, in use and proposed."""


class RecoveryCodes(Protocol):
    """Digests of recovery codes, each of which is used once."""

    def keep_recovery(self, account: str, digests: Sequence[str]) -> None:
        """Replace all recovery codes of a person."""

    def use_recovery(self, account: str, digest: str) -> bool:
        """Use up a recovery code; return False if it is unknown or was used."""

    def recovery_left(self, account: str) -> int:
        """Return how many recovery codes are unused."""


class Passkeys(Protocol):
    """Passkeys, by account and by credential."""

    def passkeys_of(self, account: str) -> Sequence[Passkey]:
        """Return a person's passkeys, oldest first."""

    def passkey(self, id: str) -> Passkey | None:
        """Return the passkey of a credential, None if there is none."""

    def add_passkey(self, passkey: Passkey) -> None:
        """Store a passkey. Raises NotAllowed if its id is already stored."""

    def use_passkey(self, id: str, sign_count: int, at: datetime) -> None:
        """Record the use of a passkey, with the device's own count of uses."""

    def drop_passkey(self, account: str, id: str) -> bool:
        """Delete a passkey of a person; return whether there was one."""


class Challenges(Protocol):
    """Challenges that were sent out, and those that were answered."""

    def keep_challenge(self, challenge: Challenge, now: datetime) -> None:
        """Store a challenge, and delete expired ones."""

    def use_up(self, challenge: Challenge, now: datetime) -> bool:
        """Record that a challenge was answered; return whether this is the first time."""

    def look_at_challenge(self, digest: str) -> Challenge | None:
        """Return a challenge without deleting it, None if there is none."""

    def take_challenge(self, digest: str) -> Challenge | None:
        """Return a challenge and delete it, None if there is none."""


class Factors(Protocol):
    """Who has a second factor, of any kind."""

    def any_factor(self, account: str) -> bool:
        """Return whether a person has one-time codes or a passkey."""

    def with_factor(self) -> frozenset[str]:
        """Return every account that has a second factor."""

    def drop_all(self, account: str) -> None:
        """Delete every second factor of a person, and the pending challenges."""
