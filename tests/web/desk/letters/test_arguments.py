"""The office's arguments: each save is a version, and an argument without a source is refused."""

from typing import Any

from tests.web.browser import Browser, Page

PAGE = "/desk/arguments"
TYPED = {"title": "Severance", "words": "Give the rest.\nمقدمہ", "source": "section 16(1)(a)(i)"}
HOSTILE = "<b>x</b> {ground:y} \u202e"


def save(lawyer: Browser, page: str | Page = PAGE, **fields: Any) -> Page:
    return lawyer.submit(page, TYPED | fields)


def test_an_argument_is_saved_and_listed(lawyer: Browser) -> None:
    page = save(lawyer)

    assert "Argument saved" in page.words
    assert "version 1" in page.words
    assert "Severance" in lawyer.get(PAGE).words


def test_an_argument_without_a_source_comes_back_filled(lawyer: Browser) -> None:
    page = save(lawyer, source=" ")

    assert page.status == 422
    assert page.summary() == ["Say on which source or authority this argument rests."]
    assert page.value("title") == "Severance"


def test_each_save_is_a_version_and_older_ones_are_shown(lawyer: Browser) -> None:
    first = save(lawyer)

    second = save(lawyer, first, words="Give all the rest.")

    assert "Argument saved as a new version" in second.words
    assert "Versions 2" in second.words
    assert "Give the rest." in second.words


def test_who_saves_on_an_older_version_sees_the_stored_words(lawyer: Browser) -> None:
    first = save(lawyer)
    save(lawyer, first, words="Theirs.")

    page = save(lawyer, first, words="Mine.")

    assert page.status == 409
    assert page.value("words").strip() == "Mine."
    assert page.tree.xpath("//section[@aria-labelledby='theirs']/p/text()") == ["Theirs."]
    assert "Versions 3" in lawyer.submit(page).words


def test_an_argument_is_archived_not_deleted_and_offered_again(lawyer: Browser) -> None:
    page = save(lawyer)
    (form,) = page.tree.xpath("//form[contains(@action, '/archive')]")

    page = lawyer.post(form.action, dict(form.form_values()))
    assert "Argument archived" in page.words
    assert "Archived 1" in lawyer.get(PAGE).words

    assert "Argument offered again" in lawyer.post(form.action, dict(form.form_values())).words


def test_hostile_words_are_words(lawyer: Browser) -> None:
    page = save(lawyer, title=HOSTILE, words=HOSTILE, source=HOSTILE, answers=HOSTILE)

    assert page.status == 200
    assert not page.tree.xpath("//main//b[text()='x']")
    assert lawyer.get(PAGE).status == 200


def test_an_argument_that_is_not_there_is_said(lawyer: Browser) -> None:
    assert lawyer.get(f"{PAGE}/none").status == 404
