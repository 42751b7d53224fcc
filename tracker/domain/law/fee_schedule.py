"""What copies on paper cost by a schedule of fees."""

from dataclasses import dataclass

from tracker.domain.base.text import Text


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """What copies on paper cost: the first pages nothing, each further page one price.

    `sum` is how a letter writes a sum, with `{amount}`; `currency` are the words by which a notice
    names the same currency. `authority` is the schedule itself: without a citation of it a letter
    works nothing out.
    """

    free_pages: int
    per_page: int
    sum: Text
    currency: tuple[str, ...]
    authority: str

    def due(self, pages: int) -> int:
        """Return the price of so many pages."""
        return max(0, pages - self.free_pages) * self.per_page

    def pages_for(self, amount: int) -> int:
        """Return the most pages that cost no more than a sum."""
        return self.free_pages + amount // self.per_page
