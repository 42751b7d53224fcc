"""The parts of a bundle for court, the order in which a forum wants them, and its own papers."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.text import Text


class BundlePart(StrEnum):
    """A part of a bundle. `CERTIFIED_COPIES` is an application for them."""

    INDEX = "index"
    DATES = "dates"
    PLEADING = "pleading"
    ANNEXES = "annexes"
    CERTIFICATES = "certificates"
    CERTIFIED_COPIES = "certified-copies"
    AFFIDAVIT = "affidavit"
    AUTHORITY = "authority"
    VAKALATNAMA = "vakalatnama"


# A vakalatnama is a paper of some courts only; a law that has it names it.
USUAL_BUNDLE = tuple(each for each in BundlePart if each is not BundlePart.VAKALATNAMA)


class CourtPaper(StrEnum):
    """The papers of a bundle that the program writes beside the letters."""

    INDEX = "bundle-index"
    DATES = "list-of-dates"
    ANNEX_SHEET = "annex-sheet"
    MEASURED_ROWS = "measured-rows"
    EVIDENCE_CERTIFICATE = "evidence-certificate"
    TRANSLATION_CERTIFICATE = "translation-certificate"
    CERTIFIED_COPIES = "certified-copies"
    AFFIDAVIT = "affidavit"
    AUTHORITY = "letter-of-authority"
    VAKALATNAMA = "vakalatnama"


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """A rule on electronic evidence, with its sources. A draft certificate cites it once its words
    were read. A person checks whether it applies before the forum."""

    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilingRule:
    """What a forum wants filed with a pleading, and how, with its sources. The page of the bundle
    shows it, and a person sees to it."""

    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BundleOrder:
    """The parts of a bundle in order. Without `sources` no rule of the forum was read, and the
    order is the program's own."""

    parts: tuple[BundlePart, ...]
    sources: tuple[str, ...] = ()
