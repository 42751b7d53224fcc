"""How each figure is counted: one rule each, from the table that computes them."""

from dataclasses import dataclass

from tracker.domain.measurements.findings import FEWEST_A_DAY, FEWEST_NETWORKS, FEWEST_USABLE
from tracker.domain.record.scorecard import FEW
from tracker.services.core.office import Office
from tracker.web.record.words.figures import HEARD, REQUESTS, SUBSTANCE, Figure


@dataclass(frozen=True, slots=True)
class MethodPage:
    """The figures by subject, and the smallest number for which a rate is given."""

    requests: tuple[Figure, ...]
    substance: tuple[Figure, ...]
    heard: tuple[Figure, ...]
    few: int
    notice_days: int
    fewest_a_day: int
    fewest_usable: int
    fewest_networks: int


def method_page(office: Office) -> MethodPage:
    """Return the page on method."""
    return MethodPage(
        REQUESTS,
        SUBSTANCE,
        HEARD,
        FEW,
        office.notice_days,
        FEWEST_A_DAY,
        FEWEST_USABLE,
        FEWEST_NETWORKS,
    )
