"""Measurements by others: answers handed in, and sentences drafted, confirmed and withdrawn."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.law.block import MeasurementSource
from tracker.domain.measurements.queries import QueryKind, WatchQuery, query_at
from tracker.domain.measurements.strict_json import LARGEST_SNAPSHOT
from tracker.services.core.office import Office
from tracker.services.letters.bundle.evidence_makers import checked_maker, keep_maker
from tracker.services.measurements.measured_findings import (
    FindingWords,
    ProposedFinding,
    confirm_finding,
    discard_finding,
    draft_finding,
    is_contradicted,
    propose_finding,
    withdraw_finding,
)
from tracker.services.measurements.snapshots import (
    QUERY_WORDS,
    SOURCE_NAMES,
    TROUBLE_WORDS,
    query_states,
    snapshot_reading,
    take_answer,
)
from tracker.services.ports.measurements import MeasurementSnapshot, StoredFinding
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.confirming import requires_confirmation
from tracker.web.base.forms import DayField, OneFileField, PageForm, day_of, plain_lines, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.letters.evidence_makers import maker_fields, maker_if_open, typed_maker
from tracker.web.record.block.measured import charts_of

PAGES = Pages("desk_measuring", Access.DESK, "/desk/measurements")
_SENTENCES = frozenset({QueryKind.DAYS, QueryKind.EVENTS, QueryKind.ALERTS, QueryKind.OUTAGES})


class AnswerForm(PageForm):
    """An answer that was saved as a file, the query it answers, and the day it was asked."""

    query = RadioField(
        lazy_gettext("Which query does it answer?"),
        [InputRequired(lazy_gettext("Select the query."))],
    )
    file = OneFileField(
        lazy_gettext("The saved answer"),
        render_kw={"accept": ".json,application/json"},
        description=lazy_gettext("JSON, at most 2 MB, exactly as the source sent it."),
    )
    asked_on = DayField(lazy_gettext("Date on which you asked"))
    made_by, made_at, made_how = maker_fields().values()

    def content(self) -> bytes:
        """Return the file's bytes. Raises BadInput if no file was chosen."""
        _, content = self.file.handed_in(
            LARGEST_SNAPSHOT, Message("Choose the file with the answer.")
        )
        return content


class SentenceForm(PageForm):
    """What a person says for a finding; each language has a field of its own."""

    for_letters = BooleanField(lazy_gettext("Letters may quote this"))
    looked = BooleanField(
        lazy_gettext("I opened the source’s own page, and it shows these figures")
    )


class ReasonForm(PageForm):
    """The published reason for a withdrawal."""

    why = StringField(
        lazy_gettext("Reason"),
        description=lazy_gettext("Readers see it on the page of the block."),
    )


class _Do(Protocol):
    """A step of a finding, taken by a person."""

    def __call__(self, office: Office, digest: str, *, by: str) -> object: ...


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query as the page lists it."""

    query: WatchQuery
    title: str
    newest: MeasurementSnapshot | None
    trouble: str
    drafts: bool


@dataclass(frozen=True, slots=True)
class _Act:
    """A step that a person confirms: what it is called, what it does, and the word after it."""

    title: str
    says: str
    button: str
    done: str


@PAGES.get("")
def blocks() -> str:
    """Show the blocks with watches, and how many of their queries have a usable answer."""
    office = the_office()
    watched = [block for block in office.library.blocks.values() if block.watches]
    listed = []
    for block in sorted(watched, key=lambda block: block.since, reverse=True):
        states = query_states(office, block)
        usable = sum(bool(state.newest and not state.newest.trouble) for state in states)
        drafts = sum(not each.confirmed_at for each in office.measurements.findings(block.key))
        listed.append((block, len(states), usable, drafts))
    return render_template("desk/measured_blocks.html", listed=listed)


@PAGES.get("/<key>")
def block(key: str) -> str:
    """Show the queries of a block with their newest answers, and its findings."""
    office = the_office()
    found = office.library.block(key)
    findings = office.measurements.findings(found.key)
    contradicted = {each.digest for each in findings if each.stands and _contradicted(each)}
    return render_template(
        "desk/measured_block.html",
        block=found,
        asked=[
            _Asked(
                state.query,
                _title(state.query),
                state.newest,
                _trouble(state.newest),
                state.query.kind in _SENTENCES,
            )
            for state in query_states(office, found)
        ],
        findings=findings,
        contradicted=contradicted,
        sources=SOURCE_NAMES,
        people=office.people_names,
    )


@PAGES.route("/<key>/answer", methods=["GET", "POST"])
def answer(key: str) -> Response | tuple[str, int]:
    """Take an answer that was saved as a file."""
    office = the_office()
    found = office.library.block(key)
    form = AnswerForm(query=request.args.get("address"), asked_on=office.latest_today())
    form.query.choices = [
        (state.query.address, _title(state.query)) for state in query_states(office, found)
    ]
    with told_on(form):
        if form.sent():
            address, asked_on = form.query.data, day_of(form.asked_on)
            content, maker = form.content(), checked_maker(typed_maker(form))
            taken = take_answer(office, key, address, content, asked_on=asked_on, by=by())
            if maker.known and taken.new:
                keep_maker(office, found.key, taken.snapshot.sha256, maker, by=by())
            flash(
                gettext("Answer saved.")
                if taken.new
                else gettext("Nothing new. The rows are those of the answer saved before.")
            )
            shown = taken.snapshot
            return redirect(url_for(".snapshot", key=key, digest=shown.sha256, address=address))
    return render_template("desk/measured_new.html", form=form, block=found), form.code


@PAGES.get("/<key>/answers/<digest>")
def snapshot(key: str, digest: str) -> str:
    """Show one answer: its query, its hashes, its rows as a picture or a list, or its trouble."""
    office = the_office()
    found = office.library.block(key)
    shown = _snapshot(office, key, digest)
    query = query_at(shown.address)
    reading = snapshot_reading(office, shown)
    drawn = query.source is MeasurementSource.OONI and query.kind is QueryKind.DAYS
    usable = reading.trouble is None
    return render_template(
        "desk/measured_answer.html",
        block=found,
        snapshot=shown,
        query=query,
        title=_title(query),
        trouble=_trouble(shown),
        reading=reading,
        charts=charts_of(query, reading.counts, found, shown.asked_on) if drawn and usable else (),
        drafts=usable and query.kind in _SENTENCES,
        maker=maker_if_open(office, found.key, digest),
    )


@PAGES.route("/<key>/sentence", methods=["GET", "POST"])
def sentence(key: str) -> Response | tuple[str, int]:
    """Show what answers allow to say about some days, and take a person's sentence."""
    office = the_office()
    address = request.args.get("address", "")
    proposed = propose_finding(office, _block(office, key, address), address, _days())
    form = _sentence_form(office, proposed)
    with told_on(form):
        if form.sent():
            says = {code: str(form[_field(code)].data or "") for code in office.languages}
            words = FindingWords(says, bool(form.for_letters.data), bool(form.looked.data))
            draft_finding(office, key, proposed, words, by=by())
            flash(gettext("Draft saved. It is not public until it is confirmed."))
            return redirect(url_for(".block", key=key))
    page = render_template(
        "desk/measured_sentence.html",
        form=form,
        block=office.library.block(key),
        proposed=proposed,
        title=_title(proposed.query),
        fields=[(code, form[_field(code)]) for code in office.languages],
    )
    return page, form.code


@PAGES.route("/<key>/findings/<digest>/confirm", methods=["GET", "POST"])
@requires_confirmation
def confirm(key: str, digest: str) -> Response | tuple[str, int]:
    """Publish a finding."""
    act = _Act(
        gettext("Confirm and publish"),
        gettext(
            "The sentence appears on the page of the block, with the date of the answers and "
            "their hashes. The public log gets an entry. It cannot be changed, only withdrawn."
        ),
        gettext("Confirm and publish"),
        gettext("Published."),
    )
    return _act_on(key, digest, act, PageForm(), confirm_finding)


@PAGES.route("/<key>/findings/<digest>/discard", methods=["GET", "POST"])
def discard(key: str, digest: str) -> Response | tuple[str, int]:
    """Discard a draft."""
    act = _Act(
        gettext("Discard draft"),
        gettext("The draft is deleted. The answers stay."),
        gettext("Discard draft"),
        gettext("Draft discarded."),
    )
    return _act_on(key, digest, act, PageForm(), discard_finding)


@PAGES.route("/<key>/findings/<digest>/withdraw", methods=["GET", "POST"])
@requires_confirmation
def withdraw(key: str, digest: str) -> Response | tuple[str, int]:
    """Withdraw a public finding."""
    act = _Act(
        gettext("Withdraw"),
        gettext(
            "Readers no longer see the sentence, but that it was withdrawn, and why. The public "
            "log gets an entry."
        ),
        gettext("Withdraw"),
        gettext("Withdrawn."),
    )
    form = ReasonForm()

    def do(office: Office, digest: str, *, by: str) -> None:
        withdraw_finding(office, digest, str(form.why.data or ""), by=by)

    return _act_on(key, digest, act, form, do)


def _act_on(
    key: str, digest: str, act: _Act, form: PageForm, do: _Do
) -> Response | tuple[str, int]:
    office = the_office()
    found = office.measurements.finding(digest)
    with told_on(form):
        if form.sent():
            do(office, digest, by=by())
            flash(act.done)
            return redirect(url_for(".block", key=key))
    page = render_template(
        "desk/measured_act.html",
        form=form,
        act=act,
        block=office.library.block(key),
        found=found,
        source=SOURCE_NAMES[found.finding.source],
    )
    return page, form.code


def _contradicted(stored: StoredFinding) -> bool:
    try:
        return is_contradicted(the_office(), stored)
    except BadInput:
        # No usable answer is left to compare it with.
        return False


def _block(office: Office, key: str, address: str) -> str:
    """Return the key of a block that has answers to a query. Raises NotOnFile for another one."""
    known = office.measurements.snapshots(office.library.block(key).key)
    if address not in {each.address for each in known}:
        raise NotOnFile("There is no answer to this query. Choose one from the list.")
    return key


def _snapshot(office: Office, key: str, digest: str) -> MeasurementSnapshot:
    """Return a snapshot by its hash; if two queries had one answer, the one in the address."""
    found = [each for each in office.measurements.snapshots(key) if each.sha256 == digest]
    if not found:
        raise NotOnFile("There is no such answer. Choose one from the list.")
    asked = request.args.get("address")
    return next((each for each in found if each.address == asked), found[0])


def _days() -> tuple[date, date] | None:
    """Return the days in the address, None if they are not given. Raises BadInput if malformed."""
    first, last = request.args.get("first", ""), request.args.get("last", "")
    if not first and not last:
        return None
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise BadInput("Enter both days, such as 2024-03-18.") from None


def _sentence_form(office: Office, proposed: ProposedFinding) -> SentenceForm:
    fields: dict[str, object] = {
        _field(code): TextAreaField(
            gettext("Sentence ({language})", language=language.name), filters=[plain_lines]
        )
        for code, language in office.languages.items()
    }
    form_class = type("SentenceFormInLanguages", (SentenceForm,), fields)
    known = {_field(code): words for code, words in proposed.says.items()}
    form: SentenceForm = form_class(**known)
    return form


def _field(language: str) -> str:
    return f"says_{language.replace('-', '_')}"


def _title(query: WatchQuery) -> str:
    """Return a query in words: source, rows, subject and days."""
    of = ", ".join(query.domains) or query.one("test_name")
    known = [SOURCE_NAMES[query.source], gettext(QUERY_WORDS[query.kind]), of]
    if query.kind is not QueryKind.INCIDENTS:
        # What was asked about ends before the day of `until`.
        days = (query.since.date(), (query.until - timedelta(seconds=1)).date())
        known += [f"{page_locale().short_day(days[0])} – {page_locale().short_day(days[1])}"]
    return page_locale().listed([page_locale().together(each) for each in known if each])


def _trouble(shown: MeasurementSnapshot | None) -> str:
    return gettext(TROUBLE_WORDS[shown.trouble]) if shown and shown.trouble else ""
