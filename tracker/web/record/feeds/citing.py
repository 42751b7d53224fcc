"""How a record is cited: in words, and for programs that keep references.

A citation names a fixed address, the version and its digest; it says the same in every language.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.domain.base.days import day_in_words
from tracker.domain.law.block import Block
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.web.base.page_addresses import address_of
from tracker.web.base.site_config import office_named

# Who keeps the record, where the office bears no name.
_NAMELESS = "Legal-basis requests"
NOT_FILED = "demonstration: not really filed"
# Signs that a BibTeX file would take for its own.
OWN_SIGNS = re.compile(r"([#$%&_{}~^\\])")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation of a record needs, so that it can be found and checked."""

    reference: str
    title: str
    publisher: str
    address: str
    version: int
    as_of: date
    digest: str
    edition: str
    demonstration: bool

    @property
    def note(self) -> str:
        """What tells one version of the record from every other."""
        said = f"Record {self.reference}, version {self.version}, SHA-256 {self.digest}"
        return f"{said}; {NOT_FILED}" if self.demonstration else said

    @property
    def words(self) -> str:
        """A citation as a text gives it."""
        mark = f" ({NOT_FILED})" if self.demonstration else ""
        return (
            f"{self.publisher}, “{self.title}”, record {self.reference}, version {self.version} "
            f"of {day_in_words(self.as_of)}{mark}, {self.address} (SHA-256 {self.digest})."
        )

    @property
    def bibtex(self) -> str:
        """A citation for LaTeX and its kin."""
        fields = {
            "author": f"{{{_plain(self.publisher)}}}",
            "title": f"{{{_plain(self.title)}}}",
            "date": self.as_of.isoformat(),
            "year": str(self.as_of.year),
            "version": str(self.version),
            "url": self.address,
            "note": _plain(self.note),
        }
        lines = [f"  {name} = {{{value}}},\n" for name, value in fields.items()]
        return f"@misc{{{self.reference}-v{self.version},\n{''.join(lines)}}}\n"

    @property
    def csl(self) -> str:
        """A citation for programs that read CSL-JSON."""
        day = self.as_of
        item = {
            "id": f"{self.reference}-v{self.version}",
            "type": "webpage",
            "title": self.title,
            "author": [{"literal": self.publisher}],
            "issued": {"date-parts": [[day.year, day.month, day.day]]},
            "URL": self.address,
            "version": str(self.version),
            "note": self.note,
        }
        return json.dumps([item], ensure_ascii=False, indent=1)


class CitationFormat(NamedTuple):
    """A file with the citation of a record: its page, its name, its media type and its text."""

    page: str
    file: str
    media: str
    write: Callable[[Citation], str]


CITATION_FORMATS = (
    CitationFormat("bibtex", "citation.bib", "application/x-bibtex", lambda cited: cited.bibtex),
    CitationFormat(
        "csl",
        "citation.json",
        "application/vnd.citationstyles.csl+json",
        lambda cited: cited.csl,
    ),
)
"""Every format of a citation; the pages of the record give each an address."""


def citation_of(record: Record, content: bytes, library: Library) -> Citation:
    """The citation of a record whose very bytes are `content`."""
    body, block = library.body_name(record.body), library.block_title(record.block)
    return Citation(
        reference=record.reference,
        title=f"Request to {body} about {block}",
        publisher=_publisher(),
        address=address_of("record.request", reference=record.reference, language="en"),
        version=record.version,
        as_of=record.as_of,
        digest=hashlib.sha256(content).hexdigest(),
        edition=record.edition,
        demonstration=record.demonstration,
    )


def citation_of_block(block: Block) -> str:
    """A citation of the page of a block, whose address stays while what stands there grows."""
    named = office_named()
    mark = f" ({NOT_FILED})" if named and not named.live else ""
    address = address_of("record.block", key=block.key, language="en")
    return f"{_publisher()}, “{block.title}: legal basis on record”{mark}, {address}."


def _publisher() -> str:
    named = office_named()
    return (named and named.name) or _NAMELESS


def _plain(words: str) -> str:
    """Words in which BibTeX finds no sign of its own."""
    return OWN_SIGNS.sub(_spelled, words)


def _spelled(match: re.Match[str]) -> str:
    sign = match[1]
    return (
        r"\textbackslash{}" if sign == "\\" else rf"\{sign}{{}}" if sign in "~^" else rf"\{sign}"
    )
