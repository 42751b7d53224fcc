"""What a readable library may still get wrong, each with its sentence."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.lawfiles.small_library import FILES, FIRST_EXAMPLE, spoiled, with_rules, write
from tracker.domain.law.law import LetterKind
from tracker.lawfiles import read_library
from tracker.lawfiles.checks import examine_library, warnings_of
from tracker.services.core.i18n import SpokenLanguages

LAW = "laws/xx-law-2020.toml"


def found(folder: Path, old: str, new: str) -> list[str]:
    """The complaints about the law itself; those of what stands beside it are tested elsewhere."""
    complaints = examine_library(write(folder, spoiled(LAW, old, new))).complaints
    return [str(complaint) for complaint in complaints if complaint.file == LAW]


def test_an_example_that_the_count_does_not_give_is_complained_of(tmp_path: Path) -> None:
    wrong = found(
        tmp_path,
        "earliest = 2024-03-20\nlatest = 2024-03-20",
        "earliest = 2024-03-19\nlatest = 2024-03-20",
    )

    assert wrong == [
        "laws/xx-law-2020.toml, stage.reply.example[2]: from 2024-03-05 it expects "
        "2024-03-19 to 2024-03-20, but the count gives 2024-03-20."
    ]


def test_an_example_that_cannot_be_counted_is_complained_of(tmp_path: Path) -> None:
    assert found(tmp_path, "event = 2024-03-05", "event = 2026-03-05") == [
        "laws/xx-law-2020.toml, stage.reply.example[2]: cannot be counted from 2026-03-05: "
        "Calendar “xx-offices” has no data for 5 March 2026. It covers 1 January 2020 to 31 "
        "December 2025."
    ]


def test_a_law_that_does_not_tell_its_history_is_complained_of(tmp_path: Path) -> None:
    history = '[[change]]\non = 2024-06-30\nsays = { en = "The first version of this file." }\n'

    assert found(tmp_path, history, "") == [
        "laws/xx-law-2020.toml: does not tell its history: write a [[change]] with the day on "
        "which the file was first written."
    ]


def test_a_limit_with_one_example_is_complained_of(tmp_path: Path) -> None:
    second_limit = """\
[[stage.reply.limit]]
since = 2024-04-01
length = 10
unit = "working-day"
first_day = "next"
last_day = "stands"
sources = ["s2"]

"""
    files = with_rules(second_limit)
    first_limit = "since = 2020-01-01\nlength"
    ended = "since = 2020-01-01\nuntil = 2024-03-31\nlength"
    files[LAW] = str(files[LAW]).replace(first_limit, ended)

    assert [
        str(complaint) for complaint in examine_library(write(tmp_path, files)).complaints
    ] == [
        "laws/xx-law-2020.toml, stage.reply.limit[1]: "
        "needs at least 2 ordinary examples, one of them at an edge; it has 1.",
        "laws/xx-law-2020.toml, stage.reply.limit[2]: "
        "needs at least 2 ordinary examples, one of them at an edge; it has 1.",
    ]


def test_an_extension_and_a_shorter_limit_need_examples_of_their_own(tmp_path: Path) -> None:
    more = """\
[stage.reply.extension]
length = 10
unit = "working-day"
runs_from = "end-of-limit"
must_be_announced = false
sources = ["s2"]

[[stage.reply.expedited]]
since = 2020-01-01
length = 2
unit = "working-day"
first_day = "next"
last_day = "stands"
sources = ["s2"]

[stage.reply.expedited_when]
en = "Life or liberty."

"""
    assert found(tmp_path, FIRST_EXAMPLE, more + FIRST_EXAMPLE) == [
        "laws/xx-law-2020.toml, stage.reply.expedited[1]: "
        "needs at least 2 expedited examples, one of them at an edge; it has 0.",
        "laws/xx-law-2020.toml, stage.reply.extension: "
        "needs at least 2 extended examples, one of them at an edge; it has 0.",
    ]


def test_a_number_from_memory_is_complained_of(tmp_path: Path) -> None:
    remembered = 'sources = ["s9"]\n\n[[stage.reply.example]]'

    assert found(tmp_path, 'sources = ["s1"]\n\n[[stage.reply.example]]', remembered) == [
        "laws/xx-law-2020.toml, stage.reply.limit[1]: rests on memory alone, which carries no "
        "number: take the limit out and declare a gap, or read the provision."
    ]


def test_a_text_without_the_languages_of_the_letters_is_complained_of(tmp_path: Path) -> None:
    wrong = found(tmp_path, 'languages = ["en"]', 'languages = ["en", "ur"]')

    assert (
        "laws/xx-law-2020.toml, title: has no words in “ur”, and letters are written in it."
        in wrong
    )
    assert len(wrong) == 8  # title, number, eligibility twice, three provisions, one stage


@pytest.mark.parametrize(("language", "needed"), [("ur", True), ("de", False)])
def test_why_there_is_no_number_is_wanted_in_the_languages_of_pages_alone(
    tmp_path: Path, language: str, needed: bool
) -> None:
    gap = '[[stage.reply.gap]]\nsince = 2019-01-01\nuntil = 2019-12-31\nwhy = { en = "No." }\n\n'
    files = spoiled(LAW, 'languages = ["en"]', f'languages = ["en", "{language}"]')
    files[LAW] = str(files[LAW]).replace(
        "[[stage.reply.limit]]", f"{gap}\n\n[[stage.reply.limit]]"
    )
    lack = "stage.reply.gap[1].why: has no words in “ur”, and pages are made in it."

    found = examine_library(write(tmp_path, files), SpokenLanguages(("en", "ur"))).complaints

    assert any(lack in str(complaint) for complaint in found) is needed


@pytest.mark.parametrize(
    ("today", "stale"), [(date(2025, 6, 29), False), (date(2025, 6, 30), True)]
)
def test_a_comparison_older_than_a_year_is_warned_of(
    tmp_path: Path, today: date, stale: bool
) -> None:
    library = read_library(write(tmp_path, dict(FILES)))

    expected = [
        "laws/xx-law-2020.toml, compared_on: was compared with the official text on 2024-06-30, "
        "more than a year ago: compare it again, and write the new day here."
    ]
    assert [str(each) for each in warnings_of(library, today)] == (expected if stale else [])


def test_a_law_that_was_never_compared_is_warned_of(tmp_path: Path) -> None:
    library = read_library(write(tmp_path, spoiled(LAW, "compared_on = 2024-06-30\n", "")))

    assert [str(each) for each in warnings_of(library, date(2024, 7, 1))] == [
        "laws/xx-law-2020.toml, compared_on: was never compared with the official text."
    ]


SPANISH_LETTERS = {"es": frozenset({LetterKind.REQUEST})}


def test_a_language_of_letters_alone_needs_what_its_letters_contain(tmp_path: Path) -> None:
    files = spoiled(LAW, 'languages = ["en"]', 'languages = ["en", "es"]')
    spoken = SpokenLanguages(("en",), SPANISH_LETTERS)

    found = examine_library(write(tmp_path, files), spoken).complaints

    lacking = {str(each).partition(", ")[2].partition(":")[0] for each in found}
    assert lacking == {
        "title",
        "eligibility.kinds.anybody",
        "body.xx-office.name",
        "body.xx-office.address_to",
        "question.order.wording.regulator",
    }


@pytest.mark.parametrize(
    ("kinds", "why"),
    [
        (frozenset(), "languages: name “es”, and the request has no wording in it."),
        (
            frozenset({LetterKind.REQUEST, LetterKind.APPEAL, LetterKind.NOTICE}),
            "languages: name “es”, in which no pages are made: remove the wording “notice”, whose "
            "words are those of pages too.",
        ),
    ],
)
def test_the_wordings_of_a_language_of_letters_alone_are_checked(
    tmp_path: Path, kinds: frozenset[LetterKind], why: str
) -> None:
    files = spoiled(LAW, 'languages = ["en"]', 'languages = ["en", "es"]')

    found = examine_library(write(tmp_path, files), SpokenLanguages(("en",), {"es": kinds}))

    assert any(why in str(each) for each in found.complaints)
    assert not any("“appeal”" in str(each) for each in found.complaints)


def test_words_for_an_unknown_question_are_a_complaint(tmp_path: Path) -> None:
    words = 'schema = 1\nkey = "es"\n[wording.regulator]\ngone = "Palabras."\n'
    files = {**FILES, "questions/wordings/es.toml": words}

    found = [str(each) for each in examine_library(write(tmp_path, files)).complaints]

    (fault,) = (each for each in found if "no question has the key" in each)
    assert fault.startswith("questions/wordings/es.toml, wording.regulator.gone: ")


RECEIPT = """\
[electronic_receipt]
rule = "not-stated"
note = { en = "Look in the law on electronic transactions." }
"""


def receipt_of(*lines: str) -> str:
    """The table on electronic receipt with these lines."""
    return "\n".join(("[electronic_receipt]", *lines, ""))


def test_a_law_that_does_not_say_when_an_email_is_received_is_warned_of(tmp_path: Path) -> None:
    """This is only a warning, so the library of an office that is older than the rule still
    opens."""
    library = read_library(write(tmp_path, spoiled(LAW, RECEIPT, "")))

    assert [str(each) for each in warnings_of(library, date(2024, 7, 1))] == [
        "laws/xx-law-2020.toml: does not say when an electronic letter is received: write "
        "[electronic_receipt]. If no rule was read, write rule = “not-stated” and a note that "
        "says where to look."
    ]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (['rule = "not-stated"'], "not-stated needs a “note” that says where to look."),
        (
            ['rule = "entered-any-system"', 'says = { en = "It enters." }', "sources = []"],
            "must name at least one provision.",
        ),
        (
            ['rule = "entered-any-system"', 'sources = ["s1"]'],
            "a rule needs “says” and “sources”: where none was read, write not-stated.",
        ),
        (
            ['rule = "not-stated"', 'says = { en = "It enters." }', 'sources = ["s1"]'],
            "not-stated has no “says” and no “sources”: leave them out.",
        ),
        (
            ['rule = "entered-any-system"', 'says = { en = "It enters." }', 'sources = ["s8"]'],
            "there is no provision “s8”.",
        ),
        (
            ['rule = "capable-of-retrieval"', 'says = { en = "It can." }', 'sources = ["s9"]'],
            'rests on memory alone: write rule = "not-stated", and say what is not known.',
        ),
        (['rule = "opened"'], "“opened” is not allowed."),
    ],
)
def test_a_rule_on_electronic_receipt_is_whole_and_read(
    tmp_path: Path, lines: list[str], complaint: str
) -> None:
    assert any(complaint in each for each in found(tmp_path, RECEIPT, receipt_of(*lines)))


@pytest.mark.parametrize(
    ("year", "said"),
    [
        ("218", "218 is not the year of a text: write four digits, such as 2018."),
        ("2025", "2025 is after the comparison of 2024-06-30: correct one of the two."),
    ],
)
def test_the_year_of_the_text_is_a_year_before_the_comparison(
    tmp_path: Path, year: str, said: str
) -> None:
    wrong = found(tmp_path, "compared_on", f"text_of_year = {year}\ncompared_on")

    assert wrong == [f"{LAW}, text_of_year: {said}"]


def test_the_mark_of_a_template_is_complained_of_wherever_it_is_left(tmp_path: Path) -> None:
    assert found(tmp_path, "A law", "The FILL IN") == [
        f"{LAW}, title.en: still says “FILL IN”: write what you read in its place."
    ]


GAP = 'about = ["test", "interest", "refusal", "severance", "burden-of-proof", "penalties", '
PENALTIES = """
[[fact]]
topic = "penalties"
says = { en = "A fine." }
sources = ["%s"]
"""


def passed_over(folder: Path, old: str, new: str) -> list[str]:
    library = read_library(write(folder, spoiled(LAW, old, new)))
    return [str(each) for each in warnings_of(library, date(2024, 7, 1))]


def test_a_kind_of_fact_that_a_law_neither_holds_nor_lacks_by_name_is_warned_of(
    tmp_path: Path,
) -> None:
    """Only a warning, for the same reason."""
    assert passed_over(tmp_path, '"severance", "burden-of-proof", "penalties", ', "") == [
        f"{LAW}, not_known: passes over kinds of facts that each file holds or names as not "
        "known. Write what you read, or a [[not_known]] with about = "
        '["severance", "burden-of-proof", "penalties"] that says where to look.'
    ]


@pytest.mark.parametrize(("source", "warned"), [("s2", False), ("s9", True)])
def test_a_fact_is_held_if_it_was_read_and_not_if_it_is_remembered(
    tmp_path: Path, source: str, warned: bool
) -> None:
    files = spoiled(LAW, '"penalties", ', "")
    files[LAW] = str(files[LAW]) + PENALTIES % source
    library = read_library(write(tmp_path, files))

    said = [str(each) for each in warnings_of(library, date(2024, 7, 1))]
    assert ['about = ["penalties"]' in each for each in said] == [True] * warned


def warning_with_clause(folder: Path, files: Mapping[str, str | bytes], clause: str) -> str:
    """The one warning of a library whose law has this clause too."""
    law = f"""{files[LAW]!s}
[[exemption]]
key = "s2"
cite = {{ en = "section 2" }}
covers = {{ en = "inquiries" }}
sources = ["s2"]
{clause}
"""
    library = read_library(write(folder, {**files, LAW: law}))
    (said,) = (str(each) for each in warnings_of(library, date(2024, 7, 1)))
    return said


@pytest.mark.parametrize(
    ("clause", "lacking"),
    [
        ('terms.effect = "may-refuse"', '"test", "interest"'),
        (
            'terms.interest = "absolute"\nterms.test = { kind = "class", sources = ["s2"] }',
            '"effect"',
        ),
        # Neither clause has an interest of its own: one weighs inside, the other is not answered.
        (
            'terms.test = { kind = "weighing", says = { en = "it weighs" }, sources = ["s2"] }',
            '"effect"',
        ),
        ('terms.effect = "not-answered"', '"test"'),
    ],
)
def test_terms_are_held_if_each_clause_has_them(tmp_path: Path, clause: str, lacking: str) -> None:
    files = spoiled(LAW, '"exemptions", "effect"]', '"exemptions"]')
    files[LAW] = str(files[LAW]).replace('"test", "interest", ', "")

    assert f"about = [{lacking}]" in warning_with_clause(tmp_path, files, clause)


@pytest.mark.parametrize(
    ("clause", "lacking"),
    [
        ('terms.ends = { years = 5, sources = ["s2"] }', '["pauses", "approval"]'),
        (
            'terms.approval = { says = { en = "an order" }, sources = ["s2"] }',
            '["pauses", "lapse-of-exemptions"]',
        ),
    ],
)
def test_an_end_or_an_approval_is_held_if_one_clause_has_it(
    tmp_path: Path, clause: str, lacking: str
) -> None:
    files = spoiled(LAW, 'about = ["pauses", "lapse-of-exemptions", "approval"]\n', "")

    assert f"about = {lacking}" in warning_with_clause(tmp_path, files, clause)


@pytest.mark.parametrize(
    ("about", "complaint"),
    [
        ('about = ["penalty"]', "“penalty” is not allowed. Did you mean “penalties”?"),
        ('about = "penalties"', "must be a list, not text."),
        ("about = [7]", "“7” is not allowed."),
        ('abuot = ["penalties"]', "“abuot” is no language code, such as en or ur."),
    ],
)
def test_what_a_gap_is_about_is_one_of_the_kinds_of_facts(
    tmp_path: Path, about: str, complaint: str
) -> None:
    told = found(tmp_path, GAP + '"publication"]', about)

    assert any(complaint in each for each in told), told


def test_a_gap_has_words_beside_what_it_is_about(tmp_path: Path) -> None:
    words = 'en = "What a refusal needs, and the duties of bodies. Look in the gazette."\n'

    assert f"{LAW}, not_known[3]: holds no words in any language." in found(tmp_path, words, "")
