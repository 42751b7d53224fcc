"""One version of the whole law library: laws, calendars, bodies, blocks, authorities and more."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from tracker.domain.base.errors import NoLimitOnFile, NotOnFile
from tracker.domain.calendar.announced import AnnouncedDays
from tracker.domain.calendar.workdays import Calendar, Workdays
from tracker.domain.law.authority import Authority
from tracker.domain.law.block import Block, Happening
from tracker.domain.law.body import PublicBody
from tracker.domain.law.judgment import Judgment
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.petition import Petition
from tracker.domain.law.power import Power
from tracker.domain.law.precedent import Precedent
from tracker.domain.law.questions import Question
from tracker.domain.law.statement import Organisation, Statement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OfficeEntry:
    """What is public about a verified entry of the office: the number of its version, whether it
    corrects a shipped entry, when it was written, and whether another person compared it with its
    sources."""

    number: int
    corrects: bool
    at: datetime
    second_person: bool


@dataclass(frozen=True)
class Library:
    """Everything that is known before a request is made, with the digest of its version.

    `verified` is the library without the entries of the office that nobody has verified yet; None
    if there is no such entry. `unverified` names those, each as its folder and its key. `whole` is
    the digest of the library with them, in the one without. `stand_ins` names the blocks and
    bodies of the office that the program no longer accepts: what can still be read of them is
    here, so that requests about them go on. `own` names the entries of the office that are used
    and verified, with what is public about each. A body that no law binds is sent one of the
    `petitions`, which are no laws.
    """

    laws: Mapping[str, Law]
    calendars: Mapping[str, Calendar]
    bodies: Mapping[str, PublicBody]
    blocks: Mapping[str, Block]
    powers: Mapping[str, Power]
    questions: Mapping[str, Question]
    organisations: Mapping[str, Organisation]
    statements: Mapping[str, Statement]
    authorities: Mapping[str, Authority]
    digest: str
    verified: "Library | None" = None
    unverified: frozenset[tuple[str, str]] = frozenset()
    whole: str = ""
    announced: Mapping[str, AnnouncedDays] = field(default_factory=dict)
    stand_ins: frozenset[tuple[str, str]] = frozenset()
    own: Mapping[tuple[str, str], OfficeEntry] = field(default_factory=dict)
    petitions: Mapping[str, Petition] = field(default_factory=dict)
    judgments: Mapping[str, Judgment] = field(default_factory=dict)
    precedents: Mapping[str, Precedent] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        """Return the digest of the library by which the office calculates."""
        return self.whole or self.digest

    @property
    def counts_unverified_days(self) -> bool:
        """Return whether an unverified announced day is counted."""
        return any(folder == "announced" for folder, _ in self.unverified)

    @property
    def public(self) -> "Library":
        """Return the library that the public may see."""
        return self.verified or self

    @cached_property
    def without_unverified_days(self) -> "Library":
        """Return this library with the calendars that the public may see."""
        if not self.counts_unverified_days:
            return self
        return replace(self, calendars={**self.calendars, **self.public.calendars})

    def that_counts(self, laws: Collection[str]) -> "Library":
        """Return what deadlines under these laws are counted with, which is a small part of all.

        Nothing else of the library is looked at for a date, and another law is not found in it.
        """
        return replace(
            self,
            laws={key: law for key, law in self.laws.items() if key in laws},
            blocks={},
            powers={},
            questions={},
            organisations={},
            statements={},
            authorities={},
            judgments={},
            precedents={},
            verified=self.verified and self.verified.that_counts(laws),
        )

    def law(self, key: str) -> Law:
        """Return the law or the petition with that key. Raises NotOnFile if there is none."""
        return self.instrument(key) or _find(self.laws, key, "law")

    def instrument(self, key: str) -> Law | None:
        """Return the law or the petition with that key, None if there is none."""
        if key in self.laws:
            return self.laws[key]
        return self.petitions[key].as_law if key in self.petitions else None

    def petition_in(self, country: str) -> Petition | None:
        """Return the petition of a country, else the one of no country; None without either."""
        found = (each for each in self.petitions.values() if each.country in (country, ""))
        return max(found, key=lambda each: bool(each.country), default=None)

    def calendars_of(self, country: str) -> tuple[str, ...]:
        """Return the calendars of the laws of a country, then those of its bodies, then those
        whose key begins with it; each once."""
        found = [law.calendar for law in self.laws.values() if law.country == country]
        bodies = (body for body in self.bodies.values() if body.country == country)
        found += [body.calendar for body in bodies if body.calendar]
        found += [key for key in self.calendars if key.startswith(f"{country}-")]
        return tuple(dict.fromkeys(found))

    def calendar(self, key: str) -> Calendar:
        """Return the calendar with that key. Raises NotOnFile if there is none."""
        return _find(self.calendars, key, "calendar")

    def body(self, key: str) -> PublicBody:
        """Return the body with that key. Raises NotOnFile if there is none."""
        return _find(self.bodies, key, "public body")

    def zone_of(self, body: str) -> str:
        """Return the time zone in which a body sits; UTC if the library no longer has the body."""
        found = self.bodies.get(body)
        if found is None:
            return "UTC"
        return found.zone or self.calendars[found.calendar].zone

    @cached_property
    def zones(self) -> Mapping[str, ZoneInfo]:
        """Return the time zones in which days are counted, by name.

        They are kept here, because Python keeps only the eight used last and reads others from
        their files again.
        """
        names = {calendar.zone for calendar in self.calendars.values()}
        names |= {body.zone for body in self.bodies.values() if body.zone}
        return {name: ZoneInfo(name) for name in names}

    def days_at(self, moment: datetime) -> frozenset[date]:
        """Return the dates at a moment in these zones: one, or two that follow each other."""
        return frozenset(moment.astimezone(zone).date() for zone in self.zones.values())

    def block(self, key: str) -> Block:
        """Return the block with that key. Raises NotOnFile if there is none."""
        return _find(self.blocks, key, "block")

    def block_title(self, key: str, language: str = "en") -> str:
        """Return the title of a block; its key if the library no longer has it."""
        found = self.blocks.get(key)
        return found.title.in_language(language) if found else key

    def body_name(self, key: str, language: str = "en") -> str:
        """Return the name of a body; its key if the library no longer has it."""
        found = self.bodies.get(key)
        return found.name.in_language(language) if found else key

    def block_mention(self, key: str, language: str = "en") -> str:
        """Return the title of a block within a sentence; its key if the library no longer has
        it."""
        found = self.blocks.get(key)
        return found.mention.in_language(language) if found else key

    def body_mention(self, key: str, language: str = "en") -> str:
        """Return the name of a body within a sentence; its key if the library no longer has it."""
        found = self.bodies.get(key)
        return found.mention.in_language(language) if found else key

    def body_brief_mention(self, key: str, language: str = "en") -> str:
        """Return the short name of a body within a sentence; its key if the library no longer
        has it."""
        found = self.bodies.get(key)
        return found.brief_mention.in_language(language) if found else key

    def body_short_name(self, key: str) -> str:
        """Return the short name of a body; its key if the library no longer has it."""
        found = self.bodies.get(key)
        return found.short_name if found else key

    def organisation_name(self, key: str, language: str = "en") -> str:
        """Return the name of an organisation; its key if the library no longer has it."""
        found = self.organisations.get(key)
        return found.name.in_language(language) if found else key

    def stage_title(self, law: str, key: str, language: str = "en") -> str:
        """Return a law's own name of a stage; its key if the library no longer has it."""
        found = self.instrument(law)
        stage = found.stages.get(key) if found else None
        return stage.title.in_language(language) if stage else key

    def section(self, law: str, keys: str, language: str = "en") -> str:
        """Return provisions of a law, given by their keys, as a reader would cite them.

        Returns `keys` unchanged unless the library has all of them.
        """
        found, named = self.instrument(law), tuple(keys.split())
        known = found and named and found.provisions.keys() >= set(named)
        return found.cite(named, language) if found and known else keys

    def question(self, key: str) -> Question:
        """Return the question with that key. Raises NotOnFile if there is none."""
        return _find(self.questions, key, "question")

    def authority(self, key: str) -> Authority:
        """Return the authority with that key. Raises NotOnFile if there is none."""
        return _find(self.authorities, key, "authority")

    def authorities_of(self, country: str) -> tuple[Authority, ...]:
        """Return the authorities of a country, then those of none, in the order of the files."""
        own = (each for each in self.authorities.values() if each.country == country)
        shared = (each for each in self.authorities.values() if not each.country)
        return (*own, *shared)

    def judgments_on(self, *, block: str = "", power: str = "") -> tuple[Judgment, ...]:
        """Return the judgments on a block or a power, oldest first; pending cases last."""
        found = (
            each
            for each in self.judgments.values()
            if block in each.blocks or power in each.powers
        )
        return tuple(sorted(found, key=lambda each: (each.on or date.max, each.key)))

    def history_of(self, block: Block) -> tuple[Happening, ...]:
        """Return what happened to a block, judgments included, oldest first."""
        judged = (each.event for each in self.judgments_on(block=block.key))
        events = (*block.happenings, *(event for event in judged if event))
        return tuple(sorted(events, key=lambda each: each.on))

    def precedents_for(self, block: Block, law: str) -> tuple[Precedent, ...]:
        """Return the precedents for a request: those about its block, then those under its law,
        then those of its country, then all others; newest first in each."""

        def far(each: Precedent) -> tuple[bool, bool, bool]:
            return block.key not in each.blocks, each.law != law, each.country != block.country

        return tuple(sorted(_newest(self.precedents.values()), key=far))

    def precedents_about(self, block: str) -> tuple[Precedent, ...]:
        """Return the precedents about a block, newest first."""
        return tuple(_newest(each for each in self.precedents.values() if block in each.blocks))

    def precedents_under(self, law: str) -> tuple[Precedent, ...]:
        """Return the precedents under a law, newest first."""
        return tuple(_newest(each for each in self.precedents.values() if each.law == law))

    def decisions_on(self, law: Law) -> tuple[Authority, ...]:
        """Return the decisions that come from a forum of this law, or bind one.

        In a country with one law they are all its decisions.
        """
        alone = sum(each.country == law.country for each in self.laws.values()) == 1
        return tuple(
            each
            for each in self.authorities.values()
            if each.decision
            and each.country == law.country
            and (alone or bears_on_remedies(each, law))
        )

    def law_binding(self, body: PublicBody, day: date) -> Law:
        """Return the law under which `body` can be asked on `day`.

        If no law in the library binds the body, return the petition of its country. Raises
        NoLimitOnFile if a law binds it but was not in force, because nothing replaces that law.
        """
        for key in body.laws:
            if day in self.law(key).in_force:
                return self.law(key)
        petition = None if body.laws else self.petition_in(body.country)
        if petition:
            return petition.as_law
        raise NoLimitOnFile(
            "We know of no law that applied to {body} on {day}, so there is no letter to it.",
            body=body.mention,
            day=day,
        )

    def workdays(self, law: Law, stage: Stage, body: str | None) -> Workdays:
        """Return the calendar that a stage is counted by.

        It is the calendar of the body that receives the filing of the stage, or else of the body
        that must act.
        """
        counting = stage.receiver or body
        found = self.bodies.get(counting) if counting else None
        key = found.calendar if found else law.calendar
        return self.calendar(key).for_body(counting)

    def questions_for(self, block: Block, body: PublicBody, day: date) -> tuple[Question, ...]:
        """Return the catalogue's questions that fit a letter of `day` to a body on a block."""
        binding = {*[key for key in body.laws if day in self.law(key).in_force][:1]}
        return tuple(
            question
            for question in self.questions.values()
            if (not question.blocks or block.key in question.blocks)
            and question.country in ("", block.country)
            and block.country == body.country
            and (not question.laws or question.laws & binding)
            and (question.since is None or question.since <= day)
            and question.asked_of(body.role)
        )


def _find(shelf: Mapping[str, T], key: str, kind: str) -> T:
    if key in shelf:
        return shelf[key]
    near = get_close_matches(key, shelf, n=3) or sorted(shelf)
    raise NotOnFile(
        "There is no {kind} “{key}”. Try {near}.", kind=kind, key=key, near=", ".join(near)
    )


def _newest(found: Iterable[Precedent]) -> list[Precedent]:
    """Return precedents by the day of their outcome, newest first; those without one last."""
    return sorted(found, key=lambda each: each.on or date.min, reverse=True)


def bears_on_remedies(decided: Authority, law: Law) -> bool:
    """Return whether a decision comes from a forum of this law's remedies, or binds one."""
    return any(decided.bears_on(stage.receiver) for stage in law.stages.values())
