"""The public record for programs: a read-only API, versioned by its address, with the facts the
pages show.

Errors are problem details (RFC 9457). Pages of other sites may read every response (CORS),
because nothing in it is private and nobody is signed in.
"""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from os import SEEK_END
from pathlib import PurePath
from typing import cast

from flask import Response, request, send_file

from tracker.domain.record.record import from_bytes
from tracker.services.core.office import Office
from tracker.services.public.data_columns import TABLE_FORMATS
from tracker.services.public.data_files import offered_file
from tracker.services.public.data_package import LIBRARY_FILES, file_names
from tracker.services.public.data_rows import record_rows
from tracker.services.public.data_tables import REQUESTS_TABLE
from tracker.services.public.library_rows import DataRow
from tracker.services.public.page_inputs import Input, PageInputs
from tracker.web.api.description import VERSION, described
from tracker.web.api.lists import Listing, listings
from tracker.web.base.access import Access, Pages
from tracker.web.base.page_addresses import address_of
from tracker.web.base.problems import OPEN_TO_ALL, problem
from tracker.web.base.site_config import the_office

DATA = "/data"
_GONE = 410
_MEDIA = {
    **{f".{each.ending}": each.media for each in TABLE_FORMATS},
    ".json": "application/json",
    ".md": "text/markdown",
    ".cff": "application/yaml",
}

_Answer = Callable[..., Response]


def pages(office: Office) -> list[Pages]:
    """Return the blueprints of the API and of the data package's files."""
    api = Pages("api", Access.PUBLIC, VERSION)
    _serve(api, "/", "index", _index)
    _serve(api, "/openapi.json", "description", _description)
    for listing in listings(office):
        _serve(api, f"/{listing.name}", listing.name, partial(_list, listing.name))
        if listing.one:
            one = partial(_one, listing.name)
            _serve(api, f"/{listing.name}/<key>", f"one_{listing.name}", one)
    _serve(api, "/requests/<reference>", "request", _request)
    data = Pages("data", Access.PUBLIC, DATA)
    _serve(data, "/<name>", "file", _file)
    data.declared["file"] = _file_inputs
    for each in (api, data):
        each.after_request(_open)
    return [api, data]


def _serve(pages: Pages, rule: str, name: str, answer: _Answer) -> None:
    def view(**named: str) -> Response:
        return answer(**named)

    pages.add_url_rule(rule, name, view, strict_slashes=False)


def _file_inputs(of: PageInputs, name: str) -> tuple[Input, ...]:
    return (of.library_data() if name in LIBRARY_FILES else of.data(),)


def _index() -> Response:
    """Return the address of every list and file."""
    places = {each.name: address_of(f"api.{each.name}") for each in listings(the_office())}
    files = {name: address_of("data.file", name=name) for name in file_names()}
    return _say({"description": address_of("api.description"), **places, "data": files})


def _description() -> Response:
    return _say(described(listings(the_office()), address_of("api.index").rstrip("/")))


def _listing(name: str) -> Listing:
    """Return a list of the office of the moment."""
    return next(each for each in listings(the_office()) if each.name == name)


def _list(name: str) -> Response:
    rows, cursor = _listing(name).page(request.args)
    following = {**request.args, "cursor": cursor}
    return _say({"data": rows, "next": address_of(f"api.{name}", **following) if cursor else None})


def _one(name: str, key: str) -> Response:
    find = cast("Callable[[str], DataRow]", _listing(name).one)
    return _say(find(key))


def _request(reference: str) -> Response:
    """Return one record with all its rows."""
    office = the_office()
    data = office.records.published(reference)
    record = from_bytes(data)
    if record.withheld:
        return problem(_GONE, "This record was taken down. See the list of corrections.")
    rows = dict(record_rows(record, hashlib.sha256(data).hexdigest(), office.library))
    (line,) = rows.pop(REQUESTS_TABLE.name)
    return _say({**line, **rows, "record": address_of("record.record_bytes", reference=reference)})


def _file(name: str) -> Response:
    """Return a file of the data package as a download."""
    file, made = offered_file(the_office(), name)
    size = file.seek(0, SEEK_END)
    file.seek(0)
    answer = send_file(
        file,
        mimetype=_MEDIA[PurePath(name).suffix],
        as_attachment=True,
        download_name=name,
        etag=f"{made.content[:16]}-{made.withheld[:16]}",
        last_modified=made.at,
        conditional=False,
    )
    # Support resuming an interrupted download, and state the remaining length.
    answer.content_length = size
    answer.make_conditional(request, accept_ranges=True, complete_length=size)
    answer.headers["Cache-Control"] = "public, no-cache"
    # Drop `Expires`: some caches give it precedence.
    answer.headers.pop("Expires", None)
    return answer


def _say(what: object) -> Response:
    text = json.dumps(what, ensure_ascii=False, indent=1)
    answer = Response(text + "\n", mimetype="application/json")
    # Caches must revalidate each time, so that no cache keeps a withheld record.
    answer.headers["Cache-Control"] = "public, no-cache"
    answer.add_etag()
    return answer


def _open(answer: Response) -> Response:
    answer.headers.update(OPEN_TO_ALL)
    if answer.status_code == 200:
        answer.make_conditional(request)
    elif answer.status_code >= 400:
        answer.headers["Cache-Control"] = "no-store"
    return answer
