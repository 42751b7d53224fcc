"""The pages served to a real Chromium, by an office whose clock a test may move."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from tests.offices import Clock, an_office
from tracker.services.office import Office
from tracker.services.people import invite
from tracker.services.ports_people import RoleName
from tracker.settings import templates_folder
from tracker.web import Health, House, make_app

CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
)
PHONE, DESKTOP = (390, 844), (1280, 900)


@dataclass
class Site:
    """A running site: its office, its clock, its address, and a one-time link to the desk."""

    office: Office
    clock: Clock
    url: str
    welcome: str


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """The whole site of an empty demonstration office on a port of its own."""
    with an_office(tmp_path) as (office, clock):
        house = House(
            secret_key=b"s" * 32,
            failure_key=b"f" * 32,
            templates=templates_folder(),
            trusted_proxies=frozenset(),
            secure_cookies=False,
            public_url="http://localhost",
            health=lambda: Health(database=True, migration=True, last_sweep_at=None),
        )
        server = make_server("127.0.0.1", 0, make_app(office, house), threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        token = invite(office, "lawyer@example.org", "A Lawyer", RoleName.ADMIN)
        url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield Site(office, clock, url, f"{url}/welcome/{token}")
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


@pytest.fixture(scope="session")
def chromium(needs: Callable[..., Path]) -> Iterator[Browser]:
    """One Chromium for all journeys."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=needs("chromium", "chromium-browser"), args=list(CHROMIUM)
        )
        yield browser
        browser.close()


@pytest.fixture(params=[PHONE, DESKTOP], ids=["phone", "desktop"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without JavaScript, at the width of a phone and of a desk."""
    width, height = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=False
    )
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()
