"""A day or a span with its preposition, in every form and language, and no sentence that glues one
to the other by itself."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import tracker
from tools import words
from tracker.domain.base.days import DaySpan
from tracker.services.core.day_phrases import DAY_FORMS
from tracker.services.core.i18n import Locale
from tracker.translations import catalogue, languages, locale

PACKAGE = Path(tracker.__file__).parent
TEMPLATES = PACKAGE.parent / "templates"
MONDAY, WEDNESDAY = date(2024, 3, 11), date(2024, 3, 13)
ENGLISH = Locale("en")
BUILT_WRONGLY = re.compile(
    r"\b(on|of|since|from|to|by|until|before|after) (between|on or|.{,30} at the earliest)"
)
GLUED = re.compile(r"\b(?:on|of|since|from|to|by|until|before|after|follows) \{(\w+)\}")
# What gives a day that may be a span.
SPANS = frozenset({"span", "day_span", "short_span", "said_span"})


@pytest.mark.parametrize(
    ("form", "exact", "between", "open_ended"),
    [
        (
            "",
            "Monday 11 March 2024",
            "between Monday 11 March 2024 and Wednesday 13 March 2024",
            "Monday 11 March 2024 at the earliest",
        ),
        (
            "on",
            "on Monday 11 March 2024",
            "between Monday 11 March 2024 and Wednesday 13 March 2024",
            "on or after Monday 11 March 2024",
        ),
        (
            "of",
            "of Monday 11 March 2024",
            "of a day between Monday 11 March 2024 and Wednesday 13 March 2024",
            "of Monday 11 March 2024 or later",
        ),
        (
            "since",
            "since Monday 11 March 2024",
            "since a day between Monday 11 March 2024 and Wednesday 13 March 2024",
            "since Monday 11 March 2024 or later",
        ),
        (
            "from",
            "from Monday 11 March 2024",
            "from a day between Monday 11 March 2024 and Wednesday 13 March 2024",
            "from Monday 11 March 2024 or later",
        ),
        (
            "to",
            "to Monday 11 March 2024",
            "to a day between Monday 11 March 2024 and Wednesday 13 March 2024",
            "to Monday 11 March 2024 or later",
        ),
    ],
)
def test_each_form_of_each_kind_of_span_reads_as_english(
    form: str, exact: str, between: str, open_ended: str
) -> None:
    assert format(ENGLISH.span(MONDAY, MONDAY), form) == exact
    assert format(ENGLISH.span(MONDAY, WEDNESDAY), form) == between
    assert format(ENGLISH.span(MONDAY, None), form) == open_ended
    assert format(ENGLISH.day_span(DaySpan(MONDAY, WEDNESDAY)), form) == between


def test_a_span_without_weekdays_has_the_same_forms() -> None:
    short = ENGLISH.short_span(DaySpan(MONDAY, WEDNESDAY))

    assert f"{short:on}" == "between 11 March 2024 and 13 March 2024"
    assert f"{ENGLISH.short_span(DaySpan.on(MONDAY)):since}" == "since 11 March 2024"


def test_every_form_of_every_kind_of_span_has_words_in_every_language() -> None:
    for language in languages():
        spoken = locale(language)
        for form in DAY_FORMS:
            for latest in (MONDAY, WEDNESDAY, None):
                said = format(spoken.span(MONDAY, latest), form)
                assert "2024" in said
                assert "{" not in said
                assert not BUILT_WRONGLY.search(said), said
                if language != "en":
                    assert "March" not in said, said


def test_a_form_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="a day has no form “at”"):
        format(ENGLISH.span(MONDAY, MONDAY), "at")


@pytest.mark.parametrize("latest", [MONDAY, WEDNESDAY, None])
def test_every_sentence_that_takes_a_span_reads_well_with_each_kind(latest: date | None) -> None:
    found = 0
    for language in languages():
        spoken = locale(language)
        for sentence in sentences_with_spans():
            forms = dict(words.day_forms(sentence))
            values = {
                name: spoken.span(MONDAY, latest) if name in forms else "it"
                for name in words.values(sentence)
            }
            said = spoken.say(sentence, **values)
            assert "2024" in said
            assert not BUILT_WRONGLY.search(said), said
            found += 1

    assert found > 100


@cache
def sentences_with_spans() -> tuple[str, ...]:
    """Every message that names a form of a day, such as {day:on}."""
    every = (s for m in words.read(catalogue("ur"), "ur") for s in words.forms_of(m.id))
    return tuple(s for s in every if any(form in DAY_FORMS for _, form in words.day_forms(s)))


def test_no_sentence_of_the_program_sets_a_preposition_before_a_span() -> None:
    """Of what the sources show: a sentence, and the call that gives its value."""
    wrong = [
        found for file in sorted(PACKAGE.rglob("*.py")) for found in _glued(file) if file.is_file()
    ]

    assert wrong == []


def test_no_letter_and_no_page_sets_a_preposition_before_a_span() -> None:
    days = re.compile(r"\b(?:on|of|since|from|by) \{\w+_(?:on|of)\}")
    pages = re.compile(r"\|span\b(?!\()[^%]*%\}[^%]*\b(?:on|of|since|from|by) \{\{ day \}\}")
    letters = sorted(TEMPLATES.rglob("letters/en/*.md"))
    wrong = [
        f"{file.name}: {found}"
        for file in letters
        for found in days.findall(file.read_text("utf-8"))
        if "{settled_on}" not in found  # the day on which the office finished it, always exact
    ]
    wrong += [
        f"{file.name}: {found.group()}"
        for file in sorted(TEMPLATES.rglob("*.html"))
        for found in pages.finditer(file.read_text("utf-8"))
    ]

    assert letters
    assert wrong == []


def _glued(file: Path) -> Iterator[str]:
    """The sentences of a file whose value may be a span and stands after a preposition."""
    text = file.read_text("utf-8")
    if not any(f"{name}(" in text for name in SPANS):
        return
    tree = ast.parse(text)
    written = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            spans = _spans_of(function)
            for call in ast.walk(function):
                if isinstance(call, ast.Call):
                    yield from _wrong_in(call, spans, written, file)


def _spans_of(function: ast.FunctionDef) -> set[str]:
    """The names in a function that hold a span in words."""
    found = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _gives_span(node.value):
            found |= {t.id for t in node.targets if isinstance(t, ast.Name)}
    return found


def _gives_span(value: ast.expr) -> bool:
    calls = (node.func for node in ast.walk(value) if isinstance(node, ast.Call))
    return any(isinstance(f, ast.Attribute | ast.Name) and _name(f) in SPANS for f in calls)


def _name(function: ast.Attribute | ast.Name) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id


def _wrong_in(
    call: ast.Call, spans: set[str], written: dict[str, ast.expr], file: Path
) -> Iterator[str]:
    sentences = [
        node.value
        for each in call.args
        for node in ast.walk(written.get(each.id, each) if isinstance(each, ast.Name) else each)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    may_be_spans = {
        word.arg
        for word in call.keywords
        if (isinstance(word.value, ast.Name) and word.value.id in spans) or _gives_span(word.value)
    }
    for sentence in sentences:
        for name in may_be_spans.intersection(GLUED.findall(sentence)):
            yield f"{file.name}: {sentence} ({name})"
