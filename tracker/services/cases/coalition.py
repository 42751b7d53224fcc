"""The matrix of a block or a campaign, with the requests and results for each body and item.

A campaign is a tag. The matrix also has requests about its blocks without the tag, and published
records of requests that the reader may not open, so that no item is requested twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.case.case_state import HistoryState, case_state_of
from tracker.domain.events.event import E
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import OWN, Question
from tracker.domain.record.question_results import (
    OPEN_RESULT,
    SILENT,
    TRANSFERRED_RESULT,
    most_given,
)
from tracker.services.core.office import Office
from tracker.services.drafting.choosing import askable
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.records import Records
from tracker.services.ports.sought import Sought

MOST_IN_MATRIX = 1000
# Results that no response has: the request is a draft, or its appeal is not decided.
DRAFT_RESULT, APPEAL_PENDING = "draft", "pending"
# The column of all items in the requester's own words.
OWN_ITEMS = OWN.rstrip("-")


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One item of a request to a body, with its result and the appeal against the result.

    `given` has the grounds that the response named. `appeal` is the outcome of the appeal or
    APPEAL_PENDING, and empty without an appeal. `beside` is true for a request outside the
    campaign, `foreign` for a request that is known only from its public record.
    """

    reference: str
    law: str
    result: str
    given: QuestionOutcome | None = None
    appeal: str = ""
    supporters: tuple[str, ...] = ()
    published: bool = False
    beside: bool = False
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A body with the items that fit it and the items already requested.

    `why_not` has the reason if the body cannot be asked today. No item fits then.
    """

    body: PublicBody
    fits: frozenset[str]
    asked: Mapping[str, Sequence[AskedItem]]
    why_not: NoLimitOnFile | None = None

    @property
    def open(self) -> frozenset[str]:
        """Return the items that fit and were not requested."""
        return self.fits - self.asked.keys()

    @property
    def requests(self) -> frozenset[str]:
        """Return the references of the requests that asked the body."""
        return frozenset(each.reference for items in self.asked.values() for each in items)


@dataclass(frozen=True, slots=True)
class MatrixFilter:
    """The filter of a matrix: a block, a campaign (a tag), or both, and a country and a role for
    its bodies. Empty parts do not filter."""

    block: str = ""
    tag: str = ""
    country: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Bodies by items of these blocks. `left` counts the requests left out because there are too
    many, `elsewhere` the requests transferred to a body that the library does not have."""

    blocks: tuple[Block, ...]
    items: tuple[Question, ...]
    own_items: bool
    rows: tuple[MatrixRow, ...]
    left: int
    elsewhere: int


@dataclass(slots=True)
class _Found:
    """The items found so far, by body and question."""

    items: dict[str, dict[str, list[AskedItem]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    elsewhere: int = 0

    def add(self, body: str, question: str, asked: AskedItem) -> None:
        key = OWN_ITEMS if question.startswith(OWN) else question
        self.items[body][key].append(asked)


def coalition_matrix(office: Office, records: Records, wanted: MatrixFilter) -> Matrix:
    """Return the matrix. The number of database statements does not depend on the number of
    requests.

    Private requests are read as far as `office` shows them, and all others from the public
    `records`. Raises NotOnFile for an unknown block.
    """
    tagged = _tagged(office, wanted)
    blocks = _blocks(office, wanted, tagged)
    found, seen, left = _Found(), set[str](), 0
    for block in blocks:
        rows, total = office.case_rows.rows(RowFilter(block=block.key), 0, MOST_IN_MATRIX)
        left += total - len(rows)
        published = {row.reference for row in rows if row.published}
        doubted = {row.reference for row in rows if row.doubted}
        with office.cases.look_all([row.reference for row in rows]) as cases:
            for case in cases:
                state = case_state_of(case.history)
                beside = bool(wanted.tag) and case.reference not in tagged
                asked = _Request(
                    case.reference, case.reference in published, beside, case.reference in doubted
                )
                _add(found, asked, state)
        seen.update(row.reference for row in rows)
        _add_public(records, block.key, seen, found, beside=bool(wanted.tag))
    _add_drafts(office, {block.key for block in blocks}, found)
    return _matrix(office, wanted, blocks, found, left)


def _tagged(office: Office, wanted: MatrixFilter) -> Mapping[str, str]:
    """Return the block of each request of the campaign, by reference."""
    if not wanted.tag:
        return {}
    rows, _ = office.case_rows.rows(RowFilter(tag=wanted.tag), 0, MOST_IN_MATRIX)
    return {row.reference: row.block for row in rows}


def _blocks(office: Office, wanted: MatrixFilter, tagged: Mapping[str, str]) -> tuple[Block, ...]:
    if wanted.block:
        return (office.library.block(wanted.block),)
    known = office.library.blocks
    return tuple(known[key] for key in sorted(set(tagged.values())) if key in known)


@dataclass(frozen=True, slots=True)
class _Request:
    reference: str
    published: bool
    beside: bool
    doubted: bool = False
    foreign: bool = False


def _add(found: _Found, request: _Request, state: HistoryState[E]) -> None:
    """Add each item of a request at each body that had to answer it."""
    drafted = state.drafted
    if not isinstance(drafted, Drafted) or state.withdrawn:
        return
    bodies = tuple(dict.fromkeys((drafted.body, *filter(None, state.holders))))
    found.elsewhere += "" in state.holders
    for body in bodies:
        replies = [each for each in state.of(Reply) if _answers(state, each[1], body)]
        silence = _silence(state, body, doubted=request.doubted)
        without = SILENT if silence else OPEN_RESULT
        if body != state.holder and not silence:
            without = TRANSFERRED_RESULT
        for asked in drafted.questions:
            seq, given = _best(replies, asked.key)
            item = AskedItem(
                request.reference,
                drafted.law,
                given.outcome.value if given else without,
                given,
                _appeal(state, {seq} if seq else _unanswered(state, silence)),
                drafted.supporters,
                request.published,
                request.beside,
                request.foreign,
            )
            found.add(body, asked.key, item)


def _answers(state: HistoryState[E], reply: Reply, body: str) -> bool:
    return state.answering_on(reply.on.latest) == body


def _silence(state: HistoryState[E], body: str, *, doubted: bool) -> int:
    """Return the number of the entry that records the body's certain non-response, or 0."""
    for entry, lapse in state.lapses_of(None):
        if isinstance(lapse, FellSilent) and lapse.body == body and not lapse.provisional:
            doubted = doubted or state.proved_by_machine(lapse)
            return 0 if doubted else entry.seq
    return 0


def _best(replies: Iterable[tuple[E, Reply]], key: str) -> tuple[int, QuestionOutcome | None]:
    """Return the outcome that gave most of an item, else the last one, with its entry's number.
    0 and None if there is none."""
    given = [
        (entry.seq, outcome)
        for entry, reply in replies
        for outcome in reply.outcomes
        if outcome.question == key
    ]
    return most_given(given, lambda each: each[1].outcome) or (0, None)


def _unanswered(state: HistoryState[E], silence: int) -> set[int]:
    """Return the numbers of the entries that open an appeal while there is no response."""
    came = {state.received.seq} if state.received else set()
    return came | ({silence} if silence else set())


def _appeal(state: HistoryState[E], openings: set[int]) -> str:
    """Return the outcome of the last appeal that one of these entries opened, directly or through
    an earlier appeal; empty if there is none."""
    reached, ended = set(openings), ""
    for filed in state.appeals:
        event = filed.event
        if isinstance(event, AppealFiled) and reached & set(event.openings):
            decision = state.decision_on(filed)
            decided = decision.event if decision else None
            ended = decided.outcome.value if isinstance(decided, Decided) else APPEAL_PENDING
            reached |= {filed.seq, *([decision.seq] if decision else [])}
    return ended


def _add_public(
    records: Records, block: str, seen: Collection[str], found: _Found, *, beside: bool
) -> None:
    """Add the published records of requests that the reader may not open."""
    lines = records.listed(Sought(block=block), 0, MOST_IN_MATRIX)
    others = [line.reference for line in lines if line.reference not in seen]
    for record in records.current(others) if others else ():
        request = _Request(record.reference, published=True, beside=beside, foreign=True)
        _add(found, request, record.state)


def _add_drafts(office: Office, blocks: Collection[str], found: _Found) -> None:
    for draft in office.drafts.all():
        if draft.block in blocks:
            for key in draft.questions:
                found.add(draft.body, key, AskedItem(draft.reference, draft.law, DRAFT_RESULT))


def _matrix(
    office: Office, wanted: MatrixFilter, blocks: tuple[Block, ...], found: _Found, left: int
) -> Matrix:
    rows = tuple(
        row
        for row in _rows(office, blocks, found)
        if wanted.country in ("", row.body.country) and wanted.role in ("", row.body.role.value)
    )
    asked = {key for row in rows for key in row.asked}
    fitting = {key for row in rows for key in row.fits}
    items = [
        each
        for each in office.library.questions.values()
        if each.key in asked or (each.core and each.key in fitting)
    ]
    items.sort(key=lambda each: (not each.core, each.core))
    shown = frozenset(each.key for each in items)
    narrowed = (replace(row, fits=row.fits & shown) for row in rows)
    return Matrix(blocks, tuple(items), OWN_ITEMS in asked, tuple(narrowed), left, found.elsewhere)


def _rows(office: Office, blocks: tuple[Block, ...], found: _Found) -> Iterator[MatrixRow]:
    """Yield the rows of the bodies that can be asked or were asked. The bodies that a block names
    come first."""
    offered = {body.key: block for block in blocks for body in askable(office, block)}
    named = {key for block in blocks for key in block.bodies}
    known = office.library.bodies
    keys = dict.fromkeys((*offered, *(key for key in found.items if key in known)))
    for key in sorted(keys, key=lambda each: (each not in named, known[each].role.value)):
        fits: frozenset[str] = frozenset()
        why_not = None
        if key in offered:
            day = office.today_at(key)
            try:
                office.library.law_binding(known[key], day)
                questions = office.library.questions_for(offered[key], known[key], day)
                fits = frozenset(each.key for each in questions)
            except NoLimitOnFile as refusal:
                why_not = refusal
        yield MatrixRow(known[key], fits, dict(found.items.get(key, {})), why_not)
