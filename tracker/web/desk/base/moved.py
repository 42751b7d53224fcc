"""Addresses that pages of a request had before: each leads to where the page is now."""

from collections.abc import Callable

from flask import redirect
from werkzeug.wrappers import Response

from tracker.web.base.access import Access, Pages
from tracker.web.base.addresses import url_for

PAGES = Pages("desk_moved", Access.DESK, "/desk/requests/<reference>")

# Each old address with its page, and what that page calls the number in the address.
_MOVED = {
    "/acknowledgement": ("desk_recording.acknowledged", ""),
    "/came": ("desk_recording.document-received", ""),
    "/despatches": ("desk_transmitting.dispatches", ""),
    "/despatches/<int:seq>/again": ("desk_transmitting.again", "seq"),
    "/despatches/<int:seq>/delivery": ("desk_transmitting.delivery", "seq"),
    "/proceedings/hearing": ("desk_recording.hearing-fixed", ""),
    "/proceedings/hearing/<int:seq>/adjourned": ("desk_recording.adjourned", "hearing"),
    "/proceedings/hearing/<int:seq>/held": ("desk_recording.hearing-held", "hearing"),
    "/withdraw": ("desk_recording.withdrawn", ""),
}


def _leading_to(endpoint: str, number: str) -> Callable[..., Response]:
    def moved(reference: str, seq: int = 0) -> Response:
        return redirect(url_for(endpoint, reference=reference, **{number: seq} if number else {}))

    return moved


for _rule, (_endpoint, _number) in _MOVED.items():
    PAGES.add_url_rule(_rule, _endpoint.replace(".", "-"), _leading_to(_endpoint, _number))
