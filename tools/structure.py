"""Checks of the structure that no import contract covers: full folders, names with two meanings.

    python tools/structure.py [FOLDER]

Prints one sentence for each fault and exits with 1 if there is one. FOLDER holds `pyproject.toml`,
whose table `tool.structure.shared-names` lists the public names that several modules may define,
each with the reason.
"""

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = "tracker"
TESTS = "tests"
MOST_MODULES = 25
ADDRESSES = {"get", "post", "route"}


def faults(root: Path) -> Iterator[str]:
    """Yield a sentence for each folder that is too full and each name with two meanings."""
    package = root / PACKAGE
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["structure"]
    yield from _full_folders(package, "modules")
    yield from _full_folders(root / TESTS, "test modules", "test_*.py")
    yield from _ambiguous_names(package, settings["shared-names"])


def _full_folders(top: Path, what: str, pattern: str = "*.py") -> Iterator[str]:
    for folder in sorted({file.parent for file in top.rglob(pattern)}):
        modules = [each for each in folder.glob(pattern) if each.name != "__init__.py"]
        if len(modules) > MOST_MODULES:
            yield (
                f"{folder.relative_to(top.parent)} holds {len(modules)} {what}, and "
                f"{MOST_MODULES} are the most: divide it by concept."
            )


def _ambiguous_names(package: Path, shared: Mapping[str, str]) -> Iterator[str]:
    places: dict[str, list[str]] = defaultdict(list)
    for file in sorted(package.rglob("*.py")):
        if "migrations" in file.parts:  # each file has the functions that Alembic calls
            continue
        for name in sorted(set(_public_names(ast.parse(file.read_text("utf-8"))))):
            places[name].append(str(file.relative_to(package.parent)))
    for name, files in sorted(places.items()):
        if len(files) > 1 and name not in shared:
            yield (
                f"{name} is defined in {', '.join(files)}: give each meaning its own name, or "
                "list it with the reason in pyproject.toml under tool.structure.shared-names."
            )
    for name in sorted(shared):
        if len(places.get(name, ())) < 2:
            yield f"{name} has one definition now: remove it from tool.structure.shared-names."


def _public_names(module: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines at its top level, except private names and pages.

    The function of a page is called by its address only, and its full name has the blueprint's.
    """
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and any(map(_gives_address, node.decorator_list)):
            continue
        yield from (name for name in _defined(node) if not name.startswith("_"))


def _gives_address(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ADDRESSES


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else []
    if isinstance(node, ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        parts = target.elts if isinstance(target, ast.Tuple) else [target]
        yield from (part.id for part in parts if isinstance(part, ast.Name))


def main() -> int:
    """Print the faults; the exit status says whether there is one."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    found = list(faults(root))
    for sentence in found:
        print(sentence)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
