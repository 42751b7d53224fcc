"""Every kind of page, as axe, a phone, a dark screen and the browser's own complaints see it.

The pages are found by following links from the two front doors, in an office in which each has
something to show; so a new page is looked at without being named here.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, repeat
from typing import Any, Literal, cast

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, a_site
from tests.browser.full_office import Full, fill, pages_of, walk_in
from tests.browser.keyboard import PASSWORD
from tests.web.browser import an_app, signed_in
from tests.web.desk.correspondence.test_received_mail import answer, hand_in
from tests.web.desk.office_data.test_own_library import added
from tracker.services.people.accounts import change_language

pytestmark = pytest.mark.browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A page of a request differs by where the request stands.
MANY = {
    "desk_batches.batch": 2,
    "desk_findings.about": 20,
    "desk_people.person_page": 4,
    "desk_proceedings.proceedings": 2,
    "desk_requests.letters_of": 20,
    "desk_requests.publication": 20,
    "desk_requests.request_page": 20,
    "desk_sending_mail.letters": 20,
    "desk_transmitting.dispatches": 20,
    "record.block": 2,
    "record.chronology": 2,
    "record.law": 2,
    "record.request": 14,
}
# A window of 1280 px at 400%, a small phone, tablets, and both forms of the header.
NARROW = (320, 360, 700, 780, 1000, 1140)
STRANGERS = ("/sign-in", "/sign-in/passkey", "/nowhere")
Look = Literal["closely", "usual", "briefly"]
# What is looked at after a light phone.
_DARK_DESK: tuple[tuple[int, int], Literal["dark"]] = (DESKTOP, "dark")
OTHER_LOOKS: Mapping[Look, Sequence[tuple[tuple[int, int], Literal["light", "dark"]]]] = {
    "closely": ((PHONE, "dark"), _DARK_DESK, (DESKTOP, "light")),
    "usual": (_DARK_DESK,),
    "briefly": (),
}
# Where no link leads: for strangers, by a secret, or between two passwords.
UNLINKED = {
    # Opened by `look_at_the_doors`.
    *("sign_in.form", "sign_in.passkey", "sign_in.welcome", "sign_in.code"),
    "unlocking.page",  # asked for where private words are locked, which a key file prevents here
    "desk_email_savers.saver",  # the form of desk_evidence_makers.maker, for an email
    # Where the library has an address for emails: looked at in correspondence/.
    *("desk_sending_mail.mail", "desk_sending_mail.received"),
}
# Where the forms of a bundle and of a pleading lead.
UNLINKED_OF_A_REQUEST = ("pack/making", "pack/progress", "pleading/places")
# What is fetched and not looked at.
FILES = {
    "static_files.static",
    "static_files.healthz",
    "static_files.healthz_of_pages",
    "static_files.metrics",
    "static_files.security_txt",
    "calendar_feed.feed",
    "desk_requests.paper",
    "desk_sending_mail.message",
    "desk_received.message",
    "desk_received.part",
    "record.card",  # stands in pages of other sites
    "log.checkpoint",
    "log.consistency",
    "log.file",
    "log.key",
}


@dataclass
class FullSite:
    """A site in which each page has something to show, and who is signed in at its desk."""

    site: Site
    full: Full
    app: Flask
    cookie: str
    found: dict[str, list[str]]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FullSite]:
    """One site for all that looks; nothing here changes it."""
    with a_site(tmp_path_factory.mktemp("whole"), speaks=True) as site:
        full = fill(site.office, site.clock)
        app = an_app(site.office)
        admin = signed_in(app, site.office, full.admin)
        # A mail, and an entry of the office's own library.
        hand_in(admin, answer(full.heard))
        added(admin)
        starts = [
            *walk_in(site.office, full, admin),
            *("/desk/parts", "/desk/library/verify", "/blocks/pk-x-2024/answers"),
            *(f"/desk/requests/{full.heard}/{page}" for page in UNLINKED_OF_A_REQUEST),
        ]
        found = pages_of(app, admin.client, starts, MANY)
        cookie = admin.client.get_cookie("desk")
        assert cookie
        yield FullSite(site, full, app, cookie.value, found)


@dataclass
class Looked:
    """A page in a browser, and what was wrong on those that it visited."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


@pytest.fixture
def looked(chromium: Browser) -> Iterator[Looked]:
    """A page under the site's own policy, with its scripts, that keeps what the console says."""
    # A colour that is still changing has the contrast of neither scheme.
    context = chromium.new_context(reduced_motion="reduce")
    context.set_default_timeout(90_000)
    looked = Looked(context.new_page())
    looked.page.on("console", lambda line: looked.said.append(f"{line.type}: {line.text}"))
    looked.page.on("pageerror", lambda error: looked.said.append(f"pageerror: {error}"))
    yield looked
    context.close()


def look_at(looked: Looked, address: str, status: int = 200, how: Look = "usual") -> None:
    """Visit a page in both widths, light and dark; what is wrong is noted, not raised, so that
    one run tells everything. Every rule is tried on a light phone, and `closely` in each other
    width and scheme too; else those on colours and targets on a dark desktop, or `briefly` none,
    for colours are the same in every language."""
    page, where = looked.page, address.partition("/desk")[1] + address.partition("/desk")[2]
    width, height = PHONE
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme="light")
    looked.said.clear()
    answer = page.goto(address)
    found = [] if answer and answer.status == status else [f"answers {answer and answer.status}"]
    found += [said for said in looked.said if f"status of {status}" not in said]
    found += cast(list[str], page.evaluate(FRAME))
    found += [f"is {over} px too wide at 390 px" for over in [page.evaluate(OVERFLOW)] if over > 0]
    for narrow in NARROW:
        page.set_viewport_size({"width": narrow, "height": height})
        over = page.evaluate(OVERFLOW)
        found += [f"is {over} px too wide at {narrow} px"] if over > 0 else []
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate(AXE_SCRIPT)
    page.evaluate(AT_REST)
    found += axe(page, {"runOnly": RULES}, "390 px")
    rules = RULES if how == "closely" else ["color-contrast", "target-size"]
    for (width, height), scheme in OTHER_LOOKS[how]:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        found += axe(page, {"runOnly": rules}, f"{scheme}, {width} px")
    page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    found += [
        f"is {over} px too wide at 1280 px" for over in [page.evaluate(OVERFLOW)] if over > 0
    ]
    looked.wrong += [f"{where or address}: {each}" for each in found]


# What passed is as long as the page, and nobody reads it.
AXE_RUN = "async options => (await axe.run(document, options)).violations"
# A bar that stays in sight covers what is under it, wherever a person has scrolled.
AT_REST = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".bar-act, .stand { position: static !important }");
    document.adoptedStyleSheets = [sheet];
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# One heading above all, a title, and the landmarks by which a reader moves about.
FRAME = """() => [
    document.querySelectorAll("h1").length === 1 ? "" : "has not one h1",
    document.title.trim() ? "" : "has no title",
    document.querySelectorAll("main").length === 1 ? "" : "has not one main",
    document.querySelector("header") && document.querySelector("footer") ? "" : "lacks landmarks",
    document.documentElement.lang ? "" : "names no language",
].filter(Boolean)"""


def axe(page: Page, options: dict[str, Any], how: str) -> list[str]:
    """What axe finds, a line for each place."""
    # The inventory shows each part several times, landmarks too.
    unique = {"landmark-unique": {"enabled": not page.url.endswith("/desk/parts")}}
    found = page.evaluate(AXE_RUN, options | {"rules": unique, "resultTypes": ["violations"]})
    return [
        f"{violation['id']} ({how}): {node['html'][:160]} {node['failureSummary'][-200:]}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("side", ["public", "urdu", "request", "desk", "urdu desk"])
def test_no_page_fails_the_check_of_accessibility(
    looked: Looked, whole: FullSite, side: str
) -> None:
    url, page = whole.site.url, looked.page
    # The page that waits for a bundle asks for it at once.
    page.route("**/pack/bundle.pdf*", lambda route: route.fulfill(status=204))
    if side == "public":
        look_at_the_doors(looked, whole.site)
    if side == "urdu":
        look_at(looked, f"{url}/ur/nowhere", 404)
    page.context.add_cookies([{"name": "desk", "value": whole.cookie, "url": url}])

    with desk_in(whole, "ur" if side == "urdu desk" else "en"):
        for path, how in paths_of(whole.found, side):
            look_at(looked, url + path, how=how)

    assert looked.wrong == [], "\n".join(looked.wrong)


@contextmanager
def desk_in(whole: FullSite, language: str) -> Iterator[None]:
    """Have the person at the desk read it in a language for a while."""
    change_language(whole.site.office, whole.full.admin, language)
    try:
        yield
    finally:
        change_language(whole.site.office, whole.full.admin, "en")


def look_at_the_doors(looked: Looked, site: Site) -> None:
    """Visit the pages of strangers, and those on the way in with a password and a code."""
    for path in STRANGERS:
        look_at(looked, site.url + path, 404 if path == "/nowhere" else 200, how="closely")
    look_at(looked, site.welcome, how="closely")
    page = looked.page
    for box in page.locator("main [type=password]").all():
        box.fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/desk")
    account = site.office.people.account_by_email("lawyer@example.org")
    assert account
    site.office.people.codes.propose(account.id, "JBSWY3DPEHPK3PXP")
    site.office.people.codes.take_up(account.id, 0)
    page.context.clear_cookies()
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("Email address").fill(account.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site.url}/sign-in/code")
    look_at(looked, page.url, how="closely")


def paths_of(found: Mapping[str, Sequence[str]], side: str) -> Iterator[tuple[str, Look]]:
    """Yield the pages of a side, and how to look: closely at the first of each kind. In Urdu two
    of each kind of public page, and one of the desk, are enough: they differ less."""
    for endpoint, paths in found.items():
        hows: Iterator[Look] = chain(("closely",), repeat("usual"))
        if side == _side(endpoint):
            yield from zip(paths, hows, strict=False)
        elif side == "urdu" and _side(endpoint) == "public":
            yield from zip((f"/ur{path}" for path in paths[:2]), hows, strict=False)
        elif side == "urdu desk" and _side(endpoint) != "public":
            yield paths[0], "briefly"


@pytest.mark.slow
def test_the_navigation_is_one_line_at_every_width_and_the_header_low_on_a_phone(
    looked: Looked, whole: FullSite
) -> None:
    url, page = whole.site.url, looked.page
    page.context.add_cookies([{"name": "desk", "value": whole.cookie, "url": url}])
    lines = "all => new Set(all.map(each => each.offsetTop)).size"
    for path in ("/", "/ur/", "/desk"):
        page.goto(url + path)
        for width in (NARROW[0], PHONE[0], 960, 1000, 1070, 1140, DESKTOP[0]):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.locator("header .nav > li").evaluate_all(lines) == 1, (path, width)
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for path in ("/", "/desk"):
        page.goto(url + path)
        assert page.locator("main").evaluate("main => main.offsetTop") <= 110, path
    for name in ("Public site", "Account"):
        expect(page.get_by_role("navigation").get_by_role("link", name=name)).to_be_attached()
    expect(page.get_by_role("navigation").get_by_role("button", name="Sign out")).to_be_attached()


@pytest.mark.slow
def test_every_page_that_there_is_was_looked_at(whole: FullSite) -> None:
    assert _unseen(whole.app, set(whole.found)) == set()


def _side(endpoint: str) -> str:
    if endpoint.startswith("record."):
        return "public"
    return "request" if endpoint.split(".")[0] == "desk_requests" else "desk"


def _unseen(app: Flask, seen: set[str]) -> set[str]:
    """The pages that no link leads to, though they should be looked at."""
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and "." not in rule.rule
    }
    apart = {each for each in pages if each.partition(".")[0] in ("api", "data", "desk_moved")}
    return pages - seen - UNLINKED - FILES - apart


@pytest.mark.slow
def test_a_form_with_complaints_shuts_nobody_out(looked: Looked, whole: FullSite) -> None:
    url, page = whole.site.url, looked.page
    page.context.add_cookies([{"name": "desk", "value": whole.cookie, "url": url}])
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    pages = ("decision", "response", "extension", "notice", "record/document-received")

    for step in pages:
        page.goto(f"{url}/desk/requests/{whole.full.heard}/{step}")
        page.get_by_role("main").get_by_role("button", name="Save entry").click()
        expect(page.locator(".error-summary")).to_be_visible()
        page.evaluate(AXE_SCRIPT)
        looked.wrong += [f"{step}: {each}" for each in axe(page, {"runOnly": RULES}, "complaints")]
        page.locator(".error-summary a").first.press("Enter")
        assert page.locator(":focus").get_attribute("name"), step

    assert looked.wrong == [], "\n".join(looked.wrong)


def test_what_has_the_focus_is_seen_to_have_it(looked: Looked, site: Site) -> None:
    """Every stop of the Tab key shows an outline, on a page of each side."""
    site.clock.set(date(2024, 3, 8))
    page = looked.page
    for path in ("/", "/laws/pk-raia-2017", "/deadlines", "/sign-in"):
        page.goto(site.url + path)
        for _ in range(25):
            page.keyboard.press("Tab")
            focus = page.evaluate(
                "() => { const style = getComputedStyle(document.activeElement);"
                " return [document.activeElement.outerHTML.slice(0, 80), style.outlineStyle,"
                " parseFloat(style.outlineWidth)]; }"
            )
            assert focus[0].startswith("<body") or (focus[1] == "solid" and focus[2] >= 2), focus
