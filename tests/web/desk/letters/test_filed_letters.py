"""The page of a filed letter shows what was filed and what is newer; a rejoinder has fields."""

from datetime import date

import pytest
from flask import Flask

from tests.abroad import by_hand, refused
from tests.offices import BY, Clock
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import silent_request
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.domain.law.law import LetterKind
from tracker.services.cases.appealing import file_appeal
from tracker.services.core.office import Office
from tracker.services.letters.frozen_letters import finalise_letter
from tracker.services.ports.people import RoleName


@pytest.fixture
def filed(office: Office, clock: Clock) -> str:
    """An appeal finalised on 2 April and filed then, and a refusal that came on 20 April."""
    reference = silent_request(office, clock)
    fill_all(office, reference)
    finalise_letter(office, reference, LetterKind.APPEAL, by=BY)
    file_appeal(office, reference, by_hand(date(2024, 4, 2)), by=BY)
    clock.set(date(2024, 4, 22))
    refused(office, reference, date(2024, 4, 20))
    return reference


@pytest.fixture
def lawyer(app: Flask, office: Office) -> Browser:
    return signed_in(app, office, somebody(office, RoleName.LAWYER))


def remedy_of(office: Office, reference: str) -> str:
    with office.cases.look(reference) as case:
        (event,) = [e.event for e in case.history if e.event.kind == "appeal-filed"]
    return f"{getattr(event, 'stage', '')}:{getattr(event, 'opening', '')}"


def actions(page: Page) -> str:
    return " ".join(str(each) for each in page.tree.xpath("//main//form/@action"))


def test_a_filed_letter_shows_what_was_filed_and_what_is_newer(
    lawyer: Browser, office: Office, filed: str
) -> None:
    remedy = remedy_of(office, filed)
    page = lawyer.get(f"/desk/requests/{filed}/letters/appeal?remedy={remedy}")

    assert "/finalise" not in actions(page)
    assert "/approve" not in actions(page)
    assert "Filed on Tuesday 2 April 2024: the document that was filed" in page.words
    assert "New since" in page.words
    assert "Refusal, 20 April 2024" in page.words
    assert "Edit the letter" not in page.words


def test_a_rejoinder_is_filled_in_on_its_page_and_edited_as_rows(
    lawyer: Browser, filed: str
) -> None:
    offered = "//a[.='Review the rejoinder']/@href"
    (where,) = lawyer.get(f"/desk/requests/{filed}").tree.xpath(offered)
    page = lawyer.get(where)
    assert "Blanks to fill in" in page.words
    (form,) = page.tree.xpath("//form[@aria-labelledby='places']")
    (name,) = [n for n in form.form_values() if n[0].startswith("answer:")]

    done = lawyer.post(form.action, dict(form.form_values()) | {name[0]: "It gives no reason."})

    assert "It gives no reason." in done.words
    (rows,) = {str(a) for a in done.tree.xpath("//a[contains(@href, '/pleading?')]/@href")}
    assert "Answer to what the body sent" in lawyer.get(rows).words
    (finalise,) = lawyer.get(where).tree.xpath("//form[contains(@action, '/finalise')]")
    assert "Letter finalised" in lawyer.post(finalise.action, dict(finalise.form_values())).words
    assert not lawyer.get(f"/desk/requests/{filed}").tree.xpath(offered), "until the next document"
