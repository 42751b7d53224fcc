"""The sentences of the use cases in each language, as their catalogues have them."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

from tracker.services.speaking import Speech

TRANSLATIONS = Path(__file__).parents[1] / "translations"

# Languages whose wording no native reader has reviewed: shown at the desk, not sent when live.
UNREVIEWED = frozenset({"ur"})


@cache
def speech(language: str) -> Speech:
    """The sentences of a language, from its catalogue."""
    return Speech(language, _catalogue(TRANSLATIONS / f"{language}.po"))


def _catalogue(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    with file.open("rb") as handle:
        return {str(message.id): str(message.string) for message in read_po(handle) if message.id}
