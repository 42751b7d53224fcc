"""A request passed on under a law that has no transfer, with its two respondents; and items that
were transferred without the others."""

from collections.abc import Iterator, Sequence

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, as_text, at_annex
from tracker.services.letters.pleading.annex_letters import annex_key
from tracker.services.letters.pleading.quoting import identified, signed_and_quoted
from tracker.services.letters.pleading.source import SECOND, PleadingSource

_NO_NAME = Message("[Name of the body to which the request was passed on]")
_NO_ADDRESS = Message("[Address of the second respondent]")
_ASKED_FIRST = Message(
    "The request was addressed to the first respondent, which is “the Body” in it. The second "
    "respondent is the body to which the first says that it passed the request on."
)
# The day of the entry is that of the notice or of the receipt by the other body: by either the
# request had been passed on.
_PASSED_ON = Message(
    "By a notice {respondent} said that it had passed the request on to {body}, which it had done "
    "by {day}{annex}."
)
_BY_A_DATED_NOTICE = Message(
    "By its notice {which} {respondent} said that it had passed the request on to {body}{annex}."
)
_SUMMED_UP = Message("Request passed on to {body}.")
_SUMMED_UP_DATED = Message("Request passed on to {body} by a notice {dated:of}.")


def passed_on_by(source: PleadingSource) -> Entry | None:
    """Return the notice by which the request was passed on outside the law, or None."""
    return source.pleaded.get(Circumstance.PASSED_ON)


def second_respondent(source: PleadingSource) -> dict[str, str]:
    """Return the lines of the cause title for a second respondent, empty where there is none."""
    notice = passed_on_by(source)
    if notice is None:
        return dict.fromkeys(("name", "through", "line", "title"), "")
    body = source.library.bodies.get(_key(notice))
    through = source.forum.through
    through_post = source.through_of(body) if body else source.text(through) if through else ""
    address = body.address if body else (source.say(_NO_ADDRESS),)
    line = [source.locale.together(each) for each in (through_post, *address) if each]
    return {
        "name": source.text(body.name) if body else _named(source, notice),
        "through": through_post,
        "line": source.locale.listed(line),
        "title": source.say("Second respondent"),
    }


def why_two(source: PleadingSource) -> PleadingRow | None:
    """Return why there are two respondents; None where there is one."""
    notice = passed_on_by(source)
    if notice is None:
        return None
    rests = PleadingBasis((notice.seq,))
    return PleadingRow("parties:passed-on", source.say(_ASKED_FIRST), rests_on=rests)


def notice_of_passing_on(source: PleadingSource, notice: Entry) -> PleadingRow:
    """Return the fact that the request was passed on. No receipt by the other body is stated:
    the time is that of the body asked."""
    words = source.say(
        _BY_A_DATED_NOTICE if source.details_of(notice).dated else _PASSED_ON,
        which=identified(source, notice),
        day=source.locale.short_day(notice.event.on.latest),
        body=_mention(source, notice),
        annex=at_annex(annex_key(notice)) if notice in source.annexed else "",
        **source.parties,
    )
    quoted = signed_and_quoted(source, notice, needed=False)
    said = (at_start(words), *quoted)
    rests = PleadingBasis((notice.seq,))
    return PleadingRow(f"facts:{notice.seq}", " ".join(said), rests_on=rests)


def items_transferred(
    source: PleadingSource, notice: Entry, event: PartTransferred
) -> PleadingRow:
    """Return the fact that a body transferred items to another one, where they are a request of
    their own."""
    finalised = source.plea.case_status.case_state.finalised
    numbered = finalised.numbered if finalised else ()
    numbers = [number for number, asked in numbered if asked.key in event.items]
    words = source.locale.say_count(
        "{respondent} transferred item {items} of the request to {body}, which received it "
        "{day:on}{annex}. That item is not at issue here.",
        "{respondent} transferred items {items} of the request to {body}, which received them "
        "{day:on}{annex}. Those items are not at issue here.",
        len(numbers),
        items=_listed(source, numbers),
        body=source.body_named(event.to),
        day=source.locale.short_span(event.on),
        annex=at_annex(annex_key(notice)) if notice in source.annexed else "",
        **source.parties,
    )
    rests = PleadingBasis((notice.seq,))
    return PleadingRow(f"facts:{notice.seq}", at_start(words), rests_on=rests)


def transferred_by(source: PleadingSource) -> PleadingRow:
    """Return the fact that a body other than the addressee must answer the request."""
    asked = source.words["asked_mention"]
    if source.plea.case_status.case_state.part_since is None:
        words = source.say(
            "The request was addressed to {asked}, which transferred it to {respondent}.",
            asked=asked,
            **source.parties,
        )
        return PleadingRow("parties:transferred", words)
    numbers = [number for number, _ in source.drafted.numbered]
    words = source.locale.say_count(
        "The request was addressed to {asked}, which transferred item {items} of it to "
        "{respondent}. Only that item is at issue here.",
        "The request was addressed to {asked}, which transferred items {items} of it to "
        "{respondent}. Only those items are at issue here.",
        len(numbers),
        asked=asked,
        items=_listed(source, numbers),
        **source.parties,
    )
    return PleadingRow("parties:transferred", words)


def _listed(source: PleadingSource, numbers: Sequence[int]) -> str:
    return source.locale.listed([str(number) for number in numbers])


def both_bound(source: PleadingSource) -> str:
    """Return why each of two respondents is bound, and why the second is a party."""
    notice = passed_on_by(source)
    second = source.library.bodies.get(_key(notice)) if notice else None
    said = [source.bound(source.respondent)]
    if second:
        said.append(source.bound(second, source.say(SECOND)))
    if source.forum.bodies:
        said.append(source.text(source.forum.bodies))
    return " ".join(each for each in said if each)


def passed_on_summary(source: PleadingSource) -> Iterator[str]:
    """Yield what a summary says of a request that was passed on."""
    if notice := passed_on_by(source):
        dated = source.details_of(notice).dated
        words = _SUMMED_UP_DATED if dated else _SUMMED_UP
        day = source.locale.short_span(DaySpan.on(dated) if dated else notice.event.on)
        yield source.say(words, body=_mention(source, notice), dated=day)


def _key(notice: Entry) -> str:
    return notice.event.to if isinstance(notice.event, Transferred) else ""


def _named(source: PleadingSource, notice: Entry) -> str:
    named = notice.event.named if isinstance(notice.event, Transferred) else ""
    return as_text(named) or source.say(_NO_NAME)


def _mention(source: PleadingSource, notice: Entry) -> str:
    known = _key(notice)
    return source.body_named(known) if known else source.with_article(_named(source, notice))
