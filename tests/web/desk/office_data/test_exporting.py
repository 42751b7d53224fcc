"""Taking a request or the whole office away, at the desk."""

import threading
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.backups import RECOVERY, decrypted
from tests.offices import a_request
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.office_data.recovery import add_recovery_key
from tracker.services.people.accounts import add_account
from tracker.services.people.sharing import share
from tracker.services.ports.people import RoleName


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

    assert "Download ZIP" not in page.words
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


def test_an_administrator_takes_the_archive_encrypted(app: Flask, office: Office) -> None:
    a_request(office)
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN, "Alia Admin"))
    page = admin.get("/desk/archive")
    assert "no recovery key, so the archive is not encrypted" in page.words
    assert not page.tree.xpath("//input[@name='encrypted']")
    refused = admin.submit("/desk/archive", {"encrypted": "y"})
    assert refused.status == 422
    assert "no recovery key yet" in refused.summary()[0]
    add_recovery_key(office, RECOVERY, "the safe", by="operator")

    page = admin.get("/desk/archive")
    assert page.tree.xpath("//input[@name='encrypted' and @checked]")
    assert f"the safe {RECOVERY}" in page.words
    sealed = take(admin, "/desk/archive", encrypted="y")
    chosen_open = take(admin, "/desk/archive")

    assert "archive.zip.age" in sealed.headers["Content-Disposition"]
    assert sealed.data.startswith(b"age-encryption.org/v1")
    assert b"Ayesha" not in sealed.data
    assert b"README" not in sealed.data
    assert b"README" in decrypted(sealed.data)
    assert "archive.zip" in chosen_open.headers["Content-Disposition"]
    assert b"README" in chosen_open.data


def test_a_reader_who_leaves_an_encrypted_archive_stops_its_making(
    app: Flask, office: Office
) -> None:
    for _ in range(3):
        a_request(office)
    add_recovery_key(office, RECOVERY, "", by="operator")
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN, "Alia Admin"))
    page = admin.get("/desk/archive")
    address = page.answer.request.full_path

    broken = admin.client.post(address, data=fields(page, encrypted="y"), buffered=False)
    next(iter(broken.response))
    broken.close()

    assert not [thread for thread in threading.enumerate() if thread.name == "age"]
    assert progress_of(admin, address) == ("0", "1"), "it was not sent completely"


def progress_of(browser: Browser, path: str) -> tuple[str, str]:
    """How far the bar of the page is, and of how much: plain HTML, without a script."""
    (bar,) = browser.get(path).tree.xpath("//progress")
    return bar.get("value"), bar.get("max")


def test_an_archive_in_parts_goes_on_where_it_broke_off(
    app: Flask, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.office_data.exporting.REQUESTS_IN_A_PART", 2)
    made = {a_request(office) for _ in range(5)}
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN, "Alia Admin"))
    page = admin.get("/desk/archive")
    address = page.answer.request.full_path
    assert "of=3" in address, "five requests, two in a part"
    assert progress_of(admin, address) == ("0", "3")

    broken = admin.client.post(address, data=fields(page, part="1"), buffered=False)
    next(iter(broken.response))
    broken.close()
    assert progress_of(admin, address) == ("0", "3"), "it was not sent completely"
    found: set[str] = set()
    for number in (1, 2, 3):
        taken = admin.client.post(address, data=fields(page, part=str(number)))
        assert f"archive-{number}-of-3.zip" in taken.headers["Content-Disposition"]
        with zipfile.ZipFile(BytesIO(taken.data)) as part:
            names = part.namelist()
        assert names[-1] == f"SHA256SUMS-{number}-of-3"
        assert ("people.json" in names) == (number == 1)
        here = {name.split("/")[1] for name in names if name.startswith("requests/")}
        assert not here & found, "no request lies in two parts"
        found |= here
        assert progress_of(admin, address) == (str(number), "3")
        if number == 1:
            late = a_request(office)  # what comes in meanwhile moves no other request

    assert made <= found <= {*made, late}
    again = admin.get("/desk/archive?of=3&since=2100-01-01T00:00:00")
    assert again.tree.xpath("//progress")[0].get("value") == "0", "another archive begins again"


def fields(page: Page, **more: str) -> dict[str, str]:
    return {"csrf_token": page.value("csrf_token"), **more}


@pytest.mark.parametrize("asked", ["of=3&part=4", "of=0&part=0", "of=99999&part=2", "of=x&part=x"])
def test_a_part_that_there_is_not_is_refused(app: Flask, office: Office, asked: str) -> None:
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN, "Alia Admin"))
    of, part = (each.partition("=")[2] for each in asked.split("&"))

    answer = take(admin, f"/desk/archive?of={of}&since=2024-01-01", part=part)

    assert answer.status_code == 422
    assert admin.get("/desk/archive?of=2&since=yesterday").status == 422
