"""The changes of a law's file, as readers are told of them."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.base.text import Text


@dataclass(frozen=True, slots=True)
class LawChange:
    """One change of a law's file, worded so that readers know what it affects."""

    on: date
    says: Text
