"""A browser without a screen: fetches pages, keeps cookies, fills the forms that it finds."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from typing import Any

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from tests.compiled import remember_templates
from tests.ready_made import ready_made
from tests.shared import lent_app
from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.people.private_access import opened_for
from tracker.services.people.sessions import digest, sealed_for_session
from tracker.services.ports.keys import PASSWORD
from tracker.services.ports.people import Account, RoleName, Session
from tracker.settings import templates_folder
from tracker.web import Health, SiteConfig, make_app

PUBLIC_URL = "https://record.example"
Files = Mapping[str, tuple[bytes, str] | list[tuple[bytes, str]]]


def a_site_config(**changes: Any) -> SiteConfig:
    """How pages are served in tests: plain HTTP, a program that is well."""
    told: dict[str, Any] = {
        "secret_key": b"k" * 32,
        "failure_key": b"f" * 32,
        "templates": templates_folder(),
        "trusted_proxies": frozenset(),
        "secure_cookies": False,
        "public_url": PUBLIC_URL,
        "health": lambda: Health(True, True, datetime(2026, 11, 24, tzinfo=UTC)),
        "pages_health": lambda: Health(True, True, None),
    }
    return SiteConfig(**(told | changes))


def an_app(office: Office, **changes: Any) -> Flask:
    """The pages of this office, with nothing kept from before; with settings of its own, a new
    application."""
    return a_new_app(office, **changes) if changes else lent_app(office, a_new_app)


def a_new_app(office: Office, **changes: Any) -> Flask:
    """The pages of this office in an application that no other test uses."""
    remember_templates()
    return make_app(office, a_site_config(**changes))


class Page:
    """What came back: its status, its words, and its forms."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        self.text = answer.get_data(as_text=True)

    @cached_property
    def tree(self) -> Any:
        """The page as a tree of elements, which no test changes."""
        return html.fromstring(self.text)

    @property
    def words(self) -> str:
        """What a reader sees in the main part, with single spaces."""
        return " ".join(self.tree.get_element_by_id("main").text_content().split())

    @property
    def seen(self) -> str:
        """What a reader sees on the whole page, with single spaces."""
        return " ".join(self.tree.text_content().split())

    def summary(self) -> list[str]:
        """The complaints in the error summary."""
        found = self.tree.xpath("//div[@class='error-summary']//li")
        return [" ".join(item.text_content().split()) for item in found]

    def form(self) -> Any:
        """The form of the main part that changes something."""
        return self.tree.xpath("//main//form[@method='post']")[0]

    def value(self, name: str) -> Any:
        """What stands in a field of the form."""
        return self.form().fields[name]


class Browser:
    """One person at one browser."""

    def __init__(self, app: Flask, token: str = "") -> None:
        self.client = app.test_client()
        if token:
            self.client.set_cookie("desk", token)

    def get(self, path: str) -> Page:
        """The page at a path, redirects followed."""
        return Page(self.client.get(path, follow_redirects=True))

    def post(self, path: str, data: Mapping[str, Any], *, follow: bool = True) -> Page:
        """Send fields as they are."""
        return Page(self.client.post(path, data=dict(data), follow_redirects=follow))

    def submit(
        self,
        page: Page | str,
        fields: Mapping[str, Any] | None = None,
        files: Files | None = None,
        *,
        path: str = "",
    ) -> Page:
        """Fill the form of a page, leave what is not named as it stands, and send it."""
        where = page if isinstance(page, str) else path or page.answer.request.path
        shown = self.get(page) if isinstance(page, str) else page
        data: dict[str, Any] = {}
        for name, value in shown.form().form_values():
            data.setdefault(name, []).append(value)
        data |= dict(fields or {})
        for name, given in (files or {}).items():
            several = given if isinstance(given, list) else [given]
            data[name] = [(BytesIO(content), called) for content, called in several]
        return self.post(where, data)


@ready_made
def somebody(
    office: Office, role: RoleName = RoleName.LAWYER, name: str = "Lena Lawyer"
) -> Account:
    """An account at this office."""
    return add_account(office, f"{name.split()[0].lower()}@example.org", name, role)


# Copies of a scene have the same accounts with keys of their own.
_PRIVATE: dict[str, list[bytes]] = {}


def private_key(office: Office, account: Account) -> bytes | None:
    """The private key of a person with access to private words, without the cost of a password;
    None for a person who set one."""
    if PASSWORD in office.person_keys.ways(account.id):
        # Another test may have had a person with this id.
        return None
    made = _PRIVATE.setdefault(account.id, [])
    if not office.person_keys.has_key(account.id):
        made.append(office.person_keys.make_person(account.id))
        office.key_holders.give(account.organisation, account.id)
        return made[-1]
    return next((private for private in made if _opens(office, account, private)), None)


def _opens(office: Office, account: Account, private: bytes) -> bool:
    try:
        with opened_for(office, account.id, private):
            return office.key_opening.may_open(account.organisation)
    except Refusal:
        return False


@ready_made
def a_session(office: Office, account: Account, *, confirmed: bool = True) -> str:
    """The secret of a session of a signed-in person, without the cost of a password. The identity
    counts as confirmed just now, at every time that a test sets; with `confirmed=False` it never
    was."""
    token, now = secrets.token_urlsafe(16), office.now()
    ever = datetime(2100, 1, 1, tzinfo=UTC) if confirmed else None
    key = sealed_for_session(office, token, private_key(office, account))
    office.people.sessions.start(
        Session(digest(token), account.id, now, now, ever, sealed_key=key)
    )
    if office.premises.state().live and not office.people.factors.any_factor(account.id):
        office.people.codes.propose(account.id, "JBSWY3DPEHPK3PXP")
        office.people.codes.take_up(account.id, 0)
    return token


def signed_in(app: Flask, office: Office, account: Account, *, confirmed: bool = True) -> Browser:
    """A browser of a signed-in person."""
    return Browser(app, a_session(office, account, confirmed=confirmed))
