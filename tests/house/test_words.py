"""What a catalogue lacks, and what would stay in English, is told in one sentence each."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import InternationalizationExtension

from tools import bare_english, words
from tracker.domain.base.errors import Refusal
from tracker.translations import catalogue

ROOT = Path(__file__).parents[2]
PLACE = [("tracker/web/page.py", 7)]


def catalog(*messages: tuple[Any, Any], fuzzy: bool = False) -> Catalog:
    """A catalogue of these messages with their words, each said in one place."""
    made = Catalog(locale="ur", fuzzy=False)
    for sentence, said in messages:
        made.add(sentence, said, locations=PLACE, flags=["fuzzy"] if fuzzy else [])
    return made


def faults(found: Catalog, wanted: Catalog) -> list[str]:
    return words.faults_of(found, wanted, "ur.po", "ur")


def test_a_catalogue_that_has_all_words_has_no_fault() -> None:
    said = catalog(("Filed on {day}.", "{day} کو دائر"), (("{n} day", "{n} days"), ("{n}", "{n}")))

    assert faults(said, said) == []


@pytest.mark.parametrize(
    ("sentence", "said", "why"),
    [
        ("Go on", "", "has no words"),
        (("{n} day", "{n} days"), ("{n} دن", ""), "has no words"),
        ("On {day}", "کو {date}", "has words that name other values"),
        ("On %(day)s", "کو", "has words that name other values"),
        (
            "Filed {day:on}",
            "{day:of} دائر",
            "asks for a form of a day, as in {day:on}, that the sentence does not have",
        ),
        ("{a} of {a}", "{a}", "has words that name other values"),
        ("<b>Go</b> on", "جاری", "has words with other elements of HTML"),
    ],
)
def test_what_is_wrong_with_the_words_of_a_message_is_said_with_its_place(
    sentence: str | tuple[str, str], said: str | tuple[str, str], why: str
) -> None:
    called = sentence if isinstance(sentence, str) else sentence[0]

    found = faults(catalog((sentence, said)), catalog((sentence, None)))

    assert found == [f"tracker/web/page.py:7: “{called}” {why} (ur)."]


def test_words_for_an_earlier_sentence_are_a_fault() -> None:
    (found,) = faults(catalog(("Go on", "جاری"), fuzzy=True), catalog(("Go on", None)))

    assert found.startswith("tracker/web/page.py:7: “Go on” has words for an earlier sentence: ")


def test_a_message_that_is_in_no_catalogue_is_told_and_one_that_nobody_says() -> None:
    found = faults(catalog(("Go on", "جاری")), catalog(("Go back", None)))

    assert found == [
        "tracker/web/page.py:7: “Go back” is not in ur.po: run `make words` (ur).",
        "ur.po: “Go on” is in no source any more: run `make words`.",
    ]


def test_a_message_that_goes_by_a_number_in_the_sources_alone_is_told() -> None:
    (found,) = faults(catalog(("1 day", "دن")), catalog((("1 day", "{n} days"), None)))

    assert "“1 day” goes by a number in one place and not in the other" in found


def test_another_order_than_that_of_the_sources_is_told() -> None:
    one, other = ("Go on", "جاری"), ("Go back", "واپس")

    assert faults(catalog(one, other), catalog(other, one)) == [
        "ur.po does not follow the sources: run `make words`."
    ]


def table(folder: Path) -> Path:
    """A table of English and one more language; the file of its catalogue."""
    lines = [f"[{code}]\nname = 'A'\nreviewed = true\n" for code in ("en", "eo")]
    (folder / "languages.toml").write_text("".join(lines), "utf-8")
    return catalogue("eo", folder)


def test_a_language_of_the_table_without_a_catalogue_is_told_and_gets_one(tmp_path: Path) -> None:
    file = table(tmp_path)

    assert list(words.faults(catalog(), tmp_path)) == [f"{file} is missing: run `make words`."]
    words.update(catalog(("today", None)), tmp_path)
    assert list(words.faults(catalog(("today", None)), tmp_path)) == [
        "tracker/web/page.py:7: “today” has no words (eo)."
    ]


def test_an_update_keeps_both_sides_of_a_merge_and_drops_what_nobody_says(tmp_path: Path) -> None:
    file = table(tmp_path)
    file.parent.mkdir(parents=True)
    with file.open("wb") as handle:
        write_po(handle, Catalog(locale="eo", fuzzy=False))
    one, other = 'msgid "today"\nmsgstr "a"\n\n', 'msgid "tomorrow"\nmsgstr "b"\n\n'
    gone = 'msgid "never"\nmsgstr "c"\n'
    torn = f"\n<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> theirs\n{gone}"
    file.write_text(file.read_text("utf-8") + torn, "utf-8")

    words.update(catalog(("tomorrow", None), ("today", None), ("new", None)), tmp_path)

    with file.open("rb") as handle:
        kept = [(message.id, message.string) for message in read_po(handle) if message.id]
    assert kept == [("tomorrow", "b"), ("today", "a"), ("new", "")]


def test_the_catalogues_are_those_of_the_checkout_and_not_of_an_installed_program(
    tmp_path: Path,
) -> None:
    for file in ("tools/words.py", "pyproject.toml", "tracker/translations/languages.toml"):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    (tmp_path / "tracker/services").mkdir()
    (tmp_path / "tracker/services/one.py").write_text('say("A sentence of the other checkout.")')
    ours = catalogue("ur").read_bytes()

    program = tmp_path / "tools/words.py"
    done = subprocess.run(
        [sys.executable, program, "update"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.stdout == (
        "tracker/services/one.py:1: “A sentence of the other checkout.” has no words (ur).\n"
    )
    made = catalogue("ur", tmp_path / "tracker/translations")
    assert 'msgid "A sentence of the other checkout."' in made.read_text("utf-8")
    assert catalogue("ur").read_bytes() == ours


def test_every_file_that_stays_english_is_there() -> None:
    left = [
        name
        for each in bare_english.mappings()
        if each["method"] == "ignore"
        for name in each["pattern"]
    ]

    assert [name for name in left if not (bare_english.ROOT / name).is_file()] == []


def test_every_kind_of_refusal_is_looked_for() -> None:
    def kinds(cls: type) -> set[str]:
        return {cls.__name__}.union(*map(kinds, cls.__subclasses__()))

    sources = [file.read_text("utf-8") for file in bare_english.files() if file.suffix == ".py"]
    of_program = {
        name for name in kinds(Refusal) if any(f"class {name}(" in each for each in sources)
    }

    assert of_program - bare_english.keywords() == set()


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("<p>Not said</p>", ["Not said"]),
        ('<nav aria-label="Where you are">', ["Where you are"]),
        ("{{ 'Set up' if a else b }}", ["Set up"]),
        ("day{{ 's' if n != 1 }}", ["day", "s"]),
        ("{% trans %}Said{% endtrans %} {{ _('Said too') }}", []),
        ("<p class='small soft' id='{{ a }}'>{{ b }}</p>", []),
        ("{% trans who=a, n=b %}{{ who }}{% pluralize %}{{ n }}{% endtrans %}", ["who=a, n=b "]),
        ("{% trans who=a, n=b %}{{ who }}{% pluralize n %}{{ n }}{% endtrans %}", []),
        ("{% trans number=n %}{{ number }}{% pluralize %}{{ number }}s{% endtrans %}", []),
    ],
)
def test_bare_words_of_a_template_are_found(source: str, bare: list[str]) -> None:
    assert bare_english.in_template(source) == bare


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ('flash("It is done.")', ["It is done."]),
        ('gettext(f"It is {day}.")', ["f'It is {day}.'"]),
        ('gettext("It is {day}.", day=day)', []),
        ('lazy_gettext("It is " + day)', ["'It is ' + day"]),
        ('gettext("So" if a else "not so")', ["'So' if a else 'not so'"]),
        ('gettext(Message("So") if a else Message("not so"))', []),
        ('ngettext("{number} day left", "{number} days left", days)', []),
        ('raise BadInput("Enter it.", what=Message("the day"))', []),
        ('raise BadInput(f"Enter {it}.")', ["f'Enter {it}.'"]),
        ("raise BadInput(TABLE[key])", ["TABLE[key]"]),
        ('"""What it promises."""\nraise ValueError("Not at all so")', []),
    ],
)
def test_bare_words_of_a_module_of_the_pages_are_found(source: str, bare: list[str]) -> None:
    assert bare_english.in_module(source, of_pages=True) == bare


def test_beside_the_pages_only_messages_are_looked_at() -> None:
    source = 'name = "Any words at all"\nsay(WORDS["key"])'

    assert bare_english.in_module(source, of_pages=False) == ["WORDS['key']"]


def test_a_plural_of_a_template_is_found_in_both_forms() -> None:
    environment: Any = Environment(  # noqa: S701  # nothing is rendered
        extensions=[InternationalizationExtension]
    )
    source = "{% trans n=n %}{{ n }} day{% pluralize %}{{ n }} days{% endtrans %}"
    ((_, name, message),) = environment.extract_translations(source)

    assert (name, message[:2]) == ("ngettext", ("%(n)s day", "%(n)s days"))
