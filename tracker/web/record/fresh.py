"""Pages that a reader or this process has already: which edition of a page stands at an address is
told by what the page is made from, without making it."""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from flask import Response, current_app, request

from tracker.services.office import Office
from tracker.services.ports_log import Source
from tracker.web.house import office_named, the_house
from tracker.web.record.alerts import alerts_offered

PACKAGE = Path(__file__).parents[2]
MADE_FROM = ("*.py", "*.po", "*.css")
# A page is under 50 KB, so that this is 12 MB at the most in each process.
KEPT_PAGES = 250


class Kept:
    """The pages that were made last, by their editions; and the versions of records that are
    known to have their place in the log, which none of them loses."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._placed: set[tuple[str, int]] = set()

    def page(self, edition: str, make: Callable[[], str]) -> bytes:
        """The page of an edition, made where it is not kept."""
        page = self._pages.pop(edition, None)
        if page is None:
            page = make().encode()
        self._pages[edition] = page
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        return page

    def placed(self, office: Office, reference: str, version: int) -> bool:
        """Whether a version of a record has its place in the log."""
        found = (reference, version) in self._placed
        if not found and office.log.placed(Source.RECORD, reference, version):
            self._placed.add((reference, version))
            return True
        return found


def kept() -> Kept:
    """What this process keeps."""
    found: Kept = current_app.extensions.setdefault("kept_pages", Kept())
    return found


def fresh(office: Office, parts: Iterable[object], make: Callable[[], str]) -> Response:
    """A page that is made from `parts` and from what all pages are made from, unless the reader
    has it already.

    A page that is copied is always made: whoever copies notes what it is made from.
    """
    if the_house().a_copy or request.query_string:
        return Response(make(), mimetype="text/html")
    edition = _edition(office, parts)
    return _unless_seen(edition, partial(kept().page, edition, make), "text/html")


def unless_seen(
    office: Office, parts: Iterable[object], make: Callable[[], bytes], mimetype: str
) -> Response:
    """A file that is made from the same as a page, whatever is asked behind its address: it is
    made anew, unless the reader has it already."""
    return _unless_seen(_edition(office, parts), make, mimetype)


def _unless_seen(edition: str, make: Callable[[], bytes], mimetype: str) -> Response:
    if request.if_none_match.contains(edition) and not the_house().a_copy:
        response = Response(status=304)
    else:
        response = Response(make(), mimetype=mimetype)
    response.set_etag(edition)
    return response


def _edition(office: Office, parts: Iterable[object]) -> str:
    """By its address and that of the site, the program, the library, the name of the office, and
    these parts, of which each reads the same wherever it is the same."""
    made_from = (
        request.base_url,
        the_house().public_url,
        _program(),
        office.library.digest,
        office_named(),
        alerts_offered(),
        *parts,
    )
    return sha256(repr(made_from).encode()).hexdigest()[:40]


@cache
def _program() -> str:
    """The digest of all from which pages are made, besides what is stored."""
    templates = the_house().templates
    files = [file for kind in MADE_FROM for file in PACKAGE.rglob(kind)]
    digest = sha256()
    for file in sorted((*files, *templates.rglob("*.html"))):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
