"""What colleagues keep for each other, and findings, on the pages of the desk."""

import pytest
from flask import Flask

from tests.offices import a_request
from tests.services.cases.test_findings import BLOCK, answered
from tests.web.browser import Browser, signed_in, somebody
from tracker.domain.law.questions import Outcome
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.people.sharing import share
from tracker.services.ports.people import RoleName


def test_notes_tasks_and_tags_stand_on_the_page_of_the_request(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    path = f"/desk/requests/{reference}"

    lawyer.submit(f"{path}/notes", {"words": "The clerk is kind."})
    lawyer.submit(f"{path}/tasks", {"words": "Call the clerk", "due": "2026-11-20"})
    lawyer.submit(f"{path}/tags", {"tags": "Court; urgent"})

    assert "Notes (1), open tasks (1)" in lawyer.get(path).words
    assert "court" in lawyer.get(path).words
    page = lawyer.get(f"{path}/people")
    assert "The clerk is kind." in page.words
    assert "Call the clerk" in page.words
    assert "court" in page.words
    morning = lawyer.get("/desk")
    assert "Your tasks 1" in morning.words
    assert "Call the clerk" in morning.words
    done = lawyer.submit(morning, path=f"{path}/tasks/{_task(office, reference)}/done")
    assert "No open tasks" in done.words


def _task(office: Office, reference: str) -> str:
    return office.workbook.tasks.of(reference)[0].id


def test_the_list_is_filtered_by_tag(lawyer: Browser, office: Office) -> None:
    one, other = a_request(office), a_request(office)
    lawyer.submit(f"/desk/requests/{one}/tags", {"tags": "xylophone"})

    page = lawyer.get("/desk/requests?tag=xylophone")

    assert one.upper() in page.words
    assert other.upper() not in page.words


def test_guests_see_nothing_of_it(app: Flask, lawyer: Browser, office: Office) -> None:
    reference = a_request(office)
    lawyer.submit(f"/desk/requests/{reference}/notes", {"words": "The clerk is kind."})
    lawyer.submit(f"/desk/requests/{reference}/tags", {"tags": "xylophone"})
    guest = add_account(office, "g@example.org", "Gul", RoleName.LAWYER, "digital-rights")
    share(office, reference, "digital-rights", by="x")
    browser = signed_in(app, office, guest)

    for part in ("", "/people"):
        page = browser.get(f"/desk/requests/{reference}{part}")
        assert page.status == 200
        assert "The clerk is kind." not in page.text
        assert "Notes (" not in page.text
        assert not page.tree.xpath("//*[@id='colleagues' or @id='tasks' or @id='tags']")
    assert "xylophone" not in browser.get("/desk/requests").words
    # A tag that is asked for tells nothing of which requests have it.
    assert reference.upper() in browser.get("/desk/requests?tag=nothing").words
    for path in ("notes", "tasks", "tags"):
        assert browser.get(f"/desk/requests/{reference}/{path}").status == 403
    assert browser.get("/desk/tasks").status == 403
    assert browser.get("/desk/findings").status == 403


@pytest.fixture
def contradicted(office: Office) -> None:
    answered(office, "pk-pta", "answered", Outcome.DISCLOSED, 4)
    answered(office, "pk-interior", "not-held", Outcome.NOT_HELD, 11)


@pytest.mark.usefixtures("contradicted")
def test_a_contradiction_is_shown_and_decided(lawyer: Browser) -> None:
    known = lawyer.get("/desk/findings").words
    assert "X in Pakistan" in known
    assert "Ministry of Interior" in known
    assert "Cabinet Division" not in known, "nothing was asked of it"
    page = lawyer.get(f"/desk/findings/blocks/{BLOCK}")
    assert "held, or not held" in page.words
    (link,) = page.tree.xpath("//main//a[starts-with(normalize-space(.), 'Review')]/@href")

    nothing = lawyer.submit(link, {"note": "why"})
    assert nothing.summary() == ["Choose whether they contradict each other."]
    done = lawyer.submit(link, {"verdict": "confirmed", "note": "The annex shows it."})

    assert "Confirmed by Lena Lawyer" in done.words
    assert "The annex shows it." in lawyer.get(link).text


@pytest.mark.usefixtures("contradicted")
def test_the_conduct_of_a_body_is_told_with_its_numbers(lawyer: Browser) -> None:
    page = lawyer.get("/desk/findings/bodies/pk-pta")

    assert "Requests with proof of receipt: 1. Responses: 1." in page.words
    assert "No response within the maximum time limit: 0 of 1." in page.words


def test_an_advocate_reads_findings_and_decides_on_none(
    app: Flask, office: Office, contradicted: None
) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Adil Advocate"))

    page = advocate.get(f"/desk/findings/blocks/{BLOCK}")

    assert "held, or not held" in page.words
    assert "Review contradictory answers" not in page.words
