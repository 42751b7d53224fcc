"""The page from which a block is cited, or shown on another site."""

from dataclasses import dataclass

from tracker.services.core.office import Office
from tracker.web.record.feeds.badges import WIDTH, Badge, badge_of
from tracker.web.record.feeds.citing import citation_of_block


@dataclass(frozen=True, slots=True)
class SharePage:
    """A block in one sentence, its citation, and how wide its card is on another site."""

    key: str
    badge: Badge
    citation: str
    width: int = WIDTH


def share_page(office: Office, key: str) -> SharePage:
    """How one block is cited and shown. Raises NotOnFile."""
    badge = badge_of(office, key)
    citation = citation_of_block(office.library.block(key))
    return SharePage(key, badge, citation)
