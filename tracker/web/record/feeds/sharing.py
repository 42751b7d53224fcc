"""The page from which a block is cited, or shown on another site."""

from dataclasses import dataclass

from tracker.services.core.office import Office
from tracker.web.record.feeds.badges import Badge, Embedding, badge_of, embedding
from tracker.web.record.feeds.citing import citation_of_block


@dataclass(frozen=True, slots=True)
class SharePage:
    """A block in one sentence, its citation, and the HTML that shows it elsewhere."""

    key: str
    badge: Badge
    citation: str
    code: Embedding


def share_page(office: Office, key: str) -> SharePage:
    """How one block is cited and shown. Raises NotOnFile."""
    badge = badge_of(office, key)
    citation = citation_of_block(office.library.block(key))
    return SharePage(key, badge, citation, embedding(key, badge.title))
