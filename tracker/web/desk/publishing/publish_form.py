"""The form for publishing entries, and what the rules propose to black out."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import request
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from tracker.domain.case.history import Entry
from tracker.domain.case.request import Applicant
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.corrected import Corrected
from tracker.services.ports.publishing import Publication
from tracker.services.publishing.copying import Copyable
from tracker.services.publishing.proposing import blacked_out, proposals
from tracker.services.publishing.publishing import UNTITLED, publishable
from tracker.services.publishing.releasing import QUOTED
from tracker.web.base.filters import element_names, said_span
from tracker.web.base.forms import DayField, PageForm, plain_lines
from tracker.web.base.language import gettext, lazy_gettext, ngettext
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.dossier import Dossier
from tracker.web.record.request.timeline_source import TimelineSource, entry_name


@dataclass(frozen=True, slots=True)
class Marked:
    """Text in pieces: each with what it appears to be, or empty if it stays as it is."""

    title: str
    pieces: tuple[tuple[str, str], ...]

    @property
    def found(self) -> bool:
        """Return whether anything is proposed."""
        return any(what for _, what in self.pieces)


class TextForm(Form):
    """A text released with the record; `original` is the text before parts were blacked out."""

    title = StringField(
        lazy_gettext("Title"),
        [Length(max=200, message=lazy_gettext("Title must be 200 characters or fewer."))],
    )
    words = TextAreaField(
        lazy_gettext("Words"),
        [Length(max=200_000, message=lazy_gettext("Text must be 200,000 characters or fewer."))],
        filters=[plain_lines],
    )
    original = HiddenField(filters=[plain_lines])


class QuoteForm(Form):
    """Quoted words of a response to one question, as they are to be shown."""

    place = HiddenField()
    words = TextAreaField(lazy_gettext("Words as published"), filters=[plain_lines])


class PublishForm(PageForm):
    """What to put on the public record."""

    entries = SelectMultipleField(lazy_gettext("What the public sees"), coerce=int)
    quotes = SelectMultipleField(lazy_gettext("Words of responses to publish"))
    quoted = FieldList(
        FormField(QuoteForm), label=lazy_gettext("Words of responses"), max_entries=200
    )
    copies = SelectMultipleField(lazy_gettext("Document copies to publish"))
    accepted = BooleanField(
        lazy_gettext("I have checked the provisional dates and take responsibility for them")
    )
    officials = BooleanField(
        lazy_gettext("Words or copies name an official"),
        description=lazy_gettext(
            "Name officials only if a released document names them. Otherwise use the post."
        ),
    )
    not_before = DayField(
        lazy_gettext("Publish on"),
        optional=True,
        description=lazy_gettext(
            "It is published automatically at the start of that day. Leave empty to publish now."
        ),
    )
    agreed = BooleanField(
        lazy_gettext("The applicant has agreed to share this preview"),
        description=lazy_gettext("Needed only to create a secret link."),
    )
    texts = FieldList(FormField(TextForm), label=lazy_gettext("Texts to publish"), max_entries=20)

    def __init__(self, dossier: Dossier, copyable: tuple[Copyable, ...]) -> None:
        quotes = {place: (said, words) for place, said, words in _quotes(dossier)}
        fresh = {
            "texts": [{"title": "", "words": ""}],
            "quoted": [{"place": place, "words": words} for place, (_, words) in quotes.items()],
        }
        super().__init__(entries=_proposed(dossier), **(fresh if request.method == "GET" else {}))
        now, library = dossier.case_state, the_office().library
        source = TimelineSource(dossier.history, now, library, dossier.law, {})
        self.entries.choices = {
            str(entry.seq): _choice(entry, dossier, entry_name(entry, source))
            for entry in publishable(dossier.history)
        }
        self.quotes.choices = {place: said for place, (said, _) in quotes.items()}
        self._known = quotes.keys()
        self.copies.choices = dict(_copies(dossier, copyable))
        self.copyable = copyable
        self.applicant = dossier.applicant

    def publication(self) -> Publication:
        """Return the publication as typed; empty texts are left out."""
        texts = [text for text in self.texts.data if text["words"].strip()]
        return Publication(
            entries=tuple(self.entries.data or ()),
            texts=[
                ((text["title"] or "").strip() or UNTITLED, text["words"].strip())
                for text in texts
            ],
            originals=[(text["original"] or "").strip() for text in texts],
            quotes=[_placed(place) for place in self._chosen()],
            redacted={_placed(quote["place"]): quote["words"] for quote in self._quoted()},
            copies=tuple(self.copies.data or ()),
            provisional_accepted=bool(self.accepted.data),
            names_officials=bool(self.officials.data),
            not_before=self.not_before.data,
        )

    def marked(self) -> tuple[Marked, ...]:
        """Return the texts to release, with what the rules propose to black out."""
        shown = [(text["title"] or "", text["words"]) for text in self.texts.data]
        shown += [(gettext(QUOTED), quote["words"]) for quote in self._quoted()]
        return tuple(
            _marked(title, words, self.applicant) for title, words in shown if words.strip()
        )

    def black_out(self) -> None:
        """Replace everything proposed with “[…]”; the original text is kept too."""
        for text in self.texts:
            words, before = text.form.words.data or "", text.form.original.data
            text.form.words.data = _cut(words, self.applicant)
            if text.form.words.data != words:
                text.form.original.data = before or words
        for quote in self.quoted:
            if quote.form.place.data in self._chosen():
                quote.form.words.data = _cut(quote.form.words.data or "", self.applicant)

    def _chosen(self) -> list[str]:
        """Return the chosen places that exist; others make the page show an error."""
        return [place for place in self.quotes.data or () if place in self._known]

    def _quoted(self) -> list[dict[str, str]]:
        chosen = self._chosen()
        return [quote for quote in self.quoted.data if quote["place"] in chosen]


def _cut(words: str, applicant: Applicant) -> str:
    return blacked_out(words, proposals(words, applicant))


def _marked(title: str, words: str, applicant: Applicant) -> Marked:
    pieces, place = [], 0
    for found in proposals(words, applicant):
        pieces += [
            (words[place : found.start], ""),
            (words[found.start : found.end], gettext(found.what)),
        ]
        place = found.end
    return Marked(title or gettext(UNTITLED), (*pieces, (words[place:], "")))


def _placed(place: str) -> tuple[int, str]:
    seq, _, question = place.partition(":")
    return int(seq), question


def _proposed(dossier: Dossier) -> list[int]:
    """Return everything that may be shown, selected at the start. A missed deadline whose receipt
    only a machine proves is left out: it is refused."""
    return [each.seq for each in publishable(dossier.history) if not _held(each, dossier)]


def _held(entry: Entry, dossier: Dossier) -> bool:
    lapse = entry.event
    return isinstance(lapse, MissedDeadline) and dossier.case_state.proved_by_machine(lapse)


def _choice(entry: Entry, dossier: Dossier, name: str) -> str:
    """Return an entry by its name on the page as one line, with what a person must know before it
    is shown."""
    provisional = isinstance(entry.event, MissedDeadline) and entry.event.provisional
    notes = [
        gettext("the date is provisional") if provisional else "",
        gettext("only a machine proves the receipt") if _held(entry, dossier) else "",
        gettext("already published") if entry.seq in dossier.case_state.published else "",
    ]
    said = "; ".join(filter(None, notes))
    event, day = entry.event, said_span(entry.event.on)
    line = gettext("{what}, {day}", what=name, day=day)
    if isinstance(event, Corrected):
        line = gettext(
            "Reason why entry {number} was corrected: “{why}”", number=event.entry, why=event.why
        )
    return f"{line} ({said})" if said else line


def _quotes(dossier: Dossier) -> Iterator[tuple[str, str, str]]:
    """Yield the releasable quotes of responses, by entry and question."""
    asked = {question.key: question for question in dossier.drafted.questions}
    for seq, quotes in dossier.quotes.items():
        for key, words in quotes.items():
            element = element_names(asked[key].elements) if key in asked else key
            line = gettext(
                "{element}, entry {number}: “{words}”", element=element, number=seq, words=words
            )
            yield f"{seq}:{key}", line, words


def _copies(dossier: Dossier, copyable: tuple[Copyable, ...]) -> Iterator[tuple[str, str]]:
    """Yield the finished copies that can be released."""
    withheld = dossier.case_state.withheld
    shown = {copy.digest for copy in dossier.case_state.copies if not withheld}
    for each in copyable:
        if each.work and each.work.copy:
            line = ngettext(
                "{title}, {number} page, entry {entry}",
                "{title}, {number} pages, entry {entry}",
                len(each.work.images),
                title=each.work.copy.title,
                entry=each.entry,
            )
            known = each.work.copy.digest in shown
            yield each.paper, gettext("{line}; already published", line=line) if known else line
