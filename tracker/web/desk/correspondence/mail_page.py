"""The page of one received mail, the requests to which it may belong, and the decisions on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response
from wtforms import StringField

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.correspondence.mail_kinds import MailKind, other_addresses
from tracker.domain.correspondence.matching import Candidate, MatchState
from tracker.domain.correspondence.read_mail import PartVerdict, ReadPart
from tracker.domain.correspondence.sender_domains import sender_marks
from tracker.services.core.office import Office
from tracker.services.correspondence.diary_hints import requests_by_number
from tracker.services.correspondence.download_tasks import files_elsewhere
from tracker.services.correspondence.folded_senders import (
    fold_sender,
    folded_senders,
    may_fold,
    unfold_sender,
)
from tracker.services.correspondence.placing import (
    PlacedMail,
    entry_of_mail,
    place_mail,
    set_aside,
    undo,
)
from tracker.services.correspondence.reading_mail import opened_reading, until_when_checked
from tracker.services.correspondence.sender_bodies import known_domains
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.correspondence.mail_desk import MailTab
from tracker.services.ports.correspondence.reading import (
    MatchDecision,
    NotedMatch,
    SealedReading,
)
from tracker.services.ports.correspondence.received import ReceivedMail
from tracker.web.base.access import by
from tracker.web.base.forms import DayField, PageForm, day_of, told_on
from tracker.web.base.language import gettext, lazy_gettext, refused
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.incoming import PAPER
from tracker.web.desk.base.listing import Listed, named_rows
from tracker.web.desk.correspondence.mail_list import PAGES as PAGES
from tracker.web.desk.correspondence.mail_list import aside_reason, held_bodies
from tracker.web.desk.correspondence.mail_words import (
    ASIDE_REASONS,
    CONTENT_FINDINGS,
    DEFECTS,
    ISSUER_WORDS,
    MAIL_KINDS,
    MATCH_RULES,
    PART_VERDICTS,
    SENDER_MARKS,
    SIGNATURES,
    TABS,
)

_BYTES = "application/octet-stream"
_MOST_CANDIDATES = 3
_A_DAY = timedelta(days=1)
# Ticket systems mark mail of people as automatic.
_BY_PEOPLE = (MailKind.LETTER, MailKind.AUTOMATIC)
# The address parameter by which a person opens a part that may be dangerous.
SURE = "sure"


class PlaceForm(PageForm):
    """The day on which a mail came, and the requests to which it belongs."""

    on = DayField(
        lazy_gettext("Date of arrival"),
    )
    others = StringField(
        lazy_gettext("Other requests"),
        description=lazy_gettext("Their numbers, with commas between them."),
        render_kw={"dir": "ltr", "autocomplete": "off", "maxlength": "200"},
    )

    def requests(self) -> tuple[str, ...]:
        """Return the chosen requests, each once. Raises BadInput if there is none."""
        typed = (self.others.data or "").replace(",", " ").lower().split()
        found = tuple(dict.fromkeys([*request.form.getlist("request"), *typed]))
        if not found:
            raise BadInput("Choose a request, or enter its number.")
        return found


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """A request to which a mail may belong, the reason, and its entry if it was put there."""

    match: NotedMatch
    listed: Listed | None
    reason: str
    words: str
    seq: int

    @property
    def taken(self) -> bool:
        """Return whether a person put the mail with this request."""
        return self.match.decision is MatchDecision.TAKEN


@dataclass(frozen=True, slots=True)
class ShownMail:
    """A mail as its page shows it. `opened` is None if it cannot be read."""

    came: ReceivedMail
    opened: SealedReading | None
    candidates: list[ShownCandidate]
    fetched: bool

    @property
    def sent_at(self) -> datetime | None:
        """Return when it was sent, as its sender says; None if that is not known."""
        said = self.opened.mail.date_said if self.opened else ""
        return datetime.fromisoformat(said) if said else None

    @property
    def differs(self) -> bool:
        """Return whether the sender's date is more than a day away from the arrival."""
        sent_at = self.sent_at
        if not self.fetched or sent_at is None or sent_at.tzinfo is None:
            return False
        return abs(self.came.received_at - sent_at) > _A_DAY


@PAGES.route("/<id>", methods=["GET", "POST"])
def mail(id: str) -> Response:
    """Show a mail; enter it in the requests to which a person says that it belongs."""
    office = the_office()
    shown = _shown(office, id)
    form = PlaceForm(on=_day_of_arrival(office, shown))
    with told_on(form):
        if form.sent():
            on = DaySpan.on(day_of(form.on))
            return _entered(
                [place_mail(office, id, each, on, by=by()) for each in form.requests()]
            )
    return scripted(_rendered(office, shown, form), form.code)


def _entered(placed: list[PlacedMail]) -> Response:
    """Go on to the page that asks what the mail is, in the first request to which it belongs."""
    for each in placed:
        reference = each.reference.upper()
        if each.again:
            said = gettext("This email came before. It is the same document.")
        else:
            said = gettext(
                "Email entered in {reference}. Until you classify it, no non-response is logged.",
                reference=reference,
            )
        flash(said)
    first = placed[0]
    address = url_for("desk_classifying.reply", reference=first.reference)
    return redirect(f"{address}?{PAPER}={first.seq}")


@PAGES.post("/<id>/aside")
def aside(id: str) -> Response:
    """Set a mail aside that belongs to no request."""
    why = aside_reason()
    return _done(id, lambda: set_aside(the_office(), id, why, by=by()), gettext("Put aside."))


@PAGES.post("/<id>/undo", endpoint="undo")
def take_back(id: str) -> Response:
    """Take back the decisions on a mail."""
    return _done(id, lambda: undo(the_office(), id, by=by()), gettext("Undone."))


@PAGES.post("/<id>/fold")
def fold(id: str) -> Response:
    """Fold away mail of this sender unless it may belong to a request."""
    said = gettext("Emails from this sender are folded away when they name no request.")
    return _done(id, lambda: fold_sender(the_office(), id, by=by()), said)


@PAGES.post("/<id>/unfold")
def unfold(id: str) -> Response:
    """Show mail of this sender in the list again."""
    said = gettext("Emails from this sender are shown in the list again.")
    return _done(id, lambda: unfold_sender(the_office(), id), said)


def _done(id: str, act: Any, said: str) -> Response:
    try:
        act()
        flash(said)
    except NotOnFile:
        raise
    except Refusal as refusal:
        flash(refused(refusal), "caution")
    return redirect(url_for(".mail", id=id))


@PAGES.get("/<id>/mail.eml")
def message(id: str) -> Response:
    """Return the bytes of a mail as they came."""
    return _file(the_office().mail_reading.mails.raw(id), f"email-{id[:8]}.eml")


@PAGES.get("/<id>/parts/<part>")
def part(id: str, part: str) -> Response | str:
    """Return a part of a mail; one that may be dangerous only after a second click."""
    office = the_office()
    opened = opened_reading(office, id)
    found = (
        next((each for each in opened.mail.parts if each.path == part), None) if opened else None
    )
    if found is None:
        raise NotOnFile("This email has no such part. Open it from the email’s page.")
    if found.verdict is PartVerdict.DANGEROUS and not request.args.get(SURE):
        return render_template("desk/mail_part.html", id=id, part=found, sure=SURE)
    ports = office.mail_reading
    data = ports.reader.part(ports.mails.raw(id), part)
    if data is None:
        raise NotOnFile("This part is too large to be taken out. Download the whole email.")
    return _file(data, found.name)


def _file(data: bytes, name: str) -> Response:
    """Return bytes that a browser saves and never shows."""
    answer = send_file(BytesIO(data), _BYTES, as_attachment=True, download_name=name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _shown(office: Office, id: str) -> ShownMail:
    """Return a mail and the requests to which it may belong. Reads it first if it is unread."""
    ports = office.mail_reading
    gone = ports.desk.tab_of(id) is MailTab.GONE
    opened = None if gone else opened_reading(office, id)
    # Reading it changes its state.
    came = ports.mails.get(id)
    candidates = _candidates(office, came, opened)
    return ShownMail(came, opened, candidates, ports.readings.was_fetched(id))


def _candidates(
    office: Office, came: ReceivedMail, opened: SealedReading | None
) -> list[ShownCandidate]:
    """Return the requests to which a mail was put, or else those to which it may belong."""
    matches = office.mail_reading.readings.matches(came.id)
    taken = [each for each in matches if each.decision is MatchDecision.TAKEN]
    left = [each for each in matches if each.decision is MatchDecision.NONE]
    by_number = () if taken or opened is None else _by_number(office, opened, matches)
    noted = (_hint(came.id, each) for each in by_number)
    shown = taken or [*left, *noted][:_MOST_CANDIDATES]
    references = tuple(each.request for each in shown)
    rows = office.case_rows.rows(RowFilter(references=references), 0, 20)[0] if shown else ()
    listed = {each.row.reference: each for each in named_rows(office, rows)}
    read = opened.match.candidates if opened else ()
    found = {each.request: each for each in (*by_number, *read)}
    return [
        ShownCandidate(
            each,
            listed.get(each.request),
            str(MATCH_RULES[each.rule]) if each.rule else gettext("A person chose it."),
            _words(found.get(each.request)),
            _seq(office, came.id, each),
        )
        for each in shown
    ]


def _hint(mail: str, of: Candidate) -> NotedMatch:
    return NotedMatch(mail, of.request, of.rule, certain=False, retired=False, closed=of.closed)


def _by_number(
    office: Office, opened: SealedReading, matches: Sequence[NotedMatch]
) -> list[Candidate]:
    """Return further requests that share a diary number with a mail whose request is uncertain.

    They are looked up for each page and stored nowhere, because the numbers are private.
    """
    if opened.match.state is MatchState.CERTAIN or opened.kind.kind not in _BY_PEOPLE:
        return []
    known = {each.request for each in matches}
    return [each for each in requests_by_number(office, opened.mail) if each.request not in known]


def _words(candidate: Candidate | None) -> str:
    return candidate.words if candidate else ""


def _seq(office: Office, id: str, match: NotedMatch) -> int:
    if match.decision is not MatchDecision.TAKEN:
        return 0
    entry = entry_of_mail(office, id, match.request)
    return entry.seq if entry else 0


def _day_of_arrival(office: Office, shown: ShownMail) -> date | None:
    """Return the day on which the office's server got a mail, in the time zone of the body.

    A file does not prove when it came, so a file has the sender's day, for a person to check.
    """
    moment = shown.came.received_at if shown.fetched else shown.sent_at
    if moment is None:
        return None
    row = next((each.listed.row for each in shown.candidates if each.listed), None)
    zone = office.library.zone_of(row.body) if row else ""
    aware = moment.tzinfo is not None
    return (moment.astimezone(ZoneInfo(zone)) if zone and aware else moment).date()


def _parts(opened: SealedReading) -> Iterator[tuple[ReadPart, str]]:
    """Yield the parts that are files, each with the words on its kind."""
    for each in opened.mail.parts:
        if not each.is_text or each.verdict is PartVerdict.DANGEROUS:
            yield each, str(PART_VERDICTS.get(each.verdict, ""))


def _other_addresses(opened: SealedReading | None) -> tuple[str, ...]:
    """Return the addresses that an automatic reply names, except its sender's and ours."""
    if opened is None or opened.kind.kind is not MailKind.AUTOMATIC:
        return ()
    mail = opened.mail
    known = (*mail.senders, *mail.to, *mail.cc, *mail.reply_to)
    return other_addresses(mail, tuple(each.address for each in known))


def _rendered(office: Office, shown: ShownMail, form: PlaceForm) -> str:
    came, opened, desk = shown.came, shown.opened, office.mail_reading.desk
    reading, tab = office.mail_reading.readings.get(came.id), desk.tab_of(came.id)
    sender = opened.mail.sender if opened else None
    marks = sender_marks(sender, known_domains(office)) if sender else ()
    folded = sender.address.lower() in folded_senders(office) if sender else False
    return render_template(
        "desk/mail_read.html",
        came=came,
        opened=opened,
        read=opened.mail if opened else None,
        reading=reading,
        kind=MAIL_KINDS[reading.kind] if reading else "",
        signature=SIGNATURES[reading.signature] if reading else "",
        checked_until=until_when_checked(office, reading),
        content_findings=CONTENT_FINDINGS,
        issuer_words=ISSUER_WORDS,
        files_elsewhere=files_elsewhere(office, came.id) if opened else None,
        marks=[SENDER_MARKS[each] for each in marks],
        holds=held_bodies(office, reading),
        other_addresses=_other_addresses(opened),
        twins=office.mail_reading.readings.twins([came.id]).get(came.id, ()),
        sent_at=shown.sent_at,
        defects=[DEFECTS[each] for each in opened.mail.defects] if opened else (),
        parts_of_mail=list(_parts(opened)) if opened else (),
        candidates=shown.candidates,
        placed=tab is MailTab.PLACED,
        tab=tab.value,
        tab_name=TABS[tab],
        aside=desk.aside(came.id),
        reasons=ASIDE_REASONS,
        fetched=shown.fetched,
        differs=shown.differs,
        folded=folded,
        may_fold=folded or may_fold(office, opened),
        form=form,
    )
