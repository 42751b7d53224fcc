"""What a law lets a requester plead: exemptions and their answers, reliefs, and the forum."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.domain.base.text import Text
from tracker.domain.law.bundle import BundlePart, EvidenceRule, FilingRule
from tracker.domain.law.exemption_terms import NO_TERMS, ExemptionTerms
from tracker.domain.law.limits import Unit
from tracker.domain.law.outcome import Outcome, WordsLacking


class Circumstance(StrEnum):
    """What happened to a request, as far as a letter can plead it.

    Granted for a fee, and fee paid: by a notice that the law makes the decision. Fee awaited: by
    a notice whose effect on the time is unclear. Fee time set: a time to pay such a fee. No
    decision otherwise: the time for a decision has ended, if such a notice is no decision. Passed
    on: to another body, under a law that has no transfer. No reasons given: a notice without
    reasons may still name an exemption. Step: the remedy before a later one, decided, not decided
    in time, or before a body that has no members at present. Exemptions not allocated: a notice
    names several exemptions and does not say which one is claimed for which record. Head not
    named: it claims a clause of several heads, and its words give the number of none.
    """

    ALWAYS = "always"
    SILENCE = "silence"
    LATE = "late"
    REFUSED = "refused"
    PARTLY_ANSWERED = "partly-answered"
    PASSED_OVER = "passed-over"
    NOT_HELD = "not-held"
    REFERRED_ELSEWHERE = "referred-elsewhere"
    SAID_TO_BE_PUBLIC = "said-to-be-public"
    REFUSED_AS_REPEAT = "refused-as-repeat"
    NEITHER_CONFIRMED_NOR_DENIED = "neither-confirmed-nor-denied"
    NO_EXEMPTION_NAMED = "no-exemption-named"
    NO_CLAUSE_NAMED = "no-clause-named"
    NO_EXEMPTION_OF_THE_LAW = "no-exemption-of-the-law"
    EXEMPTIONS_NOT_ALLOCATED = "exemptions-not-allocated"
    HEAD_NOT_NAMED = "head-not-named"
    NO_REASONS_GIVEN = "no-reasons-given"
    EXEMPTION_CLAIMED = "exemption-claimed"
    APPEAL_RIGHT_NOT_STATED = "appeal-right-not-stated"
    NOT_SEVERED = "not-severed"
    BALANCE_WITHOUT_REASONS = "balance-without-reasons"
    FEE_DEMANDED = "fee-demanded"
    FEE_AWAITED = "fee-awaited"
    GRANTED_FOR_FEE = "granted-for-fee"
    FEE_PAID = "fee-paid"
    FEE_WITHOUT_CALCULATION = "fee-without-calculation"
    FEE_IN_ADVANCE = "fee-in-advance"
    FEE_FOR_STAFF_TIME = "fee-for-staff-time"
    FEE_TIME_SET = "fee-time-set"
    NO_DECISION_OTHERWISE = "no-decision-otherwise"
    STEP_DECIDED = "step-decided"
    STEP_UNDECIDED = "step-undecided"
    STEP_WITHOUT_MEMBERS = "step-without-members"
    PASSED_ON = "passed-on"
    EXTENSION_CLAIMED = "extension-claimed"
    EXTENSION_DOUBTFUL = "extension-doubtful"
    URGENT = "urgent"


class Bearing(StrEnum):
    """What a reported fact about a block shows, so that an answer to an exemption can use it.

    Account given: the body itself gave a court or a legislature an account of the block. Written
    by body: a record that the body itself wrote was produced in court. Own direction: the body
    itself told operators to carry out the block, and named the order that it followed. Passed on
    by body: the body sent a letter of another authority on to the operators. Ordered by
    government: the head of the government ordered the block or its end. Known: a record exists,
    and it is known who wrote it, and to whom. Blocked: the block took place. Ended: it is over.
    Ended by body: the body asked ended it itself. Ended by another: a body that was not asked
    ended it. No file states these two. They follow from who ended it.
    """

    RECORD_EXISTS = "record-exists"
    IN_OPEN_COURT = "in-open-court"
    NO_REASON_STATED = "no-reason-stated"
    REASON_GIVEN = "reason-given"
    ACCOUNT_GIVEN = "account-given"
    SHOWN_TO_COUNSEL = "shown-to-counsel"
    PRODUCED_BY_BODY = "produced-by-body"
    WRITTEN_BY_BODY = "written-by-body"
    OWN_DIRECTION = "own-direction"
    PASSED_ON_BY_BODY = "passed-on-by-body"
    ORDERED_BY_GOVERNMENT = "ordered-by-government"
    KNOWN = "known"
    VIOLATION_ALLEGED = "violation-alleged"
    ENDED = "ended"
    ENDED_BY_BODY = "ended-by-body"
    ENDED_BY_ANOTHER = "ended-by-another"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """A sentence about the records of certain items; `{items}` in it are those that it reaches.

    It stands in the letters of the remedies in `stages`, or of all if there are none.
    """

    items: tuple[str, ...]
    says: Text
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseHead:
    """One head of a clause. A reply may mean it by its words, without giving its number.

    The reply must have one of the words in `named`; `says` is what the body has to show under this
    head, in place of the general words of the clause, and `authorities` are decisions on it.
    `of_part` is for a clause under which only parts of records that were given are missing. Such a
    head goes before the others.
    """

    named: tuple[str, ...]
    says: Text
    title: Text | None = None
    authorities: tuple[str, ...] = ()
    by_parity: tuple[str, ...] = ()
    of_part: bool = False


@dataclass(frozen=True, slots=True)
class Exemption:
    """A ground on which a body refuses, by its exact clause, and the answer to it in four moves.

    `words` are those of the clause and who must show them; `which` asks which of its limbs is
    meant, if the words of the reply name none; `missing` is the element that the body has to show,
    and says nothing about the contents of the decision, because nobody has confirmed them;
    `contradicted_by` names what reported facts of a block show against the harm, each with the
    sentence that uses it; `remainder` is what is left of the record. `limits` is the short answer
    where no moves are written. `stages` are the remedies in whose letters it is answered, empty
    for any. `by_parity` are decisions on a like question, cited by parity of reasoning.
    `answered_by` is the clause under which the answer to several like clauses is written once.
    `by_kind` is about items in issue whose records are not of the kind that it names,
    `part_of_kind` about those that ask for other records besides, `disclosed`
    about items that the body itself gave, and `beyond` about items refused otherwise, if this
    clause may be meant. Only the `heads` that the reply means are answered. `unnumbered` is
    pleaded where its words number no limb, `lacks` where they do not name what the clause needs.
    `terms` compare one clause with another.
    """

    key: str
    cite: Text
    covers: Text
    sources: tuple[str, ...]
    terms: ExemptionTerms = NO_TERMS
    limits: Text | None = None
    title: Text | None = None
    words: Text | None = None
    which: Text | None = None
    missing: Text | None = None
    contradicted_by: Mapping[Bearing, Text] = field(default_factory=dict)
    remainder: Text | None = None
    authorities: tuple[str, ...] = ()
    by_parity: tuple[str, ...] = ()
    adverse: tuple[str, ...] = ()
    relief: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    answered_by: str = ""
    by_kind: ItemAnswer | None = None
    part_of_kind: ItemAnswer | None = None
    disclosed: ItemAnswer | None = None
    beyond: ItemAnswer | None = None
    heads: tuple[ClauseHead, ...] = ()
    prepared: Text | None = None
    lacks: tuple[WordsLacking, ...] = ()
    unnumbered: Text | None = None


@dataclass(frozen=True, slots=True)
class RefusalDuty:
    """Something that a refusal must contain.

    `shown_on_notice` is false if the law requires it without obliging the notice to show it. Its
    absence is then a question and not a defect. `when` names the outcomes to which the duty
    applies. Empty means any refusal. `raises` is what a letter may plead if it is missing.
    `unmet` says in a letter that a notice does not do it.
    """

    key: str
    says: Text
    shown_on_notice: bool
    sources: tuple[str, ...]
    unmet: Text | None = None
    when: tuple[Outcome, ...] = ()
    raises: Circumstance | None = None


class ReliefLevel(StrEnum):
    """The order of reliefs: the main one, its alternatives, and what is asked in any event.

    A finding comes before the main one, a declaration after it. One of `ENFORCEMENT` is asked for
    only once an order on the remedy is overdue.
    """

    FINDING = "finding"
    MAIN = "main"
    DECLARATION = "declaration"
    ALTERNATIVE = "alternative"
    FURTHER = "further"
    ANY_EVENT = "any-event"
    INTERIM = "interim"
    ENFORCEMENT = "enforcement"


@dataclass(frozen=True, slots=True)
class Relief:
    """An order that the forum may be asked to make: by whom, what, within what time.

    In `says`, `{post}` is the officer of the respondent who must act, `{items}` the items at
    issue, and `{time}` the length in words. `when` names the circumstances in which it is asked
    for, empty for any; `stages` the remedies, empty for any; `items` the questions whose records
    it concerns, at issue or not, empty for all at issue; `unless` the circumstances in which it is
    not asked for, `beside` other circumstances, at least one of which must be met. `post` replaces
    the head of the body. `{referred}` are the bodies referred to that the law binds; an order that
    names them is not asked for if there is none. With `of_items_met`, `{items}`
    are only the items that have one of the circumstances in `when`. `says_of_all` replaces `says`
    if no item of the request was disclosed, not even in part, or left out. Orders with the same
    `row` stand in one row of the letter, at the place of the first of them that is asked for.
    `says_in_row` replaces `says` for one that is not the first.
    """

    key: str
    says: Text
    sources: tuple[str, ...]
    level: ReliefLevel
    post: Text | None = None
    length: int | None = None
    unit: Unit | None = None
    when: tuple[Circumstance, ...] = ()
    stages: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    unless: tuple[Circumstance, ...] = ()
    beside: tuple[Circumstance, ...] = ()
    of_items_met: bool = False
    says_of_all: Text | None = None
    row: str = ""
    says_in_row: Text | None = None


class DeclarationKind(StrEnum):
    """What a law's declaration is about."""

    VERIFICATION = "verification"
    OTHER_PROCEEDINGS = "other-proceedings"
    STAYS = "stays"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class LawDeclaration:
    """A declaration that the forum wants.

    In a verification, `{name}` is the person, `{known}` the paragraphs known from the papers, and
    `{reported}` those that rest on reports.
    """

    key: str
    about: DeclarationKind
    says: Text
    stages: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forum:
    """What the pleading of one remedy says about itself and its parties.

    `filing` is the law's own word for it, `order` for what decides it, if that is not an order,
    `party` for the person who brings it, `opening` the
    first sentence of a remedy by letter, with `{at_issue}` for what it is against; `late` is
    printed if its time has passed. `addressed` is offered for a letter that an office named by the
    body's own rules may take, in the place for that office. `called_also` is what such rules may
    call the remedy, `headed` what its subject line calls it otherwise.
    `number` is the line for its number, with `{year}`; `under` the provision that opens it.
    `through` follows the respondent's name: the post through which it appears, with its section.
    `post` is the officer who must act. `through_head` and `post_head` say both where the library
    knows the post of the head of the body, which is `{head}` in them. `applicant` says for each
    kind of applicant why he or she may bring it; `body` why the respondent is bound, and
    `body_by_role` why one of that role is; `decider` why the body that decided the step before is
    the first respondent, and the body asked the second, where the law is known to make it so.
    `decider_through` follows the decider's name, with its head as `{head}`. If a body of a role
    is a part of the party to name, `party_by_role` is that party. `party_through` follows its
    name, with the body as `{body}` and its post as `{through}`, and `party_post` is the officer
    who must act for it, with the head as `{head}`. While the decider has no members,
    `joined_party` is a further respondent for their appointment, `joined_through` follows its
    name, or `joined_through_named` with the `{division}` that counsel named, and `joined` says why
    it is joined. `joined_already` says it if the body asked is part of
    the same party, so that no party is named twice. A letter without that paragraph asks for no
    order on their appointment.
    `typed` answers a section that the law's file does not list; it cites `typed_authorities` and
    meets `typed_adverse`. `typed_alone` is printed before it if the reply names nothing else for
    these items, and `typed_contradicted_by` is what reported facts show against it. `typed_named`
    are decisions on a section whose number has one of these words, and `typed_named_adverse` those
    that help the body. `typed_adverse` are met only if one of the others is on the section.
    `time` is about the day of filing, where the law sets none. `prompt` is added if no more than
    `prompt_days` have passed; later, the letter has a blank for the reasons. `silence` and
    `decision` say why the remedy lies, `silence_after_reply` why it lies against the silence of
    the step before and the reply of the body, if an order is asked for against that reply too,
    `both_gates` why it lies after a decision that came late, `if_decision` after a reply that only
    refers to another body, once the time for a decision has ended, `granted` why it lies against
    a notice of a fee, and `in_part` why it lies as well for what a
    decision passed over; `fee` what it costs. Where a request was passed on under a law without a
    transfer, `bodies` says why the second body is a party, and `posts` are the officers who must
    act. `extension` answers a claim that time was longer, if none was announced, and `longest` one
    once that time too had ended by `{day}`. `courses` are the papers that a body could have sent
    and did not, `acknowledgement` the duty to confirm receipt. `questions` are put to the forum in
    the circumstances named, `order_questions` with the orders that their keys name, and
    `each_claimed` in place of one question where several exceptions are claimed. By
    circumstance, `began_later` says why a late filing may be in time
    after all, with a blank for its facts, and `excuse` why it should be admitted. `behind` is the
    law behind it, and `early` asks for an early date. `asks` says in the summary what is asked
    for, if that is not disclosure, and `asks_for` says it by the first order that has a key of it.
    `of_step_before` are provisions that govern the step before
    alone. Only the first ground that names them cites them, and later grounds refer to it.
    `bundle` is the order of the documents that this forum wants, by the rules in `bundle_sources`.
    `wants` is what it wants filed with the pleading, and `evidence` are the rules on electronic
    evidence that were read for it.
    """

    stage: str
    sources: tuple[str, ...]
    filing: Text | None = None
    order: Text | None = None
    party: Text | None = None
    opening: Text | None = None
    addressed: Text | None = None
    called_also: Text | None = None
    headed: Text | None = None
    late: Text | None = None
    number: Text | None = None
    under: Text | None = None
    through: Text | None = None
    post: Text | None = None
    through_head: Text | None = None
    post_head: Text | None = None
    applicant: Mapping[str, Text] = field(default_factory=dict)
    decider: Text | None = None
    decider_through: Text | None = None
    party_by_role: Mapping[str, Text] = field(default_factory=dict)
    party_through: Text | None = None
    party_post: Text | None = None
    joined_party: Text | None = None
    joined_through: Text | None = None
    joined_through_named: Text | None = None
    joined: Text | None = None
    joined_already: Text | None = None
    typed: Text | None = None
    typed_alone: Text | None = None
    typed_contradicted_by: Mapping[Bearing, Text] = field(default_factory=dict)
    typed_named: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed_named_adverse: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed_authorities: tuple[str, ...] = ()
    typed_adverse: tuple[str, ...] = ()
    body: Text | None = None
    body_by_role: Mapping[str, Text] = field(default_factory=dict)
    silence: Text | None = None
    silence_after_reply: Text | None = None
    both_gates: Text | None = None
    decision: Text | None = None
    if_decision: Text | None = None
    granted: Text | None = None
    in_part: Text | None = None
    bodies: Text | None = None
    posts: Text | None = None
    fee: Text | None = None
    time: Text | None = None
    prompt: Text | None = None
    prompt_days: int | None = None
    extension: Text | None = None
    longest: Text | None = None
    courses: tuple[Text, ...] = ()
    acknowledgement: Text | None = None
    questions: Mapping[Circumstance, Text] = field(default_factory=dict)
    order_questions: Mapping[str, Text] = field(default_factory=dict)
    each_claimed: Text | None = None
    began_later: Mapping[Circumstance, Text] = field(default_factory=dict)
    excuse: Mapping[Circumstance, Text] = field(default_factory=dict)
    behind: Text | None = None
    behind_authorities: tuple[str, ...] = ()
    early: Text | None = None
    asks: Text | None = None
    asks_for: Mapping[str, Text] = field(default_factory=dict)
    of_step_before: tuple[str, ...] = ()
    bundle: tuple[BundlePart, ...] = ()
    bundle_sources: tuple[str, ...] = ()
    wants: tuple[FilingRule, ...] = ()
    evidence: tuple[EvidenceRule, ...] = ()
