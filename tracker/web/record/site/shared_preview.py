"""The page behind the secret link of a shared preview.

Opening the address shows a button and nothing of the request, so that programs that look at links
in messages see nothing. The form has no token: no cookie is used, and the secret in the address
authorises the page.
"""

from flask import Response, make_response, render_template, request

from tracker.domain.base.errors import NotOnFile
from tracker.web.base.security import keep_secret
from tracker.web.base.site_config import the_office
from tracker.web.record.request.requests import request_page

_GONE = 404


def show_shared_preview(token: str) -> Response:
    """Show the button that opens a preview, or the preview once it was selected."""
    if request.method != "POST":
        return keep_secret(make_response(render_template("record/shared_preview.html")))
    # It loads all that publishes, which no other public page needs.
    from tracker.services.publishing.shared_previews import open_preview

    office = the_office()
    try:
        shared = open_preview(office, token)
    except NotOnFile as gone:
        page = render_template("record/shared_preview.html", gone=gone)
        return keep_secret(make_response(page, _GONE))
    page = render_template(
        "record/shared_preview.html",
        seen=request_page(office, shared.record, words=shared.words),
        as_of=shared.record.as_of,
        files={},
        dossier=None,
    )
    return keep_secret(make_response(page))
