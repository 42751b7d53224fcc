"""Confirmation of identity before a serious step.

`@requires_confirmation` goes between the route and the view, on every view that publishes,
exports private data, changes roles or changes one's own factors. Nothing is asked within ten
minutes of signing in or of the last confirmation. What was typed into the form is carried along.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField

from tracker.domain.base.errors import BadInput
from tracker.services.people import passkeys, sessions
from tracker.services.people.passkey_unlocking import read_prf, unlock_by_passkey
from tracker.services.people.second_factor import check_code
from tracker.services.people.signing_in import confirm_password
from tracker.web.base.access import session_token, the_person
from tracker.web.base.forms import carried_fields, told_on
from tracker.web.base.language import lazy_gettext
from tracker.web.base.passkey_form import PasskeyForm
from tracker.web.base.security import scripted
from tracker.web.base.site_config import site_config, the_office, whole_office

_PREFIX = "confirm-"
P = ParamSpec("P")
R = TypeVar("R")


class ConfirmForm(PasskeyForm):
    """One of three proofs of identity; `sending` distinguishes this form from the page's own."""

    sending = HiddenField(default="yes")
    password = PasswordField(lazy_gettext("Your password"))
    one_time_code = StringField(lazy_gettext("Or a code from your phone"))

    def __init__(self) -> None:
        super().__init__(prefix=_PREFIX)


def requires_confirmation(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Return a view that opens only within ten minutes of a confirmation."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if sessions.has_confirmed_lately(the_office(), session_token()):
            return view(*args, **kwargs)
        if request.method != "POST":
            return redirect(url_for("confirming.page", next=request.full_path.rstrip("?")))
        asked = _ask_to_confirm()
        return view(*args, **kwargs) if asked is None else asked

    return guarded


def _ask_to_confirm() -> Response | None:
    """Return the page that asks for confirmation, carrying the other form values; None if a proof
    was just given."""
    form = ConfirmForm()
    if form.sending.name in request.form:
        with told_on(form):
            prove(form)
            return None
    return confirm_page(form, carried_fields(_PREFIX))


def prove(form: ConfirmForm) -> None:
    """Check the given proof, and open private words if it can.

    Raises BadInput if there is none, and NotAllowed if it is wrong.
    """
    office, account, key = whole_office(), the_person(), site_config().failure_key
    if form.answer.data:
        site, result = site_config().site, read_prf(form.prf)
        passkey = passkeys.confirm_by_passkey(office, site, account, str(form.answer.data))
        unlock_by_passkey(office, session_token(), passkey, site.host, result)
    elif form.one_time_code.data:
        check_code(office, account, form.one_time_code.data, key=key)
    elif form.password.data:
        private = confirm_password(office, account, form.password.data, key=key)
        sessions.unlock_session(office, session_token(), private)
    else:
        raise BadInput("Enter your password or one of the other codes.")
    sessions.confirm_person(office, session_token())


def confirm_page(form: ConfirmForm, carried: list[tuple[str, str]]) -> Response:
    """Return the page that asks for confirmation."""
    office, account = the_office(), the_person()
    options = passkeys.ask_to_confirm(office, site_config().site, account)
    found: dict[str, Any] = {
        "form": form,
        "carried": carried,
        "options": options,
        "has_codes": office.people.codes.codes_of(account.id) is not None,
        "files_lost": any(file.filename for file in request.files.values()),
    }
    return scripted(render_template("account/confirm.html", **found), form.code)
