"""The desk in a person's own language, and the pages at the door in the one that is asked for."""

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.support import Translations
from flask import Flask, render_template_string

from tests.offices import Clock, a_request, received
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tests.web.desk.today.test_calendars import entries, made
from tests.web.record_scenes import an_appeal
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text
from tracker.services.cases.silence import sweep
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.translations import locale
from tracker.web.base.language import gettext, lazy_gettext, worded

CHOOSE = "/desk/account/language"


@pytest.fixture
def app(office: Office) -> Flask:
    """The pages of the office, with the catalogues of the program."""
    return an_app(replace(office, locale=locale))


def choose(browser: Browser, language: str, back: str = "/desk/account") -> Page:
    """The page after a language was chosen."""
    account, chosen = browser.get("/desk/account"), {"language": language, "back": back}
    return browser.submit(account, chosen, path=CHOOSE)


@pytest.fixture
def urdu(lawyer: Browser) -> Browser:
    """The browser of a person who reads the workspace in Urdu."""
    choose(lawyer, "ur")
    return lawyer


def frame(page: Page) -> tuple[str, ...]:
    return tuple(page.tree.xpath("//html/@lang | //html/@dir"))


def test_a_person_chooses_the_language_at_the_foot_of_a_page_and_stays_there(
    lawyer: Browser,
) -> None:
    before = lawyer.get("/desk/requests")
    assert frame(before) == ("en", "ltr")
    (foot,) = before.tree.xpath("//footer//form[.//button[@name='language']]")
    assert (foot.action, foot.fields["back"].rstrip("?")) == (CHOOSE, "/desk/requests")
    assert foot.xpath(".//button[@name='language']/@value") == ["ur"]

    after = choose(lawyer, "ur", back="/desk/requests")

    assert after.answer.request.path == "/desk/requests"
    assert frame(after) == ("ur", "rtl")
    assert frame(lawyer.get("/desk/account")) == ("ur", "rtl")


def test_the_choice_is_the_persons_and_not_the_browsers(urdu: Browser, app: Flask) -> None:
    office: Office = app.extensions["office"]
    other = signed_in(app, office, somebody(office, name="Otto Other"))

    assert frame(other.get("/desk")) == ("en", "ltr")
    assert "آج" in urdu.get("/desk").words


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/sign-in"])
def test_choosing_leads_to_no_other_place_than_the_desk(lawyer: Browser, back: str) -> None:
    after = choose(lawyer, "ur", back)

    assert after.answer.request.path == "/desk/account"


def test_a_language_that_the_desk_has_not_is_refused(lawyer: Browser) -> None:
    after = choose(lawyer, "xx")

    assert after.status == 422
    assert "That language is not available. Choose one from" in after.words


def test_a_calendar_is_in_the_language_of_whose_it_is(
    lawyer: Browser, stranger: Browser, waiting: str
) -> None:
    path = made(lawyer)
    english = entries(stranger, path)

    choose(lawyer, "ur")

    reply, file, challenge = entries(stranger, path)
    assert str(reply["summary"]).startswith("جواب کا آخری دن: PTA، ")
    assert "دفعہ 14(1)" in str(reply["description"])
    for entry in (reply, file, challenge):
        told = f"{entry['summary']} {entry['description']}".replace(waiting.upper(), "")
        assert re.findall("[A-Za-z]{2,}", told) == ["PTA"]
    uids = [each["uid"] for each in (reply, file, challenge)]
    assert uids == [each["uid"] for each in english]


def test_why_a_day_cannot_be_told_is_said_in_the_language_of_the_page(
    urdu: Browser, app: Flask, office: Office, clock: Clock
) -> None:
    """A petition to the High Court (Article 199 of the Constitution) has no number of days: after
    the Commission's silence its page says so, and so does the choice among remedies; the reason
    too stands in the library in Urdu."""
    clock.set(date(2024, 2, 26))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 8, 1))
    sweep(office)
    an_appeal(office, reference, date(2024, 4, 1))
    sweep(office)

    page = urdu.get(f"/desk/requests/{reference}")
    choice = urdu.get(f"/desk/requests/{reference}/appeal")

    assert "(آرٹیکل 199 کے تحت ہائی کورٹ میں پٹیشن) کے لیے کوئی میعاد معلوم نہیں" in page.words
    assert "کوئی آخری دن نہیں بتایا جا سکتا۔" in choice.words
    for shown in (page, choice):
        assert "No time limit" not in shown.words
        assert "آئین کا آرٹیکل 199 ہائی کورٹ میں پٹیشن کے لیے" in shown.words
        assert "sets no number of days" not in shown.words


def test_the_public_record_is_the_same_page_for_all_readers(urdu: Browser) -> None:
    page = urdu.get("/")

    assert frame(page) == ("en", "ltr")
    assert "The public record" in page.text


def test_the_pages_at_the_door_hand_the_language_on(stranger: Browser) -> None:
    door = stranger.get("/sign-in?language=ur&next=/desk/new")
    assert frame(door) == ("ur", "rtl")
    (passkey,) = door.tree.xpath("//main//a[contains(@href, '/sign-in/passkey')]/@href")
    assert "language=ur" in passkey
    assert "next=/desk/new" in passkey
    (back,) = door.tree.xpath("//footer//a[@hreflang='en']/@href")

    assert frame(stranger.get(passkey)) == ("ur", "rtl")
    assert frame(stranger.get(back)) == ("en", "ltr")
    assert frame(stranger.get("/sign-in")) == ("en", "ltr")


def test_a_slip_at_the_door_is_told_in_the_language_of_the_page(stranger: Browser) -> None:
    page = stranger.submit(
        stranger.get("/sign-in?language=ur"), {"email": ""}, path="/sign-in?language=ur"
    )

    assert page.status == 422
    assert frame(page) == ("ur", "rtl")
    assert "غلطی" in page.words


def test_the_sign_in_page_after_signing_out_has_the_same_language(urdu: Browser) -> None:
    account = urdu.get("/desk/account")

    assert frame(urdu.submit(account, path="/desk/sign-out")) == ("ur", "rtl")


def test_an_address_names_no_language_that_is_not_there(stranger: Browser) -> None:
    assert frame(stranger.get("/sign-in?language=../en")) == ("en", "ltr")


def test_a_page_that_is_not_there_is_told_in_the_persons_language(urdu: Browser) -> None:
    page = urdu.get("/desk/nowhere")

    assert page.status == 404
    assert frame(page) == ("ur", "rtl")
    assert "ایسا کوئی صفحہ نہیں" in page.words


def test_days_stand_in_the_language_of_the_page_in_latin_digits() -> None:
    # 11 March 2024 was a Monday: the 1st was a Friday.
    assert locale("ur").day(date(2024, 3, 11)) == "پیر 11 مارچ 2024"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Courier (2)", "\u2066Courier (2)\u2069"),
        ("پیر 11 مارچ 2024", "پیر 11 مارچ 2024"),
        ("1، 2", "1، 2"),
        (7, "7"),
    ],
)
def test_words_of_the_other_direction_keep_together(app: Flask, value: object, shown: str) -> None:
    with app.test_request_context("/sign-in?language=ur"):
        assert gettext("{value}", value=value) == shown
    with app.test_request_context("/sign-in"):
        assert gettext("{value}", value=value) == str(value)


def test_texts_of_the_library_are_shown_as_far_as_it_has_them(app: Flask) -> None:
    text = Text({"en": "Reply", "ur": "جواب"})
    with app.test_request_context("/sign-in?language=ur"):
        assert render_template_string("{{ text }}", text=text) == "جواب"
        assert gettext("{text}", text=text) == "جواب"
        assert render_template_string("{{ text }}", text=Text({"en": "Reply"})) == "Reply"
    with app.test_request_context("/"):
        assert render_template_string("{{ text }}", text=text) == "Reply"


def test_a_page_gives_its_language_to_no_other_page_and_to_nothing_after_it(
    app: Flask, office: Office
) -> None:
    text, other = Text({"en": "Reply", "ur": "جواب"}), an_app(office)
    with app.test_request_context("/sign-in?language=ur"):
        assert worded(text) == "جواب"
        with other.test_request_context("/"):
            assert worded(text) == "Reply"
        assert worded(text) == "جواب"
    assert worded(text) == "Reply"


def test_what_is_said_later_is_english_outside_a_page_and_in_its_language_on_one(
    app: Flask,
) -> None:
    said = lazy_gettext("Enter a date in “{label}”.", label="Day")

    with app.app_context():
        assert f"{said}" == "Enter a date in “Day”."
        assert said.lower() == "enter a date in “day”."
    with app.test_request_context("/sign-in?language=ur"):
        assert f"{said}" == "“\u2066Day\u2069” میں تاریخ درج کریں۔"


def test_what_is_said_later_is_escaped_like_any_other_text(app: Flask) -> None:
    said = lazy_gettext("{value}", value="<b>&")

    with app.test_request_context("/sign-in"):
        assert render_template_string("{{ said }}", said=said) == "&lt;b&gt;&amp;"


def test_a_message_of_a_template_has_its_values_escaped_and_its_percent_signs_once(
    app: Flask,
) -> None:
    words = {"Go on, %(who)s": "%(who)s، <b>آگے</b>", "half & half, 50%%": "آدھا &amp; 50%%"}
    office: Office = app.extensions["office"]
    page = """{% trans who="<i>" %}Go on, {{ who }}{% endtrans %} {{ _("half & half, 50%%") }}"""
    spoken = an_app(replace(office, locale=lambda language: speaking(language, words)))

    with spoken.test_request_context("/sign-in?language=ur"):
        assert render_template_string(page) == "&lt;i&gt;، <b>آگے</b> آدھا &amp; 50%"
    with app.test_request_context("/sign-in?language=ur"):
        assert render_template_string(page) == "Go on, &lt;i&gt; half & half, 50%"


def speaking(language: str, words: dict[str, str]) -> Locale:
    """A language with these words and no others."""
    catalog, compiled = Catalog(locale=language, fuzzy=False), BytesIO()
    for sentence, said in words.items():
        catalog.add(sentence, said)
    write_mo(compiled, catalog)
    return Locale(language, Translations(BytesIO(compiled.getvalue())))


def test_a_refusal_is_said_in_another_language_and_is_english_as_a_string() -> None:
    words = {"{day}: {what}, {name}": "{name} {what} {day}", "late": "تاخیر"}
    spoken = speaking("ur", words)
    refusal = BadInput(
        "{day}: {what}, {name}", day=date(2024, 3, 11), what=Message("late"), name="{x}"
    )

    assert str(refusal) == "11 March 2024: late, {x}"
    assert spoken.words(refusal.message) == "{x} تاخیر 11 مارچ 2024"


def test_a_refusal_without_words_in_the_language_is_said_as_it_is() -> None:
    refusal = BadInput("“{not a value}” is in no catalogue")

    assert locale("ur").words(refusal.message) == "“{not a value}” is in no catalogue"


@pytest.mark.parametrize(("number", "said"), [(0, "0 b"), (1, "1 a"), (2, "2 b")])
def test_a_sentence_goes_by_its_number(number: int, said: str) -> None:
    assert locale("en").say_count("{number} a", "{number} b", number) == said


def test_what_a_refusal_is_made_of_is_said_in_the_same_language() -> None:
    # A day is written as Urdu writes it, a fragment by its own words, and a refusal within another
    # one, or several, as what they say.
    urdu = locale("ur")
    first = Message("the request was sent")
    inner = BadInput(
        "{day} is before {first}, when {what}. {way_out}",
        day=date(2024, 3, 11),
        first=date(2024, 3, 12),
        what=first,
        way_out=Message("Check both dates."),
    )
    whole = BadInput("The draft cannot be finalised yet. {whole}", whole=(inner, inner))
    said = urdu.words(whole.message)
    assert str(inner) in str(
        BadInput("The draft cannot be finalised yet. {whole}", whole=(inner,))
    )
    assert said.count("11 مارچ 2024") == 2
    assert "درخواست بھیجی گئی" in said
    assert not re.search("[a-z]{3}", said)
