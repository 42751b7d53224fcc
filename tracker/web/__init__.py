"""The web pages: the workspace for signed-in people, and the public record for everyone."""

from collections.abc import Iterable, Iterator, MutableMapping
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from flask.templating import Environment
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined, Template
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.services.core.office import Office
from tracker.web import api, record
from tracker.web.base import (
    access,
    addresses,
    filters,
    fragments,
    language,
    marking,
    refusals,
    security,
    static_files,
)
from tracker.web.base.access import LARGEST_OF_A_STRANGER, LARGEST_TEXT, Pages
from tracker.web.base.site_config import Health, SiteConfig, serve_office
from tracker.web.base.template_code import KeptTemplates, PageContext, TemplateCode

__all__ = ["Health", "SiteConfig", "make_app"]

FORM_LASTS = 12 * 60 * 60
# The style sheet's address changes with its content.
SHEET_LASTS = 24 * 60 * 60
# Fields of one form with files: a response to 300 items has five fields for each.
MOST_FIELDS = 2000


class Templates(Environment):
    """The templates of the pages.

    They look names up in the globals that all of them share. Jinja would give each template a
    `ChainMap` of its own, and search it whenever a template is rendered or imported. Each page
    imports a dozen templates, so a template that was read is found by its name alone.
    """

    code_generator_class = TemplateCode
    context_class = PageContext

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._found: dict[str, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # named by Jinja
    ) -> Template:
        """Return a template, read once."""
        if globals or self.auto_reload or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template, a copy of its own only if it has more of them."""
        return super().make_globals(d) if d else self.globals


def make_app(office: Office, config: SiteConfig) -> Flask:
    """Return the web application that serves `office` with the settings in `config`."""
    app = Flask(__name__, static_folder=None, template_folder=str(config.templates))
    app.jinja_environment = Templates
    app.url_rule_class = addresses.PageRule
    serve_office(app, office)
    app.extensions["site_config"] = config
    app.config.update(
        SECRET_KEY=config.secret_key,
        MAX_CONTENT_LENGTH=LARGEST_OF_A_STRANGER,
        MAX_FORM_MEMORY_SIZE=LARGEST_TEXT,
        MAX_FORM_PARTS=MOST_FIELDS,
        SEND_FILE_MAX_AGE_DEFAULT=SHEET_LASTS,
        SESSION_COOKIE_NAME="__Host-form" if config.secure_cookies else "form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.secure_cookies,
        WTF_CSRF_TIME_LIMIT=FORM_LASTS,
    )
    if app.jinja_env.bytecode_cache is None and (program := config.program()):
        app.jinja_env.bytecode_cache = KeptTemplates(program)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for pages in _blueprints(office, config):
        app.register_blueprint(pages)
    for module in (filters, fragments, addresses, language, marking, refusals):
        module.register(app)
    security.guard_answers(app, secure=config.secure_cookies, subdomains=config.tls_on_subdomains)
    # Check access first: only people who are let in may send more than a few words.
    access.check_access(app)
    if not config.readers_only:
        _take_forms(app)
    if config.trusted_proxies:
        _believe(app, config.trusted_proxies)
    return app


def _blueprints(office: Office, config: SiteConfig) -> Iterator[Pages]:
    """Yield the pages: where only readers are served, none of the workspace and of accounts."""
    yield static_files.pages()
    if not config.readers_only:
        # An export has no use for them, and they take as long to load as all that it reads.
        from tracker.web import account, desk
        from tracker.web.account import sign_in

        yield from (*sign_in.pages(), *account.pages(), *desk.pages(office))
    yield from record.pages(office, forms=not config.readers_only)
    yield from api.pages(office)


def _take_forms(app: Flask) -> None:
    """Take forms with the key of their page, and open private words for who may."""
    keys = CSRFProtect(app)
    for _, view in record.READERS_FORMS.values():
        keys.exempt(view)
    from tracker.web.base import unlocking

    unlocking.register(app)


def _believe(app: Flask, proxies: frozenset[str]) -> None:
    """Trust the forwarded address, scheme and host only when they come from one of `proxies`."""
    plain = app.wsgi_app
    fixed = ProxyFix(plain, x_for=1, x_proto=1, x_host=1)

    def wsgi_app(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        named = environ.get("REMOTE_ADDR") in proxies
        return (fixed if named else plain)(environ, start)

    app.wsgi_app = wsgi_app  # type: ignore[method-assign, assignment]
