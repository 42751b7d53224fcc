"""The facts of a request that no other letter has: terms, service, urgency and enclosures."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.base.text import at_start
from tracker.domain.case.request import Applicant, Urgency
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.block import Block, publication
from tracker.domain.law.law import Law
from tracker.domain.law.pleas import Bearing
from tracker.domain.law.request_line import RequestLine
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Writing
from tracker.services.letters.request_words import (
    ORDER_FOR,
    definitions,
    enclosable,
    enclosed,
    period_line,
    request_line,
    request_lines,
    restriction_days,
    served_by,
    supported_by,
)

_ENDS = (".", "!", "?", "۔", "؟", "।")
_REPORTED = Message("As reported, {fact}{annex}.")
# The lists that no other letter has.
NO_REQUEST: dict[str, tuple[str, ...]] = {"definitions": (), "enclosures": ()}


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request while its letter is composed, dated `day`."""

    office: Writing
    drafted: Drafted
    applicant: Applicant
    locale: Locale
    day: date

    def values(self, supporters: Sequence[str]) -> dict[str, str]:
        """Return the values that its template may name."""
        library, urgency = self.office.library, self.applicant.urgency
        block, body = library.block(self.drafted.block), library.body(self.drafted.body)
        law = library.law(self.drafted.law)
        urgent = self.drafted.urgent and not urgency.missing
        return {
            "restriction_days": restriction_days(block, self.locale, self.day),
            "order_for": self.locale.say(ORDER_FOR) if block.only_ordered else "",
            "served_by": served_by(body, self.drafted.channels, self.locale),
            "urgency": _urgency_words(urgency, law, self.locale) if urgent else "",
            "supporters_line": supported_by(supporters, self.locale),
            "period_line": self._reported_and_period(),
            **request_lines(law, self.locale, self._enclosures()),
        }

    def lists(self) -> dict[str, tuple[str, ...]]:
        """Return the lists that its template may place. The head of the letter has the address,
        so that only the name is under the signature."""
        return {
            "definitions": self._definitions(),
            "enclosures": self._enclosures(),
            "signature": (self.applicant.name,),
        }

    def _reported_and_period(self) -> str:
        """Return what is reported of the records, and the sentence on the Period."""
        block = self.office.library.block(self.drafted.block)
        items = [each.key for each in self.drafted.questions]
        fact = fact_that_locates(block, self.drafted.body, items, self.locale, self.day)
        return f"{fact} {period_line(self._definitions(), self.locale)}".strip()

    def _definitions(self) -> tuple[str, ...]:
        library, said = self.office.library, [each.words for each in self.drafted.questions]
        block, body = library.block(self.drafted.block), library.body(self.drafted.body)
        reported = ("blocks", block.key) in library.unverified
        found = definitions(block, body, self.locale, self.day, said, reported=reported)
        return tuple(found)

    def _enclosures(self) -> tuple[str, ...]:
        if not self.drafted.enclosures:
            return ()
        documents = self.applicant.documents
        known = enclosable(self.office, self.drafted.block, self.locale.language, documents)
        return tuple(enclosed(self.drafted.enclosures, known, self.locale))


def fact_that_locates(
    block: Block, body: str, items: Collection[str], locale: Locale, day: date
) -> str:
    """Return the first thing reported about records that these items ask a body for, with the
    source. What the request names as a record stands in its item, and what a court did with a
    record does not locate it."""
    named = {record.item for record, _ in block.records_for(body, day)}
    found = [
        fact
        for fact in block.reported_by(day)
        if set(fact.items) & set(items) - named
        and fact.record is None
        and (not fact.bodies or body in fact.bodies)
        and Bearing.SHOWN_TO_COUNSEL not in fact.shows
        and locale.language in fact.says.languages()
    ]
    if not found:
        return ""
    where = locale.together(publication(found[0].source.where))
    said = found[0].says.in_language(locale.language)
    return locale.say(_REPORTED, fact=said, annex=f" ({where})")


def _stated(fact: str, locale: Locale) -> str:
    """Return a typed fact, a phrase or a sentence, as a whole sentence."""
    fact = at_start(fact.strip())
    return fact if fact.endswith(_ENDS) else locale.say("{words}.", words=fact)


def _urgency_words(urgency: Urgency, law: Law, locale: Locale) -> str:
    """Return why a request is urgent, with the section of the shorter time."""
    return " ".join(
        filter(
            None,
            (
                locale.say("This request is urgent: life or liberty is at stake."),
                locale.say(
                    "Whose life or liberty: {whose} How the records protect it: {how} When the "
                    "records are needed: {by}",
                    whose=_stated(urgency.whose, locale),
                    how=_stated(urgency.how, locale),
                    by=_stated(urgency.by, locale),
                ),
                request_line(law, RequestLine.URGENT, locale),
            ),
        )
    )
