"""The pages served to a real Chromium, by an office whose clock a test may move."""

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server
from werkzeug.test import run_wsgi_app

from tests.offices import Clock, an_office
from tests.one_request import a_sent_request
from tests.shared import lent_app
from tests.web.browser import a_new_app, a_site_config, somebody
from tracker.domain.library import Library
from tracker.services.core.office import Office
from tracker.services.people.accounts import invite
from tracker.services.people.sessions import digest
from tracker.services.ports.people import RoleName, Session
from tracker.translations import locale

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
)
PHONE, DESKTOP = (390, 844), (1280, 900)
# What a page shows by a script comes at once on any machine but a busy one.
expect.set_options(timeout=30_000)


@dataclass
class Site:
    """A running site: its office, its clock, its address, and a one-time link to the desk."""

    office: Office
    clock: Clock
    url: str
    welcome: str


class Counter:
    """An application that can be closed: a browser keeps its connections open, and asks on them
    when it likes, but an office must not be closed under a page that is being answered, nor be
    asked for one afterwards."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app
        self._under_way = 0
        self._closed = False
        self._turn = threading.Condition()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        with self._turn:
            if self._closed:
                start_response("503 Service Unavailable", [("Content-Length", "0")])
                return []
            self._under_way += 1
        try:
            # The server does not close what it could not send to the end: it gets all at once.
            answer, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        finally:
            with self._turn:
                self._under_way -= 1
                self._turn.notify_all()
        start_response(status, headers.to_wsgi_list())
        return answer

    def close(self) -> None:
        """Answer what was asked, and nothing that is asked from now on."""
        with self._turn:
            self._closed = True
            assert self._turn.wait_for(lambda: not self._under_way, timeout=60)


def _served_app(office: Office) -> Flask:
    """A second application for the office, because the one of `an_app` keeps its first address."""
    return a_new_app(office)


@contextmanager
def serving(office: Office, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve this office's pages on a port of its own; yields the address."""
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    url = f"http://{host}:{server.server_port}"
    app = lent_app(office, _served_app)
    app.extensions["site_config"] = a_site_config(public_url=url)
    server.app = counter = Counter(app)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        thread.join()
        counter.close()
        server.server_close()


@contextmanager
def a_site(
    folder: Path,
    *,
    live: bool = False,
    speaks: bool = False,
    library: Library | None = None,
    fill: Callable[[Office], object] = lambda _: None,
) -> Iterator[Site]:
    """The whole site of an empty or filled office, live or a demonstration, with the shipped
    library or another one. If it `speaks`, its pages have the words of every language."""
    with (
        an_office(folder, live=live, library=library) as (bare, clock),
        nullcontext(replace(bare, locale=locale) if speaks else bare) as office,
        # A passkey is bound to a host by its name, never to an address in figures.
        serving(office, "localhost" if live else "127.0.0.1") as url,
    ):
        # A ready-made scene must be set before the first invitation.
        fill(office)
        token = invite(office, "lawyer@example.org", "A Lawyer", RoleName.ADMIN)
        yield Site(office, clock, url, f"{url}/welcome/{token}")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The whole site of an empty demonstration office."""
    with a_site(tmp_path) as site:
        yield site


@pytest.fixture
def live_site(tmp_path: Path) -> Iterator[Site]:
    """The whole site of an empty live office."""
    with a_site(tmp_path, live=True) as site:
        yield site


@pytest.fixture
def sent(site: Site) -> str:
    return a_sent_request(site.office, site.clock)


@pytest.fixture(scope="session")
def chromium(needs: Callable[..., Path]) -> Iterator[Browser]:
    """One Chromium for all journeys, where possible the one without windows, which shows the same
    pages in a quarter of the time."""
    program = needs("chromium-headless-shell", "chromium", "chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        yield browser
        browser.close()


WIDTHS = [
    pytest.param(PHONE, id="phone"),
    pytest.param(DESKTOP, id="desktop", marks=pytest.mark.slow),
]


@pytest.fixture(params=WIDTHS)
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without JavaScript, at the width of a phone and of a desk."""
    page = a_page(chromium, *request.param)
    yield page
    page.context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page that runs scripts, on a phone with a touch screen."""
    width, height = PHONE
    context = chromium.new_context(
        viewport={"width": width, "height": height}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(90_000)
    yield context.new_page()
    context.close()


def a_page(chromium: Browser, width: int, height: int) -> Page:
    """A page of a browser without JavaScript that nobody has used yet."""
    context = chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False
    )
    context.set_default_timeout(90_000)
    page = context.new_page()
    # The listener has to be there before the browser opens its chooser of files.
    page.on("filechooser", lambda _: None)
    return page


def let_in(site: Site, page: Page, name: str) -> None:
    """Sign in a lawyer with a second factor on that page."""
    account = somebody(site.office, RoleName.LAWYER, name)
    token, now = secrets.token_urlsafe(16), site.office.now()
    ever = datetime(2100, 1, 1, tzinfo=UTC)
    site.office.people.sessions.start(Session(digest(token), account.id, now, now, ever))
    site.office.people.codes.propose(account.id, "JBSWY3DPEHPK3PXP")
    site.office.people.codes.take_up(account.id, 0)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "desk", "value": token, "url": site.url}])


def fits(page: Page) -> None:
    """Nothing stands out of the page sideways."""
    # A form that was sent a moment ago may have left no page to measure yet.
    expect(page.locator("footer")).to_be_attached()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
