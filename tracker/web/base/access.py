"""Who may open which page: every blueprint says so on its own face, and the rest stays shut."""

from collections.abc import Callable
from enum import StrEnum
from typing import cast

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from tracker.services.core.audit import note_once
from tracker.services.core.roles import Act, may, require_act
from tracker.services.people.guests import may_see, office_for
from tracker.services.people.second_factor import demanded
from tracker.services.people.sessions import signed_in
from tracker.services.ports.cases import no_request
from tracker.services.ports.people import Account, AuditAct
from tracker.web.base.permissions import SHOWS_APPLICANT, act_of, takes_files
from tracker.web.base.site_config import the_house, the_office

DESK = "/desk"
# What a stranger may send, to any page: an address and a password, or a few words of somebody
# whose session ended, which are given back; never a file.
LARGEST_OF_A_STRANGER = 16 * 1024
# The words of one form. What a browser puts around them is let through besides.
LARGEST_TEXT = 2 * 1024 * 1024
LARGEST_FORM = 4 * 1024 * 1024


class Door(StrEnum):
    """Who may come in: everybody; who signed in, for what is their own, also before a second
    factor is set up; people of the desk; administrators."""

    PUBLIC = "public"
    SELF = "self"
    DESK = "desk"
    ADMIN = "admin"


InputDeclaration = Callable[..., tuple[object, ...]]
"""Takes the inputs of pages and what an address names; returns those of the page there."""


class Pages(Blueprint):
    """A blueprint that says who may open it, and what its pages are made from.

    An endpoint that declares nothing is never kept, and is in no copy of the site.
    """

    def __init__(
        self, name: str, door: Door, prefix: str = "", static_folder: str | None = None
    ) -> None:
        super().__init__(name, __name__, url_prefix=prefix or None, static_folder=static_folder)
        self.door = door
        self.declared: dict[str, InputDeclaration] = {}


def hang(app: Flask) -> None:
    """Put the doors in. Raises ValueError for a route that has none."""
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.rpartition(".")[0]
        if not isinstance(app.blueprints.get(name), Pages):
            raise ValueError(f"the route {rule.rule} has no door: make its blueprint a Pages")
    app.before_request(_guard)
    app.after_request(_tell)
    # Functions, so that pages which show nobody ask for nobody.
    app.jinja_env.globals["person"] = person
    app.jinja_env.globals["person_may"] = person_may
    app.jinja_env.globals["person_may_open"] = person_may_open


def person() -> Account | None:
    """Who is signed in, asked once a request."""
    if "person" not in g:
        token = session_token()
        g.person = signed_in(the_office(), token) if token else None
    return cast("Account | None", g.person)


def the_person() -> Account:
    """Who is signed in. Raises Unauthorized where nobody is."""
    account = person()
    if account is None:
        raise Unauthorized
    return account


def by() -> str:
    """The signed-in person as events name them: an opaque key."""
    return the_person().id


def person_may(act: str) -> bool:
    """Whether whoever is signed in may do this; for what a page offers. The door decides."""
    account = person()
    return account is not None and may(account, Act(act))


def person_may_open(endpoint: str) -> bool:
    """Whether whoever is signed in may send the form of this page."""
    rules = current_app.url_map.iter_rules(endpoint)
    return all(person_may(act_of(rule, "POST")) for rule in rules)


def session_token() -> str:
    """The token of this browser's session; empty where there is none."""
    return request.cookies.get(cookie_name(), "")


def cookie_name() -> str:
    """The session's cookie; with the prefix that binds it to this very host where it is secure."""
    return "__Host-desk" if the_house().secure_cookies else "desk"


def _guard() -> Response | None:
    door = door_of_this_request()
    if door is Door.PUBLIC:
        return None
    account = person()
    reading = request.method in ("GET", "HEAD")
    if account is None and reading:
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    if account is None:
        raise Unauthorized
    if door is Door.SELF:
        request.max_content_length = LARGEST_FORM
        return None
    if demanded(the_office(), account):
        return redirect(url_for("second_factor.page"))
    if reading and (address := _one_address()):
        return redirect(address, 301)
    _admit(account, door)
    return None


def _one_address() -> str:
    """The address of this page where a reference in it stands in capitals; empty otherwise."""
    named = request.view_args or {}
    reference = str(named.get("reference", ""))
    key = reference.strip().lower()
    if reference == key:
        return ""
    address = url_for(str(request.endpoint), **named | {"reference": key})
    asked = request.query_string.decode()
    return f"{address}?{asked}" if asked else address


def _admit(account: Account, door: Door) -> None:
    """Let a person through to this page. Raises NotYours; NotOnFile for what is not shared."""
    if door is Door.ADMIN:
        require_act(account, Act.PEOPLE)
    whole = the_office()
    reference = str((request.view_args or {}).get("reference", ""))
    if reference and not may_see(whole, account, reference):
        raise no_request(reference)
    require_act(account, act_of(request.url_rule, request.method))
    request.max_content_length = _largest()
    # From here on the pages know only what this person sees.
    g.office = office_for(whole, account)


def _largest() -> int:
    """How much whoever was let through may send to this page."""
    return the_house().largest_upload if takes_files(request.endpoint or "") else LARGEST_FORM


def _tell(answer: Response) -> Response:
    """Put down who was shown an applicant."""
    if request.endpoint in SHOWS_APPLICANT and answer.status_code == 200:
        about = str((request.view_args or {}).get("reference", ""))
        note_once(the_office(), AuditAct.APPLICANT_SEEN, who=by(), about=about)
    return answer


def door_of_this_request() -> Door:
    """The door of the page asked for; what is no page is behind the desk's door if its path is."""
    pages = current_app.blueprints.get(request.blueprint or "")
    if isinstance(pages, Pages):
        return pages.door
    below = request.path == DESK or request.path.startswith(f"{DESK}/")
    return Door.DESK if below else Door.PUBLIC
