"""The pages by which a list of requests is handed in, looked at and imported."""

import re

from flask import Flask

from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import RoleName, TrailFilter

LIST = (
    "Block;Public body;Asked;Applicant;Sent;Channel;Proof file;Date received;Proof\n"
    "X in Pakistan;PTA;The order itself;Ayesha Namoona;2024-02-19;Courier;card.txt;2024-02-26;"
    "counter stamp\n"
)


def hand_in(browser: Browser, text: str = LIST) -> Page:
    return browser.submit("/desk/imports", files={"file": (text.encode(), "list.csv")})


def test_a_list_is_handed_in_and_its_columns_corrected(lawyer: Browser) -> None:
    columns = hand_in(lawyer, LIST.replace("2024-02-19", "02/03/2024").replace("02-26", "03-07"))
    assert columns.status == 200
    assert columns.value("column-body") == "1"

    checked = lawyer.submit(columns, {"fixed-capacity": "citizen", "fixed-element": "order"})
    assert "can be read in more than one way" in checked.words
    assert "Import 1 request" not in checked.words

    again = lawyer.get(columns.answer.request.path)
    assert again.value("fixed-capacity") == "citizen"
    checked = lawyer.submit(again, {"order": "day-first"})
    assert "Import 1 request" in checked.words
    assert "Saturday 2 March 2024" in checked.words


def check_page(browser: Browser) -> Page:
    columns = hand_in(browser)
    return browser.submit(columns, {"fixed-capacity": "citizen", "fixed-element": "order"})


def test_a_paper_that_is_missing_is_asked_for(lawyer: Browser, office: Office) -> None:
    page = check_page(lawyer)

    refused = lawyer.submit(page)

    assert refused.summary()[0].startswith("The file “card.txt” was not added")
    unknown = lawyer.submit(page, files={"papers": (b"x", "other.txt")})
    assert unknown.summary()[0].startswith("No row names the file")
    assert office.case_rows.rows(RowFilter(), 0, 1)[1] == 0


def test_the_import_shows_its_progress_and_its_outcome(lawyer: Browser, office: Office) -> None:
    page = check_page(lawyer)

    done = lawyer.submit(page, files={"papers": (b"stamped", "card.txt")})

    assert "Import complete: 1 request" in done.words
    key = re.search(r"imports/([0-9a-f]+)", done.answer.request.path)
    assert key
    result = lawyer.get(f"/desk/imports/{key[1]}")
    assert "of them, every filing deadline passed long ago" in result.words
    assert "Repeat this request" in result.words
    (row,), total = office.case_rows.rows(RowFilter(), 0, 2)
    assert total == 1
    shown = lawyer.get(f"/desk/requests/{row.reference}")
    assert "From an imported list: no document attached." in shown.words
    trail, _ = office.people.trail.entries(TrailFilter(act="imported"), 0, 9)
    assert [entry.about for entry in trail] == [key[1]]


def test_a_list_is_open_to_nobody_but_who_handed_it_in(
    app: Flask, lawyer: Browser, office: Office
) -> None:
    path = hand_in(lawyer).answer.request.path
    other = signed_in(app, office, somebody(office, RoleName.LAWYER, "Other Lawyer"))
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Adil Advocate"))

    assert lawyer.get(path).status == 200
    assert other.get(path).status == 404
    assert advocate.get("/desk/imports").status == 403


def test_a_list_that_was_left_can_be_removed(lawyer: Browser, office: Office) -> None:
    page = hand_in(lawyer)
    path = page.answer.request.path

    gone = lawyer.post(path.replace("columns", "forget"), {"csrf_token": page.value("csrf_token")})

    assert "List removed" in gone.seen
    assert lawyer.get(path).status == 404
