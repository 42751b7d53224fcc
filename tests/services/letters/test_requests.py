"""Every request that the library can make: to each role, under each law, in each language.

The score sheet of a request as far as a machine can check it: length, defined terms, items that
are records, nothing said twice, and nothing that a request leaves out.
"""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.offices import the_library
from tests.services.letters.requests_of_all import ROLES, Written, all_requests, press, request_to
from tracker.domain.base.terms import Channel
from tracker.domain.law.body import Role
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Element
from tracker.domain.law.request_line import RequestLine
from tracker.domain.words.item_overlaps import overlapping
from tracker.domain.words.letter import Letter, Paragraph
from tracker.domain.words.question_checks import opinion_in
from tracker.services.letters.letter_length import MOST_PAGES, length_of
from tracker.services.letters.request_words import (
    THE_BODY,
    THE_PERIOD,
    THE_REQUESTING_AUTHORITY,
    THE_RESTRICTION,
    THE_SERVICE,
    definitions,
    request_line,
    served_by,
)
from tracker.translations import languages, locale

# The words of two pages.
MOST_WORDS = {"en": 850, "ur": 925}
TERMS = {
    "en": ("the Body", "the Service", "the Restriction", "the Requesting Authority", "the Period"),
    "ur": ("ادار", "سروس", "پابند", "طلب کنندہ اتھارٹ", "مدت"),
}
# What a request leaves out: remedies, publicity, case law, motive, harm tests, exemptions by name.
LEFT_OUT = re.compile(
    r"appeal against|remed|deemed|tribunal|ombudsman|\bpress\b|publish|public record|every\b"
    r"|whatsoever|illegal|unlawful(?! online)|censor|arbitrary|harm(?! foreseen)"
    r"|national security|E003|v\. ",
    re.IGNORECASE,
)
# A record has a type. Each item names one of these.
TYPES = re.compile(
    r"order|decision|determination|instrument|direction|communication|letter|application|note|"
    r"summary|submission|minutes|approval|report|log|notice|representation|register|table|"
    r"answer|statement|directive|notification|entry|amendment|form\b|finding|complaint",
    re.IGNORECASE,
)


def _terms(language: str) -> tuple[str, ...]:
    """The defined terms in a language of letters alone."""
    terms = (THE_BODY, THE_SERVICE, THE_RESTRICTION, THE_REQUESTING_AUTHORITY, THE_PERIOD)
    return tuple(locale(language).words(term).split()[-1] for term in terms)


def said(letter: Letter) -> str:
    return press().plain(letter)


def flat(letter: Letter) -> str:
    return " ".join(said(letter).split())


# The number of files that LibreOffice converts at once.
A_COMMAND = 100


def each(optional: int = 2) -> tuple[Written, ...]:
    return all_requests(optional)


def test_every_law_has_a_request_to_every_role_in_each_of_its_languages() -> None:
    made = {(w.law.key, w.role, w.language) for w in each(0)}
    for law in the_library().laws.values():
        for role in ROLES:
            pages = {
                (law.key, role, language) for language in law.languages if language in languages()
            }
            assert pages <= made
    assert ("mx-lgtaip-2025", Role.REGULATOR, "es") in made
    assert len(ROLES) == 7


def test_a_request_has_six_to_eight_core_items_and_two_optional_ones_fit() -> None:
    for written in each(0):
        assert 6 <= len(written.asked) <= 8, written.name
    for written in each():
        most = MOST_WORDS.get(written.language, 1000)
        assert length_of(written.letter).words <= most, written.name
        assert length_of(written.letter).pages <= MOST_PAGES, written.name


def test_the_core_covers_every_part_of_a_legal_basis_for_every_role() -> None:
    for written in each(0):
        covered = {element for asked in written.asked for element in asked.elements}
        # The order of classification is asked for in the paragraph on withholding.
        assert covered | {Element.CLASSIFICATION} == set(Element), written.name
        own = request_line(written.law, RequestLine.CLASSIFIED, locale(written.language))
        assert own in flat(written.letter), written.name


def test_each_defined_term_is_used_and_no_long_form_is_repeated() -> None:
    for written in each():
        body = flat(written.letter)
        for term in TERMS.get(written.language) or _terms(written.language):
            assert body.count(term) != 1, (written.name, term)
        if written.language == "en":
            _subject, _, rest = body.partition("means")
            assert rest.count("(formerly Twitter)") == 1, written.name
            assert rest.count("the whole of Pakistan") == 1, written.name


def test_no_item_is_a_question_and_each_names_a_type_of_record() -> None:
    for written in each():
        for asked in written.asked:
            assert opinion_in(asked.words) is None, (written.name, asked.key)
            assert "?" not in asked.words
            assert "؟" not in asked.words
            if written.language == "en":
                assert TYPES.search(asked.words), (written.name, asked.key)
                assert not re.search(r"\b(why|whether|how)\b", asked.words), asked.key


def test_no_record_answers_two_items() -> None:
    for written in each():
        for asked in written.asked:
            others = {o.key: o.words for o in written.asked if o is not asked}
            found = overlapping(asked.words, others)
            assert found is None, (written.name, asked.key, found)


def test_a_request_says_nothing_of_what_it_leaves_out() -> None:
    for written in each():
        if written.language == "en":
            text = flat(written.letter)
            found = LEFT_OUT.search(text)
            assert not found, (written.name, text[found.start() - 40 : found.end() + 20])


def test_form_cost_and_part_delivery_are_each_said_once() -> None:
    for written in each():
        if written.language == "en":
            text = flat(written.letter)
            for once in ("electronic copies", "calculation", "what is ready", "acknowledge"):
                assert text.count(once) == 1, (written.name, once)
            assert sum(map(text.count, ("remainder", "segregable", "remaining parts"))) == 1, (
                written.name
            )


def test_a_request_says_how_it_is_served_and_what_is_enclosed() -> None:
    for written in each(0):
        roles = [b.role for b in written.letter.blocks if isinstance(b, Paragraph)]
        assert roles[:4] == ["sender", "date", "reference", "address"], written.name
        if written.language == "en":
            assert "By registered post, no." in said(written.letter)
            fee = written.law.key in ("in-rti-2005", "ca-atia")
            wanted = (
                "Enclosure: the application fee as stated above" if fee else "Enclosures: none."
            )
            assert wanted in said(written.letter)


def test_a_letter_by_email_has_no_empty_address() -> None:
    english = locale("en")
    without = replace(the_library().body("gb-ofcom"), email="")
    known = replace(without, email="requests@body.example")

    assert served_by(without, (Channel.EMAIL,), english) == "By email"
    assert served_by(known, (Channel.EMAIL,), english) == "By email to requests@body.example"


def test_apps_of_which_only_some_are_named_are_those_of_a_report() -> None:
    library = the_library()
    block, body = library.block("in-59-apps-2020"), library.body("in-meity")
    used = ["The Body and the Restriction"]
    said = " ".join(definitions(block, body, locale("en"), date(2026, 8, 6), used))

    assert "and others, 59 in all, as reported by The Statesman, 30 June 2020, including" in said


def test_the_subject_names_record_service_and_dates() -> None:
    for written in each(0):
        if written.language == "en":
            what, _, of = written.letter.subject.partition(": ")
            own = (p for p in written.law.points if p.key == RequestLine.SUBJECT)
            assert what == next((str(p.says) for p in own), "Request for records")
            assert of == (
                "the restriction of access to X (formerly Twitter), "
                "from 17 February 2024 to 7 May 2025"
            )


def test_the_points_of_a_request_are_lines_that_it_has_a_place_for() -> None:
    lines = {line.value for line in RequestLine}
    for law in the_library().laws.values():
        for point in law.points:
            if point.letter is LetterKind.REQUEST:
                assert point.key in lines, (law.key, point.key)


def test_no_line_of_a_request_rests_on_memory() -> None:
    for law in the_library().laws.values():
        for point in law.points:
            if point.letter is LetterKind.REQUEST:
                assert law.weakest(point.sources).value != "memory", (law.key, point.key)


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("role", ["regulator", "ministry", "cabinet"])
def test_a_request_under_the_federal_act_names_the_letter_that_is_known(
    role: str, language: str
) -> None:
    law = the_library().law("pk-raia-2017")
    written = request_to(law, next(r for r in ROLES if r == role), language)
    # Listed once: as sent, as held or, for a cabinet office, as a copy received.
    said_of_it = {
        ("en", "regulator"): "This includes the Interior Letter.",
        ("en", "ministry"): "This includes the Interior Letter, as sent or held by the Body.",
        ("en", "cabinet"): "any copy of the Interior Letter that the Body received.",
        ("ur", "regulator"): "اس میں وزارتِ داخلہ کا خط شامل ہے۔",
        ("ur", "ministry"): "اس میں وزارتِ داخلہ کا خط شامل ہے، جیسا کہ",
        ("ur", "cabinet"): "تو یہ بھی مطلوب ہے: وزارتِ داخلہ کا خط۔",
    }
    assert flat(written.letter).count(said_of_it[language, role]) == 1
    assert "(PhoneWorld, 21 March 2024)" in " ".join(said(written.letter).split())


@pytest.mark.slow
def test_every_request_with_two_optional_items_is_printed_on_two_pages(
    needs: Callable[..., Path], tmp_path: Path
) -> None:
    office = str(needs("soffice", "libreoffice"))
    for written in each():
        file = tmp_path / f"{written.name}.docx"
        file.write_bytes(press().docx(written.letter, date(2026, 11, 24)))
    command = [office, "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    # LibreOffice leaves out files without a word if a command names some 250 of them.
    for first in range(0, len(files), A_COMMAND):
        some = files[first : first + A_COMMAND]
        subprocess.run([*command, *some], check=True, capture_output=True, timeout=300)
    pages = {path.stem: len(PdfReader(path).pages) for path in tmp_path.glob("*.pdf")}
    assert len(pages) == len(each())
    assert {name for name, number in pages.items() if number > MOST_PAGES} == set()
