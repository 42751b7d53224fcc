"""Taking a request or the whole office away, at the desk."""

import zipfile
from io import BytesIO

from flask import Flask
from werkzeug.test import TestResponse

from tests.offices import a_request
from tests.web.desk.browser import Browser, signed_in, somebody
from tracker.services.office import Office
from tracker.services.people import add_account
from tracker.services.ports_people import RoleName
from tracker.services.sharing import share


def take(browser: Browser, path: str, **fields: str) -> TestResponse:
    """What is sent in answer to the form of a page, which is no text."""
    key = {"csrf_token": browser.get(path).value("csrf_token")}
    return browser.client.post(path, data=key | fields)


def test_a_lawyer_takes_one_request(lawyer: Browser, office: Office) -> None:
    reference = a_request(office)
    assert f"/desk/requests/{reference}/export" in lawyer.get(f"/desk/requests/{reference}").text

    taken = take(lawyer, f"/desk/requests/{reference}/export")

    assert taken.status_code == 200
    assert taken.headers["Content-Type"] == "application/zip"
    assert taken.headers["Cache-Control"] == "no-store"
    assert f"request-{reference}.zip" in taken.headers["Content-Disposition"]
    with zipfile.ZipFile(BytesIO(taken.data)) as archive:
        assert archive.namelist()[-1] == "SHA256SUMS"


def test_it_is_asked_again_who_takes_it(app: Flask, office: Office) -> None:
    reference = a_request(office)
    browser = signed_in(app, office, somebody(office), confirmed=False)

    page = browser.get(f"/desk/requests/{reference}/export")

    assert "Take the ZIP" not in page.words
    assert "password" in page.words.lower()


def test_who_may_not_take_it(app: Flask, lawyer: Browser, office: Office) -> None:
    reference = a_request(office)
    share(office, reference, "digital-rights", by="x")
    guest = add_account(office, "g@example.org", "Gul", RoleName.ADMIN, "digital-rights")
    advocate = somebody(office, RoleName.ADVOCATE, "Adil Advocate")

    for account in (guest, advocate):
        browser = signed_in(app, office, account)
        assert browser.get(f"/desk/requests/{reference}/export").status == 403
        assert "Export this request" not in browser.get(f"/desk/requests/{reference}").text
        assert browser.get("/desk/archive").status == 403
    assert lawyer.get("/desk/archive").status == 403


def test_an_administrator_takes_the_archive_under_a_passphrase(app: Flask, office: Office) -> None:
    a_request(office)
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN, "Alia Admin"))

    short = admin.submit("/desk/archive", {"passphrase": "short"})
    assert short.status == 422
    assert "12 characters" in short.summary()[0]
    sealed = take(admin, "/desk/archive", passphrase="four words make one")

    assert "archive.zip.sealed" in sealed.headers["Content-Disposition"]
    assert sealed.data.startswith(b"TRACKER ARCHIVE UNDER A PASSPHRASE")
    assert b"Ayesha" not in sealed.data
    assert b"README" not in sealed.data
