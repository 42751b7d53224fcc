"""Template filters that put values into words: days, phases, outcomes, lengths of time."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import babel
from flask import Flask, g, get_template_attribute, request
from markupsafe import Markup

from tracker.domain.base.days import DaySpan
from tracker.domain.base.text import direction
from tracker.domain.case.case_status import Phase
from tracker.domain.events import KINDS
from tracker.domain.law.questions import Element, Outcome, Question, brief_words
from tracker.domain.words.guessed_language import guessed_language
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import (
    CHANNELS,
    ELEMENTS,
    OUTCOMES,
    PHASES,
    PUBLIC_PHASES,
)
from tracker.services.ports.case_rows import MOST_ROWS_COUNTED
from tracker.services.reminders.morning_summary import usual_zone
from tracker.web.base.card_answers import card_answers
from tracker.web.base.fields import flat, note_ids, ties
from tracker.web.base.language import (
    gettext,
    languages_of_page,
    ngettext,
    page_locale,
    worded,
)
from tracker.web.base.site_config import office_named, site_config, swept_lately, the_office

KB = 1000
STATIC = Path(__file__).parent / "static"
_SHOW = "macros/show.html"

PHASE_TONES = {
    Phase.AWAITING: "open",
    Phase.FEE_ASKED: "open",
    Phase.GRANTED: "part",
    Phase.FEE_PAID: "part",
    Phase.APPEALED: "open",
    Phase.OVERDUE: "late",
    Phase.SILENT: "late",
    Phase.APPEAL_SILENT: "late",
    Phase.REFUSED: "late",
    Phase.PARTLY_ANSWERED: "part",
    Phase.NOT_HELD: "part",
    Phase.ANSWERED: "good",
}

OUTCOME_TONES = {
    Outcome.DISCLOSED: "good",
    Outcome.SAID_TO_BE_PUBLIC: "open",
    Outcome.PARTLY_DISCLOSED: "part",
    Outcome.OFFERED_FOR_FEE: "open",
    Outcome.NOT_HELD: "open",
    Outcome.REFERRED_ELSEWHERE: "open",
    Outcome.REFUSED: "late",
    Outcome.REFUSED_AS_REPEAT: "late",
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: "late",
    Outcome.PASSED_OVER: "none",
}


# A web address in a text or in a TOML file, where a quotation mark follows it.
_ADDRESS = re.compile(r"https?://[^\s\"<>“”]*[^\s\"<>“”.,;:!?)\]}]")


def linked(words: object) -> Markup:
    """Return words with each web address in them as a link."""
    words = str(words)
    link = get_template_attribute(_SHOW, "web_link")
    shown, end = Markup(), 0
    for found in _ADDRESS.finditer(words):
        shown += words[end : found.start()] + link(found.group())
        end = found.end()
    return shown + words[end:]


def register(app: Flask) -> None:
    """Register the filters, and the values that every page's frame shows."""
    filters = app.jinja_env.filters
    filters["language_name"] = language_name
    filters["linked"] = linked
    filters["day"] = lambda day: page_locale().day(day)
    filters["short_day"] = lambda day: page_locale().short_day(day)
    filters["span"] = said_span
    filters["short_span"] = lambda span: page_locale().short_span(span)
    filters["brief_day"] = lambda day: page_locale().brief_day(day)
    filters["brief_span"] = brief_span
    filters["from_now"] = from_now
    filters["moment"] = moment
    filters["file_size"] = file_size
    filters["lang_attribute"] = lang_attribute
    filters["direction"] = direction
    filters["here"] = lambda at: moment(at, office_zone())
    filters["listed"] = lambda words: page_locale().listed([str(each) for each in words])
    filters["card_answers"] = card_answers
    filters["phase_name"] = lambda phase: gettext(PHASES[Phase(phase)])
    filters["phase_shown"] = lambda phase: gettext(PUBLIC_PHASES[Phase(phase)])
    filters["phase_tone"] = lambda phase: PHASE_TONES.get(Phase(phase), "")
    filters["element_name"] = lambda element: gettext(ELEMENTS[Element(element)])
    filters["element_names"] = element_names
    filters["said"] = lambda words: gettext(words)
    filters["event_kind"] = lambda kind: gettext(KINDS[kind].label)
    filters["event_tone"] = lambda kind: KINDS[kind].tone
    filters["channel_name"] = lambda channel: gettext(CHANNELS[str(channel)])
    filters["note_ids"] = note_ids
    filters["ties"] = ties
    filters["flat"] = flat
    filters["total_said"] = total_said
    app.jinja_env.globals["full_time"] = lambda day: _time(day, page_locale().day(day))
    app.jinja_env.globals["short_time"] = lambda day: _time(day, page_locale().short_day(day))
    app.jinja_env.globals["public_phase_tag"] = _public_phase_tag
    app.jinja_env.globals["pill_of_outcome"] = _pill_of_outcome
    app.context_processor(_frame)
    app.jinja_env.globals["version_of"] = _version
    app.jinja_env.globals["swept_lately"] = swept_lately


def total_said(total: int) -> str:
    """Return the total of a list, which is counted up to `MOST_ROWS_COUNTED` rows."""
    return str(total) if total <= MOST_ROWS_COUNTED else f"{MOST_ROWS_COUNTED:,}+"


def element_names(elements: Iterable[str]) -> str:
    """Return the names of parts of a legal basis, as a list in words."""
    return _element_names(tuple(elements), page_locale())


@lru_cache(maxsize=512)
def _element_names(elements: tuple[str, ...], locale: Locale) -> str:
    return locale.apart([gettext(ELEMENTS[Element(each)]) for each in elements])


def item_name(known: Question | None, words: str) -> str:
    """Return the short name of an item requested: that of its question, or its first words."""
    return worded(known.short) if known and known.short else brief_words(words)


def said_span(span: DaySpan, form: str = "") -> str:
    """Return a day, or the two between which it lies, in a form such as `on`."""
    return format(page_locale().day_span(span), form)


def brief_span(span: DaySpan) -> str:
    """Return a day as timelines show it: `Sat 21 Nov 2026`; two as a range without weekdays."""
    brief = page_locale().brief_day
    if span.exact:
        return brief(span.earliest, weekday=True)
    return gettext("{first} to {last}", first=brief(span.earliest), last=brief(span.latest))


def from_now(day: date, today: date) -> str:
    """Return how far away a day is: `today`, `tomorrow`, `in 3 days`, `2 days ago`."""
    apart = (day - today).days
    if apart == 0:
        return gettext("today")
    if apart > 0:
        return (
            gettext("tomorrow")
            if apart == 1
            else ngettext("in {number} day", "in {number} days", apart)
        )
    return (
        gettext("yesterday")
        if apart == -1
        else ngettext("{number} day ago", "{number} days ago", -apart)
    )


def file_size(size: int) -> str:
    """Return the size of a file: `80 bytes`, `21.0 kB`, `1.4 MB`."""
    if size < KB:
        return ngettext("{number} byte", "{number} bytes", size)
    if size < KB * KB:
        return gettext("{size} kB", size=f"{size / KB:.1f}")
    return gettext("{size} MB", size=f"{size / KB / KB:.1f}")


def lang_attribute(words: str) -> Markup:
    """Return the attribute for the language that words from outside seem to have.

    Without it, Urdu is shown in letters that do not join.
    """
    return Markup(' lang="{}"').format(key) if (key := guessed_language(words)) else Markup()


def moment(at: datetime, zone: str) -> str:
    """Return a moment in a body's local time, with its zone: `11 March 2024, 14:05 PKT`."""
    there = at.astimezone(ZoneInfo(zone))
    name = there.tzname() or ""
    named = name if name.isalpha() else gettext("({place} time)", place=_place(zone))
    day = page_locale().short_day(there.date())
    return gettext("{day}, {hour} {zone}", day=day, hour=f"{there:%H:%M}", zone=named)


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def office_zone() -> str:
    """Return the office's time zone: that of the body it asks most often."""
    if "office_zone" not in g:
        g.office_zone = usual_zone(the_office())
    return cast(str, g.office_zone)


# Cached, because pages show dozens of days and a macro takes several times as long.
@lru_cache(maxsize=4096)
def _time(day: date, said: str) -> Markup:
    """Return a day as an element that programs can also read."""
    made: Markup = get_template_attribute(_SHOW, "dated")(day, said)
    return made


def _public_phase_tag(phase: str) -> Markup:
    return _phase_pill(phase, page_locale())


def _pill_of_outcome(outcome: str) -> Markup:
    return _outcome_pill(outcome, page_locale())


@lru_cache(maxsize=256)
def _phase_pill(phase: str, locale: Locale) -> Markup:
    """Return the tag of a phase in the words of the page."""
    return _pill(gettext(PUBLIC_PHASES[Phase(phase)]), PHASE_TONES.get(Phase(phase), ""))


@lru_cache(maxsize=256)
def _outcome_pill(outcome: str, locale: Locale) -> Markup:
    """Return the tag of an outcome in the words of the page."""
    found = Outcome(outcome)
    return _pill(gettext(OUTCOMES[found]), OUTCOME_TONES[found])


def _pill(words: str, tone: str) -> Markup:
    made: Markup = get_template_attribute("macros/parts.html", "pill")(words, tone)
    return made


def language_name(key: str) -> str:
    """Return the name of a language in the page's language: `Urdu`."""
    return babel.Locale.parse(key, sep="-").get_display_name(page_locale().language) or key


def _frame() -> dict[str, Any]:
    """Return what the frame of a page shows: one function, because Flask asks several things about
    each."""
    named, config = office_named(), site_config()
    return {
        **languages_of_page(),
        "demonstration": named is not None and not named.live,
        "office_name": named.name if named else "",
        "readers_only": config.readers_only,
        "public_contact": config.public_contact,
        "a_copy": config.a_copy,
        "copy_of": config.copy_of,
        "here": request.endpoint,
    }


@cache
def _version(sheet: str) -> str:
    return sha256((STATIC / sheet).read_bytes()).hexdigest()[:10]
