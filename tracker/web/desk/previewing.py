"""The very page that readers would get, shown at the desk before anything is public."""

from flask import current_app, render_template, request, url_for

from tracker.services.publishing import Preview
from tracker.web.house import the_office
from tracker.web.record.citing import cited
from tracker.web.record.requests import RequestPage, request_page


def laid_out(seen: Preview) -> RequestPage:
    """What a reader would be shown, ready to be laid out."""
    return request_page(the_office(), seen.record, words=seen.words)


def as_readers_get(seen: Preview) -> str:
    """The whole page, byte for byte, as its own address in the language of the desk gives it."""
    address = url_for("record.request", reference=seen.record.reference)
    with current_app.test_request_context(address, base_url=request.host_url):
        # The bytes that a citation of it would name.
        citation = cited(seen.record, seen.record.to_bytes(), the_office().library)
        return render_template("record/request.html", page=laid_out(seen), citation=citation)
