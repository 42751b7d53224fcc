"""Attacks on the pages of the site."""

import pytest
from flask import Flask

from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.services.core.office import Office


@pytest.fixture
def app(office: Office) -> Flask:
    return an_app(office)


@pytest.mark.parametrize("path", ["/sign-in", "/welcome/some-link", "/", "/nowhere"])
def test_a_stranger_cannot_make_the_site_take_in_a_large_body(app: Flask, path: str) -> None:
    reader = app.test_client()

    answers = [
        reader.post(path, data=b"a=" + b"x" * 20_000, content_type=kind)
        for kind in ("application/x-www-form-urlencoded", "multipart/form-data; boundary=b")
    ]

    assert {answer.status_code for answer in answers} <= {404, 405, 413}
    assert all("Nothing was saved" in a.text for a in answers if a.status_code == 413)


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example/desk",
        "https://evil.example/desk",
        "/\\evil.example/desk",
        "\t//evil.example/desk",
        "/\t/evil.example/desk",
        "//[",
        "http://[/desk",
        "/desk\r\nSet-Cookie: desk=forged",
        "javascript:alert(1)",
        "/deskevil",
        "",
    ],
)
def test_a_crafted_link_to_the_door_leads_nowhere_but_to_the_desk(
    app: Flask, office: Office, wanted: str
) -> None:
    inside = signed_in(app, office, somebody(office)).client

    answer = inside.get("/sign-in", query_string={"next": wanted})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk")


@pytest.mark.samples("x00")
@pytest.mark.parametrize("text", ["\x00", "\x0b", "\ufffe"])
def test_a_character_that_no_database_or_document_takes_breaks_nothing(
    app: Flask, office: Office, text: str
) -> None:
    inside = signed_in(app, office, somebody(office))
    for path in ("/desk", "/requests"):
        answer = inside.client.get(path, query_string={"words": text, "block": text, "body": text})
        assert answer.status_code in (200, 404)
    assert Browser(app).client.get(f"/requests/{'%00'}").status_code == 404
