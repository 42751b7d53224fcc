"""Reads one mail, takes out a part or checks signatures, in a process that has only the mail.

Run as a file in the sandbox and never imported. Its input is one line of JSON and the mail's
bytes; its answer is JSON, or the bytes of a part behind one byte.
"""

import json
import sys
from pathlib import Path
from types import ModuleType

_ROOT = Path(__file__).resolve().parents[2]

# No folder above the last four may be listed in the sandbox.
_PACKAGES = (
    *("tracker", "tracker.mail", "tracker.domain"),
    *("tracker.mail.reading", "tracker.domain.base", "tracker.domain.correspondence"),
    "tracker.domain.words",
)


def _main() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    raw = sys.stdin.buffer.read(asked["size"])
    # The rooms' own files import the whole program, which the sandbox does not have.
    for name in _PACKAGES:
        bare = ModuleType(name)
        bare.__path__ = [str(_ROOT.joinpath(*name.split(".")[1:]))]
        sys.modules[name] = bare
    sys.stdout.buffer.write(_answer(asked, raw))
    sys.stdout.buffer.flush()


def _answer(asked: dict[str, object], raw: bytes) -> bytes:
    from tracker.domain.base.canonical import canonical

    if asked["do"] == "check":
        from tracker.mail.reading.signature_check import check_signatures

        return canonical(check_signatures(raw, asked["keys"]))  # type: ignore[arg-type]
    from tracker.mail.reading.mail_reader import part_of, read_mail

    if asked["do"] == "part":
        data = part_of(raw, str(asked["path"]))
        return b"" if data is None else b"." + data
    return canonical(read_mail(raw, asked["roots"]))  # type: ignore[arg-type]


if __name__ == "__main__":
    _main()
