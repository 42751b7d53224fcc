"""Copies of an office in which something is in between: they hold, and say what is open."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tests.mirror.copied import copied
from tests.offices import BY
from tests.web.record_scenes import a_corrected_silence, a_refusal, a_silence, a_withheld_record
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, WithheldBecause
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.request.corrected import Corrected
from tracker.ledger.files import KeyFile, NoteFile
from tracker.ledger.signed_log import SignedLog
from tracker.services.core.entering import enter
from tracker.services.core.office import Office
from tracker.services.publishing.publishing import remove_from_record
from tracker.verifier.checks import KnownElsewhere, verify
from tracker.verifier.report import Report


def checked(
    office: Office, folder: Path, only: str = "", asked: KnownElsewhere | None = None
) -> Report:
    copied(office, folder, only)
    return verify(folder / "copy", asked or KnownElsewhere())


@pytest.mark.slow
def test_a_silence_that_a_paper_may_undo_is_told_and_holds(office: Office, tmp_path: Path) -> None:
    """The leaf states the entry. Only the record says that a document has to be read first."""
    reference = a_silence(office)
    came = DocumentReceived(
        on=DaySpan.on(date(2024, 3, 20)), channel=Channel.POST, evidence=("a" * 64,)
    )
    with office.cases.open(reference) as case:
        silence = next(each.seq for each in case.history if each.event.kind == "fell-silent")
        enter(office, case, came, by=BY)

    report = checked(office, tmp_path)

    assert report.wrong == []
    assert (
        f"{reference}: entry {silence}: a document arrived that nobody has read yet, "
        "and it may be the response." in report.told
    )


@pytest.mark.slow
def test_a_correction_whose_reason_waits_is_told_and_holds(office: Office, tmp_path: Path) -> None:
    reference = a_refusal(office)
    with office.cases.open(reference) as case:
        answer = next(each for each in case.history if each.event.kind == "refused")
        on = DaySpan.on(date(2024, 5, 3))
        why = Corrected(on=on, entry=answer.seq, why="Zuleikha said so.", private=True)
        (entry,) = enter(office, case, why, by=BY)

    report = checked(office, tmp_path)

    assert report.wrong == []
    waits = "its reason is still private, so its leaf cannot be opened yet."
    assert f"{reference}: entry {entry.seq}: {waits}" in report.told


@pytest.fixture
def log(office: Office, tmp_path: Path) -> SignedLog:
    """The log of the office, with a key in a file."""
    assert isinstance(office.log, SignedLog)
    office.log._keys = KeyFile(tmp_path / "log.key")
    office.log._outside = NoteFile(tmp_path / "log.note")
    office.log.__dict__.pop("_sequencer", None)
    office.log.begin("record.example", live=False)
    return office.log


@pytest.mark.slow
def test_after_a_change_of_the_key_copies_hold_for_who_knows_either(
    office: Office, log: SignedLog, tmp_path: Path
) -> None:
    """Also the copy of one record, of which the key before signed the proof."""
    reference = a_refusal(office)
    log.append()
    first, kept = log.keys()[0], log.newest()
    log.change_key()
    a_silence(office)

    for known in (first, log.keys()[0]):
        asked = KnownElsewhere(keys=[known], older=kept or b"")
        report = checked(office, tmp_path, asked=asked)
        assert report.wrong == []
        assert any("the one before signed that too" in line for line in report.told)
    one = checked(office, tmp_path / "one", reference, KnownElsewhere(keys=[log.keys()[0]]))
    assert (one.wrong, one.checked["records"]) == ([], 1)


@pytest.mark.slow
def test_a_log_that_took_over_from_a_lost_one_is_told_as_another(
    office: Office, log: SignedLog, tmp_path: Path
) -> None:
    reference = a_refusal(office)
    size, first, kept = log.append().size, log.keys()[0], log.newest()
    log.begin_new_log("record.example", live=False)
    name = first.partition("+")[0]

    report = checked(office, tmp_path, asked=KnownElsewhere(older=kept or b""))

    assert report.wrong == []
    assert any(
        f"{name} had published {size} entries, of which the first {size} are here" in line
        for line in report.told
    )
    (wrong,) = checked(office, tmp_path, asked=KnownElsewhere(keys=[first])).wrong
    assert wrong == "log/key: the copy is signed by another key than the one that you gave"
    (alone, *_) = checked(office, tmp_path / "one", reference).wrong
    assert "whose key only a whole copy tells" in alone


def notices(copy: Path) -> list[bytes]:
    return (copy / "data/notices.jsonl").read_bytes().splitlines(keepends=True)


def rewrite(copy: Path, data: bytes) -> None:
    """Other notices, described in the package as the owner of the key would do it."""
    table, package = copy / "data/notices.jsonl", copy / "data/datapackage.json"
    before = sha256(table.read_bytes()).hexdigest()
    table.write_bytes(data)
    package.write_text(package.read_text().replace(before, sha256(data).hexdigest()))


@pytest.fixture
def changed(office: Office, tmp_path: Path) -> Path:
    """A copy of records of which one was corrected, one taken down, one lost a document."""
    a_corrected_silence(office)
    a_withheld_record(office)
    reference = a_refusal(office)
    digest = office.records.record(reference).releases[0].digest
    remove_from_record(office, reference, [digest], WithheldBecause.SAFETY, by=BY)
    report = checked(office, tmp_path)
    assert report.wrong == []
    assert report.checked["notices of corrections and takedowns"] == 3
    assert f"{reference}: a document was taken down, {digest}." in report.told
    return tmp_path / "copy"


def test_what_the_list_of_takedowns_and_corrections_hides_is_found(changed: Path) -> None:
    rows = notices(changed)
    without = {
        kind: b"".join(row for row in rows if b'"change":"%s"' % kind not in row)
        for kind in (b"withheld", b"removed", b"corrected")
    }

    rewrite(changed, without[b"withheld"])
    hidden = [line for line in verify(changed).wrong if line.startswith("data/notices.jsonl: r")]
    assert len(hidden) == 1
    assert hidden[0].endswith("was taken down, and no notice tells of it")
    rewrite(changed, without[b"removed"])
    hidden = [line for line in verify(changed).wrong if line.startswith("data/notices.jsonl: r")]
    assert len(hidden) == 1
    assert hidden[0].endswith("a document was taken down, and no notice tells of it")
    # Whether a correction had to be told there, the log alone does not say.
    rewrite(changed, without[b"corrected"])
    assert any(
        "corrected an entry, and no notice says so" in each for each in verify(changed).told
    )


def test_a_notice_that_says_something_else_is_found(changed: Path) -> None:
    whole = b"".join(notices(changed))
    for was, becomes, says in (
        (b'"change":"withheld"', b'"change":"corrected"', "the log knows of no such change"),
        (b'"change":"removed"', b'"change":"withheld"', "the log knows of no such change"),
        (b'"version":2', b'"version":9', "the log knows of no such change"),
        (b'"on":"2', b'"on":"1', "the log knows of no such change"),
        (b"of another office", b"of no office", "the record gives another reason"),
    ):
        assert was in whole
        rewrite(changed, whole.replace(was, becomes))
        assert any(says in line for line in verify(changed).wrong), becomes
