"""The answer to each exemption on which a reply relies, in four moves."""

from collections.abc import Collection, Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text, at_start
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.pleas import Bearing, Circumstance, Exemption
from tracker.domain.words.pleading import PleadingBasis, see
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.citing import (
    cited_by,
    contrary,
    leads_of,
    offered_for,
    sentence,
    with_decisions_of,
)
from tracker.services.letters.pleading.reaching import (
    headed,
    items_refused_under,
    known_facts,
    records_of,
)
from tracker.services.letters.pleading.source import PleadingSource

_CLAIM = Message("The respondent relied on {section}. {answer}")
_UNSHOWN = Message(
    "The decision relies on {section}. It is for the respondent to show, record by record and by "
    "facts, that it applies."
)


def claimed(source: PleadingSource) -> tuple[Exemption, ...]:
    """Return the exemptions on which the replies rely for items at issue, in the law’s order, as
    far as this remedy answers them. Like clauses are answered once."""
    found = (e for e in source.law.exemptions if not source.elsewhere(e.stages))
    return tuple(e for e in found if not e.answered_by and _answered(source, e))


def _answered(source: PleadingSource, exemption: Exemption) -> tuple[str, ...]:
    """Return the items at issue that were refused under a clause or one that is answered with it,
    in the order of the request."""
    clauses = (e.key for e in source.law.exemptions if exemption.key in (e.key, e.answered_by))
    met = {item for clause in clauses for item in items_refused_under(source, clause)}
    return tuple(asked.key for asked in source.drafted.questions if asked.key in met)


def items_met(source: PleadingSource, shown: Collection[Bearing]) -> frozenset[str]:
    """Return the items for which the answer to an exemption uses facts that show one of these."""
    return frozenset(
        item
        for exemption in claimed(source)
        for items in [_answered(source, exemption)]
        for fact, _ in _contradicting(source, exemption, items)
        if set(fact.shows) & set(shown) & exemption.contradicted_by.keys()
        for item in items
    )


def rebuttal(source: PleadingSource, exemption: Exemption, told: Collection[str]) -> Argument:
    """Return the answer to an exemption: its words, what is to be shown, what contradicts it, the
    rest. `told` are the decisions that an earlier ground explains."""
    items = _answered(source, exemption)
    section = source.text(exemption.cite)
    entries = tuple(
        entry.seq
        for entry in source.plea.replies()
        if isinstance(entry.event, Reply)
        and any(outcome.question in items for outcome in entry.event.outcomes)
    )
    rests = PleadingBasis(
        entries,
        exemption.sources,
        cited_by(source, exemption),
        tuple(fact.key for fact, _ in _contradicting(source, exemption, items)),
        leads_of(source, exemption),
    )
    title = (
        source.text(exemption.title)
        if exemption.title
        else source.say("{section} has not been shown to apply", section=at_start(section))
    )
    title = headed(source, title, "", items)
    paragraphs = tuple(_moves(source, exemption, section, told))
    when = Circumstance.EXEMPTION_CLAIMED
    relief, offered = exemption.relief, offered_for(source, exemption, told)
    return Argument(exemption.key, title, paragraphs, when, rests, items, relief, offered)


def _moves(
    source: PleadingSource, exemption: Exemption, section: str, told: Collection[str]
) -> Iterator[str]:
    items = _answered(source, exemption)
    if exemption.words is None:
        answer = source.text(exemption.limits) if exemption.limits else ""
        words = (
            source.say(_CLAIM, section=section, answer=answer).strip()
            if answer
            else source.say(_UNSHOWN, section=section)
        )
        yield words
        return
    missing = f" {source.text(exemption.missing)}" if exemption.missing else ""
    first = source.text(exemption.words) + missing
    yield with_decisions_of(source, first, exemption, told)
    said = [
        sentence(source, _of_the_fact(source, words, fact), see(f"fact-{fact.key}"))
        for fact, words in _contradicting(source, exemption, items)
    ]
    if not said and (ended := _ended(source, exemption, items)):
        said.append(ended)
    if exemption.remainder:
        said.append(source.text(exemption.remainder))
    if said:
        yield " ".join(said)
    yield from contrary(source, exemption.adverse, told)


def _of_the_fact(source: PleadingSource, words: Text, fact: ReportedFact) -> str:
    return source.text(words).replace("{items}", records_of(source, fact.items))


def _ended(source: PleadingSource, exemption: Exemption, items: Sequence[str]) -> str:
    """Return the answer to an exemption from the end of the block; empty before that end."""
    words, until = exemption.contradicted_by.get(Bearing.ENDED), source.block.until
    if words is None or until is None or until >= source.today:
        return ""
    said = source.text(words).replace("{items}", records_of(source, items))
    return sentence(source, said, see("facts:sent"))


def _contradicting(
    source: PleadingSource, exemption: Exemption, items: Sequence[str]
) -> Iterator[tuple[ReportedFact, Text]]:
    for bearing, words in exemption.contradicted_by.items():
        for fact in known_facts(source, items):
            if bearing in fact.shows:
                yield fact, words
                break
