"""Safe names for the parts of a mail, which may name a folder, a device, or hide their ending."""

import re
import unicodedata

LONGEST_PART_NAME = 120
_LONGEST_ENDING = 12
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_NOT_IN_NAMES = re.compile(r'[<>:"|?*\\/]')


def safe_part_name(written: str, path: str, ending: str) -> str:
    """Return a name without folders, controls and signs that turn text around; never empty."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", written.replace("\0", "")))[-1]
    plain = "".join(
        char for char in last if unicodedata.category(char)[0] not in "CZ" or char == " "
    )
    plain = _NOT_IN_NAMES.sub("_", plain).strip(" .")
    if not plain:
        return f"part-{path}{ending}"
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _cut(plain)


def distinct_names(names: list[str]) -> list[str]:
    """Return the names in order, later ones with a number where one would occur twice."""
    seen: set[str] = set()
    made = []
    for name in names:
        stem, ending = _parted(name)
        number, tried = 1, name
        while tried.casefold() in seen:
            number += 1
            tried = f"{stem} ({number}){ending}"
        seen.add(tried.casefold())
        made.append(tried)
    return made


def ending_of(name: str) -> str:
    """Return the ending of a name in lower case, with its dot; nothing if there is none."""
    return _parted(name)[1].lower()


def _cut(name: str) -> str:
    stem, ending = _parted(name)
    return stem[: LONGEST_PART_NAME - len(ending)] + ending


def _parted(name: str) -> tuple[str, str]:
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        return name, ""
    return stem, dot + ending
