"""From a block to a settled request; two people at one draft; nothing typed is ever lost."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.abroad import library_abroad
from tests.offices import Clock, an_office
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tracker.domain.case.request import Applicant, Cosigner
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import save, start
from tracker.services.letters.letter_facts import compose
from tracker.services.letters.letter_length import length_of
from tracker.services.people.sharing import share

APPLICANT = {
    "eligibility": "citizen",
    "name": "Ayesha Namoona",
    "address": "House 7, Street 9\nIslamabad",
    "contact": "ayesha@example.org",
}
LANGUAGES = "//select[@name='language']/option"
HOSTILE = "\"><script>alert(1)</script>{{ 7*7 }} & 'x'"
RTL = "سائلہ نمونہ بیگم"


URGENT = {
    "whose": "a detained reporter",
    "how": "the order shows whether the block was known at the arrest",
    "needed_by": "4 December 2026, the day of the hearing",
}


@pytest.fixture
def draft(office: Office) -> str:
    """The address of a new draft: PTA about the block of X."""
    return f"/desk/drafts/{start(office, 'pk-x-2024', 'pk-pta', by='tester').reference}"


def with_applicant(lawyer: Browser, draft: str, **typed: str) -> Page:
    """The applicant's page of a draft, saved with an applicant and with what else is typed."""
    return lawyer.submit(f"{draft}/applicant", APPLICANT | typed | {"action": "save"})


def saved(page: Page) -> bool:
    """Whether the page says so."""
    return "Draft saved." in page.words


def test_a_lawyer_gets_from_a_block_to_a_settled_request(lawyer: Browser) -> None:
    blocks = lawyer.get("/desk/new?words=x&country=pk")
    assert "X in Pakistan" in blocks.words
    bodies = lawyer.get("/desk/new?block=pk-x-2024")
    items = lawyer.submit(bodies, {"body": "pk-pta"})
    draft = items.answer.request.path
    law = lawyer.get(f"{draft}/law")
    assert "Right of Access to Information Act, 2017" in law.words
    assert "section 2(ii), section 11(1)" in law.words
    who = lawyer.submit(items, {"action": "next"})
    assert who.answer.request.path == f"{draft}/applicant"

    settled = lawyer.submit(who, APPLICANT | {"action": "settle"})

    assert settled.status == 200
    assert "Finalised, awaiting approval" in settled.words
    assert "Approve letter" in settled.words
    assert "Ayesha Namoona" in settled.words
    assert "Your drafts" not in lawyer.get("/desk").words


def test_the_core_of_the_catalogue_is_ticked_at_first(lawyer: Browser, draft: str) -> None:
    boxes = lawyer.get(draft).tree.xpath("//input[@name='questions']")

    assert ["checked" in box.attrib for box in boxes[:8]] == [True] * 8
    assert len(boxes) > 10
    assert not any("checked" in box.attrib for box in boxes[8:])
    when = "The necessity of the measure is disputed."
    assert when in lawyer.get(draft).words, "an optional item says when to add it"


def test_nobody_is_given_a_capacity_and_settling_asks_for_one(lawyer: Browser, draft: str) -> None:
    who = f"{draft}/applicant"
    radios = lawyer.get(who).tree.xpath("//input[@name='eligibility']")
    assert [radio.get("value") for radio in radios][-1] == "none-of-these"
    assert len(radios) == 3
    assert not [radio for radio in radios if "checked" in radio.attrib]
    without = {name: value for name, value in APPLICANT.items() if name != "eligibility"}

    page = lawyer.submit(who, without | {"action": "settle"})

    assert page.status == 422
    assert page.summary() == ["Choose the capacity in which the applicant can make the request."]
    assert "I am a citizen" not in lawyer.get(f"{draft}/letter").words


def test_a_question_taken_away_stays_away(lawyer: Browser, draft: str) -> None:
    page = lawyer.get(draft)
    keys = [box.get("value") for box in page.tree.xpath("//input[@name='questions']")]

    lawyer.submit(page, {"questions": keys[1:], "action": "save"})

    boxes = lawyer.get(draft).tree.xpath("//input[@name='questions']")
    assert [b.get("value") for b in boxes if "checked" not in b.attrib] == keys[:1]


def test_a_body_has_to_be_chosen(lawyer: Browser) -> None:
    page = lawyer.submit("/desk/new?block=pk-x-2024", {"body": ""})

    assert page.status == 422
    assert page.summary() == ["Choose a public body."]


@pytest.mark.parametrize("path", ["/desk/new?block=nothing", "/desk/drafts/nothing"])
def test_a_key_that_is_not_on_file_is_said_with_the_way_out(lawyer: Browser, path: str) -> None:
    page = lawyer.get(path)

    assert page.status == 404
    assert "Traceback" not in page.text


def test_an_item_that_makes_the_letter_conditional_on_an_acknowledgement_is_warned_of(
    lawyer: Browser, draft: str
) -> None:
    item = "The order. This request is conditional on your acknowledgement of receipt."
    typed = {"own_questions-0-words": item, "own_questions-0-element": "order", "action": "save"}
    warned = "makes the letter conditional on an acknowledgement"
    assert warned not in lawyer.get(draft).words

    assert warned in lawyer.submit(draft, typed).words
    assert warned in lawyer.get(f"{draft}/letter").words


def test_what_is_missing_is_said_on_top_and_at_the_field_and_nothing_is_lost(
    lawyer: Browser, draft: str
) -> None:
    items = {
        "own_questions-0-words": "The minutes of 16 February 2024.",
        "own_questions-0-element": "reasons",
        "urgent": "y",
        "action": "next",
    } | URGENT
    who = lawyer.submit(draft, items)

    page = lawyer.submit(who, {"contact": "a@b.example", "action": "settle"})

    assert page.status == 422
    assert len(page.summary()) == 3
    assert page.tree.xpath("//div[@class='error-summary']//a[@href='#eligibility-0']")
    for place in ("name", "address"):
        assert page.tree.xpath(f"//div[@class='error-summary']//a[@href='#{place}']")
        field = page.tree.get_element_by_id(place)
        assert field.get("aria-invalid") == "true"
        for told in field.get("aria-describedby").split():
            page.tree.get_element_by_id(told)
    assert page.value("contact") == "a@b.example"
    kept = lawyer.get(draft)
    assert kept.value("own_questions-0-words").strip() == "The minutes of 16 February 2024."
    assert kept.value("own_questions-0-element") == "reasons"
    assert kept.value("urgent")
    letter = lawyer.get(f"{draft}/letter")
    for place in ("eligibility-0", "name", "address"):
        assert letter.tree.xpath(f"//div[@class='caution']//a[@href='{draft}/applicant#{place}']")


def test_a_draft_that_lacks_something_to_settle_was_saved_all_the_same(
    lawyer: Browser, draft: str
) -> None:
    lawyer.submit(f"{draft}/applicant", {"name": "Ayesha Namoona", "action": "settle"})

    assert lawyer.get(f"{draft}/applicant").value("name") == "Ayesha Namoona"


def test_too_long_a_text_is_refused_and_stays_in_its_field(lawyer: Browser, draft: str) -> None:
    long = "word " * 1000

    page = lawyer.submit(draft, {"own_questions-0-words": long, "action": "save"})

    assert page.status == 422
    assert "4,000 characters" in page.summary()[0]
    assert page.value("own_questions-0-words").strip() == long.strip()


@pytest.mark.parametrize("words", [HOSTILE, RTL, "x" * 900])
def test_whatever_is_typed_comes_back_as_it_was_and_as_text(
    lawyer: Browser, draft: str, words: str
) -> None:
    typed = {"name": words, "address": words, "contact": words, "action": "save"}

    items = lawyer.submit(draft, {"own_questions-0-words": words, "action": "save"})
    page = lawyer.submit(f"{draft}/applicant", typed)

    assert saved(items)
    assert saved(page)
    assert page.value("name") == words
    assert items.value("own_questions-0-words").strip() == words
    assert page.tree.get_element_by_id("name").get("dir") == "auto"
    for shown in (items, page, lawyer.get(f"{draft}/letter")):
        assert shown.status == 200
        assert not shown.tree.xpath("//script[not(@src)]")


def test_two_people_at_one_draft_the_second_is_told_and_loses_nothing(
    app: Flask, office: Office, draft: str
) -> None:
    first = signed_in(app, office, somebody(office, name="First Lawyer"))
    second = signed_in(app, office, somebody(office, name="Second Lawyer"))
    opened = second.get(f"{draft}/applicant")
    first.submit(
        f"{draft}/applicant", {"name": "Theirs", "address": "Their road", "action": "save"}
    )

    told = second.submit(opened, {"name": "Mine", "address": "My road", "action": "save"})

    assert told.status == 409
    assert "Someone else has saved this draft" in told.words
    assert told.value("name") == "Mine"
    assert told.value("address").strip() == "My road"
    for words in ("Theirs", "Their road"):
        assert words in told.words
    assert first.get(f"{draft}/applicant").value("name") == "Theirs"

    over = second.submit(told, {"action": "save"})

    assert saved(over)
    assert first.get(f"{draft}/applicant").value("name") == "Mine"


def test_theirs_can_be_taken_and_a_third_saving_is_told_again(
    app: Flask, office: Office, draft: str
) -> None:
    first = signed_in(app, office, somebody(office, name="First Lawyer"))
    second = signed_in(app, office, somebody(office, name="Second Lawyer"))
    opened = second.get(f"{draft}/applicant")
    first.submit(f"{draft}/applicant", {"name": "One", "action": "save"})
    told = second.submit(opened, {"name": "Mine", "action": "save"})
    first.submit(f"{draft}/applicant", {"name": "Two", "action": "save"})

    again = second.submit(told, {"action": "save"})

    assert again.status == 409
    assert "Two" in again.words
    assert again.value("name") == "Mine"


def test_a_draft_finalised_by_another_person_is_reported_and_the_text_given_back(
    app: Flask, office: Office, draft: str
) -> None:
    first = signed_in(app, office, somebody(office, name="First Lawyer"))
    second = signed_in(app, office, somebody(office, name="Second Lawyer"))
    opened = second.get(f"{draft}/applicant")
    first.submit(f"{draft}/applicant", APPLICANT | {"action": "settle"})

    page = second.submit(opened, {"name": "Mine, typed with care", "action": "save"})

    assert page.status == 409
    assert "has since been finalised" in page.words
    assert "Mine, typed with care" in page.text


def test_a_link_to_a_draft_that_was_settled_leads_to_the_request(
    lawyer: Browser, draft: str
) -> None:
    letter = lawyer.submit(f"{draft}/applicant", APPLICANT | {"action": "look"})
    lawyer.submit(letter, {})
    request = draft.replace("drafts", "requests")

    for step in ("", "/law", "/applicant", "/letter", "/letter.docx", "/discard"):
        path = draft + step
        assert lawyer.get(path).answer.request.path == request
    again = lawyer.submit(letter, {})

    assert again.answer.request.path == request
    assert "The request had already been finalised. Nothing was logged twice." in again.words


def test_the_letter_of_a_draft_can_be_read_and_taken_as_a_document(
    lawyer: Browser, draft: str
) -> None:
    letter = lawyer.submit(f"{draft}/applicant", APPLICANT | {"action": "look"})

    assert letter.answer.request.path == f"{draft}/letter"
    assert "Ayesha Namoona" in letter.words
    docx = lawyer.client.get(f"{draft}/letter.docx")
    assert docx.data.startswith(b"PK")
    assert "attachment" in docx.headers["Content-Disposition"]
    text = lawyer.client.get(f"{draft}/letter.txt")
    assert "Ayesha Namoona" in text.get_data(as_text=True)


def test_a_draft_is_settled_from_its_letter(lawyer: Browser, draft: str) -> None:
    letter = lawyer.submit(f"{draft}/applicant", APPLICANT | {"action": "look"})

    settled = lawyer.submit(letter, {})

    assert "Finalised, awaiting approval" in settled.words


def test_a_request_settled_on_paper_bears_that_day_wherever_it_was_typed(
    lawyer: Browser, draft: str, clock: Clock
) -> None:
    clock.set(date(2024, 3, 1))
    typed = APPLICANT | {"settled_on": "2024-02-19"}

    kept = lawyer.submit(f"{draft}/applicant", typed | {"action": "save"})
    assert kept.value("settled_on") == "2024-02-19"
    letter = lawyer.submit(kept, {"action": "look"}, path=f"{draft}/applicant")
    assert letter.value("settled_on") == "2024-02-19"
    settled = lawyer.submit(letter, {})

    assert "Finalised (Monday 19 February 2024)." in settled.words


def test_a_day_of_settling_that_has_not_come_is_refused_and_stays(
    lawyer: Browser, draft: str, clock: Clock
) -> None:
    clock.set(date(2024, 3, 1))

    page = lawyer.submit(
        f"{draft}/applicant", APPLICANT | {"settled_on": "2024-03-02", "action": "settle"}
    )

    assert page.status == 422
    assert page.summary() == [
        "2 March 2024 is still in the future for the body (1 March 2024 there). Enter a past date."
    ]
    assert page.value("settled_on") == "2024-03-02"
    assert page.value("name") == "Ayesha Namoona"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Why was X blocked?", True),
        ("please explain the reasons", True),
        ("State the grounds of the order.", True),
        ("A copy of the statement of reasons.", False),
    ],
)
def test_a_question_for_an_opinion_gets_a_caution_and_is_saved(
    lawyer: Browser, draft: str, words: str, told: bool
) -> None:
    page = lawyer.submit(draft, {"own_questions-0-words": words, "action": "save"})

    assert saved(page)
    assert ("asks for an opinion. A body only" in page.words) is told
    assert ("The record in which this is set out" in page.words) is told


def test_a_record_in_own_words_that_names_the_applicant_is_told_at_its_field(
    lawyer: Browser, draft: str
) -> None:
    """The first field was left empty: what is wrong is said at the second."""
    words = "The file on Ayesha Namoona."
    with_applicant(lawyer, draft)
    page = lawyer.submit(draft, {"own_questions-0-words": "The order.", "action": "save"})
    typed = {"own_questions-0-words": "", "own_questions-1-words": words, "action": "settle"}
    page = lawyer.submit(page, typed)

    assert page.status == 422
    (field,) = page.tree.xpath(f"//textarea[normalize-space()='{words}']")
    at = page.tree.get_element_by_id(field.get("aria-describedby").split()[-1])
    assert "contains the applicant’s name" in at.text_content()
    (fold,) = field.xpath("ancestor::details")
    assert "open" in fold.attrib
    assert lawyer.get(f"{draft}/applicant").value("name") == "Ayesha Namoona"
    told = lawyer.submit(f"{draft}/applicant", {"action": "settle"})
    assert told.answer.request.path == f"{draft}/letter"
    assert told.tree.xpath(f"//div[@class='caution']//a[@href='{draft}#own_questions-0-words']")


def test_what_is_to_be_known_of_the_address_is_said_wherever_the_letter_is_looked_at(
    lawyer: Browser, draft: str
) -> None:
    letter = lawyer.submit(f"{draft}/applicant", APPLICANT | {"action": "look"})
    pages = [lawyer.get(draft), letter]
    lawyer.submit(letter, {})
    request = draft.replace("drafts", "requests")
    pages += [lawyer.get(f"{request}/approve"), lawyer.get(f"{request}/letters/request")]

    for page in pages:
        assert "PTA: Confirm the address before sending" in page.words
        assert "You can edit the Word document and attach" in page.words


def test_many_records_are_said_to_let_the_body_take_longer(lawyer: Browser, draft: str) -> None:
    words = lawyer.get(draft).words

    assert "Asking for many records lets the body take longer" in words
    assert "the request requires a search through a large number of records" in words


@pytest.mark.parametrize("settle", [False, True])
def test_the_same_is_drafted_for_another_body_without_typing_the_applicant_again(
    lawyer: Browser, draft: str, settle: bool
) -> None:
    supporters = ["amnesty-international"]
    typed = APPLICANT | {"consents": "y", "supporters": supporters}
    lawyer.submit(draft, {"language": "ur", "action": "save"})
    lawyer.submit(f"{draft}/applicant", typed | {"action": "settle" if settle else "save"})
    where = draft.replace("drafts", "requests") if settle else draft
    assert lawyer.get(where).tree.xpath(f"//main//a[@href='{where}/another']")
    nobody = lawyer.submit(f"{where}/another", {})
    assert nobody.summary() == ["Choose a public body."]

    begun = lawyer.submit(f"{where}/another", {"body": "pk-interior"})

    assert begun.answer.request.path not in (draft, where)
    assert "Interior: X in Pakistan" in begun.words
    assert begun.value("language") == "ur"
    who = lawyer.get(f"{begun.answer.request.path}/applicant")
    for name in ("name", "contact", "eligibility"):
        assert who.value(name) == typed[name]
    assert who.value("address").strip() == typed["address"]
    assert who.value("consents")
    assert list(who.value("supporters")) == ["amnesty-international"]


def test_a_draft_offers_the_languages_of_its_law_alone(tmp_path: Path) -> None:
    with an_office(tmp_path, library=library_abroad()) as (office, _):
        browser = signed_in(an_app(office), office, somebody(office))
        draft = f"/desk/drafts/{start(office, 'gb-test', 'gb-ofcom', by='tester').reference}"
        page = browser.get(draft)
        assert [o.get("value") for o in page.tree.xpath(LANGUAGES)] == ["en"]
        assert "We do not know which languages this law" in page.words
        forced = browser.submit(page, {"language": "ur", "action": "look"})
        assert forced.status == 422
        assert office.drafts.draft(draft.rpartition("/")[2]).language == "en"


def test_urdu_wording_is_marked_as_not_yet_reviewed(lawyer: Browser, draft: str) -> None:
    with_applicant(lawyer, draft)
    letter = lawyer.submit(draft, {"language": "ur", "action": "look"})

    assert "No native speaker has reviewed the Urdu wording" in letter.words
    assert letter.tree.xpath("//article[@lang='ur'][@dir='rtl']")


def test_a_live_office_does_not_settle_what_no_native_reader_has_reviewed(tmp_path: Path) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        browser = signed_in(an_app(office), office, somebody(office))
        begun = start(office, "pk-x-2024", "pk-pta", by="tester")
        draft = f"/desk/drafts/{begun.reference}"
        assert [o.get("value") for o in browser.get(draft).tree.xpath(LANGUAGES)] == ["en"]
        save(office, replace(begun, language="ur"), Applicant(), by="tester")
        chosen_before = browser.get(draft)
        assert chosen_before.value("language") == "ur"
        assert "This office cannot send it before a lawyer takes it on." in chosen_before.words

        page = browser.submit(f"{draft}/applicant", APPLICANT | {"action": "settle"})

        assert page.status == 409
        assert "No native speaker has reviewed" in page.summary()[0]
        assert page.value("name") == "Ayesha Namoona"
        assert "Demonstration" not in page.text


def test_a_draft_is_thrown_away_only_after_a_second_look(lawyer: Browser, draft: str) -> None:
    page = lawyer.get(f"{draft}/discard")
    assert lawyer.get(draft).status == 200

    lawyer.submit(page, {})

    assert lawyer.get(draft).status == 404


def test_words_typed_into_a_discarded_draft_are_kept_and_the_person_is_told(
    lawyer: Browser, draft: str
) -> None:
    items, who = lawyer.get(draft), lawyer.get(f"{draft}/applicant")
    lawyer.submit(f"{draft}/discard", {})

    page = lawyer.submit(who, {"name": "Zoe Namoona"})
    ticks = lawyer.submit(items, {"questions": ["blocking-order", "minutes"]})

    for told in (page, ticks):
        assert told.status == 404
        assert "This draft was discarded by someone else" in told.words
    assert page.tree.xpath("//main//input[@value='Zoe Namoona']")
    (ticked,) = ticks.tree.xpath("//main//textarea[contains(., 'blocking-order')]/text()")
    assert ticked.split() == ["blocking-order", "minutes"], "one box, not one for each"


def test_earlier_requests_to_the_same_body_about_the_same_block_are_shown(
    lawyer: Browser, draft: str, office: Office
) -> None:
    lawyer.submit(f"{draft}/applicant", APPLICANT | {"action": "settle"})
    second = start(office, "pk-x-2024", "pk-pta", by="tester").reference

    page = lawyer.get(f"/desk/drafts/{second}")

    assert "Earlier requests about this block" in page.words
    assert page.tree.xpath(f"//main//a[@href='/desk/requests/{draft.rpartition('/')[2]}']")


def own_words(page: Page) -> list[str]:
    """The records in own words, as they stand in the form."""
    fields = page.tree.xpath("//textarea[contains(@name, 'own_questions')]")
    return [words for field in fields if (words := field.text_content().strip())]


def test_records_in_own_words_are_moved_and_reworded_without_a_script(
    lawyer: Browser, draft: str
) -> None:
    typed = {
        "own_questions-0-words": "The first record.",
        "own_questions-0-element": "order",
        "own_questions-1-words": "Why was it blocked?",
        "own_questions-1-element": "reasons",
    }
    page = lawyer.submit(draft, typed | {"action": "save"})
    assert own_words(page) == ["The first record.", "Why was it blocked?"]

    moved = lawyer.submit(page, {"action": "up-1"})

    assert saved(moved)
    assert own_words(moved) == ["Why was it blocked?", "The first record."]
    assert moved.value("own_questions-0-element") == "reasons"
    reworded = lawyer.submit(moved, {"action": "reword-0"})
    instead = "The record in which this is set out: Why was it blocked?"
    assert own_words(reworded) == [instead, "The first record."]
    assert "asks for an opinion" not in reworded.words
    last = lawyer.submit(reworded, {"action": "down-1"})
    assert own_words(last) == [instead, "The first record."]
    letter = lawyer.get(f"{draft}/letter").words
    assert letter.index("Why was it blocked?") < letter.index("The first record.")


def test_a_question_for_a_view_in_urdu_is_warned_of_in_urdu(lawyer: Browser, draft: str) -> None:
    typed = {"own_questions-0-words": "ایکس کیوں بند کیا گیا؟", "action": "save"}

    page = lawyer.submit(draft, typed)

    assert "وہ ریکارڈ جس میں یہ درج ہے: ایکس کیوں بند کیا گیا؟" in page.words


@pytest.mark.parametrize("number", [30, 200])
def test_many_records_in_own_words_come_back_in_their_order(
    lawyer: Browser, draft: str, number: int
) -> None:
    typed = {f"own_questions-{n}-words": f"Record {n} {RTL}" for n in range(number)}

    about = {f"own_questions-{n}-element": "scope" for n in range(number)}

    page = lawyer.submit(draft, typed | about | {"action": "save"})

    assert saved(page)
    assert own_words(page) == list(typed.values())
    assert lawyer.get(draft).status == 200


def test_the_law_is_proposed_with_the_reason_why_it_binds(lawyer: Browser, draft: str) -> None:
    words = lawyer.get(f"{draft}/law").words

    assert "(section 2(ix), read in an official copy)" in words
    assert "We list PTA as a regulator." in words
    chosen = lawyer.get("/desk/new?block=pk-x-2024").words
    assert "which applies to it" in chosen


def test_who_may_not_ask_is_told_the_way_out_and_cannot_settle(
    lawyer: Browser, draft: str
) -> None:
    typed = APPLICANT | {"eligibility": "none-of-these"}
    page = lawyer.submit(f"{draft}/applicant", typed | {"action": "save"})
    assert "Name someone who can and who agrees" in page.words

    page = lawyer.submit(page, {"action": "settle"})

    assert page.status == 422
    assert "cannot make a request (section 2(ii), section 11(1))" in page.summary()[0]
    assert page.value("name") == "Ayesha Namoona"


def test_the_form_says_who_sees_the_applicant(lawyer: Browser, draft: str, office: Office) -> None:
    assert (
        "Private. The applicant’s identity is stored encrypted. It"
        in lawyer.get(f"{draft}/applicant").words
    )
    share(office, draft.rpartition("/")[2], "bolo-bhi", by="tester")

    assert (
        "It is seen by people in this office, by the 1 organisation"
        in lawyer.get(f"{draft}/applicant").words
    )


def test_an_address_fills_in_block_and_bodies_and_begins_nothing(
    lawyer: Browser, office: Office
) -> None:
    page = lawyer.get("/desk/new?block=pk-x-2024&body=pk-pta&body=pk-interior")

    ticked = page.tree.xpath("//input[@name='body'][@checked]/@value")
    assert sorted(ticked) == ["pk-interior", "pk-pta"]
    assert office.drafts.all() == ()


@pytest.mark.parametrize("body", ["nobody", "de-bmi", "<b>", "x" * 4000])
def test_an_address_with_a_body_that_cannot_be_asked_says_so(lawyer: Browser, body: str) -> None:
    page = lawyer.get(f"/desk/new?block=pk-x-2024&body={body}")

    assert page.status == 422
    assert "cannot be asked about this block. Choose" in page.summary()[0]
    assert lawyer.get(f"/desk/new/together?block=pk-x-2024&body={body}").status == 422


def autosaved(browser: Browser, page: Page, **typed: str) -> tuple[int, dict[str, str]]:
    """What the script of the page would be answered."""
    data = dict(page.form().form_values())
    (address,) = page.tree.xpath("//form/@data-autosave")
    answer = browser.client.post(address, data=data | typed)
    return answer.status_code, answer.get_json()


def test_a_draft_is_saved_while_it_is_typed_by_the_same_versions(
    lawyer: Browser, draft: str, clock: Clock
) -> None:
    page = lawyer.get(f"{draft}/applicant")
    saves = [f"{draft}/autosave?step=applicant"]
    assert page.tree.xpath("//form[@data-autosave]/@data-autosave") == saves
    saves = [f"{draft}/autosave"]
    assert lawyer.get(draft).tree.xpath("//form[@data-autosave]/@data-autosave") == saves
    policy = page.answer.headers["Content-Security-Policy"]
    assert policy.endswith("script-src 'self'; connect-src 'self'")
    # 09:00 in London is 14:00 in Islamabad.
    clock.set(date(2024, 3, 1))

    first = autosaved(lawyer, page, name="Half a na")
    second = autosaved(lawyer, page, name="Half a name", version=first[1]["version"])

    assert first == (200, {"version": "2", "said": "Saved 1 March 2024, 14:00 PKT."})
    assert second[1]["version"] == "3"
    assert lawyer.get(f"{draft}/applicant").value("name") == "Half a name"


def test_saving_while_typing_never_overwrites_another_editor(
    app: Flask, office: Office, draft: str
) -> None:
    first = signed_in(app, office, somebody(office, name="First Lawyer"))
    second = signed_in(app, office, somebody(office, name="Second Lawyer"))
    opened = second.get(f"{draft}/applicant")
    first.submit(f"{draft}/applicant", {"name": "Theirs", "action": "save"})

    code, told = autosaved(second, opened, name="Mine")

    assert code == 409
    assert "Compare it with yours, then save again" in told["said"]
    assert "version" not in told
    assert first.get(f"{draft}/applicant").value("name") == "Theirs"
    compared = second.submit(opened, {"name": "Mine", "action": "save"})
    assert compared.status == 409
    assert compared.value("name") == "Mine"
    assert not compared.tree.xpath("//form[@data-autosave]")


def test_what_the_form_does_not_show_of_who_asks_is_kept(
    lawyer: Browser, draft: str, office: Office
) -> None:
    reference = draft.rpartition("/")[2]
    signer = Cosigner(organisation="bolo-bhi", signatory="Somebody Else", logo="d" * 64)
    who = Applicant(name="One", identity="12345-6", cosigners=(signer,))
    save(office, office.drafts.draft(reference), who, by="tester")

    lawyer.submit(f"{draft}/applicant", {"name": "Two", "action": "save"})

    kept = office.drafts.applicant_of(reference)
    assert (kept.name, kept.identity, kept.cosigners) == ("Two", "12345-6", (signer,))


def test_organisations_sign_beside_the_applicant_and_are_no_applicants(
    lawyer: Browser, draft: str, office: Office
) -> None:
    typed = {
        "cosigners-0-organisation": "bolo-bhi",
        "cosigners-0-signatory": "Somebody Else",
        "cosigners-0-post": "Director",
        "cosigners-1-called": RTL,
        "cosigners-1-signatory": HOSTILE,
        "cosigners-2-organisation": "invented",
    }

    letter = lawyer.submit(f"{draft}/applicant", APPLICANT | typed | {"action": "look"})

    assert "Bolo Bhi, Somebody Else, Director" in letter.words
    assert f"{RTL}, {' '.join(HOSTILE.split())}" in letter.words
    assert "They are not applicants" in letter.words
    reference = draft.rpartition("/")[2]
    assert office.drafts.draft(reference).supporters == ("bolo-bhi",)
    assert len(office.drafts.applicant_of(reference).cosigners) == 2
    again = lawyer.get(f"{draft}/applicant")
    assert again.value("cosigners-0-signatory") == "Somebody Else"
    assert again.value("cosigners-1-called") == RTL
    settled = lawyer.submit(letter, {})
    assert "Supported by Bolo Bhi." in settled.words
    with office.cases.look(reference) as case:
        (entry,) = case.history
        assert "Somebody Else" not in repr(entry.event)


def test_nobody_signs_for_no_organisation(lawyer: Browser, draft: str) -> None:
    page = lawyer.submit(
        f"{draft}/applicant", {"cosigners-0-signatory": "Somebody Else", "action": "save"}
    )

    assert page.status == 422
    assert page.summary() == ["Choose the organisation this person signs for."]
    assert page.value("cosigners-0-signatory") == "Somebody Else"


def test_what_is_too_long_is_not_saved_while_it_is_typed_and_said(
    lawyer: Browser, draft: str
) -> None:
    page = lawyer.get(f"{draft}/applicant")

    code, told = autosaved(lawyer, page, name="x" * 2000)

    assert (code, told) == (422, {"said": "Name must be 1,000 characters or fewer."})
    assert lawyer.get(f"{draft}/applicant").value("name") == ""


def test_a_draft_left_by_a_colleague_is_taken_over(
    app: Flask, office: Office, lawyer: Browser
) -> None:
    colleague = somebody(office, name="First Lawyer")
    begun = start(office, "pk-x-2024", "pk-pta", by=colleague.id).reference
    page = lawyer.get(f"/desk/drafts/{begun}")
    assert "Assigned to First Lawyer. Take over draft" in page.words

    done = lawyer.submit(f"/desk/drafts/{begun}/take-over", {})

    assert "The draft is now assigned to you" in done.words
    assert "Take over draft" not in done.words
    theirs = signed_in(app, office, colleague).get(f"/desk/drafts/{begun}")
    assert "Take over draft" in theirs.words


def test_urgency_without_its_three_facts_is_refused_and_the_form_is_kept(
    lawyer: Browser, draft: str, office: Office
) -> None:
    typed = {"own_questions-0-words": "A list.", "urgent": "y", "whose": "A detainee"}

    page = lawyer.submit(draft, typed | {"action": "save"})

    assert page.status == 422
    assert "An urgent request needs three facts" in " ".join(page.summary())
    for place in ("how", "needed_by"):
        assert page.tree.get_element_by_id(place).get("aria-invalid") == "true"
    assert own_words(page) == ["A list."]
    assert page.value("whose") == "A detainee"
    assert not office.drafts.draft(draft.rpartition("/")[2]).urgent


def test_the_letter_prints_the_facts_of_an_urgent_request(
    lawyer: Browser, draft: str, office: Office
) -> None:
    lawyer.submit(draft, URGENT | {"urgent": "y", "action": "save"})

    letter = lawyer.get(f"{draft}/letter")

    assert (
        "This request is urgent: life or liberty is at stake. Whose life or liberty: A detained "
        "reporter. How the records protect it: The order shows whether the block was known at the "
        "arrest. When the records are needed: 4 December 2026, the day of the hearing."
    ) in letter.words
    assert "Section 14(3) sets three working days." in letter.words
    kept = office.drafts.draft(draft.rpartition("/")[2])
    assert "reporter" not in repr(kept), "the facts are stored with the applicant, sealed"


def test_urgent_facts_typed_as_whole_sentences_read_well_in_the_letter(
    lawyer: Browser, draft: str
) -> None:
    typed = {
        "whose": "The life of a journalist in Quetta is at stake.",
        "how": "Is the order in force? The records show it.",
        "needed_by": "before the hearing",
    }
    lawyer.submit(draft, typed | {"urgent": "y", "action": "save"})

    assert (
        "Whose life or liberty: The life of a journalist in Quetta is at stake. How the records "
        "protect it: Is the order in force? The records show it. When the records are needed: "
        "Before the hearing. Section 14(3)"
    ) in lawyer.get(f"{draft}/letter").words


def test_an_item_that_the_core_covers_is_pointed_out(lawyer: Browser, draft: str) -> None:
    own = "The minutes of the meeting at which an officer decided on the Restriction."

    page = lawyer.submit(draft, {"own_questions-0-words": own, "action": "save"})

    assert "asks for what “Who decided” asks for already" in page.words
    other = {"own_questions-0-words": "The contract for filtering equipment.", "action": "save"}
    assert "asks for already" not in lawyer.submit(draft, other).words


def test_two_items_in_own_words_that_ask_for_the_same_are_pointed_out(
    lawyer: Browser, draft: str
) -> None:
    first = "The contract for filtering equipment."
    typed = {"own_questions-0-words": first, "own_questions-1-words": "Contracts of filtering."}

    elements = dict.fromkeys(("own_questions-0-element", "own_questions-1-element"), "order")
    page = lawyer.submit(draft, typed | elements | {"action": "save"})

    assert f"“Contracts of filtering.” asks for what “{first}” asks for already" in page.words


def test_two_hundred_items_make_a_letter_that_is_said_to_be_too_long(
    lawyer: Browser, draft: str
) -> None:
    lawyer.submit(draft, {"action": "start-all"})
    typed = {f"own_questions-{n}-words": f"The register of page {n}." for n in range(200)}
    names = {f"own_questions-{n}-element": "order" for n in range(200)}

    page = lawyer.submit(draft, typed | names | {"action": "save"})

    assert "216 items. The letter has" in page.words
    assert page.words.count("asks for already") == 12, "of 199, those that are mended first"
    assert "A request should fit on two pages." in page.words
    assert "The register of page 199." in lawyer.get(f"{draft}/letter").words


def test_the_way_of_service_is_on_the_face_of_the_letter(lawyer: Browser, draft: str) -> None:
    usual = lawyer.get(f"{draft}/letter").words
    assert "By registered post, no. ____________" in usual
    assert "Enclosures: none." in usual

    lawyer.submit(draft, {"channels": ["hand", "portal"], "action": "save"})

    served = lawyer.get(f"{draft}/letter").words
    assert "By hand, through the portal of the body" in served


def ticked(page: Page) -> list[str]:
    """The keys of the selected items."""
    return [str(key) for key in page.tree.xpath("//input[@name='questions'][@checked]/@value")]


def test_a_starting_set_selects_its_items_and_keeps_what_was_typed(
    lawyer: Browser, draft: str, office: Office
) -> None:
    page = lawyer.get(draft)
    core = ticked(page)
    assert not page.tree.xpath("//button[@value='start-before']"), "nobody was asked before"
    assert [office.library.question(key).core for key in core] == [*range(1, 9)]

    none = lawyer.submit(page, {"own_questions-0-words": "A list.", "action": "start-none"})

    assert ticked(none) == []
    assert own_words(none) == ["A list."]
    everything = ticked(lawyer.submit(none, {"action": "start-all"}))
    assert len(everything) > len(core)
    assert ticked(lawyer.submit(none, {"action": "start-core"})) == core


def test_a_draft_starts_from_what_the_body_was_last_asked(
    lawyer: Browser, draft: str, office: Office
) -> None:
    keys = ticked(lawyer.get(draft))[2:5]
    lawyer.submit(draft, {"questions": keys, "action": "save"})
    lawyer.submit(f"{draft}/applicant", APPLICANT | {"action": "settle"})
    other = f"/desk/drafts/{start(office, 'pk-bluesky-2024', 'pk-pta', by='tester').reference}"
    page = lawyer.get(other)
    assert "As last requested: X in Pakistan" in page.words

    assert ticked(lawyer.submit(page, {"action": "start-before"})) == keys


def test_an_unknown_starting_set_changes_nothing(lawyer: Browser, draft: str) -> None:
    before = ticked(lawyer.get(draft))

    page = lawyer.submit(draft, {"action": "start-nothing"})

    assert saved(page)
    assert ticked(page) == before


def test_the_number_of_items_and_words_counted_by_the_page_is_said_when_it_is_saved(
    lawyer: Browser, draft: str
) -> None:
    page = lawyer.get(draft)
    boxes = page.tree.xpath("//input[@name='questions']")[:3]
    typed = {"questions": [box.get("value") for box in boxes], "own_questions-0-words": "A list."}

    page = lawyer.submit(page, typed | {"action": "save"})

    assert "4 items. The letter has" in page.words


def test_the_items_of_a_draft_are_shown_without_the_applicant(lawyer: Browser, draft: str) -> None:
    with_applicant(lawyer, draft)

    for step in ("", "/law"):
        page = lawyer.get(draft + step)
        for value in APPLICANT.values():
            assert value == "citizen" or value not in page.text, step


def test_a_step_is_marked_as_done_when_nothing_is_missing_in_it(
    lawyer: Browser, draft: str
) -> None:
    done = "//ol[@class='progress']/li[@class='over']/*/text()"
    assert lawyer.get(f"{draft}/letter").tree.xpath(done) == ["Body and law", "Items"]
    assert lawyer.get(draft).tree.xpath("//li[@aria-current='step']/text()") == ["Items"]

    with_applicant(lawyer, draft)

    steps = ["Body and law", "Items", "Applicant"]
    assert lawyer.get(f"{draft}/letter").tree.xpath(done) == steps


def test_more_than_200_records_in_own_words_are_refused_and_come_back(
    lawyer: Browser, draft: str
) -> None:
    typed = {f"own_questions-{n}-words": f"Record {n}" for n in range(201)}
    about = {f"own_questions-{n}-element": "scope" for n in range(201)}

    page = lawyer.submit(draft, typed | about | {"action": "save"})

    assert page.status == 422
    assert page.summary() == ["A request can have up to 200 items in your own words."]
    assert own_words(page) == list(typed.values())


def test_another_record_in_own_words_is_opened_after_the_last(lawyer: Browser, draft: str) -> None:
    data = dict(lawyer.get(draft).form().form_values())
    typed = data | {"own_questions-0-words": "A list.", "action": "more"}

    answer = lawyer.client.post(draft, data=typed)

    assert answer.headers["Location"] == f"{draft}#own_questions-1-words"


def test_a_step_saves_what_was_typed_and_leads_to_the_next(
    lawyer: Browser, draft: str, office: Office
) -> None:
    page = lawyer.get(draft)
    actions = page.tree.xpath("//ol[@class='progress']//button/@value")
    assert actions == ["law", "next", "look"]

    for action, step in zip(actions, ("law", "applicant", "letter"), strict=True):
        moved = lawyer.submit(draft, {"own_questions-0-words": f"To {step}.", "action": action})
        assert moved.answer.request.path == f"{draft}/{step}"
        assert own_words(lawyer.get(draft)) == [f"To {step}."]
    back = lawyer.submit(f"{draft}/applicant", {"name": "Half a name", "action": "items"})
    assert back.answer.request.path == draft
    assert lawyer.get(f"{draft}/applicant").value("name") == "Half a name"
    too_long = {"own_questions-0-words": "x" * 4001, "action": "next"}
    assert lawyer.submit(draft, too_long).status == 422


def test_looking_from_step_to_step_changes_nothing(
    lawyer: Browser, draft: str, office: Office
) -> None:
    reference = draft.rpartition("/")[2]
    before = office.drafts.draft(reference)

    for page, action in ((draft, "next"), (f"{draft}/applicant", "items"), (draft, "look")):
        lawyer.submit(page, {"action": action})

    assert office.drafts.draft(reference) == before


def test_the_sheet_that_counts_says_what_the_letter_has(
    lawyer: Browser, draft: str, office: Office
) -> None:
    """As a browser adds it up: the letter without items, and each box that is ticked."""
    page, reference = lawyer.get(draft), draft.rpartition("/")[2]
    (address,) = page.tree.xpath("//link[@id='length']/@href")
    answer = lawyer.client.get(address)
    sheet = answer.get_data(as_text=True)
    assert answer.content_type == "text/css; charset=utf-8"
    letter = length_of(preview_draft(office, office.drafts.draft(reference), Applicant()))

    (start_words, start_lines) = re.findall(r"reset: picked words (\d+) lines (\d+)", sheet)[0]
    boxes = re.findall(r"#(questions-\d+):checked .*? words (\d+) lines (\d+)", sheet)
    known = {box: (int(words), int(lines)) for box, words, lines in boxes}
    chosen = page.tree.xpath("//input[@name='questions'][@checked]/@id")
    words = int(start_words) + sum(known[box][0] for box in chosen)
    lines = int(start_lines) + sum(known[box][1] for box in chosen)

    assert len(known) == len(page.tree.xpath("//input[@name='questions']"))
    assert words == letter.words
    assert lines == round(letter.lines * 10)
    limits = re.findall(r'symbols: "(\d) pages?[^"]*"; .*? range: infinite (\d+);', sheet)
    pages = next(int(number) for number, until in limits if lines <= int(until))
    assert pages == letter.pages == 2
    assert '"3 pages (aim for two)"' in sheet


def test_the_sheet_counts_what_is_asked_in_own_words(lawyer: Browser, draft: str) -> None:
    def counted() -> int:
        sheet = lawyer.client.get(f"{draft}/length.css").get_data(as_text=True)
        return int(re.findall(r"reset: picked words (\d+)", sheet)[0])

    before = counted()
    lawyer.submit(draft, {"own_questions-0-words": "A list of five words.", "action": "save"})

    assert counted() == before + 5


def test_another_address_is_stored_with_the_letter(
    lawyer: Browser, draft: str, office: Office
) -> None:
    own = {
        "recipient_post": "The Deputy Director (Law)",
        "recipient_address": "Zonal Office\nLahore",
    }
    bare = with_applicant(lawyer, draft, **own)
    assert "Enter the source of the address, or the reason." in bare.words
    assert 'value="The Deputy Director (Law)"' in bare.text

    page = with_applicant(lawyer, draft, **own, recipient_source="its notice of 3 May")

    assert saved(page)
    assert page.value("recipient_post") == "The Deputy Director (Law)"
    assert "The Deputy Director (Law)" in lawyer.get(f"{draft}/letter").words
    done = lawyer.submit(f"{draft}/applicant", {"eligibility": "citizen", "action": "settle"})
    reference = done.answer.request.path.rsplit("/", 1)[-1]
    with office.cases.look(reference) as case:
        assert case.applicant().recipient.address == "Zonal Office\nLahore"
        letter = compose(office, case, LetterKind.REQUEST)
    words = office.documents.plain(letter)
    assert "The Deputy Director (Law)" in words
    assert "its notice of 3 May" not in words


def test_a_draft_shows_what_others_obtained_and_its_letter_does_not(
    lawyer: Browser, draft: str, office: Office
) -> None:
    page = lawyer.get(draft)
    titles = page.tree.xpath(
        "//details[summary='Requests by others that succeeded']//li/details/summary/text()"
    )

    # The one under the same law first.
    assert titles[0] == "TikTok, Pakistan, 2020"
    assert "Lanka E News, Sri Lanka, 2017" in page.words
    letter = lawyer.get(f"{draft}/letter")
    for each in office.library.precedents.values():
        assert str(each.title) in page.words
        assert str(each.says) not in letter.words
