"""How a rejoinder answers what a later document says of a record: the sentence for each answer, by
what had been said of the record before the pleading was filed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.law.pleas import Exemption
from tracker.domain.words.quotations import in_marks
from tracker.services.letters.enforcing.said_under_order import (
    ANOTHER_BODY,
    SENT_AWAY,
)
from tracker.services.letters.pleading.on_referral import STATEMENT_GIVEN
from tracker.services.letters.pleading.quoting import clause_named
from tracker.services.letters.pleading.reaching import (
    given_up_of,
    in_items,
    said_together,
)
from tracker.services.letters.rejoining.later_answers import (
    AnswerKind,
    LaterDocument,
    LoggedAnswer,
)

_NEW_CLAIM = Message(
    "So far as a claim of {cites} for {items} is first made after the {filing} was filed, it is "
    "for {respondent} to show why it may be considered."
)
_CLAIMED_ALSO = Message("The reply to the request{annex} relied on {cites} for {items} as well.")
_RELIES = Message("For {items} it relies on {cites}.")
_WITHHOLDS = Message("It withholds {items}.")
_TO_SPECIFY = Message(
    "It is for {respondent} to specify the provision of {law} on which it relies for {items}."
)
_HELD = Message(
    "The reply to the request answered {items} as absent{annex}: what is withheld is held. It is "
    "for {respondent} to state how the two agree."
)
_WITHHELD = Message(
    "The reply to the request withheld {items}{annex}. A ground for withholding is claimed for a "
    "record that there is."
)
_DISAGREE = Message(
    "It is for {respondent} to state how the two agree, and when and where each of these records "
    "was last held."
)
_SAME_ABSENT = Message(
    "The reply to the request answered {items} as absent, too{annex}. To repeat a statement is "
    "not to search."
)
_ABSENT = Message("It answers {items} as absent.")
_GONE = Message(
    "So far as a record is said to be lost or destroyed, it was once there. It is for "
    "{respondent} to show until when it was kept, and when and how it was lost or destroyed and "
    "with whose approval."
)
_ELSEWHERE = Message(
    "It is for {respondent} to supply each of {items} that it holds, the original or a copy, and "
    "to show when and to whom it sent any other."
)
_OTHER_BODY = Message(
    "That another body is concerned with a record is no reason not to supply a record that "
    "{respondent} holds."
)
_GIVEN = Message("With it came copies of {items}.")
_PART = Message("Of {items} a part came with it.")
_BY_ABSENCE: dict[str, tuple[Message, ...]] = {
    "first-refused": (_WITHHELD, _DISAGREE),
    "same-absent": (_SAME_ABSENT,),
    "now-absent": (),
    "gone": (_GONE,),
    "": (_ABSENT,),
}
_BY_PLACE: dict[str, tuple[Message, ...]] = {
    SENT_AWAY: (_WITHHELD, _ELSEWHERE),
    ANOTHER_BODY: (_WITHHELD, _OTHER_BODY),
    "elsewhere": (_ELSEWHERE,),
    "": (_ELSEWHERE,),
}
_BY_SUPPLY = {AnswerKind.GIVEN: _GIVEN, AnswerKind.STATED: STATEMENT_GIVEN, AnswerKind.PART: _PART}
_REASONS = (AnswerKind.EXEMPTION, AnswerKind.SECTION, AnswerKind.VAGUE)


@dataclass(frozen=True)
class AnswerWords:
    """The sentences that answer one document, by what was logged before the pleading was filed."""

    document: LaterDocument

    def of(
        self, numbers: Sequence[int], answers: Sequence[LoggedAnswer], quoted: str
    ) -> Iterator[str]:
        """Yield the sentences on these answers for items, which the words `quoted` give if any."""
        say = self.document.source.say
        for each in answers:
            yield from self._on_supply(each.kind, numbers)
        reasons = [each for each in answers if each.kind in _REASONS]
        cites = [self._cite(each) for each in reasons]
        if reasons and not quoted:
            yield say(_RELIES, **self._values(numbers, self._together(cites)))
        if reasons:
            yield from self._on_reasons(numbers, reasons)
        for each in answers:
            if each.kind is AnswerKind.BARE:
                words = _TO_SPECIFY if quoted else _WITHHOLDS
                yield say(words, **self._values(numbers))
            yield from self._on_absence(numbers, each)

    def _on_absence(self, numbers: Sequence[int], answer: LoggedAnswer) -> Iterator[str]:
        """Yield what meets an answer that records are absent or elsewhere, by its kind."""
        say, values = self.document.source.say, self._values(numbers)
        if answer.kind is AnswerKind.ABSENT:
            for words in _BY_ABSENCE[answer.how]:
                yield say(words, **values)
        elif answer.kind is AnswerKind.ELSEWHERE:
            for words in _BY_PLACE[answer.how]:
                yield say(words, **values)

    def _on_supply(self, kind: AnswerKind, numbers: Sequence[int]) -> Iterator[str]:
        source, values = self.document.source, self._values(numbers)
        if kind in _BY_SUPPLY:
            yield source.say(_BY_SUPPLY[kind], **{**values, "annex": ""})
        keys = {each.key for number, each in source.drafted.numbered if number in numbers}
        if kind is AnswerKind.GIVEN and (claim := given_up_of(source, keys)):
            yield claim

    def _on_reasons(
        self, numbers: Sequence[int], reasons: Sequence[LoggedAnswer]
    ) -> Iterator[str]:
        """Yield what was logged of the reply to the request for these records, beside the clauses
        that are claimed now."""
        before = [self._before(number) for number in numbers]
        if self.document.filed.replies and all(
            each and each.outcome is Outcome.NOT_HELD for each in before
        ):
            yield self.document.source.say(_HELD, **self._values(numbers))
        new = [each for each in reasons if self._is_new(each, numbers)]
        if new and self._came_after:
            cites = self._together([self._cite(each) for each in new])
            yield self.document.source.say(_NEW_CLAIM, **self._values(numbers, cites))
        known = [each for each in reasons if self._is_known(each, numbers)]
        if known and len(self.document.filed.replies) == 1:
            cites = self._together([self._cite(each) for each in known])
            yield self.document.source.say(_CLAIMED_ALSO, **self._values(numbers, cites))

    def _is_new(self, reason: LoggedAnswer, numbers: Sequence[int]) -> bool:
        """Return whether no reply before the filing claimed a clause for one of these items, by
        what was logged."""
        before = [each for number in numbers for each in self._answers(number)]
        claimed = any(reason.of in each.exemptions for each in before)
        return reason.kind is AnswerKind.EXEMPTION and not claimed

    def _is_known(self, reason: LoggedAnswer, numbers: Sequence[int]) -> bool:
        """Return whether the last reply before the filing claimed a clause for all these items."""
        found = [self._before(number) for number in numbers]
        return reason.kind is AnswerKind.EXEMPTION and all(
            each and reason.of in each.exemptions for each in found
        )

    def _answers(self, number: int) -> tuple[QuestionOutcome, ...]:
        """Return every answer to an item before the filing."""
        source = self.document.source
        key = next(each.key for n, each in source.drafted.numbered if n == number)
        return self.document.filed.answers.get(key, ())

    def _before(self, number: int) -> QuestionOutcome | None:
        """Return the last answer to an item before the filing."""
        return next(reversed(self._answers(number)), None)

    @property
    def _came_after(self) -> bool:
        """Return whether the document bears and has a day after that of the filing."""
        source, entry = self.document.source, self.document.entry
        filed = source.plea.case_status.case_state.appealed(*source.plea.remedy.place)
        last = filed.event.on.latest if filed else date.max
        dated = source.details_of(entry).dated
        return entry.event.on.earliest > last and (dated is None or dated > last)

    def _cite(self, reason: LoggedAnswer) -> str:
        source = self.document.source
        if reason.kind is not AnswerKind.EXEMPTION:
            return in_marks(reason.of)
        return clause_named(source, self.document.entry, self._exemption(reason.of))

    def _exemption(self, key: str) -> Exemption:
        return next(each for each in self.document.source.law.exemptions if each.key == key)

    def _together(self, cites: Sequence[str]) -> str:
        return said_together(self.document.source, list(dict.fromkeys(cites)))

    def _values(self, numbers: Sequence[int], cites: str = "") -> dict[str, str]:
        """Return the values of a message on items."""
        source = self.document.source
        return {
            "items": in_items(source, numbers),
            "annex": self.document.filed.at_reply(),
            "filing": source.words["filing"],
            "cites": cites,
            "law": source.words["law_mention"],
            "respondent": source.respondent_named,
        }
