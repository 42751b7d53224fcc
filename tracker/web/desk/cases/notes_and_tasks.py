"""What colleagues keep for each other: notes, tasks and tags. None of it is ever public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField

from tracker.services.cases import notes_and_tasks
from tracker.services.cases.notes_and_tasks import WordedTask, tasks_about, tasks_of
from tracker.services.core.office import Office
from tracker.services.correspondence.download_tasks import files_of_request
from tracker.services.drafting.tagging import tag
from tracker.services.people import accounts
from tracker.services.ports.workbook import PrivateNote
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import DayField, PageForm, day_of, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page
from tracker.web.desk.base.listing import Listed, listed_row

PAGES = Pages("desk_notes", Access.DESK, "/desk/requests/<reference>")
TASKS = Pages("desk_tasks", Access.DESK, "/desk/tasks")
_MOST_SHOWN = 200


class NoteForm(PageForm):
    """A note for colleagues."""

    words = TextAreaField(lazy_gettext("Your note"), filters=[plain_lines])


class TaskForm(PageForm):
    """A task."""

    words = StringField(lazy_gettext("What to do"))
    person = SelectField(lazy_gettext("Assigned to"))
    due = DayField(lazy_gettext("Due date"))


class TagForm(PageForm):
    """Tags of a request."""

    tags = StringField(
        lazy_gettext("Tags"),
        description=lazy_gettext(
            "Separate tags with a semicolon (;). Only your office sees them."
        ),
    )


@dataclass(frozen=True, slots=True)
class TeamNotes:
    """The notes, tasks and tags that colleagues left on a request."""

    notes: tuple[PrivateNote, ...]
    tasks: tuple[WordedTask, ...]
    tags: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def undone(self) -> tuple[WordedTask, ...]:
        """Return the open tasks."""
        return tuple(worded for worded in self.tasks if worded.task.done_at is None)


@dataclass(frozen=True, slots=True)
class ToDo:
    """A task in a list, with its request."""

    worded: WordedTask
    listed: Listed | None
    person: str


def team_notes_about(office: Office, reference: str) -> TeamNotes:
    """Return the notes, tasks and tags of a request."""
    with office.cases.look(reference) as case:
        notes = tuple(case.notes())
    tags = office.workbook.tags.of([reference]).get(reference, ())
    names = office.people_names
    return TeamNotes(notes, tasks_about(office, reference), tuple(tags), names)


def to_do(office: Office, person: str, limit: int) -> tuple[list[ToDo], int]:
    """Return the open tasks of a person, or of everyone if `person` is empty, by day, and their
    total."""
    tasks, total = tasks_of(office, person, limit)
    with office.cases.look_all([worded.task.reference for worded in tasks]) as cases:
        rows = {case.reference: case.row() for case in cases}
    names = office.people_names
    found = []
    for worded in tasks:
        row = rows.get(worded.task.reference)
        listed = listed_row(office, row) if row else None
        found.append(ToDo(worded, listed, names.get(worded.task.person, "")))
    return found, total


@PAGES.route("/notes", methods=["GET", "POST"])
def notes(reference: str) -> Response | tuple[str, int]:
    """Show the notes of a request, and add one."""
    office, form = the_office(), NoteForm()
    with told_on(form):
        if form.sent():
            notes_and_tasks.write_note(office, reference, str(form.words.data), by=by())
            flash(gettext("Note saved."))
            return redirect(url_for(".notes", reference=reference))
    about = team_notes_about(office, reference)
    return action_page("notes", form, reference, team_notes=about, me=by())


@PAGES.post("/notes/<token>/drop")
def drop_note(reference: str, token: str) -> Response:
    """Remove one of one's own notes."""
    notes_and_tasks.drop_note(the_office(), reference, token, by=by())
    flash(gettext("Note removed."))
    return redirect(url_for(".notes", reference=reference))


@PAGES.route("/tasks", methods=["GET", "POST"])
def tasks(reference: str) -> Response | tuple[str, int]:
    """Show the tasks of a request, and add one."""
    office = the_office()
    form = TaskForm(person=by(), **_suggested(office, reference))
    form.person.choices = {each.id: each.name for each in accounts.colleagues(office)}
    with told_on(form):
        if form.sent():
            due, person = day_of(form.due), str(form.person.data)
            words = str(form.words.data or "")
            notes_and_tasks.give_task(office, reference, words, person, due, by=by())
            flash(gettext("Task assigned."))
            return redirect(url_for(".tasks", reference=reference))
    about = team_notes_about(office, reference)
    return action_page("tasks", form, reference, team_notes=about)


def _suggested(office: Office, reference: str) -> dict[str, object]:
    """Return the words and the day of a task to download files to which a mail links."""
    found = files_of_request(office, request.args.get("mail", ""), reference)
    if found is None:
        return {}
    links, came = found
    words = gettext(
        "Download the files to which the email of {day} links ({hosts}), and log them.",
        day=page_locale().day(came),
        hosts=", ".join(links.hosts)[:150],
    )
    return {"words": words[: notes_and_tasks.LONGEST_TASK], "due": links.until}


@PAGES.post("/tasks/<token>/done")
def done(reference: str, token: str) -> Response:
    """Mark a task as done."""
    notes_and_tasks.finish_task(the_office(), reference, token, by=by())
    flash(gettext("Task done."))
    if request.form.get("back") == "tasks":
        return redirect(url_for("desk_tasks.all_tasks"))
    return redirect(url_for(".tasks", reference=reference))


@PAGES.route("/tags", methods=["GET", "POST"])
def tags(reference: str) -> Response | tuple[str, int]:
    """Set the tags of a request."""
    office = the_office()
    now = office.workbook.tags.of([reference]).get(reference, ())
    form = TagForm(tags="; ".join(now))
    with told_on(form):
        if form.sent():
            tag(office, reference, str(form.tags.data or ""))
            flash(gettext("Tags saved."))
            return redirect(url_for("desk_requests.request_page", reference=reference))
    return action_page("tags", form, reference, known=office.workbook.tags.known())


@TASKS.get("")
def all_tasks() -> str:
    """Show open tasks: one's own, or everyone's."""
    everyone = request.args.get("whose") == "all"
    found, total = to_do(the_office(), "" if everyone else by(), _MOST_SHOWN)
    return render_template(
        "desk/all_tasks.html",
        tasks=found,
        total=total,
        everyone=everyone,
        today=_today(),
    )


def _today() -> date:
    return the_office().latest_today()
