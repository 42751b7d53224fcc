"""Writes docs/letters-by-law.md: what can be written and logged under each law.

PYTHONPATH=. .venv/bin/python tools/letters_by_law.py
"""

from pathlib import Path

from tests.offices import the_library
from tests.services.letters.letters_of_every_law import TODAY, letters_of, rows_of
from tracker.services.letters.enforcing.overdue import ways_to_enforce

DOCUMENT = Path(__file__).parents[1] / "docs/letters-by-law.md"
HEAD = """# Letters by law

What the program writes and logs under each law of the library. Every letter named here was
written by a use case: `tests/services/letters/pleading/test_letters_by_law.py` makes a request
under each law, lets the body refuse it or not respond, follows each way through the remedies, and
compares what it finds with these tables. A change of a law or of the wording changes them:
`PYTHONPATH=. .venv/bin/python tools/letters_by_law.py` writes them.

A law has numbers and sentences only as far as its text was read. What is not known is marked as
unknown here and in the letters, and is never supplied from memory.

A body that no information law binds is sent a petition of general law: the letter, a reminder, a
cover note and thanks. It has no time limit and no remedy, so it has no row here
([decision 0068](decisions/0068-petitions-of-general-law.md)).
"""
REQUESTS = """
## Requests

Pages and words of the English letter with the core records, over all roles of bodies. *Core* is
the fewest core records that a role is asked for. Under every law a response can also name a
section that the file does not list: it is typed, shown as the body named it, and answered in
neutral words.

| Law | Pages | Words | Core | Exemptions listed |
|---|---|---|---|---|
"""
REMEDIES = """
## Remedies

A remedy is brought by a pleading or by a letter. For a suit the program writes a note for
counsel, and no documents of a court. Where the file of a law has no pleas for a remedy, its
letter answers in neutral words and cites the provisions that the file has. A remedy that no
source of the library mentions has no letter, because its forum and its title would rest on
memory: a lawyer drafts it, and it can be logged.

*Languages* are the languages in which the letter is written after no response, after a refusal
without a ground and with each ground that the file lists, and after a partial answer. In other
circumstances, if a sentence of the letter is not translated, the letter is in English, and its
page lists such sentences.

| Law | Remedy | Brought by | Words | Languages | Pleas |
|---|---|---|---|---|---|
"""
ENFORCEMENT = """
## Enforcement

Once the day to comply with an order has passed, and with it any time in which the order can be
challenged before it is enforced, an application asks its forum to enforce it. The application
cites the provision on enforcement, so a law has one only where that was read.

| Law | Provision |
|---|---|
"""
NOTICES = """
## Notices that affect the time

A fee notice and a transfer can be logged under every law, also where the time to reply is not
known. Without a rule the earliest date assumes that the time went on, and the latest that it
started again. The items of a request can be transferred one by one, except where the law has no
transfer.

| Law | Time to reply | Fee notice | Transfer |
|---|---|---|---|
"""


def main() -> None:
    """Write the document."""
    rows = [rows_of(letters_of(law)) for law in the_library().laws.values()]
    DOCUMENT.write_text(document(rows), encoding="utf-8")


def document(rows: list[tuple[tuple[str, ...], ...]]) -> str:
    """Return the document with the rows of each law."""
    requests = [line(each[0]) for each in rows]
    remedies = [line(row) for each in rows for row in each[1:-1]]
    notices = [line(each[-1]) for each in rows]
    enforced = [line(row) for row in rows_of_enforcement()]
    parts = (HEAD, REQUESTS, *requests, REMEDIES, *remedies, ENFORCEMENT, *enforced)
    parts += (NOTICES, *notices)
    return "".join(parts)


def rows_of_enforcement() -> list[tuple[str, str]]:
    """Return the provision on which an application for enforcement rests, for each law."""
    found = []
    for law in the_library().laws.values():
        facts = ways_to_enforce(law, TODAY)
        cited = [law.cite(each.sources) for each in facts]
        found.append((law.key, ", ".join(cited) or "none: no provision on it was read"))
    return found


def line(row: tuple[str, ...]) -> str:
    """Return one row of a table."""
    return f"| {' | '.join(row)} |\n"


if __name__ == "__main__":
    main()
