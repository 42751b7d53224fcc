"""The same request to several bodies at once, to more of them, and once more to one."""

from datetime import date

import pytest

from tests.offices import Clock, a_request, received
from tests.web.browser import Browser, Page
from tracker.domain.events.request.drafted import Drafted
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.people import TrailFilter

BODIES = ["pk-pta", "pk-interior"]
APPLICANT = {
    "eligibility": "citizen",
    "name": "Ayesha Namoona",
    "address": "House 7, Street 9\nIslamabad",
    "contact": "ayesha@example.org",
    "consents": "y",
}


def begun(lawyer: Browser, typed: dict[str, str]) -> Page:
    """The page of a batch to two bodies, begun from the list of bodies."""
    bodies = lawyer.get("/desk/new?block=pk-x-2024")
    who = lawyer.submit(bodies, {"body": BODIES})
    where = who.answer.request
    assert where.path == "/desk/new/together"
    return lawyer.submit(who, typed, path=f"{where.path}?{where.query_string.decode()}")


def test_a_lawyer_files_with_two_bodies_at_once(lawyer: Browser, office: Office) -> None:
    signs = {"cosigners-0-organisation": "bolo-bhi", "cosigners-0-signatory": "Somebody Else"}
    page = begun(lawyer, APPLICANT | signs)

    assert "2 drafts started." in page.words
    assert "0 of 2 finalised, 0 sent" in page.words
    assert "Ayesha" not in page.words
    settled = lawyer.submit(page, {})

    assert "All finalised" in settled.words
    assert "2 of 2 finalised, 0 sent" in settled.words
    assert office.drafts.all() == ()
    references = list(office.cases.references())
    found = {}
    for reference in references:
        with office.cases.look(reference) as case:
            (entry,) = case.history
            assert isinstance(entry.event, Drafted)
            found[entry.event.body] = entry.event
            assert case.applicant().consents_to_publication
            assert case.applicant().cosigners[0].signatory == "Somebody Else"
            assert entry.event.supporters == ("bolo-bhi",)
    assert sorted(found) == sorted(BODIES)
    assert found["pk-pta"].law == found["pk-interior"].law == "pk-raia-2017"
    assert {each.words for each in found["pk-pta"].questions} != {
        each.words for each in found["pk-interior"].questions
    }
    request = lawyer.get(f"/desk/requests/{references[0]}")
    assert "One of 2 requests started together." in request.words


def test_what_is_left_empty_is_told_of_each_and_none_is_settled(
    lawyer: Browser, office: Office
) -> None:
    page = begun(lawyer, APPLICANT | {"contact": ""})

    assert page.words.count("Enter an email address or phone number.") == 2
    assert "You can finalise drafts once nothing is missing." in page.words
    assert page.words.count("Contact missing") == 3, "at each, and in the card"
    path = page.answer.request.path
    key = page.tree.xpath("//input[@name='csrf_token']/@value")[0]
    references = [draft.reference for draft in office.drafts.all()]
    versions = {f"version-{reference}": "1" for reference in references}
    refused = lawyer.post(path, versions | {"csrf_token": key, "reference": references})

    assert refused.status == 422
    assert "Enter an email address or phone number." in refused.summary()[0]
    assert len(office.drafts.all()) == 2


def test_a_draft_that_changed_meanwhile_keeps_the_whole_batch_from_being_settled(
    lawyer: Browser, office: Office
) -> None:
    page = begun(lawyer, APPLICANT)
    one = office.drafts.all()[0].reference
    lawyer.submit(f"/desk/drafts/{one}/applicant", {"name": "Somebody Else", "action": "save"})

    refused = lawyer.submit(page, {})

    assert refused.status == 409
    assert len(office.drafts.all()) == 2


def test_too_long_a_name_is_refused_before_anything_is_begun(
    lawyer: Browser, office: Office
) -> None:
    page = begun(lawyer, APPLICANT | {"name": "x" * 1001})

    assert page.status == 422
    assert page.value("name") == "x" * 1001
    assert page.value("address").strip() == APPLICANT["address"]
    assert office.drafts.all() == ()


def test_the_same_for_several_other_bodies_joins_the_batch(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    page = lawyer.get(f"/desk/requests/{reference}/another")

    batch = lawyer.submit(page, {"body": ["pk-interior", "pk-moitt"]})

    assert "1 of 3 finalised, 1 sent" in batch.words
    assert len(office.related_requests.of(reference).together) == 2


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    """Received Monday 26 February 2024: twenty working days end on 25 March (section 14)."""
    clock.set(date(2024, 2, 27))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 26))
    sweep(office)
    return reference


def test_an_ignored_request_is_asked_again_with_the_laws_own_rule_shown(
    lawyer: Browser, silent: str
) -> None:
    page = lawyer.get(f"/desk/requests/{silent}")
    assert page.tree.xpath(f"//main//a[@href='/desk/requests/{silent}/repeat']")
    asked = lawyer.get(f"/desk/requests/{silent}/repeat")
    assert "already provided to the same applicant in the last six months" in asked.words
    assert "(section 13(2)(b)(iii), section 13(2)(b), read in an official copy)" in asked.words

    draft = lawyer.submit(asked, {})

    assert f"This repeats request {silent.upper()}" in draft.words
    who = lawyer.get(f"{draft.answer.request.path}/applicant")
    assert who.value("name") == "Ayesha Namoona"
    assert "Requested again" in lawyer.get(f"/desk/requests/{silent}").words


def test_a_request_that_still_waits_is_not_offered_to_be_asked_again(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 27))
    reference = a_request(office)
    assert "Repeat this request" not in lawyer.get(f"/desk/requests/{reference}").words

    refused = lawyer.submit(f"/desk/requests/{reference}/repeat", {})

    assert refused.status == 409
    assert "You can repeat a request only after it" in refused.summary()[0]


def test_the_selected_drafts_alone_are_finalised(lawyer: Browser, office: Office) -> None:
    page = begun(lawyer, APPLICANT)
    one, other = page.tree.xpath("//input[@name='reference'][@checked]/@value")

    settled = lawyer.submit(page, {"reference": one})

    assert "1 of 2 finalised, 0 sent" in settled.words
    assert [draft.reference for draft in office.drafts.all()] == [other]
    assert settled.tree.xpath("//input[@name='reference']/@value") == [other]
    path = page.answer.request.path
    for state, shown in (("ready", other), ("finalised", one)):
        rows = lawyer.get(f"{path}?state={state}").tree.xpath("//tbody/tr")
        assert [row.xpath(".//*[@class='digest']/text()") for row in rows] == [[shown.upper()]]
    assert "No request of this batch has this status." in lawyer.get(f"{path}?state=sent").words


def test_nothing_selected_finalises_nothing(lawyer: Browser, office: Office) -> None:
    page = begun(lawyer, APPLICANT)

    refused = lawyer.submit(page, {"reference": []})

    assert refused.status == 422
    assert refused.summary() == ["Select at least one draft."]
    assert refused.tree.xpath("//input[@name='reference'][@checked]") == []
    assert len(office.drafts.all()) == 2


def test_what_is_the_same_in_all_is_filled_in_where_it_is_empty(
    lawyer: Browser, office: Office
) -> None:
    page = begun(lawyer, {"name": "Ayesha Namoona"})
    one = office.drafts.all()[0].reference
    lawyer.submit(f"/desk/drafts/{one}/applicant", {"address": "House 9", "action": "save"})
    same = {key: APPLICANT[key] for key in ("eligibility", "address", "contact")}
    typed = same | {"name": "Another Name", "action": "fill"}

    filled = lawyer.submit(lawyer.get(page.answer.request.path), typed)

    assert "2 drafts filled in." in filled.words
    for draft in office.drafts.all():
        who = office.drafts.applicant_of(draft.reference)
        assert (who.name, who.contact) == ("Ayesha Namoona", same["contact"])
        assert who.address == ("House 9" if draft.reference == one else same["address"])
        assert draft.eligibility == "citizen"
    assert len(filled.tree.xpath("//input[@name='reference'][@checked]")) == 2
    assert "Namoona" not in filled.text


def test_too_long_a_text_for_all_comes_back_and_fills_in_nothing(
    lawyer: Browser, office: Office
) -> None:
    page = begun(lawyer, {"name": "Ayesha Namoona"})

    refused = lawyer.submit(page, {"contact": "x" * 1001, "action": "fill"})

    assert refused.status == 422
    assert refused.value("contact") == "x" * 1001
    assert {office.drafts.applicant_of(d.reference).contact for d in office.drafts.all()} == {""}


def test_all_letters_of_a_batch_are_read_on_one_page_and_the_trail_says_so(
    lawyer: Browser, office: Office
) -> None:
    page = begun(lawyer, APPLICANT)
    references = {draft.reference for draft in office.drafts.all()}

    letters = lawyer.get(f"{page.answer.request.path}/letters")

    assert len(letters.tree.xpath("//article")) == 2
    assert letters.words.count("Ayesha Namoona") >= 2
    seen, _ = office.people.trail.entries(TrailFilter(act="applicant-seen"), 0, 10)
    assert references <= {entry.about for entry in seen}


def test_a_batch_whose_drafts_were_discarded_says_so(lawyer: Browser, office: Office) -> None:
    page = begun(lawyer, APPLICANT)
    for draft in office.drafts.all():
        lawyer.submit(f"/desk/drafts/{draft.reference}/discard", {})

    left = lawyer.get(page.answer.request.path)
    assert left.status == 404


def test_no_batch_of_that_name_is_said_so(lawyer: Browser) -> None:
    assert lawyer.get("/desk/batches/nothing").status == 404
