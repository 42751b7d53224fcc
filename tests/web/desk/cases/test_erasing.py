"""Erasing the person of a request at the desk: by whom, after what, and what is left."""

from dataclasses import replace

from flask import Flask

from tests.offices import AYESHA, BY, a_request
from tests.web.browser import Browser, signed_in, somebody
from tracker.domain.case.request import Applicant
from tracker.services.cases.identifying import keep_identity
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, start
from tracker.services.ports.people import RoleName, TrailFilter


def test_a_lawyer_erases_a_person_after_typing_the_reference(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = f"/desk/requests/{waiting}"
    (link,) = lawyer.get(page).tree.xpath("//a[normalize-space()='Erase personal data']/@href")

    done = lawyer.submit(link, {"typed": f" {waiting.upper()} "})

    assert "Ask the operator to destroy earlier backups: they" in done.words
    assert "The applicant’s details have been erased." in done.words
    assert AYESHA.name not in done.words
    assert not done.tree.xpath("//a[normalize-space()='Erase personal data']")
    with office.cases.look(waiting) as case:
        assert case.applicant().name == ""
        assert [entry.event.kind for entry in case.history] == [
            "drafted",
            "approved",
            "sent",
            "received",
        ]
    (told, *_), _ = office.people.trail.entries(TrailFilter(act="erased"), 0, 10)
    account = office.people.account_by_email("lena@example.org")
    assert account
    assert (told.who, told.about) == (account.id, waiting)


def test_the_page_of_an_erasure_lists_other_requests_of_the_same_person(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    """By name, however it is spelt, or by identity number. The same contact alone does not make
    the same person."""
    again = a_request(office, applicant=replace(AYESHA, name="AYESHA  namoona", contact="x@y.org"))
    keep_identity(office, waiting, "61101-0000000-0")
    married = a_request(office, applicant=replace(AYESHA, name="Ayesha Exampleperson"))
    keep_identity(office, married, "6110100000000")
    draft = save(office, start(office, "pk-x-2024", "pk-pta", by=BY), AYESHA, by=BY).reference
    other = a_request(office, applicant=Applicant("Bilal Namoona", "House 8", AYESHA.contact))

    page = lawyer.get(f"/desk/requests/{waiting}/erase")

    assert "3 other requests or drafts seem to be from the same person" in page.words
    found = page.tree.xpath("//ul[@class='list']//a/@href")
    assert sorted(found) == sorted(
        [f"/desk/requests/{again}", f"/desk/requests/{married}", f"/desk/drafts/{draft}"]
    )
    alone = lawyer.get(f"/desk/requests/{other}/erase")
    assert "seems to be from" not in alone.words


def test_without_the_reference_nothing_is_erased(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    for typed in ("", "r0000099"):
        page = lawyer.submit(f"/desk/requests/{waiting}/erase", {"typed": typed})

        assert page.status == 422
        assert "Enter the reference of this request to erase" in page.words
        with office.cases.look(waiting) as case:
            assert case.applicant().name == AYESHA.name


def test_an_advocate_erases_nobody(app: Flask, office: Office, waiting: str) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Avi Advocate"))

    assert "Erase personal data" not in advocate.get(f"/desk/requests/{waiting}").words
    assert advocate.get(f"/desk/requests/{waiting}/erase").status == 403
