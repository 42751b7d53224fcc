"""What holds for every page: headers, weight, forms that only this site can send, refusals."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import cast

import pytest
from flask import Flask
from wtforms import StringField

from tests.offices import AYESHA, Clock, a_request, an_office, received
from tests.web.browser import Browser, Page, a_new_app, a_site_config, an_app, signed_in, somebody
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.errors import Refusal
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.shut import Shut
from tracker.services.drafting.drafts import start, start_together
from tracker.services.ports.drafts import Drafts
from tracker.services.ports.people import People
from tracker.services.ports.premises import Premises
from tracker.web import Health, make_app
from tracker.web.base.filters import STATIC, from_now
from tracker.web.base.forms import PageForm

CONTROLS = "//main//input[not(@type='hidden' or @hidden)] | //main//select | //main//textarea"
# The pages on which a script adds something, and its file.
SCRIPTS = {
    r"/desk/account/password": ("strength",),
    r"/desk/drafts/\w+(/applicant)?": ("autosave",),
    r"/desk/requests/\w+/(sent|receipt|extension|appeal|decision)": ("dry_run", "filedrop"),
    r"/desk/requests/\w+/response": ("dry_run", "filedrop", "autosave"),
    r"/desk/requests/\w+/(record/[a-z-]+|consent)": ("filedrop",),
}
PHYSICAL = re.compile(r"(?:margin|padding|border|inset)-(?:left|right)|\b(?:left|right)\s*:")


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    """Every kind of page at the desk, as a lawyer sees it, by its address."""
    with an_office(tmp_path_factory.mktemp("everything")) as (office, clock):
        lawyer = signed_in(an_app(office), office, somebody(office))
        return {path: lawyer.get(path) for path in _addresses(office, clock)}


def _addresses(office: Office, clock: Clock) -> list[str]:
    draft = start(office, "pk-x-2024", "pk-pta", by="tester").reference
    bodies = ["pk-pta", "pk-interior"]
    several = start_together(office, "pk-x-2024", bodies, AYESHA, {}, by="tester")
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 4, 2))
    sweep(office)
    steps = (
        "approve sent receipt record/acknowledged record/document-received record/hearing-fixed "
        "extension response appeal decision publish "
        "another repeat consent withhold entries/4/correct letters/request letters/appeal "
        "reminded let-pass"
    )
    return [
        "/sign-in",
        "/desk",
        "/desk/account",
        "/desk/account/password",
        "/desk/account/confirm",
        "/desk/account/second-factor",
        f"/desk/sharing/{reference}",
        f"/desk/sharing/{reference}/charge",
        "/desk/reminders",
        "/desk/reminders/choices",
        "/desk/new",
        "/desk/new?block=pk-x-2024",
        f"/desk/drafts/{draft}",
        f"/desk/drafts/{draft}/law",
        f"/desk/drafts/{draft}/applicant",
        f"/desk/drafts/{draft}/letter",
        f"/desk/drafts/{draft}/discard",
        f"/desk/drafts/{draft}/another",
        f"/desk/drafts/{draft}/take-over",
        "/desk/new?block=pk-x-2024&body=pk-pta&body=nobody",
        "/desk/new/together?block=pk-x-2024&body=pk-pta&body=pk-interior",
        f"/desk/batches/{several[0].reference}",
        f"/desk/requests/{reference}",
        *(f"/desk/requests/{reference}/{step}" for step in steps.split()),
        "/nowhere",
    ]


def test_every_page_stays_light_and_holds_no_script_and_no_style(
    everything: dict[str, Page],
) -> None:
    for path, page in everything.items():
        assert page.status in (200, 404, 422), path
        assert weight(page.answer.data) < HEAVIEST, (path, weight(page.answer.data))
        assert not page.tree.xpath("//style | //@style | //@onclick | //iframe"), path
        scripts = page.tree.xpath("//script")
        own = [name for at, names in SCRIPTS.items() if re.fullmatch(at, path) for name in names]
        sources = [f"/static/{name}.js" for name in own]
        assert [script.get("src").partition("?")[0] for script in scripts] == sources, path
        assert not any(script.text for script in scripts), path
        assert not [a for a in page.tree.xpath("//@src | //link/@href") if "//" in a], path


def test_every_page_has_landmarks_labels_and_headings_in_order(
    everything: dict[str, Page],
) -> None:
    for path, page in everything.items():
        tree = page.tree
        levels = [int(h.tag[1]) for h in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert levels.count(1) == 1, path
        jumps = [b - a for a, b in pairwise(levels) if b - a > 1]
        assert not jumps, (path, levels)
        labelled = set(tree.xpath("//label/@for"))
        for control in tree.xpath(CONTROLS):
            named = control.get("id") in labelled or control.get("aria-label")
            assert named, (path, control.get("name"))
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), (path, {i for i in ids if ids.count(i) > 1})
        for told in tree.xpath("//@aria-describedby | //@aria-labelledby"):
            assert set(told.split()) <= set(ids), (path, told)
        assert tree.xpath("//a[@class='skip'][@href='#main']"), path
        assert tree.xpath("/html/@lang") == ["en"], path


def test_the_style_sheet_is_small_and_turns_with_the_script() -> None:
    sheet = (STATIC / "style.css").read_text("utf-8")

    assert len(sheet.encode()) < 35_000
    assert PHYSICAL.findall(sheet) == []
    assert "@media print" in sheet
    # Each colour is given for light and for dark screens; on paper nothing is dark.
    assert "light-dark(" in sheet
    assert "@media print { :root { color-scheme: light } }" in sheet
    assert "forced-colors" in sheet


def test_every_answer_carries_the_strict_headers(app: Flask, lawyer: Browser) -> None:
    for path in ("/", "/desk", "/sign-in", "/nowhere", "/static/style.css", "/healthz"):
        with lawyer.client.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'"), path
            for part in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
                assert part in policy
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Referrer-Policy"] == "same-origin"
            assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_pages_of_the_desk_stay_in_no_cache(lawyer: Browser) -> None:
    for path in ("/desk", "/desk/new", "/sign-in", "/desk/nothing"):
        assert lawyer.get(path).answer.headers["Cache-Control"] == "no-store", path


def test_every_form_of_the_desk_carries_the_key(everything: dict[str, Page]) -> None:
    for path, page in everything.items():
        for form in page.tree.xpath("//form[@method='post']"):
            assert form.xpath(".//input[@name='csrf_token']/@value"), path


@pytest.mark.parametrize("key", [{}, {"csrf_token": "forged"}])
def test_a_form_without_the_key_changes_nothing_and_gives_back_what_was_typed(
    lawyer: Browser, office: Office, key: dict[str, str]
) -> None:
    reference = start(office, "pk-x-2024", "pk-pta", by="tester").reference
    draft = f"/desk/drafts/{reference}/applicant"

    page = lawyer.post(draft, {"name": "Typed <i>with</i> care", "action": "save"} | key)

    assert page.status == 400
    assert "Nothing was saved." in page.words
    assert page.tree.xpath("//input[@value='Typed <i>with</i> care']")
    assert lawyer.get(draft).value("name") == ""


def test_the_key_of_one_person_does_not_open_the_forms_of_another(
    app: Flask, office: Office, lawyer: Browser
) -> None:
    other = signed_in(app, office, somebody(office, name="Other Lawyer"))
    stolen = other.get("/desk/new?block=pk-x-2024").value("csrf_token")
    lawyer.get("/desk/new?block=pk-x-2024")

    page = lawyer.post("/desk/new", {"csrf_token": stolen, "block": "pk-x-2024", "body": "pk-pta"})

    assert page.status == 400
    assert not office.drafts.all()


def test_files_that_are_too_large_are_refused_in_a_sentence(office: Office) -> None:
    app = make_app(office, a_site_config(largest_upload=10_000))
    browser = signed_in(app, office, somebody(office))
    reference = a_request(office, on=date(2024, 2, 23))

    page = browser.post(f"/desk/requests/{reference}/sent", {"note": "x" * 20_000})

    assert page.status == 413
    assert "Nothing was saved." in page.words


def test_trouble_with_the_database_is_told_on_the_form_and_nothing_typed_is_lost(
    office: Office, lawyer: Browser
) -> None:
    reference = start(office, "pk-x-2024", "pk-pta", by="tester").reference
    opened = lawyer.get(f"/desk/drafts/{reference}/applicant")
    busy = replace(office, drafts=cast(Drafts, _Busy(office.drafts)))
    app = an_app(busy)
    browser = Browser(app, lawyer.client.get_cookie("desk").value)  # type: ignore[union-attr]
    key = browser.get(f"/desk/drafts/{reference}/applicant").value("csrf_token")

    page = browser.submit(opened, {"csrf_token": key, "name": "Typed", "action": "save"})

    assert page.status == 503
    assert page.summary() == ["The database is held by another writer: try again in a minute."]
    assert page.value("name") == "Typed"


def test_the_frame_of_a_page_stands_when_the_database_does_not(office: Office) -> None:
    away = cast(Premises, Shut("premises", lambda _: Refusal("The database cannot be reached.")))
    page = Page(an_app(replace(office, premises=away)).test_client().get("/nowhere"))

    assert page.status == 404
    assert "Page not found" in page.words


@pytest.mark.parametrize("path", ["/desk", "/desk/new", "/nowhere"])
def test_a_person_is_told_that_the_database_does_not_answer(
    office: Office, lawyer: Browser, path: str
) -> None:
    away = cast(People, Shut("people", lambda _: Refusal("The database cannot be reached.")))
    app = an_app(replace(office, people=away))
    browser = Browser(app, lawyer.client.get_cookie("desk").value)  # type: ignore[union-attr]

    page = browser.get(path)

    assert page.status == (404 if path == "/nowhere" else 503)
    assert path == "/nowhere" or "The database cannot be reached." in page.words
    assert "Server Error" not in page.text


def test_what_was_typed_comes_back_when_the_database_does_not_answer(
    office: Office, lawyer: Browser
) -> None:
    reference = start(office, "pk-x-2024", "pk-pta", by="tester").reference
    opened = lawyer.get(f"/desk/drafts/{reference}/applicant")
    away = cast(People, Shut("people", lambda _: Refusal("The database cannot be reached.")))
    app = an_app(replace(office, people=away))
    browser = Browser(app, lawyer.client.get_cookie("desk").value)  # type: ignore[union-attr]

    page = browser.submit(opened, {"name": "عائشہ خان", "action": "save"})

    assert page.status == 503
    assert "The database cannot be reached." in page.words
    assert page.tree.xpath("//input[@readonly]/@value").count("عائشہ خان") == 1


def test_what_was_typed_comes_back_under_its_labels_after_what_nobody_foresaw(
    office: Office, lawyer: Browser
) -> None:
    reference = a_request(office, on=date(2024, 2, 23))
    app = a_new_app(office)
    browser = Browser(app, lawyer.client.get_cookie("desk").value)  # type: ignore[union-attr]
    opened = browser.get(f"/desk/requests/{reference}/response")
    app.view_functions["desk_classifying.reply"] = _break
    # A form that was made for the page of another request has words of its own.
    others = {
        name: StringField("Another label") for name in ("paper_words", "one-more", "dismissed")
    }
    made_for_another = type("MadeForAnother", (PageForm,), others)
    assert made_for_another in PageForm.__subclasses__()
    key = opened.value("csrf_token")
    typed = {
        "csrf_token": key,
        "paper_words": "Refused.",
        "dismissed": "hidden",
        "one-more": "kept",
    }

    page = browser.post(f"/desk/requests/{reference}/response", typed)

    assert page.status == 500
    assert page.words.count("What you typed") == 1
    shown = [
        label.text_content() for label in page.tree.xpath("//label[contains(@for, 'typed-')]")
    ]
    assert shown == ["Operative words", "One more"]
    assert page.tree.xpath("//input[@readonly]/@value") == ["Refused.", "kept"]


def test_what_nobody_foresaw_leaks_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    app = a_new_app(office)
    app.view_functions["sign_in.form"] = _break

    page = Page(app.test_client().get("/sign-in"))

    assert page.status == 500
    assert "secret-4711" not in page.text
    assert "Traceback" not in page.text
    assert "secret-4711" in caplog.text


@pytest.mark.parametrize(
    ("health", "status"),
    [
        (Health(True, True, None), 200),
        (Health(False, True, None), 503),
        (Health(True, False, None), 503),
        (Health(True, True, None, ("No sweep ran lately.",)), 503),
    ],
)
def test_a_supervisor_is_told_whether_the_program_is_well(
    office: Office, health: Health, status: int
) -> None:
    answer = an_app(office, health=lambda: health).test_client().get("/healthz")

    assert answer.status_code == status
    assert answer.get_json()["problems"] == list(health.problems)
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("migration", "status"), [(True, 200), (False, 503)])
def test_a_balancer_is_told_of_the_pages_alone(
    office: Office, *, migration: bool, status: int
) -> None:
    """What is wrong with the office is wrong on every machine, and all would leave at once."""
    office_wide = Health(True, True, None, ("The server date is uncertain.",))
    app = an_app(
        office, health=lambda: office_wide, pages_health=lambda: Health(True, migration, None)
    )
    answer = app.test_client().get("/healthz/pages")

    assert answer.status_code == status
    assert answer.get_json() == {
        "well": migration,
        "database": True,
        "migration": migration,
        "problems": [],
    }
    assert answer.headers["Cache-Control"] == "no-store"
    assert app.test_client().get("/healthz").status_code == 503


@pytest.mark.parametrize(
    ("changes", "header"),
    [
        ({}, None),
        ({"secure_cookies": True}, "max-age=31536000"),
        (
            {"secure_cookies": True, "tls_on_subdomains": True},
            "max-age=31536000; includeSubDomains",
        ),
    ],
)
def test_subdomains_have_to_speak_tls_where_the_operator_says_so(
    office: Office, changes: dict[str, bool], header: str | None
) -> None:
    client = a_new_app(office, **changes).test_client()
    answer, about = client.get("/healthz"), client.get("/about")
    unchanged = client.get("/about", headers={"If-None-Match": about.headers["ETag"]})

    assert unchanged.status_code == 304
    for each in (answer, about, unchanged):
        assert each.headers.get("Strict-Transport-Security") == header


def test_security_txt_names_the_contact_that_the_operator_set(
    office: Office, clock: Clock
) -> None:
    """180 days after Friday 1 March 2024 (March 30 left, April 30, May 31, June 30, July 31: 152;
    28 more) it is 28 August."""
    clock.set(date(2024, 3, 1))
    app = an_app(office, security_contact="mailto:security@example.org")
    answer = app.test_client().get("/.well-known/security.txt")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text == (
        "Contact: mailto:security@example.org\n"
        "Expires: 2024-08-28T00:00:00Z\n"
        "Canonical: https://record.example/.well-known/security.txt\n"
    )


def test_without_a_contact_there_is_no_security_txt(office: Office) -> None:
    assert an_app(office).test_client().get("/.well-known/security.txt").status_code == 404


def test_a_reference_in_capitals_leads_to_its_one_address_at_the_desk(
    office: Office, app: Flask, lawyer: Browser
) -> None:
    reference = a_request(office)
    assert reference != reference.upper()
    for rest in ("", "/dispatches", "?page=1"):
        answer = lawyer.client.get(f"/desk/requests/{reference.upper()}{rest}")

        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/desk/requests/{reference}{rest}"
    assert lawyer.get(f"/desk/requests/{reference.upper()}").status == 200
    stranger = app.test_client().get(f"/desk/requests/{reference.upper()}")
    assert stranger.headers["Location"].startswith("/sign-in?next=")


def test_the_desk_says_that_the_scheduler_is_down(office: Office) -> None:
    app = an_app(office, swept_lately=lambda: False)
    browser = signed_in(app, office, somebody(office))

    assert "Deadlines are not being checked and no reminders" in browser.get("/desk").words
    assert (
        "Deadlines are not being checked and no reminders" in browser.get("/desk/requests").words
    )
    assert "not being checked" not in Browser(app).get("/sign-in").words


def test_a_page_stands_where_nobody_knows_whether_the_scheduler_is_down(office: Office) -> None:
    def unknown() -> bool:
        raise Refusal("The database cannot be reached.")

    app = an_app(office, swept_lately=unknown)
    browser = signed_in(app, office, somebody(office))

    assert browser.get("/desk").status == 200


@pytest.mark.parametrize(
    ("apart", "words"),
    [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (3, "in 3 days"), (-2, "2 days ago")],
)
def test_how_far_a_day_is_is_said_in_words(apart: int, words: str) -> None:
    today = date(2024, 3, 8)

    assert from_now(date.fromordinal(today.toordinal() + apart), today) == words


def _break(**_: str) -> str:
    raise RuntimeError("secret-4711")


class _Busy:
    """Drafts whose every saving meets another writer."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)

    def save(self, *_: object) -> None:
        raise Refusal("The database is held by another writer: try again in a minute.")
