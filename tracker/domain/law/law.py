"""A right-to-information law as data: who may ask, its stages and limits, what to cite. Every fact
names its provisions, and every provision says where and how it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.domain.base.days import Span
from tracker.domain.base.errors import NoLimitOnFile, NotOnFile
from tracker.domain.base.text import Mention, Text, listed_words
from tracker.domain.law.bundle import USUAL_BUNDLE, BundlePart
from tracker.domain.law.commencement import Commencement
from tracker.domain.law.electronic_receipt import ElectronicReceipt
from tracker.domain.law.fee_schedule import FeeSchedule
from tracker.domain.law.law_file import LawChange, NotKnown
from tracker.domain.law.limits import (
    ClosedReceipt,
    Extension,
    Gap,
    Limit,
    Longer,
    Outer,
    Pause,
    ShortPeriods,
    Transfer,
)
from tracker.domain.law.outcome import GroundCategory
from tracker.domain.law.pleas import (
    Bearing,
    Circumstance,
    Exemption,
    Forum,
    ItemAnswer,
    LawDeclaration,
    RefusalDuty,
    Relief,
)


class ReadIn(StrEnum):
    """How a text was read, from the strongest reading to the weakest."""

    OFFICIAL_TEXT = "official-text"
    OFFICIAL_COPY = "official-copy"
    QUOTED = "quoted"
    TRANSLATION = "translation"
    SECONDARY = "secondary"
    MEMORY = "memory"

    @property
    def verified(self) -> bool:
        """Return whether a deadline that rests on this reading needs no person to confirm it."""
        return self in (ReadIn.OFFICIAL_TEXT, ReadIn.OFFICIAL_COPY)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read, and how; `archived` is its page at a web archive, if known."""

    where: str
    read_in: ReadIn
    note: str = ""
    archived: str = ""

    @property
    def cited(self) -> "Cited":
        """Return the source as a count cites it."""
        return Cited(Text({"en": self.where}), self.where, self.read_in)


@dataclass(frozen=True, slots=True)
class Cited:
    """An authority that a count cites: its name, where it was read, and how."""

    cite: Text
    where: str
    read_in: ReadIn


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule that may be cited, in the law itself or in another enactment that it relies on."""

    key: str
    cite: Text
    says: Text
    source: Source

    @property
    def cited(self) -> Cited:
        """Return the provision as a count cites it."""
        return Cited(self.cite, self.source.where, self.source.read_in)


class Actor(StrEnum):
    """The party that must act within a stage."""

    BODY = "public-body"
    REQUESTER = "requester"
    APPEAL_BODY = "appeal-body"


class RemedyKind(StrEnum):
    """The kind of a remedy: what its letter calls the remedy and the person who brings it."""

    INTERNAL_REVIEW = "internal-review"
    APPEAL = "appeal"
    COMPLAINT = "complaint"
    APPLICATION = "application"


class RemedyForm(StrEnum):
    """How a remedy is brought, where it is not in the usual pleading before a forum."""

    LETTER = "letter"
    SUIT = "suit"


class SilenceMeans(StrEnum):
    """What the law says about a stage in which nothing was decided in time."""

    APPEALABLE = "appealable"
    DEEMED_REFUSAL = "deemed-refusal"
    DEEMED_GRANT = "deemed-grant"
    NOTHING_STATED = "nothing-stated"
    NOT_READ = "not-read"


@dataclass(frozen=True, slots=True)
class Silence:
    """What the law says if a stage ends without a response."""

    means: SilenceMeans
    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A count worked out independently of this program, kept beside the limit it shows."""

    why: str
    event: date
    earliest: date
    latest: date
    worked_out_by: str
    body: str | None = None
    extended: bool = False
    expedited: bool = False
    happened: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a law that a party must take within a time limit.

    A remedy goes to its `receiver`. Without one it goes to the body asked, there to the `office`
    that the law names. `court` is an outside court or officer that is not a body of the library.
    `remedy` follows the law's own word; None for a step that is not a remedy. `form` is how it is
    brought, None if as usual. `sources` create it; under `excuses_delay` a late one may be
    admitted.
    """

    key: str
    title: Text
    actor: Actor
    counts_from: tuple[str, ...]
    limits: tuple[Limit, ...]
    leads_to: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    extension: Extension | None = None
    closed_receipt: ClosedReceipt | None = None
    longer: tuple[Longer, ...] = ()
    pauses: tuple[Pause, ...] = ()
    transfer: Transfer | None = None
    outer: Outer | None = None
    expedited: tuple[Limit, ...] = ()
    expedited_when: Text | None = None
    silence: Silence | None = None
    opened_by_silence_of: tuple[str, ...] = ()
    receiver: str | None = None
    office: Text | None = None
    court: Text | None = None
    remedy: RemedyKind | None = None
    form: RemedyForm | None = None
    sources: tuple[str, ...] = ()
    excuses_delay: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    note: Text | None = None

    @property
    def by_letter(self) -> bool:
        """Return whether the remedy is asked for in a letter: a review always is."""
        return self.remedy is RemedyKind.INTERNAL_REVIEW or self.form is RemedyForm.LETTER

    @property
    def by_suit(self) -> bool:
        """Return whether the remedy is a suit, for which the program writes no court documents."""
        return self.form is RemedyForm.SUIT

    def limit_on(self, day: date, *, expedited: bool = False) -> Limit:
        """Return the limit that governs an event of `day`.

        Raises NoLimitOnFile if the law's file has no limit for that day.
        """
        if expedited and not self.expedited:
            raise NoLimitOnFile(
                "We know of no shorter limit for urgent requests for “{key}”.", key=self.key
            )
        for limit in self.expedited if expedited else self.limits:
            if day in limit.span:
                return limit
        for gap in self.gaps:
            if day in gap.span:
                raise NoLimitOnFile(
                    "No time limit is known for this step ({stage}): {why}",
                    stage=self.title,
                    why=gap.why,
                )
        raise self._not_on_file(day)

    def _not_on_file(self, day: date) -> NoLimitOnFile:
        if not self.limits:
            return NoLimitOnFile(
                "No time limit is known for “{key}”: the law sets none.", key=self.key
            )
        return NoLimitOnFile(
            "No time limit is known for that date, {day} (stage “{key}”). The earliest date we "
            "have is {first}.",
            day=day,
            key=self.key,
            first=min(limit.span.since for limit in self.limits),
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """A plain statement of the law on one topic (form, channels, costs, penalties …).

    `since` and `until` are the days between which it applies, as far as they are known.
    `uncertain` says why it may not be law.
    """

    topic: str
    says: Text
    sources: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    uncertain: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who may ask: each `who` is a kind of applicant, with the sentence that a letter states."""

    says: Text
    kinds: Mapping[str, Text]
    sources: tuple[str, ...]


class LetterKind(StrEnum):
    """The letters that the program writes. An appeal is the pleading of a remedy, except one that
    is asked for in a letter, as a review is. What a law pleads in an appeal, it pleads in both."""

    REQUEST = "request"
    COVER_NOTE = "cover-note"
    REMINDER = "reminder"
    EXTENSION_CHALLENGED = "extension-challenged"
    FEE_DISPUTED = "fee-disputed"
    THANKS = "thanks"
    INTERNAL_REVIEW = "internal-review"
    APPEAL = "appeal"
    REJOINDER = "rejoinder"
    ENFORCEMENT = "enforcement"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class LetterPoint:
    """What a kind of letter pleads in a circumstance, with its section.

    `stages`, `items`, `bodies` limit it. `needs` is what reported facts must show, `relief` its
    orders, `answers` the grounds without a clause that it meets, with a word
    in `named`: `{words}` are theirs, `{passage}` the sentences with it, `{parts}` what is left.
    `unless`, `answered_by`, `not_claimed` exclude it. `of_items` are records, a `power` in force.
    """

    key: str
    letter: LetterKind
    when: Circumstance
    says: Text
    sources: tuple[str, ...]
    stages: tuple[str, ...] = ()
    title: Text | None = None
    needs: tuple[Bearing, ...] = ()
    relief: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    by_parity: tuple[str, ...] = ()
    adverse: tuple[str, ...] = ()
    answers: tuple[GroundCategory, ...] = ()
    named: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    unless: tuple[Circumstance, ...] = ()
    contradicted_by: Mapping[Bearing, Text] = field(default_factory=dict)
    schedule: FeeSchedule | None = None
    disclosed: ItemAnswer | None = None
    withheld: ItemAnswer | None = None
    of_items: tuple[ItemAnswer, ...] = ()
    answered_by: str = ""
    power: str = ""
    not_claimed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Law:
    """One right-to-information law, as far as it was read.

    `in_sentence` is the title within a sentence. `commencement` says how exactly `in_force` is
    known, and `text_of_year` gives the year of the text that was read. A `petition` is no such
    law.
    """

    key: str
    title: Text
    in_sentence: Text
    country: str
    calendar: str
    in_force: Span
    commencement: Commencement
    official_text: str
    compared_on: date | None
    status: Text
    languages: tuple[str, ...]
    languages_stated: bool
    eligibility: Eligibility
    provisions: Mapping[str, Provision]
    stages: Mapping[str, Stage]
    exemptions: tuple[Exemption, ...] = ()
    refusal_duties: tuple[RefusalDuty, ...] = ()
    facts: tuple[Fact, ...] = ()
    points: tuple[LetterPoint, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    forums: tuple[Forum, ...] = ()
    declarations: tuple[LawDeclaration, ...] = ()
    number: Text | None = None
    not_known: tuple[NotKnown, ...] = ()
    short_periods: ShortPeriods | None = None
    changes: tuple[LawChange, ...] = ()
    bundle: tuple[BundlePart, ...] = USUAL_BUNDLE
    electronic_receipt: ElectronicReceipt | None = None
    text_of_year: int | None = None
    digest: str = field(default="", compare=False)
    petition: bool = False

    @property
    def mention(self) -> Mention:
        """Return the title within a sentence."""
        return Mention(self.in_sentence.words, self.title)

    def named(self, language: str = "en", *, in_sentence: bool = False) -> str:
        """Return the title, with the number unless the title contains it already."""
        title = (self.mention if in_sentence else self.title).in_language(language)
        number = self.number.in_language(language) if self.number else ""
        return title if number in title else f"{title} ({number})"

    def require_in_force(self, day: date) -> None:
        """Raise NoLimitOnFile for a day before the law is known to have been in force."""
        if day < self.in_force.since:
            raise self.commencement.too_early(self.mention, self.in_force.since, day)

    def stage(self, key: str) -> Stage:
        """Return the stage with that key. Raises NotOnFile with the keys that exist."""
        if key not in self.stages:
            raise NotOnFile(
                "{key} has no stage “{key_2}”. It has: {known}.",
                key=self.key,
                key_2=key,
                known=", ".join(self.stages),
            )
        return self.stages[key]

    def first_stage(self) -> Stage:
        """Return the stage that a request opens."""
        return next(iter(self.stages.values()))

    def weakest(self, sources: tuple[str, ...]) -> ReadIn:
        """Return the weakest reading among these provisions; MEMORY if there are none."""
        readings = (self.provisions[key].source.read_in for key in sources)
        return max(readings, key=list(ReadIn).index, default=ReadIn.MEMORY)

    def cite(self, sources: tuple[str, ...], language: str = "en") -> str:
        """Return the provisions as a reader would cite them, in order, each once."""
        return listed_words([each.in_language(language) for each in self.cites(sources)], language)

    def cites(self, sources: tuple[str, ...]) -> tuple[Text, ...]:
        """Return the name of each of these provisions, in order, each once."""
        return tuple({str(c): c for c in (self.provisions[key].cite for key in sources)}.values())
