"""Atom feeds (RFC 4287) of records: all, of a block, of a body, by outcome, and of one request."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from flask import Response, request

from tracker.domain.record.alerts import EVERYTHING, Followed, Subject
from tracker.domain.record.record import Record
from tracker.services.core.naming import PUBLIC_PHASES
from tracker.services.core.office import Office
from tracker.services.ports.sought import RecordLine
from tracker.services.public.alert_words import told_title
from tracker.services.public.following import (
    corrected_since,
    followed_title,
    latest_first,
    newest_followed,
    require_followed,
)
from tracker.web.base.language import gettext, page_language, page_locale
from tracker.web.base.page_addresses import address_of
from tracker.web.base.site_config import office_named
from tracker.web.record.request.status_text import public_status_text
from tracker.web.record.words.days import first_moment, newest_moment

ENTRIES = 30
# Any day on which the office already owned the site's name is allowed.
_FIRST_DAY = date(2024, 1, 1)
_ATOM = "http://www.w3.org/2005/Atom"
_MEDIA = "application/atom+xml"
UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's subject, the matching page, and its words in a permanent name."""

    name: str
    title: str
    page: str
    subject: Subject


def send_feed(office: Office) -> Response:
    """Return the feed of all records, latest change first."""
    return _sent(office, _feed(office, "all", EVERYTHING, address_of("record.requests")))


def send_block_feed(office: Office, key: str) -> Response:
    """Return the feed of a block. Raises NotOnFile if there is no such block."""
    subject = Subject(Followed.BLOCK, office.library.block(key).key)
    page = address_of("record.block", key=key)
    return _sent(office, _feed(office, f"block:{key}", subject, page))


def send_body_feed(office: Office, key: str) -> Response:
    """Return the feed of requests that a body had to answer or heard an appeal in.

    Raises NotOnFile if there is no such body.
    """
    subject = Subject(Followed.BODY, office.library.body(key).key)
    page = address_of("record.body", key=key)
    return _sent(office, _feed(office, f"body:{key}", subject, page))


def send_outcome_feed(office: Office, key: str) -> Response:
    """Return the feed of records with one outcome.

    Raises NotOnFile if there is no such outcome.
    """
    subject = Subject(Followed.OUTCOME, key)
    require_followed(subject, office.library, office.records)
    return _sent(office, _feed(office, f"outcome:{key}", subject, address_of("record.requests")))


def send_request_feed(office: Office, reference: str) -> Response:
    """Return the feed of one request, with its newest version.

    Raises NotOnFile if nothing was published.
    """
    subject = Subject(Followed.REQUEST, reference.strip().lower())
    require_followed(subject, office.library, office.records)
    page = address_of("record.request", reference=subject.key)
    return _sent(office, _feed(office, f"request:{subject.key}", subject, page))


def _feed(office: Office, name: str, subject: Subject, page: str) -> Feed:
    """Return the feed with the same content as alerts on this subject."""
    return Feed(name, followed_title(subject, office.library, page_locale()), page, subject)


def _sent(office: Office, feed: Feed) -> Response:
    records, subject = office.records, feed.subject
    found = (
        *corrected_since(records, subject, ENTRIES),
        *newest_followed(records, subject, ENTRIES),
    )
    lines = latest_first(found)[:ENTRIES]
    return Response(_written(office, feed, lines), mimetype=_MEDIA)


def _written(office: Office, feed: Feed, lines: Sequence[RecordLine]) -> bytes:
    root = Element("feed", {"xmlns": _ATOM, XML_LANG: page_language()})
    _say(root, "title", f"{_mark()}{feed.title}")
    if _mark():
        _say(root, "subtitle", gettext("No request here was really filed."))
    _say(root, "id", _tag(_FIRST_DAY, f"feed:{feed.name}:{page_language()}"))
    _say(root, "updated", _moment(newest_moment(office.library, lines)))
    own = address_of(str(request.endpoint), **(request.view_args or {}))
    SubElement(root, "link", {"rel": "self", "type": _MEDIA, "href": own})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": feed.page})
    named = office_named()
    _say(
        SubElement(root, "author"),
        "name",
        (named and named.name) or gettext("Legal-basis requests"),
    )
    for record in office.records.current(line.reference for line in lines):
        root.append(_entry(office, feed, record))
    indent(root, space=" ")
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(office: Office, feed: Feed, record: Record) -> Element:
    """Return one version of a record as an entry; the next version is a new entry, so that feed
    readers show it."""
    library = office.library
    entry, title = Element("entry"), told_title(record, feed.subject, library, page_locale())
    _say(entry, "title", f"{_mark()}{title}")
    _say(entry, "id", _tag(record.as_of, f"requests:{record.reference}:{record.version}"))
    _say(entry, "updated", _moment(first_moment(library, record.body, record.as_of)))
    page = address_of("record.request", reference=record.reference)
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
    SubElement(
        entry,
        "category",
        {"term": record.phase.value, "label": gettext(PUBLIC_PHASES[record.phase])},
    )
    _say(entry, "summary", public_status_text(record, library))
    return entry


def _say(parent: Element, name: str, words: str) -> None:
    # XML does not allow the characters removed here.
    SubElement(parent, name).text = UNWRITABLE.sub("", words)


def _tag(day: date, name: str) -> str:
    """Return a permanent name (RFC 4151) that stays the same if pages move within this host."""
    host = urlsplit(address_of("record.home")).hostname or "localhost"
    return f"tag:{host},{day.isoformat()}:{name}"


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _mark() -> str:
    named = office_named()
    return "" if named and named.live else f"{gettext('Demonstration:')} "
