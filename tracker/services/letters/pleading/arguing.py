"""The grounds of a pleading: by cause, then by exemption in four moves, then what is always true.

What the law's file writes for a cause is pleaded; where it writes nothing, neutral words are.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from tracker.domain.base.messages import Message
from tracker.domain.case.history import Entry
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import LetterKind, LetterPoint
from tracker.domain.law.outcome import GroundCategory, VagueGround
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm, see
from tracker.domain.words.quotations import in_marks
from tracker.services.letters.appeal_words import cause
from tracker.services.letters.grounds_of_appeal import without_clause
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.citing import (
    WrittenGround,
    cited_by,
    contrary,
    leads_of,
    offered_for,
    rows_offered,
    sentence,
    told_before,
    with_decisions_of,
)
from tracker.services.letters.pleading.on_fee import FEE_GROUND_TITLES, FEE_NEUTRAL, granted
from tracker.services.letters.pleading.reaching import (
    at_issue,
    headed,
    items_reached,
    known_facts,
    saying_which,
)
from tracker.services.letters.pleading.rebutting import claimed, items_met, rebuttal
from tracker.services.letters.pleading.source import PleadingSource

# What a ground is headed where the law's file has no heading.
GROUND_TITLES: dict[Circumstance, Message] = {
    Circumstance.SILENCE: Message("No decision was given within the time that the law allows"),
    Circumstance.LATE: Message("The decision came after the time that the law allows"),
    Circumstance.REFUSED: Message("The refusal is not justified"),
    Circumstance.PARTLY_ANSWERED: Message("What was left out is not justified"),
    Circumstance.PASSED_OVER: Message("Items were passed over without a decision"),
    Circumstance.NOT_HELD: Message("It has not been shown that the records are not held"),
    Circumstance.REFERRED_ELSEWHERE: Message("A referral to another body is no decision"),
    Circumstance.SAID_TO_BE_PUBLIC: Message("The records are not shown to be public already"),
    Circumstance.REFUSED_AS_REPEAT: Message("The request is no repetition"),
    Circumstance.NEITHER_CONFIRMED_NOR_DENIED: Message(
        "A refusal to confirm or deny has not been justified"
    ),
    Circumstance.NO_EXEMPTION_NAMED: Message("The decision names no exemption"),
    Circumstance.NO_CLAUSE_NAMED: Message("A provision is named without its clause"),
    Circumstance.NO_EXEMPTION_OF_THE_LAW: Message("What was relied on is no exemption of the law"),
    Circumstance.EXEMPTION_CLAIMED: Message("The exemption claimed has not been shown to apply"),
    Circumstance.APPEAL_RIGHT_NOT_STATED: Message("The right to a remedy was not stated"),
    Circumstance.NOT_SEVERED: Message("In the alternative, nothing was severed"),
    Circumstance.FEE_DEMANDED: Message("The fee demanded has not been justified"),
    Circumstance.EXTENSION_DOUBTFUL: Message("No ground for a longer time has been shown"),
    Circumstance.URGENT: Message("The request was an urgent one"),
    Circumstance.ALWAYS: Message("The records are to be disclosed"),
    **FEE_GROUND_TITLES,
}
# What is pleaded where the law's file has no words for a cause.
NEUTRAL: dict[Circumstance, Message] = {
    Circumstance.SILENCE: Message(
        "The time for a decision has ended and none was received. No exemption has been claimed, "
        "and none can be presumed. Should a ground be raised in reply, the {party} asks to be "
        "heard on it, item by item."
    ),
    Circumstance.LATE: Message(
        "The decision came after the time for it had ended. The lateness is a breach of its own. "
        "It is pleaded beside the grounds against the decision, which are answered below."
    ),
    Circumstance.REFUSED: Message(
        "A refusal is to be justified for each record: by the exact provision, and by facts that "
        "show why it applies. It is for the body that refuses to show them. The {party} asks that "
        "each item be decided again on that footing."
    ),
    Circumstance.PARTLY_ANSWERED: Message(
        "Each item is a request for a record. For what was not given, the respondent is to show "
        "the provision relied on and the reasons for it, record by record."
    ),
    Circumstance.PASSED_OVER: Message(
        "Each item is a request for a record, and the reply says nothing on some of them. A reply "
        "that passes over an item does not decide it."
    ),
    Circumstance.NOT_HELD: Message(
        "A statement that a record is not held is to be supported: where it was searched for, by "
        "whom, and where it went. It is for the respondent to state this."
    ),
    Circumstance.REFERRED_ELSEWHERE: Message(
        "The respondent answers for the records that it holds itself, copies received from others "
        "among them. A referral to another body does not say whether it holds them."
    ),
    Circumstance.NO_EXEMPTION_NAMED: Message(
        "A refusal that names no provision cannot be examined or answered. The respondent is to "
        "name, for each record, the exact provision and the reasons for which it applies."
    ),
    Circumstance.NO_CLAUSE_NAMED: Message(
        "The respondent relied on {words} and named no clause. Until the clause is named, the "
        "claim cannot be examined or answered."
    ),
    Circumstance.NO_EXEMPTION_OF_THE_LAW: Message(
        "The respondent relied on {words}. These words name no provision under which the law "
        "allows a refusal."
    ),
    Circumstance.SAID_TO_BE_PUBLIC: Message(
        "The reply says that the information is public and is to say where each record itself can "
        "be found. An account of a record elsewhere is not the record."
    ),
    Circumstance.NOT_SEVERED: Message(
        "Records were withheld as a whole. If a passage should be exempt, it alone is to be "
        "removed, and the rest of the record given: its date, number, author’s office, addressee "
        "and operative part."
    ),
    Circumstance.FEE_DEMANDED: Message(
        "The respondent is to show the rule under which the sum is charged and its calculation."
    ),
    Circumstance.EXTENSION_DOUBTFUL: Message(
        "A longer time was claimed without a ground, or after the time had passed. The respondent "
        "is to show the ground on which it relies."
    ),
    **FEE_NEUTRAL,
}
_REST = Message(
    "Should a passage of a record be exempt, it is asked that it alone be removed and the rest be "
    "given. Date, number, author’s office, addressee and operative part can be given in any case."
)
# Circumstances that carry no ground where the law has no words for them.
_SILENT = frozenset(
    {
        Circumstance.ALWAYS,
        Circumstance.URGENT,
        Circumstance.EXTENSION_CLAIMED,
        Circumstance.EXEMPTION_CLAIMED,
    }
)
# Circumstances of the whole request, not of an item. A point that excludes one is not pleaded.
_OF_THE_REQUEST = frozenset({Circumstance.EXTENSION_CLAIMED, Circumstance.LATE})
# Causes that are pleaded after the exemptions.
_LAST = frozenset({Circumstance.NOT_SEVERED, Circumstance.ALWAYS, Circumstance.EXEMPTION_CLAIMED})


def arguments(source: PleadingSource) -> tuple[Argument, ...]:
    """Return every ground of the pleading, in order."""
    points = tuple(_points(source))
    written = {point.when for point in source.law.points if _fits(source, point)}
    early = [p for p in points if p.when not in _LAST]
    late = [p for p in points if p.when in _LAST]
    claims = claimed(source)
    pleaded: tuple[WrittenGround, ...] = (*early, *claims, *late)
    found = [_of_point(source, point, pleaded) for point in early]
    found += _neutral(source, written, last=False)
    found += [rebuttal(source, e, told_before(source, pleaded, e.key)) for e in claims]
    found += _of_points(source, late, pleaded)
    found += _neutral(source, written, last=True)
    found = found or [_cause(source)]
    written_last = any(p.title and p.when in _LAST for p in source.law.points if _fits(source, p))
    if not written_last and not granted(source):
        found.append(_remainder(source))
    return tuple(_under_one_heading(found))


def _under_one_heading(found: Sequence[Argument]) -> Iterator[Argument]:
    """Yield the grounds, those that follow one another with the same heading as one."""
    for _, together in groupby(found, key=lambda each: each.title):
        first, *others = together
        for other in others:
            first = first.with_(other)
        yield first


def _remainder(source: PleadingSource) -> Argument:
    """Return the alternative plea where the law’s file has no such ground: the rest is due."""
    title, words = (
        source.say("In the alternative, the rest is asked for"),
        source.say(_REST),
    )
    rests = PleadingBasis((source.plea.opening.seq,))
    items = items_reached(source, Circumstance.ALWAYS)
    return Argument("rest", title, (words,), Circumstance.ALWAYS, rests, items)


def _fits(source: PleadingSource, point: LetterPoint) -> bool:
    fits = point.letter is LetterKind.APPEAL and point.when in source.pleaded
    meets = not point.answers or any(_meets(each, point) for each in vague(source))
    of_body = not point.bodies or source.drafted.body in point.bodies
    beside = _OF_THE_REQUEST & set(point.unless) & source.pleaded.keys()
    return fits and meets and of_body and not beside and not source.elsewhere(point.stages)


def _meets(ground: VagueGround, point: LetterPoint) -> bool:
    """Return whether a point answers a ground without a clause, by its kind and its section."""
    named = not point.number or point.number in re.findall(r"\w+", ground.words)
    return named and ground.category in point.answers


def _points(source: PleadingSource) -> Iterator[LetterPoint]:
    """Yield the points that are true of this request, and of an item where they name items."""
    for point in source.law.points:
        if not _fits(source, point):
            continue
        reached = _reached(source, point)
        shown = {each for fact in known_facts(source, reached) for each in fact.shows}
        # The answer to an exemption makes the same point of the same fact.
        if point.needs and reached and set(reached) <= items_met(source, point.needs):
            continue
        if shown >= set(point.needs) and (reached or not (point.items or point.unless)):
            yield point


def _reached(source: PleadingSource, point: LetterPoint) -> tuple[str, ...]:
    """Return the items at issue that a point reaches: of its cause, its questions, its facts."""
    items = items_reached(source, point.when, point.unless)
    if point.answers:
        said = {key: outcome.vague for key, outcome in at_issue(source).items() if outcome}
        items = tuple(k for k in items if (ground := said.get(k)) and _meets(ground, point))
    if point.items:
        items = tuple(key for key in items if key in point.items)
    facts = [f for f in known_facts(source, items) if set(point.needs) & set(f.shows)]
    named = {key for fact in facts for key in fact.items}
    return tuple(key for key in items if key in named) if named else items


def vague(source: PleadingSource) -> tuple[VagueGround, ...]:
    """Return the grounds without a clause on which the replies at issue rely, each once."""
    found = (
        outcome.vague
        for entry in source.plea.replies()
        if isinstance(entry.event, Reply)
        for outcome in entry.event.outcomes
        if outcome.vague
    )
    return tuple(dict.fromkeys(found))


def _quoted(source: PleadingSource, when: Circumstance, answers: Sequence[GroundCategory]) -> str:
    """Return the words of the response on such grounds, each in quotation marks."""
    said = [
        in_marks(each.words)
        for each in vague(source)
        if without_clause(each.category) is when and (not answers or each.category in answers)
    ]
    return source.locale.listed(list(dict.fromkeys(said)))


def _of_points(
    source: PleadingSource, points: Sequence[LetterPoint], pleaded: Sequence[WrittenGround]
) -> list[Argument]:
    """Return a ground for each point; what is always true and has no heading is one together."""
    always = [p for p in points if p.title is None and p.when is Circumstance.ALWAYS]
    under = [_of_point(source, point, pleaded) for point in always]
    found = [_of_point(source, point, pleaded) for point in points if point not in always]
    if under:
        title = source.say("The law relied on")
        words = tuple(words for each in under for words in each.paragraphs)
        sources = tuple(key for each in under for key in each.rests_on.provisions)
        rests = PleadingBasis(provisions=tuple(dict.fromkeys(sources)))
        items = items_reached(source, Circumstance.ALWAYS)
        found.append(Argument("law", title, words, Circumstance.ALWAYS, rests, items))
    return found


def _of_point(
    source: PleadingSource, point: LetterPoint, pleaded: Sequence[WrittenGround]
) -> Argument:
    entry = source.pleaded[point.when]
    title = source.text(point.title) if point.title else source.say(GROUND_TITLES[point.when])
    words, sections = source.text(point.says), source.cite(point.sources)
    said = _quoted(source, point.when, point.answers)
    words = words.replace("{words}", said)
    names = [each.in_language(source.locale.language) for each in source.law.cites(point.sources)]
    # A sentence may name several sections at once: their numbers are what it must hold.
    if sections and not any(name.split()[-1] in words for name in names):
        words = f"{words} [{sections}]"
    items = _reached(source, point)
    title = headed(source, title, words, items)
    facts = [f for f in known_facts(source, items) if set(point.needs) & set(f.shows)]
    if facts:
        words = sentence(source, words, see(f"fact-{facts[0].key}"))
    words, used = saying_which(source, words, items), tuple(fact.key for fact in facts)
    decisions, unchecked = cited_by(source, point), leads_of(source, point)
    rests = PleadingBasis(_seq(entry), point.sources, decisions, used, unchecked)
    told = told_before(source, pleaded, point.key)
    against = contrary(source, point.adverse, told)
    # A sentence without a heading names the remedy or the section: what is argued follows it.
    neutral = None if point.title else NEUTRAL.get(point.when)
    argued = (source.say(neutral, party=source.party, words=said),) if neutral else ()
    paragraphs = (with_decisions_of(source, words, point, told), *argued, *against)
    offered = offered_for(source, point, told)
    return Argument(point.key, title, paragraphs, point.when, rests, items, point.relief, offered)


def _neutral(
    source: PleadingSource, written: set[Circumstance], *, last: bool
) -> Iterator[Argument]:
    for when, entry in source.pleaded.items():
        if when in written or when in _SILENT or when not in NEUTRAL:
            continue
        if (when in _LAST) is not last or not (source.plea.first or entry):
            continue
        said = _quoted(source, when, ())
        items = items_reached(source, when)
        words = source.say(NEUTRAL[when], party=source.party, words=said)
        title = headed(source, source.say(GROUND_TITLES[when]), words, items)
        yield Argument(when.value, title, (words,), when, PleadingBasis(_seq(entry)), items)


def _cause(source: PleadingSource) -> Argument:
    """Return the cause of the remedy itself, where nothing else can be pleaded."""
    words = cause(source.plea, source.locale)
    title = source.say(GROUND_TITLES[Circumstance.ALWAYS])
    rests = PleadingBasis((source.plea.opening.seq,))
    items = items_reached(source, Circumstance.ALWAYS)
    return Argument("cause", title, (words,), Circumstance.ALWAYS, rests, items)


def _seq(entry: Entry | None) -> tuple[int, ...]:
    return (entry.seq,) if entry else ()


def grounds(found: Sequence[Argument]) -> Iterator[PleadingRow]:
    """Yield the rows of the grounds: a heading for each, and its paragraphs."""
    for each in found:
        key = f"ground:{each.key}"
        yield PleadingRow(key, each.title, RowForm.HEADING, each.rests_on)
        for n, words in enumerate(each.paragraphs, start=1):
            yield PleadingRow(f"{key}:{n}", words, rests_on=each.rests_on)
        yield from rows_offered(key, each.offered)
