"""Permissions of staff and guests: one table, and anything not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum

from tracker.domain.base.errors import Refusal
from tracker.services.ports.people import Account, RoleName


class NotYours(Refusal):
    """An action that this person may not do. The message says who may."""


class Act(StrEnum):
    """An action that a person takes in the workspace."""

    LOOK = "look"
    BROWSE = "browse"
    DRAFT = "draft"
    LOG = "log"
    REMIND = "remind"
    NOTE = "note"
    PREPARE = "prepare"
    SETTLE = "settle"
    APPROVE = "approve"
    FILE = "file"
    CLASSIFY = "classify"
    PUBLISH = "publish"
    SHARE = "share"
    EXPORT = "export"
    IMPORT = "import"
    ERASE = "erase"
    UNSTATED = "unstated"
    PEOPLE = "people"
    AUDIT = "audit"
    SETTINGS = "settings"


_ADVOCATE = frozenset(
    {Act.LOOK, Act.BROWSE, Act.DRAFT, Act.LOG, Act.REMIND, Act.NOTE, Act.PREPARE}
)
# UNSTATED guards pages that state no permission of their own.
_LAWYER = _ADVOCATE | {
    Act.SETTLE,
    Act.APPROVE,
    Act.FILE,
    Act.CLASSIFY,
    Act.PUBLISH,
    Act.SHARE,
    Act.EXPORT,
    Act.IMPORT,
    Act.ERASE,
    Act.UNSTATED,
}
MAY: Mapping[RoleName, frozenset[Act]] = {
    RoleName.ADVOCATE: _ADVOCATE,
    RoleName.LAWYER: _LAWYER,
    # In an office of one person, the administrator is also its lawyer.
    RoleName.ADMIN: _LAWYER | {Act.PEOPLE, Act.AUDIT, Act.SETTINGS},
}
# People of partner organisations may only read what is shared with them.
GUESTS = frozenset({Act.LOOK})


def may(account: Account, act: Act) -> bool:
    """Return whether a person has a permission."""
    allowed = MAY.get(account.role, frozenset())
    return account.active and act in (allowed & GUESTS if account.organisation else allowed)


def require_act(account: Account, act: Act) -> None:
    """Raise NotYours if a person lacks a permission; the message says who has it."""
    if may(account, act):
        return
    if account.organisation:
        raise NotYours(
            "Only people in this office can do this. You can see what is shared with your "
            "organisation. Ask the office."
        )
    if act in MAY[RoleName.LAWYER]:
        raise NotYours("Only a lawyer or an administrator can do this. Ask one of them.")
    raise NotYours("Only administrators can do this. Ask an administrator.")
