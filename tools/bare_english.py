"""Finds English words that would stay English in every language: words of a template outside
`trans`, words of the pages' Python that nothing translates, and sentences that are put together
before they can be translated. `make check` runs it.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from babel.util import pathmatch
from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension

ROOT = Path(__file__).parents[1]
LETTERS = re.compile("[A-Za-z]{2}")
SENTENCE = re.compile(r"[A-Za-z]{2,}[,:;]? [A-Za-z]|^[A-Z][a-z]+[.:]?( |$)")
SHOWN = {"aria-label", "placeholder", "title", "alt", "data-label"}
IN_TEMPLATES = {"_", "gettext", "ngettext"}
# What says a message, and how many forms of it.
SAYING = {"gettext": 1, "lazy_gettext": 1, "ngettext": 2, "say": 1, "say_count": 2}
# Calls whose strings nobody reads: the program's own faults, its log, keys of requests, and code.
UNREAD = {
    *("ValueError", "TypeError", "KeyError", "LookupError", "TypeVar"),
    *("error", "warning", "info", "exception", "get", "cast"),
    *("write", "writeline"),
}
# What looks like words for a reader and is none.
NO_WORDS = {
    "Canonical: ", "Contact: ", "Expires: ",  # fields of RFC 9116
    "Description",  # a keyword of PNG
    "English", "Health", "House", "JSON Lines", "Lax", "Legal-basis requests",
    "Noto Nastaliq Urdu, Jameel Noori Nastaleeq, Urdu Typesetting, sans-serif", "RadioField",
    # Keys of sentences that the form library would say.
    "Not a valid choice.", "Not a valid choice: could not coerce.", "Not a valid date value.",
    "Not a valid integer value.", "This field is required.",
    "Retry-After", "User-Agent", "noindex, nofollow", "private, no-store",
    "text/calendar; charset=utf-8", "text/html; charset=utf-8",
    "Bearer", "text/plain; version=0.0.4; charset=utf-8",
}  # fmt: skip
# The inventory of parts, for people who work on the program: its words are examples.
EXAMPLES = {ROOT / "templates/desk/parts.html", ROOT / "tracker/web/desk/base/inventory.py"}
# Without a name after `pluralize` it is the first value that decides, also if it is no number.
PLURAL = re.compile(
    r"{% trans (?P<named>[^%]*)%}(?:(?!endtrans).)*?{% pluralize ?(?P<by>\w*) ?%}", re.DOTALL
)


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


@cache
def _environment() -> Environment:
    made = Environment(  # noqa: S701  # nothing is rendered
        extensions=[InternationalizationExtension], trim_blocks=True, lstrip_blocks=True
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_callables(  # type: ignore[attr-defined]
        str, lambda one, more, n: one, newstyle=True
    )
    return made


def in_template(source: str) -> list[str]:
    """Return the English words of a template outside `trans`, in its text and its expressions,
    and the value that chooses a plural, if it is no number."""
    tree = _environment().parse(source)
    visible = Visible()
    # What an expression writes is no text of the template, and may stand within a tag.
    visible.feed("".join(_written(tree)))
    visible.close()
    wrong_number = [
        found["named"]
        for found in PLURAL.finditer(source)
        if not found["by"] and not re.match(r"(number|count|some|total)=", found["named"])
    ]
    spoken = [said for said in _spoken(tree) if said not in NO_WORDS]
    return visible.found + spoken + wrong_number


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
    """Yield the strings of expressions that read like words and are not translated."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in IN_TEMPLATES:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        if (SENTENCE.search(node.value) and "button" not in node.value) or node.value == "s":
            yield node.value
        return
    for child in node.iter_child_nodes():
        yield from _spoken(child)


def in_module(source: str, *, of_pages: bool) -> list[str]:
    """Return the sentences of a module that are put together before they can be translated, and
    in a module of the pages also English words that nothing translates."""
    tree = ast.parse(source)
    found = [*_unmarked(tree)]
    if of_pages:
        found += [said for said in _unwrapped(tree) if said not in NO_WORDS]
    return found


def _unwrapped(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and _called(node) in {*keywords(), *UNREAD}:
        # The values may hold English; the sentence itself is looked at by `_unmarked`.
        values = [*node.args[forms_of(node) :], *(each.value for each in node.keywords)]
        for value in values if _called(node) not in UNREAD else ():
            yield from _unwrapped(value)
        return
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if SENTENCE.search(node.value) and "<" not in node.value:
            yield node.value
        return
    for child in ast.iter_child_nodes(node):
        yield from _unwrapped(child)


def _unmarked(tree: ast.AST) -> Iterator[str]:
    """Yield arguments of translating calls that hold a string without the mark of a message.

    pybabel would not find such a string, or take two for one. A refusal takes no expression."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in keywords():
            for said in node.args[: forms_of(node)]:
                if not isinstance(said, ast.Constant | ast.Name | ast.Attribute) and (
                    _called(node) not in SAYING or any(_strings(said))
                ):
                    yield ast.unparse(said)


def _strings(node: ast.AST) -> Iterator[str]:
    """Yield the strings in an expression that are not translated by themselves."""
    if isinstance(node, ast.Call) and _called(node) in keywords():
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from _strings(child)


def forms_of(node: ast.Call) -> int:
    """Return how many forms of a message a call takes."""
    return SAYING.get(_called(node), 1)


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "attr", getattr(node.func, "id", "")))


@cache
def mappings() -> list[dict[str, Any]]:
    """Return where pybabel looks for messages, and where not, as pyproject.toml says."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    found: list[dict[str, Any]] = told["tool"]["babel"]["mappings"]
    return found


@cache
def keywords() -> frozenset[str]:
    """Return the functions whose calls pybabel looks for in modules."""
    (named,) = (each["keywords"] for each in mappings() if "keywords" in each)
    return frozenset({"gettext", "ngettext", *(each.partition(":")[0] for each in named)})


def method_of(file: Path) -> str:
    """Return how pybabel reads a file; empty if it does not."""
    name = file.relative_to(ROOT).as_posix()
    for each in mappings():
        patterns = each["pattern"] if isinstance(each["pattern"], list) else [each["pattern"]]
        if any(pathmatch(pattern, name) for pattern in patterns):
            return "" if each["method"] == "ignore" else str(each["method"])
    return ""


def in_file(file: Path) -> list[str]:
    """Yield the bare English of a file with messages."""
    source = file.read_text("utf-8")
    if method_of(file) == "jinja2":
        return in_template(source)
    return in_module(source, of_pages=file.is_relative_to(ROOT / "tracker/web"))


def files() -> list[Path]:
    """Yield every file with messages."""
    found = (*(ROOT / "templates").rglob("*.html"), *(ROOT / "tracker").rglob("*.py"))
    return sorted(file for file in found if method_of(file) and file not in EXAMPLES)


def main() -> int:
    """Print every place with bare English."""
    found = [
        f"{file.relative_to(ROOT)}: “{words}” is in English alone, or no message of its own."
        for file in files()
        for words in in_file(file)
    ]
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
