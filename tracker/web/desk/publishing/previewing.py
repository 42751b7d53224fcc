"""The page that readers would get, shown in the workspace before anything is public."""

from flask import current_app, request, url_for

from tracker.services.core.evidence import sha256_of
from tracker.services.ports.log import LeafSource
from tracker.services.publishing.publishing import Preview
from tracker.web.base.site_config import the_office
from tracker.web.record.request.requests import RequestPage, request_page
from tracker.web.record.site.reading import page_of_record


def record_preview(seen: Preview) -> RequestPage:
    """Return what readers would be shown, ready for the template."""
    return request_page(the_office(), seen.record, words=seen.words)


def as_readers_get(seen: Preview) -> str:
    """Return the whole page as its own address would return it, in the workspace's language."""
    office, record = the_office(), seen.record
    address = url_for("record.request", reference=record.reference)
    with current_app.test_request_context(address, base_url=request.host_url):
        digest = sha256_of(record.to_bytes())
        placed = office.log_proofs.placed(LeafSource.RECORD, record.reference, record.version)
        return page_of_record(office, record, digest, placed, words=seen.words)
