"""The facts of a pleading, one in each numbered paragraph, and the decision appealed from."""

from collections.abc import Iterator, Sequence
from functools import partial

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS, at_start
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.registered import Registered
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome
from tracker.domain.words.pleading import (
    PleadingBasis,
    PleadingRow,
    RowForm,
    as_text,
    at_annex,
)
from tracker.domain.words.quotations import in_marks
from tracker.services.core.naming import SENT_HOW, block_words
from tracker.services.letters.earlier_remedies import earlier_remedies
from tracker.services.letters.pleading.annex_letters import annex_key, annexes_of, report_key
from tracker.services.letters.pleading.on_fee import fee_notice, notice_of_fee, since_the_notice
from tracker.services.letters.pleading.on_referral import counted_outcomes, what_was_given
from tracker.services.letters.pleading.on_step_before import filing_before, proof, vacancy
from tracker.services.letters.pleading.on_transfer import (
    items_transferred,
    notice_of_passing_on,
    passed_on_by,
)
from tracker.services.letters.pleading.petitions.on_days import days_of_steps, hearings_told
from tracker.services.letters.pleading.quoting import (
    identified,
    names_all_or_none,
    signed_and_quoted,
    what_is_missing,
)
from tracker.services.letters.pleading.reaching import (
    records_of,
    said_together,
)
from tracker.services.letters.pleading.source import PleadingSource, term_in_request
from tracker.services.letters.request_words import restriction_days

NOTICES_KEY = "facts:notices"
_HEARING_FIXED = Message("{day:on} a notice of a hearing on {heard} was received{annex}.")
_SENT = Message(
    "{day:on} the {party} sent the request to {body} {how}{annex}. It asks for records on any "
    "restriction of access to {service} in {where}, {period} (“the Restriction”)."
)
_SENT_BY_ME = Message(
    "{day:on} I sent the request to {body} {how}{annex}. It asks for records on any restriction "
    "of access to {service} in {where}, {period} (“the Restriction”)."
)
# The same, of a restriction that was ordered and never carried out.
_SENT_ON_ORDER = Message(
    "{day:on} the {party} sent the request to {body} {how}{annex}. It asks for records on the "
    "restriction of access to {service} in {where} that was ordered, {period}, whether or not it "
    "was carried out (“the Restriction”)."
)
_SENT_BY_ME_ON_ORDER = Message(
    "{day:on} I sent the request to {body} {how}{annex}. It asks for records on the restriction "
    "of access to {service} in {where} that was ordered, {period}, whether or not it was carried "
    "out (“the Restriction”)."
)
_NONE_RECEIVED = Message(
    "To the day of filing the {party} has received none of the following on the request:"
)
_NONE_RECEIVED_BY_ME = Message("To this day I have received none of the following on the request:")
_NO_NOTICE_BEFORE = Message("No notice of a longer time was received before the reply {which}.")
_NO_DECISION = Message("To the day of filing no decision on the request has been received.")
_IN_PART_ONLY = Message("Of {items} a part came with it{annex}.")
_AT_PAGE = Message("The part of {items} that was given is at page {page} of the reply.")
_STATE_WHAT_WAS_GIVEN = Message(
    "[State what was given of each of these items, and what is missing.]"
)
_MIXED = Message("At issue is {respondent}’s reply {which}{annex}.")
_IN_PART = Message("By its reply {which} {respondent} answered the request in part{annex}.")
# How a reply answered, if it answered all items in one way.
_ANSWERED_ALL = {
    Outcome.REFUSED: Message("By its reply {which} {respondent} refused the request{annex}."),
    Outcome.REFERRED_ELSEWHERE: Message(
        "By its reply {which} {respondent} referred the request elsewhere{annex}."
    ),
    Outcome.DISCLOSED: Message("By its reply {which} {respondent} answered the request{annex}."),
}
# Outcomes for which no operative words need to be quoted.
_NOT_QUOTED = frozenset({Outcome.DISCLOSED, Outcome.PASSED_OVER})
# The list of annexes names the report.
_REPORTED = Message("As reported, {fact}{annex}.")
_REGISTERED = Message("The request was registered {day:on}{annex}.")
_REGISTERED_UNDER = Message(
    "The request was registered {day:on} under the number {number}{annex}."
)
_IN_THE_REQUEST = Message("{fact} (in the request: “{term}”)")


def facts(source: PleadingSource, reported: Sequence[ReportedFact]) -> Iterator[PleadingRow]:
    """Yield each fact with its annex: the request, delivery, what came and what did not."""
    yield from _of_the_request(source)
    for entry in _papers_of_the_body(source):
        yield _paper(source, entry)
    yield from _no_extension(source)
    if notice := fee_notice(source):
        yield from since_the_notice(source, notice)
    elif source.plea.first and not source.plea.replies() and source.plea.by_silence:
        yield from _nothing_came(source)
    for fact in reported:
        yield _reported(source, fact, reported)


def _no_extension(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the fact that no notice of a longer time came before a late reply."""
    late, state = source.pleaded.get(Circumstance.LATE), source.plea.case_status.case_state
    if late and source.law.first_stage().extension and state.extension is None:
        which = identified(source, late, receipt=False)
        words = source.say(_NO_NOTICE_BEFORE, which=which)
        yield PleadingRow("facts:no-extension", words, rests_on=PleadingBasis((late.seq,)))


def _paper(source: PleadingSource, entry: Entry) -> PleadingRow:
    """Return the fact of a document of the body."""
    if source.plea.first and isinstance(entry.event, FeeNoticed):
        return notice_of_fee(source, entry)
    if isinstance(entry.event, PartTransferred):
        return items_transferred(source, entry, entry.event)
    if entry == passed_on_by(source):
        return notice_of_passing_on(source, entry)
    return _came(source, entry)


def _of_the_request(source: PleadingSource) -> Iterator[PleadingRow]:
    state = source.plea.case_status.case_state
    for n, entry in enumerate(state.sent):
        if n == 0:
            yield request_sent(source, entry, by_me=source.by_letter)
        else:
            yield _came(source, entry)
    if state.received is None:
        return
    day, annex = source.locale.short_span(state.received.event.on), _annex(source, state.received)
    words = source.say("The request was received {day:on}{annex}.", day=day, annex=annex)
    acknowledged = [e for e in state.entries if isinstance(e.event, Acknowledged)]
    if acknowledged:
        day = source.locale.short_span(acknowledged[0].event.on)
        annex = _annex(source, acknowledged[0])
        words += " " + source.say("It was acknowledged {day:on}{annex}.", day=day, annex=annex)
    elif source.forum.acknowledgement and not _wrote(source) and not passed_on_by(source):
        section = source.text(source.forum.acknowledgement)
        words += " " + source.say(
            "No acknowledgement has been received ({section}).", section=section
        )
    rests = PleadingBasis((state.received.seq, *(e.seq for e in acknowledged)))
    yield PleadingRow("facts:received", words, rests_on=rests)


def request_sent(source: PleadingSource, entry: Entry, *, by_me: bool) -> PleadingRow:
    """Return how the request was sent and what it asks for, in the first person (`by_me`) or about
    the party."""
    event, block, locale = entry.event, source.block, source.locale
    channel = getattr(event, "channel", None)
    sent = _SENT_BY_ME if by_me else _SENT
    if block.only_ordered:
        sent = _SENT_BY_ME_ON_ORDER if by_me else _SENT_ON_ORDER
    words = source.say(
        sent,
        day=locale.short_span(event.on),
        party=source.party,
        body=source.words["asked_mention"],
        how=source.say(SENT_HOW[channel.value]) if channel else "",
        annex=_annex(source, entry),
        service=block.service.in_language(locale.language),
        where=block_words(block, locale).where,
        period=restriction_days(block, locale, source.today),
    )
    return PleadingRow("facts:sent", at_start(words), rests_on=PleadingBasis((entry.seq,)))


def _papers_of_the_body(source: PleadingSource) -> Iterator[Entry]:
    """Yield the annexed papers that no other paragraph of the facts mentions."""
    told = (Sent, Received, Acknowledged)
    state = source.plea.case_status.case_state
    mentioned = {entry.seq for entry in source.plea.replies()} | hearings_told(source)
    steps = {entry.seq for entry in state.appeals}
    for entry in source.annexed:
        decided = entry.event.kind == "decided" or entry.seq in steps
        if not isinstance(entry.event, told) and entry.seq not in mentioned and not decided:
            yield entry
    received = state.received
    for entry in source.annexed:
        again = isinstance(entry.event, Received) and received and entry.seq != received.seq
        if again or (isinstance(entry.event, Acknowledged) and not _first_ack(source, entry)):
            yield entry


def _first_ack(source: PleadingSource, entry: Entry) -> bool:
    known = [
        e for e in source.plea.case_status.case_state.entries if isinstance(e.event, Acknowledged)
    ]
    return known[:1] == [entry]


def _came(source: PleadingSource, entry: Entry) -> PleadingRow:
    event = entry.event
    named = event.called if isinstance(event, Reply) else event.document
    what = source.say(named or event.label)
    day, annex = source.locale.short_span(event.on), _annex(source, entry)
    if isinstance(event, HearingFixed):
        heard = source.locale.short_day(event.hearing)
        words = at_start(source.say(_HEARING_FIXED, heard=heard, day=day, annex=annex))
    elif isinstance(event, Registered):
        number = source.details_of(entry).number
        registered = _REGISTERED_UNDER if number else _REGISTERED
        words = source.say(registered, day=day, annex=annex, number=as_text(number))
    elif source.details_of(entry) == NO_DETAILS:
        words = at_start(source.say("{day:on}: {what}{annex}.", what=what, day=day, annex=annex))
    else:
        which = identified(source, entry)
        words = source.say("{what} {which}{annex}.", what=what, which=which, annex=annex)
    said = (words, *signed_and_quoted(source, entry, needed=False))
    rests = PleadingBasis((entry.seq,))
    return PleadingRow(f"facts:{entry.seq}", " ".join(said), rests_on=rests)


def _wrote(source: PleadingSource) -> bool:
    """Return whether the body wrote anything at all, or may have."""
    state = source.plea.case_status.case_state
    kinds = (Reply, ExtensionNoticed, FeeNoticed, DocumentReceived)
    return any(isinstance(entry.event, kinds) for entry in state.entries)


def _nothing_came(source: PleadingSource) -> Iterator[PleadingRow]:
    if source.plea.replies_elsewhere():
        return
    opening = source.plea.opening.seq
    rests = PleadingBasis((opening,), source.forum.sources)
    if _wrote(source) or not source.forum.courses:
        yield PleadingRow(NOTICES_KEY, source.say(_NO_DECISION), rests_on=rests)
        return
    none = _NONE_RECEIVED_BY_ME if source.by_letter else _NONE_RECEIVED
    words = source.say(none, party=source.party)
    yield PleadingRow(NOTICES_KEY, words, rests_on=rests)
    for n, course in enumerate(source.forum.courses, start=1):
        yield PleadingRow(f"{NOTICES_KEY}:{n}", source.text(course), RowForm.ROMAN, rests)


def _reported(
    source: PleadingSource, fact: ReportedFact, told: Sequence[ReportedFact]
) -> PleadingRow:
    said, annex = source.text(fact.says).rstrip(FULL_STOPS), at_annex(report_key(fact, told))
    if term := term_in_request(source, fact):
        said = source.say(_IN_THE_REQUEST, fact=said, term=term)
    words = source.say(_REPORTED, fact=said, annex=annex)
    return PleadingRow(f"fact-{fact.key}", words, rests_on=PleadingBasis(reported=(fact.key,)))


def earlier_steps(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the remedies before a later one, with their documents."""
    quoted = partial(signed_and_quoted, source, needed=False)
    told = earlier_remedies(source.plea, source.library, source.locale, source.details, quoted)
    for n, words in enumerate(told, start=1):
        yield PleadingRow(f"steps:{n}", words, rests_on=PleadingBasis((source.plea.opening.seq,)))
        overdue = Circumstance.SILENCE in source.pleaded and not _wrote(source)
        if n == 1 and source.forum.courses and overdue:
            yield from _nothing_came(source)
    yield from days_of_steps(source, filing_before(source))
    yield from vacancy(source)
    yield from proof(source)
    filed = [
        entry
        for entry in source.annexed
        if entry.event.kind == "decided"
        or entry in source.plea.case_status.case_state.appeals
        or (not source.plea.first and entry in source.plea.replies())
    ]
    if filed and not source.plea.first:
        titles = {each.key: each.title for each in annexes_of(source)}
        named = [titles[key] + at_annex(key) for key in map(annex_key, filed)]
        documents = source.locale.listed(named)
        words = source.say(
            "The following documents of these steps are annexed: {annexes}.", annexes=documents
        )
        yield PleadingRow(
            "steps:documents", words, rests_on=PleadingBasis(tuple(e.seq for e in filed))
        )


def decision(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield what the reply at issue is, its words, and what it was confirmed not to state."""
    if not source.plea.first:
        return
    for entry in source.plea.replies():
        event = entry.event
        if not isinstance(event, Reply):
            continue
        words = [how_it_answered(source, entry, event)]
        counted = counted_outcomes(source, entry, event) if source.by_letter else ""
        if counted:
            words.append(source.say("It answers as follows: {counted}.", counted=counted))
        if part := [o.question for o in event.outcomes if o.outcome is Outcome.PARTLY_DISCLOSED]:
            given, annex = records_of(source, part), _annex(source, entry)
            words.append(source.say(_IN_PART_ONLY, items=given, annex=annex))
            words += _of_items_given_in_part(source, event)
        words += signed_and_quoted(source, entry, needed=_withholds(event))
        words += what_was_given(source, event, _annex(source, entry))
        several = len({(o.outcome, o.exemptions, o.vague, o.section) for o in event.outcomes}) > 1
        if several and names_all_or_none(source, entry):
            words.append(source.say("What it says on each item stands in the table below."))
        quoted = source.details_of(entry).words
        if not quoted and (relied := _relied_on(source, event)):
            words.append(source.say("It relies on {grounds}.", grounds=relied))
        rests = PleadingBasis((entry.seq,))
        head, duties = what_is_missing(source, event)
        words += [head] if head else []
        yield PleadingRow(f"decision:{entry.seq}", " ".join(words), rests_on=rests)
        for duty, said in duties:
            rests = PleadingBasis((entry.seq,), duty.sources)
            yield PleadingRow(f"decision:{entry.seq}:{duty.key}", said, RowForm.ROMAN, rests)


def _of_items_given_in_part(source: PleadingSource, event: Reply) -> Iterator[str]:
    """Yield where the reply answers each item given in part, or a place to say what was given."""
    part = [each for each in event.outcomes if each.outcome is Outcome.PARTLY_DISCLOSED]
    for each in part:
        if each.page:
            item = records_of(source, [each.question])
            yield source.say(_AT_PAGE, items=item, page=as_text(each.page))
    if any(not each.page for each in part):
        yield source.say(_STATE_WHAT_WAS_GIVEN)


def how_it_answered(
    source: PleadingSource, entry: Entry, event: Reply, *, decided: bool = False
) -> str:
    """Return how the body answered all items, if it answered them in one way. A reply on which a
    forum has `decided` is not called at issue."""
    outcomes = {each.outcome for each in event.outcomes}
    words = _ANSWERED_ALL[Outcome.DISCLOSED] if decided else _MIXED
    if isinstance(event, PartlyAnswered):
        words = _IN_PART
    elif len(outcomes) == 1:
        (outcome,) = outcomes
        # Its own words say more exactly why a record is said to be absent.
        absent = outcome is Outcome.NOT_HELD
        words = _ANSWERED_ALL.get(Outcome.DISCLOSED if absent else outcome, words)
    which, annex = identified(source, entry), _annex(source, entry)
    return source.say(words, which=which, annex=annex, **source.parties)


def _withholds(event: Reply) -> bool:
    return any(each.outcome not in _NOT_QUOTED for each in event.outcomes)


def _relied_on(source: PleadingSource, event: Reply) -> str:
    """Return the clauses that a reply named, and its own words where it named none."""
    keys = {key for outcome in event.outcomes for key in outcome.exemptions}
    cites = [source.text(each.cite) for each in source.law.exemptions if each.key in keys]
    found = [*cites, *map(in_marks, event.own_words)]
    return said_together(source, found) if found else ""


def _annex(source: PleadingSource, entry: Entry) -> str:
    return at_annex(annex_key(entry)) if entry in source.annexed else ""
