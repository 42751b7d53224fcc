"""Opening private words: the key of the signed-in person, held open while a page is made.

The browser's cookie opens it for one page at a time. Where it is locked, as after signing in with
a passkey that has no PRF, the password is asked for once, and what was typed into a form is
carried along.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from contextvars import Context, copy_context

from flask import Flask, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from tracker.services.correspondence.background_work import work_beside
from tracker.services.correspondence.reading_mail import read_left_over_for
from tracker.services.people.sessions import open_key_of, unlock_session
from tracker.services.people.signing_in import confirm_password
from tracker.services.ports.keys import Locked, OpenKey
from tracker.web.base.access import (
    Access,
    access_of_this_request,
    person,
    session_token,
    the_person,
)
from tracker.web.base.forms import PageForm, carried_fields, told_on
from tracker.web.base.language import lazy_gettext
from tracker.web.base.site_config import site_config, whole_office

_PREFIX = "unlock-"


class UnlockForm(PageForm):
    """The password that opens private words; `sending` tells this form from the page's own."""

    sending = HiddenField(default="yes")
    password = PasswordField(
        lazy_gettext("Your password"), [InputRequired(lazy_gettext("Enter your password."))]
    )

    def __init__(self) -> None:
        super().__init__(prefix=_PREFIX)


def register(app: Flask) -> None:
    """Open the key of the signed-in person for each page, and ask for the password if needed."""
    app.before_request(_open_key)
    app.before_request(_unlock)
    app.teardown_request(_close_key)
    app.register_error_handler(Locked, _ask_for_password)


def unlock(form: UnlockForm) -> None:
    """Open private words in this session. Raises NotAllowed for a wrong password."""
    office, account, key = whole_office(), the_person(), site_config().failure_key
    private = confirm_password(office, account, str(form.password.data), key=key)
    unlock_session(office, session_token(), private)
    read_left_over_for(office, account.id, private)
    work_beside(office, account.id, private)


def unlock_page(form: UnlockForm, carried: list[tuple[str, str]]) -> tuple[str, int]:
    """Return the page that asks for the password."""
    files_lost = any(file.filename for file in request.files.values())
    page = render_template(
        "account/unlock.html", form=form, carried=carried, files_lost=files_lost
    )
    return page, form.code


def kept_open(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Return chunks that are sent after the page was made, while the keys that are open now stay
    open."""
    return _within(copy_context(), iter(chunks))


def _within(context: Context, chunks: Iterator[bytes]) -> Iterator[bytes]:
    while chunk := context.run(next, chunks, b""):
        yield chunk


def _open_key() -> None:
    """Hold the person's key open until the page is sent. It is read when it is first needed."""
    account = person() if access_of_this_request() is not Access.PUBLIC else None
    if account is not None:
        office, token = whole_office(), session_token()
        g.opened = ExitStack()
        key = OpenKey(account.id, lambda: open_key_of(office, token))
        g.opened.enter_context(office.key_opening.opened(key))


def _close_key(_: BaseException | None) -> None:
    if opened := g.pop("opened", None):
        opened.close()


def _unlock() -> tuple[str, int] | None:
    """Take the password where a form was sent again with it."""
    if request.method != "POST" or request.url_rule is None or person() is None:
        return None
    if f"{_PREFIX}sending" not in request.form:
        return None
    form = UnlockForm()
    with told_on(form):
        if form.sent():
            unlock(form)
            return None
    return unlock_page(form, carried_fields(_PREFIX))


def _ask_for_password(_: Locked) -> Response | tuple[str, int]:
    if request.method != "POST":
        return redirect(url_for("unlocking.page", next=request.full_path.rstrip("?")))
    return unlock_page(UnlockForm(), carried_fields(_PREFIX))
