"""The copy for mirrors and sticks by the command line, and checking it."""

import fcntl
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.instances import instance_made, use_few_pages
from tests.surroundings import on_a_small_disk
from tests.verifier.a_copy import key_line
from tests.web.record_scenes import a_refusal
from tracker import copies
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.cli.mirrors import note_file, state_file
from tracker.mirror import folder
from tracker.settings import read_settings

# A disk for a copy, and how much of it is left for an export that does not fit.
DISK, ROOM = 500_000_000, 3_000_000


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration office with requests, and few pages besides."""
    use_few_pages(monkeypatch)
    folder = instance_made(tmp_path / "instance", "seed")
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return folder


@pytest.fixture
def copy(instance: Path, tmp_path: Path, an_exported_instance: Path) -> Path:
    """A copy as the office has just exported it."""
    made = an_exported_instance
    copied = Path(shutil.copytree(made / "copy", tmp_path / "copy"))
    shutil.rmtree(instance)
    shutil.copytree(made / "instance", instance)
    before = state_file(instance, (made / "copy").resolve())
    after = state_file(instance, copied.resolve())
    for ending in (".state", ".lock", ".note"):
        before.with_suffix(ending).rename(after.with_suffix(ending))
    return copied


@pytest.fixture(scope="module")
def an_exported_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an instance, its copy, made by the command, and what the command said."""
    folder = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as settings, redirect_stdout(StringIO()) as said:
        use_few_pages(settings)
        settings.setenv("TRACKER_INSTANCE", str(instance_made(folder / "instance", "seed")))
        assert main(["export", "--to", str(folder / "copy")]) == 0
    (folder / "said").write_text(said.getvalue())
    return folder


def files_in(copy: Path) -> dict[str, bytes]:
    found: Iterator[Path] = (file for file in copy.rglob("*") if file.is_file())
    return {file.relative_to(copy).as_posix(): file.read_bytes() for file in found}


@pytest.mark.slow
def test_a_copy_is_made_brought_up_to_date_and_checked(
    instance: Path,
    copy: Path,
    an_exported_instance: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = (an_exported_instance / "said").read_text()
    assert f"files in {an_exported_instance / 'copy'}: " in said
    capsys.readouterr()

    assert main(["export", "--to", str(copy)]) == 0
    assert "0 written, 0 removed." in capsys.readouterr().out
    assert main(["verify", str(copy)]) == 0
    assert capsys.readouterr().out.endswith("All of it holds.\n")

    with zipfile.ZipFile(tmp_path / "copy.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files_in(copy).items():
            packed.writestr(name, data)
    assert main(["verify", str(tmp_path / "copy.zip")]) == 0
    (copy / "index.html").write_text("altered")
    assert main(["verify", str(copy)]) == 1
    assert main(["verify", str(instance)]) == 2


def exported(copy: Path, first: str) -> subprocess.CompletedProcess[str]:
    """Run an export, after some code, in a process that can be forked: that of the tests has
    threads."""
    code = f"{first}\nimport sys\nfrom tracker.cli import main\nsys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", code, "export", "--to", str(copy)],
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux alone")
@pytest.mark.usefixtures("instance")
def test_an_export_ends_with_a_sentence_when_a_process_beside_it_is_killed(tmp_path: Path) -> None:
    done = exported(
        tmp_path / "copy",
        """
import os, signal
from tracker.copies import CopiedSite
export, answers_to = os.getpid(), CopiedSite.answers_to
def killed(*read):
    if os.getpid() != export:
        os.kill(os.getpid(), signal.SIGKILL)
    return answers_to(*read)
CopiedSite.answers_to = killed
""",
    )

    assert done.returncode == 1
    line = done.stderr.splitlines()[-1]
    assert line.startswith(
        "tracker: A process that makes pages of the copy was ended from outside"
    )
    assert main(["export", "--to", str(tmp_path / "copy")]) == 0


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks are used on Linux alone")
@pytest.mark.usefixtures("instance")
def test_a_copy_has_all_its_tables_although_the_process_that_made_them_broke_off(
    tmp_path: Path,
) -> None:
    done = exported(
        tmp_path / "copy",
        """
import os
from tracker.app import package_beside
package_beside._done = lambda make: os._exit(1)
""",
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "copy/data/requests.csv").is_file()


def no_pages(*_: object) -> None:
    raise AssertionError("the pages were loaded")


@pytest.mark.slow
def test_a_copy_in_which_nothing_changed_is_found_without_its_pages(
    instance: Path, copy: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["export", "--to", str(copy)]) == 0
    before = files_in(copy)
    said = capsys.readouterr().out

    monkeypatch.setattr("tracker.copies.CopyingSite", no_pages)
    assert main(["export", "--to", str(copy)]) == 0

    assert capsys.readouterr().out == said
    assert said.endswith(": 0 written, 0 removed.\n")
    assert files_in(copy) == before


def loses_a_file(copy: Path) -> None:
    (copy / "about/index.html").unlink()


def lengthens_a_file(copy: Path) -> None:
    with (copy / "about/index.html").open("ab") as file:
        file.write(b" ")


def adds_a_file(copy: Path) -> None:
    (copy / "about/more.html").write_text("more")


def alters_the_manifest(copy: Path) -> None:
    """To one of the same length."""
    manifest = copy / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"about", b"tuoba"))


def leaves_it_unfinished(copy: Path) -> None:
    (copy / folder.UNFINISHED).write_bytes(b"unfinished")


def spoils_the_note(copy: Path) -> None:
    note_file(read_settings().instance, copy).write_text("[]")


def loses_the_note_outside(copy: Path) -> None:
    (read_settings().instance / "log.note").unlink()


def publishes(copy: Path) -> None:
    with open_office(read_settings()) as office:
        a_refusal(office)


@pytest.mark.slow
@pytest.mark.parametrize(
    "happens",
    [
        loses_a_file,
        lengthens_a_file,
        adds_a_file,
        alters_the_manifest,
        leaves_it_unfinished,
        spoils_the_note,
        loses_the_note_outside,
        publishes,
    ],
)
def test_whatever_happened_to_a_copy_its_pages_are_looked_at_again(
    instance: Path,
    copy: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    happens: Callable[[Path], None],
) -> None:
    assert main(["export", "--to", str(copy)]) == 0
    happens(copy)
    with monkeypatch.context() as patched:
        patched.setattr("tracker.copies.CopyingSite", no_pages)
        with pytest.raises(AssertionError, match="were loaded"):
            main(["export", "--to", str(copy)])

    assert main(["export", "--to", str(copy)]) == 0

    assert main(["export", "--to", str(tmp_path / "fresh")]) == 0
    assert files_in(copy) == files_in(tmp_path / "fresh")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_CONTACT", "mailto:desk@example.org"),
        ("TRACKER_MIRRORS", "https://mirror.example"),
        ("TRACKER_PUBLIC_URL", "https://record.example"),
    ],
)
def test_with_other_settings_the_pages_are_made_again(
    instance: Path, copy: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    assert main(["export", "--to", str(copy)]) == 0
    before = files_in(copy)
    monkeypatch.setenv(name, value)

    assert main(["export", "--to", str(copy)]) == 0

    assert files_in(copy) != before


@pytest.mark.slow
def test_two_processes_make_the_same_copy_as_one(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["export", "--to", str(tmp_path / "one")]) == 0
    monkeypatch.setattr(copies, "WORTH_IT", 20)

    assert main(["export", "--to", str(tmp_path / "two")]) == 0

    assert files_in(tmp_path / "one") == files_in(tmp_path / "two")


@pytest.mark.slow
def test_a_killed_export_goes_on_and_ends_whole(instance: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    words = [sys.executable, "-m", "tracker", "export", "--to", str(copy)]
    for files in (1, 60):
        export = subprocess.Popen(words, env=os.environ, stdout=subprocess.PIPE)
        while export.poll() is None and len(list(copy.rglob("*.html"))) < files:
            time.sleep(0.01)
        export.kill()
        export.communicate()
        if not (copy / "manifest.json").exists():
            assert main(["verify", str(copy)]) in (1, 2)

    assert main(["export", "--to", str(copy)]) == 0
    assert main(["verify", str(copy)]) == 0
    assert main(["export", "--to", str(tmp_path / "fresh")]) == 0
    assert files_in(copy) == files_in(tmp_path / "fresh")


@pytest.mark.slow
def test_two_exports_into_one_folder_do_not_meet(
    instance: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (lock,) = (instance / "copies").glob("*.lock")

    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert main(["export", "--to", str(copy)]) == 2

    assert "is being written by another export" in capsys.readouterr().err


def test_one_record_is_exported_by_its_reference(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_office(read_settings()) as office:
        reference = office.records.lines()[0].reference

    assert main(["export", "--to", str(tmp_path / "one"), "--single-record", reference]) == 0
    assert main(["verify", str(tmp_path / "one")]) == 0
    capsys.readouterr()
    assert main(["export", "--to", str(tmp_path / "two"), "--single-record", "nothing2"]) != 0

    assert "nothing2" in capsys.readouterr().err
    # A script whose variable is empty asked for one record, not for everything.
    assert main(["export", "--to", str(tmp_path / "two"), "--single-record", ""]) == 2
    assert "names no record" in capsys.readouterr().err
    assert not (tmp_path / "two").exists()


@pytest.mark.slow
def test_a_full_disk_is_told_and_the_next_export_goes_on(instance: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    tracker, copy = f"{sys.executable} -P -m tracker", disk / "copy"
    steps = f"""
        head -c {DISK - ROOM} /dev/zero > {disk}/filler
        {tracker} export --to {copy}; echo status $?
        rm {disk}/filler; find {copy} -type f | wc -l
        {tracker} export --to {copy}; echo status $?
        {tracker} verify {copy}; echo status $?
    """

    # The disk is gone when the process ends, so all is done by one.
    done = subprocess.run(
        [*on_a_small_disk(disk, DISK), "sh", "-c", steps],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
    )

    said = done.stdout.splitlines()
    assert [line for line in said if line.startswith("status")] == [
        "status 1",
        "status 0",
        "status 0",
    ], done.stderr
    assert "no space left" in done.stderr
    assert "What was written stays" in done.stderr
    assert int(said[said.index("status 1") + 1]) > 0, "it was full in the middle of the copy"


@pytest.mark.slow
def test_a_log_that_cannot_go_on_does_not_keep_a_takedown_waiting(
    instance: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The note outside cannot be read: nothing is appended, and what is public is copied."""
    (instance / "log.note").write_text("not a note\n")

    assert main(["export", "--to", str(copy)]) == 0

    assert "the log was left as it is" in capsys.readouterr().err


@pytest.mark.slow
def test_a_copy_holds_under_another_key_and_says_so(
    copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (copy / "log/key").read_text().strip()
    older = tmp_path / "older"
    older.write_bytes((copy / "log/checkpoint").read_bytes())

    assert main(["log", "rotate"]) == 0
    assert main(["export", "--to", str(copy)]) == 0
    now, then = (copy / "log/key").read_text().splitlines()
    capsys.readouterr()

    assert main(["verify", str(copy), "--key", now, "--older", str(older)]) == 0
    told = capsys.readouterr().out
    assert "another key signs the log; the one before signed that too" in told
    assert then == before
    # The previous key of the log shows which key replaced it.
    assert main(["verify", str(copy), "--key", before]) == 0
    assert main(["verify", str(copy), "--key", key_line()]) == 1
    assert "signed by another key than the one that you gave" in capsys.readouterr().out


@pytest.mark.slow
def test_a_copy_of_a_log_that_took_over_another_one_holds_and_says_so(
    instance: Path, copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    older = tmp_path / "older"
    older.write_bytes((copy / "log/checkpoint").read_bytes())
    (instance / "log.key").unlink()
    assert main(["log", "replace", "--for-good"]) == 0
    assert main(["export", "--to", str(copy)]) == 0
    capsys.readouterr()

    assert main(["verify", str(copy), "--older", str(older)]) == 0
    told = capsys.readouterr().out
    assert "another log took over, and no key of the one before signed that" in told
