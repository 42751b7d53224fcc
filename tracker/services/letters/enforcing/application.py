"""The rows of an application for enforcement: the order, what was not done, and what is asked."""

from collections.abc import Iterator

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.words.pleading import (
    AnnexGroup,
    LetteredAnnex,
    Pleading,
    PleadingBasis,
    PleadingPart,
    PleadingRow,
    RowForm,
    at_annex,
)
from tracker.services.core.naming import DECISIONS, DUTIES
from tracker.services.letters.enforcing.overdue import (
    OverdueOrder,
    require_overdue,
    ways_to_enforce,
)
from tracker.services.letters.grounds_of_appeal import open_questions
from tracker.services.letters.pleading.frame import parties, verification
from tracker.services.letters.pleading.lettering import (
    AUTHORITY_KEY,
    AUTHORITY_TITLE,
    annex_key,
    annexes_of,
    lettered,
)
from tracker.services.letters.pleading.quoting import identified, signed_and_quoted
from tracker.services.letters.pleading.source import PleadingSource

_DECIDED = Message("On the {filing} {forum} made its decision {which}{annex}. Outcome: {outcome}.")
_BY_DAY = Message("The last day to comply with the decision was {day}.")
_DUTY_BY_DAY = Message("The decision requires {respondent} to {what}. The last day was {day}.")
_CHALLENGED = Message(
    "[State whether the decision was appealed against or suspended, with the day and the number, "
    "or that it was not.]"
)
_NOT_CHALLENGED = Message(
    "As far as the {party} knows, the decision was not appealed against and not suspended."
)
_IN_PART = Message(
    "{Respondent} complied in part {day:on}{annex}. [State what was supplied, item by item.]"
)
_NOTHING = Message("Nothing that shows compliance with the decision had been received by {day}.")
_ITEMS = Message(
    "These records were requested and were not supplied in full: [Leave out the rows of records "
    "that the decision does not cover or that were supplied since, and remove this note.]"
)
_PASSED = Message("The day to comply has passed")
_NOT_SHOWN = Message(
    "The last day to comply has passed{see}. {Respondent} has not shown that it complied in full."
)
_LAW = Message("The law on a decision that is not complied with")
_SAYS = Message("{says} ({section})")
_ASKS = Message("The {party} respectfully asks {forum}:")
_FIND = Message("to record that its decision {which} has not been complied with in full;")
_COMPLY = Message("to fix a day, and to direct {respondent} to comply in full by that day;")
_REPORT = Message(
    "to direct {respondent} to file a report of its compliance, with proof of delivery, by the "
    "same day;"
)
_CONSEQUENCE = Message(
    "if it does not comply by that day, and as far as the conditions of {section} are met, to "
    "proceed as that provision allows."
)
_ITEM = Message("Item {number}: {record}")


def application_of(source: PleadingSource) -> Pleading:
    """Return the draft of the application for the order that is overdue on the day of the
    letter."""
    order = require_overdue(source.plea.case_status, source.library, source.today)
    parts = {
        PleadingPart.PARTIES: tuple(_parties(source)),
        PleadingPart.DECISION: tuple(_order(source, order)),
        PleadingPart.ANSWER: tuple(_compliance(source, order)),
        PleadingPart.GROUNDS: tuple(_grounds(source, order)),
        PleadingPart.RELIEF: tuple(_asked(source, order)),
        PleadingPart.VERIFICATION: tuple(verification(source, reports=False)),
    }
    annexes = list(annexes_of(source))
    if source.drafted.eligibility == "for-a-citizen":
        title = source.say(AUTHORITY_TITLE)
        annexes.append(LetteredAnnex(AUTHORITY_KEY, AnnexGroup.AUTHORITY, title, ""))
    return Pleading(parts, (), lettered(annexes))


def _parties(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield who applies, and against which body the decision was made."""
    kept = ("parties:applicant", "parties:respondent")
    yield from (row for row in parties(source) if row.key in kept)


def _order(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield the decision with its words and its days, and a place to say if it was challenged."""
    entry, event = order.decision, order.decision.event
    rests = PleadingBasis((order.filed.seq, entry.seq))
    said = source.say(
        _DECIDED,
        filing=source.words["filing"],
        forum=source.words["appeal_forum"],
        which=identified(source, entry),
        annex=at_annex(annex_key(entry)),
        outcome=source.say(DECISIONS[event.outcome]),  # type: ignore[attr-defined]
    )
    quoted = signed_and_quoted(source, entry, needed=True)
    yield PleadingRow("order:decision", " ".join((at_start(said), *quoted)), rests_on=rests)
    for each in order.overdue:
        words = source.say(
            _DUTY_BY_DAY if each.kind else _BY_DAY,
            day=source.locale.short_day(each.by) if each.by else "",
            what=source.say(DUTIES[each.kind]) if each.kind else "",
            **source.parties,
        )
        yield PleadingRow(f"order:day:{each.number}", words, rests_on=rests)
    instead = source.say(_NOT_CHALLENGED, party=source.party)
    words = source.say(_CHALLENGED)
    yield PleadingRow("order:challenged", words, rests_on=rests, instead=instead)


def _compliance(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield what was complied with, and the records that were not given, each as an item."""
    rests = PleadingBasis((order.decision.seq,))
    for entry in order.in_part:
        if isinstance(entry.event, Complied) and entry.event.in_part:
            day, annex = source.locale.short_span(entry.event.on), at_annex(annex_key(entry))
            words = source.say(_IN_PART, day=day, annex=annex, **source.parties)
            yield PleadingRow(
                f"compliance:{entry.seq}", words, rests_on=PleadingBasis((entry.seq,))
            )
    if not order.in_part:
        words = source.say(_NOTHING, day=source.locale.short_day(source.today))
        yield PleadingRow("compliance:none", words, rests_on=rests)
    items = open_questions(source.plea.case_status)
    if items:
        yield PleadingRow("compliance:items", source.say(_ITEMS), rests_on=rests)
    asked = {each.words: number for number, each in enumerate(source.drafted.questions, start=1)}
    for words in items:
        number = asked[words]
        said = source.say(_ITEM, number=str(number), record=words)
        yield PleadingRow(f"compliance:item:{number}", said, RowForm.ROMAN, rests)


def _grounds(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield that the day has passed, and what the law says on enforcement where it was read."""
    rests = PleadingBasis((order.decision.seq,))
    yield PleadingRow("ground:passed", source.say(_PASSED), RowForm.HEADING, rests)
    see = f"{{see:order:day:{order.overdue[0].number}}}"
    words = source.say(_NOT_SHOWN, see=see, **source.parties)
    yield PleadingRow("ground:passed:1", words, rests_on=rests)
    yield PleadingRow("ground:law", source.say(_LAW), RowForm.HEADING, _law(source))
    for number, fact in enumerate(ways_to_enforce(source.law, source.today), start=1):
        says, basis = source.text(fact.says), PleadingBasis(provisions=fact.sources)
        said = source.say(_SAYS, says=says, section=at_start(source.cite(fact.sources)))
        yield PleadingRow(f"ground:law:{number}", said, rests_on=basis)


def _law(source: PleadingSource) -> PleadingBasis:
    facts = ways_to_enforce(source.law, source.today)
    return PleadingBasis(provisions=tuple(key for fact in facts for key in fact.sources))


def _asked(source: PleadingSource, order: OverdueOrder) -> Iterator[PleadingRow]:
    """Yield what is asked: a finding, a day, a report, and the course that the law provides."""
    rests, law = PleadingBasis((order.decision.seq,)), _law(source)
    values = {**source.parties, "forum": source.words["appeal_forum"]}
    yield PleadingRow("relief", source.say(_ASKS, **values), rests_on=rests)
    which = identified(source, order.decision, receipt=False)
    asked = {"find": source.say(_FIND, which=which), "comply": source.say(_COMPLY, **values)}
    asked["report"] = source.say(_REPORT, **values)
    asked["law"] = source.say(_CONSEQUENCE, section=source.cite(law.provisions))
    for key, words in asked.items():
        yield PleadingRow(f"relief:{key}", words, RowForm.LETTER, law if key == "law" else rests)
