"""Says which folder of the program is too full: no import contract covers that.

    python tools/structure.py [FOLDER]

Prints one sentence for each fault and exits with 1 if there is one.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "tracker"
MOST_MODULES = 25


def full_folders(package: Path) -> Iterator[str]:
    """Yield a sentence for each folder that holds more modules than a reader can survey."""
    for folder in sorted({file.parent for file in package.rglob("*.py")}):
        modules = [each for each in folder.glob("*.py") if each.name != "__init__.py"]
        if len(modules) > MOST_MODULES:
            yield (
                f"{folder.relative_to(package.parent)} holds {len(modules)} modules, and "
                f"{MOST_MODULES} are the most: divide it by concept."
            )


def main() -> int:
    """Print the faults; the exit status says whether there is one."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1]
    found = list(full_folders(root / PACKAGE))
    for sentence in found:
        print(sentence)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
