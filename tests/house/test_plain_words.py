"""Words that readers stumble over: no text for users has them, and few comments do."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tools import words
from tracker.translations import catalogue

ROOT = Path(__file__).parents[2]
LETTERS = ROOT / "templates/letters/en"

# The worst words, which comments and docstrings must not have either.
FORBIDDEN_EVERYWHERE = "|".join(
    (
        "who(m|so)?ever",
        "a(new|fresh)",
        "what (be)?c(ame|omes) of",
        "put(s|ting)? (it |this |that )?on record",
    )
)
# Each has a plainer word in the glossary of docs/decisions/0043-plain-words.md.
FORBIDDEN = (
    FORBIDDEN_EVERYWHERE,
    r"somebody|anybody|everybody",
    r"meanwhile|thereof",
    r"mend(s|ed|ing)?|lacks?|lacking",
    r"(not )?on file|on record|put(s|ting)? down|put on the public record",
    r"hand(s|ed|ing)? (it )?on|despatch\w*|telephones?|e-mails?",
    r"st(ands?|ood) still|runs? on|counts? no more",
    r"where it stands|what there is to",
    r"settle[sd]?|settling|reckon\w*|struck",
    r"(?<!on )papers?(?! calendar)|digests?|desk|fortnight|a quarter of an hour",
    r"thr(ow|ew|own) (it )?away|call(ed)? (it )?off|ke(ep|pt) (it )?back|for good",
    r"look(ed)? at|(put|putting|is|are|be) in charge|ticked|press the button",
    r"surely|obey\w*|ordinary time|longest time|is told of|are told of",
    r"be let pass|invoked?|by itself|the applicant'?s particulars",
)
FOUND = re.compile(r"\b(" + "|".join(FORBIDDEN) + r")\b", re.IGNORECASE)
# A value, an element or a command is no word of the sentence.
QUOTED = re.compile(r"“[^”]*”")
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


# The same words with another meaning: the material, the furniture, a term of an Act, a hash, and
# programs that run on something.
OTHER_MEANING = re.compile(
    r"(plain|sheets of|with the|have|on our) paper|e-paper|behind a desk|based on record"
    r"|struck (down|through)|digests?|\bruns? on\b"
)
FORBIDDEN_IN_CODE = re.compile(rf"\b({FORBIDDEN_EVERYWHERE})\b", re.IGNORECASE)
FENCED = re.compile(r"```.*?```", re.DOTALL)
LINK = re.compile(r"\]\([^)]*\)")
# The address of a page is not our wording.
ADDRESS = re.compile(r"https?://[^\s;,]+")


def texts_of_library() -> Iterator[tuple[str, str]]:
    """Yield the English texts of the library, and its notes for the people who keep it."""
    for file in sorted((ROOT / "tracker/library").glob("*/*.toml")):
        for text in _texts(tomllib.loads(file.read_text("utf-8"))):
            yield file.name, text


def _texts(value: object, word: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, key)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, word)
    elif isinstance(value, str) and word in ("en", "where", "note", "why", "official_text"):
        yield ADDRESS.sub("", QUOTED.sub("", value))


def strings_of_commands() -> Iterator[tuple[str, str]]:
    """Yield the strings of the commands, and of the programs whose findings they print."""
    for room in ("cli", "lawfiles", "ledger", "verifier", "mail", "machine_clock.py"):
        path = ROOT / "tracker" / room
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            tree = ast.parse(file.read_text("utf-8"))
            described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                said = node.value if isinstance(node, ast.Constant) else None
                if isinstance(said, str) and " " in said and id(node) not in described:
                    yield file.name, said


def lines_of_documents() -> Iterator[tuple[str, str]]:
    """Yield the lines that people read in the documents, without commands and addresses."""
    named = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "instance/README.md")
    documents = [ROOT / name for name in (*named, "tracker/library/README.md")]
    documents += sorted((ROOT / "docs").glob("*.md"))
    for file in documents:
        for line in FENCED.sub("", file.read_text("utf-8")).splitlines():
            yield file.name, LINK.sub("]", line)


def comments_and_docstrings(source: str) -> Iterator[str]:
    """Yield each docstring of a file, and each comment with its lines joined."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield " ".join((ast.get_docstring(node) or "").split())
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    for _, block in groupby(enumerate(comments), lambda each: each[1].start[0] - each[0]):
        yield " ".join(token.string.strip("# ") for _, token in block)


@pytest.mark.parametrize("folder", ["tracker", "tests", "tools", "benchmarks"])
def test_no_comment_or_docstring_has_one_of_the_worst_words(folder: str) -> None:
    found = {
        (str(file.relative_to(ROOT)), words)
        for file in (ROOT / folder).rglob("*.py")
        for source in [file.read_text("utf-8")]
        # A file without such a word need not be parsed.
        if FORBIDDEN_IN_CODE.search(re.sub(r"[\s#]+", " ", source))
        for words in comments_and_docstrings(source)
        if FORBIDDEN_IN_CODE.search(words)
    }
    assert found == set()


def test_the_worst_words_are_found_in_comments_and_docstrings_alone() -> None:
    word, first, rest = "whomever", "puts it", "on record"
    phrase = f"{first} {rest}"
    source = f'''"""A docstring with
    {word}."""
A = 1  # A comment with {word}.
B = "{word}"
# Two lines with {first}
# {rest}.
'''

    found = [words for words in comments_and_docstrings(source) if FORBIDDEN_IN_CODE.search(words)]

    assert found == [
        f"A docstring with {word}.",
        f"A comment with {word}.",
        f"Two lines with {phrase}.",
    ]


@pytest.mark.parametrize("texts", [texts_of_library, strings_of_commands, lines_of_documents])
def test_no_text_beside_the_catalogue_has_such_a_word(
    texts: Callable[[], Iterator[tuple[str, str]]],
) -> None:
    found = {
        (name, text): bad
        for name, text in texts()
        if (bad := forbidden(OTHER_MEANING.sub("", text)))
    }
    assert found == {}


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
