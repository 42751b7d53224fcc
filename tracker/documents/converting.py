"""Has LibreOffice convert documents, in a process that can do little else.

Run as a file and never imported: it imports nothing of this program. It works in the current
folder. Standard input has a line of JSON, then the bytes of the documents, and stays open: its end
means that the program that asked is gone. Standard output has a frame for each PDF, a length and
that many bytes; it ends before the first document that could not be converted.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path


def _main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    folder = Path.cwd()
    papers = [folder / f"{_name(n)}.{asked['ending']}" for n in range(len(asked["sizes"]))]
    for paper, size in zip(papers, asked["sizes"], strict=True):
        paper.write_bytes(sys.stdin.buffer.read(size))
    threading.Thread(target=_end_with_the_asker, args=(folder,), daemon=True).start()
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(asked["settings"], "utf-8")
    _convert(asked["program"], asked["options"], folder, [paper.name for paper in papers])
    for paper in papers:
        drawn = paper.with_suffix(".pdf")
        if not drawn.is_file():
            return
        data = drawn.read_bytes()
        sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)


def _name(number: int) -> str:
    return f"paper-{number}" if number else "paper"


def _convert(program: str, options: list[str], folder: Path, papers: list[str]) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(  # noqa: S603 - fixed words, and names in its own folder
        [program, profile, *options, "--convert-to", "pdf", "--outdir", str(folder), *papers],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"},
        check=False,
    )


def _end_with_the_asker(folder: Path) -> None:
    """Wait for the end of standard input, then remove everything and end this process group."""
    os.read(sys.stdin.fileno(), 1)
    try:
        for left in folder.iterdir():
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink(missing_ok=True)
    finally:
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    _main()
