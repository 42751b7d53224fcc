"""Letters as DOCX: the same bytes for the same letter, right in both directions, hostile values
harmless."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.documents.facts import BANNERS, letter_facts
from tests.documents.reading import W, parts_of, root_of, words_of
from tracker.documents.docx import DocxLetters
from tracker.documents.styles import Fonts
from tracker.documents.wording import Wordings, carried
from tracker.domain.words.letter import (
    BulletList,
    Letter,
    LetterBlock,
    LetterFacts,
    LetterTable,
    NumberedList,
    Paragraph,
    SignaturePlace,
    TextRun,
)

DAY = date(2024, 3, 18)
WORDINGS = Wordings(Path(__file__).parents[2] / "templates" / "letters")
LETTERS = DocxLetters(office_lines=("Example Law Chambers",))


def rendered(
    kind: str = "request", language: str = "en", facts: LetterFacts | None = None
) -> bytes:
    letter = WORDINGS.compose(kind, language, facts or letter_facts(language))
    return LETTERS.render(letter, DAY)


def of_blocks(*blocks: LetterBlock, language: str = "en") -> bytes:
    return LETTERS.render(Letter("request", language, "Subject", blocks), DAY)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_same_letter_gives_the_same_bytes_in_another_run(language: str) -> None:
    letter = WORDINGS.compose("appeal", language, letter_facts(language, banner=True))
    office = ("Example Law Chambers",)
    first, second = DocxLetters(office_lines=office), DocxLetters(office_lines=office)
    first.render(replace(letter, banner=""), DAY)
    assert first.render(letter, DAY) == second.render(letter, DAY)


def test_another_day_or_another_word_gives_other_bytes() -> None:
    letter = WORDINGS.compose("request", "en", letter_facts())
    sent = LETTERS.render(letter, DAY)
    assert LETTERS.render(letter, date(2024, 3, 19)) != sent
    assert LETTERS.render(replace(letter, subject="Other"), DAY) != sent


def test_the_file_says_its_day_and_title_and_no_persons_name() -> None:
    read = Document(io.BytesIO(rendered())).core_properties
    assert (read.created, read.modified) != (None, None)
    assert read.created is not None
    assert read.created.date() == DAY
    assert (
        read.title == "Request for records: the restriction of access to X (formerly Twitter), "
        "from 17 February 2024 to 7 May 2025"
    )
    assert (read.author, read.last_modified_by) == ("", "")
    parts = parts_of(rendered())
    assert "docProps/thumbnail.jpeg" not in parts
    assert "docProps/app.xml" not in parts
    assert not any(b"Amina" in data for name, data in parts.items() if name != "word/document.xml")


def test_the_package_opens_and_holds_every_part_once() -> None:
    document = Document(io.BytesIO(rendered("appeal")))
    assert document.paragraphs[0].text.startswith("Our reference")
    section = document.sections[0]
    assert (section.page_width, section.page_height) == (7560310, 10692130)  # A4


def test_each_numbered_list_counts_from_one() -> None:
    one = NumberedList(((TextRun("a"),), (TextRun("b"),)))
    docx = of_blocks(one, BulletList(((TextRun("c"),),)), one)
    used = [n.get(f"{W}val") for n in root_of(docx, "word/document.xml").iter(f"{W}numId")]
    assert len(used) == 5
    assert used[0] == used[1]
    assert len(set(used)) == 3
    numbering = root_of(docx, "word/numbering.xml")
    nums = {num.get(f"{W}numId"): num for num in numbering.iter(f"{W}num")}
    shapes = {
        kind.get(f"{W}abstractNumId"): next(kind.iter(f"{W}numFmt")).get(f"{W}val")
        for kind in numbering.iter(f"{W}abstractNum")
    }
    kinds = [shapes[nums[key][0].get(f"{W}val")] for key in dict.fromkeys(used)]
    assert kinds == ["decimal", "bullet", "decimal"]
    assert all(next(nums[key].iter(f"{W}startOverride")).get(f"{W}val") == "1" for key in used)


def test_a_table_repeats_its_head_and_keeps_its_rows_whole() -> None:
    docx = of_blocks(LetterTable(("No", "Document"), (("1", "Receipt"), ("2",))))
    rows = list(root_of(docx, "word/document.xml").iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert [len(row.findall(f"{W}tc")) for row in rows] == [2, 2, 2]


def test_a_narrow_column_has_room_for_its_longest_word() -> None:
    head = ("No.", "Record", "Answer", "Ground given", "Reply (ground)", "Relief")
    row = (
        *("1", "Communications between authorities", "Refused"),
        *(
            "5 U.S.C. 552(b)(3), 5 U.S.C. 552(b)(7)(E)",
            "I, II, IV, VI, VII, VIII, IX",
            "(a), (b), (e)",
        ),
    )
    docx = of_blocks(LetterTable(head, (row,)))
    columns = root_of(docx, "word/document.xml").iter(f"{W}gridCol")
    widths = [int(column.get(f"{W}w") or 0) for column in columns]

    # Seven letters of about five and a half points with the margins of a cell, in twentieths of a
    # point.
    assert widths[2] >= 7 * 108 + 216


def test_headings_stay_with_what_follows_and_the_signature_with_its_closing() -> None:
    styles = Document(io.BytesIO(rendered())).styles
    for name in ("Heading 1", "Heading 2", "Letter Closing", "Letter Signature"):
        assert styles[name].paragraph_format.keep_with_next is True
        assert styles[name].paragraph_format.keep_together is True


def test_what_introduces_a_list_stays_on_its_page() -> None:
    docx = of_blocks(Paragraph((TextRun("These:"),)), NumberedList(((TextRun("a"),),)))
    first = next(root_of(docx, "word/document.xml").iter(f"{W}p"))
    assert first.find(f"{W}pPr/{W}keepNext") is not None


def test_an_oath_its_place_and_date_and_its_signature_stay_on_one_page() -> None:
    oath, place = (Paragraph((TextRun(words),)) for words in ("I swear.", "Place: Date:"))
    docx = of_blocks(Paragraph((TextRun("Before."),)), oath, place, SignaturePlace(("A",)))
    paragraphs = list(root_of(docx, "word/document.xml").iter(f"{W}p"))
    kept = [each.find(f"{W}pPr/{W}keepNext") is not None for each in paragraphs[:3]]

    assert kept == [False, True, True]


@pytest.mark.parametrize(("language", "words"), [("en", "Page 1 of 1"), ("ur", "صفحہ 1 از 1")])
def test_every_page_has_its_number_of_all_pages(language: str, words: str) -> None:
    parts = parts_of(rendered(language=language))
    footers = [name for name in parts if name.startswith("word/footer")]
    assert len(footers) == 2
    for name in footers:
        root = root_of(rendered(language=language), name)
        fields = [(node.text or "").strip() for node in root.iter(f"{W}instrText")]
        assert fields == ["PAGE", "NUMPAGES"]
        shown = "".join(node.text or "" for node in root.iter(f"{W}t"))
        assert shown.replace("\u200e", "") == words


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_demonstration_says_so_once_on_every_page_and_first_of_all(language: str) -> None:
    docx = rendered(language=language, facts=letter_facts(language, banner=True))
    banner = BANNERS[language]
    headers = [name for name in parts_of(docx) if name.startswith("word/header")]
    assert len(headers) == 2
    for name in headers:
        first = next(root_of(docx, name).iter(f"{W}p"))
        assert "".join(node.text or "" for node in first.iter(f"{W}t")) == banner
    assert banner not in words_of(docx)


def test_the_document_states_its_language() -> None:
    for language, left, right in (("en", "en-GB", "ur-PK"), ("ur", "en-GB", "ur-PK")):
        docx = rendered(language=language)
        defaults = root_of(docx, "word/styles.xml").find(f"{W}docDefaults//{W}lang")
        assert defaults is not None
        assert (defaults.get(f"{W}val"), defaults.get(f"{W}bidi")) == (left, right)
    assert Document(io.BytesIO(rendered(language="ur"))).core_properties.language == "ur-PK"
    assert Document(io.BytesIO(rendered())).core_properties.language == "en-GB"


def test_urdu_runs_from_right_to_left_throughout() -> None:
    docx = rendered("appeal", "ur")
    for name in parts_of(docx):
        if name.startswith(("word/document", "word/header", "word/footer")):
            for paragraph in root_of(docx, name).iter(f"{W}p"):
                assert paragraph.find(f"{W}pPr/{W}bidi") is not None
    body = root_of(docx, "word/document.xml")
    assert all(t.find(f"{W}tblPr/{W}bidiVisual") is not None for t in body.iter(f"{W}tbl"))
    assert body.find(f".//{W}sectPr/{W}bidi") is not None
    assert not list(body.iter(f"{W}jc"))  # left and right change places in Word's grammar
    for run in body.iter(f"{W}r"):
        said = "".join(node.text or "" for node in run.iter(f"{W}t"))
        if any("\u0600" <= letter <= "\u06ff" for letter in said):
            assert run.find(f"{W}rPr/{W}rtl") is not None
            fonts, lang = run.find(f"{W}rPr/{W}rFonts"), run.find(f"{W}rPr/{W}lang")
            assert fonts is not None
            assert fonts.get(f"{W}cs") == "Noto Nastaliq Urdu"
            assert lang is not None
            assert lang.get(f"{W}bidi") == "ur-PK"


def test_english_has_no_mark_of_the_other_direction() -> None:
    docx = rendered("appeal")
    assert not list(
        root_of(docx, "word/document.xml").iter(f"{W}bidi", f"{W}rtl", f"{W}bidiVisual")
    )


def test_a_section_number_within_urdu_keeps_its_own_order() -> None:
    docx = of_blocks(Paragraph((TextRun("دفعہ 17(4) کے تحت PTA سے"),)), language="ur")
    assert words_of(docx).strip() == "دفعہ «\u200e17(4)\u200e» کے تحت «PTA» سے"


def test_an_urdu_name_within_english_keeps_its_own_order() -> None:
    docx = of_blocks(Paragraph((TextRun("Signed by آمنہ مثال today"),)))
    assert words_of(docx).strip() == "Signed by «آمنہ مثال» today"


def test_substitutes_of_the_urdu_font_are_named_and_can_be_chosen() -> None:
    chosen = Fonts(arabic=("Jameel Noori Nastaleeq", "Urdu Typesetting"))
    letter = WORDINGS.compose("request", "ur", letter_facts("ur"))
    docx = DocxLetters(fonts=chosen).render(letter, DAY)
    fonts = {f.get(f"{W}name"): f for f in root_of(docx, "word/fontTable.xml").iter(f"{W}font")}
    substitutes = fonts["Jameel Noori Nastaleeq"].find(f"{W}altName")
    assert substitutes is not None
    assert substitutes.get(f"{W}val") == "Urdu Typesetting"
    assert b"Noto Nastaliq" not in parts_of(docx)["word/document.xml"]


HOSTILE = (
    "{applicant_name} {{ cycler.__init__ }} {% for x in y %} **x** <script>alert(1)</script> "
    "<w:r/> &amp; ]]> \u202egnp.exe \x00\x08\x1f \ud800 \uffff"
)


@pytest.mark.parametrize("language", ["en", "ur"])
def test_hostile_values_are_words_and_nothing_more(language: str) -> None:
    facts = letter_facts(
        language,
        values={"applicant_name": HOSTILE, "service": HOSTILE, "eligibility": HOSTILE},
        lists={"records": (HOSTILE, "a\n\nb"), "signature": (HOSTILE,)},
    )
    docx = rendered(language=language, facts=facts)
    said = "".join(map(str, root_of(docx, "word/document.xml").itertext())).replace("\u200e", "")
    # Five times: head of the letter, eligibility, service, one record, signature.
    assert (
        said.count("{{ cycler.__init__ }} {% for x in y %} **x** <script>alert(1)</script>") == 5
    )
    assert "<w:r/> &amp; ]]> gnp.exe" in said
    assert "\u202e" not in said


def test_a_very_long_value_is_kept_whole() -> None:
    long = "long " * 20_000
    docx = rendered(facts=letter_facts(lists={"records": (long, "x" * 50_000)}))
    said = words_of(docx)
    assert long.strip() in said
    assert "x" * 50_000 in said


def test_lines_of_an_address_are_lines_of_the_letter() -> None:
    assert "Headquarters, Sector F-5/1 / Capital City" in words_of(rendered())


def test_a_letter_with_every_optional_list_empty_is_whole() -> None:
    empty = dict.fromkeys(("points", "supporters", "open_questions", "signature"), ())
    said = words_of(rendered("appeal", facts=letter_facts(lists=empty, flags=frozenset())))
    assert "Supporting organisations" not in said
    assert "Records still not given" not in said


@settings(max_examples=40)
@given(st.text(max_size=80), st.sampled_from(["en", "ur"]))
def test_no_value_is_lost_or_reordered_in_setting(value: str, language: str) -> None:
    kept = carried(value)
    docx = of_blocks(Paragraph((TextRun(kept),)), language=language)
    nodes = root_of(docx, "word/document.xml").iter(f"{W}t", f"{W}br")
    said = "".join("\n" if node.tag == f"{W}br" else node.text or "" for node in nodes)
    marks = str.maketrans("", "", "\u200e\u200f")
    assert said.translate(marks) == kept.translate(marks)


def test_a_signature_without_lines_still_has_a_rule_to_sign_on() -> None:
    docx = of_blocks(SignaturePlace(()))
    (paragraph,) = root_of(docx, "word/document.xml").iter(f"{W}p")
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    assert style is not None
    assert style.get(f"{W}val") == "LetterSignatureRule"


def test_latin_lines_of_an_urdu_letter_have_the_height_of_their_letters() -> None:
    address = Paragraph((TextRun("پاکستان ٹیلی کمیونیکیشن اتھارٹی\nSector F-5/1\nIslamabad"),))
    body = Paragraph((TextRun("یہ ایکس (Twitter) کے بارے میں ہے۔"),))

    root = root_of(of_blocks(address, body, language="ur"), "word/document.xml")

    heights = {
        "".join(map(str, p.itertext()))[:7]: [
            each.get(f"{W}line") for each in p.iter(f"{W}spacing")
        ]
        for p in root.iter(f"{W}p")
    }
    assert heights["پاکستان"] == ["240"]
    assert "240" not in next(lines for words, lines in heights.items() if words.startswith("یہ"))
