"""The house stays as it was drawn: imports go down only, and the domain knows nothing outside."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, text_of

ARCHITECTURE = (ROOT / "docs/architecture.md").read_text("utf-8")
SOURCES = sorted((ROOT / "tracker").rglob("*.py"))
DOMAIN = [source for source in SOURCES if (ROOT / "tracker/domain") in source.parents]

# Modules of the standard library that touch files, processes, sockets, the clock or chance.
WORLDLY = {
    "asyncio", "glob", "http", "io", "logging", "os", "pathlib", "random", "secrets", "shutil",
    "socket", "sqlite3", "subprocess", "sys", "tempfile", "threading", "time", "tomllib", "urllib",
    "uuid",
}  # fmt: skip
# Parts of them that only work on strings.
QUIET = {"urllib.parse"}
CLOCKS = {"now", "today", "utcnow"}
# Modules that the tests of the domain may import. With an office they would load the whole
# program, and `make quick` would take twice as long.
LIGHT = (
    "tests.domain.",
    "tests.every_kind",
    "tracker.domain.",
    "tracker.services.core.roles",
    "tracker.services.core.word_index",
    "tracker.translations",
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """The verdict of import-linter on the package in this folder."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


# Where a breach is planted, the contract that it breaks, and how the verdict names it.
BREACHES = [
    (
        "web/__init__.py",
        "import tracker.storage",
        "Imports go down only",
        "web -> tracker.storage",
    ),
    (
        "domain/__init__.py",
        "import tracker.services",
        "Imports go down only",
        "domain -> tracker.services",
    ),
    (
        "services/__init__.py",
        "import tracker.lawfiles",
        "Imports go down only",
        "services -> tracker.lawfiles",
    ),
    ("attic.py", "", "Imports go down only", "- tracker.attic"),
    ("services/__init__.py", "import flask", "The inside is free of frameworks", "-> flask"),
    (
        "lawfiles/__init__.py",
        "import sqlalchemy",
        "The inside is free of frameworks",
        "lawfiles -> sqlalchemy",
    ),
    (
        "domain/__init__.py",
        "import babel",
        "The domain needs the standard library only",
        "domain -> babel",
    ),
    (
        "web/record/__init__.py",
        "import tracker.web.desk",
        "The public record does not reach",
        "record -> tracker.web.desk",
    ),
    ("storage/attic.py", "", "Rooms of the storage", "- tracker.storage.attic"),
    (
        "storage/db/errors.py",
        "import tracker.storage.cases.register",
        "No modules import each other in a circle",
        "- .db -> .cases",
    ),
]


@pytest.fixture(scope="module")
def verdict_on_breaches(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The verdict on a copy of the package in which all breaches were planted."""
    folder = tmp_path_factory.mktemp("house")
    ignored = shutil.ignore_patterns("__pycache__", "library", "static")
    shutil.copytree(ROOT / "tracker", folder / "tracker", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for place, line, _, _ in BREACHES:
        module = folder / "tracker" / place
        if not module.parent.is_dir():
            module = module.parent.with_suffix(".py")
        with module.open("a") as source:
            source.write(f"\n{line}\n")
    verdict = lint_imports(folder)
    assert verdict.returncode == 1, verdict.stdout + verdict.stderr
    return verdict.stdout


@pytest.mark.slow
def test_every_import_contract_is_kept() -> None:
    verdict = lint_imports(ROOT)

    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


@pytest.mark.parametrize(("place", "line", "contract", "breach"), BREACHES)
def test_a_planted_breach_is_found(
    verdict_on_breaches: str, place: str, line: str, contract: str, breach: str
) -> None:
    broken = [each for each in verdict_on_breaches.splitlines() if each.endswith("BROKEN")]
    assert any(contract in each for each in broken), verdict_on_breaches
    # Each contract has a heading, a line under it, and what breaks it up to the next heading.
    _, *headed = re.split(r"^(.+)\n-{3,}$", verdict_on_breaches, flags=re.MULTILINE)
    told = dict(zip(headed[::2], headed[1::2], strict=True))
    (found,) = (words for heading, words in told.items() if heading.startswith(contract))
    assert breach in found


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_the_table_of_rooms_says_what_the_contracts_say() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = {
        contract["containers"][0].replace(".", "/"): contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    }
    table = re.findall(r"^\| `(tracker/[a-z_/]+)` \| (`.+`) \|$", ARCHITECTURE, re.MULTILINE)

    assert len(table) == len(layers) - 1, "the picture shows the floors"
    for floor, rooms in table:
        drawn = [" | ".join(re.findall(r"`(\w+)`", layer)) for layer in rooms.split(", ")]
        assert drawn == layers[floor], floor


def test_the_domain_imports_only_itself_and_the_quiet_part_of_the_standard_library() -> None:
    imported = [
        (source.name, name)
        for source in DOMAIN
        for name in _imported(ast.parse(source.read_text("utf-8")))
    ]

    assert len(DOMAIN) > 50
    for source, name in imported:
        top = name.partition(".")[0]
        if top == "tracker":
            assert name.startswith("tracker.domain"), f"{source} imports {name}"
        else:
            assert top in sys.stdlib_module_names, f"{source} imports {name}"
            assert top not in WORLDLY or name in QUIET, (
                f"{source}: {name} touches the world outside"
            )


def test_the_tests_of_the_domain_load_neither_an_office_nor_the_library() -> None:
    sources = sorted((ROOT / "tests/domain").rglob("*.py"))
    heavy = [
        f"{source.name} imports {name}"
        for source in [*sources, ROOT / "tests/every_kind.py"]
        for name in _imported(ast.parse(source.read_text("utf-8")))
        if name.startswith(("tests", "tracker")) and not f"{name}.".startswith(LIGHT)
    ]

    assert len(sources) > 50
    assert heavy == []


def test_the_domain_reads_no_clock() -> None:
    asked = [
        f"{source.name}, line {node.lineno}: {ast.unparse(node)}"
        for source in DOMAIN
        for node in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in CLOCKS
        and ast.unparse(node.func.value).split(".")[-1] in {"date", "datetime"}
    ]

    assert asked == []


def _law_keys() -> set[str]:
    return {law.stem for law in (ROOT / "tracker/library/laws").rglob("*.toml")}


def test_no_law_and_no_country_is_named_in_the_code_of_domain_and_services() -> None:
    keys = _law_keys()
    countries = {key.partition("-")[0] for key in keys}
    # A source without such a string need not be parsed.
    quoted = re.compile("|".join((rf"[\"'](?:{'|'.join(countries)})[\"']", *keys)))
    inside = [
        source
        for source in SOURCES
        if source.relative_to(ROOT).parts[1] in ("domain", "services")
        # The first two name languages: “ug” is Uyghur there, and “es” Spanish. In the third, “cl”
        # is a pair of letters that looks like “d”.
        and source.name not in ("text.py", "i18n.py", "sender_domains.py")
    ]
    named = [
        f"{source.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for source in inside
        if quoted.search(text_of(source))
        for node in ast.walk(ast.parse(text_of(source)))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (node.value in countries or any(key in node.value for key in keys))
    ]

    assert keys, "no law file was found"
    assert named == []


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements in a node without expressions, which are ten times as many."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        within = getattr(node, part, [])
        for each in within if isinstance(within, list) else []:
            yield each
            yield from _statements(each)


def test_files_and_functions_stay_short() -> None:
    # A migration is a list of tables that is never changed again: it stays in one piece.
    long_files = [
        f"{source.relative_to(ROOT)}: {lines} lines"
        for source in SOURCES
        if source.parent.name != "versions" and (lines := len(text_of(source).splitlines())) > 400
    ]
    long_functions = [
        f"{source.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno}"
        for source in SOURCES
        if source.parent.name != "versions" and text_of(source).count("\n") > 40
        for node in _statements(ast.parse(text_of(source)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno > 40
    ]

    assert long_files == []
    assert long_functions == []


def test_no_value_is_sought_in_an_enumeration() -> None:
    """Python 3.11 raises TypeError for a value that is no member, and later ones do not."""
    trees = {source: ast.parse(text_of(source)) for source in SOURCES}
    nodes = [(source, node) for source, tree in trees.items() for node in ast.walk(tree)]
    kinds = {
        node.name
        for _, node in nodes
        if isinstance(node, ast.ClassDef)
        and any(ast.unparse(base).endswith(("Enum", "Flag")) for base in node.bases)
    }
    sought = [
        f"{source.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for source, node in nodes
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In | ast.NotIn)
        if ast.unparse(node.comparators[0]).rpartition(".")[2] in kinds
    ]

    assert len(kinds) > 50
    assert sought == []
