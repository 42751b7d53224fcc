"""Words that readers stumble over, and that nothing shown to a user may contain."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import words
from tracker.translations import catalogue

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "templates/letters/en"

# Each has a plainer word in the glossary of docs/decisions/0043-plain-words.md.
FORBIDDEN = (
    r"whoever|somebody|anybody|everybody",
    r"anew|afresh|meanwhile|thereof",
    r"mend(s|ed|ing)?|lacks?|lacking",
    r"(not )?on file|on record|put(s|ting)? down|put on the public record",
    r"hand(s|ed|ing)? (it )?on|despatch\w*|telephones?|e-mails?",
    r"st(ands?|ood) still|runs? on|counts? no more",
    r"what (became|came) of|where it stands|what there is to",
    r"settle[sd]?|settling|reckon\w*|struck",
    r"(?<!on )papers?(?! calendar)|digests?|desk|fortnight|a quarter of an hour",
    r"thr(ow|ew|own) (it )?away|call(ed)? (it )?off|ke(ep|pt) (it )?back|for good",
    r"look(ed)? at|(put|putting|is|are|be) in charge|ticked|press the button",
    r"surely|obey\w*|ordinary time|longest time|is told of|are told of",
    r"be let pass|invoked?|by itself|the applicant'?s particulars",
)
FOUND = re.compile(r"\b(" + "|".join(FORBIDDEN) + r")\b", re.IGNORECASE)
# A value, an element or a command is no word of the sentence.
NO_WORDS = re.compile(r"%\(\w+\)s|\{[^}]*\}|<[^>]*>|`[^`]*`")


def forbidden(sentence: str) -> list[str]:
    """Return the words of a sentence that must not be shown."""
    return [found.group(0) for found in FOUND.finditer(NO_WORDS.sub("", sentence))]


def messages() -> Iterator[str]:
    """Yield every message of the catalogue, in each of its forms."""
    for message in words.read(catalogue("ur"), "ur"):
        if message.id:
            yield from words.forms_of(message.id)


def lines_of_letters() -> Iterator[tuple[str, str]]:
    for file in sorted(LETTERS.glob("*.md")):
        for line in file.read_text("utf-8").splitlines():
            if not line.startswith(":::"):
                yield file.name, line


def test_no_message_has_a_word_that_readers_stumble_over() -> None:
    found = {message: bad for message in messages() if (bad := forbidden(message))}
    assert found == {}


def test_no_letter_has_such_a_word() -> None:
    found = {line: bad for line in lines_of_letters() if (bad := forbidden(line[1]))}
    assert found == {}


def test_messages_use_the_curly_apostrophe() -> None:
    assert [message for message in messages() if "'" in NO_WORDS.sub("", message)] == []


@pytest.mark.parametrize(
    ("sentence", "bad"),
    [
        ("Whoever asks is told so.", ["Whoever"]),
        ("Two papers are on file.", ["papers", "on file"]),
        ("Signed on paper. <a href='/desk'>Back</a>", []),
        ("Run `tracker settle` for {desk}.", []),
    ],
)
def test_the_words_of_a_sentence_are_found_and_no_others(sentence: str, bad: list[str]) -> None:
    assert forbidden(sentence) == bad
