"""The page for citing a block or showing it on another site."""

from dataclasses import dataclass

from tracker.services.core.office import Office
from tracker.web.record.feeds.badges import WIDTH, Badge, badge_of
from tracker.web.record.feeds.citing import citation_of_block


@dataclass(frozen=True, slots=True)
class SharePage:
    """A block in one sentence, its citation, and the width of its card."""

    key: str
    badge: Badge
    citation: str
    width: int = WIDTH


def share_page(office: Office, key: str) -> SharePage:
    """Return the page for citing a block. Raises NotOnFile if there is no such block."""
    badge = badge_of(office, key)
    citation = citation_of_block(office.library.block(key))
    return SharePage(key, badge, citation)
