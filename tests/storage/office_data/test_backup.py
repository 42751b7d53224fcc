"""Backups and the restore drill, on both databases."""

import json
import os
import subprocess
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

import pytest

from tests.backups import (
    CHECK,
    IDENTITY,
    MANIFEST,
    NOTE,
    RECOVERY,
    SIGN,
    Parts,
    decrypted,
    encrypted,
    members,
    packed,
    rewritten,
    told,
    with_recovery,
)
from tests.needs import find_program
from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE, drop_tables
from tests.storage.samples import APPLICANT, AT, BY, OTHER, REFERENCE, file_request, silence
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.case.request import Applicant
from tracker.ledger.notes import Signer
from tracker.ledger.vouching import check_backup, vouch_for_backup
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.recovery import RecoveryKey
from tracker.storage.db.long_work import Done
from tracker.storage.office_data import backup as backup_module
from tracker.storage.office_data.backup import LEFT_AFTER_SECONDS, backup
from tracker.storage.office_data.recovery import RecoveryFile
from tracker.storage.office_data.recovery_secret import RecoverySecret
from tracker.storage.office_data.restore import remove_half_restored, restore
from tracker.storage.opening import Storage, open_storage
from tracker.storage.papers.folder_store import FolderStore
from tracker.storage.papers.paper_store import PaperName

# On PostgreSQL, `make test` runs these; the rest of this module is slow there.
pytestmark = pytest.mark.on_postgres(
    "drill", "disk_of_a_backup", "killed_backup", "a_person_erased"
)

OURS = (IDENTITY,)
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
    with_recovery(instance)
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

    def make(name: str = "backup.tar.age", *, with_keys: bool = True) -> Path:
        backup(url, instance, tmp_path / name, SIGN, with_keys=with_keys)
        return tmp_path / name

    return make


def test_the_drill_brings_back_history_particulars_evidence_and_keys(
    office: Storage, made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    with office.cases.look(REFERENCE) as case:
        history = case.history
    digest = office.archive.keep(REFERENCE, SCAN)
    office.premises.note_examined(0)

    done = restore(made(), *place, CHECK, OURS)

    assert done.keys == ("secret.key",)
    assert done.set_aside is None
    url, folder = place
    again = open_storage(url, folder, (folder / "secret.key").read_bytes(), KEY_FILE)
    again.require_head()
    assert again.premises.examined() is None, "nobody examined what was brought back"
    with again.cases.open(REFERENCE) as case:
        assert case.history == history
        assert case.applicant() == APPLICANT
        case.enter(silence(), at=AT, by=BY)
    assert again.archive.read(REFERENCE, digest) == SCAN
    assert again.premises.state().name == "An office"
    with pytest.raises(AlreadyEntered), again.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
    again.close()


def test_a_backup_and_its_restoration_in_a_drill_tell_how_far_they_are(
    office: Storage, url: str, instance: Path, place: tuple[str, Path], tmp_path: Path
) -> None:
    told: dict[str, tuple[int, list[int]]] = {}

    def begin(what: str, total: int, unit: int = 1) -> Done:
        told[what] = total, []
        return told[what][1].append

    file = tmp_path / "backup.tar.age"
    parts = backup(url, instance, file, SIGN, begin=begin).parts
    restore(file, *place, CHECK, OURS, begin=begin)

    done = {what: sum(each) for what, (_, each) in told.items()}
    size = sum(part.size for part in parts)
    assert done["files checked"] == told["files checked"][0] == len(parts)
    assert done["MB written"] == told["MB written"][0] == size
    assert done["MB unpacked"] == told["MB unpacked"][0] == size
    assert "migrations" not in told, "the tables are those of this program"
    database = next(part.size for part in parts if part.name == "database")
    if url.startswith("sqlite"):
        assert done["MB of the database copied"] == database
        assert told["MB of the database copied"][0] >= database
    else:
        read, _ = told["MB of the database read"]
        assert done["MB of the database read"] == read > 0
        assert done["MB of the database put back"] == database
        assert done["indexes built"] > 0


def test_a_person_erased_after_the_backup_stays_erased(
    office: Storage, made: Callable[..., Path], url: str, instance: Path
) -> None:
    file = made()
    digest = office.archive.keep(REFERENCE, SCAN)
    office.cases.erase_person(REFERENCE)
    office.close()

    done = restore(file, url, instance, CHECK, OURS, overwrite=True)

    assert done.erased == (REFERENCE,)
    again = open_storage(url, instance, KEY, KEY_FILE)
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
        restore(file, url, instance, CHECK, OURS)

    with office.cases.look(REFERENCE) as case:
        assert len(case.history) == 3


def test_what_was_overwritten_is_set_aside_whole(
    office: Storage, made: Callable[..., Path], url: str, instance: Path
) -> None:
    file = made()
    office.close()

    done = restore(file, url, instance, CHECK, OURS, overwrite=True)

    assert done.set_aside is not None
    kept = {found.name for found in done.set_aside.iterdir()}
    database = "tracker.sqlite3" if url.startswith("sqlite") else "database"
    assert {database, "evidence", "secret.key"} <= kept


def test_without_keys_it_is_open_and_says_so(
    office: Storage, made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    file = made(with_keys=False)
    parts = members(file)

    assert file.read_bytes() == decrypted(file.read_bytes())
    assert json.loads(parts[MANIFEST])["keys"] is False
    assert not any(name.startswith("keys") for name in parts)
    assert all(KEY not in data for data in parts.values())
    assert all(b"Zarmina" not in data for data in parts.values())
    assert restore(file, *place, CHECK).keys == ()
    url, folder = place
    again = open_storage(url, folder, KEY, KEY_FILE)
    with again.cases.look(REFERENCE) as case:
        assert case.applicant() == APPLICANT
    again.close()


def test_of_an_encrypted_one_nothing_can_be_read(made: Callable[..., Path]) -> None:
    data = made().read_bytes()

    for said in (b"SQLite format", b"PGDMP", REFERENCE.encode(), b"block-one", KEY, b"evidence"):
        assert said not in data


def test_another_identity_opens_nothing_and_leaves_everything_as_it_was(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    with pytest.raises(Refusal, match="identity does not open this file"):
        restore(made(), *place, CHECK, [RecoverySecret.new().identity])

    with pytest.raises(BadInput, match="is encrypted: name the file of a recovery identity"):
        restore(made("second.tar.age"), *place, CHECK)

    assert not any(place[1].glob("[!.]*"))


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_each_of_several_keys_opens_it(
    made: Callable[..., Path], instance: Path, place: tuple[str, Path], office: Storage
) -> None:
    secret = RecoverySecret.new()
    identity, key = secret.identity, secret.recipient
    office.recovery.add(RecoveryKey(key, "the notary"))

    restore(made(), *place, CHECK, [RecoverySecret.new().identity, identity])

    restored = RecoveryFile(place[1]).keys()
    assert [each.key for each in restored] == [RECOVERY, key], "it goes on with the same keys"


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_an_office_that_stands_goes_on_with_its_own_recovery_keys(
    made: Callable[..., Path], url: str, instance: Path, office: Storage
) -> None:
    file = made()
    later = RecoveryKey(RecoverySecret.new().recipient)
    office.recovery.add(later)
    office.recovery.remove(RECOVERY)
    office.close()

    restore(file, url, instance, CHECK, OURS, overwrite=True)

    assert RecoveryFile(instance).keys() == (later,)


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_the_age_program_and_tar_open_it(
    made: Callable[..., Path], tmp_path: Path, office: Storage
) -> None:
    """Who leaves this program needs nothing of it."""
    program = find_program("age")
    file = made()
    (tmp_path / "identity").write_text(f"# created: today\n{IDENTITY}\n", "utf-8")
    identity, plain = tmp_path / "identity", tmp_path / "plain.tar"
    subprocess.run([program, "--decrypt", "-i", identity, "-o", plain, file], check=True)

    subprocess.run(["tar", "xf", plain, "-C", tmp_path], check=True)

    assert (tmp_path / "keys/secret.key").read_bytes() == KEY
    assert (tmp_path / "manifest.note").read_bytes().startswith(b"record.example/demonstration/")


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_what_the_age_program_wrapped_in_text_is_opened_too(
    made: Callable[..., Path], place: tuple[str, Path], tmp_path: Path
) -> None:
    program = find_program("age")
    plain, mailed = tmp_path / "plain.tar", tmp_path / "mailed.asc"
    plain.write_bytes(decrypted(made().read_bytes()))
    subprocess.run([program, "--armor", "-r", RECOVERY, "-o", mailed, plain], check=True)

    assert restore(mailed, *place, CHECK, OURS).keys == ("secret.key",)


@pytest.mark.parametrize("part", ["database", "keys", "evidence"])
def test_a_damaged_part_is_named_before_anything_is_touched(
    made: Callable[..., Path], place: tuple[str, Path], part: str
) -> None:
    def flip(parts: Parts) -> None:
        name = next(name for name in parts if name.startswith(part))
        parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])

    with pytest.raises(Refusal, match=part):
        restore(rewritten(made(), flip), *place, CHECK, OURS)

    assert not place[1].exists()


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
@pytest.mark.parametrize("with_keys", [True, False])
def test_a_file_that_was_cut_off_is_refused_before_anything_is_touched(
    made: Callable[..., Path], place: tuple[str, Path], tmp_path: Path, with_keys: bool
) -> None:
    whole = made(with_keys=with_keys).read_bytes()
    short = tmp_path / "short.tar.age"
    identities = OURS if with_keys else ()
    for length in (0, 1, 60, 150, 400, 5000, 70_000, len(whole) // 2, len(whole) - 1):
        short.write_bytes(whole[:length])

        with pytest.raises(Refusal, match=r"cut off|no backup"):
            restore(short, *place, CHECK, identities)

        assert not place[1].exists(), length


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_a_flipped_byte_anywhere_is_refused_before_anything_is_touched(
    made: Callable[..., Path], place: tuple[str, Path], tmp_path: Path
) -> None:
    whole = made().read_bytes()
    flipped = tmp_path / "flipped.tar.age"
    for at in (25, 60, 120, 190, 250, 3000, 70_000, len(whole) // 2, len(whole) - 1):
        flipped.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])

        with pytest.raises(Refusal, match=r"damaged|identity does not open"):
            restore(flipped, *place, CHECK, OURS)

        assert not place[1].exists(), at


def test_a_part_too_few_or_too_many_is_noticed(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    file = made()

    def without_the_last(parts: Parts) -> None:
        parts.popitem()

    with pytest.raises(Refusal, match="misses a part"):
        restore(rewritten(file, without("keys/secret.key")), *place, CHECK, OURS)
    with pytest.raises(Refusal, match="one too many"):
        restore(rewritten(file, lambda parts: parts.update(more=b"")), *place, CHECK, OURS)
    with pytest.raises(Refusal, match="misses a part"):
        restore(rewritten(file, without_the_last), *place, CHECK, OURS)

    assert not place[1].exists()


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_what_follows_the_last_part_is_noticed(
    made: Callable[..., Path], place: tuple[str, Path], tmp_path: Path
) -> None:
    longer = tmp_path / "longer.tar.age"
    longer.write_bytes(encrypted(decrypted(made().read_bytes()) + b"more"))

    with pytest.raises(Refusal, match="one too many"):
        restore(longer, *place, CHECK, OURS)


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_a_backup_that_the_log_did_not_sign_is_refused(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    """A recovery key is public, so encrypting to it proves nothing."""
    file = made()
    stranger = Signer("record.example/demonstration/log-0", bytes(32))

    def put_in_an_administrator(parts: Parts) -> None:
        parts["database"] = parts["database"].replace(b"An office", b"My office")
        told(parts, head="0001")

    forgeries = {
        "not the one that the log's key signed": None,
        "not signed by a log key that is trusted here": partial(vouch_for_backup, stranger),
    }
    for says, sign in forgeries.items():
        forged = rewritten(file, put_in_an_administrator, sign=sign)
        with pytest.raises(Refusal, match=says):
            restore(forged, *place, CHECK, OURS)
    for signature in (b"", b"no note", b"record.example/demonstration/log-0 backup\n"):
        unsigned = rewritten(file, partial(_with_note, signature))
        with pytest.raises(Refusal, match="may be anyone's"):
            restore(unsigned, *place, CHECK, OURS)
    with pytest.raises(Refusal, match=r"is not signed \(manifest\.note is missing\)"):
        restore(rewritten(file, without(NOTE)), *place, CHECK, OURS)
    with pytest.raises(Refusal, match=r"nothing here tells the key of that log: .* --log-key"):
        restore(file, *place, partial(check_backup, trusted=[]), OURS)

    assert not place[1].exists()


def _with_note(note: bytes, parts: Parts) -> None:
    parts[NOTE] = note


def without(name: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        del parts[name]

    return change


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_the_signature_of_another_backup_does_not_do(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    other = members(made("other.tar.age"))

    def forge(parts: Parts) -> None:
        told(parts, made_at="2099-01-01T00:00:00+00:00")
        parts[NOTE] = other[NOTE]

    with pytest.raises(Refusal, match="not the one that the log's key signed"):
        restore(rewritten(made(), forge), *place, CHECK, OURS)


def test_a_backup_of_a_newer_program_is_refused(
    made: Callable[..., Path], place: tuple[str, Path]
) -> None:
    file = made()
    for newer in ({"form": 3}, {"head": "999"}):
        forged = rewritten(file, partial(told, **newer), sign=SIGN)
        with pytest.raises(Refusal, match="newer version"):
            restore(forged, *place, CHECK, OURS)


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
@pytest.mark.parametrize(
    "name",
    ["evidence/../../x", "/etc/x", "evidence/x", "keys/../x.key", "database", "recovery.txt", ""],
)
def test_a_part_with_a_strange_name_is_refused(
    made: Callable[..., Path], place: tuple[str, Path], name: str
) -> None:
    """It could leave the folder, or stand in the place of another."""

    def forge(parts: Parts) -> None:
        parts_told = json.loads(parts[MANIFEST])["parts"]
        told(parts, parts=[*parts_told, {"name": name, "digest": "0" * 64, "size": 0}])
        parts[name] = parts.get(name, b"")

    with pytest.raises(Refusal, match="forged"):
        restore(rewritten(made(), forge, sign=SIGN), *place, CHECK, OURS)

    assert not place[1].exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_what_is_no_plain_file_is_refused(
    made: Callable[..., Path], place: tuple[str, Path], tmp_path: Path, kind: bytes
) -> None:
    whole = decrypted(made().read_bytes())
    info = tarfile.TarInfo("database")
    info.type, info.linkname = kind, "/etc/passwd"
    at = whole.index(b"database\0")
    forged = whole[:at] + info.tobuf(tarfile.GNU_FORMAT) + whole[at + 512 :]
    (tmp_path / "forged.tar.age").write_bytes(encrypted(forged))

    with pytest.raises(Refusal, match="not a plain file"):
        restore(tmp_path / "forged.tar.age", *place, CHECK, OURS)

    assert not place[1].exists()


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("manifest.json", "larger than any of them is"),
        ("manifest.note", "larger than any of them is"),
        ("database", "part database of the backup is damaged"),
    ],
)
def test_a_part_that_says_it_is_huge_is_not_read(
    made: Callable[..., Path], place: tuple[str, Path], tmp_path: Path, name: str, says: str
) -> None:
    whole = decrypted(made().read_bytes())
    info = tarfile.TarInfo(name)
    info.size = 1 << 50
    at = whole.index(f"{name}\0".encode())
    forged = whole[:at] + info.tobuf(tarfile.GNU_FORMAT) + whole[at + 512 :]
    (tmp_path / "forged.tar.age").write_bytes(encrypted(forged))

    with pytest.raises(Refusal, match=says):
        restore(tmp_path / "forged.tar.age", *place, CHECK, OURS)

    assert not place[1].exists()


def test_a_backup_of_the_former_form_is_refused_with_what_to_do(
    url: str, instance: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "former.zip", "w") as archive:
        archive.writestr("manifest.json", "[]")

    with pytest.raises(Refusal, match=r"an earlier version .* restore it with that version"):
        restore(tmp_path / "former.zip", url, instance, CHECK)


def test_a_file_that_is_no_backup_is_refused_in_words(
    url: str, instance: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("not a backup")
    (tmp_path / "other.tar").write_bytes(packed({MANIFEST: b"[]", NOTE: SIGN(b"[]")}))
    (tmp_path / "photos.tar").write_bytes(packed({"one.jpg": b"a picture"}))
    (tmp_path / "else.tar.age").write_bytes(encrypted(packed({"one.jpg": b"a picture"})))
    (tmp_path / "words.age").write_bytes(encrypted(b"a letter to a friend\n" * 40))

    with pytest.raises(BadInput, match=r"notes\.txt is no backup"):
        restore(tmp_path / "notes.txt", url, instance, CHECK)
    with pytest.raises(BadInput, match=r"photos\.tar is no backup"):
        restore(tmp_path / "photos.tar", url, instance, CHECK)
    with pytest.raises(BadInput, match="check its name"):
        restore(tmp_path / "nowhere.tar", url, instance, CHECK)
    with pytest.raises(Refusal, match="no backup of this program"):
        restore(tmp_path / "else.tar.age", url, instance, CHECK, OURS)
    with pytest.raises(Refusal, match="not a backup"):
        restore(tmp_path / "words.age", url, instance, CHECK, OURS)
    with pytest.raises(Refusal, match=r"list of parts .* cannot be read"):
        restore(tmp_path / "other.tar", url, instance, CHECK)


def test_a_backup_never_overwrites_a_file(made: Callable[..., Path], tmp_path: Path) -> None:
    made()
    before = (tmp_path / "backup.tar.age").read_bytes()

    with pytest.raises(BadInput, match="exists already"):
        made()

    assert (tmp_path / "backup.tar.age").read_bytes() == before
    assert not list(tmp_path.glob(".backup-*"))


def test_an_office_without_tables_has_nothing_to_keep(url: str, tmp_path: Path) -> None:
    drop_tables(url)

    with pytest.raises(Refusal, match="nothing to keep"):
        backup(url, tmp_path, tmp_path / "backup.tar.age", SIGN, with_keys=False)

    assert not (tmp_path / "backup.tar.age").exists()


def test_without_a_recovery_key_nothing_is_written(
    made: Callable[..., Path], office: Storage, tmp_path: Path
) -> None:
    office.recovery.remove(RECOVERY)

    with pytest.raises(BadInput, match=r"tracker recovery new FILE.* or say --without-keys"):
        made()

    assert not list(tmp_path.glob("*backup*"))


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_a_list_that_would_be_too_long_is_refused_before_a_file_is_read(
    office: Storage,
    url: str,
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A backup that succeeds lists the documents once too."""
    listed: list[object] = []
    read: list[object] = []

    class Counted(FolderStore):
        """A folder that notes what is asked of it."""

        def names(self) -> Iterator[PaperName]:
            listed.append("")
            return super().names()

        def open(self, name: PaperName) -> IO[bytes]:
            read.append(name)
            return super().open(name)

    papers = Counted(instance / "evidence")
    manifest = backup(url, instance, tmp_path / "whole.tar.age", SIGN, papers=papers)
    assert len(listed) == 1
    assert len({*read}) == 2
    as_long = len(manifest.to_bytes())
    monkeypatch.setattr(backup_module, "LONGEST_MANIFEST", as_long)
    backup(url, instance, tmp_path / "again.tar.age", SIGN, papers=papers)
    listed.clear()
    read.clear()
    monkeypatch.setattr(backup_module, "LONGEST_MANIFEST", as_long // 2)

    with pytest.raises(Refusal, match="more files than one backup can list"):
        backup(url, instance, tmp_path / "long.tar.age", SIGN, papers=papers)

    assert (len(listed), read) == (1, [])
    assert not (tmp_path / "long.tar.age").exists()


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
def test_a_paper_that_is_erased_meanwhile_stops_the_backup_in_words(
    office: Storage, url: str, instance: Path, tmp_path: Path
) -> None:
    """What was listed must be what was written."""
    (paper, *_) = (instance / "evidence").glob("*/*")

    def sign(manifest: bytes) -> bytes:
        paper.unlink()
        return SIGN(manifest)

    with pytest.raises(Refusal, match="erased while the backup was made: make it again"):
        backup(url, instance, tmp_path / "backup.tar.age", sign)

    assert not list(tmp_path.glob("*backup*"))


def test_the_disk_of_a_backup_gets_nothing_that_is_not_encrypted(
    office: Storage, url: str, instance: Path, tmp_path: Path
) -> None:
    """Not even for the time that it takes: what was deleted there can be found again."""
    stick = tmp_path / "stick"
    stick.mkdir()
    beside: list[Path] = []
    inside: list[Path] = []

    def sign(manifest: bytes) -> bytes:
        # The copy of the database is complete by now.
        inside.extend(file for file in instance.glob(".backup-*/*") if file.stat().st_size)
        beside.extend(file for file in stick.rglob("*") if file.is_file())
        return SIGN(manifest)

    backup(url, instance, stick / "backup.tar.age", sign)

    assert [file.name for file in inside] == ["database"]
    assert [file.name for file in beside] == ["backup"]
    assert not list(instance.glob(".backup-*"))
    assert [file.name for file in stick.iterdir()] == ["backup.tar.age"]


def test_a_damaged_evidence_file_is_named_and_the_rest_is_backed_up(
    office: Storage, url: str, instance: Path, tmp_path: Path, place: tuple[str, Path]
) -> None:
    """One has a flipped byte, and one cannot be read at all."""
    flipped, whole = sorted((instance / "evidence").glob("??/*"))
    content = bytearray(flipped.read_bytes())
    content[20] ^= 1
    flipped.write_bytes(content)
    lost = flipped.with_name(f"{62 * 'a'}-{REFERENCE}")
    lost.mkdir()
    named = tuple(f"evidence/{each.parent.name}/{each.name}" for each in (lost, flipped))

    made = backup(url, instance, tmp_path / "kept", SIGN)

    assert set(made.damaged) == set(named)
    parts = members(tmp_path / "kept")
    assert parts[named[1]] == bytes(content), "the key may still open a part of it"
    assert parts[f"evidence/{whole.parent.name}/{whole.name}"] == whole.read_bytes()
    lost.rmdir()
    done = restore(tmp_path / "kept", *place, CHECK, OURS)
    assert set(done.damaged) == set(named)


def test_what_was_damaged_of_an_erased_request_is_not_named(
    office: Storage, url: str, instance: Path, tmp_path: Path, made: Callable[..., Path]
) -> None:
    for file in (instance / "evidence").glob(f"??/*-{REFERENCE}"):
        file.write_bytes(b"damaged")
    backup(url, instance, tmp_path / "kept", SIGN)
    office.cases.erase_person(REFERENCE)
    office.close()

    assert restore(tmp_path / "kept", url, instance, CHECK, OURS, overwrite=True).damaged == ()


def test_a_backup_of_whole_files_names_none(
    office: Storage, url: str, instance: Path, tmp_path: Path, place: tuple[str, Path]
) -> None:
    assert backup(url, instance, tmp_path / "kept", SIGN).damaged == ()
    assert restore(tmp_path / "kept", *place, CHECK, OURS).damaged == ()


def test_a_copy_that_a_killed_backup_or_restore_left_does_not_stay(
    made: Callable[..., Path], instance: Path, tmp_path: Path
) -> None:
    """It holds the keys of people who are erased later."""
    aged = time.time() - LEFT_AFTER_SECONDS - 1
    left = [tmp_path / ".backup-abc", tmp_path / ".backup-new", instance / ".restoring-abc"]
    inside = instance / ".backup-abc"
    for folder in (*left, inside):
        folder.mkdir()
        (folder / "tracker.sqlite3").write_bytes(b"a copy")
    for folder in (left[0], left[2], inside):
        os.utime(folder, (aged, aged))

    made()
    assert [folder.exists() for folder in left] == [False, True, True], "one may be under way"
    assert not inside.exists()

    inside.mkdir()
    os.utime(inside, (aged, aged))
    assert remove_half_restored(instance) == 2
    assert not inside.exists()
    assert not left[2].exists()
