"""The page cache: pages that this process made last, each by the digest of its inputs.

The digest is also the ETag of a page, so a reader who has it already is sent nothing.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.core.office import Office
from tracker.web.base.site_config import office_named, the_house
from tracker.web.record.feeds.alerts import alerts_offered
from tracker.web.record.pages.declared_inputs import Inputs

_PACKAGE = Path(__file__).parents[3]
# Of some 50 KB each: at most some 10 MB in each process.
_MOST_PAGES = 200
_OK = 200

Make = Callable[[], ResponseReturnValue]


class PageCache:
    """The pages that were made last, by their digests."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()

    def get(self, digest: str) -> bytes | None:
        """Return a page; None where it was not made lately."""
        if digest in self._pages:
            self._pages.move_to_end(digest)
        return self._pages.get(digest)

    def keep(self, digest: str, page: bytes) -> None:
        """Keep a page, in place of the one that was asked for longest ago."""
        self._pages[digest] = page
        if len(self._pages) > _MOST_PAGES:
            self._pages.popitem(last=False)


def send_page(office: Office, inputs: Inputs, make: Make) -> ResponseReturnValue:
    """Send a page that is made from these inputs, made only where it is not kept.

    What a reader adds to an address is shown on the page, so that is never kept.
    """
    if request.query_string:
        return make()
    digest = _digest_here(office, inputs)
    if request.if_none_match.contains(digest):
        return _not_modified(digest)
    pages = _page_cache()
    page = pages.get(digest)
    if page is None:
        made = make()
        if not isinstance(made, str):
            return made
        page = made.encode()
        pages.keep(digest, page)
    response = Response(page, mimetype="text/html")
    response.set_etag(digest)
    return response


def send_file(office: Office, inputs: Inputs, make: Callable[[], AnyResponse]) -> AnyResponse:
    """Send a file that is made from these inputs, unless the reader has it already.

    It is the same file whatever a reader adds to its address.
    """
    digest = _digest_here(office, inputs)
    if request.if_none_match.contains(digest):
        return _not_modified(digest)
    response = make()
    if response.status_code == _OK:
        response.set_etag(digest)
    return response


def _page_cache() -> PageCache:
    found: PageCache = current_app.extensions.setdefault("page_cache", PageCache())
    return found


def _not_modified(digest: str) -> Response:
    response = Response(status=304)
    response.set_etag(digest)
    return response


def _digest_here(office: Office, inputs: Inputs) -> str:
    return digest_of(request.base_url, inputs_of_every_page(office), *inputs)


def digest_of(*inputs: object) -> str:
    """Return the digest of inputs, each of which reads the same as long as it is the same."""
    return sha256(repr(inputs).encode()).hexdigest()[:40]


def inputs_of_every_page(office: Office) -> Inputs:
    """Return what every page is made from: the program, the library and the settings."""
    house = the_house()
    settings = (house.public_url, house.mirrors, house.a_copy, house.copy_of, office.notice_days)
    return (_program(), office.library.digest, settings, office_named(), alerts_offered())


@cache
def _program() -> str:
    """Return the digest of the program and its templates; the library has one of its own."""
    digest = sha256()
    for folder in (_PACKAGE, the_house().templates):
        for file in sorted(folder.rglob("*")):
            parts = file.relative_to(folder).parts
            if file.is_file() and "__pycache__" not in parts and parts[0] != "library":
                digest.update("/".join(parts).encode())
                digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()
