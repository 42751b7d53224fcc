"""The addresses within the name of a source, so that readers can open it."""

import re
from functools import lru_cache

# `https://…`, or a host with a path as the press is cited: `dawn.com/news/1825447`.
_ADDRESS = re.compile(
    r"(?<![\w/.@-])(?:https?://[\w.-]+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?=/))(?:/[^\s,;()]*[^\s,;().])?"
)


@lru_cache(maxsize=4096)
def source_parts(where: str) -> tuple[tuple[str, str], ...]:
    """Return the name of a source in parts: the words of each, and the address that they are, or
    an empty string."""
    parts, before = [], 0
    for found in _ADDRESS.finditer(where):
        if found.start() > before:
            parts.append((where[before : found.start()], ""))
        words = found.group()
        parts.append((words, words if words.startswith("http") else f"https://{words}"))
        before = found.end()
    if before < len(where):
        parts.append((where[before:], ""))
    return tuple(parts)
