"""HTML, SVG and XML stand in templates: no string of Python has a tag but those named here."""

import ast
import re
from collections.abc import Iterator

from tests.house.sources import ROOT, text_of

TAG = re.compile(r"</?[a-z][a-z0-9]*(?:[\s/>]|$)|<\?xml|<!doctype", re.IGNORECASE)
# The rule of an address names its parts in brackets.
RULE = re.compile(r"/[\w./<>:-]*")
# A source without such a sign has no tag, and need not be parsed.
OPENS = re.compile(r"<[a-z/?!]", re.IGNORECASE)
GROUP = re.compile(r"\(\?(?:P?<\w+>|<[!=])")
TAGS_ALLOWED = {
    "tracker/cli/starting/connections.py": "brackets a word of the terminal",
    "tracker/documents/cleaning/removing.py": "the empty properties of a Word document",
    "tracker/documents/suite.py": "settings of LibreOffice, which are never shown",
    "tracker/lawfiles/reader.py": "brackets the part of a law file that a complaint names",
    "tracker/web/base/marking.py": "marks words of another language inside sentences that Python "
    "joins, such as a refusal or a footnote, on pages of both sides",
}
# Modules that build XML from elements, never from strings.
TREES_ALLOWED = {
    "tracker/documents": "parts of Word documents, most of which belong to a letterhead",
    "tracker/web/record/feeds": "Atom feeds, which have few elements and no layout",
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
    if not OPENS.search(source):
        return []
    return [
        f"{each.lineno}: {str(each.value)[:40]!r}"
        for each in strings_of(ast.parse(source))
        if TAG.search(GROUP.sub("", str(each.value))) and not RULE.fullmatch(str(each.value))
    ]


def sources() -> Iterator[tuple[str, str]]:
    """Every module of the program, by its place, with its text."""
    for file in sorted((ROOT / "tracker").rglob("*.py")):
        yield file.relative_to(ROOT).as_posix(), text_of(file)


def test_no_tag_is_written_in_a_string_of_python() -> None:
    found = {place: tags for place, source in sources() if (tags := tags_in(source))}

    assert found.keys() == TAGS_ALLOWED.keys(), f"move these into a template: {found}"


def test_elements_are_built_in_python_in_the_named_folders_only() -> None:
    building = {
        place.rpartition("/")[0]
        for place, source in sources()
        if re.search(r"^(?:from|import) (?:lxml|xml)\b", source, re.MULTILINE)
    }

    assert building == TREES_ALLOWED.keys()


def test_a_tag_is_found_wherever_a_string_stands() -> None:
    assert tags_in('x = f"<p class={y}>{z}</p>"')
    assert tags_in("x = Markup('<br>')")
    assert tags_in('def f():\n    return "</svg>"')
    assert tags_in("x = '(?P<word>a)<b>'")
    assert not tags_in("x = '(?P<word>a)(?<!b)'")
    assert not tags_in('"""Of <b> in words."""\nx = "/blocks/<key>/card"\ny = 1 < 2')
