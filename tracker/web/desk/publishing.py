"""Choosing what the public sees, looking at exactly that first, and taking it back."""

from collections.abc import Iterator
from typing import Any, cast

from flask import current_app, render_template, request
from werkzeug.wrappers import Response
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from tracker.domain.events import Lapse, WithheldBecause
from tracker.domain.history import Entry
from tracker.domain.record import Record
from tracker.services import publishing
from tracker.services.naming import ELEMENTS, event_name
from tracker.services.publishing import Publication, publishable
from tracker.web.confirming import confirmed_lately
from tracker.web.desk.actions import action_page, done
from tracker.web.desk.dossier import Dossier, open_dossier
from tracker.web.desk.words import WITHHELD
from tracker.web.doors import Door, Pages, by
from tracker.web.filters import said_span
from tracker.web.forms import DayField, PageForm, plain_lines, told_on
from tracker.web.house import the_office
from tracker.web.record.requests import RequestPage, request_page

PAGES = Pages("desk_publishing", Door.DESK, "/desk/requests/<reference>")


class TextForm(Form):
    """Words that are released with the record."""

    title = StringField(
        "Title", [Length(max=200, message="Shorten the title: 200 characters at most.")]
    )
    words = TextAreaField(
        "Words",
        [Length(max=200_000, message="Shorten the text: 200,000 characters at most.")],
        filters=[plain_lines],
    )


class PublishForm(PageForm):
    """What is put on the public record."""

    entries = SelectMultipleField("What the public sees", coerce=int)
    told_on = DayField(
        "Day on which the body was told",
        optional=True,
        description="Before its first silence or defect is shown, a body gets the notice letter "
        "and days to answer it.",
    )
    quotes = SelectMultipleField("Words of responses to release")
    accepted = BooleanField("I checked the provisional dates and take responsibility for them")
    texts = FieldList(FormField(TextForm), label="Texts to release", max_entries=20)

    def __init__(self, dossier: Dossier) -> None:
        super().__init__(
            entries=_proposed(dossier), texts=[{"title": "", "words": ""}] if _fresh() else None
        )
        self.entries.choices = {
            str(entry.seq): _choice(entry, dossier) for entry in publishable(dossier.history)
        }
        self.quotes.choices = dict(_quotes(dossier))

    def publication(self) -> Publication:
        """What the form says; texts without words are left out."""
        return Publication(
            entries=self.chosen(),
            texts=[
                ((text["title"] or "").strip() or "Released text", text["words"].strip())
                for text in self.texts.data
                if text["words"].strip()
            ],
            quotes=[(int(seq), question) for seq, question in self._quoted()],
            body_told_on=self.told_on.data,
            provisional_accepted=bool(self.accepted.data),
        )

    def _quoted(self) -> list[list[str]]:
        return [place.split(":", 1) for place in self.quotes.data or ()]

    def chosen(self) -> tuple[int, ...]:
        """The entries ticked."""
        return tuple(self.entries.data or ())


class WithholdForm(PageForm):
    """Why a record is taken from the public side."""

    because = RadioField(
        "Why is it taken down?",
        [InputRequired("Say why it is taken down.")],
        choices={because.value: words for because, words in WITHHELD.items()},
    )


class ConsentForm(PageForm):
    """Whether the applicant agrees."""

    consents = RadioField(
        "Does the applicant agree to publication?",
        [InputRequired("Say whether the applicant agrees.")],
        choices={"yes": "Yes", "no": "No: the record is taken down at once"},
    )


@PAGES.route("/publish", methods=["GET", "POST"])
@confirmed_lately
def publish(reference: str) -> Response | tuple[str, int]:
    """Choose entries, look at exactly what the public would see, and publish them."""
    office = the_office()
    dossier = open_dossier(office, reference)
    form = PublishForm(dossier)
    seen: RequestPage | None = None
    with told_on(form):
        if form.sent():
            if request.form.get("action") == "publish":
                publishing.publish(office, reference, form.publication(), by=by())
                return done(reference, "It is on the public record.")
            seen = request_page(office, _pretended(reference, form))
    return action_page("publish", form, reference, seen=seen, notice_days=office.notice_days)


@PAGES.get("/as-published")
def as_published(reference: str) -> str:
    """The very page that readers would get, were the entries named in the address published."""
    office = the_office()
    entries = tuple(request.args.getlist("entries", type=int))
    page = request_page(office, publishing.preview(office, reference, Publication(entries)))
    return render_template("record/request.html", page=page, **_frame_of_the_record())


@PAGES.route("/withhold", methods=["GET", "POST"])
@confirmed_lately
def withhold(reference: str) -> Response | tuple[str, int]:
    """Take the record from the public side."""
    form = WithholdForm()
    with told_on(form):
        if form.sent():
            because = WithheldBecause(form.because.data)
            publishing.withhold(the_office(), reference, because, by=by())
            return done(reference, "The record is no longer shown.")
    return action_page("withhold", form, reference)


@PAGES.route("/consent", methods=["GET", "POST"])
def consent(reference: str) -> Response | tuple[str, int]:
    """Record the applicant's consent, or its withdrawal."""
    form = ConsentForm()
    with told_on(form):
        if form.sent():
            agrees = form.consents.data == "yes"
            publishing.change_consent(the_office(), reference, agrees, by=by())
            return done(reference, "The applicant's word is on file.")
    return action_page("consent", form, reference)


def _pretended(reference: str, form: PublishForm) -> Record:
    return publishing.preview(the_office(), reference, form.publication())


def _frame_of_the_record() -> dict[str, Any]:
    """What the public pages' templates name, which on the desk nobody gives them."""
    processors = current_app.template_context_processors["record"]
    given = (cast(dict[str, Any], gives()) for gives in processors)
    return {name: value for named in given for name, value in named.items()}


def _proposed(dossier: Dossier) -> list[int]:
    """Everything that may be shown and is not shown yet, ticked to begin with."""
    return [entry.seq for entry in publishable(dossier.history)]


def _choice(entry: Entry, dossier: Dossier) -> str:
    """An entry as one line, with what a person must know before it is shown."""
    provisional = isinstance(entry.event, Lapse) and entry.event.provisional
    notes = [
        "the date is provisional" if provisional else "",
        "shown already" if entry.seq in dossier.situation.published else "",
    ]
    said = "; ".join(filter(None, notes))
    line = f"{event_name(entry.event)}, {said_span(entry.event.on)}"
    return f"{line} ({said})" if said else line


def _quotes(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """The words of responses that can be released, by entry and question."""
    asked = {question.key: question for question in dossier.drafted.questions}
    for seq, quotes in dossier.quotes.items():
        for key, words in quotes.items():
            element = ELEMENTS[asked[key].element] if key in asked else key
            yield f"{seq}:{key}", f"{element}, entry {seq}: “{words}”"


def _fresh() -> bool:
    return request.method == "GET"
