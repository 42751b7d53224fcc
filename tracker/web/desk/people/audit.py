"""The audit trail, for administrators: it is read here, and changed nowhere."""

from dataclasses import dataclass
from math import ceil

from flask import render_template, request, url_for

from tracker.services.core.audit import OPERATOR, audit_trail
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct, TrailEntry, TrailFilter
from tracker.web.base.access import Door, Pages
from tracker.web.base.language import later, say
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_audit", Door.ADMIN, "/desk/audit")
ON_A_PAGE = 50

ACTS = {
    AuditAct.SIGNED_IN: later("signed in"),
    AuditAct.WRONG_PASSWORD: later("a wrong password was given"),
    AuditAct.WRONG_CODE: later("a wrong code or passkey was given"),
    AuditAct.INVITED: later("made a one-time link"),
    AuditAct.FACTOR_RESET: later("a lost second factor was removed"),
    AuditAct.PASSWORD_SET: later("set a password"),
    AuditAct.CODES_SET_UP: later("set up codes of a telephone"),
    AuditAct.CODES_REMOVED: later("removed the codes of a telephone"),
    AuditAct.RECOVERY_CODES_MADE: later("made recovery codes"),
    AuditAct.RECOVERY_CODE_USED: later("used a recovery code"),
    AuditAct.PASSKEY_ADDED: later("added a passkey"),
    AuditAct.PASSKEY_REMOVED: later("removed a passkey"),
    AuditAct.SESSIONS_ENDED: later("ended sessions"),
    AuditAct.ROLE_CHANGED: later("changed the role"),
    AuditAct.SHARED: later("shared the request"),
    AuditAct.UNSHARED: later("stopped sharing the request"),
    AuditAct.PUT_IN_CHARGE: later("put somebody in charge"),
    AuditAct.HANDED_OVER: later("handed requests over"),
    AuditAct.CLOSED: later("closed the account"),
    AuditAct.REOPENED: later("reopened the account"),
    AuditAct.APPLICANT_SEEN: later("was shown who asks"),
    AuditAct.PREPARED: later("prepared a publication"),
    AuditAct.CONFIRMED: later("confirmed a publication"),
    AuditAct.CALLED_OFF: later("called a publication off"),
    AuditAct.PUBLISHED: later("published"),
    AuditAct.REMOVED: later("took texts or copies from the record"),
    AuditAct.WITHHELD: later("took a record down"),
    AuditAct.RISK_NOTED: later("wrote a risk note on a body"),
    AuditAct.EXPORTED: later("exported private data"),
    AuditAct.IMPORTED: later("imported a list of requests"),
    AuditAct.ERASED: later("erased a person"),
    AuditAct.SETTINGS_CHANGED: later("changed settings"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the trail, with names for its keys."""

    entry: TrailEntry
    who: str
    act: str
    about: str
    detail: str
    reference: str


@PAGES.get("")
def trail() -> str:
    """What was done, the newest first, a page at a time."""
    office = the_office()
    shown = TrailFilter(
        who=request.args.get("who", ""),
        act=request.args.get("act", ""),
        about=request.args.get("about", "").strip().lower(),
    )
    number = min(max(request.args.get("page", 1, type=int), 1), 1_000_000)
    entries, total = audit_trail(office, shown, (number - 1) * ON_A_PAGE, ON_A_PAGE)
    names = _names(office)
    return render_template(
        "desk/audit.html",
        told=[_told(entry, names) for entry in entries],
        total=total,
        number=number,
        last=max(ceil(total / ON_A_PAGE), 1),
        filtered=shown != TrailFilter(),
        address=_page_address,
        people=names,
        acts={act.value: words for act, words in ACTS.items()},
        asked=request.args,
    )


def _told(entry: TrailEntry, names: dict[str, str]) -> Told:
    is_person = entry.about in names
    is_body = entry.about in the_office().library.bodies
    return Told(
        entry,
        who=names.get(entry.who, entry.who) or say("somebody at the door"),
        act=ACTS.get(AuditAct(entry.act), entry.act) if entry.act in _KNOWN else entry.act,
        about=names.get(entry.about, entry.about.upper()) if entry.about != entry.who else "",
        detail=names.get(entry.detail, entry.detail),
        reference="" if is_person or is_body or entry.about == entry.who else entry.about,
    )


_KNOWN = frozenset(act.value for act in AuditAct)


def _names(office: Office) -> dict[str, str]:
    named = {account.id: account.name for account in office.people.accounts()}
    return named | {OPERATOR: say("the operator, at the machine")}


def _page_address(number: int) -> str:
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for("desk_audit.trail", **(kept | {"page": str(number)}))  # type: ignore[arg-type]
