"""The frame of a pleading: title, summary, parties, verification."""

import sys
from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text, at_start, in_digits_of
from tracker.domain.case.history import Entry
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.pleas import Circumstance, DeclarationKind, Relief
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm, at_annex
from tracker.services.core.day_phrases import DayPhrase
from tracker.services.letters.pleading.annex_letters import AUTHORITY_KEY
from tracker.services.letters.pleading.ending import end_of_time, passed_over
from tracker.services.letters.pleading.on_fee import (
    FEE_TITLES,
    fee_notice,
    fee_title,
    granted,
    of_fee_notice_summary,
)
from tracker.services.letters.pleading.on_referral import counted_outcomes
from tracker.services.letters.pleading.on_step_before import TITLES as STEP_TITLES
from tracker.services.letters.pleading.on_step_before import (
    decider_named,
    filing_before,
    first_respondent,
    on_the_decider,
    step_summed_up,
)
from tracker.services.letters.pleading.on_transfer import (
    both_bound,
    passed_on_by,
    passed_on_summary,
    second_respondent,
    transferred_by,
    why_two,
)
from tracker.services.letters.pleading.other_proceedings import declared
from tracker.services.letters.pleading.petitions.on_joined_parties import why_joined
from tracker.services.letters.pleading.quoting import SHORT_QUOTE, identified, quotation
from tracker.services.letters.pleading.reaching import in_items
from tracker.services.letters.pleading.relief_sought import asked_in_short, asks_against_the_reply
from tracker.services.letters.pleading.source import PleadingSource, before_blank
from tracker.services.letters.request_words import restriction_days

_OVERDUE = frozenset({Circumstance.SILENCE, Circumstance.LATE, Circumstance.STEP_UNDECIDED})
_TITLES = {
    "silence": Message("{filing} against the failure to decide the request {day:of}"),
    "granted": Message("{filing}: nothing handed over on the request {day:of}"),
    "late": Message(
        "{filing} against the failure to decide in time, and the decision {which}, on the request "
        "{day:of}"
    ),
    "decision": Message("{filing} against the decision {which} on the request {day:of}"),
    "partial": Message("{filing} against the partial decision {which} on the request {day:of}"),
    "reply": Message("{filing} against the reply {which} on the request {day:of}"),
    **STEP_TITLES,
    **FEE_TITLES,
}
# What the subject line of a remedy by letter names, if not a decision.
_SUBJECTS = {
    "silence": Message("no decision on the request {day:of}"),
    "granted": Message("nothing handed over on the request {day:of}"),
    "reply": Message("reply {which}"),
    "fee": Message("fee notice {which}"),
    "fee-late": Message("fee notice {which}"),
    "fee-awaited": Message("fee notice {which}"),
    "step-silence": Message("no decision on the {what} filed {other:on}"),
    "step-decision": Message("decision {other:of}"),
}
_DECISION = Message("decision {which}")
# As many characters fit five lines of a page. The summary of a first remedy leaves the orders that
# find no room to the relief.
_MOST_OF_SUMMARY = 485
_NO_DECISION = Message("No decision, in whole or in part.")
_NO_DECISION_ON_REQUEST = Message("No decision of the public body on the request.")
_RECORDS = Message("{what}, records on the restriction of access to {service}, {days}")
_OF_THE_ORDER = Message(
    "{what}, records on the order for the restriction of access to {service}, {days}"
)


def title(source: PleadingSource) -> str:
    """Return what the pleading is, and what it is against."""
    if source.by_suit:
        return source.say("Note for counsel: {what}", what=source.words["remedy_title"])
    at_issue = step_at_issue(source)
    other = source.locale.short_span(at_issue.event.on)
    filing, which = at_start(source.words["filing"]), identified(source, at_issue, receipt=False)
    return source.say(
        _TITLES[kind_at_issue(source)],
        filing=filing,
        day=day_of_request(source),
        other=other,
        which=which,
        what=filing_before(source),
        decider=decider_named(source),
    )


def _subject(source: PleadingSource) -> str:
    """Return the words of the subject line after the name of the remedy."""
    at_issue = step_at_issue(source)
    what = source.say(
        _SUBJECTS.get(kind_at_issue(source), _DECISION),
        day=day_of_request(source),
        other=source.locale.short_span(at_issue.event.on),
        which=identified(source, at_issue),
        what=filing_before(source),
    )
    days = restriction_days(source.block, source.locale, source.today)
    records = _OF_THE_ORDER if source.block.only_ordered else _RECORDS
    return source.say(records, what=what, service=source.words["service"], days=days)


def day_of_request(source: PleadingSource) -> DayPhrase:
    """Return the day on which the request was sent."""
    sent = source.plea.case_status.case_state.sent
    return source.locale.short_span((sent[0].event if sent else source.drafted).on)


def step_at_issue(source: PleadingSource) -> Entry:
    """Return the entry that the remedy is against."""
    plea = source.plea
    replies = plea.replies()
    return replies[-1] if plea.first and replies else fee_notice(source) or plea.opening


def kind_at_issue(source: PleadingSource) -> str:
    """Return what the remedy is against, as the titles name its kinds."""
    plea = source.plea
    if not plea.first:
        return "step-silence" if isinstance(plea.opening.event, AppealFiled) else "step-decision"
    replies = plea.replies()
    if not replies:
        return fee_title(source) or ("granted" if plea.granted_by_silence else "silence")
    if Circumstance.LATE in source.pleaded:
        return "late"
    if Circumstance.REFERRED_ELSEWHERE in source.pleaded:
        return "reply"
    return "partial" if isinstance(replies[-1].event, PartlyAnswered) else "decision"


def heading_values(source: PleadingSource) -> dict[str, str]:
    """Return the values of the cause title: the number, the provision, and the posts."""
    forum = source.forum
    year = in_digits_of(str(source.today.year), source.locale.language)
    number = source.text(forum.number) if forum.number else ""
    default = source.say(
        "{what}, No. ________ of {year}", what=source.words["remedy_title"], year=year
    )
    section = source.words["remedy_section"]
    under = source.say("under {section} of {law}", section=section, law=source.words["law_cited"])
    return {
        "pleading_title": title(source),
        **_on_one_line(source),
        "review_subject": _subject(source),
        "suit": source.words["remedy_title"] if source.by_suit else "",
        "pleading_number": number.replace("{year}", year) or default,
        "pleading_under": source.text(forum.under) if forum.under else under if section else "",
        "respondent_through": source.through,
        "respondent_title": _respondent_title(source),
        **{f"second_{key}": words for key, words in second_respondent(source).items()},
        **first_respondent(source),
    }


def _on_one_line(source: PleadingSource) -> dict[str, str]:
    """Return the forum and the parties of the cause title with their addresses, each on a line."""
    words = source.words
    lines = {
        "appeal_body_line": ("appeal_body_to", "appeal_body_name", "appeal_body_address"),
        "applicant_line": ("applicant_address", "applicant_contact", "applicant_identity"),
        "respondent_line": ("body_address",),
    }
    said = {
        line: [each for key in keys for each in words.get(key, "").splitlines() if each.strip()]
        for line, keys in lines.items()
    }
    said["respondent_line"][:0] = filter(None, [source.through])
    to, *named = said["appeal_body_line"] or [""]
    if named and named[0].startswith(to.removeprefix("The ")):
        del said["appeal_body_line"][0]
    joined = source.locale.listed
    return {line: joined([*map(source.locale.together, each)]) for line, each in said.items()}


def _respondent_title(source: PleadingSource) -> str:
    if passed_on_by(source):
        return source.say("First respondent")
    return source.say("Respondent")


def summary(
    source: PleadingSource, items: Sequence[int], time: str, orders: Sequence[Relief]
) -> Iterator[PleadingRow]:
    """Yield the summary: what happened, when, how much is at issue, and what is asked for."""
    say, locale, state = source.say, source.locale, source.plea.case_status.case_state
    said = []
    if state.received:
        said.append(
            say("Request received {day:on}.", day=locale.short_span(state.received.event.on))
        )
    overdue = _OVERDUE & source.pleaded.keys()
    if overdue and (ended := end_of_time(source)):
        said.append(ended)
    replies, decided = source.plea.replies(), Circumstance.STEP_DECIDED in source.pleaded
    said += [_summed_up(source, entry, quoted=not decided) for entry in replies]
    said += step_summed_up(source)
    notice = fee_notice(source)
    if notice:
        said += of_fee_notice_summary(source, notice)
    elif elsewhere := source.plea.replies_elsewhere():
        said += [_summed_up(source, entry) for entry in elsewhere]
    elif not replies:
        said += passed_on_summary(source)
        said.append(say(_NO_DECISION if source.plea.first else _NO_DECISION_ON_REQUEST))
    said.append(_in_issue(source, items))
    if own := _asks(source, orders):
        said.append(source.text(own))
    elif not source.by_suit and not source.by_letter:
        most = _MOST_OF_SUMMARY if source.plea.first else sys.maxsize
        room = most - len(" ".join(said))
        said.append(asked_in_short(source, time, orders, room))
    yield PleadingRow("summary", " ".join(said), RowForm.PLAIN, _seen(source))


def _asks(source: PleadingSource, orders: Sequence[Relief]) -> Text | None:
    """Return what a forum is asked for in the words of its law: those for the first order among
    these that has words of its own, or else those for all cases."""
    own = source.forum.asks_for
    return next((own[each.key] for each in orders if each.key in own), source.forum.asks)


def _in_issue(source: PleadingSource, items: Sequence[int]) -> str:
    """Return the sentence that says how much is at issue; a letter names the items."""
    if source.by_letter:
        return source.say("In issue: {items}.", items=in_items(source, items))
    number = len(items)
    return source.locale.say_count("In issue: {number} item.", "In issue: {number} items.", number)


def _summed_up(source: PleadingSource, entry: Entry, *, quoted: bool = True) -> str:
    """Return what a reply is, with its words if they are short and `quoted`."""
    event, words = entry.event, source.details_of(entry).words
    what = source.say(event.called if isinstance(event, Reply) else event.label)
    which = identified(source, entry, receipt=quoted)
    if isinstance(event, Reply) and (counted := counted_outcomes(source, entry, event)):
        return source.say("{what} {which}: {counted}.", what=what, which=which, counted=counted)
    if quoted and words and len(words) <= SHORT_QUOTE:
        return source.say(
            "{what} {which}: {quote}", what=what, which=which, quote=quotation(source, words)
        )
    return source.say("{what} {which}.", what=what, which=which)


def _seen(source: PleadingSource) -> PleadingBasis:
    state = source.plea.case_status.case_state
    entries = (
        *((state.received.seq,) if state.received else ()),
        *(e.seq for e in source.plea.replies()),
    )
    return PleadingBasis(entries=entries)


def parties(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield who brings it and why, why the body is bound, and why the remedy lies."""
    forum, rests = source.forum, PleadingBasis(provisions=source.forum.sources)
    yield PleadingRow("parties:applicant", _applicant(source), rests_on=rests)
    if forum.decider:
        yield from on_the_decider(source)
    yield PleadingRow("parties:respondent", _respondent(source), rests_on=rests)
    yield from why_joined(source)
    if not forum.decider:
        yield from on_the_decider(source)
    lies = _lies(source)
    if lies and (source.plea.first or source.forum.decider):
        whole = lies is source.forum.if_decision
        part = passed_over(source) and not whole and source.forum.in_part
        said = " ".join(source.text(each) for each in (lies, part, forum.fee) if each)
        law, facts = before_blank(said)
        yield PleadingRow("parties:jurisdiction", law, rests_on=rests)
        if facts:
            yield PleadingRow("parties:jurisdiction:facts", facts, rests_on=rests)
    elif source.words["remedy_section"]:
        words = source.say(
            "This {filing} lies under {section}.",
            filing=source.words["filing"],
            section=source.words["remedy_section"],
        )
        yield PleadingRow("parties:jurisdiction", words, rests_on=rests)
    if two := why_two(source):
        yield two
    elif "handed-on" in source.words:
        yield transferred_by(source)
    if "without-members" in source.words:
        yield PleadingRow("parties:without-members", _without_members(source))


def _lies(source: PleadingSource) -> Text | None:
    """Return why the remedy lies, in the words of the law; None if it has none for the cause."""
    if granted(source):
        return source.forum.granted
    if Circumstance.FEE_AWAITED in source.pleaded:
        return None
    if Circumstance.LATE in source.pleaded and source.forum.both_gates:
        return source.forum.both_gates
    silence = source.forum.silence if source.plea.by_silence else None
    if not source.plea.first:
        replied = silence and asks_against_the_reply(source)
        both = source.forum.silence_after_reply if replied else None
        return both or silence or source.forum.decision
    replies = [entry.event for entry in source.plea.replies()]
    refers = all(isinstance(event, Reply) and event.only_refers for event in replies)
    if replies and refers and passed_over(source) and source.forum.if_decision:
        return source.forum.if_decision
    return source.forum.decision if replies else silence


def _applicant(source: PleadingSource) -> str:
    clause = source.forum.applicant.get(source.drafted.eligibility)
    if clause:
        acts = source.drafted.eligibility == "for-a-citizen"
        return source.text(clause) + (at_annex(AUTHORITY_KEY) if acts else "")
    words = source.say("The {party} made the request.", party=source.party)
    if stated := source.words["eligibility"]:
        words += " " + source.say("The request stated: “{eligibility}”", eligibility=stated)
    if source.drafted.eligibility == "for-a-citizen":
        words += (
            " "
            + source.say(
                "This {filing} is brought in the same capacity.", filing=source.words["filing"]
            )
            + at_annex(AUTHORITY_KEY)
        )
    return words


def _respondent(source: PleadingSource) -> str:
    if passed_on_by(source) and (both := both_bound(source)):
        return both
    return source.bound(source.respondent) or source.say(
        "{Respondent} is {body}, a body to which {law} applies.",
        body=source.words["body_mention"],
        law=source.words["law_mention"],
        **source.parties,
    )


def _without_members(source: PleadingSource) -> str:
    return source.say(
        "As far as the {party} knows, {forum} is without members at present. The time for this "
        "{filing} continues: it is filed now, with the request that it be registered on the day "
        "of its receipt and heard as soon as there are members.",
        party=source.party,
        forum=source.words["appeal_forum"],
        filing=source.words["filing"],
    )


def verification(source: PleadingSource, *, reports: bool) -> Iterator[PleadingRow]:
    """Yield the verification in the form to be signed, which alone makes it."""
    words = declared(source, DeclarationKind.VERIFICATION) or source.say(
        "I, {name}, state that paragraphs {known} are true to my knowledge and from the documents "
        "annexed, and that the remainder is submission."
    )
    if reports and "{reported}" not in words:
        words += " " + source.say(
            "The facts given as reported ({reported}) rest on the reports annexed, which I "
            "believe to be true."
        )
    words = words.replace("{name}", source.applicant)
    yield PleadingRow("verification", words, RowForm.PLAIN, source.basis)
    place = source.say("Place: ____________ Date: ____________")
    yield PleadingRow("verification:place", place, RowForm.PLAIN, source.basis)
