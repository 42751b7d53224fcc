"""Checks of authorities: a lead may be cited in a letter once a lawyer opened the document and
checked its stay."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.request import Applicant
from tracker.domain.law.authority import Authority
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office, Writing
from tracker.services.ports.people import AuditAct
from tracker.services.ports.workbook import AuthorityCheck, OpenedDocument, StayState

LONGEST_CHECK_NOTE = 1000
# After this many days a check is old. A court can suspend an order at any time: of 73 challenged
# orders of one commission, 36 were reported as suspended. So a check is renewed every quarter.
FRESH_DAYS = 90


class AuthorityState(StrEnum):
    """Whether letters may cite an authority, and if not, why."""

    LEAD = "lead"
    CHECKED = "checked"
    STAYED = "stayed"
    SET_ASIDE = "set-aside"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """An authority of the library with its check that counts, the age of that check in days, and
    the authorities that doubt it."""

    authority: Authority
    state: AuthorityState
    check: AuthorityCheck | None
    age: int
    doubts: tuple[Authority, ...]

    @property
    def to_check(self) -> bool:
        """Return whether a lawyer has to open it, and check its stay, before a letter cites it."""
        return self.state in (AuthorityState.LEAD, AuthorityState.CHANGED)

    @property
    def old(self) -> bool:
        """Return whether letters may cite it on a check that should be renewed first."""
        return self.state is AuthorityState.CHECKED and self.age > FRESH_DAYS


@dataclass(frozen=True, slots=True)
class CheckStatement:
    """What a lawyer states about an authority: what was opened, what was found, on which day."""

    opened: OpenedDocument | None
    stay_checked: bool
    stay: StayState
    on: date
    note: str = ""


def known_authorities(
    office: Office, authorities: Iterable[Authority]
) -> tuple[KnownAuthority, ...]:
    """Return these authorities, each with its check."""
    checks = office.authority_checks.in_force()
    return tuple(_known(office, each, checks) for each in authorities)


def check_authority(office: Office, key: str, stated: CheckStatement, *, by: str) -> None:
    """Log that a lawyer opened the document of an authority and checked its stay.

    An authority of which only a summary or report was opened is still a lead: no letter cites it.
    Raises NotOnFile for an unknown authority; BadInput if either was not done, for a future day,
    for a stay without a note on it, and for a note that is too long or names a person.
    """
    authority = office.library.authority(key)
    note = stated.note.strip()
    if not (stated.opened and stated.stay_checked):
        raise BadInput("Open the document and check its stay first. A letter needs both.")
    if stated.on > office.latest_today():
        raise BadInput("{day} has not come yet.", day=stated.on)
    if stated.stay is not StayState.NOT_FOUND and not note:
        raise BadInput("Say what is known about the stay: court, day and number.")
    if len(note) > LONGEST_CHECK_NOTE:
        raise BadInput("Note must be {longest:,} characters or fewer.", longest=LONGEST_CHECK_NOTE)
    require_anonymous(note, Applicant())
    check = AuthorityCheck(
        *(key, authority.digest, stated.stay, stated.on, by, office.now()), opened=stated.opened
    )
    office.authority_checks.add(check, note)
    note_act(office, AuditAct.AUTHORITY_CHECKED, who=by, about=key, detail=stated.stay.value)


def withdraw_check(office: Office, key: str, *, by: str) -> None:
    """Withdraw every check of an authority: it is a lead again.

    Raises NotOnFile for an unknown authority, NotAllowed if nobody checked it.
    """
    office.library.authority(key)
    if not office.authority_checks.withdraw(key, by, office.now()):
        raise NotAllowed("This authority has no check that could be withdrawn.")
    note_act(office, AuditAct.AUTHORITY_CHECK_WITHDRAWN, who=by, about=key)


def _known(
    office: Office, authority: Authority, checks: Mapping[str, AuthorityCheck]
) -> KnownAuthority:
    check = checks.get(authority.key)
    age = (office.latest_today() - check.checked_on).days if check else 0
    doubts = tuple(office.library.authorities[key] for key in authority.doubted_by)
    return KnownAuthority(authority, _state(authority, check), check, age, doubts)


# What a check found that keeps an authority out of letters.
_FOUND = {
    StayState.STAYED: AuthorityState.STAYED,
    StayState.SET_ASIDE: AuthorityState.SET_ASIDE,
}


def _state(authority: Authority, check: AuthorityCheck | None) -> AuthorityState:
    if check is None:
        return AuthorityState.LEAD
    if check.lets_cite(authority.digest):
        return AuthorityState.CHECKED
    if check.entry != authority.digest:
        return AuthorityState.CHANGED
    return _FOUND.get(check.stay, AuthorityState.LEAD)


def citable(office: Writing) -> Mapping[str, Authority]:
    """Return the decisions that a named lawyer opened and checked for a stay. Letters do not say
    how these are known."""
    known = office.library.authorities
    return {key: known[key].opened() for key in office.printable_authorities() if key in known}
