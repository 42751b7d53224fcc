"""The page of the matrix: its words, a draft in one click, and its table."""

from csv import DictReader
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from flask import Flask

from tests.offices import BY, Clock, a_request
from tests.web.browser import Browser, signed_in, somebody
from tests.web.record_scenes import show
from tracker.services.core.office import Office
from tracker.services.drafting.tagging import tag
from tracker.services.people.handover import put_in_charge
from tracker.services.ports.people import RoleName

MATRIX = "/desk/matrix?block=pk-x-2024"
DRAFT = "/desk/matrix/draft"


def test_without_a_choice_the_page_asks_for_one(lawyer: Browser) -> None:
    page = lawyer.get("/desk/matrix")

    assert page.status == 200
    assert "Choose a block or a campaign" in page.words
    assert not page.tree.xpath("//table")


def test_an_open_cell_becomes_a_draft_in_one_click(lawyer: Browser, office: Office) -> None:
    page = lawyer.get(MATRIX)
    cells = page.tree.xpath("//td/button[starts-with(@value, 'pk-pta|')]/@value")
    assert cells

    answer = lawyer.submit(page, {"cell": cells[0]}, path=DRAFT)

    assert answer.status == 200
    assert "Draft started" in answer.seen
    (draft,) = office.drafts.all()
    body, _, item = cells[0].partition("|")
    assert (draft.block, draft.body, draft.questions) == ("pk-x-2024", body, (item,))
    # The cell now shows the draft, and offers no second one.
    page = lawyer.get(MATRIX)
    assert cells[0] not in page.tree.xpath("//td/button/@value")
    assert page.tree.xpath(f"//td/a[contains(@href, '/desk/drafts/{draft.reference}')]")


def test_all_open_items_of_a_body_become_one_draft(lawyer: Browser, office: Office) -> None:
    page = lawyer.get(MATRIX)
    (every,) = page.tree.xpath("//th/button[starts-with(@value, 'pk-pta|')]/@value")

    lawyer.submit(page, {"cell": every}, path=DRAFT)

    (draft,) = office.drafts.all()
    assert set(draft.questions) == set(every.partition("|")[2].split(","))
    assert len(draft.questions) > 1


@pytest.mark.parametrize("cell", ["", "pk-pta|", "pk-pta|no-such-item", "nobody|orders"])
def test_an_unknown_cell_starts_no_draft(lawyer: Browser, office: Office, cell: str) -> None:
    page = lawyer.submit(lawyer.get(MATRIX), {"cell": cell}, path=DRAFT)

    assert page.status in (404, 422)
    assert office.drafts.all() == ()


def test_the_office_sees_the_person_in_charge(lawyer: Browser, office: Office) -> None:
    reference = a_request(office)
    colleague = somebody(office, RoleName.ADVOCATE, "Zarmina Advocate")
    put_in_charge(office, reference, colleague.id, by=BY)

    assert colleague.name in lawyer.get(MATRIX).words


def test_a_guest_sees_shared_and_public_requests_and_cannot_draft(
    app: Flask, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 8))
    shared, public, private = (a_request(office, on=date(2024, 2, 19)) for _ in range(3))
    show(office, public)
    guest = replace(somebody(office, RoleName.ADVOCATE, "Gul Guest"), organisation="coalition-one")
    office.people.save_account(guest)
    office.people.shares.share(shared, "coalition-one", office.now(), BY)

    page = signed_in(app, office, guest).get(MATRIX)

    assert page.status == 200
    assert f"/desk/requests/{shared}" in page.text
    assert f"/requests/{public}" in page.text
    assert "From the public record" in page.words
    assert private not in page.text
    assert not page.tree.xpath("//button[@name='cell']")


def test_a_campaign_is_chosen_by_its_tag(lawyer: Browser, office: Office) -> None:
    tag(office, a_request(office), "festival")
    a_request(office)

    page = lawyer.get("/desk/matrix?tag=festival")

    assert "festival" in page.words
    assert "Outside the campaign" in page.words
    assert page.tree.xpath("//button[@name='cell']")


def test_the_table_has_a_line_for_each_cell_and_no_formula(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    tag(office, reference, "festival")

    answer = lawyer.get("/desk/matrix/matrix.csv?block=pk-x-2024")

    lines = list(DictReader(StringIO(answer.text)))
    asked = [line for line in lines if line["state"] == "asked"]
    assert {line["request"] for line in asked} == {reference.upper()}
    assert {"open", "asked"} <= {line["state"] for line in lines}
    assert all(line["country"] for line in lines)
    assert not any(
        value.startswith(("=", "+", "-", "@")) for line in lines for value in line.values()
    )
