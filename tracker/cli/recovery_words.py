"""A recovery key at the terminal: shown once, and typed without being shown."""

import sys
from collections.abc import Callable
from getpass import getpass
from io import StringIO
from pathlib import Path
from typing import TextIO

from tracker.domain.base.errors import BadInput
from tracker.storage.office_data.recovery import (
    LARGEST_IDENTITY_FILE,
    RecoverySecrets,
    read_identity_file,
    read_secrets,
)
from tracker.storage.office_data.recovery_secret import (
    SECRET_PREFIX,
    WORD_COUNT,
    RecoverySecret,
    read_words,
)

TYPED = "-"
_IN_A_ROW = 4
# White squares on black, whatever the colours of the terminal are.
_COLOURED = "\033[97;40m{}\033[0m"


def show_once(secret: RecoverySecret, log_key: str, out: TextIO) -> None:
    """Print a recovery key as words and as a QR code, with what to do with it."""
    print("\nThe recovery key. It is shown once, and this machine does not keep it.\n", file=out)
    numbered = [f"{number:2}. {word:8}" for number, word in enumerate(secret.words, start=1)]
    for start in range(0, len(numbered), _IN_A_ROW):
        print("", *numbered[start : start + _IN_A_ROW], file=out)
    print(f"\n{_qr_code(secret)}\n", file=out)
    print(
        "Write the words on two sheets of paper, with their numbers. The picture holds\n"
        "the same key. Keep the sheets in two places, both away from this server. Anyone\n"
        "who has the words can open every backup and read every applicant. Without them\n"
        "no backup can be opened, and lost passwords may lose the private words.\n"
        "Then clear this window, and try the words: tracker recovery try\n"
        "\n"
        "Two lines that are not secret, for the same sheets:\n"
        f"The public key: {secret.recipient}\n"
        "The key of the public log, which a restore on another machine asks for:\n"
        f"{log_key}",
        file=out,
    )


def _qr_code(secret: RecoverySecret) -> str:
    drawn = StringIO()
    import segno

    segno.make_qr(secret.identity, error="m").terminal(drawn, border=2, compact=True)
    return "\n".join(map(_COLOURED.format, drawn.getvalue().splitlines()))


def given_secrets(named: str) -> RecoverySecrets:
    """Return the recovery keys in a file, or, for `-`, those typed or given on standard input.

    A secret is never an argument, because other people on the machine see the arguments. Raises
    BadInput for anything but recovery keys.
    """
    if named != TYPED:
        return read_identity_file(Path(named))
    if sys.stdin.isatty():
        return typed_secret(getpass)
    found = read_secrets(sys.stdin.read(LARGEST_IDENTITY_FILE))
    if found is None:
        raise BadInput(
            "Standard input held no recovery key: give its words, or the line that begins with "
            "AGE-SECRET-KEY-1."
        )
    return found


def typed_secret(ask: Callable[[str], str]) -> RecoverySecrets:
    """Return the recovery key that a person types, each line checked as it comes.

    `ask` returns one line. Raises BadInput if nothing is typed, or if the words do not belong
    together.
    """
    print(
        f"Type the {WORD_COUNT} words of the recovery key, as many on a line as you like, or the "
        "line that\nbegins with AGE-SECRET-KEY-1. What you type is not shown.",
        file=sys.stderr,
    )
    words: list[str] = []
    while len(words) < WORD_COUNT:
        line = _asked(ask, f"From word {len(words) + 1}: ").strip()
        if not words and line.upper().startswith(SECRET_PREFIX):
            return RecoverySecrets((RecoverySecret.from_identity(line),))
        if not words and not line:
            raise BadInput("No recovery key was typed.")
        try:
            words += read_words(line, after=len(words))
        except BadInput as wrong:
            print(f"{wrong} Type this line again.", file=sys.stderr)
    return RecoverySecrets((RecoverySecret.from_words(words),))


def _asked(ask: Callable[[str], str], prompt: str) -> str:
    try:
        return ask(prompt)
    except EOFError:
        raise BadInput("No recovery key was typed.") from None
