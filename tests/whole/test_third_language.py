"""A further language takes a line in the table, a catalogue and wordings of letters, no code."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from lxml import html

from tests.lawfiles.shipped import shipped
from tests.offices import AYESHA, BY, an_office
from tests.services.public.test_data_package import lines, made
from tests.third_language import CODE, NAME, messages, translations, wordings
from tests.web import record_scenes as scenes
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tracker.documents.press import Press
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.law.law import LetterKind
from tracker.services.core.indexing import entry_of
from tracker.services.core.office import Office
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import lacks, save, start
from tracker.services.letters.offering import letter_languages
from tracker.services.people.accounts import change_language
from tracker.settings import templates_folder
from tracker.translations import languages, locale

LAW = "pk-raia-2017"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that speaks one language more, in which letters under one law may be written."""
    folder, letters = (tmp_path_factory.mktemp(name) for name in ("translations", "templates"))
    translations(folder)
    wordings(templates_folder() / "letters", letters / "letters")
    with an_office(tmp_path_factory.mktemp("office")) as (opened, _):
        scenes.a_refusal(opened)
        law = opened.library.law(LAW)
        laws = {**opened.library.laws, LAW: replace(law, languages=(*law.languages, CODE))}
        yield replace(
            opened,
            languages=languages(folder),
            locale=partial(locale, folder=folder),
            documents=Press(letters / "letters", None),
            library=replace(opened.library, laws=laws),
        )


@pytest.fixture
def lawyer(office: Office) -> Browser:
    """A person in the workspace who reads that language."""
    someone = somebody(office, name="Eva Example")
    change_language(office, someone, CODE)
    return signed_in(an_app(office), office, someone)


def untranslated(page: Any) -> list[str]:
    """The whole sentences of the program that stand on a page in English. Names of items and
    their words are of the library, which has them in the languages of its letters."""
    shown = " ".join(page.text_content().split())
    for asked in shipped().questions.values():
        for words in (asked.short, *asked.wording.values()):
            shown = shown.replace(str(words), "")
    whole = (said for said in messages() if isinstance(said, str) and not set(said) & set("{%<"))
    return [each for each in whole if each[0].isupper() and each.count(" ") > 1 and each in shown]


def frame(page: Any) -> tuple[str, ...]:
    return tuple(page.xpath("//html/@lang | //html/@dir"))


@pytest.mark.parametrize("address", ["/", "/requests/r0000001", "/search?q=pakistan", "/about"])
def test_public_pages_stand_under_its_code_in_its_words(office: Office, address: str) -> None:
    reader = an_app(office).test_client()

    page: Any = html.fromstring(reader.get(f"/{CODE}{address}").text)

    assert frame(page) == (CODE, "ltr")
    alternates = page.xpath("//link[@rel='alternate']/@hreflang")
    assert set(alternates) == {"en", "ur", CODE, "x-default"}
    assert page.xpath("//header//a[@hreflang]/text()") == ["English", "اردو"]
    assert "[Skíp tó thé cóntént]" in page.text_content()
    assert untranslated(page) == []


def test_pages_in_other_languages_lead_to_it_by_its_own_name(office: Office) -> None:
    page: Any = html.fromstring(an_app(office).test_client().get("/ur/blocks").text)

    assert page.xpath(f"//header//a[@hreflang='{CODE}']/@href") == [f"/{CODE}/blocks"]
    assert page.xpath(f"//header//a[@hreflang='{CODE}']/text()") == [NAME]


def test_the_workspace_is_in_the_language_of_its_reader(lawyer: Browser) -> None:
    page = lawyer.get("/desk")

    assert frame(page.tree) == (CODE, "ltr")
    assert untranslated(page.tree) == []


def test_a_refusal_is_said_in_it_with_its_values(office: Office, lawyer: Browser) -> None:
    account = lawyer.get("/desk/account")
    refused: Page = lawyer.submit(account, {"language": "xx"}, path="/desk/account/language")
    within = BadInput("The draft cannot be finalised yet. {whole}", whole=(Message("PDF"),))

    assert refused.status == 422
    assert "[Thát lángúágé ís nót áváíláblé. Chóósé óné fróm thé líst.]" in refused.words
    assert (
        office.locale(CODE).words(within.message) == "[Thé dráft cánnót bé fínálíséd yét. [PDF]]"
    )


def test_letters_are_written_in_it_as_word_documents_and_as_text(office: Office) -> None:
    law = office.library.law(LAW)
    assert all(CODE in letter_languages(office.documents, law, kind) for kind in LetterKind)
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    draft = replace(draft, language=CODE, eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    # The library has no items in this language.
    assert {each.field for each in lacks(office, draft, AYESHA)} == {"questions"}

    letter = preview_draft(office, draft, AYESHA)
    document = Document(BytesIO(office.documents.docx(letter, office.now().date())))

    assert "Déár Sír ór Mádám," in office.documents.plain(letter)
    assert "[DÉMÓNSTRÁTÍÓN: thís léttér wás nót réálly sént.]" in office.documents.plain(letter)
    assert "Déár Sír ór Mádám," in [each.text for each in document.paragraphs]
    footer = "".join(each.text for each in document.sections[0].footer.paragraphs)
    assert footer == "[Págé 1 óf 1]"
    assert document.core_properties.language == CODE


def test_records_are_found_by_its_words_and_tables_hold_them_all(office: Office) -> None:
    record = office.records.record("r0000001")
    files = made(office)

    assert "[Réfúséd]" in entry_of(office, record).passages[-1].words
    (block,) = (row for row in lines(files, "blocks") if row["key"] == "pk-x-2024")
    assert set(block["titles"]) == {"en", "ur"}, "a title has the languages of the library"
    assert block["titles"]["en"] == block["title"]
    assert json.loads(files["datapackage.json"])["resources"]
