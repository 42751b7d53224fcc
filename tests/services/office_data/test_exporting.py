"""What the office takes away: whole, checkable without the program, and private."""

import base64
import hashlib
import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from tests.backups import RECOVERY, decrypted
from tests.captured_pages import HTML, PAGE, a_warc
from tests.offices import BY, a_request, received
from tests.ooni_answers import BLOCK, a_draft, by_day, query_of
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.case_state import case_state_of
from tracker.domain.events.request.approved import Approved
from tracker.domain.measurements.queries import QueryKind
from tracker.services.cases.notes_and_tasks import give_task, write_note
from tracker.services.core.office import Office
from tracker.services.core.roles import NotYours
from tracker.services.drafting.drafts import start
from tracker.services.drafting.tagging import tag
from tracker.services.measurements.captures import take_capture, withdraw_capture
from tracker.services.office_data.exporting import archive_file, count_requests, request_file
from tracker.services.office_data.own_entries import save_entry, withdraw_entry
from tracker.services.office_data.recovery import add_recovery_key
from tracker.services.people.accounts import add_account
from tracker.services.people.guests import office_for
from tracker.services.ports.cases import Paper
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName, TrailFilter


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def of(office: Office, reference: str) -> dict[str, bytes]:
    return opened(b"".join(request_file(office, reference, by=BY).chunks))


def test_one_request_is_taken_whole(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    person = add_account(office, "a@example.org", "A", RoleName.LAWYER).id
    write_note(office, reference, "The clerk is kind.", by=person)
    give_task(office, reference, "Call", person, date(2024, 3, 1), by=person)
    tag(office, reference, "court")

    files = of(office, reference)

    assert files.keys() >= {"README.txt", "history.json", "private.json", "SHA256SUMS"}
    assert "DEMONSTRATION" in files["README.txt"].decode()
    private = json.loads(files["private.json"])
    assert private["particulars"]["applicant"]["name"] == "Ayesha Namoona"
    assert private["particulars"]["filing:3"]["number"] == "CN-778899"
    assert private["tags"] == ["court"]
    assert [task["person"] for task in private["tasks"]] == [person]
    assert "The clerk is kind." in files["private.json"].decode()
    assert "letters/request.docx" in files
    assert b"This paper is called delivery.txt.\n" in files.values()


def test_each_entry_can_be_checked_without_the_program(office: Office) -> None:
    reference = a_request(office)

    history = json.loads(of(office, reference)["history.json"])

    with office.cases.look(reference) as case:
        assert [entry["digest"] for entry in history["entries"]] == [
            entry.digest for entry in case.history
        ]
    for entry in history["entries"]:
        whole = bytes.fromhex(entry["nonce"]) + base64.b64decode(entry["bytes"])
        assert hashlib.sha256(whole).hexdigest() == entry["digest"]
        assert json.loads(base64.b64decode(entry["bytes"]))["event"] == entry["event"]


def test_every_file_has_its_digest_and_the_list_of_them_comes_last(office: Office) -> None:
    files = of(office, a_request(office))

    assert list(files)[-1] == "SHA256SUMS"
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert [tuple(line.split("  ")) for line in lines] == [
        (hashlib.sha256(data).hexdigest(), name) for name, data in files.items()
    ]


@pytest.mark.parametrize("name", ["../../x.txt", "a\u202etxt.txt", "CON", "x" * 300, "ä ö:*?.txt"])
def test_names_in_the_file_steer_nothing(office: Office, name: str) -> None:
    reference = a_request(office)
    with office.cases.open(reference) as case:
        digest = office.archive.keep(reference, b"bytes")
        case.add_paper(Paper(digest, name, "text/plain", 5, office.now(), "came"))

    for found in of(office, reference):
        folder, _, last = found.rpartition("/")
        assert folder in ("", "papers", "letters")
        assert not last.startswith(".")
        assert last.isprintable()
        assert len(last) <= 90
        assert not set(last) & set('\\:*?"<>|')


def test_what_was_erased_is_named_and_nothing_else(office: Office) -> None:
    reference = a_request(office)
    office.cases.erase_person(reference)

    files = of(office, reference)

    private = json.loads(files["private.json"])
    assert private["particulars"] == {}
    assert len(private["missing"]) == 4
    assert b"Ayesha" not in b"".join(files.values())


def test_the_office_leaves_with_all_of_it_and_no_secret(office: Office) -> None:
    one, other = a_request(office), a_request(office, body="pk-interior")
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    account = add_account(office, "a@example.org", "Anna", RoleName.LAWYER)
    office.people.codes.propose(account.id, "JBSWY3DPEHPK3PXP")
    seen: list[int] = []

    taken = archive_file(office, by=BY, progress=seen.append)
    files = opened(b"".join(taken.chunks))

    assert sum(seen) == count_requests(office) == 2
    assert {f"requests/{one}/history.json", f"requests/{other}/history.json"} <= files.keys()
    assert {f"drafts/{draft.reference}.json", "risks.json"} <= files.keys()
    assert json.loads(files["office.json"])["name"] == "Test office"
    (person,) = json.loads(files["people.json"])
    assert person["email"] == "a@example.org"
    assert b"JBSWY3DPEHPK3PXP" not in b"".join(files.values())
    trail = json.loads(files["trail.json"])
    assert "exported" in [entry["act"] for entry in trail]
    # The desk tells the time of the office; what leaves it tells a time that needs no place.
    assert {entry["at"] for entry in trail} == {"2026-11-24T09:00:00+00:00"}


def test_the_entries_of_the_office_leave_as_files_of_the_library(office: Office) -> None:
    by = add_account(office, "a@example.org", "Anna", RoleName.LAWYER).id
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))
    text = shipped.replace("body.pk-pta", "body.pk-agency")
    gone = EntryName("bodies", "pk-gone")
    save_entry(office, gone, text.replace("pk-agency", "pk-gone"), "read", by=by)
    (entry,) = office.own_library.in_force()
    withdraw_entry(office, gone, entry.number, "it is gone", by=by)
    save_entry(office, EntryName("bodies", "pk-agency"), text, "read the gazette", by=by)

    files = opened(b"".join(archive_file(office, by=BY).chunks))

    assert files["library/bodies/pk-agency.toml"].decode() == text
    assert "library/bodies/pk-gone.toml" not in files
    withdrawn, kept = json.loads(files["library/versions.json"])
    assert (withdrawn["name"], withdrawn["withdrawn_by"]) == (list(gone), by)
    assert (kept["why"], kept["verified_by"]) == ("read the gazette", "")


def test_what_others_measured_can_be_read_without_the_program(office: Office) -> None:
    digest = a_draft(office)

    files = opened(b"".join(archive_file(office, by=BY).chunks))

    folder = f"measurements/{BLOCK}"
    (finding,) = json.loads(files[f"{folder}/findings.json"])
    content = base64.b64decode(finding["bytes"])
    assert hashlib.sha256(content).hexdigest() == finding["digest"] == digest
    assert json.loads(content)["says"] == {"en": "57 of 70 show signs."}
    assert finding["confirmed_at"] is None
    answers = {each["address"]: each for each in json.loads(files[f"{folder}/answers.json"])}
    answer = answers[query_of(office, QueryKind.DAYS)]
    assert files[f"{folder}/{answer['file']}"] == by_day()
    assert answer["asked_on"] == "2026-11-20"


def test_captures_can_be_opened_without_the_program(office: Office) -> None:
    kept = take_capture(office, BLOCK, HTML, PAGE, by=BY).capture
    gone = take_capture(office, BLOCK, a_warc(), PAGE, by=BY).capture
    withdraw_capture(office, BLOCK, gone.sha256, "It shows a person.", by=BY)

    files = opened(b"".join(archive_file(office, by=BY).chunks))

    folder = f"measurements/{BLOCK}"
    listed = json.loads(files[f"{folder}/captures.json"])
    assert {each["capture"]["sha256"] for each in listed} == {kept.sha256, gone.sha256}
    file = files[f"{folder}/captures/{kept.sha256}.wacz"]
    assert hashlib.sha256(file).hexdigest() == kept.sha256
    assert f"{folder}/captures/{gone.sha256}.wacz" not in files


def test_taking_something_away_stands_on_the_trail(office: Office) -> None:
    reference = a_request(office)
    request_file(office, reference, by="anna")
    archive_file(office, by="bilal")

    trail, _ = office.people.trail.entries(TrailFilter(act="exported"), 0, 9)

    assert [(entry.who, entry.about) for entry in trail] == [
        ("bilal", "archive"),
        ("anna", reference),
    ]


def test_an_encrypted_archive_is_opened_by_the_recovery_identity(office: Office) -> None:
    reference = a_request(office)
    add_recovery_key(office, RECOVERY, "the safe", by="operator")

    taken = archive_file(office, encrypted=True, by=BY)
    data = b"".join(taken.chunks)

    assert taken.name == "archive.zip.age"
    assert b"Ayesha" not in data
    assert f"requests/{reference}/history.json" in opened(decrypted(data))
    trail, _ = office.people.trail.entries(TrailFilter(), 0, 9)
    assert [(each.who, each.act, each.about) for each in trail[-1:]] == [
        ("operator", "settings-changed", "recovery")
    ]
    told = [each.detail for each in trail if each.act == "exported"]
    assert told == ["part 1 of 1, sent completely", "part 1 of 1"]


def test_a_damaged_document_and_a_damaged_letter_are_named_and_the_rest_is_exported(
    office: Office, tmp_path: Path
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    with office.cases.look(reference) as case:
        approved = case_state_of(case.history).first(Approved.kind)
    assert approved
    digest = approved.event.evidence[0]
    (file,) = tmp_path.rglob(f"{digest[2:]}-{reference}")
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    files = of(office, reference)

    private = json.loads(files["private.json"])
    (paper,) = (each["file"] for each in private["papers"] if each["digest"] == digest)
    assert set(private["unreadable"]) == {"letters/request.docx", paper}
    assert all("damaged on the disk" in why for why in private["unreadable"].values())
    assert private["missing"] == []
    assert not {"letters/request.docx", paper} & files.keys()
    whole = {each["file"] for each in private["papers"]} - {paper}
    assert whole
    assert whole <= files.keys()
    assert "unreadable" in files["README.txt"].decode()


def test_what_fails_while_it_is_encrypted_is_told_and_is_not_noted_as_whole(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_request(office)
    add_recovery_key(office, RECOVERY, "", by="operator")

    def broken(archive: object, reference: str, digest: str) -> bytes:
        raise OSError("the disk is gone")

    monkeypatch.setattr(type(office.archive), "read", broken)
    with pytest.raises(OSError, match="the disk is gone"):
        b"".join(archive_file(office, encrypted=True, by=BY).chunks)

    trail, _ = office.people.trail.entries(TrailFilter(act="exported"), 0, 9)
    assert [each.detail for each in trail] == ["part 1 of 1"]


def test_without_a_recovery_key_nothing_is_encrypted_and_a_guest_gets_nothing(
    office: Office,
) -> None:
    reference = a_request(office)
    with pytest.raises(BadInput, match="no recovery key"):
        archive_file(office, encrypted=True, by=BY)
    guest = add_account(office, "g@example.org", "Gul", RoleName.LAWYER, "digital-rights")

    with pytest.raises(NotOnFile):
        request_file(office_for(office, guest), reference, by=guest.id)
    with pytest.raises(NotYours):
        archive_file(office_for(office, guest), encrypted=True, by=guest.id)


def test_a_paper_is_read_when_its_turn_comes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is held back: before the second paper is read, the first was sent."""
    reference = a_request(office)
    read: list[str] = []
    keep = type(office.archive).read

    def noted(archive: object, request: str, digest: str) -> bytes:
        read.append(digest)
        return keep(archive, request, digest)  # type: ignore[arg-type]

    monkeypatch.setattr(type(office.archive), "read", noted)
    counts = [len(read) for piece in request_file(office, reference, by=BY).chunks if piece]

    assert counts[0] == 0
    assert {1, 2} <= set(counts)


def test_the_papers_of_a_request_stand_once_each(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    papers = [name for name in of(office, reference) if name.startswith("papers/")]

    # Word document and text as approved, the file that was sent, and the two proofs.
    assert len(papers) == len(set(papers)) == 5
