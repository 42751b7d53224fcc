"""The page cache: pages recently made by this process, by the digest of their inputs.

The digest is also the page's ETag, so a reader who already has the page is sent nothing.
"""

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple, cast

from flask import Response, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as AnyResponse

from tracker.services.core.office import Office
from tracker.web.base.lately_used import kept_in_application
from tracker.web.base.security import Unchanged
from tracker.web.base.site_config import SiteConfig, office_named, site_config
from tracker.web.record.feeds.alerts import alerts_offered
from tracker.web.record.pages.declared_inputs import Inputs

# Of some 50 KB each: at most some 10 MB in each process.
_MOST_PAGES = 200
_OK = 200

Make = Callable[[], ResponseReturnValue]
ReadInputs = Callable[[], Inputs]


class _Digest(NamedTuple):
    """The digest of what every page of an office is made from, with these settings."""

    office: Office
    config: SiteConfig
    digest: str


def send_page(office: Office, inputs: ReadInputs, make: Make) -> ResponseReturnValue:
    """Send a page made from these inputs, from the cache if possible.

    A page shows query parameters that a reader adds, so it is not cached with any, and its inputs
    are not read.
    """
    if request.query_string:
        return make()
    digest = _digest_here(office, inputs())
    if request.if_none_match.contains(digest):
        return Unchanged(digest)
    pages = kept_in_application("page_cache", _MOST_PAGES)
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


def send_file(office: Office, inputs: ReadInputs, make: Callable[[], AnyResponse]) -> AnyResponse:
    """Send a file made from these inputs, unless the reader already has it.

    Query parameters that a reader adds do not change the file.
    """
    digest = _digest_here(office, inputs())
    if request.if_none_match.contains(digest):
        return Unchanged(digest)
    response = make()
    if response.status_code == _OK:
        response.set_etag(digest)
    return response


def _digest_here(office: Office, inputs: Inputs) -> str:
    # The parts of the address, since putting them together takes longer than the digest.
    address = (request.scheme, request.host, request.root_path, request.path)
    return digest_of(address, digest_of_every_page(office), *inputs)


def digest_of(*inputs: object) -> str:
    """Return the digest of inputs, whose `repr` must be stable."""
    return sha256(repr(inputs).encode()).hexdigest()[:40]


def digest_of_every_page(office: Office) -> str:
    """Return the digest of the inputs of every page: the program, the library and the settings.

    An office has one library and the same settings as long as it is served."""
    kept, config = current_app.extensions, site_config()
    known = cast("_Digest | None", kept.get("digest_of_every_page"))
    if known and known.office is office and known.config is config:
        return known.digest
    digest = digest_of(_of_every_page(office))
    # Until the name of the office could be read, pages go without it.
    if office_named():
        kept["digest_of_every_page"] = _Digest(office, config, digest)
    return digest


def _of_every_page(office: Office) -> Inputs:
    config = site_config()
    addresses = (config.public_url, config.mirrors, config.public_contact)
    settings = (*addresses, config.a_copy, config.copy_of, office.notice_days)
    return (config.program(), office.library.digest, settings, office_named(), alerts_offered())
