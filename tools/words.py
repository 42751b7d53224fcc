"""Keeps the catalogues, and says what they lack.

    python tools/words.py            check: what does each language of the table lack?
    python tools/words.py update     first bring the catalogues up to date with the sources
    python tools/words.py compile    compile each catalogue that is newer than its compiled form

A message stands in the sources in English, and in `tracker/translations/<language>/LC_MESSAGES/
messages.po` with its words. pyproject.toml says where pybabel looks for messages.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from string import Formatter
from tempfile import TemporaryDirectory

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from tools.letter_messages import kinds_worded_in, messages_of_letters
from tracker.domain.base.text import SOURCE
from tracker.domain.events.correspondence.letter_finalised import LETTERS_TO_THE_BODY
from tracker.translations import catalogue, every_language

ROOT = Path(__file__).parents[1]
# Those of the checkout that this file is in, whichever `tracker` is installed.
FOLDER = ROOT / "tracker/translations"
CONFIGURATION = ROOT / "pyproject.toml"
MERGE_MARKS = re.compile(r"^(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>).*\n", re.MULTILINE)
AGAIN = "run `make words`"


def extracted() -> Catalog:
    """Return every message of the sources, with the file and line of each place."""
    with TemporaryDirectory() as folder:
        template = Path(folder, "messages.pot")
        pybabel("extract", "-F", CONFIGURATION, "-o", template, ".")
        return read(template)


def pybabel(*words: str | Path) -> None:
    """Run a command of pybabel in the project's folder."""
    with chdir(ROOT):
        CommandLineInterface().run(["pybabel", "-q", *map(str, words)])


def read(file: Path, language: str | None = None) -> Catalog:
    """Return the messages of a file."""
    with file.open("rb") as handle:
        return read_po(handle, locale=language, abort_invalid=True)


def update(template: Catalog, folder: Path = FOLDER) -> None:
    """Bring every catalogue up to date, and create missing ones.

    Translations stay, and messages that the sources no longer have go. Both sides of an unresolved
    merge stay."""
    with TemporaryDirectory() as made:
        places = Path(made, "messages.pot")
        for language in translated(folder):
            with places.open("wb") as handle:
                write_po(handle, wanted(template, language, folder), include_lineno=False)
            file = catalogue(language, folder)
            file.parent.mkdir(parents=True, exist_ok=True)
            if file.is_file():
                file.write_text(MERGE_MARKS.sub("", file.read_text("utf-8")), "utf-8")
            pybabel("update", "-N", "--init-missing", "--ignore-obsolete",
                    "--ignore-pot-creation-date", "-w", "98", "-i", places, "-o", file,
                    "-l", language)  # fmt: skip


def compile_catalogues(folder: Path = FOLDER) -> None:
    """Write the compiled catalogue beside each catalogue that is newer."""
    for file in folder.glob("*/LC_MESSAGES/*.po"):
        compiled = file.with_suffix(".mo")
        if not compiled.is_file() or compiled.stat().st_mtime_ns <= file.stat().st_mtime_ns:
            pybabel("compile", "-i", file, "-o", compiled)


def translated(folder: Path = FOLDER) -> list[str]:
    """Return the languages that have a catalogue: all except that of the sources."""
    return [language for language in every_language(folder) if language != SOURCE]


def wanted(template: Catalog, language: str, folder: Path = FOLDER) -> Catalog:
    """Return the messages that a language needs: all, or those of its letters alone."""
    if every_language(folder)[language].pages:
        return template
    return messages_of_letters(template, kinds_worded_in(language))


def needed(template: Catalog, language: str, folder: Path = FOLDER) -> Catalog:
    """Return the wanted messages that must be translated. In a language that is used only in
    letters, these are the messages in letters to the body asked."""
    if every_language(folder)[language].pages:
        return template
    return messages_of_letters(template, kinds_worded_in(language) & LETTERS_TO_THE_BODY)


def faults(template: Catalog, folder: Path = FOLDER) -> Iterator[str]:
    """Yield a sentence for each message that a catalogue lacks or should not have."""
    for language in translated(folder):
        file = catalogue(language, folder)
        if not file.is_file():
            yield f"{named(file)} is missing: {AGAIN}."
            continue
        found = wanted(template, language, folder)
        must = needed(template, language, folder)
        yield from faults_of(read(file, language), found, named(file), language, must)


def faults_of(
    words: Catalog, template: Catalog, file: str, language: str, must: Catalog | None = None
) -> list[str]:
    """Return the faults of one catalogue; a wrong order only if there is no other fault. Messages
    outside `must` may stay without words."""
    found = []
    for message in template:
        known = words.get(message.id)
        blank = known is not None and not any(forms_of(known.string))
        if blank and must is not None and message.id not in must:
            continue
        why = fault_of(message, known) if known else f"is not in {file}: {AGAIN}"
        if message.id and why:
            found.append(f"{place_of(message)}: “{singular(message)}” {why} ({language}).")
    for message in words:
        if message.id and message.id not in template:
            found.append(f"{file}: “{singular(message)}” is in no source any more: {AGAIN}.")
    if not found and places(words) != places(template):
        found.append(f"{file} does not follow the sources: {AGAIN}.")
    return found


def fault_of(message: Message, found: Message) -> str:
    """Return what is wrong with the words of a message; empty if nothing is."""
    if isinstance(message.id, str) != isinstance(found.id, str):
        return f"goes by a number in one place and not in the other: {AGAIN}"
    if found.fuzzy:
        return "has words for an earlier sentence: correct them and take the mark `fuzzy` away"
    forms = forms_of(found.string)
    if not all(form.strip() for form in forms):
        return "has no words"
    said = forms_of(message.id)[-1]
    if any(values(form) != values(said) for form in forms):
        return "has words that name other values"
    if any(not day_forms(form) <= day_forms(said) for form in forms):
        return "asks for a form of a day, as in {day:on}, that the sentence does not have"
    if any(elements(form) != elements(said) for form in forms):
        return "has words with other elements of HTML"
    return ""


def values(sentence: str) -> Counter[str]:
    """Return the values that a sentence names, in either notation, and how often."""
    percents = re.findall(r"%\((\w+)\)s", sentence)
    return Counter([*percents, *(n for _, n, _, _ in Formatter().parse(sentence) if n)])


def day_forms(sentence: str) -> set[tuple[str, str]]:
    """Return the values of a sentence that have a form such as {day:on}, with that form."""
    return {(n, form) for _, n, form, _ in Formatter().parse(sentence) if n and form}


def elements(sentence: str) -> Counter[str]:
    """Return the HTML elements in a sentence with their attributes, and how often."""
    return Counter(re.findall("<[^>]*>", sentence))


def forms_of(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return every form of a message or of its words."""
    return (string,) if isinstance(string, str) else tuple(string or ("",))


def singular(message: Message) -> str:
    """Return the name of a message: its text, or its form for one."""
    return forms_of(message.id)[0]


def places(catalog: Catalog) -> list[str]:
    """Return every message with the files that contain it, in order."""
    said = (message for message in catalog if message.id)
    return [" ".join((singular(m), *dict.fromkeys(file for file, _ in m.locations))) for m in said]


def place_of(message: Message) -> str:
    """Return the first place of a message."""
    file, line = message.locations[0] if message.locations else ("", None)
    return f"{file}:{line}" if line else file


def named(file: Path) -> str:
    """Return the path of a file as shown: relative to the project if it is within."""
    return file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else str(file)


def main(words: list[str]) -> int:
    """Compile, update or check the catalogues."""
    if words == ["compile"]:
        compile_catalogues()
        return 0
    template = extracted()
    if words == ["update"]:
        update(template)
        compile_catalogues()
    found = list(faults(template))
    print("\n".join(found), end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
