"""Many public bodies are pasted as a table, and several entries verified together."""

import pytest
from flask import Flask

from tests.services.office_data.test_bodies_table import BOARD, HEADING, POLICE
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.ports.people import RoleName

MANY = "/desk/library/many/bodies?country=pk"
VERIFY = "/desk/library/verify"
FORM = {"addressed_to": "The Public Information Officer", "why": "Their own pages."}


def pasted(lawyer: Browser, *lines: str, action: str = "add") -> Page:
    return lawyer.submit(MANY, {**FORM, "table": "\n".join(lines), "action": action})


def boxes(page: Page) -> list[str]:
    return list(page.tree.xpath("//input[@name='entry' and not(@disabled)]/@value"))


def selected(browser: Browser, values: list[str]) -> Page:
    token = browser.get(VERIFY).value("csrf_token")
    return browser.post(VERIFY, {"csrf_token": token, "entry": values})


def test_a_table_is_checked_and_then_added(lawyer: Browser, office: Office) -> None:
    checked = pasted(lawyer, HEADING, BOARD, POLICE, action="check")

    assert "2 public bodies can be added" in checked.words
    assert "None: it is sent a petition" in checked.words
    assert office.own_library.in_force() == ()
    added = pasted(lawyer, HEADING, BOARD, POLICE)
    assert "2 public bodies added." in added.words
    assert len(office.own_library.in_force()) == 2


def test_a_fault_is_at_its_line_and_the_table_stays(lawyer: Browser, office: Office) -> None:
    page = pasted(lawyer, BOARD, POLICE.replace("post", "pigeon"))

    assert page.status == 422
    (row,) = page.tree.xpath("//table//tbody/tr")
    assert row.xpath("./th")[0].text == "2"
    assert "“pigeon” is not a channel." in row.text_content()
    assert "Provincial Board One" in page.tree.xpath("//textarea[@name='table']")[0].text
    assert office.own_library.in_force() == ()


def test_the_library_shows_unverified_entries_first(
    app: Flask, lawyer: Browser, office: Office
) -> None:
    pasted(lawyer, BOARD, POLICE)
    other = signed_in(app, office, somebody(office, name="Omar Other"))
    selected(other, boxes(other.get(VERIFY))[:1])

    page = lawyer.get("/desk/library")

    heads = [" ".join(h.text_content().split()) for h in page.tree.xpath("//main//h2")]
    assert heads[:2] == ["Not verified 1", "Verified 1"]


def test_a_second_person_verifies_the_selected_entries(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office
) -> None:
    pasted(lawyer, BOARD, POLICE)
    other = signed_in(app, office, somebody(office, name="Omar Other"))
    page = other.get(VERIFY)
    assert "board.example" in page.words
    assert not page.tree.xpath("//input[@name='entry' and @checked]")

    done = selected(other, boxes(page))

    assert "2 entries verified." in done.words
    for entry in office.own_library.in_force():
        assert entry.verified_by
        assert stranger.get(f"/bodies/{entry.name.key}").status == 200


def test_nothing_selected_or_a_version_that_is_gone_verifies_nothing(
    app: Flask, lawyer: Browser, office: Office
) -> None:
    pasted(lawyer, BOARD, POLICE)
    other = signed_in(app, office, somebody(office, name="Omar Other"))
    first, second = boxes(other.get(VERIFY))

    assert "Select at least one entry." in selected(other, []).words
    late = selected(other, [first, f"{second.rpartition('/')[0]}/999"])

    assert "Someone has changed this entry since." in late.words
    assert not any(each.verified_by for each in office.own_library.in_force())


def test_only_approvers_verify_several_entries(app: Flask, office: Office) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE))

    assert advocate.get(VERIFY).status == 403
    assert advocate.get(MANY).status == 200


@pytest.mark.parametrize("address", ["/desk/library/many/bodies?country=xx"])
def test_a_country_without_a_law_is_not_found(lawyer: Browser, address: str) -> None:
    assert lawyer.get(address).status == 404


def test_the_country_of_a_table_is_chosen_first(lawyer: Browser) -> None:
    page = lawyer.get("/desk/library/many/bodies")

    assert page.status == 200
    assert page.tree.xpath(f"//main//a[@href='{MANY}']")
