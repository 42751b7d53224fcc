"""The audit trail, read-only, for administrators."""

from dataclasses import dataclass
from math import ceil

from flask import render_template, request, url_for

from tracker.services.core.audit import OPERATOR, audit_trail
from tracker.services.core.office import Office
from tracker.services.letters.bundle.annex_copies import COPY
from tracker.services.letters.bundle.evidence_makers import MAKER
from tracker.services.letters.bundle.translations import TRANSLATION
from tracker.services.ports.people import AuditAct, TrailEntry, TrailFilter
from tracker.web.base.access import Access, Pages
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.site_config import the_office

PAGES = Pages("desk_audit", Access.ADMIN, "/desk/audit")
ACTS_ON_A_PAGE = 50

AUDIT_ACT_NAMES = {
    AuditAct.SIGNED_IN: lazy_gettext("signed in"),
    AuditAct.WRONG_PASSWORD: lazy_gettext("entered a wrong password"),
    AuditAct.WRONG_CODE: lazy_gettext("entered a wrong code or used a wrong passkey"),
    AuditAct.INVITED: lazy_gettext("created a one-time link"),
    AuditAct.FACTOR_RESET: lazy_gettext("removed a lost second factor"),
    AuditAct.PASSWORD_SET: lazy_gettext("set a password"),
    AuditAct.CODES_SET_UP: lazy_gettext("set up phone codes"),
    AuditAct.CODES_REMOVED: lazy_gettext("removed phone codes"),
    AuditAct.RECOVERY_CODES_MADE: lazy_gettext("created recovery codes"),
    AuditAct.RECOVERY_CODE_USED: lazy_gettext("used a recovery code"),
    AuditAct.PASSKEY_ADDED: lazy_gettext("added a passkey"),
    AuditAct.PASSKEY_REMOVED: lazy_gettext("removed a passkey"),
    AuditAct.SESSIONS_ENDED: lazy_gettext("ended sessions"),
    AuditAct.ROLE_CHANGED: lazy_gettext("changed the role"),
    AuditAct.SHARED: lazy_gettext("shared the request"),
    AuditAct.UNSHARED: lazy_gettext("stopped sharing the request"),
    AuditAct.PUT_IN_CHARGE: lazy_gettext("assigned a request"),
    AuditAct.HANDED_OVER: lazy_gettext("handed requests over"),
    AuditAct.CLOSED: lazy_gettext("closed the account"),
    AuditAct.REOPENED: lazy_gettext("reopened the account"),
    AuditAct.APPLICANT_SEEN: lazy_gettext("viewed who asks"),
    AuditAct.PREPARED: lazy_gettext("prepared a publication"),
    AuditAct.CONFIRMED: lazy_gettext("confirmed a publication"),
    AuditAct.CALLED_OFF: lazy_gettext("cancelled a publication"),
    AuditAct.PUBLISHED: lazy_gettext("published"),
    AuditAct.REMOVED: lazy_gettext("removed texts or copies from the record"),
    AuditAct.WITHHELD: lazy_gettext("took a record down"),
    AuditAct.RISK_NOTED: lazy_gettext("wrote a risk note about a body"),
    AuditAct.REPRISAL_NOTED: lazy_gettext("noted a reprisal for asking a body"),
    AuditAct.REPRISAL_WITHDRAWN: lazy_gettext("withdrew a note on a reprisal"),
    AuditAct.SIGNING_DECIDED: lazy_gettext("decided who signs a request"),
    AuditAct.EXPORTED: lazy_gettext("exported private data"),
    AuditAct.IMPORTED: lazy_gettext("imported a list of requests"),
    AuditAct.ERASED: lazy_gettext("erased personal data"),
    AuditAct.SETTINGS_CHANGED: lazy_gettext("changed settings"),
    AuditAct.DATE_CONFIRMED: lazy_gettext("confirmed the server date"),
    AuditAct.DATABASE_CONFIRMED: lazy_gettext("confirmed the database server"),
    AuditAct.ACCESS_GIVEN: lazy_gettext("gave access to private data"),
    AuditAct.PREVIEW_SHARED: lazy_gettext("shared a preview by a secret link"),
    AuditAct.PREVIEW_REVOKED: lazy_gettext("revoked the link of a preview"),
    AuditAct.LETTER_EDITED: lazy_gettext("edited the letter of a remedy"),
    AuditAct.LETTER_APPROVED: lazy_gettext("approved the letter of a remedy"),
    AuditAct.ARGUMENT_SAVED: lazy_gettext("saved an argument of the office"),
    AuditAct.AUTHORITY_CHECKED: lazy_gettext("checked an authority"),
    AuditAct.AUTHORITY_CHECK_WITHDRAWN: lazy_gettext("withdrew the check of an authority"),
    AuditAct.WORDING_TAKEN_ON: lazy_gettext("took on the wording of letters in a language"),
    AuditAct.WORDING_WITHDRAWN: lazy_gettext("withdrew a wording that was taken on"),
    AuditAct.LIBRARY_ENTRY_SAVED: lazy_gettext("saved an entry of the library"),
    AuditAct.LIBRARY_ENTRY_VERIFIED: lazy_gettext("verified an entry of the library"),
    AuditAct.LIBRARY_ENTRY_WITHDRAWN: lazy_gettext("withdrew an entry of the library"),
    AuditAct.LAW_SIGNED: lazy_gettext("signed a law"),
    AuditAct.LAW_SIGNATURE_WITHDRAWN: lazy_gettext("withdrew a signature under a law"),
}


# What was handed in, where it was not a list of requests: by the detail of the entry.
_HANDED_IN = {
    "capture": lazy_gettext("handed in a capture"),
    COPY: lazy_gettext("handed in a copy for an annex"),
    TRANSLATION: lazy_gettext("added a translation"),
    MAKER: lazy_gettext("entered who made evidence"),
}
_MEASURED = lazy_gettext("handed in a measurement")


@dataclass(frozen=True, slots=True)
class _Told:
    """One line of the trail, with names in place of keys."""

    entry: TrailEntry
    who: str
    act: str
    about: str
    detail: str
    reference: str


@PAGES.get("")
def trail() -> str:
    """Show the audit trail, newest first, one page at a time."""
    office = the_office()
    shown = TrailFilter(
        who=request.args.get("who", ""),
        act=request.args.get("act", ""),
        about=request.args.get("about", "").strip().lower(),
    )
    number = min(max(request.args.get("page", 1, type=int), 1), 1_000_000)
    entries, total = audit_trail(office, shown, (number - 1) * ACTS_ON_A_PAGE, ACTS_ON_A_PAGE)
    names = _names(office)
    return render_template(
        "desk/audit.html",
        told=[_told(entry, names) for entry in entries],
        total=total,
        number=number,
        last=max(ceil(total / ACTS_ON_A_PAGE), 1),
        filtered=shown != TrailFilter(),
        address=_page_address,
        people=names,
        acts={act.value: words for act, words in AUDIT_ACT_NAMES.items()},
        asked=request.args,
    )


def _told(entry: TrailEntry, names: dict[str, str]) -> _Told:
    is_person = entry.about in names
    library = the_office().library
    of_library = library.bodies.keys() | library.blocks.keys() | library.authorities.keys()
    no_request = is_person or entry.about in of_library or entry.about == entry.who
    return _Told(
        entry,
        who=names.get(entry.who, entry.who) or gettext("someone not signed in"),
        act=_act(entry),
        about=names.get(entry.about, entry.about.upper()) if entry.about != entry.who else "",
        detail="" if _handed_in(entry) else names.get(entry.detail, entry.detail),
        reference="" if no_request else entry.about,
    )


def _act(entry: TrailEntry) -> str:
    if entry.act not in _KNOWN:
        return entry.act
    return _handed_in(entry) or AUDIT_ACT_NAMES.get(AuditAct(entry.act), entry.act)


def _handed_in(entry: TrailEntry) -> str:
    """Return what was handed in, empty for a list of requests and for any other act."""
    handed_in = entry.act == AuditAct.IMPORTED and entry.detail
    return _HANDED_IN.get(entry.detail, _MEASURED) if handed_in else ""


_KNOWN = frozenset(act.value for act in AuditAct)


def _names(office: Office) -> dict[str, str]:
    return {**office.people_names, OPERATOR: gettext("the operator, at the machine")}


def _page_address(number: int) -> str:
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for("desk_audit.trail", **(kept | {"page": str(number)}))  # type: ignore[arg-type]
