"""The pages of laws: who may ask, the stages and their limits, how reliable each fact is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from tracker.domain.base.text import Text, direction
from tracker.domain.law.law import Fact, Law, ReadIn
from tracker.domain.law.readings import limits_by_place
from tracker.domain.law.signature import LawSignature, shown_signatures
from tracker.domain.words.alphabet import by_letters
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.deadlines.explaining import commencement_words
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.filters import language_name
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.base.marking import MarkedWords
from tracker.web.record.law.exemptions import ExemptionShown, exemptions_shown, outweighed
from tracker.web.record.law.law_answers import all_laws_answers, law_answers
from tracker.web.record.law.law_run import LawRun, law_run
from tracker.web.record.law.law_words import (
    ASKING,
    HOW_READ,
    NOT_READ,
    TOPIC_GROUPS,
    topic_name,
)
from tracker.web.record.law.stages import Footing, StageShown, footing, stage_shown


@dataclass(frozen=True, slots=True)
class FactShown:
    """A statement of the law, with the days for which it holds and its reliability."""

    name: Markup
    fact: Fact
    footing: Footing


@dataclass(frozen=True, slots=True)
class _Duty:
    """Something a refusal must contain, and whether the notice must show it."""

    says: Text
    shown: bool
    footing: Footing


class Sureness(StrEnum):
    """How many of a law's time limits were read in an official copy, and whether that copy was
    the text at the time of the comparison."""

    ALL = "all"
    OLDER_COPY = "older-copy"
    SOME = "some"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class LawPage:
    """The page of a law."""

    law: Law
    titles: tuple[MarkedWords, ...]
    country: str
    calendar: str
    how_read: str
    sure: Sureness
    compared: str
    answers: tuple[CardAnswer, ...]
    asking: tuple[FactShown, ...]
    eligibility: Footing
    email: Footing | None
    in_force: str
    commencement: Footing
    languages: str
    stages: tuple[StageShown, ...]
    run: LawRun
    exemptions: tuple[ExemptionShown, ...]
    decisions: int
    precedents: int
    duties: tuple[_Duty, ...]
    facts: tuple[tuple[str, tuple[FactShown, ...]], ...]
    bodies: tuple[tuple[str, str], ...]
    signatures: tuple[LawSignature, ...]
    own: bool

    @property
    def unsigned(self) -> str:
        """Return the sentence for a text that no jurist has signed; empty if one has."""
        if any(each.digest == self.law.digest for each in self.signatures):
            return ""
        if self.own:
            return gettext("This office entered the law. No jurist has signed the present text.")
        return gettext(
            "Machine-read: a program read this law. No jurist has signed the present text."
        )

    @property
    def contents(self) -> tuple[tuple[str, str, int], ...]:
        """Return the sections that the page has: id, words and number of each.

        What a refusal must contain is always there: the section says so if it was not read.
        """
        sections = (
            ("remedies", gettext("Stages and their limits"), len(self.stages)),
            ("asking", gettext("Who can ask, and how"), len(self.asking) + 2),
            ("refusal", gettext("What a refusal must contain"), len(self.duties)),
            ("exemptions", gettext("Exemptions"), len(self.exemptions)),
            ("points", gettext("Other points"), sum(len(facts) for _, facts in self.facts)),
            ("unknown", gettext("What we do not know"), len(self.law.not_known)),
        )
        return tuple(each for each in sections if each[2] or each[0] == "refusal")

    @property
    def examples(self) -> int:
        """Return the number of examples worked by hand."""
        return sum(len(stage.examples) for stage in self.law.stages.values())


@dataclass(frozen=True, slots=True)
class LawLine:
    """A law in the list."""

    law: Law
    country: str
    answers: tuple[CardAnswer, ...]
    outweighed: str
    how_read: str
    compared: str


@dataclass(frozen=True, slots=True)
class LawsPage:
    """All laws, by country and title; `answers` say how many laws give each answer, and `not_read`
    where to look for the law of a country whose law could not be read."""

    answers: tuple[CardAnswer, ...]
    laws: tuple[LawLine, ...]
    not_read: tuple[tuple[str, str], ...]


def laws_page(office: Office) -> LawsPage:
    """Return all laws."""
    spoken, today = page_locale(), office.latest_today()
    lines = [
        LawLine(
            law,
            spoken.country(law.country),
            law_answers(law, today, spoken),
            outweighed(law),
            how_read(law),
            compared(law),
        )
        for law in office.library.laws.values()
    ]
    lines.sort(key=lambda line: (by_letters(line.country), by_letters(worded(line.law.title))))
    on_file = {law.country for law in office.library.laws.values()}
    not_read = [
        (spoken.country(country), str(said))
        for country, said in NOT_READ.items()
        if country not in on_file
    ]
    not_read.sort(key=lambda entry: by_letters(entry[0]))
    answers = all_laws_answers([line.answers for line in lines])
    return LawsPage(answers, tuple(lines), tuple(not_read))


def law_page(office: Office, key: str) -> LawPage:
    """Return the page of a law. Raises NotOnFile if there is no such law."""
    library, spoken = office.library, page_locale()
    law = library.law(key)
    bound = [body for body in library.bodies.values() if key in body.laws]
    facts = tuple(
        FactShown(topic_name(fact.topic), fact, footing(law, fact.sources, spoken))
        for fact in law.facts
    )
    return LawPage(
        law=law,
        titles=_titles(law, spoken),
        country=spoken.country(law.country),
        calendar=worded(library.calendars[law.calendar].title),
        how_read=how_read(law),
        sure=sureness(law),
        compared=compared(law),
        answers=law_answers(law, office.latest_today(), spoken),
        asking=_asking(facts),
        eligibility=footing(law, law.eligibility.sources, spoken),
        email=_email(law, spoken),
        in_force=commencement_words(law, spoken),
        commencement=footing(law, law.commencement.sources, spoken),
        languages=spoken.listed([language_name(tongue) for tongue in law.languages]),
        stages=tuple(stage_shown(law, each, library, spoken) for each in law.stages.values()),
        run=law_run(law, office.latest_today(), spoken),
        exemptions=tuple(exemptions_shown(law, spoken)),
        decisions=len(library.decisions_on(law)),
        precedents=len(library.precedents_under(law.key)),
        duties=tuple(
            _Duty(duty.says, duty.shown_on_notice, footing(law, duty.sources, spoken))
            for duty in law.refusal_duties
        ),
        facts=_grouped(shown for shown in facts if shown.fact.topic not in ASKING),
        bodies=tuple((body.key, worded(body.name)) for body in bound),
        signatures=shown_signatures(office.law_signatures.of_law(key), law.digest),
        own=("laws", key) in library.own,
    )


def _titles(law: Law, spoken: Locale) -> tuple[MarkedWords, ...]:
    """Return the title in each of its languages, that of the page first."""
    return tuple(
        MarkedWords(said=law.title.in_language(tongue), lang=tongue, dir=direction(tongue))
        for tongue in sorted(law.title.languages(), key=lambda key: key != spoken.language)
    )


def sureness(law: Law) -> Sureness:
    """Return how many of the time limits were read in an official copy, and in which."""
    verified = {law.weakest(sources).verified for sources in _numbers(law)}
    if verified == {True}:
        return Sureness.ALL if _compared_with_present(law) else Sureness.OLDER_COPY
    return Sureness.SOME if True in verified else Sureness.NONE


def how_read(law: Law) -> str:
    """Return one sentence on how the time limits were read."""
    readings = [law.weakest(sources) for sources in _numbers(law)]
    sure = sum(reading.verified for reading in readings)
    if not readings:
        return gettext("We know of no time limit with a number.")
    if sure == len(readings):
        return gettext("Every time limit was read in an official copy of the law.")
    if not sure:
        weak = max(readings, key=list(ReadIn).index)
        return gettext(
            "No time limit was read in an official copy of the law, so every date is "
            "provisional. At worst, a limit was {how_read}.",
            how_read=HOW_READ[weak],
        )
    return gettext(
        "{sure} of {all} time limits were read in an official copy of the law. Dates that rest "
        "on the others are provisional.",
        sure=sure,
        all=len(readings),
    )


def _numbers(law: Law) -> Iterator[tuple[str, ...]]:
    """Yield the provisions behind each number in the file."""
    for stage in law.stages.values():
        for limits in limits_by_place(stage).values():
            yield from (limit.sources for limit in limits)
        if stage.extension and stage.extension.length:
            yield stage.extension.sources
        if stage.outer:
            yield stage.outer.sources


def _compared_with_present(law: Law) -> bool:
    """Return whether the file was compared with the text of that day, as far as is known."""
    on = law.compared_on
    return on is not None and (law.text_of_year == on.year or _read_officially(law))


def _read_officially(law: Law) -> bool:
    return any(each.source.read_in is ReadIn.OFFICIAL_TEXT for each in law.provisions.values())


def compared(law: Law) -> str:
    """Return what is known of the comparison of the file with the official text, or a copy."""
    on, year = law.compared_on, law.text_of_year
    if on is None:
        if year is None:
            return gettext("No one has compared this page as a whole with the official text.")
        return gettext(
            "Read in a copy of the text of {year}. No one has compared it with the present text.",
            year=str(year),
        )
    day = page_locale().short_day(on)
    if _read_officially(law):
        return gettext("Last checked against the official text on {day}.", day=day)
    if year is None:
        return gettext(
            "Last checked against a copy of the official text on {day}. The date of the copy is "
            "not known.",
            day=day,
        )
    if year < on.year:
        return gettext(
            "Last checked on {day} against a copy of the text of {year}, not against the present "
            "text.",
            day=day,
            year=str(year),
        )
    return gettext("Last checked against a copy of the official text on {day}.", day=day)


def _email(law: Law, spoken: Locale) -> Footing | None:
    """Return how the rule on the receipt of an email was read; None if no rule is known."""
    found = law.electronic_receipt
    return footing(law, found.sources, spoken) if found and found.stated else None


def _asking(facts: Iterable[FactShown]) -> tuple[FactShown, ...]:
    """Return the statements that a requester needs first, in order of need."""
    found = [shown for shown in facts if shown.fact.topic in ASKING]
    return tuple(sorted(found, key=lambda shown: ASKING.index(shown.fact.topic)))


def _grouped(facts: Iterable[FactShown]) -> tuple[tuple[str, tuple[FactShown, ...]], ...]:
    """Return the other statements by what they concern, in the order of the groups."""
    groups: list[list[FactShown]] = [[] for _ in TOPIC_GROUPS]
    places = {topic: place for place, (_, topics) in enumerate(TOPIC_GROUPS) for topic in topics}
    for shown in facts:
        groups[places.get(shown.fact.topic, -1)].append(shown)
    named = zip(TOPIC_GROUPS, groups, strict=True)
    return tuple((str(words), tuple(found)) for (words, _), found in named if found)
