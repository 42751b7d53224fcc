"""The systemd unit and the Containerfile, checked as far as can be without starting them."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy/tracker.service").read_text("utf-8")
CONTAINER = (ROOT / "Containerfile").read_text("utf-8")
# What the builder's reference lists; an instruction outside it stops a build.
INSTRUCTIONS = {
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
    "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
}  # fmt: skip


def unit_settings() -> dict[str, list[str]]:
    """What the unit sets, by name; a name may be set more than once."""
    settings: dict[str, list[str]] = {}
    for line in UNIT.splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            settings.setdefault(name, []).append(value)
    return settings


def instructions() -> list[tuple[str, str]]:
    """The Containerfile as (instruction, arguments), continued lines joined."""
    without_comments = re.sub(r"^#.*\n", "", CONTAINER, flags=re.MULTILINE)
    joined = without_comments.replace("\\\n", " ")
    pairs = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return [(word, rest) for word, rest in pairs]


def arguments(instruction: str) -> list[str]:
    return [rest for word, rest in instructions() if word == instruction]


def test_systemd_accepts_the_unit(needs: Callable[..., Path], tmp_path: Path) -> None:
    analyze = needs("systemd-analyze")
    unit = tmp_path / "tracker.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", UNIT, flags=re.MULTILINE))

    verdict = subprocess.run([analyze, "verify", unit], capture_output=True, text=True)

    assert (verdict.returncode, verdict.stderr) == (0, "")


DRAW = """
import io
import sys
from pathlib import Path
from PIL import Image
from tracker.documents.sandbox.protections import drawing_protections
from tracker.documents.document_redactor import IsolatedRedactor
from tracker.documents.suite import as_pdf

found = drawing_protections(Path(sys.argv[1]))
assert found.is_filtered and found.is_in_memory, found
assert not (found.reads_office or found.reaches_network or found.has_namespaces), found

page = io.BytesIO()
Image.new("RGB", (600, 800), "white").save(page, "PNG")
room = IsolatedRedactor()
papers = {"application/pdf": as_pdf(b"A letter", "txt"), "image/png": page.getvalue()}
for media, paper in papers.items():
    assert len(room.render(paper, media)) == 1
print("drawn")
"""


@pytest.mark.slow
def test_under_the_units_filter_of_system_calls_papers_are_drawn_in_a_sandbox(
    needs: Callable[..., Path], tmp_path: Path
) -> None:
    """LibreOffice, pypdfium2 and Pillow have all the calls that they need, and no chown is let
    through: the filter is really up. The office's files and the network are out of their reach
    without namespaces too."""
    (tmp_path / "secret.key").write_bytes(b"a key")
    needs("systemd-analyze")
    needs("soffice")
    names = ("tests/house/under_the_filter.py", "deploy/tracker.service")
    under = [sys.executable, *(str(ROOT / name) for name in names), sys.executable, "-c"]

    drawn = subprocess.run([*under, DRAW, tmp_path], capture_output=True, cwd=ROOT)
    refused = subprocess.run([*under, "import os; os.chown('/', 0, 0)"], capture_output=True)

    assert drawn.stdout.decode() == "drawn\n", drawn.stderr.decode()
    assert b"PermissionError" in refused.stderr


READ = """
from tests.documents.test_forked_jobs import JOB, hello
from tracker.documents.sandbox.forked_jobs import ForkedJobs
jobs = ForkedJobs(JOB)
print(hello(jobs) == hello(jobs))
"""


def test_under_the_units_filter_one_sandbox_has_a_child_for_each_input(
    needs: Callable[..., Path],
) -> None:
    needs("systemd-analyze")
    names = ("tests/house/under_the_filter.py", "deploy/tracker.service")
    under = [sys.executable, *(str(ROOT / name) for name in names), sys.executable, "-c"]

    read = subprocess.run([*under, READ], capture_output=True, cwd=ROOT)

    assert read.stdout.decode() == "True\n", read.stderr.decode()


def test_the_unit_may_write_only_to_the_instance() -> None:
    settings = unit_settings()

    assert settings["User"] == ["tracker"]
    assert settings["NoNewPrivileges"] == ["yes"]
    assert settings["ProtectSystem"] == ["strict"]
    assert settings["StateDirectory"] == ["tracker"]
    assert "ReadWritePaths" not in settings
    assert "TRACKER_INSTANCE=/var/lib/tracker" in settings["Environment"]


def test_the_units_memory_goes_to_no_swap() -> None:
    assert unit_settings()["MemorySwapMax"] == ["0"]
    assert unit_settings()["MemoryZSwapMax"] == ["0"]


def test_the_container_has_what_a_sandbox_is_made_of() -> None:
    installed = " ".join(arguments("RUN"))

    assert "bubblewrap" in installed
    assert "libseccomp2" in installed


def test_the_unit_never_makes_a_demonstration_by_itself() -> None:
    assert unit_settings()["AssertDirectoryNotEmpty"] == ["/var/lib/tracker"]


def test_unit_and_container_are_started_again_however_often_they_end() -> None:
    guide = (ROOT / "docs/operating.md").read_text("utf-8")

    assert unit_settings()["Restart"] == ["always"]
    assert unit_settings()["StartLimitIntervalSec"] == ["0"]
    for words in (CONTAINER, guide):
        started = [line for line in words.splitlines() if "podman run -d" in line]
        assert started
        assert all("--restart always" in line for line in started)


def test_the_containerfile_is_well_formed() -> None:
    words = [word for word, _ in instructions()]

    assert words[0] == "FROM"
    assert set(words) <= INSTRUCTIONS
    for instruction in ("CMD", "VOLUME"):
        (listed,) = arguments(instruction)
        assert all(isinstance(word, str) for word in json.loads(listed))


def test_the_image_comes_from_a_plain_name_and_everything_in_it_is_hashed() -> None:
    images = [rest.split()[0] for rest in arguments("FROM")]
    installs = [step for run in arguments("RUN") for step in run.split("&&") if "pip" in step]

    assert set(images) == {"python:3.13-slim"}
    assert installs
    assert all("--require-hashes" in step or "--no-deps" in step for step in installs)


def test_the_container_runs_as_an_ordinary_account_and_keeps_the_instance() -> None:
    words = [word for word, _ in instructions()]

    assert arguments("USER") == ["tracker"]
    assert words.index("USER") < words.index("CMD")
    assert json.loads(arguments("VOLUME")[0]) == ["/instance"]


def test_everything_copied_into_the_image_exists() -> None:
    copied = [shlex.split(rest) for rest in arguments("COPY") if "--from" not in rest]
    sources = [source for words in copied for source in words[:-1]]

    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_health_check_is_python_and_asks_the_programs_own_page() -> None:
    (check,) = arguments("HEALTHCHECK")
    program, flag, code = json.loads(check.partition("CMD ")[2])

    assert (program, flag) == ("python", "-c")
    compile(code, "health check", "exec")
    assert "http://localhost:8000/healthz/pages" in code


def test_every_setting_named_for_deployment_is_one_that_the_program_reads() -> None:
    named = set(re.findall(r"TRACKER_[A-Z_]+", UNIT + CONTAINER))
    table = (ROOT / "tracker/settings/table.py").read_text("utf-8")
    known = set(re.findall(r"TRACKER_[A-Z_]+", table))

    assert named
    assert named - known == set()
