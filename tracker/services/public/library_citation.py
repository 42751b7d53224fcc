"""The law library as a data package of its own: its description, and how to cite it."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.base.errors import BadInput
from tracker.domain.library import Library

LIBRARY_DESCRIPTION, CITATION = "library-datapackage.json", "CITATION.cff"
_TITLE = "Right-to-information laws, powers to block and internet blocks: a law library"
_ABOUT = (
    "Time limits, silence, remedies, exemptions and who may ask under right-to-information laws, "
    "with powers to block, blocks and public bodies. Each fact has its source and how it was read."
)
_AUTHORS = "The contributors of the legal-basis tracker"
_WORDS = ("right to information", "freedom of information", "internet shutdowns", "time limits")
_DOI = re.compile(r"10\.\d{4,9}/[A-Za-z0-9._;()/:-]+")


def day_of_library(library: Library) -> date:
    """Return the newest day in the histories of the laws: the day of this version."""
    days = [change.on for law in library.laws.values() for change in law.changes]
    return max(days, default=date.min)


def library_version(library: Library) -> str:
    """Return the version of the package: the day as three numbers, without zeros in front."""
    day = day_of_library(library)
    return f"{day.year}.{day.month}.{day.day}"


def library_description(
    library: Library,
    resources: Sequence[Mapping[str, object]],
    licence: Mapping[str, str],
    doi: str = "",
) -> bytes:
    """Return the description of the library by the Data Package standard, version 2.

    `library` in it is the SHA-256 hash of the library. Raises BadInput for a malformed DOI.
    """
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "legal-basis-law-library",
        **(_cells(id=f"https://doi.org/{checked_doi(doi)}") if doi else {}),
        "title": _TITLE,
        "description": _ABOUT,
        "version": library_version(library),
        "created": f"{day_of_library(library)}T00:00:00Z",
        "library": library.digest,
        "licenses": [dict(licence)],
        "contributors": [{"title": _AUTHORS, "roles": ["author"]}],
        "keywords": list(_WORDS),
        "resources": list(resources),
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _cells(**cells: str) -> dict[str, str]:
    return cells


def citation(library: Library, doi: str = "") -> str:
    """Return how to cite the library, in the Citation File Format.

    Raises BadInput for a malformed DOI.
    """
    lines = [
        "cff-version: 1.2.0",
        "message: If you use this data set, please cite it as below.",
        f'title: "{_TITLE}"',
        f'abstract: "{_ABOUT}"',
        "type: dataset",
        "authors:",
        f'  - name: "{_AUTHORS}"',
        f'version: "{library_version(library)}"',
        f"date-released: {day_of_library(library)}",
        "license: CC-BY-4.0",
        *([f"doi: {checked_doi(doi)}"] if doi else []),
        "identifiers:",
        "  - type: other",
        f'    value: "sha256:{library.digest}"',
        "    description: SHA-256 hash of the library",
        "keywords:",
        *(f"  - {word}" for word in _WORDS),
    ]
    return "\n".join(lines) + "\n"


def checked_doi(doi: str) -> str:
    """Return a DOI. Raises BadInput if it is malformed."""
    if not _DOI.fullmatch(doi):
        raise BadInput(
            "“{doi}” is not a DOI. Write it without https://doi.org/, such as 10.5281/zenodo.1.",
            doi=doi,
        )
    return doi
