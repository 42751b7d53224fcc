"""The English text that goes beside a letter in a language that a lawyer took on."""

from dataclasses import replace

import babel

from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.letter_finalised import LETTERS_TO_THE_BODY
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Heading, Letter, Paragraph, TextRun
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Writing
from tracker.services.letters.folder import Folder, FolderWith
from tracker.services.letters.request_words import catalogue_items

PARALLEL_TITLE = "English text for information"
PARALLEL_NOTE_IN_ENGLISH = "This English text is for information."
PARALLEL_NOTE = Message(
    "An English text follows for information. The text in this language governs."
)


def goes_with_english(office: Writing, law: str, language: str, kind: LetterKind) -> bool:
    """Return whether the English text goes with a letter. None is filed with a pleading, because
    nobody would have edited it: its rows have English words in the workspace alone."""
    return kind in LETTERS_TO_THE_BODY and (law, language) in office.wordings_taken_on()


def in_english(office: Writing, case: Folder) -> FolderWith:
    """Return a request with the items of the library in English, and own ones as typed."""
    history = tuple(_entry_in_english(office, entry) for entry in case.history)
    return FolderWith(case, history)


def with_english(letter: Letter, english: Letter, locale: Locale) -> Letter:
    """Return a letter with its English text after it. Both say which text governs."""
    own = Paragraph((TextRun(locale.say(PARALLEL_NOTE)),), "note")
    named = babel.Locale.parse(locale.language, sep="-").get_display_name(SOURCE)
    note = f"{PARALLEL_NOTE_IN_ENGLISH} The text in {named} above governs."
    heading = Heading((TextRun(PARALLEL_TITLE),), 1)
    said = (heading, Paragraph((TextRun(note),), "note"), *english.blocks)
    beside = replace(english, blocks=said, plain_paper=letter.plain_paper)
    return replace(letter, blocks=(*letter.blocks, own), parallel=beside)


def _entry_in_english(office: Writing, entry: Entry) -> Entry:
    drafted = entry.event
    if not isinstance(drafted, Drafted):
        return entry
    known = office.library.questions
    keys = [asked.key for asked in drafted.questions if asked.key in known]
    day = drafted.on.latest
    items = catalogue_items(office, drafted.block, drafted.body, keys, SOURCE, day)
    said = {each.key: each for each in items}
    questions = tuple(said.get(asked.key, asked) for asked in drafted.questions)
    return replace(entry, event=replace(drafted, questions=questions, language=SOURCE))
