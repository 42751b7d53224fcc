"""Suggestions beside the form of a response: a person uses or dismisses each of them."""

from datetime import date

import pytest

from tests.offices import a_request, received
from tests.web.browser import Browser, Page
from tests.web.desk.correspondence.test_received_mail import answer, hand_in, place
from tracker.services.core.office import Office
from tracker.services.correspondence.suggestion_counts import suggestion_counts

REFUSED = (
    b"Your request is refused under clause (f) of section 7 <b>now</b>.\r\n\r\n"
    b"There is a fee of Rs. 500 for copies.\r\n\r\n"
    b"It was transferred to the Ministry of Interior.\r\n\r\n"
    b"I feel that the fee is fair.\r\n"
)


@pytest.fixture
def reference(office: Office) -> str:
    """A request that was received."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    return reference


def started(lawyer: Browser, reference: str, body: bytes = REFUSED) -> Page:
    """The form of a response that was started from an email."""
    return place(lawyer, hand_in(lawyer, answer(reference, body)), reference)


def here(page: Page) -> str:
    """The address of a page with its parameters."""
    asked = page.answer.request
    return f"{asked.path}?{asked.query_string.decode()}"


def press(lawyer: Browser, page: Page, button: str, **typed: str) -> Page:
    """Press a button of a suggestion, with other fields filled in."""
    return lawyer.submit(page, typed | {"use": button}, path=here(page))


def key(page: Page, kind: str) -> str:
    """The key of the first suggestion of a kind."""
    found = page.tree.xpath(f"//li[starts-with(@data-suggestion, '{kind}')]/@data-suggestion")
    return str(found[0])


def test_using_a_suggestion_fills_its_fields_and_keeps_what_was_typed(
    lawyer: Browser, reference: str
) -> None:
    page = started(lawyer, reference)
    assert page.value("kind") == ""

    used = press(lawyer, page, key(page, "refusal"), words_0="national security", page_0="2")

    assert used.value("kind") == "refused"
    assert used.value("same_ground") == "s7-f"
    assert (used.value("words_0"), used.value("page_0")) == ("national security", "2")
    # The person still chooses the outcome that the items have in common.
    assert used.value("same") == ""
    assert "Used" in used.tree.get_element_by_id("suggested").text_content()


def test_a_clause_that_the_file_of_the_law_does_not_list_is_the_section_as_named(
    lawyer: Browser, reference: str
) -> None:
    page = started(lawyer, reference, b"It is refused under clause (z) of section 99.\r\n")

    used = press(lawyer, page, key(page, "refusal"))

    assert (used.value("same_ground"), used.value("same_section")) == ("", "99(z)")


def test_a_dismissed_suggestion_is_gone_with_its_mark_until_it_is_shown_again(
    lawyer: Browser, reference: str
) -> None:
    page = started(lawyer, reference)
    fee = key(page, "fee")

    without = press(lawyer, page, f"dismiss:{fee}", page_0="3")

    assert without.value("page_0") == "3"
    assert not without.tree.xpath(f"//*[@data-suggestion='{fee}' or @data-suggested='{fee}']")
    again = press(lawyer, without, "again")
    assert again.tree.xpath(f"//li[@data-suggestion='{fee}']")
    unknown = press(lawyer, again, "fee-99999")
    assert (unknown.status, unknown.value("kind")) == (200, "")


def test_the_words_are_marked_in_the_escaped_text_beside_the_form(
    lawyer: Browser, reference: str
) -> None:
    page = started(lawyer, reference)

    (sheet,) = page.tree.xpath("//*[contains(@class, 'leaves')]//*[contains(@class, 'sheet')]")
    assert sheet.xpath("./mark/text()") == [
        "clause (f) of section 7",
        "Rs. 500",
        "transferred",
        # Not the letters within another word of the same sentence.
        "fee",
    ]
    assert "<b>now</b>" in sheet.text_content()
    assert "I feel that the " in sheet.text_content()
    assert not sheet.xpath("./b")


@pytest.mark.parametrize(
    ("kind", "path", "fields"),
    [
        ("fee", "notice", {"kind": "fee-noticed", "sum": "Rs. 500"}),
        ("sent-on", "notice", {"kind": "transferred", "to": "pk-interior"}),
    ],
)
def test_a_suggestion_of_another_form_opens_it_filled_in_and_saves_what_was_typed(
    lawyer: Browser, reference: str, kind: str, path: str, fields: dict[str, str]
) -> None:
    page = started(lawyer, reference)

    other = press(lawyer, page, key(page, kind), page_0="7")

    assert other.answer.request.path == f"/desk/requests/{reference}/{path}"
    assert {name: other.value(name) for name in fields} == fields
    # No word of the mail is in an address, which a log may keep.
    assert "500" not in here(other)
    assert lawyer.get(here(page)).value("page_0") == "7"


def test_an_extension_opens_its_form(lawyer: Browser, reference: str) -> None:
    page = started(lawyer, reference, b"We need additional time for your request.\r\n")

    other = press(lawyer, page, key(page, "more-time"))

    assert other.answer.request.path == f"/desk/requests/{reference}/extension"
    assert other.value("on") == page.value("on")


def test_a_used_suggestion_counts_once_the_response_is_logged(
    lawyer: Browser, office: Office, reference: str
) -> None:
    page = started(lawyer, reference)
    used = press(lawyer, page, key(page, "refusal"))
    assert not suggestion_counts(office)

    logged = lawyer.submit(used, {"same": "refused"}, path=here(page))

    assert logged.status == 200, logged.summary()
    counted = {(each.kind.value, each.right, each.wrong) for each in suggestion_counts(office)}
    assert ("refusal", 1, 0) in counted
    assert ("fee", 0, 1) in counted
