"""The languages of the program, and the catalogue of each."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import tomli
from babel.support import Translations

from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.text import SOURCE
from tracker.domain.law.law import LetterKind
from tracker.services.core.i18n import Language, Locale, SpokenLanguages

FOLDER = Path(__file__).parent
DOMAIN = "messages"


@cache
def every_language(folder: Path = FOLDER) -> Mapping[str, Language]:
    """Return the languages of pages and letters by code, the language of the sources first."""
    table = tomli.loads((folder / "languages.toml").read_text("utf-8"))
    return MappingProxyType({code: Language(code, **row) for code, row in table.items()})


@cache
def languages(folder: Path = FOLDER) -> Mapping[str, Language]:
    """Return the page languages by code, the language of the sources first."""
    known = every_language(folder)
    return MappingProxyType({code: each for code, each in known.items() if each.pages})


def spoken_languages(letters: Path, folder: Path = FOLDER) -> SpokenLanguages:
    """Return the languages of the pages and those of letters alone.

    `letters` is the folder of the wordings.
    """
    pages = languages(folder)
    alone = [code for code in every_language(folder) if code not in pages]
    return SpokenLanguages(tuple(pages), {code: _worded(letters / code) for code in alone})


def _worded(wordings: Path) -> frozenset[LetterKind]:
    return frozenset(kind for kind in LetterKind if (wordings / f"{kind.value}.md").is_file())


@cache
def locale(language: str, folder: Path = FOLDER) -> Locale:
    """Return the messages of a language, in English if it has no catalogue.

    Raises NotOnFile for a language of the table whose catalogue is not compiled.
    """
    if language == SOURCE or language not in every_language(folder):
        return Locale(language)
    compiled = catalogue(language, folder).with_suffix(".mo")
    if not compiled.is_file():
        raise NotOnFile(f"{compiled} is missing: `make words` compiles it.")
    with compiled.open("rb") as file:
        alone = not every_language(folder)[language].pages
        return Locale(language, Translations(file, DOMAIN), letters_alone=alone)


def catalogue(language: str, folder: Path = FOLDER) -> Path:
    """Return the file of a language's catalogue, as translators write it."""
    return folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
