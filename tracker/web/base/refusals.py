"""Error pages made from refusals: what happened, where, and what to do.

No other module makes them.
"""

import logging
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from jinja2 import TemplateNotFound
from werkzeug.exceptions import HTTPException
from wtforms import Form, HiddenField
from wtforms.fields.core import UnboundField

from tracker.domain.base.errors import BadInput, NoLimitOnFile, NotAllowed, NotOnFile, Refusal
from tracker.services.core.roles import NotYours
from tracker.services.core.throttling import TooOften
from tracker.services.ports.cases import AlreadyEntered, ChangedMeanwhile, ReadOnlyOffice
from tracker.services.ports.drafts import EditedMeanwhile
from tracker.services.ports.keys import NoAccess
from tracker.services.ports.workbook import ArgumentChanged
from tracker.services.public.data_files import BeingMade
from tracker.web.base.language import lazy_gettext, refused
from tracker.web.base.problems import ADVICE, asks_the_api, methods_of, problem

_LOG = logging.getLogger(__name__)

_Told = tuple[str, int] | Response

_CODES: dict[type[Refusal], int] = {
    NotYours: 403,
    NoAccess: 403,
    NotOnFile: 404,
    NotAllowed: 409,
    TooOften: 429,
    AlreadyEntered: 409,
    ChangedMeanwhile: 409,
    EditedMeanwhile: 409,
    ArgumentChanged: 409,
    BadInput: 422,
    NoLimitOnFile: 422,
}

# Seconds until a response that is being prepared is worth another try.
RETRY_AFTER = 120

NEVER_SHOWN = ("password", "secret", "csrf", "token", "action", "version")

_TITLES = {
    400: lazy_gettext("There is a problem with this form"),
    401: lazy_gettext("You are signed out"),
    403: lazy_gettext("You do not have permission"),
    404: lazy_gettext("Page not found"),
    405: lazy_gettext("This page cannot be used that way"),
    409: lazy_gettext("You cannot do this yet"),
    413: lazy_gettext("The files are too large"),
    422: lazy_gettext("There is a problem"),
    429: lazy_gettext("Too many attempts"),
    500: lazy_gettext("There is a problem with the service"),
    503: lazy_gettext("Try again later"),
}

_WORDS = {
    400: lazy_gettext("The request could not be read. Go back and try again."),
    401: lazy_gettext(
        "Your session ended, so nothing was saved. Sign in and send the form again."
    ),
    403: lazy_gettext("Ask an administrator to do this for you."),
    404: lazy_gettext("Check the address. The page may have moved."),
    405: lazy_gettext("Go back and use the links and buttons on the page."),
    413: lazy_gettext("Send a smaller scan, or fewer files at once. Nothing was saved."),
    500: lazy_gettext(
        "Nothing you saved has changed. Try again. If it keeps happening, contact the office."
    ),
}

MISSING = lazy_gettext("Part of the program is missing. The operator must reinstall it.")

EXPIRED = lazy_gettext(
    "Nothing was saved. The form was open too long, was not sent from this site, or your browser "
    "blocks cookies. Open the page again and resend the form."
)


def register(app: Flask) -> None:
    """Register the pages for everything that can go wrong."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(NoAccess, _refused)
    app.register_error_handler(CSRFError, _not_from_here)
    app.register_error_handler(HTTPException, _no_such)
    app.register_error_handler(Exception, _broken)


def code_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal; 503 for a temporary one, such as a busy database."""
    kinds = (kind for kind in type(refusal).__mro__ if kind in _CODES)
    return _CODES.get(next(kinds, Refusal), 503)


def _refused(refusal: Refusal) -> _Told:
    code = code_of(refusal)
    if isinstance(refusal, BeingMade):
        # No error: the response will be ready in a moment.
        told = Response(_page(code, refused(refusal))[0], code)
        told.headers["Retry-After"] = str(RETRY_AFTER)
        return told
    if code == 503 and not isinstance(refusal, ReadOnlyOffice):
        _LOG.error("refused: %s", refusal)
    if asks_the_api():
        return problem(code, str(refusal))
    return _page(code, refused(refusal), typed=_typed())


def _not_from_here(_: CSRFError) -> tuple[str, int]:
    return _page(400, EXPIRED, typed=_typed())


def _no_such(error: HTTPException) -> _Told | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    words = _WORDS.get(code) or error.description or _WORDS[500]
    if asks_the_api():
        return problem(code, ADVICE.get(code) or str(words), methods_of(error))
    # A body that is too large was not read, so there is nothing to give back.
    return _page(code, words, typed=() if code == 413 else _typed())


def _broken(error: Exception) -> _Told:
    """Log an unexpected error in full, and show the reader one sentence."""
    _LOG.error("unforeseen at %s", request.endpoint, exc_info=error)
    if asks_the_api():
        return problem(500, str(_WORDS[500]))
    if isinstance(error, TemplateNotFound):
        return f"{MISSING}\n", 500
    return _page(500, _WORDS[500], typed=_typed())


def _page(code: int, words: str, typed: tuple[tuple[str, str], ...] = ()) -> tuple[str, int]:
    title = _TITLES.get(code, _TITLES[500])
    return render_template(
        "refusals/refusal.html", code=code, title=title, words=words, typed=typed
    ), code


def _typed() -> tuple[tuple[str, str], ...]:
    """Return what was typed into a form that was not accepted, so that nobody has to type it
    again."""
    if request.method != "POST":
        return ()
    try:
        form = request.form
    except HTTPException:
        # The form cannot be read; the page reports another error.
        return ()
    # Join all boxes ticked under one name, so that they do not bury what was typed.
    said = {name: "\n".join(values) for name, values in form.lists()}
    fields = _fields_of_form(said)
    return tuple(
        (_label(name, fields.get(name)), value)
        for name, value in said.items()
        if len(value) > 1 and not any(secret in name for secret in NEVER_SHOWN)
        if name not in fields or not issubclass(fields[name].field_class, HiddenField)
    )


def _fields_of_form(names: Mapping[str, str]) -> Mapping[str, "UnboundField[Any]"]:
    """Return the fields of the form that has most of these names.

    An error can come before a page has made its form, so what was sent tells which one it was.
    """
    known = (_fields(form) for form in _forms(Form))
    return max(known, key=lambda fields: len(fields.keys() & names.keys()), default={})


def _forms(base: type[Form]) -> Iterator[type[Form]]:
    for form in base.__subclasses__():
        # One that was made for a page has words of its request, perhaps in another language.
        if getattr(sys.modules[form.__module__], form.__name__, None) is form:
            yield form
        yield from _forms(form)


def _fields(form: type[Form]) -> Mapping[str, "UnboundField[Any]"]:
    members = ((name, getattr(form, name)) for name in dir(form))
    return {name: member for name, member in members if isinstance(member, UnboundField)}


def _label(name: str, field: "UnboundField[Any] | None") -> str:
    """Return the label of a field in the page's language, or words made of its name."""
    said = field and field.kwargs.get("label", next(iter(field.args), ""))
    return str(said or name.replace("-", " ").replace("_", " ").capitalize())
