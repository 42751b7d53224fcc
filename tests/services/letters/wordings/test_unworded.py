"""The letter of a remedy is in one language: wholly in that of the law, or in English."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from babel.support import NullTranslations

from tests.abroad import asked_abroad, library_abroad, refused
from tests.offices import BY
from tests.services.letters.scenes import answered, one_line, outcome
from tests.services.letters.wordings.test_taken_wordings import with_law
from tracker.domain.base.errors import BadInput
from tracker.domain.base.text import Text
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading_edits import PleadingEdits
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.services.letters.editing import change_pleading, leave_out_item, pleading_in
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.wordings.unworded import heard, unworded_in
from tracker.translations import locale

ASKED, REFUSED = date(2025, 9, 3), date(2025, 9, 9)
RECEIVED = "Request received {day:on}."
IN_SPANISH = LetterChoices(language="es")
# A catalogue: messages, and those with a number by the place of their form.
Known = dict[str | tuple[str, Any], str]


class Some(NullTranslations):
    """A catalogue with these words and no others."""

    def __init__(self, words: Known) -> None:
        super().__init__()
        self._catalog = words

    def gettext(self, message: str) -> str:
        return self._catalog.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._catalog.get((msgid1, int(n != 1)), msgid1 if n == 1 else msgid2)


def speaking(words: Known) -> Locale:
    return heard(Locale("es", Some(words), letters_alone=True))


def without(*left_out: str) -> Callable[[str], Locale]:
    """The locales of the program, whose Spanish has no words for these messages."""

    def found(language: str) -> Locale:
        known = locale(language)
        if language != "es":
            return known
        catalogue = getattr(known.translations, "_catalog")  # noqa: B009
        words = {key: said for key, said in catalogue.items() if key not in left_out}
        return replace(known, translations=Some(words))

    return found


@pytest.fixture
def office_library() -> Library:
    library = library_abroad()
    block = replace(library.block("mx-test"), reported=(), places=("MX",))
    # The letter of this remedy is written as if its provision had been read.
    law = library.law("mx-lgtaip-2025")
    read = replace(law.stage("appeal"), sources=("change-over",))
    law = replace(law, stages={**law.stages, "appeal": read})
    library = replace(library, laws={**library.laws, law.key: law})
    return replace(library, blocks={**library.blocks, block.key: block})


@pytest.fixture
def spoken(office: Office) -> Office:
    return replace(office, locale=locale)


def appeal(office: Office, outcomes: tuple[Outcome, ...] = ()) -> Writer:
    """The application for review against a reply of the Mexican regulator, in Spanish."""
    reference = asked_abroad(office, "mx-crt", ASKED)
    if outcomes:
        answered(office, reference, "refused", REFUSED, *map(outcome, outcomes))
    else:
        refused(office, reference, REFUSED)
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.APPEAL, None, IN_SPANISH)


def test_a_message_around_a_value_for_later_is_found_in_the_letter() -> None:
    """Its value is filled in after the message is said, so it stands in double braces."""
    spanish = speaking({})
    said = spanish.say("to call upon {{post}} to state it")

    found = unworded_in(f"1. {said.replace('{post}', 'the Secretary')}", iter(()), spanish)

    assert found == ("to call upon {{post}} to state it",)


def test_a_letter_whose_every_sentence_has_words_is_in_the_language_of_the_law(
    spoken: Office,
) -> None:
    written = appeal(spoken)

    assert written.letter().language == "es"
    assert written.instead is None
    assert "La solicitud se recibió el 3 de septiembre de 2025." in one_line(written)


def test_one_message_without_words_puts_the_whole_letter_into_english(spoken: Office) -> None:
    written = appeal(replace(spoken, locale=without(RECEIVED)))

    assert written.letter().language == "en"
    assert written.instead
    assert (written.instead.language, written.instead.sentences) == ("es", (RECEIVED,))
    assert "Request received on 3 September 2025." in one_line(written)
    assert "solicitud se recibió" not in one_line(written)


def test_an_outcome_without_words_puts_the_letter_into_english(spoken: Office) -> None:
    written = appeal(spoken, (Outcome.NEITHER_CONFIRMED_NOR_DENIED,))

    assert written.letter().language == "en"
    assert written.instead
    assert "Neither confirmed nor denied" in written.instead.sentences


def test_a_text_of_the_law_without_words_puts_the_letter_into_english(spoken: Office) -> None:
    law = spoken.library.law("mx-lgtaip-2025")
    title = Text({"en": law.stage("appeal").title.in_language("en")})
    stages = {**law.stages, "appeal": replace(law.stage("appeal"), title=title)}

    written = appeal(with_law(spoken, replace(law, stages=stages)))

    assert written.letter().language == "en"
    assert written.instead
    assert written.instead.sentences == (title.in_language("en"),)


def test_a_law_that_does_not_accept_english_gets_no_english_letter(spoken: Office) -> None:
    law = replace(spoken.library.law("mx-lgtaip-2025"), languages=("es",))

    with pytest.raises(BadInput, match="cannot be in “en”"):
        appeal(with_law(replace(spoken, locale=without(RECEIVED)), law))


def test_the_papers_beside_the_letter_are_in_english(spoken: Office) -> None:
    reference = appeal(spoken).case.reference

    with spoken.cases.look(reference) as case:
        papers = CourtPapers(writer_of(spoken, case, LetterKind.APPEAL, None, IN_SPANISH))
        assert papers.writer.letter().language == "en"
        assert papers.writer.instead is None


def test_an_edit_that_would_put_the_letter_into_english_is_refused(spoken: Office) -> None:
    """With all items but one left out, the letter names “the record in item”."""
    one = "the records in item {items}"
    office = replace(spoken, locale=without(one))
    written = appeal(office)
    reference, place = written.case.reference, pleading_in(written).place
    *others, last, _ = [asked.key for asked in written.drafted.questions]

    def left_out(key: str, version: int) -> PleadingEdits:
        change = leave_out_item(pleading_in(written), key)
        return change_pleading(office, reference, place, version, change, by=BY)

    for version, key in enumerate(others):
        left_out(key, version)
    with pytest.raises(BadInput, match="a sentence without words in “es”"):
        left_out(last, len(others))

    with office.cases.look(reference) as case:
        assert set(case.pleading_edits(place).items_out) == set(others)
        still = writer_of(office, case, LetterKind.APPEAL, None, IN_SPANISH)
    assert still.letter().language == "es"


def test_a_message_that_the_letter_does_not_print_needs_no_words() -> None:
    spoken = speaking({"Printed": "Impreso"})
    spoken.say("Printed")
    spoken.say("Not printed")
    unused = Text({"en": "a text of another letter"})

    assert unworded_in("Impreso", iter((unused,)), spoken) == ()


def test_a_printed_message_is_found_by_its_longest_part_and_a_text_by_its_words() -> None:
    spoken = speaking({})
    spoken.say("The request was received{annex}.", annex="")
    printed = "The request was received (Annex B). See section 7(e)."

    found = unworded_in(printed, iter((Text({"en": "section 7(e)"}),)), spoken)

    assert found == ("The request was received{annex}.", "section 7(e)")


def test_a_message_with_a_number_is_found_in_both_forms() -> None:
    blank: Known = {
        ("{number} day", 0): "{number} day",
        ("{number} day", 1): "{number} days",
    }
    spoken = speaking(blank)
    spoken.say_count("{number} day", "{number} days", 15)

    assert unworded_in("within 15 days", iter(()), spoken) == ("{number} day",)
    assert unworded_in("en 15 días", iter(()), spoken) == ()


def test_a_message_of_values_alone_always_needs_words() -> None:
    spoken = speaking({})
    spoken.say("{what} {which}.", what="Negativa", which="del 9 de septiembre")

    assert unworded_in("Negativa del 9 de septiembre.", iter(()), spoken) == ("{what} {which}.",)
