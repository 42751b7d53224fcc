"""The program's sentences in each language, from their catalogues."""

from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

from tracker.services.core.speaking import Speech, form_key

TRANSLATIONS = Path(__file__).parents[1] / "translations"

# Languages that no native reader has reviewed: shown in the workspace, not sent by a live office.
UNREVIEWED = frozenset({"ur"})


@cache
def speech(language: str) -> Speech:
    """Return the sentences of a language. Each sentence is in exactly one catalogue."""
    files = (*TRANSLATIONS.glob(f"{language}.po"), *sorted(TRANSLATIONS.glob(f"*.{language}.po")))
    catalogues = [_read(file) for file in files]
    if not catalogues:
        return Speech(language, {})
    words = dict(pair for catalogue in catalogues for pair in _pairs(catalogue))
    return Speech(language, words, c2py(catalogues[0].plural_expr))


def _read(file: Path) -> Catalog:
    with file.open("rb") as handle:
        return read_po(handle)


def _pairs(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield message.id, str(message.string)
        else:
            for form, words in enumerate(message.string or ()):
                yield form_key(message.id[0], form), str(words)
