"""HTML, SVG and XML stand in templates: no tag in a string of Python."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("tracker/web", "tracker/services")
TAG = re.compile(r"</?[a-z][a-z0-9]*(?:[\s/>]|$)|<\?xml|<!doctype", re.IGNORECASE)
# The rule of an address names its parts in brackets.
RULE = re.compile(r"/[\w./<>:-]*")
EXCEPTIONS = {
    "tracker/web/base/marking.py": "marks words of another language inside sentences that Python "
    "joins, such as a refusal or a footnote, on pages of both sides",
}


def strings_of(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string of a module, those within f-strings too, but no docstring."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        said = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if isinstance(node, ast.Constant) and said and id(node) not in docstrings:
            yield node


def tags_in(source: str) -> list[str]:
    """The strings of a module with a tag in them, each with its line."""
    return [
        f"{each.lineno}: {str(each.value)[:40]!r}"
        for each in strings_of(ast.parse(source))
        if TAG.search(str(each.value)) and not RULE.fullmatch(str(each.value))
    ]


def test_no_tag_is_written_in_a_string_of_python() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): tags
        for folder in FOLDERS
        for file in sorted((ROOT / folder).rglob("*.py"))
        if (tags := tags_in(file.read_text("utf-8")))
    }

    assert found.keys() == EXCEPTIONS.keys(), f"move these into a template: {found}"


def test_a_tag_is_found_wherever_a_string_stands() -> None:
    assert tags_in('x = f"<p class={y}>{z}</p>"')
    assert tags_in("x = Markup('<br>')")
    assert tags_in('def f():\n    return "</svg>"')
    assert not tags_in('"""Of <b> in words."""\nx = "/blocks/<key>/card"\ny = 1 < 2')
