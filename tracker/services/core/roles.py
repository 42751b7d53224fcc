"""Who may do what at the desk: one table, and whatever is not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum

from tracker.domain.base.errors import Refusal
from tracker.services.ports.people import Account, RoleName


class NotYours(Refusal):
    """This person may not do this; the sentence says who may."""


class Act(StrEnum):
    """Something that a person does at the desk."""

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
# What a page does not state is left to those who may do nearly everything.
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
    # In an office of one, that person administers it and is its lawyer too.
    RoleName.ADMIN: _LAWYER | {Act.PEOPLE, Act.AUDIT, Act.SETTINGS},
}
# Another organisation of the coalition reads what is shared with it.
GUESTS = frozenset({Act.LOOK})


def may(account: Account, act: Act) -> bool:
    """Whether this person may do this."""
    allowed = MAY.get(account.role, frozenset())
    return account.active and act in (allowed & GUESTS if account.organisation else allowed)


def require_act(account: Account, act: Act) -> None:
    """Raises NotYours, naming who may."""
    if may(account, act):
        return
    if account.organisation:
        raise NotYours(
            "This is for people of the office itself: you see what is shared with your "
            "organisation. Ask the office to do this."
        )
    if act in MAY[RoleName.LAWYER]:
        raise NotYours("This takes a lawyer of the office or an administrator: ask one of them.")
    raise NotYours("This is for administrators: ask an administrator of this office.")
