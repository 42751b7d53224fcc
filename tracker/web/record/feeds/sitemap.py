"""Files for search engines: the addresses of all pages, and the paths to stay away from.

They follow the sitemaps protocol (sitemaps.org) and RFC 9309; a demonstration must not be
indexed.
"""

from collections.abc import Iterable, Iterator
from math import ceil

from flask import Response, render_template

from tracker.domain.base.errors import NotOnFile
from tracker.services.core.office import Office
from tracker.services.ports.sought import ANY
from tracker.services.public.facets import recorded_number
from tracker.web.base.language import ASKED, prefix_of
from tracker.web.base.page_addresses import address_of
from tracker.web.base.site_config import office_named, the_office
from tracker.web.record.law.worked import stages_worked

# The protocol allows 50,000 addresses in a file; each record has one in every language.
RECORDS_IN_A_FILE = 20_000
XML = "application/xml"


def send_robots(office: Office) -> Response:
    """Return robots.txt. It closes searches too: their filters have endless addresses."""
    named = office_named()
    if named is None or not named.live:
        return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")
    searches = (f"{prefix_of(language)}/search?" for language in office.languages)
    closed = "".join(
        f"Disallow: {path}\n" for path in ("/desk", "/sign-in", "/welcome/", *searches)
    )
    where = f"Sitemap: {address_of('record.sitemap')}\n"
    return Response(f"User-agent: *\n{closed}\n{where}", mimetype="text/plain")


def send_sitemap(office: Office) -> Response:
    """Return the index of the sitemaps."""
    parts = range(1, _files_of_records(office) + 1)
    places = [address_of("record.sitemap_pages")]
    places += [address_of("record.sitemap_records", part=str(part)) for part in parts]
    return _listed("sitemapindex", "sitemap", places)


def send_sitemap_of_pages(single: Iterable[str], office: Office) -> Response:
    """Return the sitemap of all pages except records; `single` are the pages that exist once."""
    return _listed("urlset", "url", _pages(single, office))


def send_sitemap_of_records(office: Office, part: str) -> Response:
    """Return the sitemap of one part of the records. Raises NotOnFile if there is no such part."""
    if part not in map(str, range(1, _files_of_records(office) + 1)):
        raise NotOnFile("There is no such list of addresses.")
    first = (int(part) - 1) * RECORDS_IN_A_FILE
    found = office.records.references(ANY, first, RECORDS_IN_A_FILE)
    return _listed("urlset", "url", (a for key in found for a in _each("request", reference=key)))


def _pages(single: Iterable[str], office: Office) -> Iterator[str]:
    library = office.library
    for name in single:
        yield from _each(name)
    for name, shelf in (
        ("block", library.blocks),
        ("block_answers", library.blocks),
        ("measured", library.blocks),
        ("captures", library.blocks),
        (
            "chronology",
            [key for key, block in library.blocks.items() if library.history_of(block)],
        ),
        ("share", library.blocks),
        ("body", library.bodies),
        ("power", library.powers),
        ("law", library.laws),
        ("law_examples", [key for key, law in library.laws.items() if stages_worked(law)]),
        ("law_sources", library.laws),
        ("statement", library.statements),
    ):
        for key in shelf:
            yield from _each(name, key=key)


def _each(name: str, **named: str) -> Iterator[str]:
    """Return the address of a page in every language."""
    known = the_office().languages
    return (address_of(f"record.{name}", **{ASKED: language}, **named) for language in known)


def _files_of_records(office: Office) -> int:
    return ceil(recorded_number(office) / RECORDS_IN_A_FILE)


def _listed(outer: str, inner: str, places: Iterable[str]) -> Response:
    listed = render_template("record/sitemap.xml", outer=outer, inner=inner, places=places)
    return Response(listed, mimetype=XML)
