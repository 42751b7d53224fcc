"""How heavy a page may be: whoever pays for each kilobyte, or is slowed down, reads it too."""

from collections.abc import Iterable

# In bytes, as it is written and not packed. No page may have 50,000, in any language.
HEAVIEST = 48_000


def light(page: str) -> bool:
    """Whether a page is as light as it has to be."""
    return len(page.encode()) <= HEAVIEST


def first_light(pages: Iterable[str]) -> str:
    """The first of these pages that is light, or the last one; no further one is made."""
    page = ""
    for page in pages:
        if light(page):
            break
    return page
