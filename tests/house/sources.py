"""The sources of the project, read once for all tests that look through them.

Parsing a thousand files takes seconds, so a test first asks for the files that have a word.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def text_of(file: Path) -> str:
    """Return the text of a source."""
    return file.read_text("utf-8")


def files_with(files: Iterable[Path], *words: str) -> Iterator[Path]:
    """Yield those files that hold one of the words anywhere."""
    for file in files:
        text = text_of(file)
        if any(word in text for word in words):
            yield file
