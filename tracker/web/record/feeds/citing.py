"""Citations of a record, in words and for reference managers.

A citation has a fixed address, the version and its digest, and is the same in every language.
"""

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

# The publisher's name if the office has none.
_NAMELESS = "Legal-basis requests"
NOT_FILED = "demonstration: not really filed"
# The special characters of BibTeX.
OWN_SIGNS = re.compile(r"([#$%&_{}~^\\])")


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation needs so that the record can be found and verified."""

    reference: str
    title: str
    publisher: str
    address: str
    version: int
    as_of: date
    digest: str
    library_version: str
    demonstration: bool

    @property
    def note(self) -> str:
        """Return what identifies this version of the record."""
        said = f"Record {self.reference}, version {self.version}, SHA-256 {self.digest}"
        return f"{said}; {NOT_FILED}" if self.demonstration else said

    @property
    def words(self) -> str:
        """Return a citation as text."""
        mark = f" ({NOT_FILED})" if self.demonstration else ""
        return (
            f"{self.publisher}, “{self.title}”, record {self.reference}, version {self.version} "
            f"of {day_in_words(self.as_of)}{mark}, {self.address} (SHA-256 {self.digest})."
        )

    @property
    def bibtex(self) -> str:
        """Return a citation in BibTeX, for LaTeX and similar programs."""
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
        """Return a citation as CSL-JSON."""
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


def citation_of(record: Record, digest: str, library: Library) -> Citation:
    """Return the citation of a record whose exact bytes have this SHA-256."""
    body, block = library.body_mention(record.body), library.block_mention(record.block)
    return Citation(
        reference=record.reference,
        title=f"Request to {body} about {block}",
        publisher=_publisher(),
        address=address_of("record.request", reference=record.reference, language="en"),
        version=record.version,
        as_of=record.as_of,
        digest=digest,
        library_version=record.library_version,
        demonstration=record.demonstration,
    )


def citation_of_block(block: Block) -> str:
    """Return the citation of a block's page, whose address is permanent while its content
    grows."""
    named = office_named()
    mark = f" ({NOT_FILED})" if named and not named.live else ""
    address = address_of("record.block", key=block.key, language="en")
    return f"{_publisher()}, “{block.title}: requests for its legal basis”{mark}, {address}."


def _publisher() -> str:
    named = office_named()
    return (named and named.name) or _NAMELESS


def _plain(words: str) -> str:
    """Return a text with the special characters of BibTeX escaped."""
    return OWN_SIGNS.sub(_spelled, words)


def _spelled(match: re.Match[str]) -> str:
    sign = match[1]
    return (
        r"\textbackslash{}" if sign == "\\" else rf"\{sign}{{}}" if sign in "~^" else rf"\{sign}"
    )
