"""Backups and the restore drill, on both databases."""

import json
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storage.conftest import KEY, drop_tables
from tests.storage.samples import APPLICANT, AT, BY, OTHER, REFERENCE, file_request, silence
from tracker.domain.errors import BadInput, NotOnFile, Refusal
from tracker.domain.request import Applicant
from tracker.services.ports import AlreadyEntered
from tracker.storage import Storage, backup, open_storage, remove_half_restored, restore
from tracker.storage.office_data.backup import LEFT_AFTER_SECONDS

WORDS = "nine plain words"
SCAN = b"%PDF-1.7 the scan of a reply"


@pytest.fixture
def url(own_url: str) -> str:
    """Tables are changed here, so each test has a database to itself."""
    return own_url


@pytest.fixture(autouse=True)
def programs(request: pytest.FixtureRequest, url: str) -> None:
    """pg_dump and pg_restore of the server's own version."""
    if url.startswith("postgresql"):
        request.getfixturevalue("pg_programs")


@pytest.fixture
def office(storage: Storage, instance: Path) -> Storage:
    """An office with two requests, a paper, and its keys."""
    for reference in (REFERENCE, OTHER):
        file_request(storage, reference)
        storage.archive.keep(reference, SCAN)
    storage.premises.found("An office", live=False)
    (instance / "secret.key").write_bytes(KEY)
    return storage


@pytest.fixture
def place(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> tuple[str, Path]:
    """Where to restore to: an empty database of the same kind, and a folder not made yet."""
    folder = tmp_path / "restored"
    if url.startswith("sqlite"):
        return f"sqlite:///{folder / 'tracker.sqlite3'}", folder
    return request.getfixturevalue("fresh_postgres"), folder


@pytest.fixture
def made(office: Storage, url: str, instance: Path, tmp_path: Path) -> Callable[..., Path]:
    """Makes a backup of the office."""

    def make(passphrase: str | None = WORDS, name: str = "backup.zip") -> Path:
        backup(url, instance, tmp_path / name, passphrase)
        return tmp_path / name

    return make


def members(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a backup in which something was changed."""
    parts = members(file)
    change(parts)
    copy = file.with_name("changed.zip")
    with zipfile.ZipFile(copy, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return copy


def test_the_drill_brings_back_history_particulars_evidence_and_keys(
    office: Storage, made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    with office.cases.look(REFERENCE) as case:
        history = case.history
    digest = office.archive.keep(REFERENCE, SCAN)

    done = restore(made(), *place, WORDS)

    assert done.keys == ("secret.key",)
    assert done.set_aside is None
    url, folder = place
    again = open_storage(url, folder, (folder / "secret.key").read_bytes())
    again.require_head()
    with again.cases.open(REFERENCE) as case:
        assert case.history == history
        assert case.applicant() == APPLICANT
        case.enter(silence(), at=AT, by=BY)
    assert again.archive.read(REFERENCE, digest) == SCAN
    assert again.premises.state().name == "An office"
    with pytest.raises(AlreadyEntered), again.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
    again.close()


def test_a_person_erased_after_the_backup_stays_erased(
    office: Storage, made: Callable[..., Path], url: str, instance: Path
) -> None:
    file = made()
    digest = office.archive.keep(REFERENCE, SCAN)
    office.cases.erase_person(REFERENCE)
    office.close()

    done = restore(file, url, instance, WORDS, overwrite=True)

    assert done.erased == (REFERENCE,)
    again = open_storage(url, instance, KEY)
    with again.cases.look(REFERENCE) as case:
        assert len(case.history) == 2
        assert case.applicant() == Applicant()
    with pytest.raises(NotOnFile, match="erased"):
        again.archive.read(REFERENCE, digest)
    with again.cases.look(OTHER) as case:
        assert case.applicant() == APPLICANT
    again.close()


def test_an_office_that_stands_is_not_overwritten_unless_told(
    office: Storage, made: Callable[..., Path], url: str, instance: Path
) -> None:
    file = made()
    with office.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)

    with pytest.raises(Refusal, match="--replace"):
        restore(file, url, instance, WORDS)

    with office.cases.look(REFERENCE) as case:
        assert len(case.history) == 3


def test_what_was_overwritten_is_set_aside_whole(
    office: Storage, made: Callable[..., Path], url: str, instance: Path
) -> None:
    file = made()
    office.close()

    done = restore(file, url, instance, WORDS, overwrite=True)

    assert done.set_aside is not None
    kept = {found.name for found in done.set_aside.iterdir()}
    database = "tracker.sqlite3" if url.startswith("sqlite") else "database"
    assert {database, "evidence", "secret.key"} <= kept


def test_without_a_passphrase_the_keys_are_left_out_and_the_backup_says_so(
    office: Storage, made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    file = made(None)
    parts = members(file)

    assert json.loads(parts["manifest.json"])["keys"] is False
    assert "keys" not in parts
    assert all(KEY not in data for data in parts.values())
    assert all(b"Zarmina" not in data for data in parts.values())
    assert restore(file, *place).keys == ()
    url, folder = place
    again = open_storage(url, folder, KEY)
    with again.cases.look(REFERENCE) as case:
        assert case.applicant() == APPLICANT
    again.close()


def test_under_a_passphrase_nothing_of_the_database_can_be_read(
    made: Callable[..., Path],
) -> None:
    parts = members(made())

    for told in (b"SQLite format", b"PGDMP", REFERENCE.encode(), b"block-one", KEY):
        assert told not in parts["database"] + parts["keys"]


def test_other_words_open_nothing_and_leave_everything_as_it_was(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    with pytest.raises(Refusal, match="type it as it was"):
        restore(made(), *place, "other words")

    with pytest.raises(BadInput, match="under a passphrase"):
        restore(made(name="second.zip"), *place)

    assert not any(place[1].glob("[!.]*"))


@pytest.mark.parametrize("part", ["database", "keys", "evidence"])
def test_a_damaged_part_is_named_before_anything_is_touched(
    made: Callable[..., Path], place: tuple[str, Path], part: str
) -> None:
    def flip(parts: dict[str, bytes]) -> None:
        name = next(name for name in parts if name.startswith(part))
        parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])

    with pytest.raises(Refusal, match=part):
        restore(rewritten(made(), flip), *place, WORDS)

    assert not place[1].exists()


def test_a_part_too_few_or_too_many_is_noticed(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    file = made()

    with pytest.raises(Refusal, match="lacks a part"):
        restore(rewritten(file, lambda parts: parts.__delitem__("keys")), *place, WORDS)
    with pytest.raises(Refusal, match="one too many"):
        restore(rewritten(file, lambda parts: parts.update(more=b"")), *place, WORDS)


def test_a_backup_of_a_newer_program_is_refused(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    def newer(field: str, value: object) -> Callable[[dict[str, bytes]], None]:
        def change(parts: dict[str, bytes]) -> None:
            told = json.loads(parts["manifest.json"]) | {field: value}
            parts["manifest.json"] = json.dumps(told).encode()

        return change

    file = made()
    with pytest.raises(Refusal, match="newer version"):
        restore(rewritten(file, newer("form", 2)), *place, WORDS)
    with pytest.raises(Refusal, match="newer version"):
        restore(rewritten(file, newer("head", "999")), *place, WORDS)


def test_a_part_that_would_leave_the_folder_is_refused(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    def forge(parts: dict[str, bytes]) -> None:
        told = json.loads(parts["manifest.json"])
        told["parts"].append({"name": "evidence/../../x", "digest": "0" * 64, "size": 0})
        parts["manifest.json"] = json.dumps(told).encode()
        parts["evidence/../../x"] = b""

    with pytest.raises(Refusal, match="forged"):
        restore(rewritten(made(), forge), *place, WORDS)


def test_a_file_that_is_no_backup_is_refused_in_words(
    url: str, instance: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("not a backup")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("manifest.json", "[]")

    with pytest.raises(BadInput, match=r"notes\.txt is no backup"):
        restore(tmp_path / "notes.txt", url, instance)
    with pytest.raises(BadInput, match="check its name"):
        restore(tmp_path / "nowhere.zip", url, instance)
    with pytest.raises(Refusal, match="no backup of this program"):
        restore(tmp_path / "other.zip", url, instance)


def test_a_backup_never_overwrites_a_file(made: Callable[..., Path], tmp_path: Path) -> None:
    made()
    before = (tmp_path / "backup.zip").read_bytes()

    with pytest.raises(BadInput, match="exists already"):
        made()

    assert (tmp_path / "backup.zip").read_bytes() == before
    assert not list(tmp_path.glob(".backup-*"))


def test_an_office_without_tables_has_nothing_to_keep(url: str, tmp_path: Path) -> None:
    drop_tables(url)

    with pytest.raises(Refusal, match="nothing to keep"):
        backup(url, tmp_path, tmp_path / "backup.zip")

    assert not (tmp_path / "backup.zip").exists()


def test_an_empty_passphrase_is_refused(made: Callable[..., Path]) -> None:
    with pytest.raises(BadInput, match="empty"):
        made("")


def test_a_copy_that_a_killed_backup_or_restore_left_does_not_stay(
    made: Callable[..., Path], instance: Path, tmp_path: Path
) -> None:
    """It holds the key of whoever is erased later."""
    aged = time.time() - LEFT_AFTER_SECONDS - 1
    left = [tmp_path / ".backup-abc", tmp_path / ".backup-new", instance / ".restoring-abc"]
    for folder in left:
        folder.mkdir()
        (folder / "tracker.sqlite3").write_bytes(b"a copy")
    for folder in (left[0], left[2]):
        os.utime(folder, (aged, aged))

    made()
    assert [folder.exists() for folder in left] == [False, True, True], "one may be under way"

    assert remove_half_restored(instance) == 1
    assert not left[2].exists()
