"""Brings the catalogues of the pages and of the refusals up to date with the sources.

Every sentence that is wrapped there is found, in the order of the sources; what is translated
stays, what is said no more goes. It also reads a catalogue with the marks of a merge in it, both
sides of which it keeps: run it, and the conflict is solved.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract, extract_python
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
TRANSLATIONS = ROOT / "tracker/translations"
LIST = ROOT / "tools/not_wrapped.txt"
LANGUAGES = ("ur",)
PAGES, REFUSALS = "pages", "refusals"

WRAPPED = ("base.html", "macros", "refusals", "sign_in", "account", "desk", "record")
GETTEXT: dict[str, Any] = {"_": None, "gettext": None, "ngettext": (1, 2)}
SAYS: dict[str, Any] = {"say": None, "later": None, "say_count": (1, 2)}
MARKS = re.compile(r"^(<<<<<<<|\|\|\|\|\|\|\||=======|>>>>>>>).*\n", re.MULTILINE)
REFUSES = re.compile(r"^class (\w+)\((?:Refusal|NotOnFile|NotAllowed|BadInput)\)", re.MULTILINE)

# What these refuse, an operator reads who runs a command or looks after the machine, or a program.
OPERATORS = (
    "tracker/documents/template.py",
    "tracker/documents/wording.py",
    "tracker/ledger/files.py",
    "tracker/ledger/sequencer.py",
    "tracker/ledger/vouching.py",
    "tracker/mail/folder.py",
    "tracker/mail/message.py",
    "tracker/mail/smtp.py",
    "tracker/storage/office_data/age.py",
    "tracker/storage/office_data/backup.py",
    "tracker/storage/office_data/manifest.py",
    "tracker/storage/db/migrate.py",
    "tracker/storage/office_data/premises.py",
    "tracker/storage/office_data/recovery.py",
    "tracker/storage/office_data/restore.py",
    "tracker/storage/office_data/tar.py",
    "tracker/storage/db/sealing.py",
    "tracker/storage/db/snapshot.py",
    "tracker/storage/db/errors.py",
    "tracker/web/api/__init__.py",
    "tracker/web/api/description.py",
    "tracker/web/api/lists.py",
    "tracker/web/base/problems.py",
    "tracker/web/record/feeds/sitemap.py",
    "tracker/web/record/feeds/citing.py",
)

HEADER = """\
# Urdu sentences of {what}, in the order of the sources: `make words` keeps it.
# Formal legal Urdu, Latin digits. No native reader has reviewed this wording yet.
# A name in braces or in %(...)s is a value that is set in: keep each, in any order.
msgid ""
msgstr ""
"Project-Id-Version: tracker\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
WHAT = {PAGES: "the pages", REFUSALS: "the refusals"}
Message = str | tuple[str, ...]


def templates() -> list[Path]:
    """The templates that are translated, in the order of the catalogue."""
    found = [TEMPLATES / name for name in WRAPPED]
    return [file for each in found for file in ([each] if each.is_file() else sorted_in(each))]


def sorted_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.html"))


def web_modules() -> list[Path]:
    """The modules of the pages that are translated. What programs are told is English."""
    found = (file for file in (ROOT / "tracker/web").rglob("*.py") if named(file) not in OPERATORS)
    return sorted(found)


def modules() -> list[Path]:
    """The modules whose refusals a page may show."""
    rooms = ("domain", "services", "storage", "documents", "mail", "web")
    found = (file for room in rooms for file in (ROOT / "tracker" / room).rglob("*.py"))
    return sorted(file for file in found if named(file) not in OPERATORS)


def not_wrapped() -> set[str]:
    """The files whose sentences, or refusals, are still to be wrapped: the list has to shrink."""
    return set(LIST.read_text("utf-8").split())


def refusal_classes() -> list[str]:
    """What a sentence for a reader can be raised as, and `Words`."""
    found = {name for file in modules() for name in REFUSES.findall(file.read_text("utf-8"))}
    return ["Refusal", "Words", *sorted(found)]


@cache
def said_on_pages() -> tuple[tuple[Message, Path], ...]:
    """Each sentence of a template or of the pages' Python, with its file."""
    return tuple(_said_on_pages())


def _said_on_pages() -> Iterator[tuple[Message, Path]]:
    options = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
    for file in templates():
        yield from said_in(file, babel_extract, GETTEXT, options)
    for file in web_modules():
        yield from said_in(file, extract_python, SAYS)


@cache
def said_by_refusals() -> tuple[tuple[Message, Path], ...]:
    """Each sentence that a refusal is raised with, with its file."""
    return tuple(_said_by_refusals())


def _said_by_refusals() -> Iterator[tuple[Message, Path]]:
    left = not_wrapped()
    for file in modules():
        if named(file) in left:
            continue
        yield from said_in(file, extract_python, dict.fromkeys(refusal_classes()))


def said_in(
    file: Path, method: Any, keywords: Any, options: dict[str, str] | None = None
) -> Iterator[tuple[Message, Path]]:
    """The literal sentences in a file that are handed to one of the keywords."""
    with file.open("rb") as handle:
        for _, message, _, _ in extract(method, handle, keywords, (), options):
            yield message, file


def written(domain: str, language: str) -> str:
    """A catalogue as it has to be."""
    taken = singulars(read("", language))
    said = said_on_pages()
    if domain == REFUSALS:
        taken |= {singular(message) for message, _ in said}
        said = said_by_refusals()
    old, new = read(domain, language), Catalog(locale=language)
    for message, file in said:
        if singular(message) in taken:
            continue
        known = old.get(message)
        # What goes by a number now, or does so no more, needs other words.
        if known and isinstance(known.id, str) != isinstance(message, str):
            known = None
        new.add(message, known.string if known else None, locations=[(named(file), 0)])
    out = BytesIO()
    write_po(out, new, width=98, omit_header=True, include_lineno=False)
    return HEADER.format(what=WHAT[domain], language=language) + out.getvalue().decode("utf-8")


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def singular(message: Any) -> str:
    """What a sentence is called by: itself, or the form for one."""
    return message if isinstance(message, str) else str(message[0])


def singulars(catalogue: Catalog) -> set[str]:
    return {singular(message.id) for message in catalogue if message.id}


def file_of(domain: str, language: str) -> Path:
    """The file of a catalogue; that of the use cases, which is kept by hand, has no domain."""
    return TRANSLATIONS / f"{domain}.{language}.po".lstrip(".")


def read(domain: str, language: str) -> Catalog:
    """A catalogue as it is; of a merge that was not settled, both sides."""
    file = file_of(domain, language)
    text = MARKS.sub("", file.read_text("utf-8")) if file.is_file() else ""
    return read_po(BytesIO(text.encode("utf-8")), locale=language)


def main() -> int:
    """Write every catalogue, and say what lacks words."""
    lacking = 0
    for language in LANGUAGES:
        for domain in WHAT:
            file_of(domain, language).write_text(written(domain, language), "utf-8")
            for message in read(domain, language):
                if message.id and not all(forms(message.string)):
                    print(f"{domain}.{language}: no words yet for {singular(message.id)!r}")
                    lacking += 1
    return 1 if lacking else 0


def forms(string: Any) -> tuple[str, ...]:
    """Every form of a translation."""
    return (string,) if isinstance(string, str) else tuple(string or ("",))


if __name__ == "__main__":
    sys.exit(main())
