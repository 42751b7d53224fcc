"""A silence by which the law gives access: letters ask for the records, and not for a decision."""

from pathlib import Path

from tests.offices import an_office, the_library
from tests.services.letters.letters_of_every_law import (
    asked_in_a_way,
    library_for,
    open_letters,
)
from tests.services.letters.requests_of_all import press
from tracker.domain.law.forums import grants_by_silence
from tracker.domain.law.law import LetterKind
from tracker.services.letters.letter_facts import Writer, writer_of

URUGUAY, ARGENTINA = "uy-daip-2008", "ar-laip-2016"


def plain(writer: Writer) -> str:
    return " ".join(press().plain(writer.letter()).split())


def letters(folder: Path, key: str, way: str) -> dict[str, str]:
    """The English letters that a way of the body opens: the reminder, and each remedy."""
    law = the_library().law(key)
    with an_office(folder, library=library_for(law)) as (office, _):
        reference = asked_in_a_way(office, law, (way,))
        found = {r.opened.stage.key: plain(w) for r, w in open_letters(office, reference, "en")}
        with office.cases.look(reference) as case:
            return found | {"reminder": plain(writer_of(office, case, LetterKind.REMINDER))}


def test_two_laws_of_the_library_give_access_by_silence() -> None:
    laws = the_library().laws.values()
    assert [law.key for law in laws if grants_by_silence(law.first_stage())] == [
        "co-ltaip-2014",
        URUGUAY,
    ]


def test_after_such_a_silence_the_letters_ask_for_the_records_alone(tmp_path: Path) -> None:
    found = letters(tmp_path, URUGUAY, "silence")

    assert set(found) == {"complaint", "court", "reminder"}
    assert "nothing handed over on the request of 3 September 2025" in found["complaint"]
    assert "the records not handed over on my request" in found["complaint"]
    assert "Does the law give access, because the respondent gave no decision?" in found["court"]
    assert "I. The law gives access, because no decision came in time" in found["court"]
    assert "Their supply is owed, and a decision is not asked for." in found["court"]
    assert "to find that the law gives access to the records" in found["court"]
    assert "a decision is not asked for" in found["reminder"]
    for letter in found.values():
        assert "failure to decide" not in letter
        assert "or a decision that answers each item" not in letter
        assert "to find that no decision was given" not in letter


def test_a_refusal_under_that_law_is_answered_as_any_other(tmp_path: Path) -> None:
    found = letters(tmp_path, URUGUAY, "refusal")

    assert "It concerns the decision (received on 9 September 2025)" in found["complaint"]
    assert "to set the decision aside" in found["court"]
    assert "The law gives access" not in " ".join(found.values())


def test_another_silence_still_asks_for_a_decision(tmp_path: Path) -> None:
    found = letters(tmp_path, ARGENTINA, "silence")

    assert set(found) == {"complaint-after-silence", "court", "reminder"}
    assert "the failure to decide in time on my request" in found["complaint-after-silence"]
    assert "Did the respondent decide within the time that the law allows?" in found["court"]
    assert "or a decision that answers each item" in found["reminder"]
