"""Access control: every blueprint states who may open it, and everything else is closed."""

from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from typing import cast

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from tracker.domain.base.errors import Refusal
from tracker.services.core.audit import note_once
from tracker.services.core.holds import require_may_enter
from tracker.services.core.left_out import begin_noting, left_out
from tracker.services.core.roles import Act, may, require_act
from tracker.services.people.guests import may_see, office_for
from tracker.services.people.second_factor import demanded
from tracker.services.people.sessions import signed_in
from tracker.services.ports.cases import ReadOnlyOffice, no_request
from tracker.services.ports.holds import unbind_from_servers
from tracker.services.ports.people import Account, AuditAct
from tracker.web.base.memory_request import MemoryRequest
from tracker.web.base.permissions import (
    OF_A_SESSION,
    READING,
    SHOWS_APPLICANT,
    act_of,
    takes_files,
)
from tracker.web.base.site_config import (
    look_at_library,
    site_config,
    the_office,
    whole_office,
)

DESK = "/desk"
_SIGN_OUT = "sign_out.out"
# Largest body accepted from a stranger on any page: an email address and a password, or a few
# words typed by someone whose session ended, which are given back; never a file.
LARGEST_OF_A_STRANGER = 16 * 1024
# Largest text of one form. The limit for the whole form leaves room for the browser's encoding.
LARGEST_TEXT = 2 * 1024 * 1024
LARGEST_FORM = 4 * 1024 * 1024


class Access(StrEnum):
    """Who may open a page: everyone; signed-in people, for their own account, even before they
    have a second factor; people who may use the workspace; administrators."""

    PUBLIC = "public"
    SELF = "self"
    DESK = "desk"
    ADMIN = "admin"


InputDeclaration = Callable[..., tuple[object, ...]]
"""Takes the inputs of all pages and the values in an address; returns the inputs of that page."""


class Pages(Blueprint):
    """A blueprint that states who may open it and what its pages are made from.

    Pages of an endpoint that declares no inputs are never cached, and are in no copy of the site.
    """

    def __init__(
        self, name: str, access: Access, prefix: str = "", static_folder: str | None = None
    ) -> None:
        super().__init__(name, __name__, url_prefix=prefix or None, static_folder=static_folder)
        self.access = access
        self.declared: dict[str, InputDeclaration] = {}


def check_access(app: Flask) -> None:
    """Check access on every request, and hold in memory what it sends.

    Raises ValueError for a route whose blueprint is not a Pages.
    """
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.rpartition(".")[0]
        if not isinstance(app.blueprints.get(name), Pages):
            raise ValueError(
                f"the route {rule.rule} does not say who may open it: make its blueprint a Pages"
            )
    app.request_class = MemoryRequest
    app.before_request(begin_noting)
    app.before_request(unbind_from_servers)
    app.before_request(_guard)
    app.after_request(_tell)
    app.after_request(_note_entries)
    # Functions, so that pages that show no person do not look one up.
    app.jinja_env.globals["person"] = person
    app.jinja_env.globals["left_out"] = left_out
    app.jinja_env.globals["read_only"] = lambda: whole_office().read_only
    app.jinja_env.globals["person_may"] = person_may
    app.jinja_env.globals["person_may_open"] = person_may_open


def person() -> Account | None:
    """Return who is signed in, or None. Looked up once per request."""
    if "person" not in g:
        token = session_token()
        g.person = signed_in(the_office(), token) if token else None
    return cast("Account | None", g.person)


def the_person() -> Account:
    """Return who is signed in. Raises Unauthorized if nobody is."""
    account = person()
    if account is None:
        raise Unauthorized
    return account


def by() -> str:
    """Return the opaque key by which events name the signed-in person."""
    return the_person().id


def person_may(act: str) -> bool:
    """Return whether the signed-in person may do this, to decide what a page offers.

    Access itself is checked elsewhere.
    """
    account = person()
    return account is not None and may(account, Act(act))


def person_may_open(endpoint: str) -> bool:
    """Return whether the signed-in person may send the form of this page."""
    rules = current_app.url_map.iter_rules(endpoint)
    return all(person_may(act_of(rule, "POST")) for rule in rules)


def session_token() -> str:
    """Return the session token of this browser; empty if it has none."""
    return request.cookies.get(cookie_name(), "")


def cookie_name() -> str:
    """Return the name of the session cookie, with the prefix that binds a secure cookie to this
    host."""
    return "__Host-desk" if site_config().secure_cookies else "desk"


def _guard() -> Response | None:
    access = access_of_this_request()
    look_at_library(at_once=access is not Access.PUBLIC)
    reading = request.method in ("GET", "HEAD")
    if access is Access.PUBLIC:
        _require_may_enter()
        return None
    account = person()
    if account is None and reading:
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    if account is None:
        raise Unauthorized
    if whole_office().read_only:
        _require_reading()
    if access is Access.SELF:
        request.max_content_length = LARGEST_FORM
        _require_may_enter()
        return None
    if demanded(the_office(), account):
        return redirect(url_for("second_factor.page"))
    if reading and (address := _one_address()):
        return redirect(address, 301)
    if not reading:
        # What was typed is given back, however long it is.
        request.max_content_length = _largest()
        _require_may_enter()
    _admit(account, access)
    return None


def _require_may_enter() -> None:
    """Raise OnHold for a form if this machine may enter nothing. Otherwise bind what the form
    writes to the database server that was checked."""
    enters = request.method not in READING and request.endpoint is not None
    if enters and request.endpoint not in OF_A_SESSION:
        require_may_enter(whole_office())


def _require_reading() -> None:
    """Raise ReadOnlyOffice for a form, and for a page whose opening would have to be recorded."""
    if request.endpoint in SHOWS_APPLICANT:
        raise ReadOnlyOffice(
            "The office is read-only at the moment. Each reader of this page is recorded, "
            "because it shows the applicant. Try again later."
        )
    if request.method not in READING and request.endpoint != _SIGN_OUT:
        # What was typed is given back, however long it is.
        request.max_content_length = _largest()
        raise ReadOnlyOffice


def _one_address() -> str:
    """Return this page's address with the reference in lower case; empty if it already is."""
    named = request.view_args or {}
    reference = str(named.get("reference", ""))
    key = reference.strip().lower()
    if reference == key:
        return ""
    address = url_for(str(request.endpoint), **named | {"reference": key})
    asked = request.query_string.decode()
    return f"{address}?{asked}" if asked else address


def _admit(account: Account, access: Access) -> None:
    """Let a person open this page.

    Raises NotYours if their role may not, and NotOnFile if the request is not shared with them.
    """
    if access is Access.ADMIN:
        require_act(account, Act.PEOPLE)
    whole = whole_office()
    reference = str((request.view_args or {}).get("reference", ""))
    if reference and not may_see(whole, account, reference):
        raise no_request(reference)
    require_act(account, act_of(request.url_rule, request.method))
    request.max_content_length = _largest()
    # From here on, pages see only what this person may see.
    g.office = office_for(whole, account)


def _largest() -> int:
    """Return the largest upload that this page accepts from an admitted person, in bytes."""
    return site_config().largest_upload if takes_files(request.endpoint or "") else LARGEST_FORM


def _tell(answer: Response) -> Response:
    """Record in the audit trail who was shown an applicant; show nobody whom it cannot record."""
    # A part of a file is answered with 206, and may be all of it.
    if request.endpoint in SHOWS_APPLICANT and answer.status_code in (200, 206):
        about = str((request.view_args or {}).get("reference", ""))
        try:
            note_once(the_office(), AuditAct.APPLICANT_SEEN, who=by(), about=about)
        except Refusal as refusal:
            # Flask asks no error handler about what fails after a page is made.
            return current_app.make_response(current_app.handle_user_exception(refusal))
    return answer


def _note_entries(answer: Response) -> Response:
    """Note the newest entry after each form that a person sent, so that an older database is
    noticed."""
    if request.method == "POST" and "office" in g:
        # The scheduler notes it too, and says what is wrong with the disk.
        with suppress(Refusal):
            whole_office().holds.note_entries()
    return answer


def access_of_this_request() -> Access:
    """Return who may open the requested page.

    A path without a page is protected if it lies under the workspace.
    """
    pages = current_app.blueprints.get(request.blueprint or "")
    if isinstance(pages, Pages):
        return pages.access
    below = request.path == DESK or request.path.startswith(f"{DESK}/")
    below = below and not site_config().readers_only
    return Access.DESK if below else Access.PUBLIC
