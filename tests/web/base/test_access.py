"""Who may open what: every route is visited by every method, as a stranger and as a lawyer."""

from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any, cast

import pytest
from flask import Flask, request

from tests.offices import NoHolds, a_request
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.people.sessions import sign_out
from tracker.services.ports.holds import Hold
from tracker.services.ports.people import RoleName
from tracker.web import desk
from tracker.web.base.access import LARGEST_FORM, Access, Pages, check_access
from tracker.web.base.permissions import OF_A_SESSION, TAKES_FILES
from tracker.web.desk.cases.receiving import ExtensionForm

ELSEWHERE = ("https://evil.example/desk", "//evil.example", "/\\evil", "/other")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
INTO_PATHS = {
    "<reference>": "r0000001",
    "<digest>": "0" * 64,
    "<kind>": "request",
    "<int:seq>": "1",
    "<token>": "abc",
    "<key>": "pk-pta",
    "<folder>": "bodies",
    "<law>": "pk-raia-2017",
    "<language>": "ur",
    "<name>": "requests.csv",
    "<path:filename>": "style.css",
    "<path:path>": "checkpoint",
    "<part>": "1",
    "<batch>": "b0000001",
    "<id>": "0" * 64,
    "<paper>": "0" * 64,
    "<int:page>": "1",
    "<to>": "pk-moi",
}


def paths(app: Flask, *wanted: Access) -> list[str]:
    """A path for every route with the access wanted."""
    found = []
    for rule in app.url_map.iter_rules():
        pages = app.blueprints[rule.endpoint.partition(".")[0]]
        assert isinstance(pages, Pages)
        path = rule.rule
        for name, value in INTO_PATHS.items():
            path = path.replace(name, value)
        assert "<" not in path, path
        if pages.access in wanted:
            found.append(path)
    return found


@pytest.mark.samples("GET", "POST", "PUT")
@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_gets_past_no_door_of_the_desk_by_any_method(
    app: Flask, stranger: Browser, method: str
) -> None:
    behind = paths(app, Access.SELF, Access.DESK, Access.ADMIN)

    answers = {path: stranger.client.open(path, method=method) for path in behind}

    assert len(behind) > 20
    expected = 302 if method in ("GET", "HEAD") else 401
    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        behind, expected
    )


def test_what_is_no_page_of_the_desk_is_behind_its_door_as_well(stranger: Browser) -> None:
    assert stranger.client.get("/desk/nothing/here").status_code == 302
    assert stranger.client.get("/desk-of-somebody-else").status_code == 404


@pytest.mark.parametrize("path", ["/desk/people", "/desk/audit"])
def test_a_lawyer_does_not_get_to_the_pages_of_administrators(lawyer: Browser, path: str) -> None:
    answer = lawyer.get(path)

    assert answer.status == 403
    assert "administrator" in answer.words


def test_an_administrator_gets_to_them(app: Flask, office: Office) -> None:
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN))

    assert admin.get("/desk/people").status == 200


def test_everything_at_the_desk_is_behind_a_door_that_is_not_public(office: Office) -> None:
    open_to_all = [pages.name for pages in desk.pages(office) if pages.access is Access.PUBLIC]

    # A calendar program cannot sign in: the secret is in its address.
    assert open_to_all == ["calendar_feed"]


def test_before_a_second_factor_stands_only_what_sets_it_up_is_open(app: Flask) -> None:
    opened = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if cast(Pages, app.blueprints[rule.endpoint.partition(".")[0]]).access is Access.SELF
    }

    assert opened == {
        "confirming.page",
        "unlocking.page",
        "sign_out.out",
        "passkeys.new",
        "passkeys.remove",
        "second_factor.page",
        "second_factor.recovery",
        "second_factor.remove",
    }


def test_a_route_without_a_door_stops_the_program_at_its_start() -> None:
    app = Flask("no access stated", static_folder=None)
    app.add_url_rule("/open", "open", lambda: "open")

    with pytest.raises(ValueError, match="/open does not say who may open it"):
        check_access(app)


def test_public_pages_set_no_cookie(app: Flask, stranger: Browser) -> None:
    for path in paths(app, Access.PUBLIC):
        if not path.startswith(("/sign-in", "/welcome")):
            with stranger.client.get(path) as answer:
                assert "Set-Cookie" not in answer.headers, path


def test_a_session_that_ended_is_a_stranger_again(app: Flask, office: Office) -> None:
    account = somebody(office)
    browser = signed_in(app, office, account)
    assert browser.get("/desk").status == 200

    cookie = browser.client.get_cookie("desk")
    assert cookie is not None
    sign_out(office, cookie.value)

    assert browser.client.get("/desk").status_code == 302


def test_a_form_sent_after_the_session_ended_gives_back_what_was_typed(stranger: Browser) -> None:
    page = stranger.post(
        "/desk/drafts/r0000001", {"address": "House 7, Street 9", "password": "x" * 9}
    )

    assert page.status == 401
    assert "House 7, Street 9" in page.text
    assert "xxxxxxxxx" not in page.text


class Untouched(BytesIO):
    """A body that notes whether it was read."""

    read_of = False

    def read(self, size: int | None = -1) -> bytes:
        self.read_of = True
        return super().read(size)

    def readinto(self, buffer: Any) -> int:
        self.read_of = True
        return super().readinto(buffer)


def sent(browser: Browser, path: str, size: int) -> tuple[int, bool]:
    """Send a body of so many bytes; return the status, and whether the body was read."""
    start = b'--x\r\nContent-Disposition: form-data; name="papers"; filename="a.pdf"\r\n\r\n'
    body = Untouched(start + b"%" * size + b"\r\n--x--\r\n")
    answer = browser.client.post(
        path,
        input_stream=body,
        content_length=len(body.getvalue()),
        content_type="multipart/form-data; boundary=x",
    )
    return answer.status_code, body.read_of


def test_of_what_a_stranger_sends_below_the_desk_no_byte_is_read(
    app: Flask, stranger: Browser
) -> None:
    behind = paths(app, Access.SELF, Access.DESK, Access.ADMIN)

    assert {sent(stranger, path, 20_000) for path in behind} == {(401, False)}
    assert sent(stranger, "/desk/no/such/page", 20_000) == (401, False)
    assert sent(stranger, "/nowhere", 20_000)[1] is False


def test_only_pages_that_take_files_read_more_than_words(lawyer: Browser, office: Office) -> None:
    reference = a_request(office, on=date(2024, 2, 23))
    for path in (
        f"/desk/requests/{reference}/record/withdrawn",
        "/desk/account/password",
        "/desk/nowhere",
    ):
        assert sent(lawyer, path, LARGEST_FORM) == (413 if "where" not in path else 404, False)

    # It is read, and then refused: it bears no key of this form.
    assert sent(lawyer, f"/desk/requests/{reference}/sent", LARGEST_FORM) == (400, True)


def test_a_page_that_asks_for_files_is_said_to_take_them(app: Flask) -> None:
    assert set(app.view_functions) >= TAKES_FILES
    with app.test_request_context("/desk"), pytest.raises(LookupError, match="TAKES_FILES"):
        ExtensionForm({})


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_signing_in_leads_nowhere_but_to_the_desk(app: Flask, office: Office, asked: str) -> None:
    browser = signed_in(app, office, somebody(office))

    answer = browser.client.get("/sign-in", query_string={"next": asked})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk"


def test_a_proxy_is_believed_only_when_it_is_named(office: Office) -> None:
    app = an_app(office, trusted_proxies=frozenset({"10.0.0.9"}))
    seen: list[str] = []
    app.before_request(lambda: seen.append(f"{request.scheme} {request.remote_addr}"))
    told = {"X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"}

    for address in ("10.0.0.9", "10.0.0.8"):
        app.test_client().get("/healthz", headers=told, environ_base={"REMOTE_ADDR": address})

    assert seen == ["https 203.0.113.5", "http 10.0.0.8"]


@dataclass
class Bound(NoHolds):
    """Holds that count how often a thread was bound to the server of the database."""

    times: int = 0

    def bind(self) -> None:
        self.times += 1


def forms(app: Flask) -> list[tuple[str, str]]:
    """The endpoint and the path of every form."""
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            path = rule.rule
            for name, value in INTO_PATHS.items():
                path = path.replace(name, value)
            found.append((rule.endpoint, path))
    return found


def test_where_nothing_may_be_entered_only_forms_of_a_session_are_taken(office: Office) -> None:
    barred = an_app(replace(office, holds=NoHolds((Hold.CLOCKS_DIFFER,))))
    admin = signed_in(barred, office, somebody(office, RoleName.ADMIN))
    taken = set()
    for endpoint, path in forms(barred):
        answer = admin.client.post(path).get_data(as_text=True)
        if "Until then, nothing is entered or sent from this server." not in answer:
            taken.add(endpoint)

    assert taken == OF_A_SESSION


def test_each_form_that_enters_something_is_bound_to_the_server_and_no_page_is(
    office: Office,
) -> None:
    holds = Bound()
    app = an_app(replace(office, holds=holds))
    browser = signed_in(app, office, somebody(office, RoleName.ADMIN))
    for path in ("/", "/alerts", "/desk", "/desk/account", "/desk/requests"):
        assert browser.get(path).status == 200
    browser.client.post("/sign-in")
    assert holds.times == 0

    for path in ("/alerts", "/welcome/abc", "/desk/account/passkeys/new", "/desk/people"):
        before = holds.times
        browser.client.post(path)
        assert holds.times > before, path
