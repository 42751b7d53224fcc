"""Decisions in a pleading: those that support a ground, and the answer to those against it.

A ground cites its strongest decisions. The others are offered to the lawyer, each as a row.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS
from tracker.domain.law.authority import Authority, authority_key
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.law import LetterKind, LetterPoint
from tracker.domain.law.outcome import TypedSection
from tracker.domain.law.pleas import Circumstance, Exemption
from tracker.domain.library import bears_on_remedies
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, at_annex
from tracker.services.letters.pleading.annex_letters import decision_key
from tracker.services.letters.pleading.argument import OfferedDecision, rows_offered
from tracker.services.letters.pleading.source import PleadingSource

# What a ground of the law’s file is: a cause, or the answer to an exemption.
WrittenGround = LetterPoint | Exemption
AnyGround = TypeVar("AnyGround", bound=WrittenGround, covariant=True)


class Reaching(NamedTuple, Generic[AnyGround]):
    """A ground of the law’s file with the items at issue that it reaches, and the facts that it
    needs."""

    ground: AnyGround
    items: tuple[str, ...]
    facts: tuple[ReportedFact, ...] = ()


_RELIES = Message("See {cite}{annex}: {holds}")
_PERSUASIVE = Message("See, as persuasive, {cite}{annex}: {holds}")
_BY_PARITY = Message("So also, by parity of reasoning, {cite}{annex}: {holds}")
_AGAIN = Message("See again {cite}{annex}.")
# For a decision against the body that was asked.
_AGAINST_IT = Message("{words} That decision was made against {respondent}.")
_SENTENCE = Message("{words}.")
# Decisions that a ground cites by default.
MOST_CITED = 2
# With as many in its grounds, a pleading needs none of another country on the principle.
_MANY_CITED = 8
_CONTRARY = Message(
    "The {party} draws attention to an adverse decision: {cite}{annex}. {holds} {distinguished}"
)
_CONTRARY_BY_ME = Message(
    "I draw attention to an adverse decision: {cite}{annex}. {holds} {distinguished}"
)
_CONTRARY_DECISIONS = Message(
    "The {party} draws attention to adverse decisions: {decisions} {distinguished}"
)
_CONTRARY_DECISIONS_BY_ME = Message(
    "I draw attention to adverse decisions: {decisions} {distinguished}"
)
# For a decision that helps each side: both halves are told.
_IN_PART = Message(
    "The {party} draws attention to a decision that is adverse in part: {cite}{annex}. {holds} "
    "{counter} {distinguished}"
)
_IN_PART_BY_ME = Message(
    "I draw attention to a decision that is adverse in part: {cite}{annex}. {holds} {counter} "
    "{distinguished}"
)
_THE_OTHER_HALF = Message(
    "{words} The same decision is adverse in part. {counter} {distinguished}"
)
_ONE_OF_THEM = Message("{cite}{annex}: {holds}")


def sentence(source: PleadingSource, words: str, reference: str = "") -> str:
    """Return words as a sentence with a reference before its full stop."""
    return source.say(_SENTENCE, words=words.rstrip(FULL_STOPS) + reference)


def with_decisions(
    source: PleadingSource, words: str, cited: Sequence[str], told: Collection[str] = ()
) -> str:
    """Return words followed by the decisions cited for them.

    `told` are the decisions that an earlier ground describes.
    """
    return " ".join((words, *(_relied_on(source, each, each in told) for each in cited)))


def with_decisions_of(
    source: PleadingSource, words: str, ground: WrittenGround, told: Collection[str]
) -> str:
    """Return the words of a ground followed by the decisions that it cites."""
    said = (_of_ground(source, each, ground, told) for each in strongest(source, ground))
    return " ".join((words, *said))


def offered_for(
    source: PleadingSource, reaching: Reaching[WrittenGround], told: Collection[str]
) -> tuple[OfferedDecision, ...]:
    """Return further decisions for a ground, and those against it that the letter leaves out."""
    ground, cited = reaching.ground, strongest(source, reaching.ground)
    others = [each for each in ranked(source, ground) if each not in cited]
    found = [
        OfferedDecision(authority_key(e), _of_ground(source, e, ground, told)) for e in others
    ]
    shown = adverse_to(source, reaching)
    for each in (e for e in _against(source, reaching) if e not in shown):
        answers = contrary(source, (each,), told)
        found += [OfferedDecision(authority_key(each), words) for words in answers]
    return tuple(found)


def ranked(source: PleadingSource, ground: WrittenGround) -> tuple[str, ...]:
    """Return the decisions for a ground that letters may cite, the strongest first.

    Decisions of the forum come first. Those that bind it follow and, before a court, those of
    other courts of the country. Then come other decisions of the country, and the rest. Of the
    same rank, a decision on the very question comes before one on a similar question.
    """
    known = _printable(source, (*ground.authorities, *ground.by_parity))
    return tuple(sorted(dict.fromkeys(known), key=lambda each: _rank(source, each)))


def strongest(source: PleadingSource, ground: WrittenGround) -> tuple[str, ...]:
    """Return the decisions that a ground cites by default. After one on the very question, none
    is cited by parity of reasoning."""
    known = ranked(source, ground)
    direct = [n for n, each in enumerate(known) if each not in ground.by_parity][:1]
    kept = [
        each
        for n, each in enumerate(known)
        if not (direct and n > direct[0] and each in ground.by_parity)
    ]
    return tuple(kept[:MOST_CITED])


def _texts_and_one_decision(
    source: PleadingSource, references: Sequence[str], told: Collection[str]
) -> tuple[tuple[str, ...], tuple[OfferedDecision, ...]]:
    """Return the texts and the first decision among these, and the other decisions as offered.
    Where the grounds have many, one of another country is only offered too."""
    known = _printable(source, references)
    decisions = [each for each in known if source.printable[authority_key(each)].decision]
    first = {source.printable[authority_key(each)].country for each in decisions[:1]}
    abroad = len(told) >= _MANY_CITED and source.law.country not in first
    spared = decisions[0 if abroad else 1 :]
    others = [OfferedDecision(authority_key(e), _relied_on(source, e, False)) for e in spared]
    return tuple(each for each in known if each not in spared), tuple(others)


def _rank(source: PleadingSource, reference: str) -> int:
    decided, receiver = source.printable[authority_key(reference)], source.plea.remedy.to
    own = decided.country == source.law.country
    if own and (decided.forum == receiver or not decided.decision):
        return 0
    before_a_court = receiver not in source.library.bodies
    if decided.bears_on(receiver) or (own and before_a_court and decided.court):
        return 1
    return 2 if own else 3


def _of_ground(
    source: PleadingSource, reference: str, ground: WrittenGround, told: Collection[str]
) -> str:
    by_parity = reference in ground.by_parity and not _against_respondent(source, reference)
    how = _BY_PARITY if by_parity else None
    # Another proposition of the same decision was cited before, with the body that it was against.
    before = authority_key(reference) in map(authority_key, told)
    return _relied_on(source, reference, reference in told, how, named_before=before)


def _relied_on(
    source: PleadingSource,
    reference: str,
    told: bool,
    how: Message | None = None,
    *,
    named_before: bool = False,
) -> str:
    key = authority_key(reference)
    decided = source.printable[key]
    annex = at_annex(decision_key(key))
    if told:
        return source.say(_AGAIN, cite=_named(source, decided), annex=annex)
    own = decided.country == source.law.country
    # What does not help stands beside what does, once for each decision.
    limit = None if named_before else decided.limit
    held = [source.text(each) for each in (decided.holding(reference), limit) if each]
    words = source.say(
        how or (_RELIES if own or not decided.decision else _PERSUASIVE),
        cite=_as_known(source, decided),
        annex=annex,
        holds=" ".join(held),
    )
    if named_before:
        return words
    if _against_respondent(source, reference):
        return source.say(_AGAINST_IT, words=words, respondent=source.respondent_named)
    return (
        source.say(_THE_OTHER_HALF, words=words, **half) if (half := _half(source, key)) else words
    )


def _half(source: PleadingSource, key: str) -> dict[str, str]:
    """Return what a decision holds against the side that cites it, with the answer; empty if it
    holds nothing of the kind."""
    decided = source.printable[key]
    if not decided.counter or decided.distinguished is None:
        return {}
    counter = source.text(decided.holding(decided.counter_reference))
    return {"counter": counter, "distinguished": source.text(decided.distinguished)}


def _against_respondent(source: PleadingSource, reference: str) -> bool:
    """Return whether a decision was made against the body that was asked."""
    return source.plea.respondent() in source.printable[authority_key(reference)].respondents


def _named(source: PleadingSource, decided: Authority) -> str:
    return source.locale.together(source.text(decided.cite))


def _as_known(source: PleadingSource, decided: Authority) -> str:
    """Return a decision as a letter cites it, with what it is known from."""
    how = (source.text(decided.qualifier),) if decided.qualifier else ()
    return source.locale.listed((_named(source, decided), *how))


def law_behind(source: PleadingSource, told: Collection[str] = ()) -> Iterator[PleadingRow]:
    """Yield the one paragraph on constitution, covenant and comparative decisions. `told` has the
    keys of the decisions whose holding a ground states already."""
    forum = source.forum
    if forum.behind is None:
        return
    known, others = _texts_and_one_decision(source, forum.behind_authorities, told)
    again = [each for each in known if authority_key(each) in told]
    words = with_decisions(source, source.text(forum.behind), known, again)
    rests = PleadingBasis(
        provisions=forum.sources,
        authorities=cited(source, known),
        leads=leads(source, forum.behind_authorities),
    )
    yield PleadingRow("law-behind", words, rests_on=rests)
    yield from rows_offered("law-behind", others)


def contrary(
    source: PleadingSource, adverse: Sequence[str], told: Collection[str] = ()
) -> Iterator[str]:
    """Yield the answer to each adverse decision that comes from a forum of the law or binds it.

    That forum may be the one to which the next remedy goes. A decision that an earlier ground
    answered is answered once. Several stand in one paragraph, those with the same answer together.
    """
    met = [
        (each, source.text(decided.distinguished) if decided.distinguished else "")
        for each in adverse
        if each not in told
        and (decided := source.printable.get(authority_key(each)))
        and _answered(source, decided)
    ]
    said: list[tuple[str, Sequence[str]]] = []
    for answer, together in groupby(met, key=lambda each: each[1]):
        references = [reference for reference, _ in together]
        if source.printable[key := authority_key(references[0])].is_counter(references[0]):
            words = {**_of_decision(source, key), **_half(source, key)}
            in_part = _IN_PART_BY_ME if source.by_letter else _IN_PART
            yield source.say(in_part, party=source.party, **words)
        else:
            said.append((answer, references))
    if len(said) == 1 and len(said[0][1]) == 1:
        answer, (reference,) = said[0]
        one = _CONTRARY_BY_ME if source.by_letter else _CONTRARY
        words = _of_decision(source, reference)
        yield source.say(one, party=source.party, distinguished=answer, **words)
    elif said:
        told_of = [words for answer, of in said for words in (*_each_held(source, of), answer)]
        decisions, answer = " ".join(told_of[:-1]), told_of[-1]
        several = _CONTRARY_DECISIONS_BY_ME if source.by_letter else _CONTRARY_DECISIONS
        yield source.say(several, party=source.party, decisions=decisions, distinguished=answer)


def _each_held(source: PleadingSource, references: Iterable[str]) -> Iterator[str]:
    return (source.say(_ONE_OF_THEM, **_of_decision(source, each)) for each in references)


def _answered(source: PleadingSource, decided: Authority) -> bool:
    """Return whether a letter answers an adverse decision. Without an answer it is no annex."""
    return bool(decided.distinguished) and bears_on_remedies(decided, source.law)


def _of_decision(source: PleadingSource, reference: str) -> dict[str, str]:
    """Return what a sentence says of a decision: its citation, its annex, what it holds."""
    key = authority_key(reference)
    decided = source.printable[key]
    return {
        "cite": _as_known(source, decided),
        "annex": at_annex(decision_key(key)),
        "holds": source.text(decided.holding(reference)),
    }


def _anticipates(ground: WrittenGround) -> bool:
    """Return whether a ground is about a clause that no reply claims."""
    if not isinstance(ground, LetterPoint) or ground.answers or ground.named:
        return False
    always = ground.when is Circumstance.ALWAYS and ground.letter is LetterKind.APPEAL
    return always or bool(ground.answered_by)


def adverse_to(source: PleadingSource, reaching: Reaching[WrittenGround]) -> tuple[str, ...]:
    """Return the decisions that a ground answers. On what nobody claimed these are its doubts."""
    return _against(source, reaching, of_items=not _anticipates(reaching.ground))


def _against(
    source: PleadingSource, reaching: Reaching[WrittenGround], of_items: bool = True
) -> tuple[str, ...]:
    """Return the decisions against a ground: those by which one that it cites is in doubt, and
    those on items that it reaches."""
    known, items = source.library.authorities, set(reaching.items)
    in_use = (known[key] for key in cited(source, strongest(source, reaching.ground)))
    doubts = {key for decided in in_use for key in decided.doubted_by}
    found = ((each, known.get(authority_key(each))) for each in reaching.ground.adverse)
    return tuple(
        each
        for each, of in found
        if (of and of.key in doubts)
        or (of_items and not (of and of.items and items and items.isdisjoint(of.items)))
    )


def cited_by(source: PleadingSource, reaching: Reaching[WrittenGround]) -> tuple[str, ...]:
    """Return the decisions that the rows of a ground cite or answer."""
    known, ground = source.library.authorities, reaching.ground
    keys = ((e, known.get(authority_key(e))) for e in adverse_to(source, reaching))
    met = (e for e, decided in keys if decided and _answered(source, decided))
    return cited(source, (*strongest(source, ground), *met))


def _printable(source: PleadingSource, references: Sequence[str]) -> tuple[str, ...]:
    return tuple(e for e in references if authority_key(e) in source.printable)


def cited(source: PleadingSource, authorities: Sequence[str]) -> tuple[str, ...]:
    """Return the decisions among these that letters may cite, each once."""
    return tuple(dict.fromkeys(map(authority_key, _printable(source, authorities))))


def leads(
    source: PleadingSource, authorities: Sequence[str], adverse: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the decisions that a letter would cite or answer once a lawyer has checked them."""
    known, against = source.library.authorities, map(authority_key, adverse)
    met = (k for k in against if (each := known.get(k)) and bears_on_remedies(each, source.law))
    wanted = dict.fromkeys((*map(authority_key, authorities), *met))
    return tuple(key for key in wanted if key not in source.printable)


def leads_of(source: PleadingSource, reaching: Reaching[WrittenGround]) -> tuple[str, ...]:
    """Return the decisions that a ground would cite or answer once a lawyer has checked them."""
    ground, against = reaching.ground, _against(source, reaching)
    return leads(source, (*ground.authorities, *ground.by_parity), against)


def told_before(
    source: PleadingSource, grounds: Iterable[Reaching[WrittenGround]]
) -> dict[str, frozenset[str]]:
    """Return for each ground, by its key, the decisions that those before it cite or answer."""
    told: set[str] = set()
    before: dict[str, frozenset[str]] = {}
    for each in grounds:
        before.setdefault(each.ground.key, frozenset(told))
        cites = strongest(source, each.ground)
        # The other half of a decision is printed with it.
        halves = [source.printable[authority_key(e)].counter_reference for e in cites]
        told.update((*cites, *adverse_to(source, each), *halves))
    return before


def for_typed(source: PleadingSource, section: TypedSection) -> tuple[str, ...]:
    """Return the decisions that help against a section as a reply typed it."""
    return (*source.forum.typed_authorities, *_on_named(section, source.forum.typed_named))


def against_typed(source: PleadingSource, section: TypedSection) -> tuple[str, ...]:
    """Return the adverse decisions on a typed section: those on this one, and those on any, which
    are met if one of the others helps."""
    forum = source.forum
    of_any = forum.typed_adverse if for_typed(source, section) else ()
    return (*of_any, *_on_named(section, forum.typed_named_adverse))


def _on_named(section: TypedSection, decided: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the decisions on a section whose number has a word that the law names."""
    number = section.number.casefold()
    named = (keys for word, keys in decided.items() if word.casefold() in number)
    return tuple(dict.fromkeys(key for keys in named for key in keys))
