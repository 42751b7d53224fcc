"""Checks beyond reading: examples, ladders, languages, and how the text was read."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tracker.domain.base.text import Text
from tracker.domain.law.electronic_receipt import ReceiptRule
from tracker.domain.law.law import Law, ReadIn, SilenceMeans, Stage
from tracker.domain.law.law_file import LawFact
from tracker.domain.law.limits import Extension, Limit, Outer, PauseEffect
from tracker.domain.law.readings import facts_held, limits_by_place
from tracker.domain.law.request_email import seen_lately
from tracker.domain.library import Library
from tracker.lawfiles.examples import missing_examples, wrong_examples
from tracker.lawfiles.faults import Complaint, Complaints, complaints_in_order, suggestion
from tracker.lawfiles.flat_words import flat_words
from tracker.lawfiles.ladder import ladder_faults
from tracker.lawfiles.languages import Lacking, languages_missing_beside, languages_missing_in
from tracker.lawfiles.reader import ReadFiles, read_files
from tracker.services.core.i18n import SpokenLanguages
from tracker.services.office_data.due_comparisons import compared_until
from tracker.services.office_data.entry_files import TO_FILL

ENGLISH_ALONE = SpokenLanguages()
A_LENGTH = re.compile(r"\d (?:[\w-]+ ){0,2}(?:hour|day|week|month|year)", re.IGNORECASE)

# The first law of this kind is of 1766.
_OLDEST_TEXT, _LATEST_TEXT = 1766, 2199


class Examined(NamedTuple):
    """A library folder, as far as it can be read, and everything that is wrong with it."""

    library: Library
    complaints: tuple[Complaint, ...]


def examine_library(
    folder: Path | None = None, spoken: SpokenLanguages = ENGLISH_ALONE
) -> Examined:
    """Read and check a library folder, and return every complaint about every file.

    `spoken` are the languages of pages and letters.

    A law is checked if its own file, its calendar and its bodies can be read. Raises LibraryFaults
    if there is no such folder.
    """
    read = read_files(folder)
    found = [*read.complaints, *faults_beside(read, spoken)]
    found += faults_of_laws(read.library, read.library.laws.values(), spoken)
    return Examined(read.library, complaints_in_order(found))


def faults_of_laws(
    library: Library, laws: Iterable[Law], spoken: SpokenLanguages
) -> Iterator[Complaint]:
    """Yield what is wrong with those of the laws whose calendar and bodies could be read."""
    for law in laws:
        if _can_be_counted(library, law):
            yield from _of_law(library, law, spoken)


def warnings_of(library: Library, today: date) -> list[Complaint]:
    """Return what a person should look at again, although nothing is known to be wrong."""
    bodies = [
        Complaint("bodies", f"body.{body.key}.{field}", message)
        for body in library.bodies.values()
        for field, given in (
            ("designation", body.designation),
            ("filing_address", body.filing_address),
        )
        if given
        for message in _unconfirmed_email(given.confirmed_on, today)
    ]
    return bodies + [
        Complaint(_file(law), place, message)
        for law in library.laws.values()
        for place, message in (
            *_stale(law, today),
            *_remembered_words(law),
            *_without_receipt(law),
            *_neither_held_nor_missing(law),
        )
    ]


def _unconfirmed_email(seen: date, today: date) -> Iterator[str]:
    """Yield a warning if the date on which an address was confirmed is too old or in the
    future."""
    if seen > today:
        yield f"“confirmed_on” says {seen}, which has not come yet."
    elif not seen_lately(seen, today):
        yield (
            f"was last confirmed on {seen}, more than 90 days ago, so no letter goes to it by "
            "email: check its source again, and write the new day in “confirmed_on”."
        )


def _file(law: Law) -> str:
    return f"laws/{law.key}.toml"


def _of_law(library: Library, law: Law, spoken: SpokenLanguages) -> Iterator[Complaint]:
    for place, message in (
        *wrong_examples(library, law),
        *missing_examples(law),
        *ladder_faults(law),
        *_without_history(law),
        *_text_of_no_year(law),
        *_not_filled_in(law),
        *_remembered_commencement(law),
        *_remembered_numbers(law),
        *_remembered_rules(law),
        *_remembered_short_periods(law),
        *_remembered_receipt(law),
        *_remembered_terms(law),
        *languages_missing_in(law, spoken),
    ):
        yield Complaint(_file(law), place, message)


def _can_be_counted(library: Library, law: Law) -> bool:
    """Return whether everything that the law's examples need could be read."""
    named = {stage.receiver for stage in law.stages.values()}
    named |= {example.body for stage in law.stages.values() for example in stage.examples}
    bodies = [key for key in named if key is not None]
    if not all(key in library.bodies for key in bodies):
        return False
    calendars = {law.calendar, *(library.bodies[key].calendar for key in bodies)}
    return calendars <= library.calendars.keys()


def faults_beside(
    read: ReadFiles, spoken: SpokenLanguages, english_enough: Collection[str] = ()
) -> Iterator[Complaint]:
    """Yield faults of bodies, powers, questions and authorities that show only beside the laws.

    The bodies in `english_enough` need only English.
    """
    if "laws" in read.faulty_folders:
        return  # a missing entry may be in the law that could not be read
    lacking = languages_missing_beside(read.library, spoken, english_enough)
    for lack in (*_without_law(read.library), *lacking):
        yield Complaint(read.files[lack.folder][lack.key], lack.place, lack.message)


def _without_law(library: Library) -> Iterator[Lacking]:
    """Yield the entries beside the laws whose country has no law in the library.

    A body that no law binds is sent a petition, so its country needs no law. Powers may belong to
    such a country too.
    """
    with_law = {law.country for law in library.laws.values()}
    asked = {each.country for each in library.bodies.values() if not each.laws}
    without = asked if any(not each.country for each in library.petitions.values()) else set()
    for folder, table, entries in (
        ("bodies", "body", library.bodies),
        ("powers", "power", library.powers),
        ("questions", "question", library.questions),
        ("authorities", "authority", library.authorities),
    ):
        countries = with_law | (without if folder in ("bodies", "powers") else set())
        for key, entry in entries.items():
            if entry.country and entry.country not in countries:
                place = f"{table}.{key}.country"
                hint = suggestion(entry.country, countries)
                yield Lacking(
                    folder, key, place, f"no law of “{entry.country}” is in the library. {hint}"
                )


def _without_history(law: Law) -> Complaints:
    if not law.changes:
        yield (
            "",
            "does not tell its history: write a [[change]] with the day on which the file was "
            "first written.",
        )


def _not_filled_in(law: Law) -> Complaints:
    """Yield the places at which the mark of a template is left."""
    for place, said in flat_words(law).items():
        if TO_FILL in said:
            yield ".".join(place), f"still says “{TO_FILL}”: write what you read in its place."


def _text_of_no_year(law: Law) -> Complaints:
    """Yield a year of the text that cannot be one, or is after the day of the comparison."""
    year = law.text_of_year
    if year is None:
        return
    if not _OLDEST_TEXT <= year <= _LATEST_TEXT:
        yield "text_of_year", f"{year} is not the year of a text: write four digits, such as 2018."
    elif law.compared_on and year > law.compared_on.year:
        yield (
            "text_of_year",
            f"{year} is after the comparison of {law.compared_on}: correct one of the two.",
        )


def _remembered_commencement(law: Law) -> Complaints:
    if _remembered(law, law.commencement.sources):
        yield (
            "commencement",
            "rests on memory alone, so nothing may be counted from that day: name a source which "
            "shows a day on which the law was in force, or the year, and write known = "
            "“at-latest” or “year”.",
        )


def _remembered_numbers(law: Law) -> Complaints:
    """Yield the numbers that rest on memory alone, even if they are marked as such."""
    for stage in law.stages.values():
        for place, rule in _numbers(stage):
            if _remembered(law, rule.sources):
                yield (
                    place,
                    "rests on memory alone, which carries no number: take the limit out and "
                    "declare a gap, or read the provision.",
                )


def _remembered_rules(law: Law) -> Complaints:
    """Yield rules that rest on memory alone, if they move a date or say what silence means."""
    for key, stage in law.stages.items():
        for n, pause in enumerate(stage.pauses, start=1):
            told = pause.effect is not PauseEffect.IN_DOUBT
            if told and _remembered(law, pause.sources):
                yield f"stage.{key}.pause[{n}]", _say_instead("effect", PauseEffect.IN_DOUBT)
        transfer, silence = stage.transfer, stage.silence
        if transfer and _remembered(law, transfer.sources):
            yield f"stage.{key}.transfer", "rests on memory alone: leave the table out."
        told = silence is not None and silence.means is not SilenceMeans.NOT_READ
        if silence and told and _remembered(law, silence.sources):
            yield f"stage.{key}.silence", _say_instead("means", SilenceMeans.NOT_READ)


def _remembered_receipt(law: Law) -> Complaints:
    """Yield a rule on electronic receipt that rests on memory alone, because it starts clocks."""
    found = law.electronic_receipt
    if found and found.stated and _remembered(law, found.sources):
        yield "electronic_receipt", _say_instead("rule", ReceiptRule.NOT_STATED)


def _without_receipt(law: Law) -> Complaints:
    if law.electronic_receipt is None:
        yield (
            "",
            "does not say when an electronic letter is received: write [electronic_receipt]. If "
            "no rule was read, write rule = “not-stated” and a note that says where to look.",
        )


def _neither_held_nor_missing(law: Law) -> Complaints:
    """Yield the kinds of facts that a law's file neither holds nor names as not known."""
    named = {kind for gap in law.not_known for kind in gap.about}
    passed_over = [kind for kind in LawFact if kind not in facts_held(law) | named]
    if passed_over:
        listed = ", ".join(f'"{kind}"' for kind in passed_over)
        yield (
            "not_known",
            "passes over kinds of facts that each file holds or names as not known. Write what "
            f"you read, or a [[not_known]] with about = [{listed}] that says where to look.",
        )


def _remembered_terms(law: Law) -> Complaints:
    """Yield terms of exemptions that rest on memory alone: a letter may state them."""
    for n, exemption in enumerate(law.exemptions, start=1):
        terms = exemption.terms
        resting = {
            word: part.sources
            for word in ("test", "ends", "approval")
            if (part := getattr(terms, word))
        }
        if terms.effect or terms.interest:
            resting[""] = (*exemption.sources, *terms.override)
        if terms.override:
            resting["override"] = terms.override
        for word, sources in resting.items():
            if _remembered(law, sources):
                place = f"exemption[{n}].terms.{word}".rstrip(".")
                yield place, "rests on memory alone: leave it out, or read the provision."


def _remembered_short_periods(law: Law) -> Complaints:
    if law.short_periods and _remembered(law, law.short_periods.sources):
        yield "short_periods", "rests on memory alone: leave the table out."


def _say_instead(word: str, value: str) -> str:
    return f'rests on memory alone: write {word} = "{value}", and say what is not known.'


def _numbers(stage: Stage) -> Iterator[tuple[str, Limit | Extension | Outer]]:
    for word, limits in limits_by_place(stage).items():
        for n, limit in enumerate(limits, start=1):
            yield f"stage.{stage.key}.{word}[{n}]", limit
    if stage.extension and stage.extension.length is not None:
        yield f"stage.{stage.key}.extension", stage.extension
    if stage.outer:
        yield f"stage.{stage.key}.outer", stage.outer


def _stale(law: Law, today: date) -> Complaints:
    compared = law.compared_on
    if compared is None:
        yield "compared_on", "was never compared with the official text."
    elif not any(each.source.read_in.verified for each in law.provisions.values()):
        yield "compared_on", f"says {compared}, but no provision was read in an official text."
    elif compared > today:
        yield "compared_on", f"{compared} has not come yet."
    elif compared_until(compared) <= today:
        yield (
            "compared_on",
            f"was compared with the official text on {compared}, more than a year ago: "
            "compare it again, and write the new day here.",
        )


def _remembered_words(law: Law) -> Complaints:
    """Yield lengths of time in texts that rest on memory alone."""
    for key, provision in law.provisions.items():
        if _remembered(law, (key,)) and _has_length(provision.says):
            yield f"provision.{key}.says", "names a length of time, and was read in memory alone."
    for n, fact in enumerate(law.facts, start=1):
        if _remembered(law, fact.sources) and _has_length(fact.says):
            yield f"fact[{n}].says", "names a length of time, and rests on memory alone."


def _remembered(law: Law, sources: tuple[str, ...]) -> bool:
    return all(law.provisions[key].source.read_in is ReadIn.MEMORY for key in sources)


def _has_length(text: Text) -> bool:
    return A_LENGTH.search(text.in_language("en")) is not None
