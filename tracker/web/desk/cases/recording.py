"""Pages that record events of kinds without a page of their own."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from flask import request
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.events import KINDS
from tracker.domain.events.correspondence.conversation import Conversation
from tracker.domain.events.event import Event
from tracker.domain.events.form import EntryForm
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.services.cases.hearing_diary import hearing_details, record_hearing
from tracker.services.core.paper_details import LONGEST_POST
from tracker.services.core.recording import record
from tracker.services.correspondence.conversations import SpokenNote, record_conversation
from tracker.services.ports.cases import AlreadyEntered
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import Papers, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.permissions import RECORDING
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.dossier import open_dossier
from tracker.web.desk.base.entry_form import RecordForm, form_class
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.base.unfinished_forms import to_the_request
from tracker.web.desk.cases.hearings import details_fields, tell_clashes, typed_details


def pages() -> Pages:
    """Return a page for each kind that has words for its form."""
    made = Pages(RECORDING, Access.DESK, "/desk/requests/<reference>/record")
    for name, kind in KINDS.items():
        if kind.form:
            made.add_url_rule(f"/{name}", name, _page_of(kind, kind.form), methods=["GET", "POST"])
    made.register_error_handler(AlreadyEntered, to_the_request)
    return made


def _page_of(kind: type[Event], words: EntryForm) -> Callable[[str], Response]:
    form_of = form_class(kind, words, _private_fields(kind))

    def page(reference: str) -> Response:
        office = the_office()
        dossier = open_dossier(office, reference)
        form = form_of(dossier.case_state)
        if kind is Adjourned and request.method == "GET":
            _show_details(form, reference)
        files = cast(Papers, form["papers"]) if "papers" in form else None
        if files:
            rest_on_what_came(form, files, reference)
        with told_on(form):
            if form.sent():
                papers = files.uploads if files else ()
                event = form.event(dossier.today)
                if isinstance(event, HearingFixed | Adjourned):
                    details = typed_details(form)
                    record_hearing(office, reference, event, papers, details, by=by())
                    tell_clashes(office, reference)
                elif isinstance(event, Conversation):
                    record_conversation(office, reference, event, _note(form), papers, by=by())
                else:
                    record(office, reference, event, papers, by=by())
                return done(reference, gettext(words.done), dossier)
        return action_page("record", form, reference, words=words)

    return page


def _private_fields(kind: type[Event]) -> Callable[[], Mapping[str, Any]]:
    """Return the function that makes the private fields of a form, which are not in the event."""
    if issubclass(kind, HearingFixed | Adjourned):
        return details_fields
    return _note_fields if issubclass(kind, Conversation) else dict


def _note_fields() -> Mapping[str, Any]:
    return {
        "time": StringField(
            lazy_gettext("Time"),
            description=lazy_gettext("At the place of the body, for example 10:30."),
            render_kw={"type": "time"},
        ),
        "post": StringField(
            lazy_gettext("Post of the person you spoke with"),
            [InputRequired(lazy_gettext("Enter the post of the person you spoke with."))],
            description=lazy_gettext("Such as “clerk at the diary counter”. No name is needed."),
            render_kw={"dir": "auto", "autocomplete": "off", "maxlength": str(LONGEST_POST)},
        ),
        "number": StringField(
            lazy_gettext("Number that was given"),
            description=lazy_gettext("Such as a diary number."),
            render_kw={"dir": "auto", "autocomplete": "off", "maxlength": str(LONGEST_POST)},
        ),
        "said": TextAreaField(
            lazy_gettext("What was said"),
            [InputRequired(lazy_gettext("Enter what was said."))],
            description=lazy_gettext(
                "Time, post, number and words are private. They are stored encrypted and never "
                "published."
            ),
            filters=[plain_lines],
            render_kw={"dir": "auto"},
        ),
    }


def _note(form: RecordForm) -> SpokenNote:
    """Return the private note of a call or visit, as typed."""
    typed = {name: (form[name].data or "").strip() for name in _note_fields()}
    return SpokenNote(**typed)


def _show_details(form: RecordForm, reference: str) -> None:
    """Show what is known of an adjourned hearing, except its time: the new one is another."""
    with the_office().cases.look(reference) as case:
        known = hearing_details(case, form.named.get("hearing", 0))
    for name in ("bench", "counsel", "place"):
        form[name].data = getattr(known, name)
