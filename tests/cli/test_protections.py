"""What `tracker doctor` says of the sandbox and of swap, and that no crash writes memory down."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.cli import main
from tracker.cli.protections import (
    drawing_advice,
    drawing_line,
    drawing_problems,
    swap_advice,
)
from tracker.documents.sandbox.protections import DrawingProtections

ALL = DrawingProtections(
    has_bubblewrap=True,
    has_namespaces=True,
    has_other_account=True,
    reads_office=False,
    reaches_network=False,
    is_filtered=True,
    is_in_memory=True,
)
SWAPS = "Filename\t\tType\t\tSize\tUsed\tPriority\n"


def test_a_system_with_every_protection_needs_no_advice() -> None:
    assert list(drawing_problems(ALL)) == []
    assert list(drawing_advice(ALL)) == []
    assert drawing_line(ALL) == (
        "documents are drawn: in namespaces of their own, under another account, without "
        "network, without the office’s files, with filtered system calls, in memory"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reads_office": True}, "could read the office’s files: install bubblewrap"),
        ({"reaches_network": True}, "could reach the network: install bubblewrap and libsecc"),
        ({"is_in_memory": False}, "there is no folder in memory: install bubblewrap"),
    ],
)
def test_what_must_not_stay_so_is_a_problem(changed: dict[str, bool], said: str) -> None:
    (problem,) = drawing_problems(replace(ALL, **changed))

    assert said in problem


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"has_namespaces": False}, "bubblewrap may make none here"),
        ({"has_namespaces": False, "has_bubblewrap": False}, "apt install bubblewrap"),
        ({"is_filtered": False}, "apt install libseccomp2"),
    ],
)
def test_what_could_be_better_is_said_with_what_to_install(
    changed: dict[str, bool], said: str
) -> None:
    found = replace(ALL, **changed)
    (advice,) = drawing_advice(found)

    assert said in advice
    assert list(drawing_problems(found)) == []


def a_system(folder: Path, *swaps: str, **devices: str) -> Path:
    (folder / "proc").mkdir()
    lines = "".join(f"{name}\tpartition\t100\t0\t-2\n" for name in swaps)
    (folder / "proc/swaps").write_text(SWAPS + lines, encoding="utf-8")
    for name, uuid in devices.items():
        mapped = folder / "sys/block" / name.replace("_", "-") / "dm"
        mapped.mkdir(parents=True)
        (mapped / "uuid").write_text(uuid, encoding="utf-8")
    return folder


def test_swap_on_a_disk_is_named_unless_it_is_known_to_be_encrypted(tmp_path: Path) -> None:
    system = a_system(
        tmp_path,
        *("/dev/sda2", "/swapfile", "/dev/zram0", "/dev/dm-0", "/dev/dm-1"),
        dm_0="CRYPT-PLAIN-swap",
        dm_1="LVM-abc",
    )

    named = [advice.split()[2] for advice in swap_advice(system)]

    assert named == ["/dev/sda2", "/swapfile", "/dev/dm-1"]


def test_a_system_without_swap_needs_no_advice(tmp_path: Path) -> None:
    assert list(swap_advice(a_system(tmp_path))) == []
    assert list(swap_advice(tmp_path / "nothing here")) == []


CRASHES = """
import contextlib, resource
from tracker.cli import main
with contextlib.suppress(SystemExit):
    main(["--version"])
print(resource.getrlimit(resource.RLIMIT_CORE)[1])
"""


def test_no_command_leaves_its_memory_in_a_file_when_it_crashes() -> None:
    """Nor does a program that the kernel starts for it: that is what 1 means."""
    told = subprocess.run([sys.executable, "-c", CRASHES], capture_output=True, text=True)

    assert int(told.stdout.split()[-1]) in (0, 1), told.stderr


def test_doctor_says_how_documents_are_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance_made(tmp_path / "instance", "init")))

    main(["doctor"])

    (line,) = [each for each in capsys.readouterr().out.splitlines() if "are drawn:" in each]
    assert "without network, without the office’s files" in line
    assert line.endswith("in memory")
