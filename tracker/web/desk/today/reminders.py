"""The reminder inbox: a person's open reminders, and how they want to be reminded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired

from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.reminders import Because, Reminder
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.letters.remedies import has_letter
from tracker.services.ports.reminders import OFFICE, Filed, ReminderChoice
from tracker.services.reminders.morning_summary import usual_zone
from tracker.services.reminders.reminder_words import (
    ReminderSubject,
    about,
    closing,
    left,
    reminder_sentences,
)
from tracker.services.reminders.reminding import acknowledge_reminder
from tracker.services.reminders.watching import Staff
from tracker.web.base.access import Access, Pages, by, person, person_may
from tracker.web.base.forms import PageForm
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.words import UNREAD_REMEDY

PAGES = Pages("desk_reminders", Access.DESK, "/desk/reminders")
RULES = Pages("desk_reminder_rules", Access.ADMIN, "/desk/reminders")
_SHOWN = 100
LATELY = 10

# The days of reminding that a person may choose.
RUNGS = {
    -30: lazy_gettext("30 days before"),
    -21: lazy_gettext("21 days before"),
    -14: lazy_gettext("14 days before"),
    -10: lazy_gettext("10 days before"),
    -7: lazy_gettext("7 days before"),
    -5: lazy_gettext("5 days before"),
    -3: lazy_gettext("3 days before"),
    -2: lazy_gettext("2 days before"),
    -1: lazy_gettext("The day before"),
    0: lazy_gettext("On the day of the deadline"),
    1: lazy_gettext("The day after"),
}
_ENDS = {
    Because.MOVED: lazy_gettext("The date changed."),
    Because.SETTLED: lazy_gettext("Resolved."),
    Because.PAUSED: lazy_gettext("The clock is paused."),
    Because.GRANTED: lazy_gettext("Fee asked for: granted on payment."),
    Because.LET_GO: lazy_gettext("Someone decided not to file."),
    Because.WITHDRAWN: lazy_gettext("The request was withdrawn."),
    Because.HANDED_ON: lazy_gettext("Someone else is now reminded."),
}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """One open reminder, with its text and who else saw it; `remedy` names its letter, and
    `unread` says why there is none."""

    reference: str
    seq: int
    remedy: str
    about: ReminderSubject
    left: str
    late: bool
    sentences: tuple[str, ...]
    closing: str
    seen_by: tuple[str, ...]
    escalated: bool
    unread: str


@PAGES.app_template_global("open_reminders")
def open_reminders() -> int:
    """Return the number of the signed-in person's open reminders; guests have none."""
    account = person()
    if account is None or not person_may(Act.BROWSE):
        return 0
    return the_office().reminders.count_open(account.id)


@PAGES.get("")
def inbox() -> str:
    """Show open reminders by last day, missed days after the others, and those that ended
    lately."""
    office, me = the_office(), by()
    names = office.people_names
    filed = office.reminders.open_for(me)
    waiting = [one for each in filed[:_SHOWN] for one in _waiting(office, each, names)]
    return render_template(
        "desk/reminders.html",
        waiting=sorted(waiting, key=lambda one: one.late),
        total=len(filed),
        lately=[(each, _came_of(each.reminder)) for each in office.reminders.lately(me, LATELY)],
        dead=office.outbox.count_dead() if person_may(Act.SETTINGS) else 0,
        outside=office.post.destination.outside,
    )


def _waiting(office: Office, filed: Filed, names: Mapping[str, str]) -> Iterator[_Waiting]:
    reminder = filed.reminder
    with office.cases.look(filed.reference) as case:
        case_status = case_status_of(case.history, office.library)
    drafted = case_status.case_state.drafted
    if drafted is None:
        return
    today = office.today_at(drafted.body)
    known = about(office.library, filed.reference, case_status, reminder, page_locale())
    yield _Waiting(
        reference=filed.reference,
        seq=reminder.seq,
        remedy=f"{reminder.stage}:{reminder.opening}",
        about=known,
        left=left(reminder.day, today, page_locale()),
        late=reminder.day < today,
        sentences=tuple(reminder_sentences(known, reminder, today, page_locale())),
        closing=closing(known, page_locale()),
        seen_by=tuple(seen_by(office, filed.reference, reminder, names)),
        escalated=reminder.escalated,
        unread=_why_no_letter(office, case_status, reminder),
    )


def _why_no_letter(office: Office, case_status: CaseStatus, reminder: Reminder) -> str:
    """Return why there is no letter for the remedy of a reminder; empty if there is one."""
    now = case_status.case_state
    law = office.library.law(now.drafted.law) if now.drafted else None
    place = (reminder.stage, reminder.opening)
    if law is None or reminder.stage not in law.stages or has_letter(now, law, place):
        return ""
    return str(UNREAD_REMEDY)


def seen_by(
    office: Office, reference: str, reminder: Reminder, names: Mapping[str, str]
) -> Iterator[str]:
    """Yield the names of others who acknowledged an open reminder of this last day."""
    people = {
        other.person
        for other in office.reminders.of(reference)
        if (other.place, other.day) == (reminder.place, reminder.day)
        and other.acknowledged_at
        and other.closed is None
        and other.person != reminder.person
    }
    yield from sorted(names.get(account, account) for account in people)


def _came_of(reminder: Reminder) -> str:
    """Return why a closed reminder ended."""
    if reminder.closed and not reminder.acknowledged_at:
        return _ENDS.get(reminder.closed, "")
    return gettext("You acknowledged it.")


@PAGES.post("/acknowledge")
def acknowledged() -> Response:
    """Acknowledge the ticked reminders."""
    office, seen = the_office(), 0
    for which in request.form.getlist("which"):
        reference, _, seq = which.partition(":")
        try:
            acknowledge_reminder(office, reference, int(seq), by=by())
        except (ValueError, NotOnFile):
            continue  # acknowledged in another window, or no longer open
        seen += 1
    if seen:
        flash(
            ngettext(
                "{number} reminders acknowledged. The deadlines are still open.",
                "{number} reminders acknowledged. The deadlines are still open.",
                seen,
            )
        )
    else:
        flash(gettext("Select the reminders you have seen."))
    return redirect(url_for("desk_reminders.inbox"))


class ChoiceForm(PageForm):
    """How a person wants to be reminded."""

    rungs = SelectMultipleField(
        lazy_gettext("When to remind you"),
        [InputRequired(lazy_gettext("Choose at least one day."))],
        choices={str(rung): words for rung, words in RUNGS.items()},
        coerce=int,
        description=lazy_gettext("Counted back from the last safe day."),
    )
    by_mail = BooleanField(
        lazy_gettext("Also send by email"),
        description=lazy_gettext("Reminders always appear here in the workspace."),
    )
    digest = BooleanField(
        lazy_gettext("Morning summary"),
        description=lazy_gettext("Only on days when you have something to do."),
    )
    hour = SelectField(
        lazy_gettext("Time of the morning summary"),
        choices={str(n): f"{n:02d}:00" for n in range(24)},
        coerce=int,
    )
    zone = SelectField(lazy_gettext("Time zone of that hour"))

    def __init__(self, office: Office, choice: ReminderChoice) -> None:
        super().__init__(
            rungs=list(choice.rungs),
            by_mail=choice.by_mail,
            digest=choice.digest,
            hour=choice.hour,
            zone=choice.zone,
        )
        usual = {"": gettext("Same as most bodies you ask: {zone}", zone=usual_zone(office))}
        self.zone.choices = usual | {zone: zone for zone in zones(office, choice.zone)}

    @property
    def choice(self) -> ReminderChoice:
        """Return the choice as typed."""
        return ReminderChoice(
            rungs=tuple(sorted(self.rungs.data or ())),
            by_mail=bool(self.by_mail.data),
            digest=bool(self.digest.data),
            hour=int(self.hour.data),
            zone=str(self.zone.data),
        )


def zones(office: Office, chosen: str) -> list[str]:
    """Return the time zones of the library's bodies, UTC, and the chosen one."""
    return sorted((office.library.zones.keys() | {"UTC", chosen}) & available_timezones())


@PAGES.route("/choices", methods=["GET", "POST"])
def choices() -> Response | tuple[str, int]:
    """Show and change one's own reminder days, email and digest."""
    return _choices(by(), Staff(the_office()).choice(by()), own=True)


@RULES.route("/office", methods=["GET", "POST"])
def rules() -> Response | tuple[str, int]:
    """Show and change the choice for everyone who has none of their own."""
    return _choices(
        OFFICE, the_office().reminder_choices.choices().get(OFFICE, ReminderChoice()), own=False
    )


def _choices(whose: str, choice: ReminderChoice, *, own: bool) -> Response | tuple[str, int]:
    office = the_office()
    form = ChoiceForm(office, choice)
    if request.form.get("action") == "usual":
        office.reminder_choices.choose(whose, None)
        flash(gettext("Defaults restored."))
        return redirect(url_for("desk_reminders.inbox"))
    if form.sent():
        office.reminder_choices.choose(whose, form.choice)
        flash(gettext("Settings saved.") if own else gettext("Office defaults saved."))
        return redirect(url_for("desk_reminders.inbox"))
    made = whose in office.reminder_choices.choices()
    page = render_template(
        "desk/reminder_choices.html", form=form, own=own, made=made, post=office.post
    )
    return page, form.code
