"""Who may open which page: every blueprint says so on its own face, and the rest stays shut."""

from enum import StrEnum
from typing import cast

from flask import Blueprint, Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from tracker.services.people import signed_in
from tracker.services.ports import Account, RoleName
from tracker.web.house import the_house, the_office

DESK = "/desk"
# What a stranger may send: an address and a password, never a file.
LARGEST_OF_A_STRANGER = 16 * 1024


class Door(StrEnum):
    """Who may come in."""

    PUBLIC = "public"
    DESK = "desk"
    ADMIN = "admin"


class Pages(Blueprint):
    """A blueprint that says on its own face who may open it."""

    def __init__(
        self, name: str, door: Door, prefix: str = "", static_folder: str | None = None
    ) -> None:
        super().__init__(name, __name__, url_prefix=prefix or None, static_folder=static_folder)
        self.door = door


def hang(app: Flask) -> None:
    """Put the doors in. Raises ValueError for a route that has none."""
    for rule in app.url_map.iter_rules():
        name = rule.endpoint.rpartition(".")[0]
        if not isinstance(app.blueprints.get(name), Pages):
            raise ValueError(f"the route {rule.rule} has no door: make its blueprint a Pages")
    app.before_request(_guard)
    # A function, so that pages which show nobody ask for nobody.
    app.jinja_env.globals["person"] = person


def person() -> Account | None:
    """Who is signed in, asked once a request."""
    if "person" not in g:
        token = request.cookies.get(cookie_name(), "")
        g.person = signed_in(the_office(), token) if token else None
    return cast("Account | None", g.person)


def by() -> str:
    """The signed-in person as events name them: an opaque key."""
    account = person()
    if account is None:
        raise Unauthorized
    return account.id


def cookie_name() -> str:
    """The session's cookie; with the prefix that binds it to this very host where it is secure."""
    return "__Host-desk" if the_house().secure_cookies else "desk"


def _guard() -> Response | None:
    door = _door_of_this_request()
    if door is Door.PUBLIC:
        request.max_content_length = LARGEST_OF_A_STRANGER
        return None
    account = person()
    if account is None and request.method in ("GET", "HEAD"):
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    if account is None:
        raise Unauthorized
    if door is Door.ADMIN and account.role is not RoleName.ADMIN:
        raise Forbidden
    return None


def _door_of_this_request() -> Door:
    """The door of the page asked for; what is no page is behind the desk's door if its path is."""
    pages = current_app.blueprints.get(request.blueprint or "")
    if isinstance(pages, Pages):
        return pages.door
    below = request.path == DESK or request.path.startswith(f"{DESK}/")
    return Door.DESK if below else Door.PUBLIC
