"""Lists the untranslated sentences of remedy letters, and enters their translations.

    python tools/remedy_words.py es               the sentences, each on a line, as JSON
    python tools/remedy_words.py es words.json    enters {"English sentence": "words"} first

A sentence with a number is named by its singular, and its translation is a list of all forms.

The letters are those of the simple path of each law that names the language: after silence, after
a refusal with and without a ground of the law, and after a partial answer. Sentences of the
library are written into its files by hand.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import write_po

from tests.offices import the_library
from tests.services.letters.letters_of_every_law import remedies_in
from tools.words import compile_catalogues, read, singular
from tracker.translations import catalogue


def enter(language: str, words: Mapping[str, str | list[str]]) -> list[str]:
    """Enter translations into a catalogue; return the sentences that are not in it."""
    file, left = catalogue(language), dict(words)
    known = read(file, language)
    for message in known:
        if message.id and singular(message) in left:
            said = left.pop(singular(message))
            message.string = said if isinstance(said, str) else tuple(said)
            message.flags.discard("fuzzy")
    with file.open("wb") as handle:
        write_po(handle, known, width=98, include_lineno=False)
    compile_catalogues()
    return list(left)


def missing(language: str) -> dict[str, dict[str, list[str]]]:
    """Return the sentences without words by law: messages, and those of the library."""
    messages = {singular(each) for each in read(catalogue(language), language) if each.id}
    found: dict[str, dict[str, list[str]]] = {}
    for law in the_library().laws.values():
        if language in law.languages:
            lacking: dict[str, None] = {}
            for _, _, writer in remedies_in(law, language):
                if writer.instead:
                    lacking |= dict.fromkeys(writer.instead.sentences)
            of_library = [each for each in lacking if each not in messages]
            found[law.key] = {
                "messages": [each for each in lacking if each in messages],
                "library": of_library,
            }
    return found


def main(words: list[str]) -> int:
    """Enter words if a file is named, and say what is missing."""
    language, *files = words
    for file in files:
        for sentence in enter(language, json.loads(Path(file).read_text("utf-8"))):
            print(f"in no letter: {sentence}", file=sys.stderr)
    found = missing(language)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if any(each for law in found.values() for each in law.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
