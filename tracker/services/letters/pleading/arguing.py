"""The grounds of a pleading: by cause, then by exemption in four moves, then what is always true.

What the law's file writes for a cause is pleaded; where it writes nothing, neutral words are.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE
from tracker.domain.case.history import Entry
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.law import LetterKind, LetterPoint
from tracker.domain.law.outcome import VagueGround
from tracker.domain.law.pleas import Circumstance, Exemption
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, RowForm, see
from tracker.services.letters.appeal_words import cause
from tracker.services.letters.grounds_of_appeal import without_clause
from tracker.services.letters.pleading.argument import Argument, rows_offered
from tracker.services.letters.pleading.citing import (
    Reaching,
    adverse_to,
    cited_by,
    contrary,
    leads_of,
    offered_for,
    sentence,
    told_before,
    with_decisions_of,
)
from tracker.services.letters.pleading.ending import after_the_longest
from tracker.services.letters.pleading.neutral_words import (
    NEUTRAL,
    ground_title,
    neutral_words,
)
from tracker.services.letters.pleading.on_fee import granted, worked_out
from tracker.services.letters.pleading.on_referral import (
    items_said,
    vague_grounds,
    with_words_of_documents,
)
from tracker.services.letters.pleading.quoting import in_full, passages
from tracker.services.letters.pleading.reaching import (
    at_issue,
    given_once,
    headed,
    items_reached,
    items_refused_under,
    known_facts,
    may_be_given,
    saying_which,
    taken_before,
)
from tracker.services.letters.pleading.rebutting import (
    claimed,
    contradicting,
    disclosed,
    items_met,
    on_items,
    rebuttal,
    typed_sections,
    withheld,
)
from tracker.services.letters.pleading.source import PleadingSource

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
    claims = claimed(source)
    fitting = [point for point in source.law.points if _fits(source, point, claims)]
    points = tuple(given_once(_points(source, fitting, claims)))
    written = {point.when for point in fitting}
    early = [each for each in points if each.ground.when not in _LAST]
    late = [each for each in points if each.ground.when in _LAST]
    told = told_before(source, (*early, *claims, *late))
    found = [_of_point(source, each, told[each.ground.key]) for each in early]
    found += _neutral(source, written, last=False)
    found += [rebuttal(source, each, told[each.ground.key]) for each in _rest_once(claims)]
    before: tuple[Reaching[LetterPoint | Exemption], ...] = (*early, *claims)
    met = {key for each in before for key in adverse_to(source, each)}
    found += typed_sections(source, met)
    found += _of_points(source, late, told)
    found += _neutral(source, written, last=True)
    found = found or [_cause(source)]
    written_last = any(point.title and point.when in _LAST for point in fitting)
    if not written_last and not granted(source):
        found.append(_remainder(source))
    return tuple(_cited_once(source, _under_one_heading(source, found)))


def _rest_once(claims: Sequence[Reaching[Exemption]]) -> Iterator[Reaching[Exemption]]:
    """Yield the exemptions. Only the first points to the ground on the rest of each record, which
    is about all of them."""
    pointed = False
    for each in claims:
        rest = each.ground.remainder
        points = rest is not None and "{ground:" in rest.in_language(SOURCE)
        ground = replace(each.ground, remainder=None) if points and pointed else each.ground
        pointed = pointed or points
        yield Reaching(ground, each.items)


def _under_one_heading(source: PleadingSource, found: Sequence[Argument]) -> Iterator[Argument]:
    """Yield the grounds. Those with the same heading become one, with the items of each, at the
    place of the first."""
    headed_so: dict[str, list[Argument]] = {}
    for each in found:
        headed_so.setdefault(each.heading or each.title, []).append(each)
    for heading, (first, *others) in headed_so.items():
        titles = {each.title for each in (first, *others)}
        for other in others:
            first = first.with_(other)
        if len(titles) > 1:
            first = replace(first, title=headed(source, heading, "", first.items))
        yield first


def _cited_once(source: PleadingSource, found: Iterable[Argument]) -> Iterator[Argument]:
    """Yield the grounds. Only the first one cites the provisions on the step before by themselves.
    Later grounds refer to its paragraph, which explains what follows from them here."""
    names = [f" ({source.cite((key,))})" for key in source.forum.of_step_before]
    explained: dict[str, str] = {}
    for each in found:
        said = list(each.paragraphs)
        for n, words in enumerate(said):
            for name in names:
                if name in explained:
                    said[n] = said[n].replace(name, explained[name])
                elif name in words:
                    explained[name] = see(f"ground:{each.key}:{n + 1}")
        yield replace(each, paragraphs=tuple(said))


def _remainder(source: PleadingSource) -> Argument:
    """Return the alternative plea where the law’s file has no such ground: the rest is due."""
    title, words = source.say("In the alternative, the rest is asked for"), source.say(_REST)
    rests = PleadingBasis((source.plea.opening.seq,))
    items = items_reached(source, Circumstance.ALWAYS)
    return Argument("rest", title, (words,), Circumstance.ALWAYS, rests, items)


def _fits(
    source: PleadingSource, point: LetterPoint, claims: Sequence[Reaching[Exemption]]
) -> bool:
    fits = point.letter is LetterKind.APPEAL and point.when in source.pleaded
    meets = not point.answers or any(_meets(source, each, point) for each in vague_grounds(source))
    of_body = not point.bodies or source.drafted.body in point.bodies
    as_said = point.answers or not point.named or _is_said(source, point)
    beside = _OF_THE_REQUEST & set(point.unless) & source.pleaded.keys()
    said_of_clause = any(each.ground.key == point.answered_by for each in claims)
    return (
        fits
        and meets
        and of_body
        and as_said
        and _has_power(source, point)
        and not taken_before(source, point)
        and not (beside or said_of_clause)
        and not source.elsewhere(point.stages)
    )


def _has_power(source: PleadingSource, point: LetterPoint) -> bool:
    """Return whether the file of the block names the power of a point, and the power was in force
    when the block began."""
    known = source.library.powers.get(point.power)
    if known is None:
        return not point.power
    return point.power in source.block.powers and source.block.since in known.in_force


def _is_said(source: PleadingSource, point: LetterPoint) -> bool:
    """Return whether one of the words that a point names is in the decision of the step before, or
    in a reply if the point is not about that decision."""
    return bool(passages(source, _documents(source, point), point.named))


def _documents(source: PleadingSource, point: LetterPoint) -> Sequence[Entry]:
    """Return the decision of the step before for a point about it, else the replies."""
    of_step = point.when is Circumstance.STEP_DECIDED
    return (source.plea.opening,) if of_step else source.plea.replies()


def _meets(source: PleadingSource, ground: VagueGround, point: LetterPoint) -> bool:
    """Return whether a point answers a ground without a clause, by its kind and its words.

    A term within a longer one that another point names is not meant: a trade secret is not a
    secret.
    """
    if ground.category not in point.answers:
        return False
    if not point.named:
        return True
    said = _spaced(ground.words)
    meeting = (each for each in source.law.points if each.answers)
    others = {name for each in meeting for name in each.named}.difference(point.named)
    terms = sorted((e for e in others if not e.isalnum()), key=lambda each: (-len(each), each))
    for longer in map(_spaced, terms):
        if longer.count(" ") > 2:
            said = said.replace(longer, " ")
    return any(_spaced(name) in said for name in point.named)


def _spaced(words: str) -> str:
    """Return the words in small letters, with one space before and after each."""
    found = " ".join(re.findall(r"\w+", words.casefold()))
    return f" {found} "


def _points(
    source: PleadingSource,
    fitting: Sequence[LetterPoint],
    claims: Sequence[Reaching[Exemption]],
) -> Iterator[Reaching[LetterPoint]]:
    """Yield the points that are true of this request, and of an item where they name items."""
    for point in fitting:
        items = _reached(source, point)
        # The answer to an exemption makes the same point of the same fact.
        if point.needs and items and set(items) <= items_met(source, claims, point.needs):
            continue
        facts = _needed(source, point, items)
        shown = {each for fact in facts for each in fact.shows}
        named = point.items or point.unless or "{items}" in point.says.in_language(SOURCE)
        of_items = bool(named or point.not_claimed or _of_words(point))
        if shown >= set(point.needs) and (items or not of_items):
            yield Reaching(point, items, facts)


def _of_words(point: LetterPoint) -> bool:
    """Return whether a point is about words that a reply may use of some items alone."""
    return bool(point.named and not point.answers) and point.when is not Circumstance.STEP_DECIDED


def _needed(
    source: PleadingSource, point: LetterPoint, items: Sequence[str]
) -> tuple[ReportedFact, ...]:
    """Return the reported facts on these items that show what a point needs."""
    needs = set(point.needs)
    if not needs:
        return ()
    known = (each for each in known_facts(source, items) if not may_be_given(source, each))
    return tuple(fact for fact in known if needs & set(fact.shows))


def _reached(source: PleadingSource, point: LetterPoint) -> tuple[str, ...]:
    """Return the items at issue that a point reaches: of its cause, its questions, its facts."""
    items = items_reached(source, point.when, point.unless)
    if point.answers:
        said = {key: outcome.vague for key, outcome in at_issue(source).items() if outcome}
        items = tuple(
            k for k in items if (ground := said.get(k)) and _meets(source, ground, point)
        )
    elif _of_words(point):
        items = items_said(source, point.named, items)
    claimed = {k for clause in point.not_claimed for k in items_refused_under(source, clause)}
    items = tuple(key for key in items if key not in claimed)
    if point.items:
        items = tuple(key for key in items if key in point.items)
    named = {key for fact in _needed(source, point, items) for key in fact.items}
    return tuple(key for key in items if key in named) if named else items


def _quoted(source: PleadingSource, when: Circumstance, point: LetterPoint | None = None) -> str:
    """Return the words of the response on such grounds, each in quotation marks."""
    said = [
        in_full(source, each.words)
        for each in vague_grounds(source)
        if without_clause(each.category) is when
        and (point is None or not point.answers or _meets(source, each, point))
    ]
    return source.locale.listed(list(dict.fromkeys(said)))


def _of_points(
    source: PleadingSource,
    points: Sequence[Reaching[LetterPoint]],
    told: Mapping[str, Collection[str]],
) -> list[Argument]:
    """Return a ground for each point; what is always true and has no heading is one together."""
    always = [
        each
        for each in points
        if each.ground.title is None and each.ground.when is Circumstance.ALWAYS
    ]
    under = [_of_point(source, each, told[each.ground.key]) for each in always]
    others = (each for each in points if each not in always)
    found = [_of_point(source, each, told[each.ground.key]) for each in others]
    if under:
        title = source.say("The law relied on")
        words = tuple(words for each in under for words in each.paragraphs)
        sources = tuple(key for each in under for key in each.rests_on.provisions)
        rests = PleadingBasis(provisions=tuple(dict.fromkeys(sources)))
        items = items_reached(source, Circumstance.ALWAYS)
        found.append(Argument("law", title, words, Circumstance.ALWAYS, rests, items))
    return found


def _of_point(
    source: PleadingSource, reaching: Reaching[LetterPoint], told: Collection[str]
) -> Argument:
    point, items, facts = reaching
    entry = source.pleaded[point.when]
    title = source.text(point.title) if point.title else ground_title(source, point.when)
    words, sections = source.text(point.says), source.cite(point.sources)
    said = _quoted(source, point.when, point)
    before = source.words.get("grounds-before", "")
    words = words.replace("{grounds-before}", f" ({before})" if before else "")
    words = words.replace("{words}", said)
    words = with_words_of_documents(source, words, _documents(source, point), point.named, items)
    names = [each.in_language(source.locale.language) for each in source.law.cites(point.sources)]
    # A sentence may name several sections at once: their numbers are what it must hold.
    if sections and not any(name.split()[-1] in words for name in names):
        words = sentence(source, words, f" ({sections})")
    heading, title = title, headed(source, title, words, items)
    words = sentence(source, words, see(f"fact-{facts[0].key}")) if facts else words
    of = Circumstance.ALWAYS if point.named else point.when
    words = _and_longest(source, of, saying_which(source, words, items))
    shown = tuple(contradicting(source, point.contradicted_by, items))
    used = tuple(fact.key for fact in (*facts, *(fact for fact, _ in shown)))
    decisions, unchecked = cited_by(source, reaching), leads_of(source, reaching)
    rests = PleadingBasis(_seq(entry), point.sources, decisions, used, unchecked)
    against = contrary(source, adverse_to(source, reaching), told)
    # A sentence without a heading names the remedy or the section: what is argued follows it.
    neutral = point.title is None and point.when in NEUTRAL
    argued = (neutral_words(source, point.when, said),) if neutral else ()
    held = [*disclosed(source, point.disclosed, items), *withheld(source, point.withheld)]
    held += (said for each in point.of_items for said in on_items(source, each, items))
    of_facts = " ".join((*held, *(said for _, said in shown)))
    if point.needs:  # a sentence that rests on a fact goes on with what that fact shows besides
        words, of_facts = " ".join(each for each in (words, of_facts) if each), ""
    words = with_decisions_of(source, words, point, told)
    also = (of_facts, " ".join(worked_out(source, point, items)))
    paragraphs = tuple(each for each in (words, *also, *argued, *against) if each)
    offered = offered_for(source, reaching, told)
    found = Argument(point.key, title, paragraphs, point.when, rests, items, point.relief, offered)
    return replace(found, heading=heading)


def _neutral(
    source: PleadingSource, written: set[Circumstance], *, last: bool
) -> Iterator[Argument]:
    for when, entry in source.pleaded.items():
        if when in written or when in _SILENT or when not in NEUTRAL:
            continue
        if (when in _LAST) is not last or not (source.plea.first or entry):
            continue
        said = _quoted(source, when)
        items = items_reached(source, when)
        words = _and_longest(source, when, neutral_words(source, when, said))
        title = headed(source, ground_title(source, when), words, items)
        yield Argument(when.value, title, (words,), when, PleadingBasis(_seq(entry)), items)


def _and_longest(source: PleadingSource, when: Circumstance, words: str) -> str:
    """Return the words of a ground; that of lateness adds that the longest time had ended too."""
    return f"{words} {after_the_longest(source)}".strip() if when is Circumstance.LATE else words


def _cause(source: PleadingSource) -> Argument:
    """Return the cause of the remedy itself, where nothing else can be pleaded."""
    words = cause(source.plea, source.locale)
    title = ground_title(source, Circumstance.ALWAYS)
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
