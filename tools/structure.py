"""Checks of the structure: modules without a room, imports that do not go down, circles, full
folders, names with two meanings.

    python tools/structure.py [FOLDER]

Prints one sentence for each fault and exits with 1 if there is one. FOLDER holds `pyproject.toml`:
the layers of its import contracts are the rooms, and `tool.structure.shared-names` lists the
public names that several modules may define, each with the reason. import-linter checks the
contracts in full, indirect imports included; this program runs before it because import-linter
prints every chain of modules that one wrong import makes.
"""

import ast
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path
from typing import Any

PACKAGE = "tracker"
TESTS = "tests"
MOST_MODULES = 25
ADDRESSES = {"get", "post", "route"}
# Calls that import a module by its name.
_LOADS = {"import_module", "importlib.import_module"}


@dataclass(frozen=True)
class Import:
    """An import of one module by another, and its place."""

    importer: str
    imported: str
    place: str

    def between(self, container: str) -> tuple[str, str]:
        """Return the children of `container` that import and are imported; empty outside of it."""
        return child_of(self.importer, container), child_of(self.imported, container)


def faults(root: Path) -> Iterator[str]:
    """Yield a sentence for each fault of the project in `root`."""
    package = root / PACKAGE
    settings = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]
    contracts = settings.get("importlinter", {}).get("contracts", [])
    layers = [each for each in contracts if each["type"] == "layers"]
    modules = modules_of(root)
    imports = list(_imports(root, modules))
    for contract in layers:
        yield from _without_room(contract, modules)
    # An import that goes up closes a circle too: one sentence for it is enough.
    upward = [fault for contract in layers for fault in _upward(contract, imports)]
    yield from upward or _circles(modules, imports)
    yield from _full_folders(package, "modules")
    yield from _full_folders(root / TESTS, "test modules", "test_*.py")
    yield from _ambiguous_names(package, settings["structure"]["shared-names"])


def modules_of(root: Path) -> dict[str, Path]:
    """Return the file of each module of the package, from the root, by dotted name."""
    files = (file.relative_to(root) for file in sorted((root / PACKAGE).rglob("*.py")))
    return {".".join(file.with_suffix("").parts).removesuffix(".__init__"): file for file in files}


def child_of(module: str, container: str) -> str:
    """Return the part of a module's name that follows its container; empty outside of it."""
    inside = module.startswith(f"{container}.")
    return module.removeprefix(f"{container}.").partition(".")[0] if inside else ""


def _imports(root: Path, modules: Mapping[str, Path]) -> Iterator[Import]:
    for importer, file in modules.items():
        package = importer if file.name == "__init__.py" else importer.rpartition(".")[0]
        for node in ast.walk(ast.parse((root / file).read_text("utf-8"))):
            for name in _imported(node, package):
                imported = name if name in modules else name.rpartition(".")[0]
                if imported in modules:
                    yield Import(importer, imported, f"{file}:{getattr(node, 'lineno', 0)}")


def _imported(node: ast.AST, package: str) -> Iterator[str]:
    """Yield what a module of `package` imports by name; of `from a import b` it is a.b, module or
    not."""
    if isinstance(node, ast.Import):
        yield from (each.name for each in node.names)
    elif isinstance(node, ast.ImportFrom):
        # Each dot after the first leads one package up.
        above = package.split(".")[: 1 - node.level or None] if node.level else []
        source = ".".join([*above, *([node.module] if node.module else [])])
        yield from (f"{source}.{each.name}" for each in node.names)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in _LOADS:
        yield from (each.value for each in node.args if isinstance(each, ast.Constant))


def _rooms(contract: Mapping[str, Any]) -> dict[str, int]:
    """Return the level of each room, counted from above."""
    levels = enumerate(contract["layers"])
    return {room.strip(): level for level, line in levels for room in line.split("|")}


def _without_room(contract: Mapping[str, Any], modules: Mapping[str, Path]) -> Iterator[str]:
    known = {*_rooms(contract), *contract.get("exhaustive_ignores", ())}
    for container in contract["containers"]:
        files: dict[str, Path] = {}
        for module, file in modules.items():
            if (child := child_of(module, container)) and child not in known:
                files.setdefault(child, file)
        for _, file in sorted(files.items()):
            yield (
                f"{file} has no room: move it into one, or give it a layer in the contract "
                f"“{contract['id']}” of pyproject.toml."
            )


def _upward(contract: Mapping[str, Any], imports: Iterable[Import]) -> Iterator[str]:
    levels = _rooms(contract)
    for container in contract["containers"]:
        for each in imports:
            lower, upper = each.between(container)
            if lower == upper or lower not in levels or upper not in levels:
                continue
            if levels[upper] <= levels[lower]:
                where = "above" if levels[upper] < levels[lower] else "beside"
                yield (
                    f"{each.place} imports {each.imported}, but imports go down only and {upper} "
                    f"is {where} {lower}."
                )


def _circles(modules: Mapping[str, Path], imports: Iterable[Import]) -> Iterator[str]:
    for container in sorted({name.rpartition(".")[0] for name in modules} - {""}):
        places: dict[str, dict[str, str]] = defaultdict(dict)
        for each in imports:
            one, other = each.between(container)
            if one and other and one != other:
                places[one].setdefault(other, each.place)
        try:
            TopologicalSorter(places).prepare()
        except CycleError as error:
            circle = error.args[1][::-1]
            steps = [places[one][other] for one, other in pairwise(circle)]
            yield (
                f"{' imports '.join(circle)} in {container}: break the circle in one of "
                f"{', '.join(steps)}."
            )


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
