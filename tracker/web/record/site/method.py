"""How every figure of the record is counted: one rule each, from the table that makes them."""

from dataclasses import dataclass

from tracker.domain.record.scorecard import FEW
from tracker.services.core.office import Office
from tracker.web.record.words.figures import HEARD, REQUESTS, SUBSTANCE, Figure


@dataclass(frozen=True, slots=True)
class MethodPage:
    """The figures by what they speak of, and from how many on a rate is told."""

    requests: tuple[Figure, ...]
    substance: tuple[Figure, ...]
    heard: tuple[Figure, ...]
    few: int
    notice_days: int


def method_page(office: Office) -> MethodPage:
    """Gather the page on method."""
    return MethodPage(REQUESTS, SUBSTANCE, HEARD, FEW, office.notice_days)
