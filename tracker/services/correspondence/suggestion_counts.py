"""How often each suggestion was right, by the entries that people logged for emails.

It is derived from the histories and the emails, and stored nowhere. Nothing is ever chosen by a
suggestion, so the counts say only which rules are useful.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.case.case_state import case_state_of
from tracker.domain.correspondence.mail_words import ReplyKind
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.event import Event
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import Outcome
from tracker.services.core.office import Office
from tracker.services.correspondence.suggestions import hints_for_entry
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.reading import MatchDecision

# The newest emails that are counted: each is opened, and its words are compared.
MOST_COUNTED = 100
_BY_EVENT: dict[type[Event], ReplyKind] = {
    ClarificationAsked: ReplyKind.ASKS_BACK,
    ExtensionNoticed: ReplyKind.MORE_TIME,
    FeeNoticed: ReplyKind.FEE,
    Transferred: ReplyKind.SENT_ON,
    PartTransferred: ReplyKind.SENT_ON,
    Acknowledged: ReplyKind.ACKNOWLEDGED,
    HearingFixed: ReplyKind.HEARING,
    Decided: ReplyKind.ORDER,
}
_BY_OUTCOME = {
    Outcome.DISCLOSED: ReplyKind.GIVEN,
    Outcome.PARTLY_DISCLOSED: ReplyKind.GIVEN,
    Outcome.OFFERED_FOR_FEE: ReplyKind.FEE,
    Outcome.REFUSED: ReplyKind.REFUSAL,
    Outcome.REFUSED_AS_REPEAT: ReplyKind.REFUSAL,
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: ReplyKind.REFUSAL,
    Outcome.NOT_HELD: ReplyKind.NOT_HELD,
    Outcome.REFERRED_ELSEWHERE: ReplyKind.SENT_ON,
}


@dataclass(frozen=True, slots=True)
class SuggestionCount:
    """A rule, and how often people who classified an email chose what it suggested, and how often
    not."""

    kind: ReplyKind
    rule: str
    right: int
    wrong: int


def suggestion_counts(office: Office) -> tuple[SuggestionCount, ...]:
    """Return the rules that suggested something for the newest classified emails, most used first.

    Raises Locked.
    """
    right, every = Counter[tuple[ReplyKind, str]](), Counter[tuple[ReplyKind, str]]()
    for reference, seq, chosen in _classified(office):
        for rule in {(hint.kind, hint.rule) for hint in hints_for_entry(office, reference, seq)}:
            every[rule] += 1
            right[rule] += rule[0] in chosen
    counts = [SuggestionCount(*rule, right[rule], n - right[rule]) for rule, n in every.items()]
    order = list(ReplyKind)
    return tuple(sorted(counts, key=lambda c: (-c.right - c.wrong, order.index(c.kind), c.rule)))


def _classified(office: Office) -> Iterator[tuple[str, int, set[ReplyKind]]]:
    """Yield each placed email that was classified: its request, its entry, and what it is."""
    ports = office.mail_reading
    for mail in ports.desk.of_tab(MailTab.PLACED, MOST_COUNTED):
        for match in ports.readings.matches(mail.id):
            if match.decision is not MatchDecision.TAKEN:
                continue
            with office.cases.look(match.request) as case:
                state = case_state_of(case.history)
            came = next(
                (e for e in state.all(DocumentReceived.kind) if mail.digest in e.event.evidence),
                None,
            )
            rests = [
                entry.event
                for entry in state.entries
                if entry is not came and mail.digest in entry.event.evidence
            ]
            if came is not None and rests:
                yield match.request, came.seq, {kind for e in rests for kind in _kinds(e)}


def _kinds(event: Event) -> Iterator[ReplyKind]:
    """Yield what an entry says of the document on which it rests."""
    if isinstance(event, Reply):
        for each in event.outcomes:
            if each.outcome in _BY_OUTCOME:
                yield _BY_OUTCOME[each.outcome]
    elif type(event) in _BY_EVENT:
        yield _BY_EVENT[type(event)]
