"""Rules for watches of blocks, authorities, petitions, email, announced or forecast days, and the
terms of exemptions."""

import re
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.base.terms import Channel
from tracker.domain.calendar.announced import AnnouncedDays, Announcement
from tracker.domain.calendar.forecast import Forecast
from tracker.domain.law.authority import Authority
from tracker.domain.law.block import (
    BlockWatch,
    MeasurementSource,
    OoniTest,
)
from tracker.domain.law.body import COPIED, AddressUse, CopiedAddress, PublicBody
from tracker.domain.law.electronic_receipt import ElectronicReceipt
from tracker.domain.law.exemption_terms import (
    ExemptionEnd,
    ExemptionTerms,
    ExemptionTest,
    HarmKind,
    PublicInterest,
)
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.petition import KEY_ENDS_IN, Petition, is_petition
from tracker.domain.law.request_email import FilingAddress
from tracker.domain.law.request_line import RequestLine

_WEB = OoniTest.WEB_CONNECTIVITY
# Longer than any block's margin needs to be, and short enough to notice a slip.
_LONGEST_MARGIN = 366
# Other archives vanished, or were found to alter their copies.
_ARCHIVED = re.compile(r"https://web\.archive\.org/web/[0-9]{4,14}/https?://[^\s\"<>]+")
# How the body's own words on what an address is for may have been read.
_OWN_WORDS = frozenset({ReadIn.OFFICIAL_TEXT, ReadIn.OFFICIAL_COPY, ReadIn.QUOTED})
# Labels of letters, digits and hyphens, at least two; a domain in another script as xn--.
_DOMAIN = re.compile(
    r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


def broken_archive(source: Source) -> Iterator[tuple[str, str]]:
    """Yield a fault if the archived page of a source is not one that can be relied on."""
    if source.archived and not _ARCHIVED.fullmatch(source.archived):
        yield "archived", "must be https://web.archive.org/web/, a day, a slash, and an address."


def broken_receipt(found: ElectronicReceipt) -> Iterator[tuple[str, str]]:
    """Yield the missing or extra words of a rule on electronic receipt, or of the statement that
    no rule was read."""
    if found.stated:
        if found.says is None or not found.sources:
            yield "", "a rule needs “says” and “sources”: where none was read, write not-stated."
    elif found.says or found.sources:
        yield "rule", "not-stated has no “says” and no “sources”: leave them out."
    elif found.note is None:
        yield "", "not-stated needs a “note” that says where to look."


def broken_terms(terms: ExemptionTerms) -> Iterator[tuple[str, str]]:
    """Yield a public interest without its provision, and such a provision without one."""
    weighed = terms.interest in (PublicInterest.QUALIFIED, PublicInterest.PARTLY)
    if weighed != bool(terms.override):
        yield (
            "override",
            "is the provision on the public interest: a clause that is qualified or partly "
            "qualified needs it, and no other has it.",
        )


def broken_test(test: ExemptionTest) -> Iterator[tuple[str, str]]:
    """Yield the words of a class, which has no test, and a test without words."""
    if (test.kind is HarmKind.CLASS) == bool(test.says):
        yield "says", "is what must be shown: every test needs it, and a “class” has none."


def broken_end(end: ExemptionEnd) -> Iterator[tuple[str, str]]:
    """Yield an end that is neither a number of years nor an event."""
    if end.years is None and end.says is None:
        yield "", "needs “years” or “says”: where no end was read, leave the table out."
    if end.years is not None and end.years < 1:
        yield "years", "must be 1 or more."


def broken_body(body: PublicBody) -> Iterator[tuple[str, str]]:
    """Yield a designation of a body that has no email address, and what lacks for its days."""
    if body.designation and not body.email:
        yield "designation", "designates no address: write “email” too."
    if body.laws and not body.calendar:
        yield "calendar", "is missing: a body that a law binds needs the calendar of its days."
    elif not (body.calendar or body.zone):
        yield "zone", "is missing: without a calendar a body needs its time zone: Africa/Dakar."
    if body.calendar and body.zone:
        yield "zone", "is for a body without a calendar, and the calendar has one: leave it out."
    elif body.zone and not is_zone(body.zone):
        yield "zone", f"“{body.zone}” is no time zone, such as Africa/Dakar."


def is_zone(name: str) -> bool:
    """Return whether this is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True


def broken_filing(given: FilingAddress) -> Iterator[tuple[str, str]]:
    """Yield a fault if this is not an email address."""
    if not _is_email(given.email):
        yield "email", f"“{given.email}” is not an email address."


def broken_copy(copied: CopiedAddress) -> Iterator[tuple[str, str]]:
    """Yield what a copied address lacks for its kind, and a use that the body did not state."""
    if copied.by not in COPIED:
        yield "by", f"must be {', '.join(sorted(COPIED))}, not {copied.by}."
    elif not copied.lines:
        yield "lines", "is empty: write the address as the copy gives it."
    elif copied.by is Channel.EMAIL and not all(map(_is_email, copied.lines)):
        yield "lines", f"“{copied.lines[0]}” is not an email address."
    elif copied.by is Channel.PORTAL and not all(map(_is_page, copied.lines)):
        yield "lines", f"“{copied.lines[0]}” must begin with https://."
    if copied.by is not Channel.POST and len(copied.lines) > 1:
        yield "lines", "has more than one address: write one entry for each."
    if copied.source.read_in is ReadIn.MEMORY:
        yield "source", "rests on memory alone: leave the address out."
    if copied.used_for is not AddressUse.GENERAL and copied.source.read_in not in _OWN_WORDS:
        yield (
            "used_for",
            "rests on words of others: only the body’s own words, read in its text or a copy of "
            "it, or as quoted, say what an address is for. Leave it out.",
        )


def _is_email(typed: str) -> bool:
    local, _, domain = typed.partition("@")
    return bool(local) and "." in domain and typed.isprintable() and " " not in typed


def _is_page(typed: str) -> bool:
    return typed.startswith("https://") and " " not in typed


def broken_authority(authority: Authority) -> Iterator[tuple[str, str]]:
    """Yield what an authority must have before a lawyer can check it."""
    if not authority.sources:
        yield "sources", "must name at least one source: where is the authority known from?"
    for n, source in enumerate(authority.sources, start=1):
        if source.read_in is ReadIn.MEMORY:
            yield f"sources[{n}]", "rests on memory alone: leave the authority out."
    if authority.forum and authority.court:
        yield "", "write one of “forum” and “court”: only one of them decided."
    unread = any(not source.read_in.verified for source in authority.sources)
    if authority.decision and unread and authority.qualifier is None:
        yield "qualifier", "is missing: say how the decision is known, such as “as reported”."
    if authority.distinguished and not authority.adverse:
        yield "distinguished", "meets an adverse authority, and this one is “for” only."
    if authority.key in authority.doubted_by:
        yield "doubted_by", "names the authority itself."


def broken_watch(watch: BlockWatch) -> Iterator[tuple[str, str]]:
    """Yield every rule that a watch breaks on its own, each with its place."""
    if not 0 < watch.margin_days <= _LONGEST_MARGIN:
        yield "margin_days", f"must be from 1 to {_LONGEST_MARGIN}, not {watch.margin_days}."
    for n, domain in enumerate(watch.domains, start=1):
        if not _DOMAIN.fullmatch(domain):
            yield (
                f"domains[{n}]",
                f"“{domain}” is not a domain in small letters, without https:// and without a "
                "path, such as www.example.org.",
            )
        if domain in watch.domains[: n - 1]:
            yield f"domains[{n}]", f"“{domain}” is there twice."
    yield from _of_its_source(watch)


def _of_its_source(watch: BlockWatch) -> Iterator[tuple[str, str]]:
    if watch.of is not MeasurementSource.OONI:
        if watch.test or watch.domains:
            yield "of", f"“{watch.of}” knows neither tests nor domains: leave out both words."
    elif watch.test is None:
        yield "test", f"is missing: OONI is asked for one test, such as {_WEB}."
    elif watch.test is _WEB and not watch.domains:
        yield "domains", f"must name at least one domain: “{watch.test}” tests websites."
    elif watch.test is not _WEB and watch.domains:
        yield "domains", f"must be left out: “{watch.test}” tests an app, not a website."


def broken_forecast(forecast: Forecast) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the span and the days of a snapshot."""
    if forecast.through < forecast.since:
        yield "through", f"{forecast.through} lies before the beginning, {forecast.since}."
    seen: set[tuple[date, str]] = set()
    for n, holiday in enumerate(forecast.holidays, start=1):
        days = (*holiday.days, *holiday.expected)
        if not days:
            yield f"holiday[{n}]", "has no day: write “days” or “expected”."
        for day in days:
            if not forecast.since <= day <= forecast.through:
                yield f"holiday[{n}]", f"{day} lies outside “since” and “through”."
            if (day, str(holiday.name)) in seen:
                yield f"holiday[{n}]", f"{day} stands here twice as “{holiday.name}”."
            seen.add((day, str(holiday.name)))


def broken_announced(announced: AnnouncedDays) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with announced days."""
    if not announced.days:
        yield "days", "must name at least one day."
    for n, day in enumerate(announced.days):
        if day in announced.days[:n]:
            yield "days", f"{day} stands here twice."
    if announced.source.read_in is ReadIn.MEMORY:
        yield (
            "source",
            "rests on memory alone, which closes and opens no day: name where it was read.",
        )
    if announced.binds and announced.office_is is not Announcement.CLOSED:
        yield "binds", "names bodies that are closed: leave it out for other days."


def broken_petition(petition: Petition) -> Iterator[tuple[str, str]]:
    """Yield the faults of a petition, which must not have words on a time limit."""
    if not is_petition(petition.key):
        yield (
            "key",
            f"must end in “{KEY_ENDS_IN}”: public records recognise a petition by its key.",
        )
    if (petition.cite is None) is not (petition.source is None):
        yield "cite", "needs “source”, and “source” needs “cite”: write both or none."
    if petition.source and petition.source.read_in in (ReadIn.MEMORY, ReadIn.SECONDARY):
        yield "source", "must be the provision itself or its words as quoted: else leave it out."
    if petition.cite and not petition.country:
        yield "cite", "is a provision of one country: write “country” too."
    for line in (RequestLine.SUBJECT, RequestLine.TIME):
        if line not in petition.lines:
            yield "lines", f"must have “{line.value}”: that of a request speaks of a time limit."
    if RequestLine.URGENT in petition.lines:
        yield f"lines.{RequestLine.URGENT.value}", "has no place: a petition has no shorter time."
