"""The pages that most readers open, opened once before there are processes that answer.

What these pages need is then made once and shared: templates, code as the interpreter adapts it,
the words of both languages, statements, the words of the library for searches.
"""

import re
from collections.abc import Iterator

from flask import Flask

_A_RECORD = re.compile(r'href="(/(?:requests|blocks|laws|bodies)/[^"/?#]+)"')
# Things that each process would load are loaded once before, in less memory. A search without hits
# needs the words of the whole library, also by their spelling.
_PAGES = (
    *("/", "/requests", "/laws", "/deadlines", "/ur/", "/blocks", "/bodies", "/compare"),
    *("/corrections", "/data", "/feed.atom", "/log", "/status"),
    *("/search?q=zzzzz", "/search?q=access"),
)


def open_first_pages(app: Flask) -> None:
    """Open the pages. What is wrong with a page is left for its readers to see."""
    reader = app.test_client()
    opened = [reader.get(path).get_data(as_text=True) for path in _PAGES]
    for path in _first_of_each_kind(opened):
        reader.get(path)


def _first_of_each_kind(pages: list[str]) -> Iterator[str]:
    """Yield the address of the first record of each kind that these pages lead to."""
    kinds = set[str]()
    for page in pages:
        for path in _A_RECORD.findall(page):
            kind = path.split("/")[1]
            if kind not in kinds:
                kinds.add(kind)
                yield path
