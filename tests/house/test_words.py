"""Whatever the desk shows is said in every language, value for value; what is left is listed."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension

from tools import words

LETTERS = re.compile("[A-Za-z]{2}")
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;]? [A-Za-z]|^[A-Z][a-z]+[.:]?( |$)")
SHOWN = {"aria-label", "placeholder", "title", "alt", "data-label"}
GETTEXT = {"_", "gettext", "ngettext"}
# Calls whose strings nobody reads: the program's own faults, its log, and keys of requests.
UNREAD = {
    "ValueError",
    "TypeError",
    "KeyError",
    "LookupError",
    "error",
    "warning",
    "info",
    "exception",
    "get",
    "cast",
}
# What looks like words for a reader and is none.
NO_WORDS = {
    "English", "Health", "House", "JSON Lines", "Lax", "Legal-basis requests",
    "Noto Nastaliq Urdu, Jameel Noori Nastaleeq, Urdu Typesetting, sans-serif", "RadioField",
    "Retry-After", "User-Agent", "noindex, nofollow", "private, no-store",
    "text/calendar; charset=utf-8", "text/html; charset=utf-8",
}  # fmt: skip


def catalogues() -> list[tuple[str, str]]:
    return [(domain, language) for domain in words.WHAT for language in words.LANGUAGES]


@pytest.mark.parametrize(("domain", "language"), catalogues())
def test_a_catalogue_is_what_the_sources_say(domain: str, language: str) -> None:
    now = words.file_of(domain, language).read_text("utf-8")

    assert now == words.written(domain, language), "run `make words`"


@pytest.mark.parametrize(("domain", "language"), catalogues())
def test_every_sentence_of_the_desk_has_its_words(domain: str, language: str) -> None:
    lacking = [
        message.id
        for message in words.read(domain, language)
        if message.id and not all(form.strip() for form in words.forms(message.string))
    ]

    assert lacking == []


@pytest.mark.parametrize(("domain", "language"), catalogues())
def test_a_translation_has_the_values_and_the_elements_of_its_sentence(
    domain: str, language: str
) -> None:
    for message in words.read(domain, language):
        said = words.singular(message.id) if not message.id else words.forms(message.id)[-1]
        for form in words.forms(message.string) if message.id else ():
            assert set_in(form) == set_in(said), said
            assert elements(form) == elements(said), said


def set_in(sentence: str) -> set[str]:
    """The values that a sentence names, in either way."""
    percents = set(re.findall(r"%\((\w+)\)s", sentence))
    braces = {str(name) for _, name, _, _ in Formatter().parse(sentence) if name}
    return percents | braces


def elements(sentence: str) -> Counter[str]:
    """The elements of HTML in a sentence, with all that they carry."""
    return Counter(re.findall("<[^>]*>", sentence))


def test_no_sentence_stands_in_two_catalogues() -> None:
    for language in words.LANGUAGES:
        found = Counter(
            said
            for domain in ("", *words.WHAT)
            for said in words.singulars(words.read(domain, language))
        )

        assert [said for said, times in found.items() if times > 1] == []


def test_both_sides_of_a_merge_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = 'msgid "today"\nmsgstr "a"\n', 'msgid "tomorrow"\nmsgstr "b"\n'
    torn = f"<<<<<<< HEAD\n{one}=======\n{other}>>>>>>> theirs\n"
    (tmp_path / "pages.ur.po").write_text(torn, "utf-8")
    monkeypatch.setattr(words, "TRANSLATIONS", tmp_path)

    assert words.singulars(words.read("pages", "ur")) == {"today", "tomorrow"}


@cache
def environment() -> Environment:
    made = Environment(  # noqa: S701  # nothing is rendered
        extensions=[InternationalizationExtension], trim_blocks=True, lstrip_blocks=True
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        str, lambda one, more, n: one, newstyle=True
    )
    return made


class Visible(HTMLParser):
    """Collects the words of a template that a reader sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        if LETTERS.search(data):
            self.found.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [v for name, v in attrs if name in SHOWN and v and LETTERS.search(v)]


def bare_in_template(source: str) -> list[str]:
    """English words of a template outside `trans`, in its text and in its expressions."""
    tree = environment().parse(source)
    visible = Visible()
    # What an expression writes is no text of the template, and may stand within a tag.
    visible.feed("".join(_written(tree)))
    visible.close()
    return visible.found + [said for said in _spoken(tree) if said not in NO_WORDS]


def _written(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.If):
        # Only one of two attributes of a tag is written, but both are looked at.
        for part in (*node.body, *node.elif_, *node.else_):
            yield from _written(part)
    else:
        for child in node.iter_child_nodes():
            yield from _written(child)


def _spoken(node: nodes.Node) -> Iterator[str]:
    """The strings of expressions that read like words, but for those that are translated."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        if (SENTENCE.search(node.value) and "button" not in node.value) or node.value == "s":
            yield node.value
        return
    for child in node.iter_child_nodes():
        yield from _spoken(child)


def bare_in_module(source: str) -> list[str]:
    """English words of a module of the pages that are handed to nothing that translates them."""
    wrapping = {*words.SAYS, *words.refusal_classes(), *UNREAD}
    return [said for said in _unwrapped(ast.parse(source), wrapping) if said not in NO_WORDS]


def _unwrapped(node: ast.AST, wrapping: set[str]) -> Iterator[str]:
    if isinstance(node, ast.Call) and called(node) in wrapping:
        # The values may hold English; of the sentence itself only a literal can be found.
        said = 2 if called(node) == "say_count" else 1
        values = [*node.args[said:], *(each.value for each in node.keywords)]
        sentence = node.args[0] if node.args else node
        if called(node) in words.SAYS and isinstance(sentence, (ast.JoinedStr, ast.BinOp)):
            yield ast.unparse(sentence)
        for value in values if called(node) not in UNREAD else ():
            yield from _unwrapped(value, wrapping)
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if SENTENCE.search(node.value) and "<" not in node.value:
            yield node.value
        return
    for child in ast.iter_child_nodes(node):
        yield from _unwrapped(child, wrapping)


def called(node: ast.Call) -> str:
    """The name of what is called."""
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


def unsaid_refusals(source: str) -> list[str]:
    """Refusals whose sentence is put together before it can be translated."""
    refusing = set(words.refusal_classes())
    return [
        ast.unparse(node.args[0])
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and called(node) in refusing and node.args
        if not isinstance(node.args[0], (ast.Constant, ast.Name, ast.Attribute))
    ]


def bare_in(file: Path) -> list[str]:
    """What is still to be wrapped in a file."""
    source = file.read_text("utf-8")
    if file.suffix == ".html":
        return bare_in_template(source)
    return [
        *(bare_in_module(source) if file in words.web_modules() else ()),
        *unsaid_refusals(source),
    ]


def lookable() -> list[Path]:
    return sorted({*words.templates(), *words.modules(), *words.web_modules()})


def test_a_file_that_is_not_listed_has_no_bare_english() -> None:
    left = words.not_wrapped()
    bare = {words.named(f): found for f in lookable() if (found := bare_in(f))}

    assert {name: found for name, found in bare.items() if name not in left} == {}


def test_the_list_names_files_in_their_order_and_nothing_else() -> None:
    listed = words.LIST.read_text("utf-8").split()

    assert listed == sorted(set(listed))
    assert set(listed) - {words.named(file) for file in lookable()} == set()


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ("<p>Not said</p>", ["Not said"]),
        ('<nav aria-label="Where you are">', ["Where you are"]),
        ("{{ 'Set up' if a else b }}", ["Set up"]),
        ("day{{ 's' if n != 1 }}", ["day", "s"]),
        ("{% trans %}Said{% endtrans %} {{ _('Said too') }}", []),
        ("<p class='small soft' id='{{ a }}'>{{ b }}</p>", []),
    ],
)
def test_bare_words_of_a_template_are_found(source: str, bare: list[str]) -> None:
    assert bare_in_template(source) == bare


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ('flash("It is done.")', ["It is done."]),
        ('say(f"It is {day}.")', ["f'It is {day}.'"]),
        ('say("It is {day}.", day=day)', []),
        ('say_count("{number} day left", "{number} days left", days)', []),
        ('raise BadInput("Enter it.", what=Words("the day"))', []),
        ('"""What it promises."""\nraise ValueError("Not at all so")', []),
    ],
)
def test_bare_words_of_a_module_are_found(source: str, bare: list[str]) -> None:
    assert bare_in_module(source) == bare


def test_a_plural_of_a_template_is_found_in_both_forms() -> None:
    source: Any = "{% trans n=n %}{{ n }} day{% pluralize %}{{ n }} days{% endtrans %}"
    ((_, name, message),) = environment().extract_translations(source)  # type: ignore[attr-defined]

    assert (name, message[:2]) == ("ngettext", ("%(n)s day", "%(n)s days"))


PLURAL = re.compile(
    r"{% trans (?P<named>[^%]*)%}(?:(?!endtrans).)*?{% pluralize ?(?P<by>\w*) ?%}", re.DOTALL
)


def test_a_sentence_with_a_number_goes_by_that_number() -> None:
    """Without a name after `pluralize` it is the first value that decides, also if it is none."""
    wrong = [
        f"{words.named(file)}: {found['named']}"
        for file in words.templates()
        for found in PLURAL.finditer(file.read_text("utf-8"))
        if not found["by"] and not re.match(r"(number|count|some|total)=", found["named"])
    ]

    assert wrong == []
