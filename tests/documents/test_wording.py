"""Letter sources and facts make letters; facts stay data, and faulty sources are refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.facts import letter_facts
from tracker.documents.vocabulary import (
    FLAGS,
    LETTER_LISTS,
    LETTER_PARTS,
    LETTER_TABLES,
    values_of,
)
from tracker.documents.wording import Wordings, carried
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.law.bundle import CourtPaper
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import (
    BulletList,
    Heading,
    Letter,
    LetterTable,
    NumberedList,
    NumberedParagraph,
    Paragraph,
    RunStyle,
    SignaturePlace,
    TextRun,
)

LETTERS = Path(__file__).parents[2] / "templates" / "letters"
KINDS = [*(kind.value for kind in LetterKind), *(paper.value for paper in CourtPaper)]


@pytest.fixture(scope="module")
def wordings() -> Wordings:
    return Wordings(LETTERS)


def written(folder: Path, source: str, kind: str = "request") -> Wordings:
    (folder / "en").mkdir()
    (folder / "en" / f"{kind}.md").write_text(source, encoding="utf-8")
    return Wordings(folder)


def words(letter: Letter) -> str:
    found = []
    for block in letter.blocks:
        if isinstance(block, Heading | Paragraph | NumberedParagraph):
            found.append("".join(run.words for run in block.runs))
    return "\n".join(found)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_in_english_and_urdu(wordings: Wordings, kind: str) -> None:
    assert {"en", "ur"} <= set(wordings.languages(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_wordings_in_other_languages_name_the_facts_of_the_english_ones(
    wordings: Wordings, kind: str
) -> None:
    for language in wordings.languages(kind):
        assert wordings.uses(kind, language) == wordings.uses(kind, "en"), language


@pytest.mark.parametrize("kind", KINDS)
def test_english_and_urdu_name_the_same_facts_in_the_same_order(
    wordings: Wordings, kind: str
) -> None:
    assert wordings.uses(kind, "ur") == wordings.uses(kind, "en")


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_letter_names_is_among_the_facts(wordings: Wordings, kind: str) -> None:
    facts = letter_facts()
    uses = wordings.uses(kind, "en")
    assert uses.values <= values_of(kind)
    assert values_of(kind) <= facts.values.keys()
    assert facts.lists.keys() == LETTER_LISTS
    assert facts.tables.keys() == LETTER_TABLES


def test_every_fact_is_said_in_some_letter(wordings: Wordings) -> None:
    named = {name for kind in KINDS for name in wordings.uses(kind, "en").values}
    assert set().union(*(values_of(kind) for kind in KINDS)) == named
    placed = {name for kind in KINDS for _, name in wordings.uses(kind, "en").directives}
    assert placed >= LETTER_LISTS | LETTER_TABLES | LETTER_PARTS


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("flags", [frozenset(), FLAGS], ids=["no flag", "every flag"])
def test_a_letter_is_made_with_no_flag_and_with_every_flag(
    wordings: Wordings, kind: str, language: str, flags: frozenset[str]
) -> None:
    letter = wordings.compose(kind, language, letter_facts(language, flags=flags))
    assert "{" not in words(letter)
    assert letter.subject in words(letter)


def test_the_request_names_supporters_apart_from_the_applicant(wordings: Wordings) -> None:
    letter = wordings.compose("request", "en", letter_facts())
    assert "They are not applicants" in words(letter)
    assert "supported by Digital Rights Society; Press Freedom Union" in words(letter)


def test_the_request_asks_for_the_rest_where_a_part_is_withheld(wordings: Wordings) -> None:
    said = words(wordings.compose("request", "en", letter_facts()))
    assert "Please mark each removal and send the remainder." in said


def test_the_notice_tells_what_the_record_will_state_and_accuses_nobody(
    wordings: Wordings,
) -> None:
    said = words(wordings.compose("notice", "en", letter_facts()))
    assert "after 19 April 2024, that no answer to this request had been recorded" in said
    for accusation in ("fail", "ignor", "violat", "unlawful", "breach", "refus"):
        assert accusation not in said


def test_a_value_is_never_read_as_a_template_or_as_markdown(tmp_path: Path) -> None:
    hostile = "{applicant_name} {{ 7*7 }} {% x %} **bold** # no <script>alert(1)</script> ::: when"
    wordings = written(tmp_path, "# Subject\n\n{body_name}\n")
    letter = wordings.compose("request", "en", letter_facts(values={"body_name": hostile}))
    assert letter.blocks[1] == Paragraph((TextRun(hostile),))


def test_a_value_takes_the_style_of_its_place(tmp_path: Path) -> None:
    wordings = written(tmp_path, "# Subject\n\nTo **{body_name}** *now*\n")
    letter = wordings.compose("request", "en", letter_facts(values={"body_name": "*A*"}))
    assert letter.blocks[1] == Paragraph(
        (
            TextRun("To "),
            TextRun("*A*", RunStyle.STRONG),
            TextRun(" "),
            TextRun("now", RunStyle.EMPHASIS),
        )
    )


def test_an_address_keeps_its_lines_and_drops_empty_ones(tmp_path: Path) -> None:
    source = "# Subject\n\n::: style address\n{body_to}\n{body_name}\n{body_address}\n:::\n"
    wordings = written(tmp_path, source)
    values = {"body_to": "", "body_name": "Office", "body_address": "1 Road\r\n\nTown\n"}
    letter = wordings.compose("request", "en", letter_facts(values=values))
    assert letter.blocks[1] == Paragraph((TextRun("Office\n1 Road\nTown"),), "address")


def test_an_address_without_any_line_leaves_no_paragraph(tmp_path: Path) -> None:
    wordings = written(tmp_path, "# Subject\n\n::: style address\n{body_address}\n:::\n")
    letter = wordings.compose("request", "en", letter_facts(values={"body_address": " \n "}))
    assert len(letter.blocks) == 1


def test_elsewhere_a_line_break_in_a_value_is_a_space(tmp_path: Path) -> None:
    wordings = written(tmp_path, "# On {body_name}\n\nTo {body_name}\nhere\n")
    letter = wordings.compose("request", "en", letter_facts(values={"body_name": "A\n\n B"}))
    assert letter.subject == "On A B"
    assert letter.blocks[1] == Paragraph((TextRun("To A B here"),))


def test_forced_writing_order_and_control_characters_are_left_out() -> None:
    assert carried("a\u202egnp.exe\u202c\x00\x07b\ud800\ufffe\u2066c\u2069") == "agnp.exebc"
    assert carried("one\r\ntwo\u2028three\tfour") == "one\ntwo\nthree four"
    joined = "می\u200cخواہم"  # the joiner is part of the spelling
    assert carried(joined) == joined


@given(st.text())
def test_what_a_letter_carries_can_stand_in_a_document(value: str) -> None:
    kept = carried(value)
    kept.encode("utf-8")
    assert carried(kept) == kept


def test_lists_tables_and_the_signature_are_placed_as_the_source_says(tmp_path: Path) -> None:
    source = (
        "# Subject\n\n::: numbered records\n:::\n\n::: bullets points\n:::\n\n"
        "::: table annexes\n:::\n\n::: signature signature\n:::\n\n1. one\n2. **two**\n"
    )
    facts = letter_facts(lists={"records": ("A {x}", " "), "points": ("B",), "signature": ("C",)})
    letter = written(tmp_path, source).compose("request", "en", facts)
    assert letter.blocks[1:] == (
        NumberedList(((TextRun("A {x}"),),)),
        BulletList(((TextRun("B"),),)),
        facts.tables["annexes"],
        SignaturePlace(("C",)),
        NumberedList(((TextRun("one"),), (TextRun("two", RunStyle.STRONG),))),
    )


def test_empty_lists_and_tables_leave_nothing_behind(wordings: Wordings) -> None:
    empty: dict[str, tuple[str, ...]] = {"definitions": (), "enclosures": ()}
    facts = letter_facts(lists=empty, flags=frozenset())
    letter = wordings.compose("request", "en", facts)
    assert not any(isinstance(block, BulletList | LetterTable) for block in letter.blocks)
    assert "In this request:" not in words(letter)
    assert "Enclosures" not in words(letter)


def test_a_condition_holds_for_a_flag_or_for_a_fact_that_is_not_empty(tmp_path: Path) -> None:
    source = (
        "# S\n\n::: when urgent\nurgent\n:::\n\n::: unless urgent\ncalm\n:::\n\n"
        ":::: when body_address\n::: when points\nboth\n:::\n::::\n"
    )
    wordings = written(tmp_path, source)
    calm = wordings.compose("request", "en", letter_facts(flags=frozenset()))
    assert words(calm) == "S\ncalm\nboth"
    facts = letter_facts(flags=frozenset({"urgent"}), values={"body_address": ""})
    assert words(wordings.compose("request", "en", facts)) == "S\nurgent"


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("# S\n\nTo {nobody}\n", 3, "{nobody} is no value; allowed are acknowledgement_line"),
        ("# S\n\nDear\nall of {answer_by}\n", 4, "{answer_by} is no value"),
        ("# S\n\nA { brace\n", 3, "a brace that encloses no value"),
        ("# S\n\n{{ body_name }}\n", 3, "a brace that encloses no value"),
        ("# S\n\n::: wen urgent\nx\n:::\n", 3, "“::: wen urgent” is no directive; allowed are"),
        ("# S\n\n::: when\nx\n:::\n", 3, "each with one name"),
        ("# S\n\n:::\n", 3, "is no directive"),
        (
            "# S\n\n::: when soon\nx\n:::\n",
            3,
            "when knows no “soon”; allowed are acknowledgement_line",
        ),
        ("# S\n\n::: style bold\nx\n:::\n", 3, "style knows no “bold”; allowed are address"),
        ("# S\n\n::: numbered annexes\n:::\n", 3, "numbered knows no “annexes”"),
        ("# S\n\n::: table records\n:::\n", 3, "table knows no “records”"),
        ("# S\n\n::: numbered records\nx\n:::\n", 3, "leave it empty"),
        ("# S\n\n::: when urgent\nx\n", 3, "never closed"),
        ("# S\n\n> quoted\n", 3, "a letter has no blockquote"),
        ("# S\n\n`code`\n", 3, "a letter sets no code inline"),
        ("# S\n\n[a](https://example.org)\n", 3, "a letter sets no link"),
        ("# S\n\n- a\n\n  b\n", 3, "one paragraph and nothing else"),
        ("Dear all\n", 1, "exactly one heading of level 1"),
        ("# S\n\n# T\n", 3, "exactly one heading of level 1"),
        ("::: when urgent\n# S\n:::\n", 2, "exactly one heading of level 1"),
    ],
)
def test_a_faulty_source_is_refused_with_its_file_line_and_way_out(
    tmp_path: Path, source: str, line: int, said: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        written(tmp_path, source).compose("request", "en", letter_facts())
    assert str(refusal.value).startswith(f"en/request.md, line {line}: ")
    assert said in str(refusal.value)


def test_html_in_a_source_is_only_words(tmp_path: Path) -> None:
    letter = written(tmp_path, "# S\n\n<b>x</b>\n").compose("request", "en", letter_facts())
    assert letter.blocks[1] == Paragraph((TextRun("<b>x</b>"),))


def test_a_fact_that_is_missing_is_named_with_the_line_that_needs_it(tmp_path: Path) -> None:
    wordings = written(tmp_path, "# S\n\n::: numbered records\n:::\n")
    facts = letter_facts()
    lacking = type(facts)(facts.values, {}, facts.tables)
    with pytest.raises(BadInput, match=r"en/request\.md, line 3: .*the list “records”"):
        wordings.compose("request", "en", lacking)


@pytest.mark.parametrize(
    ("kind", "language"), [("request", "xx"), ("plea", "en"), ("../en/request", "ur")]
)
def test_a_letter_without_source_is_refused_with_what_there_is(
    wordings: Wordings, kind: str, language: str
) -> None:
    with pytest.raises(NotOnFile, match=r"they hold: ar/appeal\.md, .*ur/vakalatnama\.md"):
        wordings.compose(kind, language, letter_facts())


def test_a_source_that_is_not_text_is_refused(tmp_path: Path) -> None:
    wordings = written(tmp_path, "")
    (tmp_path / "en" / "request.md").write_bytes(b"# S\xff")
    with pytest.raises(BadInput, match=r"en/request\.md: .* cannot be read as UTF-8"):
        wordings.compose("request", "en", letter_facts())


def test_a_request_asks_for_mail_only_where_a_contact_is_given(wordings: Wordings) -> None:
    with_contact = words(wordings.compose("request", "en", letter_facts()))
    by_post = words(
        wordings.compose("request", "en", letter_facts(values={"applicant_contact": ""}))
    )
    assert "to the email address above" in with_contact
    assert "email" not in by_post
    assert "Please send copies by post to the address above." in by_post


def test_a_request_gives_no_purpose_and_names_its_law_once_before_the_records(
    wordings: Wordings,
) -> None:
    said = words(wordings.compose("request", "en", letter_facts()))
    assert "purpose" not in said
    opening = said[: said.index("The records, so far as")]
    assert "Access to Records Act" not in opening, "the sentence on the capacity names the law"
    assert "I am a citizen and ask under section 3. I request copies" in opening


def test_a_request_without_a_capacity_still_names_its_law(wordings: Wordings) -> None:
    said = words(wordings.compose("request", "en", letter_facts(values={"eligibility": ""})))
    assert "I make this request under the Access to Records Act, 2017." in said
