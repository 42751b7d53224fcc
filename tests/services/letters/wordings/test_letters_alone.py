"""The small catalogue of a language of letters alone has every message of its letters."""

import re
from dataclasses import replace
from datetime import date

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from babel.support import NullTranslations

from tests.offices import URGENT, a_request, received
from tests.services.letters.scenes import answered, outcome
from tools.letter_messages import PLACES, kinds_worded_in, messages_of_letters
from tracker.domain.base.terms import Channel
from tracker.domain.case.request import Applicant
from tracker.domain.events.correspondence.letter_finalised import LETTERS_TO_THE_BODY
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Outcome
from tracker.services.cases.silence import sweep
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import compose
from tracker.translations import catalogue, every_language

ALONE = [code for code, each in every_language().items() if not each.pages]
WHO = Applicant("Amina Example", "12 Garden Road", "amina@example.org", urgency=URGENT)


class Heard(NullTranslations):
    """Translations that note which messages were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[str] = set()

    def gettext(self, message: str) -> str:
        self.said.add(message)
        return message

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        self.said.add(singular)
        return singular if num == 1 else plural


@pytest.fixture
def heard(office: Office) -> tuple[Office, set[str]]:
    """An office with Spanish letters under the federal law of Pakistan, and their messages."""
    law = office.library.law("pk-raia-2017")
    laws = {**office.library.laws, law.key: replace(law, languages=(*law.languages, "es"))}
    said = Heard()

    def locale(language: str) -> Locale:
        return Locale(language, said) if language == "es" else Locale(language)

    library = replace(office.library, laws=laws)
    return replace(office, library=library, locale=locale), said.said


def known(language: str) -> Catalog:
    with catalogue(language).open("rb") as file:
        return read_po(file)


def _fragment(message: str) -> str:
    """The longest part of a message that contains no value."""
    return max(re.split(r"\{[^}]*\}", message), key=len).strip() or message


def names(catalog: Catalog) -> set[str]:
    ids = (message.id for message in catalog if message.id)
    return {each if isinstance(each, str) else each[0] for each in ids}


def test_every_message_of_letters_to_the_body_is_in_the_small_catalogue(
    heard: tuple[Office, set[str]],
) -> None:
    office, said = heard
    reference = a_request(
        office,
        language="es",
        applicant=WHO,
        urgent=True,
        channels=tuple(Channel),
        supporters=("amnesty-international",),
    )
    kinds: set[str] = set()
    texts: list[str] = []

    def written() -> None:
        with office.cases.look(reference) as case:
            for kind in LETTERS_TO_THE_BODY:
                letter = compose(office, case, kind)
                kinds.add(letter.kind)
                texts.append(" ".join(office.documents.plain(letter).split()))

    written()
    received(office, reference, date(2024, 2, 26))
    written()
    sweep(office)
    written()
    answered(
        office, reference, "partly-answered", date(2024, 4, 20), outcome(Outcome.PARTLY_DISCLOSED)
    )
    written()
    # A chronology is made for each letter, but these letters do not print it. Short words such as
    # “day” also occur in the English sentences of this law.
    parts = {each: part for each in said if len(part := _fragment(each)) > 11}
    printed = {each for each, part in parts.items() if any(part in text for text in texts)}

    assert kinds == {kind.value for kind in LETTERS_TO_THE_BODY}
    assert len(printed) >= 15
    assert printed - names(known("es")) == set()


@pytest.mark.parametrize("language", ALONE)
def test_only_messages_of_remedies_have_no_words_in_a_small_catalogue(language: str) -> None:
    of_remedies = {place.partition(":")[0] for place in PLACES[LetterKind.APPEAL]}
    for message in known(language):
        said = message.string or ""
        forms = (said,) if isinstance(said, str) else said
        files = {file for file, _ in message.locations}
        if message.id and not all(form.strip() for form in forms):
            assert any(file.startswith(tuple(of_remedies)) for file in files), message.id


def test_a_place_that_is_no_longer_in_the_sources_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    template = Catalog()
    template.add("Words", locations=[("tracker/services/core/naming.py", 1)])
    monkeypatch.setitem(PLACES, "gone", ("tracker/services/core/naming.py:gone",))

    with pytest.raises(ValueError, match=r"naming\.py has no gone"):
        messages_of_letters(template, {"gone"})


def test_the_request_always_counts() -> None:
    assert kinds_worded_in("xx") == {"request"}
