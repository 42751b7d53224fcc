"""The page /deadlines: anyone can calculate a deadline, and share it by its address."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Response, render_template, request
from werkzeug.datastructures import MultiDict

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.case.filing_days import filing_days
from tracker.domain.case.windows import Window
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.law import Actor, Law, Stage
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_calculator import (
    CalculatedDeadline,
    CalculatedRemedy,
    CalculatorQuestion,
    calculate_deadline,
    silent_from,
)
from tracker.services.deadlines.explaining import Explained, cautions, explain
from tracker.services.deadlines.filing_words import advice, explain_filing, said_days
from tracker.services.deadlines.grid_words import GridShown, grid_in_words
from tracker.services.deadlines.month_grid import first_weekday, grid_of
from tracker.web.base.language import gettext, lazy_gettext, page_locale, refused, worded
from tracker.web.base.page_addresses import address_of
from tracker.web.record.deadlines.almanac import MarkedDay, almanac
from tracker.web.record.deadlines.deadline_form import DeadlineForm, deadline_form, form_question
from tracker.web.record.words.wording import SILENCE_MEANS

UNSAID = ("", "0")

# Who has to act, as the heading above the day names them.
LAST_DAYS = {
    Actor.BODY: lazy_gettext("Deadline for the public body"),
    Actor.APPEAL_BODY: lazy_gettext("Deadline for the appeal body"),
    Actor.REQUESTER: lazy_gettext("File by"),
}
_LAST_DAY = lazy_gettext("Deadline")
LAST_DAY_OF_ALL = lazy_gettext("Maximum time limit")
_LAST_SAFE_DAY = lazy_gettext("Last safe day to file")


class ShortSpan(NamedTuple):
    """The days between which a deadline lies, in few words: `4` and `8 December 2026`.

    An exact day has no first words; of a deadline without a latest day only the first is known.
    """

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class _Counted:
    """A deadline in words, with its calculation; `days` are its days in few words.

    `months` is None where the weeks of the same time with its extension are drawn instead.
    """

    deadline: Deadline
    says: str
    days: ShortSpan
    section: str
    cautions: tuple[str, ...]
    steps: tuple[Explained, ...]
    months: GridShown | None


@dataclass(frozen=True, slots=True)
class FilingShown:
    """The days on which to file a remedy, what they mean, and why they are these days."""

    days: str
    advice: str
    steps: tuple[Explained, ...]


@dataclass(frozen=True, slots=True)
class RemedyShown:
    """A remedy available after the stage ended without a response, and when to file it.

    `filing` is None if no day is safe.
    """

    stage: Stage
    receiver: str
    counted: _Counted | None
    filing: FilingShown | None
    why_not: Refusal | None


@dataclass(frozen=True, slots=True)
class DeadlinesPage:
    """The form and, once it is complete, the result."""

    form: DeadlineForm
    law: Law | None
    stage: Stage | None
    last_day_for: str = ""
    counted: _Counted | None = None
    longest: _Counted | None = None
    silent_from: date | None = None
    silence_means: str = ""
    remedies: tuple[RemedyShown, ...] = ()
    address: str = ""
    today: date | None = None

    @property
    def ahead(self) -> int | None:
        """Return how many days are left to the last day on which it may be over; None if it has
        passed, or if no latest day is known."""
        latest = self.counted.deadline.latest if self.counted else None
        left = (latest - self.today).days if latest and self.today else -1
        return left if left >= 0 else None

    @property
    def strip(self) -> _Counted | None:
        """Return the count whose weeks are drawn: with the extension, if there is one."""
        extended = self.longest and self.longest.deadline.extended
        return self.longest if extended else self.counted

    @property
    def for_requester(self) -> bool:
        """Return whether the requester is the one who must act in time."""
        return self.stage is not None and self.stage.actor is Actor.REQUESTER


def deadlines_page(office: Office, typed: MultiDict[str, str]) -> DeadlinesPage:
    """Return the page for the values in its address; what cannot be counted becomes an error of
    the form."""
    library = office.library
    form = deadline_form(library, typed, page_locale())
    law = library.laws.get(form.law.data or "")
    stage = law.stages.get(form.stage.data or "") if law else None
    blank = DeadlinesPage(form, law, stage)
    try:
        asked = form_question(form, library)
        if asked is None:
            if stage and "day" in typed:
                form.require_day()
            return blank
        found = calculate_deadline(library, asked)
    except Refusal as refusal:
        form.form_errors.append(refused(refusal))
        return blank
    return _answered(office, form, asked, found)


def _answered(
    office: Office, form: DeadlineForm, asked: CalculatorQuestion, found: CalculatedDeadline
) -> DeadlinesPage:
    silence = asked.stage.silence
    extended = found.longest is not None and found.longest.extended
    return DeadlinesPage(
        form=form,
        law=asked.law,
        stage=asked.stage,
        last_day_for=LAST_DAYS[asked.stage.actor],
        counted=_counted(office, asked, found.deadline, drawn=not extended),
        longest=_counted(office, asked, found.longest) if found.longest else None,
        silent_from=silent_from(found.longest or found.deadline),
        silence_means=SILENCE_MEANS[silence.means] if silence else "",
        remedies=tuple(_remedy(office, asked, remedy) for remedy in found.remedies),
        address=urlencode(said_in(request.args)),
        today=office.latest_today(),
    )


def said_in(typed: MultiDict[str, str]) -> list[tuple[str, str]]:
    """Return what was typed, without empty values."""
    return [(name, value) for name, value in typed.items() if value.strip() not in UNSAID]


def _counted(
    office: Office, asked: CalculatorQuestion, deadline: Deadline, *, drawn: bool = True
) -> _Counted:
    spoken = page_locale()
    calendar = office.library.workdays(asked.law, deadline.stage, asked.body).calendar
    week = first_weekday(calendar, deadline.event.earliest)
    return _Counted(
        deadline,
        spoken.span(deadline.earliest, deadline.latest),
        _short_span(deadline.earliest, deadline.latest),
        asked.law.cite(deadline.sources, spoken.language),
        cautions(deadline, spoken),
        explain(deadline, spoken),
        grid_in_words(grid_of(deadline, week), spoken) if drawn else None,
    )


def _short_span(earliest: date, latest: date | None) -> ShortSpan:
    """Return two days without repeating the month or year that they share."""
    spoken = page_locale()
    if latest is None:
        return ShortSpan(spoken.short_day(earliest), "")
    if earliest == latest:
        return ShortSpan("", spoken.day(latest))
    if earliest.year != latest.year:
        return ShortSpan(spoken.short_day(earliest), spoken.short_day(latest))
    if earliest.month == latest.month:
        first = spoken.day_of_month(earliest)
    else:
        first = spoken.short_day(earliest, year=False)
    return ShortSpan(first, spoken.short_day(latest))


def _remedy(office: Office, asked: CalculatorQuestion, remedy: CalculatedRemedy) -> RemedyShown:
    body = office.library.bodies.get(remedy.stage.receiver or "")
    window = remedy.window
    return RemedyShown(
        remedy.stage,
        worded(body.name) if body else "",
        _counted(office, asked, window.closes) if window else None,
        _filing(asked.law, window) if window and window.closes.last_safe_day else None,
        remedy.why_not,
    )


def _filing(law: Law, window: Window) -> FilingShown:
    """Return the days on which to file in a window, also when they have passed or not begun."""
    spoken, days = page_locale(), filing_days(window)
    return FilingShown(
        said_days(days, date.min, spoken),
        advice(days, spoken),
        tuple(explain_filing(law, window, days, spoken)),
    )


def show_deadlines(office: Office) -> str | tuple[str, int]:
    """Show the page; with errors, the form keeps what was typed."""
    page = deadlines_page(office, request.args)
    html = render_template("record/deadlines.html", page=page)
    return (html, 422) if page.form.complaints() else html


def send_almanac(office: Office) -> Response:
    """Return the result as a calendar file. Raises NotOnFile if there is no result."""
    page = deadlines_page(office, request.args)
    if page.counted is None:
        raise NotOnFile("Nothing was calculated. Choose a law, a stage and a date.")
    address = f"{address_of('record.deadlines')}?{page.address}"
    days = almanac(marked_days(page), address, office.now())
    answer = Response(days, mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename="deadline.ics")
    return answer


def marked_days(page: DeadlinesPage) -> Iterator[MarkedDay]:
    """Yield the days of a result for a calendar: last days, and the last safe day of each remedy.

    For a public body it is the latest day, for a requester the last safe one.
    """
    for said, counted in ((_LAST_DAY, page.counted), (LAST_DAY_OF_ALL, page.longest)):
        if counted is None:
            continue
        deadline = counted.deadline
        if page.for_requester:
            yield from _marked(_LAST_SAFE_DAY, deadline.last_safe_day, counted)
        else:
            yield from _marked(said, deadline.latest, counted)
    for remedy in page.remedies:
        if remedy.counted:
            last = remedy.counted.deadline.last_safe_day
            yield from _marked(_LAST_SAFE_DAY, last, remedy.counted)


def _marked(what: str, on: date | None, counted: _Counted) -> Iterator[MarkedDay]:
    deadline = counted.deadline
    if on:
        rests = gettext(
            "{days}. {law}, {section}.",
            days=counted.says,
            law=deadline.law.title,
            section=counted.section,
        )
        title = f"{what}: {worded(deadline.stage.title)}"
        yield MarkedDay(on, title, " ".join([rests, *counted.cautions]))
