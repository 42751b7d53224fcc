"""The appeal pack holds the letter, the count, the annexes and their digests, and nothing else."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tests.documents.reading import heads_of, parts_of, words_of
from tests.offices import AYESHA, BY, Clock, a_paper, a_request, forget_what_was_printed, received
from tests.services.letters.test_letter_facts import replied
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.law.questions import Outcome
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.letters.appeal_pack import appeal_pack
from tracker.services.letters.bundle import bundle_annexes
from tracker.services.ports.people import TrailFilter

PLAIN = LetterChoices()


def taken(
    office: Office, reference: str, chosen: LetterChoices = PLAIN, *, pdf: bool = False
) -> bytes:
    made = appeal_pack(office, reference, None, chosen, with_pdf=pdf, by=BY)
    return b"".join(made.chunks)


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    """Received on Monday 26 February 2024: ten working days end on Monday 11 March, so the right
    to appeal is there on the morning of 12 March."""
    reference = a_request(office, applicant=replace(AYESHA, identity="61101-0000000-1"))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 12), hour=0)
    sweep(office)
    return reference


def test_the_pack_is_there_on_the_morning_on_which_the_right_arises(
    office: Office, silent: str
) -> None:
    found = parts_of(taken(office, silent))

    assert list(found) == [
        "MANIFEST.txt",
        "DEMONSTRATION-01-APPEAL.docx",
        "DEMONSTRATION-02-COUNT-OF-TIME.docx",
        "DEMONSTRATION-03-ANNEXES.docx",
        "DEMONSTRATION-ANNEX-A-01.txt",
        "DEMONSTRATION-ANNEX-A-02.txt",
        "DEMONSTRATION-ANNEX-B.txt",
    ]
    chronology = words_of(found["DEMONSTRATION-02-COUNT-OF-TIME.docx"])
    assert "11 March 2024" in chronology
    assert "The time limit is counted from this day." in chronology
    # Thirty days after 11 March: Wednesday 10 April 2024.
    assert "10 April 2024" in chronology
    listed = words_of(found["DEMONSTRATION-03-ANNEXES.docx"])
    assert "Request as sent, with proof of sending" in listed
    assert "courier, CN-778899" in listed
    assert "Courier’s delivery record" in listed
    annex = found["DEMONSTRATION-ANNEX-B.txt"]
    assert annex == b"This paper is called delivery.txt.\n"
    assert sha256(annex).hexdigest() in listed


def test_there_is_no_pack_before_the_right(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2026, 11, 20))
    with pytest.raises(NotAllowed, match="There is no right to appeal yet: nothing"):
        taken(office, reference)


def test_every_digest_of_the_manifest_is_that_of_its_file(
    office: Office, silent: str, tmp_path: Path
) -> None:
    found = parts_of(taken(office, silent))
    for name, data in found.items():
        (tmp_path / name).write_bytes(data)

    checker = shutil.which("sha256sum")
    assert checker
    checked = subprocess.run(
        [checker, "--check", "--strict", "MANIFEST.txt"],
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    assert checked.stdout.count(b": OK") == len(found) - 1
    assert found["MANIFEST.txt"].startswith(b"# DEMONSTRATION")


def test_a_demonstration_says_so_in_every_file(office: Office, silent: str) -> None:
    for name, data in parts_of(taken(office, silent)).items():
        said = data.decode() if name.endswith(".txt") else words_of(data) + heads_of(data)
        assert name.startswith("DEMONSTRATION-") or "DEMONSTRATION" in said
        if name.endswith(".docx") and "ANNEX-" not in name:
            assert "DEMONSTRATION" in said


def test_the_same_record_on_the_same_day_gives_the_same_bytes(office: Office, silent: str) -> None:
    assert taken(office, silent) == taken(office, silent)


def test_names_that_were_handed_in_lead_nowhere(office: Office, silent: str) -> None:
    paper = replace(a_paper(), name="../../etc/passwd.txt")
    record(
        office,
        silent,
        DocumentReceived(on=DaySpan.on(date(2024, 3, 11)), channel=Channel.POST),
        [paper],
        by=BY,
    )

    for name in parts_of(taken(office, silent)):
        assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.abcdefghijklmnopqrstuvwxyz")
        assert ".." not in name


def test_the_pack_holds_no_more_of_the_person_than_the_letter_needs(
    office: Office, silent: str
) -> None:
    plain = parts_of(taken(office, silent))["DEMONSTRATION-01-APPEAL.docx"]
    chosen = LetterChoices(identity=True)
    asked = parts_of(taken(office, silent, chosen))

    assert "61101" not in words_of(plain)
    assert "61101-0000000-1" in words_of(asked["DEMONSTRATION-01-APPEAL.docx"])
    for name in ("02-COUNT-OF-TIME", "03-ANNEXES"):
        said = words_of(asked[f"DEMONSTRATION-{name}.docx"])
        assert "Ayesha" not in said
        assert "61101" not in said


def test_a_refusal_pleads_its_defects_and_asks_what_it_need_not_show(
    office: Office, clock: Clock
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 9))
    lacking = frozenset({"exact-exception", "appeal-right"})
    replied(office, reference, "refused", date(2024, 3, 8), Outcome.REFUSED, lacking=lacking)

    said = words_of(parts_of(taken(office, reference))["DEMONSTRATION-01-APPEAL.docx"])

    assert "The notice does not meet section 13(2)(b)(iv)" in said
    assert "gives no details of the right to appeal" in said
    assert "to produce the written approval of the principal officer" in said
    # What came is annexed once: as the refusal that it is.
    assert said.count("Refusal") >= 1


def test_who_took_it_is_on_the_trail(office: Office, silent: str) -> None:
    taken(office, silent)
    entries, _ = office.people.trail.entries(TrailFilter(), 0, 10)
    assert ("exported", BY, silent) in {(e.act, e.who, e.about) for e in entries}


def test_too_much_is_refused_before_anything_goes_out(
    office: Office, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle_annexes, "MOST_ANNEX_BYTES", 10)
    with pytest.raises(BadInput, match=r"MB in total\. Download the letter on its"):
        appeal_pack(office, silent, None, PLAIN, by=BY)


def test_an_erased_paper_is_told_before_anything_goes_out(office: Office, silent: str) -> None:
    office.cases.erase_person(silent)
    with pytest.raises((NotOnFile, NotAllowed)):
        appeal_pack(office, silent, None, PLAIN, by=BY)


@pytest.mark.parametrize("times", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_pdf_goes_along_where_it_can_be_made_and_is_the_same_each_time(
    office: Office, silent: str, times: int
) -> None:
    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    taken_packs = []
    for _ in range(times):
        forget_what_was_printed()
        taken_packs.append(parts_of(taken(office, silent, pdf=True)))
    first, *others = taken_packs
    assert first["DEMONSTRATION-01-APPEAL.pdf"].startswith(b"%PDF-")
    assert others == [first] * (times - 1)


def test_pdf_is_refused_in_words_where_nothing_makes_it(
    office: Office, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    assert not office.documents.prints
    with pytest.raises(NotAllowed, match="LibreOffice is not installed here"):
        appeal_pack(office, silent, None, PLAIN, with_pdf=True, by=BY)
