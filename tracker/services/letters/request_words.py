"""The words of a request besides its items: what it defines, the sentences of its law, urgency."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Channel
from tracker.domain.base.text import SOURCE, at_start
from tracker.domain.case.request import DocumentKind, OwnDocument
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.law.block import BLOCK_MARGIN, Block, Execution, KnownRecord, publication
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.law.pleas import Bearing
from tracker.domain.law.questions import Asked, asked_question
from tracker.domain.law.request_line import RequestLine
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import began, block_words
from tracker.services.core.office import Writing

THE_BODY, THE_SERVICE = Message("the Body"), Message("the Service")
THE_RESTRICTION, THE_PERIOD = Message("the Restriction"), Message("the Period")
THE_REQUESTING_AUTHORITY = Message("the Requesting Authority")
# With more items than these, two pages have no room for what a shorter request also says.
_MOST_ITEMS = 8
# Before what a request names, if it was ordered and never carried out.
ORDER_FOR = Message("the order for")
_ONLY_ORDERED = Message(
    "the restriction of access to the Service in {where} or any part of it that was ordered "
    "({days}), whether or not it was carried out"
)
_ANY_RESTRICTION = Message(
    "any blocking, slowing, filtering or other restriction of access to the Service in {where} "
    "or any part of it, by whatever means ({days})"
)

# What a request says where its law has no words of its own.
NEUTRAL_LINES = {
    RequestLine.SUBJECT: Message("Request for records"),
    RequestLine.ASKS: Message("I request copies of the records listed below."),
    RequestLine.LISTED: Message("The records, so far as they are held by you or for you, are:"),
    RequestLine.TIME: Message("Please decide within the time that the law allows."),
    RequestLine.ACKNOWLEDGEMENT: Message(
        "Please acknowledge this request with the date of receipt and the number under which it "
        "was entered."
    ),
    RequestLine.REFUSAL: Message(
        "If any part is withheld, please name the exact provision relied on for that part and the "
        "reasons for it."
    ),
    RequestLine.REMAINDER: Message(
        "Please mark the place and extent of each removal and send the remainder."
    ),
    RequestLine.CLASSIFIED: Message(
        "If a record is said to have been classified, I request in its place the order of "
        "classification and the reasons recorded for it."
    ),
    RequestLine.NOT_HELD: Message(
        "If a record is not held, please say so for that item and name the body that holds it, if "
        "known."
    ),
    RequestLine.COST: Message(
        "If a charge is payable, please state its amount, its calculation and the provision "
        "before copies are made."
    ),
    RequestLine.ENCLOSURE: Message("Enclosures: none."),
}

_UNDATED = Message("Undated items are limited to the Period, reviews and accounts to today.")
_INCLUDED = Message("This includes {records}.")
# A direction may be an order as well, which another item asks for.
_INCLUDED_ONCE = Message("This includes {records}, unless given under another item.")
_DIRECTIONS, _PROVIDER = "directions-to-operators", "notice-and-hearing"
_ORDERS, _COMMUNICATIONS = "blocking-order", "communications"
# A ministry may have written, received or been sent a record; a cabinet office may have a copy.
_KNOWN_RECORDS = {
    Role.MINISTRY: Message("This includes {records}, as sent or held by the Body."),
    Role.CABINET: Message("I also ask for any copy of {records} that the Body received."),
}
_OTHERS = re.compile(r"\bothers\b")
_SERVED = {
    Channel.COURIER: Message("by courier, no. ____________"),
    Channel.REGISTERED_POST: Message("by registered post, no. ____________"),
    Channel.POST: Message("by post"),
    Channel.HAND: Message("by hand"),
    Channel.PORTAL: Message("through the portal of the body"),
    Channel.FAX: Message("by fax"),
    Channel.EMAIL: Message("by email"),
}
# An added document, as the list of enclosures names it.
_DOCUMENTS = {
    DocumentKind.PRESS_REPORT: Message("Press report “{title}” ({facts})"),
    DocumentKind.ORDER: Message("Order “{title}” ({facts})"),
    DocumentKind.OTHER: Message("“{title}” ({facts})"),
}


def request_line(law: Law, line: RequestLine, locale: Locale) -> str:
    """Return a sentence of a request in the words of its law, or else the neutral one, if any."""
    for point in law.points:
        if point.letter is LetterKind.REQUEST and point.key == line:
            return point.says.in_language(locale.language)
    neutral = NEUTRAL_LINES.get(line)
    return locale.words(neutral) if neutral else ""


def request_lines(law: Law, locale: Locale, enclosures: Sequence[str]) -> dict[str, str]:
    """Return the sentences of a request by the name of their value.

    Beside enclosures only what the law wants enclosed has a sentence.
    """
    lines = (line for line in RequestLine if line.stands_alone)
    said = {line.placeholder: request_line(law, line, locale) for line in lines}
    if enclosures and all(point.key != RequestLine.ENCLOSURE for point in law.points):
        said[RequestLine.ENCLOSURE.placeholder] = ""
    return said


def restriction_days(block: Block, locale: Locale, day: date) -> str:
    """Return the days of a block as a subject line and a definition of a letter of `day` name
    them. An end after that day was not known then."""
    since = locale.short_day(block.since)
    if known := [locale.short_day(each) for each in block.days if each <= day]:
        *before, last = known
        first = locale.listed(before)
        return locale.say("on {first} and {last}", first=first, last=last) if first else last
    if block.since_unknown and block.since_about:
        return locale.say("first day not known")
    if block.since_unknown:
        return locale.say("first day known: {since}", since=since)
    if _on_one_day_only(block):
        return locale.say("reported for {since}", since=since)
    if block.since_about:
        since = locale.say("about {day}", day=since)
    if _known_as_ordered(block):
        return locale.say("ordered on {day}", day=since)
    if block.until is None or block.until > day:
        return locale.say("since {since}", since=since)
    if block.until == block.since and not (block.since_about or block.until_about):
        return since
    until = locale.short_day(block.until)
    if block.until_about:
        until = locale.say("about {day}", day=until)
    return locale.say("from {since} to {until}", since=since, until=until)


def _on_one_day_only(block: Block) -> bool:
    """Return whether nobody reported a block on a later day than its first."""
    only = block.until is None and block.last_confirmed == block.since
    return only and not block.days and not block.since_unknown


def _known_as_ordered(block: Block) -> bool:
    """Return whether the first day of a block is that of an order, and no source says that the
    order was carried out or ended."""
    ordered = any(order.on == block.since for order in block.orders)
    return block.executed is Execution.UNKNOWN and block.until is None and ordered


def definitions(
    block: Block,
    body: PublicBody,
    locale: Locale,
    day: date,
    used_in: Sequence[str],
    *,
    reported: bool = False,
) -> Iterator[str]:
    """Yield what a request of `day` defines, as far as its items use the terms.

    A request whose items use none defines nothing. The days of a block are given as reported, with
    their source if nobody has verified them (`reported`), or if there is room and no record is
    named with a source.
    """
    said = " ".join(used_in)
    if not _used(locale.words(THE_RESTRICTION), said):
        return
    lang = locale.language
    if _used(locale.words(THE_BODY), said):
        yield _means(locale, THE_BODY, _the_body(body, locale))
    yield _means(locale, THE_SERVICE, _the_service(block, locale, day))
    days, known = restriction_days(block, locale, day), block.records_for(body.key, day)
    plainly = "" if known or len(used_in) > _MOST_ITEMS else block.reports_of_days(day)
    where = block.source.where if reported else plainly
    days = _with_reports(block, locale, day, days, where)
    yield _means(locale, THE_RESTRICTION, _the_restriction(block, locale, days))
    if _used(locale.words(THE_REQUESTING_AUTHORITY), said):
        yield _means(locale, THE_REQUESTING_AUTHORITY, _the_requesting_authority(body, locale))
    for record, source in known:
        if _used(record.term.in_language(lang), said):
            words = record.says.in_language(lang)
            where = locale.together(publication(source.where))
            if "as reported" in record.says.in_language(SOURCE):
                words = f"{words} ({where})"
            else:
                words = locale.say("{days}, as reported by {source}", days=words, source=where)
            yield _defined(locale, record.term.in_language(lang), words)
    yield _means(locale, THE_PERIOD, _the_period(block, locale, day))


def _with_reports(block: Block, locale: Locale, day: date, days: str, where: str) -> str:
    """Return the days of a block as reported, by these reports if any are to be named."""
    if not block.first_day_reported(day):
        return days
    alone = _on_one_day_only(block)
    if where:
        days = locale.short_day(block.since) if alone else days
        where = locale.together(where)
        return locale.say("{days}, as reported by {source}", days=days, source=where)
    return days if alone else locale.say("{days}, as reported", days=days)


def _used(term: str, said: str) -> bool:
    """Return whether a term occurs in what is said. The last letter may change in some cases."""
    return term[:-1].casefold() in said.casefold()


def _means(locale: Locale, term: Message, words: str) -> str:
    return _defined(locale, locale.words(term), words)


def _defined(locale: Locale, term: str, words: str) -> str:
    return locale.say("“{term}” means {words}.", term=term, words=words)


def _the_body(body: PublicBody, locale: Locale) -> str:
    name = body.mention.in_language(locale.language)
    return locale.say("{body}, its members, officers and committees", body=name)


def _the_requesting_authority(body: PublicBody, locale: Locale) -> str:
    if body.role is Role.INSTITUTION:
        return locale.say(
            "any institution, body, office or agency of the Union, or authority of a Member "
            "State, that asked for, proposed, directed or approved the Restriction"
        )
    return locale.say(
        "any other public authority, or any court, that asked for, directed or approved the "
        "Restriction"
    )


def _the_service(block: Block, locale: Locale, day: date) -> str:
    service = block.service.in_language(locale.language)
    shown = (fact for fact in block.reported_by(day) if Bearing.BLOCKED in fact.shows)
    report = next(shown, None)
    if report and _OTHERS.search(block.service.in_language(SOURCE)):
        # The report tells which the others are.
        where = locale.together(publication(report.source.where))
        service = locale.say("{days}, as reported by {source}", days=service, source=where)
    if block.of_networks:
        return service
    return locale.say(
        "{service}, including any website, application and programming interface of it",
        service=service,
    )


def _the_restriction(block: Block, locale: Locale, days: str) -> str:
    words = _ONLY_ORDERED if block.only_ordered else _ANY_RESTRICTION
    return locale.say(words, where=block_words(block, locale).where, days=days)


def _the_period(block: Block, locale: Locale, day: date) -> str:
    first = locale.short_day(block.period_begins)
    after = block.until + timedelta(days=BLOCK_MARGIN) if block.until else day
    last = locale.short_day(min(after, day))
    # A message of its own: numbers of paragraphs have “{first} to {last}”.
    return locale.say("{since} to {until}", since=first, until=last)


def period_line(defined: Sequence[str], locale: Locale) -> str:
    """Return the sentence that limits the items to the Period, if the request defines it."""
    return locale.say(_UNDATED) if defined else ""


def supported_by(names: Sequence[str], locale: Locale) -> str:
    """Return the sentence that names the supporters of a request, empty if it has none."""
    if not names:
        return ""
    said = locale.apart(names)
    return locale.say("This request is supported by {names}. They are not applicants.", names=said)


def with_known(asked: Asked, role: Role, known: Sequence[KnownRecord], locale: Locale) -> Asked:
    """Return an item with the known records that belong to it, by the terms for them.

    A body that may have been sent a copy is asked for the copy.
    """
    found = [each for each in known if each.item == asked.key]
    if not found:
        return asked
    terms = locale.listed([each.term.in_language(locale.language) for each in found])
    usual = _INCLUDED_ONCE if asked.key == _DIRECTIONS else _INCLUDED
    included = locale.say(_KNOWN_RECORDS.get(role, usual), records=terms)
    return replace(asked, words=f"{asked.words} {included}")


def catalogue_items(
    office: Writing, block_key: str, body_key: str, keys: Sequence[str], language: str, day: date
) -> tuple[Asked, ...]:
    """Return items of the library in the words of a letter of `day`, which names no record that
    became known later."""
    block, body = office.library.block(block_key), office.library.body(body_key)
    locale = office.locale(language).within(block.country)
    facts = {"since": began(block, locale)}
    known = [record for record, _ in block.records_for(body.key, day)]
    chosen = (office.library.question(key) for key in keys)
    put_all = (asked_question(question, body.role, language, facts) for question in chosen)
    items = [each for each in put_all if each]
    apart = [_without_other(each, items, body.role, block, locale) for each in items]
    return tuple(with_known(each, body.role, known, locale) for each in apart)


def _without_other(
    asked: Asked,
    items: Sequence[Asked],
    role: Role,
    block: Block,
    locale: Locale,
) -> Asked:
    """Return an item without what another item of the request asks for by nature: a letter of a
    ministry that may be an order too, and a provider of the service that is an operator."""
    other = ""
    if (asked.key, role) == (_ORDERS, Role.MINISTRY) and len(items) <= _MOST_ITEMS:
        other = _COMMUNICATIONS
    elif asked.key == _PROVIDER and block.of_networks:
        other = _DIRECTIONS
    number = next((n for n, each in enumerate(items, start=1) if each.key == other), 0)
    if not number:
        return asked
    left = locale.say("This excludes item ({number}).", number=str(number))
    return replace(asked, words=f"{asked.words} {left}")


def served_by(body: PublicBody, channels: Sequence[Channel], locale: Locale) -> str:
    """Return how a request is served, as its first page says it."""
    said = [
        locale.say("by email to {address}", address=body.email)
        if each is Channel.EMAIL and body.email
        else locale.words(_SERVED[each])
        for each in serving_channels(body, channels)
    ]
    return at_start(locale.listed(said))


def serving_channels(body: PublicBody, chosen: Sequence[Channel]) -> tuple[Channel, ...]:
    """Return the chosen channels of a request, else registered post, and email if the body itself
    gives an address for requests."""
    if chosen:
        return tuple(chosen)
    post = (Channel.REGISTERED_POST,)
    return (*post, Channel.EMAIL) if body.designation else post


def enclosable(
    office: Writing, block: str, language: str, documents: Sequence[OwnDocument]
) -> Mapping[Enclosure, str]:
    """Return what a request about a block may enclose, with the words for it: the evidence of its
    dossier, then the added documents that are described."""
    locale = office.locale(language)
    own = {
        Enclosure(EnclosureKind.DOCUMENT, each.digest): _document_words(each, locale)
        for each in documents
        if each.title
    }
    return {**office.evidence(block, language), **own}


def _document_words(document: OwnDocument, locale: Locale) -> str:
    facts = [locale.together(document.source)]
    if document.dated:
        facts.append(locale.short_day(document.dated))
    if document.address:
        facts.append(locale.together(document.address))
    facts.append(locale.say_count("{number} page", "{number} pages", document.pages))
    title = locale.together(document.title)
    return locale.say(_DOCUMENTS[document.kind], title=title, facts=locale.apart(facts))


def enclosed(
    chosen: Sequence[Enclosure], known: Mapping[Enclosure, str], locale: Locale
) -> Iterator[str]:
    """Yield the enclosures of a request by number, without those that were withdrawn since."""
    for number, each in enumerate(chosen, start=1):
        if each in known:
            yield locale.say("Enclosure {number}: {words}", number=number, words=known[each])
