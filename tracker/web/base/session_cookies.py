"""Cookies of a signed-in browser: the session, and the id of a known browser."""

from typing import cast
from urllib.parse import urlsplit

from flask import current_app, redirect, request, session, url_for
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from tracker.services.correspondence.background_work import work_beside
from tracker.services.correspondence.reading_mail import read_left_over_for
from tracker.services.people.devices import remember_device
from tracker.services.people.sessions import open_key_of, rough_name
from tracker.services.people.signing_in import Admitted, CodeWanted
from tracker.web.base.access import DESK, cookie_name
from tracker.web.base.site_config import site_config, the_office

DEVICE_LASTS = 180 * 24 * 60 * 60
HALF = "half"


def let_in(entry: Admitted | CodeWanted) -> Response:
    """Continue to the page that was asked for, or to the second factor."""
    # A form opened earlier must not be sent by the person who signs in now.
    session.clear()
    if isinstance(entry, CodeWanted):
        session[HALF] = entry.token
        return redirect(url_for("sign_in.code", next=_wanted()))
    if not entry.account.organisation:
        # Partner organisations have no key to received mail.
        private = open_key_of(the_office(), entry.token)
        read_left_over_for(the_office(), entry.account.id, private)
        work_beside(the_office(), entry.account.id, private)
    answer = redirect(where_to())
    _set(answer, cookie_name(), entry.token)
    device = remember_device(the_office(), entry.account.id, known_device())
    _set(answer, _device_cookie(), _signed(device), DEVICE_LASTS)
    return answer


def forget_session(answer: Response) -> None:
    """Delete the session cookie."""
    session.clear()
    answer.delete_cookie(cookie_name(), path="/", secure=site_config().secure_cookies)


def known_device() -> str:
    """Return the id of this browser, if someone signed in here lately; empty if nobody did."""
    try:
        told = _serializer().loads(request.cookies.get(_device_cookie(), ""), max_age=DEVICE_LASTS)
    except BadSignature:
        return ""
    return str(told)


def browser() -> str:
    """Return an everyday name for the browser."""
    return rough_name(request.headers.get("User-Agent", ""))


def where_to() -> str:
    """Return the page that was asked for before signing in, or the workspace's first page."""
    return _wanted() or url_for("desk.morning")


def is_desk(address: str) -> bool:
    """Return whether an address leads to a desk page, however a browser may interpret it."""
    if "\\" in address or not address.isprintable():
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    inside = parts.path == DESK or parts.path.startswith(f"{DESK}/")
    return inside and not parts.scheme and not parts.netloc


def _wanted() -> str | None:
    wanted = request.args.get("next", "")
    return wanted if is_desk(wanted) else None


def _signed(device: str) -> str:
    return str(_serializer().dumps(device))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(cast(bytes, current_app.secret_key), salt="device")


def _device_cookie() -> str:
    return "__Host-device" if site_config().secure_cookies else "device"


def _set(answer: Response, name: str, value: str, lasts: int | None = None) -> None:
    answer.set_cookie(
        name,
        value,
        path="/",
        max_age=lasts,
        httponly=True,
        samesite="Lax",
        secure=site_config().secure_cookies,
    )
