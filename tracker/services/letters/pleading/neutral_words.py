"""What is pleaded, and asked for, where the law's file has no words for it."""

from collections.abc import Iterator

from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text
from tracker.domain.law.limits import Unit
from tracker.domain.law.pleas import Circumstance, Exemption, ReliefLevel
from tracker.services.letters.pleading.on_fee import FEE_GROUND_TITLES, FEE_NEUTRAL
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
    Circumstance.NO_REASONS_GIVEN: Message("The decision gives no reasons"),
    Circumstance.EXEMPTION_CLAIMED: Message("The exemption claimed has not been shown to apply"),
    Circumstance.APPEAL_RIGHT_NOT_STATED: Message("The right to a remedy was not stated"),
    Circumstance.NOT_SEVERED: Message("In the alternative, nothing was severed"),
    Circumstance.BALANCE_WITHOUT_REASONS: Message(
        "The balance of the public interest: no reasons"
    ),
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
        "and none can be presumed."
    ),
    Circumstance.LATE: Message(
        "The decision came after the time for it had ended. The lateness is a breach of its own. "
        "It is pleaded beside the grounds against the decision, which are answered below."
    ),
    Circumstance.REFUSED: Message(
        "A refusal is to be justified for each record: by the exact provision, and by facts that "
        "show why it applies. It is submitted that the body that refuses is to show them."
    ),
    Circumstance.PARTLY_ANSWERED: Message(
        "Each item is a request for a record. For what was not given, {respondent} is to show "
        "the provision relied on and the reasons for it, record by record."
    ),
    Circumstance.PASSED_OVER: Message(
        "Each item is a request for a record, and the reply says nothing on some of them. A reply "
        "that passes over an item does not decide it."
    ),
    Circumstance.NOT_HELD: Message(
        "A statement that a record is not held is to be supported: where it was searched for, by "
        "whom, and where it went. It is for {respondent} to state this."
    ),
    Circumstance.REFERRED_ELSEWHERE: Message(
        "{Respondent} answers for the records that it holds itself, copies received from others "
        "among them. A referral to another body does not say whether it holds them."
    ),
    Circumstance.NO_EXEMPTION_NAMED: Message(
        "A refusal that names no provision cannot be examined or answered. {Respondent} is to "
        "name, for each record, the exact provision and the reasons for which it applies."
    ),
    Circumstance.NO_CLAUSE_NAMED: Message(
        "{Respondent} relied on {words} and named no clause. Until the clause is named, the "
        "claim cannot be examined or answered."
    ),
    Circumstance.NO_EXEMPTION_OF_THE_LAW: Message(
        "{Respondent} relied on {words}. These words name no provision under which the law "
        "allows a refusal."
    ),
    Circumstance.NO_REASONS_GIVEN: Message(
        "A refusal without reasons cannot be examined or answered. To name a provision is to say "
        "what is claimed, and not why it applies to a record. {Respondent} is to give the "
        "reasons, record by record."
    ),
    Circumstance.SAID_TO_BE_PUBLIC: Message(
        "So far as a record is said to be public already, it is for {respondent} to say where the "
        "record itself can be found. An account of a record is not the record."
    ),
    Circumstance.NOT_SEVERED: Message(
        "Records were withheld as a whole. If a passage should be exempt, it alone is to be "
        "removed, and the rest of the record given: its date, number, author’s office, addressee "
        "and operative part."
    ),
    Circumstance.BALANCE_WITHOUT_REASONS: Message(
        "The decision gives no reasons for the balance of the public interest. {Respondent} is to "
        "give them for each record."
    ),
    Circumstance.FEE_DEMANDED: Message(
        "{Respondent} is to show the rule under which the sum is charged and its calculation."
    ),
    Circumstance.EXTENSION_DOUBTFUL: Message(
        "A longer time was claimed without a ground, or after the time had passed. {Respondent} "
        "is to show the ground on which it relies."
    ),
    **FEE_NEUTRAL,
}
# The same, where the law gives access if no decision comes in time.
_GRANTED_TITLE = Message("The law gives access, because no decision came in time")
_GRANTED = Message(
    "The time for a decision has ended and none was received. The law then gives access to the "
    "records. Their supply is owed, and a decision is not asked for."
)
# What the person who files asks for in these causes: before a forum, and in a letter.
_ASKED: dict[Circumstance, tuple[Message, Message]] = {
    Circumstance.SILENCE: (
        Message(
            "Should a ground be raised in reply, the {party} asks to be heard on it, item by item."
        ),
        Message("Should a ground be raised in reply, I ask to be heard on it, item by item."),
    ),
    Circumstance.REFUSED: (
        Message("The {party} asks that each item be decided again on that footing."),
        Message("I ask that each item be decided again on that footing."),
    ),
    Circumstance.FEE_AWAITED: (
        Message("The {party} asks that the fee be examined, and that each item be decided."),
        Message("I ask that the fee be examined, and that each item be decided."),
    ),
}
# A later remedy asks about the decision before it instead.
FIRST_ONLY = "set-aside"
_NO_DECISION = "no-decision"
_WITHHELD = (
    Circumstance.SILENCE,
    Circumstance.REFUSED,
    Circumstance.PARTLY_ANSWERED,
    Circumstance.EXEMPTION_CLAIMED,
)
# Orders asked for where the law's file names none, with their time limits.
ORDER_TIME = (15, Unit.DAY)
NEUTRAL_ORDERS: tuple[tuple[str, ReliefLevel, Message, tuple[Circumstance, ...]], ...] = (
    (
        _NO_DECISION,
        ReliefLevel.FINDING,
        Message("to find that no decision was given within the time that the law allows"),
        (Circumstance.SILENCE,),
    ),
    (
        "late",
        ReliefLevel.FINDING,
        Message("to find that the decision came after the time that the law allows"),
        (Circumstance.LATE,),
    ),
    (
        FIRST_ONLY,
        ReliefLevel.FINDING,
        Message("to set the decision aside so far as it does not give the records"),
        (
            Circumstance.REFUSED,
            Circumstance.PARTLY_ANSWERED,
            Circumstance.NOT_HELD,
            Circumstance.REFERRED_ELSEWHERE,
            Circumstance.PASSED_OVER,
        ),
    ),
    (
        "supply",
        ReliefLevel.MAIN,
        Message("to order {post} to supply {items} within {time} of the order"),
        (),
    ),
    (
        "sever",
        ReliefLevel.ALTERNATIVE,
        Message(
            "to order {post} to remove from a record only what is exempt, to mark each removal "
            "with its ground, and to supply the rest within the same time"
        ),
        (*_WITHHELD, Circumstance.SAID_TO_BE_PUBLIC),
    ),
    (
        "index",
        ReliefLevel.FURTHER,
        Message(
            "to require {post} to state within {time} of the order, record by record, its date, "
            "the office of its author, the exact provision relied on and the reasons for which it "
            "applies"
        ),
        _WITHHELD,
    ),
    (
        "search",
        ReliefLevel.ANY_EVENT,
        Message(
            "for each record said not to exist or not to be held, to require {post} to state "
            "within {time} of the order where it was searched for, by whom, and where it went"
        ),
        (),
    ),
    (
        "compliance",
        ReliefLevel.ANY_EVENT,
        Message("to fix a day for a report of compliance"),
        (),
    ),
    (
        "preserve",
        ReliefLevel.INTERIM,
        Message("to ask {post} at once to preserve {items}"),
        (),
    ),
)
_FIND_GRANTED = Message(
    "to find that the law gives access to the records, because no decision came in time"
)
# Requests in a letter to the body itself where the law's file names no order.
ASKED_OF_THE_BODY: tuple[tuple[str, ReliefLevel, Message, tuple[Circumstance, ...]], ...] = (
    (
        "fresh",
        ReliefLevel.MAIN,
        Message(
            "to make a new decision on {items}, item by item, by an officer who took no part in "
            "the first one, and to send the records"
        ),
        (),
    ),
    (
        "sever",
        ReliefLevel.ALTERNATIVE,
        Message(
            "to remove from a record only what is exempt, to mark each removal with its ground, "
            "and to send the rest"
        ),
        _WITHHELD,
    ),
    (
        "reasons",
        ReliefLevel.ANY_EVENT,
        Message(
            "to state for each record withheld the exact provision, the facts for which "
            "it applies, and why the rest of the record cannot be sent"
        ),
        _WITHHELD,
    ),
    (
        "search",
        ReliefLevel.ANY_EVENT,
        Message(
            "for each record said not to be held, to state where it was searched for, by whom and "
            "with which terms, and where the record went"
        ),
        (),
    ),
    (
        "preserve",
        ReliefLevel.ANY_EVENT,
        Message("to preserve {items} until the matter is finally decided"),
        (),
    ),
    (
        "next-remedy",
        ReliefLevel.ANY_EVENT,
        Message("to state which remedy is open to me after this one, and within what time"),
        (),
    ),
)


def ground_title(source: PleadingSource, when: Circumstance) -> str:
    """Return what a ground is headed where the law’s file has no heading."""
    return source.say(_GRANTED_TITLE if _is_granted(source, when) else GROUND_TITLES[when])


def order_words(source: PleadingSource, key: str, words: Message) -> Message:
    """Return the words of an order: where the law gives access, that is to be found."""
    return _FIND_GRANTED if key == _NO_DECISION and source.plea.granted_by_silence else words


def neutral_words(source: PleadingSource, when: Circumstance, said: str) -> str:
    """Return what is pleaded where the law’s file has no words for a cause."""
    if _is_granted(source, when):
        return source.say(_GRANTED)
    words = source.say(NEUTRAL[when], words=said, **source.parties)
    if when not in _ASKED:
        return words
    before_forum, in_letter = _ASKED[when]
    asked = source.say(in_letter if source.by_letter else before_forum, party=source.party)
    return f"{words} {asked}"


def _is_granted(source: PleadingSource, when: Circumstance) -> bool:
    return when is Circumstance.SILENCE and source.plea.granted_by_silence


_CLAIM = Message("{Respondent} relied on {section}. {answer}")
_CLAIM_ON = Message("{Respondent} relied on {section}, which concerns {covers}. {answer}")
_UNSHOWN = Message(
    "The decision relies on {section}. It is for {respondent} to show, record by record and by "
    "facts, that it applies."
)
_COVERS = Message("It covers no more than {covers}.")
_ONLY_WHERE = Message("It applies only where {test}.")
_NEEDS = Message("It needs {approval}, which is to be produced.")


def neutral_questions(source: PleadingSource) -> Iterator[str]:
    """Yield the questions for the forum where the law’s file has none."""
    say, parties = source.say, source.parties
    if source.plea.granted_by_silence:
        yield say("Does the law give access, because {respondent} gave no decision?", **parties)
    elif {Circumstance.SILENCE, Circumstance.LATE} & source.pleaded.keys():
        yield say("Did {respondent} decide within the time that the law allows?", **parties)
    if Circumstance.EXEMPTION_CLAIMED in source.pleaded:
        yield say(
            "Has {respondent} shown, for each record, that what it relies on allows a refusal?",
            **parties,
        )
    if {Circumstance.NOT_HELD, Circumstance.REFERRED_ELSEWHERE} & source.pleaded.keys():
        yield say("Has {respondent} shown that it does not hold the records?", **parties)
    yield say("Are the records in issue to be disclosed, in whole or in part?")


def clause_in_brief(
    source: PleadingSource, exemption: Exemption, section: str, *, alone: bool
) -> str:
    """Return the answer to a clause for which the law's file has no moves: what it concerns, if it
    is relied on `alone`, and its limits."""
    if exemption.limits is None:
        return _unshown(source, exemption, section)
    parts = {"section": section, "answer": source.text(exemption.limits), **source.parties}
    if alone and _in_letter(source, exemption.covers):
        return source.say(_CLAIM_ON, covers=source.text(exemption.covers), **parts)
    return source.say(_CLAIM, **parts)


def _unshown(source: PleadingSource, exemption: Exemption, section: str) -> str:
    """Return the answer to a clause without limits: that it is to be shown, and what the clause
    itself requires, as far as that was read."""
    said, terms = [source.say(_UNSHOWN, section=section, **source.parties)], exemption.terms
    test = terms.test.says if terms.test else None
    if test and _in_letter(source, test):
        said.append(source.say(_ONLY_WHERE, test=source.text(test)))
    elif terms.test and _in_letter(source, exemption.covers):
        said.append(source.say(_COVERS, covers=source.text(exemption.covers)))
    if terms.approval and _in_letter(source, terms.approval.says):
        said.append(source.say(_NEEDS, approval=source.text(terms.approval.says)))
    return " ".join(said)


def _in_letter(source: PleadingSource, text: Text) -> bool:
    """Return whether a text of the library has words in the language of the letter."""
    return source.locale.language in text.languages()
