"""The values and flags that the sources of court papers may use, besides those of letters."""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.domain.law.bundle import CourtPaper

_HEAD = frozenset(
    {
        "reference",
        "pleading_title",
        "pleading_number",
        "pleading_under",
        "respondent_through",
        "respondent_title",
        "second_name",
        "second_through",
        "second_title",
        "third_name",
        "third_through",
        "third_title",
        "fourth_name",
        "fourth_through",
        "fourth_title",
        "appeal_forum",
        "applicant_name",
        "party",
        "party_title",
        "filing",
        "body_name",
    }
)
_ANNEX = _HEAD | {"annex_label", "annex_title", "annex_note"}

COURT_VALUES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        CourtPaper.INDEX: _HEAD,
        CourtPaper.DATES: _HEAD,
        CourtPaper.ANNEX_SHEET: _ANNEX | {"annex_trouble"},
        CourtPaper.MEASURED_ROWS: _ANNEX,
        CourtPaper.EVIDENCE_CERTIFICATE: _ANNEX,
        CourtPaper.TRANSLATION_CERTIFICATE: _ANNEX | {"translation_says"},
        CourtPaper.CERTIFIED_COPIES: _HEAD,
        CourtPaper.AFFIDAVIT: _HEAD,
        CourtPaper.AUTHORITY: _HEAD,
        CourtPaper.VAKALATNAMA: _HEAD,
    }
)
COURT_FLAGS = frozenset({"sheet-left-out", "sheet-to-add", "sheet-on-carrier"})
