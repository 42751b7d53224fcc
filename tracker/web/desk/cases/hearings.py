"""The diary of hearings, private details of a hearing, and a pasted cause list."""

from dataclasses import astuple, dataclass, fields

from flask import flash, make_response, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.base.messages import Message
from tracker.domain.case.hearing_clashes import Clash, Nearness
from tracker.services.cases.cause_lists import ListedBy, match_cause_list
from tracker.services.cases.hearing_diary import (
    LONGEST_HEARING_DETAIL,
    DiaryHearing,
    HearingDetails,
    hearing_details,
    hearing_diary,
    keep_hearing_details,
)
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct
from tracker.services.reminders.calendars import CALENDAR
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, worded
from tracker.web.base.site_config import site_config, the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.record.deadlines.almanac import MarkedDay, almanac

PAGES = Pages("desk_hearings", Access.DESK, "/desk/hearings")
DETAILS = Pages("desk_hearing_details", Access.DESK, "/desk/requests/<reference>/proceedings")
_CLASHES = {
    Nearness.SAME_TIME: lazy_gettext("At the same time: {reference}."),
    Nearness.SAME_DAY: lazy_gettext("On the same day, at {time}: {reference}."),
    Nearness.TIME_UNKNOWN: lazy_gettext("On the same day, one time not known: {reference}."),
}
# What a calendar says of a hearing, in the order of its details.
_SAID = (
    Message("Time: {said}"),
    Message("Bench: {said}"),
    Message("Counsel: {said}"),
    Message("Room: {said}"),
)
LISTED_BY = {
    ListedBy.NUMBER: lazy_gettext("number"),
    ListedBy.PARTY: lazy_gettext("name of the applicant"),
}
_TYPED = {"dir": "auto", "autocomplete": "off"}
_TOO_LONG = Length(max=LONGEST_HEARING_DETAIL, message=lazy_gettext("At most 200 characters."))


def details_fields() -> dict[str, StringField]:
    """Return the fields for what is private about a hearing."""
    return {
        "time": StringField(
            lazy_gettext("Hearing time"),
            description=lazy_gettext("At the place of the hearing, for example 10:30."),
            render_kw={"type": "time"},
        ),
        "bench": StringField(
            lazy_gettext("Bench"),
            [_TOO_LONG],
            description=lazy_gettext("Number or members."),
            render_kw=_TYPED,
        ),
        "counsel": StringField(lazy_gettext("Counsel who appears"), [_TOO_LONG], render_kw=_TYPED),
        "place": StringField(
            lazy_gettext("Room or address"),
            [_TOO_LONG],
            description=lazy_gettext(
                "Time, bench, counsel and room are private. They are stored encrypted and never "
                "published."
            ),
            render_kw=_TYPED,
        ),
    }


def typed_details(form: PageForm) -> HearingDetails:
    """Return what was entered in these fields."""
    names = [each.name for each in fields(HearingDetails)]
    return HearingDetails(*((form[name].data or "").strip() for name in names))


class DetailsForm(PageForm):
    """What is private about a hearing."""

    time, bench, counsel, place = details_fields().values()


class CauseListForm(PageForm):
    """A cause list as plain text."""

    pasted = TextAreaField(
        lazy_gettext("Cause list"),
        [InputRequired(lazy_gettext("Paste the cause list."))],
        description=lazy_gettext("Copy its text and paste it here. It is not stored."),
        render_kw={"dir": "auto"},
    )


@dataclass(frozen=True, slots=True)
class ShownInDiary:
    """A hearing of the diary in words."""

    of: DiaryHearing
    body: str
    before: str
    clashes: tuple[str, ...]

    @property
    def address(self) -> str:
        """Return the address of the page of its request."""
        return url_for("desk_proceedings.proceedings", reference=self.of.row.reference)


@PAGES.get("")
def diary() -> str:
    """Show the hearings that are still to be held, with clashes, and take a cause list."""
    office = the_office()
    return _diary(office, CauseListForm())


@PAGES.get("/diary.ics")
@requires_confirmation
def calendar_file() -> Response:
    """Return the hearings to come for a calendar, with time, bench, counsel and room.

    They are private: a calendar that is fetched while nobody is signed in has only the days.
    """
    office = the_office()
    found, _ = hearing_diary(office)
    days = [_marked(_shown(office, each)) for each in found]
    note_act(office, AuditAct.EXPORTED, who=by(), about=CALENDAR)
    base = site_config().public_url.rstrip("/")
    answer = make_response(almanac(days, base + url_for(".diary"), office.now()))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers.set("Content-Disposition", "attachment", filename="hearings.ics")
    return answer


@PAGES.post("")
def cause_list() -> str | tuple[str, int]:
    """Show which lines of a pasted cause list may be about appeals of this office."""
    office, form = the_office(), CauseListForm()
    with told_on(form):
        if form.sent():
            return _diary(office, form, match_cause_list(office, form.pasted.data or ""))
    return _diary(office, form), form.code


@DETAILS.route("/hearings/<int:seq>", methods=["GET", "POST"])
def details(reference: str, seq: int) -> Response | tuple[str, int]:
    """Save time, bench, counsel and place of a hearing."""
    office = the_office()
    with office.cases.look(reference) as case:
        known = hearing_details(case, seq)
    form = DetailsForm(
        time=known.time, bench=known.bench, counsel=known.counsel, place=known.place
    )
    with told_on(form):
        if form.sent():
            keep_hearing_details(office, reference, seq, typed_details(form))
            tell_clashes(office, reference)
            return done(reference, gettext("Details of the hearing saved."))
    return action_page("hearing_details", form, reference)


def tell_clashes(office: Office, reference: str) -> None:
    """Say which other hearings are on the days of those of a request."""
    for each in hearing_diary(office)[0]:
        if each.row.reference == reference:
            for clash in each.clashes:
                flash(clash_words(clash))


def clash_words(clash: Clash) -> str:
    """Return what there is to say of another hearing on the same day, and who appears there."""
    other = clash.other
    reference = other.reference.upper()
    said = gettext(_CLASHES[clash.nearness], reference=reference, time=other.time)
    if not other.counsel:
        return said
    return f"{said} {gettext('Counsel there: {counsel}.', counsel=other.counsel)}"


def _marked(each: ShownInDiary) -> MarkedDay:
    """Return a hearing as a calendar has it: on its whole day, with the time in its words."""
    details, reference = each.of.details, each.of.row.reference.upper()
    title = gettext("Hearing before {body} ({reference})", body=each.before, reference=reference)
    said = [
        gettext(label, said=words)
        for label, words in zip(_SAID, astuple(details), strict=True)
        if words
    ]
    return MarkedDay(
        each.of.appointment.day,
        f"{details.time} {title}".strip(),
        "\n".join(said),
        page=site_config().public_url.rstrip("/") + each.address,
        key=f"hearing {each.of.appointment.seq}",
    )


def _diary(office: Office, form: CauseListForm, matches: object = None) -> str:
    found, total = hearing_diary(office)
    return render_template(
        "desk/hearings.html",
        hearings=[_shown(office, each) for each in found],
        total=total,
        form=form,
        matches=matches,
        listed_by=LISTED_BY,
        bodies={key: worded(body.name) for key, body in office.library.bodies.items()},
        pasted=bool(request.form),
    )


def _shown(office: Office, each: DiaryHearing) -> ShownInDiary:
    before = office.library.bodies.get(each.hearing.before)
    return ShownInDiary(
        each,
        office.library.body_short_name(each.row.body),
        worded(before.mention) if before else gettext("the court"),
        tuple(clash_words(clash) for clash in each.clashes),
    )
