"""The sentences of the program in each language, as their catalogues have them."""

from collections.abc import Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

from tracker.services.speaking import Speech, form_key

TRANSLATIONS = Path(__file__).parents[1] / "translations"

# Languages whose wording no native reader has reviewed: shown at the desk, not sent when live.
UNREVIEWED = frozenset({"ur"})


@cache
def speech(language: str) -> Speech:
    """The sentences of a language, from its catalogues: each sentence stands in one of them."""
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
