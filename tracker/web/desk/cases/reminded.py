"""Who gets reminders of a request, and the decision not to use a remedy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.wrappers import Response
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from tracker.domain.base.terms import PassedBecause
from tracker.domain.case.reminders import Reminder
from tracker.domain.case.windows import Window
from tracker.services.cases.waive_remedy import waive_remedy, watched_windows
from tracker.services.core.naming import opened_title
from tracker.services.core.office import Office
from tracker.services.reminders.watching import Staff, choose_watchers, watchers_of
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.words import PASSED

PAGES = Pages("desk_reminded", Access.DESK, "/desk/requests/<reference>")


@dataclass(frozen=True, slots=True)
class _Reminded:
    """The people reminded of a request, and for each last day who acknowledged its reminder and
    who did not; `may_pass` if a remedy is open that can be waived."""

    names: tuple[str, ...]
    days: tuple[tuple[date, tuple[str, ...], tuple[str, ...]], ...]
    may_pass: bool


def reminded_of(office: Office, dossier: Dossier) -> _Reminded:
    """Return what the page of a request shows about its reminders."""
    names = office.people_names
    accounts = watchers_of(office, dossier.reference, dossier.case_state, Staff(office))
    case_status = [r for r in office.reminders.of(dossier.reference) if r.closed is None]
    return _Reminded(
        tuple(names.get(account, account) for account in accounts),
        tuple(_days(case_status, names)),
        any(w.opens_earliest <= dossier.today for w in watched_windows(dossier.case_status)),
    )


def _days(
    case_status: Sequence[Reminder], names: Mapping[str, str]
) -> Iterator[tuple[date, tuple[str, ...], tuple[str, ...]]]:
    """Yield each last day with those who acknowledged its reminder and those who did not."""
    for day in sorted({reminder.day for reminder in case_status}):
        here = [reminder for reminder in case_status if reminder.day == day]
        seen = {names.get(r.person, r.person) for r in here if r.acknowledged_at}
        unseen = {names.get(r.person, r.person) for r in here if not r.acknowledged_at}
        yield day, tuple(sorted(seen)), tuple(sorted(unseen - seen))


class WatchersForm(PageForm):
    """Up to two people who get reminders of a request."""

    first = SelectField(lazy_gettext("First person"), validate_choice=True)
    second = SelectField(lazy_gettext("Second person"), validate_choice=True)

    def __init__(self, people: dict[str, str], chosen: tuple[str, ...]) -> None:
        first, second = (*chosen, "", "")[:2]
        super().__init__(first=first, second=second)
        for field in (self.first, self.second):
            field.choices = {"": gettext("Default")} | people


@PAGES.route("/reminded", methods=["GET", "POST"])
def watchers(reference: str) -> Response | tuple[str, int]:
    """Choose who gets reminders."""
    office = the_office()
    staff, dossier = Staff(office), open_dossier(office, reference)
    people = {account.id: account.name for account in staff.accounts.values()}
    form = WatchersForm(people, tuple(office.watchers.chosen_watchers(reference)))
    with told_on(form):
        if form.sent():
            choose_watchers(office, reference, [form.first.data, form.second.data])
            return done(reference, gettext("Reminders changed."))
    now = watchers_of(office, reference, dossier.case_state, staff)
    return action_page("reminded", form, reference, now=[people[each] for each in now])


class WaiveRemedyForm(PageForm):
    """A remedy that nobody will use, and why."""

    window = RadioField(
        lazy_gettext("Which deadline are you closing?"),
        [InputRequired(lazy_gettext("Choose the deadline you are closing."))],
    )
    ground = RadioField(
        lazy_gettext("Reason"),
        [InputRequired(lazy_gettext("Give a reason. It is logged under your name."))],
        choices={str(ground): words for ground, words in PASSED.items()},
    )

    def __init__(self, windows: dict[str, Window]) -> None:
        only = next(iter(windows), "") if len(windows) == 1 else None
        super().__init__(window=only)
        self.window.choices = {key: window_title(window) for key, window in windows.items()}


def window_title(window: Window) -> str:
    """Return the title of a window, from its stage and cause."""
    return opened_title(window.stage, window.cause, locale=page_locale())


@PAGES.route("/let-pass", methods=["GET", "POST"])
def letting_pass(reference: str) -> Response | tuple[str, int]:
    """Record that a remedy will not be used."""
    office = the_office()
    dossier = open_dossier(office, reference)
    windows = {
        f"{window.stage.key}:{window.opening}": window
        for window in watched_windows(dossier.case_status)
        if window.opens_earliest <= dossier.today
    }
    form = WaiveRemedyForm(windows)
    with told_on(form):
        if form.sent():
            window, ground = windows[form.window.data], PassedBecause(form.ground.data)
            waive_remedy(office, reference, (window.stage.key, window.opening), ground, by=by())
            return done(
                reference, gettext("Decision logged. Nobody is reminded of it any longer.")
            )
    hints = {key: _closes(window) for key, window in windows.items()}
    return action_page("waive_remedy", form, reference, hints=hints)


def _closes(window: Window) -> str:
    day = window.closes.last_safe_day or window.closes.earliest
    return gettext("Last safe day to file: {day}.", day=page_locale().day(day))
