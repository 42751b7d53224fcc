"""The answer to each exemption on which a reply relies, in four moves, and to a section that the
law’s file does not list."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text, at_start
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.authority import authority_key
from tracker.domain.law.block import ReportedFact
from tracker.domain.law.outcome import Outcome, QuestionOutcome, TypedSection
from tracker.domain.law.pleas import Bearing, Circumstance, Exemption, ItemAnswer
from tracker.domain.words.pleading import PleadingBasis, see
from tracker.domain.words.quotations import in_marks
from tracker.services.letters.grounds_of_appeal import without_clause
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.citing import (
    Reaching,
    adverse_to,
    against_typed,
    cited,
    cited_by,
    contrary,
    for_typed,
    leads,
    leads_of,
    offered_for,
    sentence,
    with_decisions,
    with_decisions_of,
)
from tracker.services.letters.pleading.neutral_words import clause_in_brief
from tracker.services.letters.pleading.petitions.on_days import (
    DATES_KEY,
    days_before_the_block,
)
from tracker.services.letters.pleading.quoting import (
    clause_named,
    sentences_with,
    unnumbered,
    words_lacking,
)
from tracker.services.letters.pleading.reaching import (
    answers_to_items,
    at_issue,
    headed,
    items_refused_under,
    known_facts,
    may_be_given,
    part_was_given,
    records_of,
    said_together,
)
from tracker.services.letters.pleading.source import PleadingSource

_NO_CLAUSE = Circumstance.NO_EXEMPTION_OF_THE_LAW
_NUMBER = re.compile(r"\d+")
_PERIOD_ENDED = Message(
    "The request concerns a period that has ended, and what is still open or could still be "
    "harmed is to be shown"
)
_A_PART = Message("a part of {items}")
_TYPED_TITLE = Message("What the decision calls {section} has not been shown to apply")
# It says nothing of what the section provides: nobody compared it with the law.
_TYPED = Message("The decision relies on what it calls {section}.")
_TYPED_WORDS = Message(
    "It adds {words}. So far as this claims an effect of disclosure, which record would have it, "
    "and in what way, is to be shown."
)
_TO_BE_SHOWN = Message(
    "It is to be shown, record by record and by facts, that this provision allows a refusal and "
    "that it applies."
)


def claimed(source: PleadingSource) -> tuple[Reaching[Exemption], ...]:
    """Return the exemptions on which the replies rely for items at issue, in the law’s order, as
    far as this remedy answers them. Like clauses are answered once."""
    alone = (e for e in source.law.exemptions if not e.answered_by)
    here = (each for each in alone if not source.elsewhere(each.stages))
    found = (Reaching(each, _answered(source, each)) for each in here)
    return tuple(_as_meant(source, each) for each in found if each.items)


def _as_meant(source: PleadingSource, claim: Reaching[Exemption]) -> Reaching[Exemption]:
    """Return a claim with the answer to the heads of the clause that the replies mean, if any. Of
    those with one title the first is the most particular."""
    exemption = claim.ground
    said = _said_on(source, claim)
    named = [e for e in exemption.heads if any(name in said for name in _folded(e.named))]
    part = part_was_given(source, claim.items)
    heads = [each for each in named if part or not each.of_part]
    meant = [each for each in heads if each.of_part] or heads
    titles = [each.title for each in meant]
    heads = [e for n, e in enumerate(meant) if e.title is None or e.title not in titles[:n]]
    if not heads:
        return claim
    languages = heads[0].says.words
    words = {of: " ".join(each.says.in_language(of) for each in heads) for of in languages}
    decided = tuple(key for each in heads for key in each.authorities)
    by_parity = (*(key for each in heads for key in each.by_parity), *exemption.by_parity)
    answered = replace(
        exemption,
        title=heads[0].title if len(heads) == 1 and heads[0].title else exemption.title,
        which=None,
        missing=Text(words),
        authorities=tuple(dict.fromkeys((*decided, *exemption.authorities))),
        by_parity=tuple(key for key in dict.fromkeys(by_parity) if key not in decided),
    )
    return Reaching(answered, claim.items)


def _said_on(source: PleadingSource, claim: Reaching[Exemption]) -> str:
    """Return the sentences of the replies on these items that name the clause. A reply without
    such a sentence is returned whole."""
    given = answers_to_items(source)
    seqs = {given[item][0] for item in claim.items if item in given}
    number = claim.ground.cite.in_language(SOURCE).split()[-1]
    numbers = {n for n, each in source.drafted.numbered if each.key in claim.items}
    said = []
    for entry in source.plea.replies():
        if entry.seq in seqs:
            words = source.details_of(entry).words
            said += sentences_with(words, number, numbers) or [words]
    return " ".join(said).casefold().replace("'", "’")


def _folded(names: Sequence[str]) -> Iterator[str]:
    return map(str.casefold, names)


def _answered(source: PleadingSource, exemption: Exemption) -> tuple[str, ...]:
    """Return the items at issue that were refused under a clause or one that is answered with it,
    in the order of the request."""
    clauses = _clauses(source, exemption)
    met = {item for clause in clauses for item in items_refused_under(source, clause.key)}
    return tuple(asked.key for asked in source.drafted.questions if asked.key in met)


def _clauses(source: PleadingSource, exemption: Exemption) -> tuple[Exemption, ...]:
    """Return a clause and those answered with it, as far as the replies rely on them."""
    alike = (e for e in source.law.exemptions if exemption.key in (e.key, e.answered_by))
    return tuple(each for each in alike if items_refused_under(source, each.key))


def section_claimed(source: PleadingSource, claim: Reaching[Exemption]) -> str:
    """Return the clauses that a claim is about, as a sentence names them."""
    return said_together(source, [source.text(e.cite) for e in _clauses(source, claim.ground)])


def items_met(
    source: PleadingSource, claims: Sequence[Reaching[Exemption]], shown: Collection[Bearing]
) -> frozenset[str]:
    """Return the items for which the answer to an exemption uses facts that show one of these."""
    return frozenset(
        item
        for claim in claims
        for fact, _ in _facts_against(source, claim.ground.contradicted_by, claim.items)
        if set(fact.shows) & set(shown) & claim.ground.contradicted_by.keys()
        for item in claim.items
    )


def rebuttal(
    source: PleadingSource, claim: Reaching[Exemption], told: Collection[str]
) -> Argument:
    """Return the answer to an exemption: its words, what is to be shown, what contradicts it, the
    rest. `told` are the decisions that an earlier ground explains."""
    exemption, items = claim.ground, claim.items
    clauses, section = _clauses(source, exemption), section_claimed(source, claim)
    entries = tuple(
        entry.seq
        for entry in source.plea.replies()
        if isinstance(entry.event, Reply)
        and any(outcome.question in items for outcome in entry.event.outcomes)
    )
    rests = PleadingBasis(
        entries,
        tuple(dict.fromkeys(key for each in clauses for key in each.sources)),
        cited_by(source, claim),
        tuple(f.key for f, _ in _facts_against(source, exemption.contradicted_by, items)),
        leads_of(source, claim),
    )
    title = (
        at_start(source.text(exemption.title).replace("{clauses}", section))
        if exemption.title
        else source.say("{section} has not been shown to apply", section=at_start(section))
    )
    title = headed(source, title, "", items)
    paragraphs = tuple(_moves(source, claim, section, told))
    when = Circumstance.EXEMPTION_CLAIMED
    relief, offered = exemption.relief, offered_for(source, claim, told)
    met = (*items, *_met(exemption.beyond, _refused_besides(source, items)))
    return Argument(exemption.key, title, paragraphs, when, rests, met, relief, offered)


def _moves(
    source: PleadingSource, claim: Reaching[Exemption], section: str, told: Collection[str]
) -> Iterator[str]:
    exemption, items = claim.ground, claim.items
    if exemption.words is None:
        alone = len(_clauses(source, exemption)) == 1
        yield clause_in_brief(source, exemption, section, alone=alone)
        return
    of_clauses = [e.words for e in _clauses(source, exemption) if e.words] or [exemption.words]
    first = [source.text(words) for words in of_clauses]
    first += _not_of_the_kind(source, exemption)
    first += [*_which_limb(source, claim), *unnumbered(source, exemption)]
    first += [source.text(exemption.missing)] if exemption.missing else []
    others = (each for each in _clauses(source, exemption) if each.key != exemption.key)
    first += words_lacking(source, [*exemption.lacks, *(lack for e in others for lack in e.lacks)])
    yield with_decisions_of(source, " ".join(first), exemption, told)
    said = [*disclosed(source, exemption.disclosed, items)]
    said += [words for _, words in contradicting(source, exemption.contradicted_by, items)]
    said += _prepared(source, exemption, items)
    said += _period_ended(source, exemption, items)
    said += on_items(source, exemption.beyond, _refused_besides(source, items))
    # Where only a part is missing, the rest was given.
    if exemption.remainder and not part_was_given(source, items):
        said.append(source.text(exemption.remainder))
    if said:
        yield " ".join(said)
    yield from contrary(source, adverse_to(source, claim), told)


def _not_of_the_kind(source: PleadingSource, exemption: Exemption) -> Iterator[str]:
    """Yield for each clause the sentence on items whose records are not of its kind."""
    for clause in _clauses(source, exemption):
        refused = items_refused_under(source, clause.key)
        yield from on_items(source, clause.by_kind or exemption.by_kind, refused)
        yield from on_items(source, clause.part_of_kind, refused)


def _which_limb(source: PleadingSource, claim: Reaching[Exemption]) -> Iterator[str]:
    """Yield the sentence that asks which limb of a clause is meant, unless each reply on these
    items names it."""
    exemption, given = claim.ground, answers_to_items(source)
    seqs = {given[item][0] for item in claim.items if item in given}
    replies = [entry for entry in source.plea.replies() if entry.seq in seqs]
    cite = source.text(exemption.cite)
    if exemption.which and not all(clause_named(source, e, exemption) != cite for e in replies):
        yield source.text(exemption.which)


def _refused_besides(source: PleadingSource, items: Sequence[str]) -> tuple[str, ...]:
    """Return the items at issue that were refused without a clause. These items are left out, and
    so are those for which the reply gives a reason that no clause has."""
    return tuple(
        key
        for key, each in at_issue(source).items()
        if each and each.outcome is Outcome.REFUSED and not each.exemptions and not each.section
        if key not in items and not _own_reason(each)
    )


def _own_reason(outcome: QuestionOutcome) -> bool:
    """Return whether an item was refused for a reason that no clause of the law has."""
    vague = outcome.vague
    return vague is not None and without_clause(vague.category) is _NO_CLAUSE


def _met(answer: ItemAnswer | None, items: Sequence[str]) -> tuple[str, ...]:
    """Return the items among these about which a sentence is."""
    return tuple(key for key in items if answer and key in answer.items)


def disclosed(
    source: PleadingSource, answer: ItemAnswer | None, reached: Collection[str]
) -> Iterator[str]:
    """Yield the sentence on items that the body itself gave, in full or in part, if it gave one of
    them. An item given in part is not turned against itself, where a ground has `reached` it."""
    given: dict[Outcome, list[str]] = {}
    for key, (_, outcome) in answers_to_items(source).items():
        if not outcome.stated:
            given.setdefault(outcome.outcome, []).append(key)
    said = [records_of(source, m) for m in [_met(answer, given.get(Outcome.DISCLOSED, ()))] if m]
    part = [key for key in given.get(Outcome.PARTLY_DISCLOSED, ()) if key not in reached]
    if part := list(_met(answer, part)):
        said.append(source.say(_A_PART, items=records_of(source, part)))
    if answer and said:
        yield source.text(answer.says).replace("{items}", said_together(source, said))


def withheld(source: PleadingSource, answer: ItemAnswer | None) -> Iterator[str]:
    """Yield the sentence on items that the body itself withholds, if it withholds one of them."""
    answers = answers_to_items(source).items()
    refused = [key for key, (_, outcome) in answers if outcome.outcome is Outcome.REFUSED]
    if answer and (met := _met(answer, refused)):
        yield source.text(answer.says).replace("{items}", records_of(source, met))


def on_items(
    source: PleadingSource, answer: ItemAnswer | None, items: Sequence[str]
) -> Iterator[str]:
    """Yield the sentence on the records of certain items, if these are among them."""
    met = _met(answer, items)
    if answer and met and not source.elsewhere(answer.stages):
        yield source.text(answer.says).replace("{items}", records_of(source, met))


def _prepared(source: PleadingSource, exemption: Exemption, items: Sequence[str]) -> Iterator[str]:
    """Yield that what the reply itself dates before the restriction was followed by the decision
    to impose it, if the law’s file makes the exemption end with a decision."""
    found = days_before_the_block(source, items) if exemption.prepared else ()
    if exemption.prepared and found:
        days = said_together(source, [source.locale.short_day(day) for day in found])
        first = source.locale.short_day(source.block.since)
        words = source.text(exemption.prepared).replace("{days}", days).replace("{first}", first)
        yield sentence(source, words, see(DATES_KEY))


def _period_ended(
    source: PleadingSource, exemption: Exemption, items: Sequence[str]
) -> Iterator[str]:
    """Yield that the period of the request has ended, where no reported fact shows the end of
    the block and the exemption is answered from it."""
    shown = any(Bearing.ENDED in fact.shows for fact in known_facts(source, items))
    until = source.block.until
    if Bearing.ENDED in exemption.contradicted_by and not shown and until and until < source.today:
        yield sentence(source, source.say(_PERIOD_ENDED), see("facts:sent"))


def contradicting(
    source: PleadingSource, contradicted_by: Mapping[Bearing, Text], items: Sequence[str]
) -> Iterator[tuple[ReportedFact, str]]:
    """Yield the reported facts of the block that contradict a ground on these items, each with
    the sentence that uses it."""
    for fact, words in _facts_against(source, contradicted_by, items):
        said = source.text(words).replace("{items}", records_of(source, fact.items))
        yield fact, sentence(source, said, see(f"fact-{fact.key}"))


def _facts_against(
    source: PleadingSource, contradicted_by: Mapping[Bearing, Text], items: Sequence[str]
) -> Iterator[tuple[ReportedFact, Text]]:
    """Yield the reported facts that contradict a ground on these items, with the law’s words."""
    found = known_facts(source, items) if contradicted_by else ()
    known = [each for each in found if not may_be_given(source, each)]
    for bearing, words in contradicted_by.items():
        if fact := next((each for each in known if bearing in each.shows), None):
            yield fact, words


def typed_sections(source: PleadingSource, told: Collection[str]) -> Iterator[Argument]:
    """Yield the answer to each section as typed on which the replies rely for items at issue.
    `told` are the adverse decisions that an earlier ground answered."""
    found: dict[TypedSection, list[str]] = {}
    for key, outcome in at_issue(source).items():
        if outcome and outcome.section:
            found.setdefault(outcome.section, []).append(key)
    for number, (section, items) in enumerate(found.items(), start=1):
        against = [each for each in against_typed(source, section) if each not in told]
        yield _answer_to_typed(source, number, section, tuple(items), against)
        told = {*told, *against}


def _answer_to_typed(
    source: PleadingSource,
    number: int,
    section: TypedSection,
    items: tuple[str, ...],
    against: Sequence[str],
) -> Argument:
    cite, given = in_marks(section.number), answers_to_items(source)
    said = source.say(_TYPED, section=cite)
    if section.words:
        said += " " + source.say(_TYPED_WORDS, words=in_marks(section.words))
    said += " " + source.say(_TO_BE_SHOWN)
    title = headed(source, at_start(source.say(_TYPED_TITLE, section=cite)), "", items)
    forum, wanted = source.forum, for_typed(source, section)
    facts = tuple(contradicting(source, forum.typed_contradicted_by, items))
    rests = PleadingBasis(
        tuple(dict.fromkeys(given[item][0] for item in items)),
        authorities=cited(source, (*wanted, *against)),
        reported=tuple(fact.key for fact, _ in facts),
        leads=leads(source, wanted, against),
    )
    if forum.typed_alone and _names_no_limit(source, section, [given[key][1] for key in items]):
        said = f"{source.text(forum.typed_alone)} {said}"
    known = [each for each in wanted if authority_key(each) in source.printable]
    by_law = with_decisions(source, source.text(forum.typed), known) if forum.typed else ""
    shown = " ".join(words for _, words in facts)
    met = contrary(source, against)
    when, words = Circumstance.EXEMPTION_CLAIMED, tuple(filter(None, (said, shown, by_law, *met)))
    return Argument(f"section-{number}", title, words, when, rests, items)


def _names_no_limit(
    source: PleadingSource, section: TypedSection, outcomes: Sequence[QuestionOutcome]
) -> bool:
    """Return whether a reply names only a section as typed, and its number is not that of a
    section of this law on exemptions."""
    listed = {_NUMBER.findall(source.text(each.cite))[0] for each in source.law.exemptions}
    alone = not any(each.exemptions or each.vague for each in outcomes)
    return alone and listed.isdisjoint(_NUMBER.findall(section.number))
