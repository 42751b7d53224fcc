"""The form of a response: what is typed is kept for who typed it, and what is left is said."""

from datetime import date

from flask import Flask

from tests.offices import Clock, a_request
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.cases.unfinished import LONGEST_UNFINISHED, keep_typed
from tracker.services.core.office import Office
from tracker.services.people.sessions import SESSION_IDLE

PDF = (b"%PDF-1.7\n%a small paper\n", "answer.pdf")
QUOTE = "It is not in the national interest, says the deputy director."


def form_at(reference: str) -> str:
    return f"/desk/requests/{reference}/response"


def quoted(page: Page) -> str:
    """The words that stand on the first record."""
    return str(page.value("quote_0")).strip()


def kinds(office: Office, reference: str) -> list[str]:
    with office.cases.look(reference) as case:
        return [entry.event.kind for entry in case.history]


def type_into(browser: Browser, reference: str, **fields: str) -> dict[str, str]:
    """What the script of the page would be answered."""
    page = browser.get(form_at(reference))
    data = dict(page.form().form_values()) | fields
    answer = browser.client.post(f"{form_at(reference)}/typed", data=data)
    assert answer.status_code == 200, answer.text
    told: dict[str, str] = answer.get_json()
    return told


def test_what_is_typed_is_kept_and_is_no_entry(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    before = kinds(office, waiting)

    told = type_into(lawyer, waiting, on="2024-03-07", outcome_0="refused", quote_0=QUOTE)

    # 09:00 in London is 14:00 in Islamabad.
    assert told["said"] == "Saved 8 March 2024, 14:00 PKT. Nothing has been logged yet."
    assert kinds(office, waiting) == before
    again = lawyer.get(form_at(waiting))
    assert again.value("on") == "2024-03-07"
    assert again.value("outcome_0") == "refused"
    assert quoted(again) == QUOTE
    assert "We restored what you typed" in again.words


def test_after_the_session_ended_and_a_new_one_began_the_form_comes_back_filled(
    app: Flask, office: Office, waiting: str, clock: Clock
) -> None:
    account = somebody(office)
    first = signed_in(app, office, account)
    type_into(first, waiting, on="2024-03-07", quote_0=QUOTE)
    clock.moment += SESSION_IDLE * 2

    page = first.post(form_at(waiting), {"on": "2024-03-07", "quote_0": QUOTE + " More."})

    assert page.status == 401
    assert "Sign in" in page.words
    back = signed_in(app, office, account).get(form_at(waiting))
    assert quoted(back) == QUOTE
    assert back.value("on") == "2024-03-07"
    for answer in (page.answer, first.get(form_at(waiting)).answer):
        assert QUOTE[:20] not in str(answer.headers.getlist("Set-Cookie"))


def test_what_one_types_another_does_not_see(
    app: Flask, office: Office, lawyer: Browser, waiting: str
) -> None:
    type_into(lawyer, waiting, quote_0=QUOTE)

    other = signed_in(app, office, somebody(office, name="Other Lawyer"))

    assert quoted(other.get(form_at(waiting))) == ""
    assert "We restored" not in other.get(form_at(waiting)).words


def test_what_is_kept_is_sealed_and_goes_with_the_person(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    type_into(lawyer, waiting, quote_0=QUOTE)
    with office.cases.look(waiting) as case:
        assert any(QUOTE.encode() in kept for kept in case.sealed_fields().values())

    office.cases.erase_person(waiting)

    with office.cases.look(waiting) as case:
        assert not any(QUOTE.encode() in kept for kept in case.sealed_fields().values())


def test_the_button_keeps_it_without_a_script_and_says_what_is_left(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.submit(
        lawyer.get(form_at(waiting)),
        {"on": "2024-03-07", "kind": "refused", "same": "refused", "keep": "later"},
        path=f"{form_at(waiting)}/typed",
    )

    assert "Saved 8 March 2024" in page.words
    left = [" ".join(item.text_content().split()) for item in page.tree.xpath("//nav//ul/li")]
    asked = len(page.tree.xpath("//select[starts-with(@name, 'outcome_')]"))
    assert "Date and type done" in left
    assert "Document add it last" in left
    assert f"Items {asked} of {asked} done" in left
    assert "Exemptions 0 named" in left
    for link in page.tree.xpath("//nav[@class='left']//a/@href"):
        assert page.tree.get_element_by_id(link.removeprefix("#")) is not None


def test_it_is_forgotten_once_it_is_entered_or_not_wanted(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    type_into(lawyer, waiting, on="2024-03-07", quote_0=QUOTE)
    page = lawyer.post(
        f"{form_at(waiting)}/typed",
        {"csrf_token": lawyer.get(form_at(waiting)).value("csrf_token"), "keep": "nothing"},
    )
    assert "Form cleared" in page.words
    assert quoted(page) == ""

    type_into(lawyer, waiting, on="2024-03-07", kind="refused", same="refused", quote_0=QUOTE)
    lawyer.submit(form_at(waiting), {}, {"papers": PDF})

    assert kinds(office, waiting)[-1] == "refused"
    assert quoted(lawyer.get(form_at(waiting))) == ""


def test_more_than_a_person_types_is_not_kept(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.get(form_at(waiting))
    data = dict(page.form().form_values()) | {"quote_0": "x" * LONGEST_UNFINISHED}

    answer = lawyer.client.post(f"{form_at(waiting)}/typed", data=data)

    assert answer.status_code == 422
    assert answer.get_json()["said"].startswith("This is too long to save. Shorten the")
    assert quoted(lawyer.get(form_at(waiting))) == ""


def test_what_is_wrong_in_what_was_kept_is_shown_as_it_was_typed(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    type_into(lawyer, waiting, page_0="behind the stamp", outcome_0="no such outcome")

    page = lawyer.get(form_at(waiting))

    assert page.status == 200
    assert page.value("page_0") == "behind the stamp"


def test_many_records_stand_in_groups_and_the_first_that_lacks_something_is_open(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.get(form_at(waiting))
    asked = len(page.tree.xpath("//select[starts-with(@name, 'outcome_')]"))
    assert asked > 6
    groups = page.tree.xpath("//details[summary[starts-with(normalize-space(), 'Items')]]")
    assert [group.get("open") is not None for group in groups] == [True] + [False] * (
        len(groups) - 1
    )

    answered = {f"outcome_{place}": "refused" for place in range(6)}
    type_into(lawyer, waiting, **answered)

    page = lawyer.get(form_at(waiting))
    groups = page.tree.xpath("//details[summary[starts-with(normalize-space(), 'Items')]]")
    said = [" ".join(group.xpath("summary")[0].text_content().split()) for group in groups]
    assert said[0] == "Items 1 to 6: 6 of 6 done"
    assert groups[0].get("open") is None
    assert groups[1].get("open") is not None


def test_whoever_may_not_classify_keeps_nothing(stranger: Browser, waiting: str) -> None:
    assert stranger.post(f"{form_at(waiting)}/typed", {"quote_0": QUOTE}).status == 401


def test_typing_is_kept_of_this_request_alone(office: Office, waiting: str) -> None:
    keep_typed(office, waiting, "response", {"quote_0": [QUOTE]}, by="tester")
    other = a_request(office, on=date(2024, 3, 1))

    with office.cases.look(other) as case:
        assert not any(QUOTE.encode() in kept for kept in case.sealed_fields().values())
