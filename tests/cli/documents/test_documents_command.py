"""An office that moves its documents to a bucket of a real store, and back."""

import shutil
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tests.s3_server import S3Server
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.domain.case.request import Applicant
from tracker.settings import read_settings
from tracker.storage.opening import papers_folder
from tracker.storage.papers.bucket_client import BucketAddress

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration with documents."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    return instance_made(tmp_path / "instance", "seed")


def use(bucket: BucketAddress, settings: pytest.MonkeyPatch) -> None:
    settings.setenv("TRACKER_DOCUMENTS_URL", str(bucket))
    settings.setenv("TRACKER_DOCUMENTS_KEY_FILE", str(bucket.key_file))


def problems(capsys: Capture) -> list[str]:
    """What doctor says of documents."""
    main(["doctor", "--no-mail"])
    said = capsys.readouterr()
    about = ("documents lie", "advice: ", "problem: ")
    lines = [line for line in (said.out + said.err).splitlines() if line.startswith(about)]
    return [line for line in lines if "document" in line.lower() or "bucket" in line]


def test_without_a_bucket_there_is_nothing_to_copy(office: Path, capsys: Capture) -> None:
    assert main(["documents", "copy", "bucket"]) == 2
    assert "name it in TRACKER_DOCUMENTS_URL" in capsys.readouterr().err


@pytest.mark.slow
def test_documents_move_to_a_bucket_and_back(
    office: Path, s3: S3Server, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    bucket, evidence = s3.bucket(versions=True), office / "evidence"
    number = len(list(papers_folder(office).names()))
    assert number > 0
    use(bucket, monkeypatch)
    assert any("was not found" in line for line in problems(capsys)), "not copied yet"

    assert main(["documents", "copy", "bucket"]) == 0
    told = f"Documents copied to {bucket}: {number}. There already: 0.\n"
    assert capsys.readouterr().out == told
    assert main(["documents", "copy", "bucket"]) == 0
    assert f": 0. There already: {number}.\n" in capsys.readouterr().out
    left = f"{evidence} still holds documents ({number}), and the office uses a bucket"
    assert any(left in line for line in problems(capsys))

    shutil.rmtree(evidence)
    place, versions = problems(capsys)
    assert place == f"documents lie in: the bucket {bucket}"
    assert versions.startswith(f"advice: The bucket {bucket} keeps former versions.")
    assert main(["documents", "copy", "folder"]) == 0
    assert len(list(papers_folder(office).names())) == number


@pytest.mark.slow
def test_a_backup_of_a_bucket_is_restored_into_another(
    office: Path, s3: S3Server, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    use(s3.bucket(), monkeypatch)
    main(["documents", "copy", "bucket"])
    shutil.rmtree(office / "evidence")
    assert main(["recovery", "new", str(tmp_path / "identity")]) == 0
    assert main(["backup", str(tmp_path / "kept")]) == 0
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "again"))
    key = (office / "log.key").read_bytes()
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "log.key").write_bytes(key)
    use(second := s3.bucket(), monkeypatch)

    restore = ["restore", str(tmp_path / "kept"), "--identity", str(tmp_path / "identity")]
    assert main(restore) == 0

    assert f"Documents copied to {second}: " in capsys.readouterr().out
    shutil.rmtree(tmp_path / "again" / "evidence")
    assert [line for line in problems(capsys) if "was not found" in line] == []


@pytest.mark.slow
def test_an_erasure_says_what_a_bucket_keeps(
    office: Path, s3: S3Server, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    bucket = s3.bucket(versions=True)
    use(bucket, monkeypatch)
    main(["documents", "copy", "bucket"])
    first, *_ = papers_folder(read_settings().instance).names()
    capsys.readouterr()

    assert main(["erase", first.owner, "--for-good"]) == 0

    assert "former versions" not in capsys.readouterr().out
    versions = s3.client().list_object_versions(Bucket=bucket.bucket)["Versions"]
    documents = [each["Key"] for each in versions if each["Key"].startswith("papers/")]
    assert documents
    assert not any(first.owner in key for key in documents)


def test_a_restore_on_another_machine_erases_whom_the_bucket_lists(
    office: Path, s3: S3Server, monkeypatch: pytest.MonkeyPatch, capsys: Capture, tmp_path: Path
) -> None:
    use(s3.bucket(), monkeypatch)
    main(["documents", "copy", "bucket"])
    assert main(["recovery", "new", str(tmp_path / "identity")]) == 0
    assert main(["backup", str(tmp_path / "kept")]) == 0
    first, *_ = papers_folder(office).names()
    assert main(["erase", first.owner, "--for-good"]) == 0
    # The machine is lost, and only its keys and the backup are left.
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "again"))
    (tmp_path / "again").mkdir()
    shutil.copy(office / "log.key", tmp_path / "again")
    shutil.rmtree(office)

    restore = ["restore", str(tmp_path / "kept"), "--identity", str(tmp_path / "identity")]
    assert main(restore) == 0

    assert set((tmp_path / "again" / "erased.log").read_text().split()) == {first.owner}
    assert first.owner not in {name.owner for name in papers_folder(tmp_path / "again").names()}
    with open_office(read_settings()) as again, again.cases.look(first.owner) as case:
        assert case.applicant() == Applicant()
