"""Reading the public site to copy it, without cookies, page by page.

What the application does for a request of the network is left out: no headers are written, since a
copy holds none, no session is opened, and no address is matched twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, cast
from urllib.parse import parse_qsl, quote, unquote_to_bytes

from flask import Flask, Request, Response
from flask.ctx import RequestContext
from flask.sessions import NullSession
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect, Rule
from werkzeug.test import EnvironBuilder

from tracker.domain.base.errors import NotOnFile
from tracker.services.core.office import Office
from tracker.services.public.page_inputs import PageInputs
from tracker.web.base.access import Access, InputDeclaration, Pages
from tracker.web.base.language import ASKED, language_of, prefix_of
from tracker.web.base.page_addresses import LIST_PAGES, PART
from tracker.web.base.site_config import the_office
from tracker.web.record import INSTEAD, SIGNED_LIST
from tracker.web.record.pages.page_cache import digest_of, digest_of_every_page

# Files for search engines, which have no use in a copy.
NOT_COPIED = frozenset(
    f"record.{name}" for name in ("robots", "sitemap", "sitemap_pages", "sitemap_records")
)
# Used in place of the digest when an address has no page.
NOT_ON_FILE = "none"
_MATCHES_AT_HAND = 4096
# Marks a request whose address was matched before.
_MATCHED = "tracker.matched"

_Match = tuple[Rule, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class SitePage:
    """The response at an address. Its content can be read once, until it is closed."""

    status: int
    media: str
    content: Iterable[bytes]
    close: Callable[[], object]

    def whole(self) -> bytes:
        """Return the content in one piece."""
        return b"".join(self.content)


class _Asked(RequestContext):
    """A page that is asked for, at an address that was matched before, without a session."""

    def __init__(self, app: Flask, environ: dict[str, Any], found: _Match) -> None:
        super().__init__(app, environ, session=_NO_SESSION)
        self._found = found

    def match_request(self) -> None:
        rule, named = self._found
        # The application removes the language from the names.
        self.request.url_rule, self.request.view_args = rule, dict(named)


_NO_SESSION = NullSession()


class PageReader:
    """A reader of an application's public pages, within this process.

    `made_with` is the digest of the inputs of every page.
    """

    def __init__(self, app: Flask, public_url: str) -> None:
        self._app = app
        self._asked = EnvironBuilder("/", public_url).get_environ()
        office: Office = app.extensions["office"]
        self._languages = office.languages
        self._urls = app.url_map.bind("")
        self._match = lru_cache(_MATCHES_AT_HAND)(self._matched)
        # Flask asks of each view and each function around it whether it is a coroutine. None is.
        app.ensure_sync = _as_it_is  # type: ignore[assignment,method-assign]
        # It binds the table of addresses to the host of each request. All of a copy have the same.
        bind = app.create_url_adapter
        bound = bind(app.request_class(self._asked))
        app.create_url_adapter = partial(_bound, bind, bound)  # type: ignore[method-assign]
        with app.app_context():
            self.made_with = digest_of_every_page(the_office())

    def instead(self, address: str = "/") -> str:
        """Return the page that says where to find what a copy does not have, in the language of
        an address."""
        return self._urls.build(INSTEAD, {ASKED: language_of(address, self._languages)})

    def where_the_rest_is(self) -> tuple[str, ...]:
        """Return that page in every language, and the signed list of addresses that it shows."""
        pages = (self.instead(f"{prefix_of(language)}/") for language in self._languages)
        return (*pages, self._urls.build(SIGNED_LIST))

    def starts(self) -> list[str]:
        """Return the addresses of all pages without variable parts."""
        return sorted(self._starts())

    def _starts(self) -> Iterator[str]:
        for rule in self._app.url_map.iter_rules():
            given = rule.defaults or {}
            if self._is_copied(rule) and not rule.arguments - given.keys():
                yield quote(self._urls.build(rule.endpoint, dict(given)))

    def copies(self, path: str) -> bool:
        """Return whether the page at a path belongs in a copy."""
        try:
            rule, _ = self._match(path)
        except (RequestRedirect, HTTPException):
            return False
        return self._is_copied(rule)

    def kind(self, address: str) -> str:
        """Return a name that all pages of the same kind share."""
        rule, _ = self._match(address.partition("?")[0])
        return str(rule.endpoint)

    def digest_of(self, address: str, of: PageInputs) -> str:
        """Return the digest of a page's inputs."""
        path, _, asked = address.partition("?")
        rule, given = self._match(path)
        named = {name: value for name, value in given.items() if name != ASKED}
        if rule.endpoint in LIST_PAGES:
            named |= {name: value for name, value in parse_qsl(asked) if name in PART}
        try:
            return digest_of(self.made_with, self._declared(rule)(of, **named))
        except NotOnFile:
            return NOT_ON_FILE

    def read(self, address: str) -> SitePage:
        """Return the site's response at an address."""
        path, _, asked = address.partition("?")
        named = {
            # As servers give it: bytes, each as a character.
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": asked,
            "REQUEST_URI": address,
            "RAW_URI": address,
        }
        page = self._page(path, {**self._asked, **named})
        page.push()
        try:
            answer = self._answer()
            # A file, which is sent as it is, may be large.
            is_file, answer.direct_passthrough = answer.direct_passthrough, False
            content = answer.iter_encoded() if is_file else (answer.get_data(),)
        finally:
            page.pop(None)
        return SitePage(answer.status_code, answer.mimetype or "", content, answer.close)

    def _page(self, path: str, environ: dict[str, Any]) -> RequestContext:
        # An address with escaped characters is matched as the network gives it.
        if "%" not in path:
            try:
                return _Asked(self._app, environ | {_MATCHED: True}, self._match(path))
            except (RequestRedirect, HTTPException):
                pass
        return self._app.request_context(environ)

    def _matched(self, path: str) -> _Match:
        return self._urls.match(path, method="GET", return_rule=True)

    def _answer(self) -> Response:
        """Return the response of the page that was asked for, before headers are added to it."""
        app = self._app
        try:
            made = app.preprocess_request()
            return app.make_response(app.dispatch_request() if made is None else made)
        except Exception as error:
            return self._refusal(error)

    def _refusal(self, error: Exception) -> Response:
        try:
            return self._app.make_response(self._app.handle_user_exception(error))
        except Exception as fault:
            return self._app.handle_exception(fault)

    def _is_copied(self, rule: Rule) -> bool:
        pages = self._pages(rule)
        return (
            pages.access is Access.PUBLIC
            and rule.endpoint.rpartition(".")[2] in pages.declared
            and rule.endpoint not in NOT_COPIED
            and "GET" in (rule.methods or ())
        )

    def _declared(self, rule: Rule) -> InputDeclaration:
        return self._pages(rule).declared[rule.endpoint.rpartition(".")[2]]

    def _pages(self, rule: Rule) -> Pages:
        # `check_access` refuses to start an application with blueprints of another kind.
        return cast(Pages, self._app.blueprints[rule.endpoint.rpartition(".")[0]])


def _as_it_is(function: Any) -> Any:
    return function


def _bound(
    bind: Callable[[Request | None], MapAdapter | None],
    bound: MapAdapter | None,
    request: Request | None,
) -> MapAdapter | None:
    return bound if request and _MATCHED in request.environ else bind(request)
