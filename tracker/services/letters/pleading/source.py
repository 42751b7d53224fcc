"""What a pleading is composed from, and small words that its parts share."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text, at_start
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.windows import Window
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.authority import Authority
from tracker.domain.law.block import Block, ReportedFact
from tracker.domain.law.body import PublicBody
from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import Law
from tracker.domain.law.pleas import Bearing, Circumstance, Forum
from tracker.domain.library import Library
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingBasis, as_text
from tracker.services.core.i18n import Locale
from tracker.services.letters.appeal_words import Plea
from tracker.services.letters.grounds_of_appeal import Pleaded

_ONE, _FIRST = Message("the respondent"), Message("the first respondent")
SECOND = Message("the second respondent")
# Says that a letter calls the body a party, also where the remedy itself is a letter.
AS_PARTY = "as-party"
# What the name of a body has that stands with an article, and how an article begins it.
_A_BODY = re.compile(
    r"\b(?:Ministry|Division|Department|Authority|Commission|Secretariat|Assembly|Senate|Court|"
    r"Office|Board|Agency|Bureau|Directorate|Government|Cabinet|Council|Police|Registrar)\b"
)
_ARTICLE = re.compile(r"(?:the|a|an)\b", re.I)
# What a reported fact shows if there is a record that it is about.
SHOWS_A_RECORD = frozenset(
    {
        Bearing.RECORD_EXISTS,
        Bearing.KNOWN,
        Bearing.IN_OPEN_COURT,
        Bearing.PRODUCED_BY_BODY,
        Bearing.WRITTEN_BY_BODY,
        Bearing.PASSED_ON_BY_BODY,
    }
)


@dataclass(frozen=True)
class PleadingSource:
    """The remedy, the request and the law, as the parts of a pleading read them.

    `printable` are the decisions that letters may cite, and `details` are what documents
    of the body state, by entry. `items_out` are the items that a person left out, and `rows_out`
    the keys of the rows; `rows_said` are the words that a person wrote in others.
    """

    plea: Plea
    pleaded: Pleaded
    drafted: Drafted
    block: Block
    library: Library
    locale: Locale
    chosen: LetterChoices
    applicant: str
    today: date
    annexed: tuple[Entry, ...]
    printable: Mapping[str, Authority]
    words: Mapping[str, str]
    details: Mapping[int, PaperDetails] = field(default_factory=dict)
    items_out: frozenset[str] = frozenset()
    rows_out: frozenset[str] = frozenset()
    rows_said: Mapping[str, str] = field(default_factory=dict)

    @property
    def law(self) -> Law:
        """Return the law of the request."""
        return self.plea.law

    @property
    def forum(self) -> Forum:
        """Return what the law says about the forum of this remedy; empty if it says nothing."""
        return forum_of(self.law, self.plea.stage)

    @property
    def window(self) -> Window | None:
        """Return the time limit of the remedy, None if none is known."""
        opened = self.plea.remedy.opened
        return opened if isinstance(opened, Window) else None

    @property
    def by_letter(self) -> bool:
        """Return whether the remedy is a letter, in which the person who files writes as “I”."""
        return self.plea.remedy.opened.stage.by_letter

    @property
    def by_suit(self) -> bool:
        """Return whether the remedy is a suit, for which the program writes a note for counsel."""
        return self.plea.remedy.opened.stage.by_suit

    @property
    def to_the_body(self) -> bool:
        """Return whether the remedy is asked of the body itself, in a letter."""
        return self.by_letter and self.plea.remedy.to == self.plea.respondent()

    @property
    def through(self) -> str:
        """Return the post through which the respondent appears; empty if the law names none."""
        return self.through_of(self.respondent)

    @property
    def post(self) -> str:
        """Return the officer of the respondent who must act; empty if the law names none."""
        own, forum = self.respondent, self.forum
        if own.role in forum.party_by_role and forum.party_post and own.head:
            body = self.words["body_mention"]
            return self._of_the_head(own, forum.party_post, None).replace("{body}", body)
        return self._of_the_head(own, forum.post_head, forum.post)

    def through_of(self, body: PublicBody) -> str:
        """Return the post through which a body appears; empty if the law names none."""
        return self._of_the_head(body, self.forum.through_head, self.forum.through)

    def bound(self, body: PublicBody, named: str = "") -> str:
        """Return why a body is bound, in the words of the law; empty if it has none.

        `named` is what a sentence calls it, if it is not the body that the remedy is against.
        """
        bound = self.forum.body_by_role.get(body.role, self.forum.body)
        return self._naming(bound, named or self.respondent_named) if bound else ""

    def _of_the_head(self, body: PublicBody, headed: Text | None, other: Text | None) -> str:
        head = body.head
        if headed and head:
            return self.text(headed).replace("{head}", self.text(head))
        return self.text(other) if other else ""

    @property
    def respondent(self) -> PublicBody:
        """Return the body that the remedy is against."""
        return self.library.body(self.plea.respondent())

    @property
    def basis(self) -> PleadingBasis:
        """Return what the remedy as a whole rests on: the entry that opened it, and the law of
        its forum."""
        return PleadingBasis((self.plea.opening.seq,), self.forum.sources)

    @property
    def party(self) -> str:
        """Return the word for the person who files."""
        return self.words["party"]

    @property
    def respondent_named(self) -> str:
        """Return what a sentence calls the body that the remedy is against."""
        if self.by_letter and AS_PARTY not in self.words:
            return self.words["body_mention"]
        if self.forum.decider and not self.plea.first:
            return self.say(SECOND)
        return self.say(_FIRST if Circumstance.PASSED_ON in self.pleaded else _ONE)

    @property
    def parties(self) -> Mapping[str, str]:
        """Return the names of the parties for a message; `Respondent` begins a sentence."""
        named = self.respondent_named
        return {"party": self.party, "respondent": named, "Respondent": at_start(named)}

    def text(self, text: Text) -> str:
        """Return a text of the library in the language of the letter, with the body named."""
        return self._naming(text, self.respondent_named)

    def _naming(self, text: Text, respondent: str) -> str:
        words = text.in_language(self.locale.language).replace("{respondent}", respondent)
        return words.replace("{Respondent}", at_start(respondent))

    def cite(self, sources: tuple[str, ...]) -> str:
        """Return provisions as the letter cites them."""
        return self.law.cite(sources, self.locale.language)

    @property
    def say(self) -> Callable[..., str]:
        """Return what says a message in the language of the letter."""
        return self.locale.say

    def details_of(self, entry: Entry) -> PaperDetails:
        """Return what the document of an entry says of itself; empty if nobody read it."""
        return self.details.get(entry.seq, NO_DETAILS)

    def body_named(self, name: str) -> str:
        """Return a body as a sentence names it, from its key in the library or its own name."""
        known = self.library.bodies.get(name)
        return self.text(known.mention) if known else self.with_article(as_text(name))

    def is_bound(self, name: str) -> bool:
        """Return whether the library says that the law of the request binds a body: its key, or
        its name as it was typed. One that is not in the library is bound by no law on record."""
        known = self.library.bodies.get(name)
        return known is not None and self.law.key in known.laws

    def with_article(self, name: str) -> str:
        """Return the typed name of a body as a sentence has it: in English with its article."""
        bare = self.locale.language == SOURCE and _A_BODY.search(name) and not _ARTICLE.match(name)
        return f"the {name}" if bare else name

    def elsewhere(self, stages: tuple[str, ...]) -> bool:
        """Return whether what the law says for these stages is for another remedy."""
        return bool(stages) and self.plea.stage not in stages


def before_blank(words: str) -> tuple[str, str]:
    """Return the words on the law, and the sentence with the first blank to fill in."""
    before, _, after = words.partition("[")
    cut = max(before.rfind(end) for end in (". ", "۔ ")) + 1 if after else len(words)
    return words[:cut], words[cut:].strip()


def ranged(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return numbers as stretches without a hole: 1 2 3 5 as (1, 3) and (5, 5)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return tuple(found)


def term_in_request(source: PleadingSource, fact: ReportedFact) -> str:
    """Return the term by which the request calls the record that a fact is about, if it does."""
    if fact.record is None:
        return ""
    term = source.text(fact.record.term)
    return term if any(term in each.words for each in source.drafted.questions) else ""


def as_of_the_body(source: PleadingSource, fact: ReportedFact) -> ReportedFact:
    """Return a reported fact with what it shows about the body that was asked: who ended the
    block, and the records that the request asks this body for. A record that is asked of other
    bodies is none of these, and one that the request names in an item is in that item alone."""
    shows = (*fact.shows, *_by_whom_ended(source, fact))
    record, items = fact.record, fact.items
    if record and record.bodies and source.drafted.body not in record.bodies:
        shows, items = tuple(each for each in shows if each not in SHOWS_A_RECORD), ()
    elif record and term_in_request(source, fact):
        items = (record.item,)
    return replace(fact, shows=shows, items=items)


def _by_whom_ended(source: PleadingSource, fact: ReportedFact) -> Iterator[Bearing]:
    """Yield who ended the block, if a fact shows that it ended and by whom: the body that was
    asked, or another one."""
    if fact.done_by and Bearing.ENDED in fact.shows:
        own = fact.done_by == source.drafted.body
        yield Bearing.ENDED_BY_BODY if own else Bearing.ENDED_BY_ANOTHER
