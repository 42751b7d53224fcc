"""The form of a response: what is typed is kept for who typed it, and what is left is said."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image

from tests.documents.papers import a_pdf
from tests.offices import Clock, a_request, kinds_of, received
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.case.request import OwnQuestion
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import GroundCategory, TypedSection, VagueGround
from tracker.domain.law.questions import Element, Outcome
from tracker.services.cases.unfinished import LONGEST_UNFINISHED, keep_typed
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.people.sessions import SESSION_IDLE

PDF = (b"%PDF-1.7\n%a small paper\n", "answer.pdf")
QUOTE = "It is not in the national interest, says the deputy director."


def form_at(reference: str) -> str:
    return f"/desk/requests/{reference}/response"


def quoted(page: Page) -> str:
    """The words that stand on the first record."""
    return str(page.value("quote_0")).strip()


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
    before = kinds_of(office, waiting)

    told = type_into(lawyer, waiting, on="2024-03-07", outcome_0="refused", quote_0=QUOTE)

    # 09:00 in London is 14:00 in Islamabad.
    assert told["said"] == "Saved 8 March 2024, 14:00 PKT. Nothing has been logged yet."
    assert kinds_of(office, waiting) == before
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
    left = [
        " ".join(item.text_content().split())
        for item in page.tree.xpath("//ul[@class='legend']/li")
    ]
    asked = len(page.tree.xpath("//select[starts-with(@name, 'outcome_')]"))
    assert "Date and type done" in left
    assert "Document add it last" in left
    assert f"Items {asked} of {asked} done" in left
    assert "Exemptions 0 named" in left
    for link in page.tree.xpath("//ul[@class='legend']//a/@href"):
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

    assert kinds_of(office, waiting)[-1] == "refused"
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


def test_the_tasks_lead_to_the_first_item_that_nobody_set(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.get(form_at(waiting))
    asked = len(page.tree.xpath("//select[starts-with(@name, 'outcome_')]"))
    assert asked > 6
    assert items_link(page) == ("#outcome_0", f"0 of {asked} done")

    type_into(lawyer, waiting, **{f"outcome_{place}": "refused" for place in range(6)})

    assert items_link(lawyer.get(form_at(waiting))) == ("#outcome_6", f"6 of {asked} done")


def items_link(page: Page) -> tuple[str, str]:
    """Where the task of the items leads, and how far it is."""
    (task,) = page.tree.xpath("//ul[@class='legend']/li[a[.='Items']]")
    return task.xpath("a/@href")[0], task.xpath("span")[0].text_content()


def set_rows(browser: Browser, page: Page, which: str, **typed: str) -> Page:
    """The page after a button that sets rows was pressed."""
    return browser.submit(page, typed | {"set": which})


def outcomes(page: Page) -> list[str]:
    return [str(page.value(name)) for name in page.form().fields if name.startswith("outcome_")]


def grounds(page: Page, number: int) -> list[str]:
    """The grounds that stand beside an item."""
    (words,) = page.tree.xpath(f"//tr[@id='record-{number}']/td[last()]")
    return [each for each in words.text_content().split(", ") if each]


def a_ground(page: Page, place: int) -> tuple[str, str]:
    """The key and the section of an exemption that can be chosen for all items."""
    option = page.tree.xpath("//select[@name='same_ground']/option")[place + 1]
    return option.get("value"), option.text_content().partition(":")[0]


def test_selected_rows_are_set_in_one_step_and_all_that_was_typed_is_kept(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    before = kinds_of(office, waiting)
    page = lawyer.get(form_at(waiting))
    key, cite = a_ground(page, 2)
    ticks = {"tick_1": "y", "tick_3": "y"}

    page = set_rows(
        lawyer,
        page,
        "ticked",
        **ticks,
        on="2024-03-07",
        quote_0=QUOTE,
        outcome_0="disclosed",
        set_outcome="refused",
        set_ground=key,
        set_page="2-4",
    )

    assert page.status == 200
    assert "2 items set. Nothing has been logged yet." in page.words
    assert outcomes(page)[:5] == ["disclosed", "refused", "", "refused", ""]
    assert [grounds(page, number) for number in range(1, 6)] == [[], [cite], [], [cite], []]
    assert [page.value(f"page_{place}") for place in range(4)] == ["", "2-4", "", "2-4"]
    assert page.value("on") == "2024-03-07"
    assert quoted(page) == QUOTE
    # What was chosen would be set in other rows by the next press.
    assert [page.value(name) for name in ("set_outcome", "set_ground", "set_page")] == [""] * 3
    assert not page.tree.xpath("//input[starts-with(@name, 'tick_') and @checked]")
    assert kinds_of(office, waiting) == before


def test_a_row_may_rest_on_several_grounds_and_loses_them_when_it_was_disclosed(
    lawyer: Browser, waiting: str
) -> None:
    page = lawyer.get(form_at(waiting))
    (first, one), (second, other) = a_ground(page, 0), a_ground(page, 4)
    page = set_rows(
        lawyer, page, "ticked", tick_0="y", tick_1="y", set_outcome="refused", set_ground=second
    )
    page = set_rows(lawyer, page, "ticked", tick_0="y", set_ground=first)

    # In the order in which they were added, each of them ticked and to be taken away.
    assert grounds(page, 1) == [other, one]
    ticked = page.tree.xpath("//input[@name='grounds_0' and @checked]/@value")
    assert ticked == [second, first]

    page = set_rows(lawyer, page, "ticked", tick_0="y", set_ground="none")
    assert grounds(page, 1) == []
    page = set_rows(lawyer, page, "ticked", tick_1="y", set_outcome="disclosed")
    assert grounds(page, 2) == []


def test_empty_rows_alone_are_filled_with_what_is_said_of_all(
    lawyer: Browser, waiting: str
) -> None:
    page = lawyer.get(form_at(waiting))
    key, cite = a_ground(page, 1)

    page = set_rows(lawyer, page, "empty", outcome_1="disclosed", same="refused", same_ground=key)

    asked = len(outcomes(page))
    assert f"{asked - 1} items set" in page.words
    assert outcomes(page) == ["refused", "disclosed"] + ["refused"] * (asked - 2)
    assert grounds(page, 1) == [cite]
    assert grounds(page, 2) == []
    # Said in the rows now: a ground taken from a row must not come back.
    assert (page.value("same"), page.value("same_ground")) == ("", "")


SECTION = "vague:section"


def replied(office: Office, reference: str) -> Reply:
    """The response that was logged last."""
    with office.cases.look(reference) as case:
        event = case.history[-1].event
    assert isinstance(event, Reply)
    return event


def test_every_item_can_be_refused_under_a_section_without_its_clause_in_one_step(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused"}
    said = {"same_ground": SECTION, "same_words": " section 7 of the Act "}

    page = lawyer.submit(form_at(waiting), typed | said, {"papers": PDF})

    assert page.status == 200, page.summary()
    found = {
        (each.outcome, each.exemptions, each.vague) for each in replied(office, waiting).outcomes
    }
    ground = VagueGround(GroundCategory.SECTION, "section 7 of the Act")
    assert found == {(Outcome.REFUSED, (), ground)}


def test_vague_grounds_of_several_kinds_are_set_row_by_row_and_stand_beside_the_items(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.get(form_at(waiting))
    key, cite = a_ground(page, 0)
    page = set_rows(lawyer, page, "empty", same="refused", same_ground="vague:public-order")
    first = {"tick_0": "y", "set_ground": SECTION, "set_words": "section 16"}
    page = set_rows(lawyer, page, "ticked", **first)
    page = set_rows(lawyer, page, "ticked", tick_0="y", tick_1="y", set_ground=key)

    # A clause beside a vague ground; a new vague ground takes the place of the one before.
    assert [grounds(page, number) for number in (1, 2, 3)] == [
        ["“section 16”", "no clause named", cite],
        ["“public order”", "no clause named", cite],
        ["“public order”", "no clause named"],
    ]

    logged = {"on": "2024-03-07", "kind": "refused"}
    page = lawyer.submit(page, logged, {"papers": PDF})
    assert page.status == 200, page.summary()
    one, two, three, *_ = replied(office, waiting).outcomes
    assert (one.exemptions, one.vague) == (
        (key,),
        VagueGround(GroundCategory.SECTION, "section 16"),
    )
    assert two.exemptions == (key,)
    assert three.exemptions == ()
    assert two.vague == three.vague == VagueGround(GroundCategory.PUBLIC_ORDER, "public order")


def test_a_section_that_is_not_in_the_list_is_typed_once_for_all_items(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused"}
    said = {"same_section": " section  99(9) ", "same_words": "public tranquillity"}

    page = lawyer.submit(form_at(waiting), typed | said, {"papers": PDF})

    assert page.status == 200, page.summary()
    found = {
        (each.outcome, each.exemptions, each.vague, each.section)
        for each in replied(office, waiting).outcomes
    }
    section = TypedSection("section 99(9)", "public tranquillity")
    assert found == {(Outcome.REFUSED, (), None, section)}
    assert "“section 99(9)” (“public tranquillity”), as the response names it" in " ".join(
        lawyer.get(f"/desk/requests/{waiting}/items").words.split()
    )


def test_typed_sections_are_set_row_by_row_filled_in_and_taken_away(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.get(form_at(waiting))
    key, cite = a_ground(page, 0)
    first = {"tick_0": "y", "set_outcome": "refused", "set_section": "section 9"}
    page = set_rows(lawyer, page, "ticked", **first)
    second = {"tick_1": "y", "set_outcome": "refused", "set_ground": key}
    page = set_rows(lawyer, page, "ticked", **second)
    filled = {"same": "refused", "same_section": "section 8", "same_words": "secret"}
    page = set_rows(lawyer, page, "empty", **filled)

    # A row with a section or a ground of its own keeps it.
    assert [grounds(page, number) for number in (1, 2, 3)] == [
        ["“section 9”", "as the response names it"],
        [cite],
        ["“section 8” (“secret”)", "as the response names it"],
    ]

    page = set_rows(lawyer, page, "ticked", tick_0="y", set_ground="none")
    assert grounds(page, 1) == []
    both = {"tick_1": "y", "set_section": "section 7", "set_ground": SECTION, "set_words": "order"}
    page = set_rows(lawyer, page, "ticked", **both)
    page = lawyer.submit(page, {"on": "2024-03-07", "kind": "refused"}, {"papers": PDF})
    assert page.status == 200, page.summary()
    one, two, three, *_ = replied(office, waiting).outcomes
    assert (one.exemptions, one.section, one.vague) == ((), None, None)
    # Beside a ground without a clause the words are those of the ground.
    assert (two.exemptions, two.section) == ((key,), TypedSection("section 7"))
    assert two.vague == VagueGround(GroundCategory.SECTION, "order")
    assert three.section == TypedSection("section 8", "secret")


def test_a_section_that_is_too_long_is_told_at_its_field_and_nothing_is_logged(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    before = kinds_of(office, waiting)
    plain = {"on": "2024-03-07", "kind": "refused", "same": "refused", "section_0": "9" * 61}

    page = lawyer.submit(form_at(waiting), plain, {"papers": PDF})

    assert page.status == 422
    assert "Section must be 60 characters or fewer." in page.summary()
    assert page.value("section_0") == "9" * 61
    assert kinds_of(office, waiting) == before


def test_hostile_words_of_a_ground_are_words_on_every_page(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    hostile = '"><script>alert(1)</script>\u202e{{ 7 * 7 }}'
    said = {"same_ground": "vague:other", "same_words": hostile, "same": "refused"}

    page = lawyer.submit(form_at(waiting), said | {"set": "empty"})
    assert "<script>alert" not in page.text
    page = lawyer.submit(page, {"on": "2024-03-07", "kind": "refused"}, {"papers": PDF})
    assert page.status == 200, page.summary()
    items = lawyer.get(f"/desk/requests/{waiting}/items")

    assert "<script>alert" not in items.text
    assert "alert(1)" in items.words
    assert "{{ 7 * 7 }}" in items.words


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"same_ground": SECTION}, "Enter the ground in the words of the response."),
        ({"same_words": "section 7"}, "Choose the kind of ground for these words"),
        ({"grounds_0": "vague:other"}, "Enter the ground in the words of the response."),
        ({"words_0": "section 7"}, "Choose the kind of ground for these words"),
        ({"same_ground": SECTION, "same_words": "x" * 121}, "120 characters or fewer"),
    ],
)
def test_half_a_vague_ground_is_told_and_nothing_is_logged(
    lawyer: Browser, office: Office, waiting: str, typed: dict[str, str], message: str
) -> None:
    before = kinds_of(office, waiting)
    plain = {"on": "2024-03-07", "kind": "refused", "same": "refused"}

    page = lawyer.submit(form_at(waiting), plain | typed, {"papers": PDF})

    assert page.status == 422
    assert any(message in each for each in page.summary())
    assert kinds_of(office, waiting) == before


def test_setting_rows_without_saying_which_or_what_is_told_at_the_choice(
    lawyer: Browser, waiting: str
) -> None:
    page = set_rows(lawyer, lawyer.get(form_at(waiting)), "ticked", set_outcome="refused")
    assert page.status == 422
    assert page.summary() == ["Select the items to change first."]
    assert page.value("set_outcome") == "refused"

    page = set_rows(lawyer, lawyer.get(form_at(waiting)), "ticked", tick_0="y")
    assert page.summary() == ["Choose an outcome, a ground or a page to set."]

    page = set_rows(lawyer, lawyer.get(form_at(waiting)), "ticked", tick_0="y", set_page="x" * 9)
    assert page.summary() == ["For example 3 or 2-4."]

    page = set_rows(lawyer, lawyer.get(form_at(waiting)), "empty")
    assert page.summary() == ["Choose an outcome or a ground for all items."]


def test_a_choice_for_selected_rows_that_was_not_applied_is_not_passed_over(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    before = kinds_of(office, waiting)
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused", "set_ground": "none"}

    page = lawyer.submit(form_at(waiting), typed, {"papers": PDF})

    assert page.summary()[0] == (
        "You chose a change for selected items. Apply it, or clear the choice."
    )
    assert kinds_of(office, waiting) == before


def test_hostile_choices_are_told_and_set_nothing(lawyer: Browser, waiting: str) -> None:
    page = set_rows(
        lawyer,
        lawyer.get(form_at(waiting)),
        "ticked",
        tick_0="y",
        set_outcome="<script>",
        set_ground="../../etc",
    )

    assert page.status == 422
    assert page.summary() == ["Choose one of the options."] * 2
    assert outcomes(page)[0] == ""
    assert grounds(page, 1) == []


def evidence(office: Office, reference: str) -> list[tuple[str, bytes]]:
    """The files of the entry that was logged last, with their names."""
    with office.cases.look(reference) as case:
        papers = {paper.digest: paper.name for paper in case.papers()}
        digests = case.history[-1].event.evidence
    return [(papers[each], office.archive.read(reference, each)) for each in digests]


def on_disk(folder: Path) -> int:
    """How many files the archive holds."""
    return sum(1 for _ in (folder / "evidence").glob("??/*"))


REFUSAL = {"on": "2024-03-07", "kind": "refused", "same": "refused"}


def test_a_file_is_not_lost_when_rows_are_set_or_something_is_wrong(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    """The second file was chosen twice, as a person may who does not trust the page."""
    page = lawyer.get(form_at(waiting))
    assert not page.tree.xpath("//button[@name='set']/@formenctype")
    page = lawyer.submit(page, {"set": "empty", "same": "refused"}, {"papers": PDF})
    assert "Already attached: answer.pdf." in page.words
    assert "Choose the files again" not in page.words

    other = (b"a letter", "letter.txt")
    page = lawyer.submit(page, {"on": ""}, {"papers": other})
    assert page.status == 422
    assert "Already attached: answer.pdf, letter.txt." in page.words
    assert "Choose the files again" not in page.words

    page = lawyer.submit(page, REFUSAL, {"papers": other})
    assert page.status == 200, page.summary()
    assert evidence(office, waiting) == [("answer.pdf", PDF[0]), ("letter.txt", other[0])]
    assert "Already attached" not in lawyer.get(form_at(waiting)).words


def test_a_refused_entry_keeps_its_file_for_the_next_attempt(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    """The body cannot have answered before the request reached it."""
    typed = REFUSAL | {"on": "2024-02-20"}
    page = lawyer.submit(form_at(waiting), typed, {"papers": PDF})
    assert page.summary()
    assert "Already attached: answer.pdf." in page.words

    page = lawyer.submit(page, REFUSAL)
    assert page.status == 200, page.summary()
    assert evidence(office, waiting) == [("answer.pdf", PDF[0])]


def test_an_attached_file_is_seen_by_its_person_alone_and_goes_when_the_form_is_cleared(
    app: Flask, lawyer: Browser, office: Office, waiting: str, tmp_path: Path
) -> None:
    before = on_disk(tmp_path)
    page = lawyer.submit(form_at(waiting), {"on": ""}, {"papers": (a_pdf(pages=1), "answer.pdf")})
    (picture,) = page.tree.xpath("//main//img/@src")
    assert lawyer.client.get(picture).status_code == 200
    assert on_disk(tmp_path) == before + 1

    other = signed_in(app, office, somebody(office, name="Other Lawyer"))
    assert "Already attached" not in other.get(form_at(waiting)).words
    assert other.client.get(picture).status_code == 404

    cleared = {"keep": "nothing", "csrf_token": page.value("csrf_token")}
    lawyer.post(f"{form_at(waiting)}/typed", cleared)
    assert "Already attached" not in lawyer.get(form_at(waiting)).words
    assert lawyer.client.get(picture).status_code == 404
    assert on_disk(tmp_path) == before


def test_a_file_of_the_wrong_kind_is_told_when_rows_are_set(lawyer: Browser, waiting: str) -> None:
    wrong = (b"MZ", "answer.exe")

    page = lawyer.submit(form_at(waiting), {"set": "empty", "same": "refused"}, {"papers": wrong})

    assert page.status == 422
    assert "is not an accepted file type" in page.words
    assert "Already attached" not in page.words


def test_more_files_than_a_form_can_have_are_refused(lawyer: Browser, waiting: str) -> None:
    many = [(b"%d" % number, f"{number}.txt") for number in range(21)]

    page = lawyer.submit(form_at(waiting), {"on": ""}, {"papers": many})

    assert "Attach 20 files or fewer." in page.words


@pytest.mark.slow
def test_two_hundred_items_can_be_set_and_logged(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    own = (OwnQuestion(Element.ORDER, f"A copy of letter number {n}.") for n in range(200))
    clock.set(date(2024, 3, 8))
    reference = a_request(office, on=date(2024, 3, 8), own_questions=tuple(own))
    received(office, reference, date(2024, 3, 8))
    asked = len(lawyer.get(form_at(reference)).tree.xpath("//tr[starts-with(@id, 'record-')]"))
    assert asked > 200

    page = set_rows(lawyer, lawyer.get(form_at(reference)), "empty", same="refused")
    assert f"{asked} items set" in page.words
    typed = dict(page.form().form_values()) | {"on": "2024-03-08", "kind": "refused"}
    answer = lawyer.client.post(form_at(reference), **as_browsers_send(typed, *PDF))

    assert answer.status_code == 302
    assert kinds_of(office, reference)[-1] == "refused"
    appeal = f"/desk/requests/{reference}/letters/appeal"
    assert lawyer.get(appeal).status == 200
    text = lawyer.client.get(f"{appeal}.txt").get_data(as_text=True)
    assert "A copy of letter number 199" in " ".join(text.split())
    assert f"In issue: {asked} items" in " ".join(text.split())


def as_browsers_send(fields: dict[str, str], content: bytes, name: str) -> dict[str, Any]:
    """A form with a file. The test client leaves out a line of empty fields, which are then
    misread where the server's buffer ends."""
    part = '--edge\r\nContent-Disposition: form-data; name="{}"'
    file = f'; filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
    body = "".join(f"{part.format(key)}\r\n\r\n{value}\r\n" for key, value in fields.items())
    body += part.format("papers") + file + content.decode() + "\r\n--edge--\r\n"
    return {"data": body.encode(), "content_type": "multipart/form-data; boundary=edge"}


def came(office: Office, reference: str, upload: Upload) -> str:
    """The address of the form that rests on a document that came on 7 March."""
    event = DocumentReceived(on=DaySpan.on(date(2024, 3, 7)), channel=Channel.POST)
    entry = record(office, reference, event, [upload], by="tester")
    return f"{form_at(reference)}?paper={entry.seq}"


def test_a_document_that_was_logged_is_offered_and_then_shown_beside_the_form(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    words = "It is refused under section 7(c). <b>The deputy</b>"
    address = came(office, waiting, checked_upload("reply.txt", words.encode()))

    links = lawyer.get(form_at(waiting)).tree.xpath("//ul[@class='list']//a/@href")
    assert links == [address]

    (leaves,) = lawyer.get(address).tree.xpath("//form/div[@class='leaves']")
    assert leaves.xpath("div")[0].text == words
    assert leaves.get("tabindex") == "0"


def test_the_pages_of_a_document_are_one_picture_beside_the_form(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    address = came(office, waiting, checked_upload("reply.pdf", a_pdf(pages=2)))

    (picture,) = lawyer.get(address).tree.xpath("//div[@class='leaves']//img/@src")
    answer = lawyer.client.get(picture)

    assert answer.mimetype == "image/jpeg"
    with Image.open(BytesIO(answer.data)) as drawn:
        assert drawn.height > 2 * drawn.width
    assert lawyer.get(picture.replace("/papers/", "/papers/0")).status == 404


def test_a_broken_file_leaves_the_form_as_it_is(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    address = came(office, waiting, checked_upload(PDF[1], PDF[0]))

    page = lawyer.get(address)
    (picture,) = page.tree.xpath("//div[@class='leaves']//img")
    assert page.status == 200
    assert picture.get("alt") == ("Pages of answer.pdf. If you see no picture, open the file.")
    refused = lawyer.get(picture.get("src"))
    assert refused.status == 422
    assert "It is damaged or password-protected." in refused.words


def test_a_person_who_may_not_classify_stores_nothing(stranger: Browser, waiting: str) -> None:
    assert stranger.post(f"{form_at(waiting)}/typed", {"quote_0": QUOTE}).status == 401


def test_typing_is_kept_of_this_request_alone(office: Office, waiting: str) -> None:
    keep_typed(office, waiting, "response", {"quote_0": [QUOTE]}, by="tester")
    other = a_request(office, on=date(2024, 3, 1))

    with office.cases.look(other) as case:
        assert not any(QUOTE.encode() in kept for kept in case.sealed_fields().values())


def test_a_refusal_in_quoted_words_without_a_ground_for_its_items_is_pointed_out(
    lawyer: Browser, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused"}
    words = {"paper_words": "Exempt under section 16."}

    page = lawyer.submit(form_at(waiting), typed | words, {"papers": PDF})

    assert "Refused items without a ground: " in page.words
