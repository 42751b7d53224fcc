"""A further language, made of a line in the table, a catalogue and wordings of letters alone.

Its words are those of the program with accents and brackets: a pseudo-locale. Whatever of it is
shown has an accent, and whatever has none did not come from its catalogue.
"""

import re
import shutil
from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tracker.translations import FOLDER, catalogue

# Esperanto, which the library knows no word of.
CODE, NAME = "eo", "Esperanto"
KEPT = re.compile(r"(\{\w*(?::\w+)?\}|%\(\w+\)s|%%|<[^>]*>|&\w+;|^:::.*$)", re.MULTILINE)
ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


def accented(words: str) -> str:
    """Words with accents; values, elements and directives are left as they are."""
    parts = KEPT.split(words)
    return "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in parts)


def translations(folder: Path) -> None:
    """The shipped languages in an empty folder, and the further one."""
    line = f'\n[{CODE}]\nname = "{NAME}"\nreviewed = false\n'
    table = (FOLDER / "languages.toml").read_text("utf-8")
    (folder / "languages.toml").write_text(table + line, "utf-8")
    shutil.copytree(FOLDER / "ur", folder / "ur")
    catalogue(CODE, folder).parent.mkdir(parents=True)
    with catalogue(CODE, folder).with_suffix(".mo").open("wb") as file:
        write_mo(file, _catalogue())


@cache
def messages() -> tuple[str | tuple[str, ...], ...]:
    """Every message of the program in English."""
    with catalogue("ur").open("rb") as file:
        found = (message.id for message in read_po(file) if message.id)
        return tuple(each if isinstance(each, str) else tuple(each) for each in found)


def _catalogue() -> Catalog:
    made = Catalog(locale=CODE, fuzzy=False)
    for sentence in messages():
        if isinstance(sentence, str):
            made.add(sentence, f"[{accented(sentence)}]")
        else:
            made.add(sentence, tuple(f"[{accented(form)}]" for form in sentence))
    return made


def wordings(shipped: Path, letters: Path) -> None:
    """The shipped wordings of letters in a folder, and those of the further language."""
    shutil.copytree(shipped, letters)
    (letters / CODE).mkdir()
    for source in (shipped / "en").glob("*.md"):
        (letters / CODE / source.name).write_text(accented(source.read_text("utf-8")), "utf-8")
