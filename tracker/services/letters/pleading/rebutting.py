"""The answer to each exemption on which a reply relies, in four moves."""

from collections.abc import Iterator, Sequence

from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text, at_start
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.pleas import Circumstance, Exemption
from tracker.domain.words.pleading import PleadingBasis, see
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.citing import cited, contrary, sentence, with_decisions
from tracker.services.letters.pleading.reaching import (
    items_refused_under,
    known_facts,
    records_of,
    saying_which,
)
from tracker.services.letters.pleading.source import PleadingSource

_CLAIM = Message("The respondent relied on {section}. {answer}")
_UNSHOWN = Message(
    "The decision names {section} and gives no fact from which it could be seen that it applies "
    "to each record. The respondent is to show this, record by record."
)


def rebuttals(source: PleadingSource) -> Iterator[Argument]:
    """Yield the answer to each exemption claimed, in the order of the law: its words, what is to
    be shown, what contradicts it, the rest."""
    for exemption in source.law.exemptions:
        if items := items_refused_under(source, exemption.key):
            yield _rebuttal(source, exemption, items)


def _rebuttal(source: PleadingSource, exemption: Exemption, items: Sequence[str]) -> Argument:
    section = source.text(exemption.cite)
    entries = tuple(
        entry.seq
        for entry in source.plea.replies()
        if isinstance(entry.event, Reply)
        and any(exemption.key in outcome.exemptions for outcome in entry.event.outcomes)
    )
    rests = PleadingBasis(
        entries,
        exemption.sources,
        cited(source, (*exemption.authorities, *exemption.adverse)),
        tuple(fact.key for fact, _ in _contradicting(source, exemption, items)),
    )
    title = (
        source.text(exemption.title)
        if exemption.title
        else source.say("{section} has not been shown to apply", section=at_start(section))
    )
    paragraphs = tuple(_moves(source, exemption, section, items))
    when = Circumstance.EXEMPTION_CLAIMED
    relief = exemption.relief
    return Argument(exemption.key, title, paragraphs, when, rests, tuple(items), relief)


def _moves(
    source: PleadingSource, exemption: Exemption, section: str, items: Sequence[str]
) -> Iterator[str]:
    if exemption.words is None:
        answer = source.text(exemption.limits) if exemption.limits else ""
        words = (
            source.say(_CLAIM, section=section, answer=answer).strip()
            if answer
            else source.say(_UNSHOWN, section=section)
        )
        yield saying_which(source, words, items)
        return
    missing = f" {source.text(exemption.missing)}" if exemption.missing else ""
    first = saying_which(source, source.text(exemption.words) + missing, items)
    yield with_decisions(source, first, exemption.authorities)
    said = [
        sentence(source, _of_the_fact(source, words, fact), see(f"fact-{fact.key}"))
        for fact, words in _contradicting(source, exemption, items)
    ]
    if exemption.remainder:
        said.append(source.text(exemption.remainder))
    if said:
        yield " ".join(said)
    yield from contrary(source, exemption.adverse)


def _of_the_fact(source: PleadingSource, words: Text, fact: ReportedFact) -> str:
    return source.text(words).replace("{items}", records_of(source, fact.items))


def _contradicting(
    source: PleadingSource, exemption: Exemption, items: Sequence[str]
) -> Iterator[tuple[ReportedFact, Text]]:
    for bearing, words in exemption.contradicted_by.items():
        for fact in known_facts(source, items):
            if bearing in fact.shows:
                yield fact, words
                break
