"""The letter of a remedy is edited row by row, without script, and what is refused stays typed."""

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from tests.offices import Clock
from tests.services.letters.scenes import silent_request
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.letters.office_arguments import TypedArgument, save_argument
from tracker.services.people.accounts import add_account
from tracker.services.people.sharing import share
from tracker.services.ports.people import RoleName

HOSTILE = "“Their” <b>words</b> {known} \u202e مقدمہ\n::: when x"


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    return silent_request(office, clock)


def at(reference: str, page: str = "", **query: str) -> str:
    asked = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    return f"/desk/requests/{reference}/pleading{page}?{asked}"


def keys(page: Page, part: str) -> list[str]:
    rows = page.tree.xpath(
        f"//section[@aria-labelledby='{part}']//li[starts-with(@id, 'row-')]/@id"
    )
    return [str(row).removeprefix("row-") for row in rows]


def row_words(page: Page, key: str) -> str:
    (row,) = page.tree.xpath(f"//li[@id='row-{key}']")
    return " ".join(row.text_content().split())


def act(browser: Browser, reference: str, action: str, key: str) -> Page:
    page = browser.get(at(reference))
    fields: dict[str, Any] = dict(page.form().form_values()) | {"act": f"{action} {key}"}
    return browser.post(at(reference, "/act"), fields)


def edit(browser: Browser, reference: str, key: str, words: str) -> Page:
    where = at(reference, "/row", row=key)
    return browser.submit(browser.get(where), {"words": words}, path=where)


def add(browser: Browser, reference: str, part: str, **fields: Any) -> Page:
    argument = fields.pop("argument", "")
    where = at(reference, "/add", part=part, argument=argument)
    return browser.submit(browser.get(where), fields, path=where)


def other(page: Page, key: str = "proceedings") -> str:
    """Return the name of the field for words in the blank of a row."""
    (name,) = asked_of(page, key)
    return name


def fill(browser: Browser, reference: str, words: str = "", *, none: bool = False) -> Page:
    """Fill in the place of the letter, or choose the statement that is offered."""
    page = browser.get(at(reference, "/places"))
    ticked = {f"{other(page)}.instead": "y"} if none else {}
    return browser.submit(page, {other(page): words, **ticked}, path=at(reference, "/places"))


def letter(browser: Browser, reference: str) -> str:
    return browser.get(f"/desk/requests/{reference}/letters/appeal").words


def test_the_letter_leads_to_its_rows_and_each_row_says_why_it_is_there(
    lawyer: Browser, silent: str
) -> None:
    page = lawyer.get(f"/desk/requests/{silent}/letters/appeal")
    (where,) = page.tree.xpath("//a[contains(., 'Edit the letter')]/@href")

    rows = lawyer.get(where)

    assert rows.status == 200
    assert "Nobody has edited this letter" in rows.words
    assert rows.tree.xpath(f"//a[contains(@href, '/desk/requests/{silent}#entry-')]")
    assert "section" in row_words(rows, keys(rows, "time")[0]).lower()


def test_edited_words_are_in_the_letter_and_the_difference_is_shown(
    lawyer: Browser, silent: str
) -> None:
    key = keys(lawyer.get(at(silent)), "facts")[0]

    page = edit(lawyer, silent, key, "The request went out by courier.")

    assert "Row saved" in page.words
    row = row_words(page, key)
    assert "edited" in row
    assert page.tree.xpath(f"//li[@id='row-{key}']//ins")
    assert "The request went out by courier." in letter(lawyer, silent)
    assert "Edited last by Lena Lawyer" in page.words


def test_hostile_words_stay_words_on_every_page(lawyer: Browser, silent: str) -> None:
    key = keys(lawyer.get(at(silent)), "grounds")[1]
    edit(lawyer, silent, key, HOSTILE)
    add(lawyer, silent, "grounds", title=HOSTILE, words=HOSTILE, source=HOSTILE)

    for page in (lawyer.get(at(silent)), lawyer.get(at(silent, "/row", row=key))):
        assert page.status == 200
        assert not page.tree.xpath("//main//b[text()='words']")
    assert "<b>words</b>" in letter(lawyer, silent)
    for kind in ("docx", "txt"):
        answer = lawyer.client.get(f"/desk/requests/{silent}/letters/appeal.{kind}")
        assert answer.status_code == 200


def test_rows_are_moved_left_out_put_back_and_restored(lawyer: Browser, silent: str) -> None:
    first, second, *_ = keys(lawyer.get(at(silent)), "facts")

    assert keys(act(lawyer, silent, "down", first), "facts")[:2] == [second, first]

    words = row_words(lawyer.get(at(silent)), second)
    out = act(lawyer, silent, "out", second)
    assert "left out" in row_words(out, second)
    back = act(lawyer, silent, "back", second)
    assert row_words(back, second).split(".")[1] == words.split(".")[1]

    edit(lawyer, silent, second, "Mine.")
    restored = act(lawyer, silent, "restore", second)
    assert "Mine." not in row_words(restored, second)


def test_a_row_that_rests_on_nothing_comes_back_filled(lawyer: Browser, silent: str) -> None:
    page = add(lawyer, silent, "facts", words="The ministry said so.")

    assert page.status == 422
    assert page.summary() == ["Say on which entry, section or source this row rests."]
    assert page.value("words").strip() == "The ministry said so."
    assert "The ministry said so." not in letter(lawyer, silent)


def test_a_reference_to_nothing_comes_back_filled(lawyer: Browser, silent: str) -> None:
    key = keys(lawyer.get(at(silent)), "facts")[0]
    typed = "It was sent{see:annex:B} on the third day."

    for page in (
        edit(lawyer, silent, key, typed),
        add(lawyer, silent, "grounds", words=typed, source="A letter"),
    ):
        assert page.status == 422
        assert "“{see:annex:B}” refers to nothing in this letter." in page.summary()[0]
        assert page.value("words").strip() == typed
    assert "on the third day" not in letter(lawyer, silent)


def test_an_authority_without_a_source_comes_back_filled(lawyer: Browser, silent: str) -> None:
    page = add(lawyer, silent, "grounds", words="So held.", authority="Doe v. State", opened="y")

    assert page.status == 422
    assert page.summary() == ["Say where this authority can be read."]
    assert page.value("authority") == "Doe v. State"


def test_an_authority_of_ones_own_is_printed_once_it_was_opened(
    lawyer: Browser, silent: str
) -> None:
    known = {"words": "So held.", "authority": "Doe v. State", "read_at": "https://doe.example"}

    assert add(lawyer, silent, "grounds", **known).status == 422
    page = add(lawyer, silent, "grounds", title="Delay", opened="y", **known)

    assert "Row added" in page.words
    assert "opened and stay checked by Lena Lawyer on Tuesday 2 April 2024" in page.words
    assert "So held. (Doe v. State) (Annex E" in letter(lawyer, silent)


def test_a_row_can_rest_on_an_entry_or_a_section(lawyer: Browser, silent: str) -> None:
    page = add(lawyer, silent, "facts", words="It was posted.", entry="3")

    key = next(each for each in keys(page, "facts") if each.startswith("own:"))
    assert "Entry 3" in row_words(page, key)
    assert "It was posted." in letter(lawyer, silent)


def test_of_two_people_the_later_gets_the_form_back_with_the_difference(
    lawyer: Browser, silent: str
) -> None:
    key = keys(lawyer.get(at(silent)), "facts")[0]
    where = at(silent, "/row", row=key)
    mine = lawyer.get(where)
    edit(lawyer, silent, key, "Theirs came first.")

    page = lawyer.submit(mine, {"words": "Mine came later."}, path=where)

    assert page.status == 409
    assert page.value("words").strip() == "Mine came later."
    assert "Theirs" in " ".join(
        page.tree.xpath("//section[@aria-labelledby='theirs']//del/text()")
    )
    # What the other person stored is not called the changes of this one.
    assert "Your changes" not in page.words
    again = lawyer.submit(page, path=where)
    assert "Mine came later." in row_words(again, key)


def test_an_act_on_an_older_version_changes_nothing_and_says_so(
    lawyer: Browser, silent: str
) -> None:
    first, second, *_ = keys(lawyer.get(at(silent)), "facts")
    stale = dict(lawyer.get(at(silent)).form().form_values()) | {"act": f"out {first}"}
    edit(lawyer, silent, second, "Theirs.")

    page = lawyer.post(at(silent, "/act"), stale)

    assert "Someone else changed this letter" in page.seen
    assert "left out" not in row_words(page, first)


def test_a_finalised_letter_that_is_older_than_an_edit_says_so(
    lawyer: Browser, clock: Clock, silent: str
) -> None:
    key = keys(lawyer.get(at(silent)), "facts")[0]
    where = f"/desk/requests/{silent}/letters/appeal"
    fill(lawyer, silent, none=True)
    (form,) = lawyer.get(where).tree.xpath("//form[contains(@action, '/finalise')]")
    lawyer.post(form.action, dict(form.form_values()))
    assert "was made before the last edit" not in lawyer.get(at(silent)).words

    clock.set(date(2024, 4, 3))
    page = edit(lawyer, silent, key, "Later.")

    assert "was made before the last edit" in page.words
    assert "was made before the last edit" in lawyer.get(where).words


def finalise(browser: Browser, reference: str) -> Page:
    where = f"/desk/requests/{reference}/letters/appeal"
    (form,) = browser.get(where).tree.xpath("//form[contains(@action, '/finalise')]")
    return browser.post(form.action, dict(form.form_values()))


def asked(page: Page) -> list[str]:
    return [str(name) for name in page.tree.xpath("//form[@aria-labelledby='places']//@name")]


def asked_of(page: Page, key: str) -> list[str]:
    """Return the names of the fields for words in the blanks of a row."""
    return [each for each in asked(page) if each.startswith(f"{key}.") and each[-1].isdigit()]


def test_what_is_left_to_fill_in_is_asked_beside_the_letter_and_its_rows(
    lawyer: Browser, silent: str
) -> None:
    for where in (f"/desk/requests/{silent}/letters/appeal", at(silent), at(silent, "/places")):
        page = lawyer.get(where)
        assert f"{other(page)}.instead" in asked(page)
        assert page.tree.xpath("//form[@aria-labelledby='places']//a[contains(@href, '/row?')]")

    page = fill(lawyer, silent, none=True)

    assert "Saved. The letter has your words." in page.seen
    assert not asked(page)
    assert "has brought no other proceeding on this request" in page.words
    assert "Nothing is left to fill in" in lawyer.get(at(silent, "/places")).words


def test_a_letter_with_a_place_is_not_finalised_and_can_be_downloaded(
    lawyer: Browser, silent: str
) -> None:
    page = finalise(lawyer, silent)

    assert "before you finalise the letter" in page.seen
    (said,) = page.tree.xpath("//p[@role='alert'][@class='caution']")
    assert "before you finalise the letter" in said.text_content()
    assert asked(page)
    assert "Finalised on" not in page.words
    for kind in ("docx", "txt"):
        answer = lawyer.client.get(f"/desk/requests/{silent}/letters/appeal.{kind}")
        assert answer.status_code == 200

    fill(lawyer, silent, HOSTILE)

    assert "Letter finalised" in finalise(lawyer, silent).seen
    assert "<b>words</b>" in letter(lawyer, silent)


@pytest.mark.parametrize(
    ("typed", "none", "why"),
    [
        ("  ", False, "Fill in at least one place."),
        ("A petition.", True, "Select the statement or enter other words, not both."),
        ("a" * 6_001, False, "Text must be 6,000 characters or fewer."),
    ],
)
def test_answers_that_cannot_stand_come_back_as_typed(
    lawyer: Browser, silent: str, typed: str, none: bool, why: str
) -> None:
    page = fill(lawyer, silent, typed, none=none)

    assert page.status == 422
    assert page.summary() == [why]
    assert page.value(other(page)).strip() == typed.strip()


@pytest.mark.slow
def test_of_two_people_who_fill_in_places_the_later_gets_the_form_back(
    lawyer: Browser, silent: str
) -> None:
    where = at(silent, "/places")
    mine = lawyer.get(where)
    edit(lawyer, silent, keys(lawyer.get(at(silent)), "facts")[0], "Theirs came first.")

    page = lawyer.submit(mine, {other(mine): "A petition is pending."}, path=where)

    assert page.status == 409
    assert page.value(other(page)).strip() == "A petition is pending."
    again = lawyer.submit(page, path=where)
    assert "A petition is pending." in again.words
    assert "Theirs came first." in again.words


def test_words_for_a_blank_that_someone_else_filled_in_are_shown_beside_theirs(
    lawyer: Browser, silent: str
) -> None:
    where = at(silent, "/places")
    mine = lawyer.get(where)
    fill(lawyer, silent, "Theirs came first.")

    page = lawyer.submit(mine, {other(mine): HOSTILE}, path=where)

    assert page.status == 422
    assert page.summary() == [
        "The letter no longer has a blank that you filled in. Your words are below. "
        "Edit the row to use them."
    ]
    typed, now = page.tree.xpath("//section[@aria-labelledby='unplaced']//dd")
    assert typed.text_content().split() == HOSTILE.split()
    assert now.text_content() == "Theirs came first."
    (row,) = page.tree.xpath("//section[@aria-labelledby='unplaced']//a/@href")
    assert lawyer.get(row).value("words").strip() == "Theirs came first."
    assert "Theirs came first." in letter(lawyer, silent)


def form_opened_before(
    browser: Browser, reference: str, words: str, theirs: str
) -> tuple[Page, str]:
    """Return the form for a row with these words and the key of the row. Someone else has filled
    in its first blank since the form was opened."""
    key, where = keys(browser.get(at(reference)), "facts")[0], at(reference, "/places")
    edit(browser, reference, key, words)
    mine = browser.get(where)
    browser.submit(browser.get(where), {asked_of(mine, key)[0]: theirs}, path=where)
    return mine, key


def test_words_for_one_blank_of_a_row_never_come_back_in_another(
    lawyer: Browser, silent: str
) -> None:
    mine, key = form_opened_before(
        lawyer, silent, "Sent on [the day of sending] by [the courier].", "2 April"
    )
    first, second = asked_of(mine, key)
    where = at(silent, "/places")

    page = lawyer.submit(mine, {first: "3 April", second: "TCS"}, path=where)

    assert asked_of(page, key) == [second]
    assert page.value(second).strip() == "TCS"
    (typed,) = page.tree.xpath("//section[@aria-labelledby='unplaced']//dd[1]")
    assert typed.text_content() == "3 April"
    saved = lawyer.submit(page, path=where)
    assert "Sent on 2 April by TCS." in saved.words


def test_words_for_one_of_two_equal_blanks_never_come_back_in_the_other(
    lawyer: Browser, silent: str
) -> None:
    words = "Sent by [the courier], received by [the courier]."
    mine, key = form_opened_before(lawyer, silent, words, "TCS")
    first, _ = asked_of(mine, key)
    where = at(silent, "/places")

    page = lawyer.submit(mine, {first: "Leopards"}, path=where)

    (left,) = asked_of(page, key)
    assert not page.value(left).strip()
    (typed,) = page.tree.xpath("//section[@aria-labelledby='unplaced']//dd[1]")
    assert typed.text_content() == "Leopards"


def test_a_row_that_someone_else_began_to_fill_in_is_not_left_out_by_an_older_form(
    lawyer: Browser, silent: str
) -> None:
    mine, key = form_opened_before(
        lawyer, silent, "Sent on [the day of sending] by [the courier].", "2 April"
    )
    first, _ = asked_of(mine, key)
    where = at(silent, "/places")

    page = lawyer.submit(mine, {f"{first}.out": "y", other(mine): "a" * 6_001}, path=where)
    assert page.status in (409, 422)
    lawyer.submit(page, {other(page): "A petition is pending."}, path=where)

    assert "Sent on 2 April by [the courier]." in letter(lawyer, silent)


def test_words_in_a_form_that_was_opened_before_blanks_had_marks_come_back(
    lawyer: Browser, silent: str
) -> None:
    where = at(silent, "/places")
    fields: dict[str, Any] = dict(lawyer.get(where).form().form_values())

    page = lawyer.post(where, {**fields, "proceedings.0": "A petition is pending."})

    assert page.status == 422
    assert "A petition is pending." in page.words


def test_words_for_a_row_that_someone_else_left_out_come_back(
    lawyer: Browser, silent: str
) -> None:
    key = keys(lawyer.get(at(silent)), "facts")[0]
    edit(lawyer, silent, key, "Sent by [the courier].")
    where = at(silent, "/places")
    mine = lawyer.get(where)
    act(lawyer, silent, "out", key)

    page = lawyer.submit(mine, {other(mine, key): "TCS"}, path=where)

    assert page.status == 422
    (shown,) = page.tree.xpath("//section[@aria-labelledby='unplaced']")
    assert "A row that is no longer in the letter" in shown.text_content()
    assert [each.text_content() for each in shown.xpath(".//dd")] == ["TCS"]


def test_an_urdu_letter_asks_for_its_own_places(lawyer: Browser, silent: str) -> None:
    where = at(silent, "/places", language="ur")

    empty = lawyer.get(where)
    page = lawyer.submit(empty, {f"{other(empty)}.instead": "y"}, path=where)

    assert not asked(lawyer.get(where))
    assert page.tree.xpath("//article/@lang") == ["ur"]
    assert asked(lawyer.get(at(silent, "/places", language="en")))


def primary(page: Page) -> list[str]:
    """The words of the primary buttons of a page."""
    found = page.tree.xpath("//main//*[contains(@class, 'button')]")
    buttons = (one for one in found if {"button"} <= set(one.get("class").split()))
    return [one.text_content() for one in buttons if "second" not in one.get("class")]


def test_the_one_primary_button_of_a_letter_is_what_a_lawyer_does_next(
    lawyer: Browser, silent: str
) -> None:
    where = f"/desk/requests/{silent}/letters/appeal"

    assert primary(lawyer.get(where)) == ["Save"]
    fill(lawyer, silent, none=True)
    assert primary(lawyer.get(where)) == ["Approve letter"]
    (form,) = lawyer.get(where).tree.xpath("//form[contains(@action, '/approve')]")
    page = lawyer.post(form.action, dict(form.form_values()))
    assert page.answer.request.path == where
    assert primary(page) == ["Finalise letter"]
    finalise(lawyer, silent)
    assert primary(lawyer.get(where)) == ["Word document"]
    edit(lawyer, silent, keys(lawyer.get(at(silent)), "facts")[0], "The request went by courier.")
    assert primary(lawyer.get(where)) == ["Approve letter"]


def test_the_words_of_the_program_stand_beside_the_field_before_and_after_an_edit(
    lawyer: Browser, silent: str
) -> None:
    key = next(k for k in keys(lawyer.get(at(silent)), "facts") if k == "facts:sent")
    drafted = "//section[@aria-labelledby='drafted']"
    before = lawyer.get(at(silent, "/row", row=key)).tree.xpath(drafted)[0].text_content()
    assert "(Annex A)" in before
    assert "Entry 3" in before

    edit(lawyer, silent, key, "The request went out by courier.")

    (shown,) = lawyer.get(at(silent, "/row", row=key)).tree.xpath(drafted)
    assert "(Annex A)" in shown.text_content()
    assert shown.xpath(".//del")
    assert shown.xpath(".//ins")
    page = lawyer.get(at(silent))
    assert page.tree.xpath(f"//li[@id='row-{key}']//summary[contains(., 'your changes')]")


def test_the_contents_of_the_rows_name_each_part_with_its_number(
    lawyer: Browser, silent: str
) -> None:
    page = lawyer.get(at(silent))

    for kind in ("//nav[@aria-labelledby='contents-title']", "//details[@class='jump']"):
        for one in page.tree.xpath(f"{kind}//a"):
            part = one.get("href").removeprefix("#")
            assert one.xpath("span/text()") == [str(len(keys(page, part)))]


def test_a_change_after_the_approval_cancels_it(lawyer: Browser, silent: str) -> None:
    key = keys(lawyer.get(at(silent)), "facts")[0]
    (form,) = lawyer.get(at(silent)).tree.xpath("//form[contains(@action, '/approve')]")

    page = lawyer.post(form.action, dict(form.form_values()))
    assert "Approved by Lena Lawyer" in page.words
    assert "no longer counts" not in page.words

    assert "Approved by Lena Lawyer" in letter(lawyer, silent)

    page = edit(lawyer, silent, key, "Later.")
    assert "Approved by Lena Lawyer" in page.words
    assert "no longer counts" in page.words
    assert "no longer counts" in letter(lawyer, silent)


def test_the_file_number_is_printed_beside_the_reference(lawyer: Browser, silent: str) -> None:
    page = lawyer.submit(at(silent, "/number"), {"number": "17/2024"})

    assert "File number saved" in page.words
    assert "(our file 17/2024)" in letter(lawyer, silent)
    assert "File number: 17/2024" in lawyer.get(f"/desk/requests/{silent}/letters").words
    assert "17/2024" in lawyer.get(at(silent)).words


def test_a_file_number_that_is_too_long_comes_back(lawyer: Browser, silent: str) -> None:
    page = lawyer.submit(at(silent, "/number"), {"number": "1" * 61})

    assert page.status == 422
    assert page.summary() == ["Text must be 60 characters or fewer."]


def test_an_argument_of_the_office_is_added_and_a_newer_version_is_pointed_out(
    lawyer: Browser, office: Office, silent: str
) -> None:
    by = office.people.accounts()[0].id
    typed = TypedArgument("Severance", "Give the rest.", "section 16(1)(a)(i)", "pk-raia-2017")
    saved = save_argument(office, typed, by=by)
    page = lawyer.get(at(silent, "/add", part="grounds"))
    assert "Severance" in page.words

    page = add(lawyer, silent, "grounds", argument=saved.id)
    assert "From the office’s arguments, version 1" in page.words
    assert "version 2 exists" not in page.words

    newer = TypedArgument("Severance", "Give all the rest.", "section 16(1)(a)(i)")
    save_argument(office, newer, id=saved.id, version=1, by=by)
    assert "version 2 exists" in lawyer.get(at(silent)).words
    assert "Give the rest." in letter(lawyer, silent)


def test_an_advocate_edits_and_neither_approves_nor_cites(
    app: Flask, office: Office, silent: str
) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Ada Advocate"))
    key = keys(advocate.get(at(silent)), "facts")[0]

    assert "Row saved" in edit(advocate, silent, key, "Mine.").words
    page = advocate.get(at(silent))
    assert not page.tree.xpath("//form[contains(@action, '/approve')]")
    assert "Cite an authority" not in advocate.get(at(silent, "/add", part="facts")).words
    token = dict(page.form().form_values())
    assert advocate.post(at(silent, "/approve"), token).status == 403


def test_a_guest_reads_the_edited_letter_and_not_its_rows(
    app: Flask, office: Office, lawyer: Browser, silent: str
) -> None:
    key = keys(lawyer.get(at(silent)), "facts")[0]
    edit(lawyer, silent, key, "The request went out by courier.")
    account = add_account(office, "g@example.org", "G", RoleName.LAWYER, "digital-rights")
    share(office, silent, "digital-rights", by="somebody")
    guest = signed_in(app, office, account)

    assert "The request went out by courier." in letter(guest, silent)
    assert "Edit the letter" not in letter(guest, silent)
    assert guest.get(at(silent)).status == 403
    assert guest.get("/desk/arguments").status == 403


@pytest.mark.parametrize(
    ("page", "query"),
    [("/row", {"row": "none"}), ("/add", {"part": "records-table"}), ("", {"remedy": "x"})],
)
def test_what_is_not_there_is_said(
    lawyer: Browser, silent: str, page: str, query: dict[str, str]
) -> None:
    assert lawyer.get(at(silent, page, **query)).status == 404


def test_an_item_is_left_out_and_put_back_on_the_page_of_rows(
    lawyer: Browser, silent: str
) -> None:
    def act(which: str) -> Page:
        page = lawyer.get(at(silent))
        (form,) = page.tree.xpath("//form[contains(@action, '/act')]")
        button = form.xpath(f".//button[starts-with(@value, '{which} ')]/@value")[0]
        return lawyer.post(form.action, dict(form.form_values()) | {"act": button})

    assert "Items at issue 8" in lawyer.get(at(silent)).words
    assert "Items at issue 7" in act("without-item").words
    assert "Items at issue 8" in act("with-item").words
