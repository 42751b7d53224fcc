"""Every dispatch of the request and of each appeal: its number, its proof and its result."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.validators import InputRequired

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DeliveryResult
from tracker.domain.case.dispatches import Dispatch, Transmission, transmission_of, transmissions
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events import KINDS
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.services.cases import transmitting
from tracker.services.core.day_phrases import DayPhrase
from tracker.services.core.entry_words import said_of_sending
from tracker.services.core.naming import DELIVERIES, PROVES, RECEIPT_PROOFS, SENT_HOW
from tracker.services.core.recording import NO_LETTER, HeldLetter
from tracker.services.ports.cases import Paper
from tracker.web.base.access import Access, Pages, by
from tracker.web.base.forms import Papers, SpanForm, told_on
from tracker.web.base.language import gettext, lazy_gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.actions import action_page, done
from tracker.web.desk.base.channel_remarks import unusual_proof
from tracker.web.desk.base.dossier import Dossier, open_dossier
from tracker.web.desk.base.incoming import rest_on_what_came
from tracker.web.desk.cases.sending import FILE_LOST, DispatchForm

NOT_FROM_RECEIPT = Message(
    "Under this law, the time limit is not counted from receipt but from {starts}."
)
COUNTED_FROM = Message(
    "Under this law, the time limit is not counted from receipt but from {starts} (entry "
    "{entry}, {day})."
)
FIRST_RECEIPT = Message(
    "The time to respond runs {day:from}: entry {entry} is the first receipt proved. Sending the "
    "letter again does not restart the clock."
)
PAGES = Pages("desk_transmitting", Access.DESK, "/desk/requests/<reference>/dispatches")


class AgainForm(DispatchForm):
    """Another dispatch of the same document."""

    letter = Papers(
        lazy_gettext("The document as sent this time"),
        single=True,
        needed=lazy_gettext(NO_LETTER),
        description=lazy_gettext("Only if it is not the file sent first."),
    )

    def __init__(self, paper: Transmission) -> None:
        first = paper.first.event
        same = gettext("The same file as the first time, unchanged")
        held = {HeldLetter.WORD.value: same, HeldLetter.LOST.value: str(FILE_LOST)}
        super().__init__(held if first.evidence else None)


class DeliveryForm(SpanForm):
    """The result of one dispatch."""

    result = RadioField(
        lazy_gettext("Delivery result"),
        [InputRequired(lazy_gettext("Choose the delivery result."))],
    )
    papers = Papers(
        lazy_gettext("Proof of the delivery result"),
        needed=lazy_gettext("Attach the proof: the envelope, the notice or the message."),
        description=lazy_gettext(
            "The stamped envelope, the carrier’s notice or the mail server’s reply."
        ),
    )

    def __init__(self, *, of_appeal: bool) -> None:
        super().__init__()
        told = [each for each in DeliveryResult if of_appeal or each is not each.DELIVERED]
        self.result.choices = {each.value: gettext(DELIVERIES[each]) for each in told}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One dispatch on the page: how it was sent, what its documents prove, and what it counts
    for."""

    seq: int
    on: DaySpan
    channel: str
    filing: Filing
    papers: tuple[Paper, ...]
    proves: tuple[str, ...]
    came: tuple[tuple[str, DaySpan, tuple[Paper, ...]], ...]
    counts: str
    open: bool


@dataclass(frozen=True, slots=True)
class Log:
    """One document with all its dispatches, and which of them started the clock and why."""

    title: str
    first: int
    is_request: bool
    clock: str
    attempts: tuple[Attempt, ...]


@PAGES.get("")
def dispatches(reference: str) -> str:
    """Show all dispatches, document by document."""
    dossier = open_dossier(the_office(), reference)
    logs = [_log(dossier, each) for each in transmissions(dossier.case_state)]
    return render_template("desk/dispatches.html", dossier=dossier, logs=logs)


@PAGES.route("/<int:seq>/again", methods=["GET", "POST"])
def again(reference: str, seq: int) -> Response | tuple[str, int]:
    """Record another dispatch of a document."""
    paper = _paper(open_dossier(the_office(), reference), seq)
    form = AgainForm(paper)
    with told_on(form):
        if form.sent():
            transmitting.resend(the_office(), reference, seq, form.dispatch(), by=by())
            return done(reference, gettext("Sending logged. It does not restart the clock."))
    return action_page("dispatch_again", form, reference, what=_called(paper))


@PAGES.route("/<int:seq>/delivery", methods=["GET", "POST"])
def delivery(reference: str, seq: int) -> Response | tuple[str, int]:
    """Record the result of a dispatch."""
    paper = _paper(open_dossier(the_office(), reference), seq)
    form = DeliveryForm(of_appeal=isinstance(paper.first.event, AppealFiled))
    rest_on_what_came(form, form.papers, reference)
    with told_on(form):
        if form.sent():
            result, papers = DeliveryResult(form.result.data), form.papers.uploads
            transmitting.report_delivery(
                the_office(), reference, seq, form.span, result, papers, by=by()
            )
            return done(reference, gettext("Delivery result logged."))
    return action_page(
        "delivery", form, reference, what=_called(paper), is_request=_is_request(paper)
    )


def _paper(dossier: Dossier, seq: int) -> Transmission:
    found = transmission_of(dossier.case_state, seq)
    if found is None:
        raise NotOnFile("That entry is not a dispatch. Choose one on the page.")
    return found


def _is_request(paper: Transmission) -> bool:
    return not isinstance(paper.first.event, AppealFiled)


def _called(paper: Transmission) -> str:
    return gettext("the request") if _is_request(paper) else gettext("the appeal")


def _log(dossier: Dossier, paper: Transmission) -> Log:
    event = paper.first.event
    title = gettext("The request")
    if isinstance(event, AppealFiled):
        stage = dossier.law.stage(event.stage).title
        title = gettext("{stage}, filed {day:on}", stage=stage, day=_on(event.on))
    return Log(
        title=title,
        first=paper.first.seq,
        is_request=_is_request(paper),
        clock=_clock_of_request(dossier) if _is_request(paper) else _clock_of_appeal(paper),
        attempts=tuple(_attempt(dossier, paper, each) for each in paper.dispatches),
    )


def _clock_of_request(dossier: Dossier) -> str:
    """Return which receipt started the time to answer, and why."""
    first = dossier.case_state.received
    if first is None:
        return gettext(
            "Receipt is not proved, so the clock has not started and no non-response can "
            "be logged."
        )
    opened = next(iter(dossier.case_status.awaited), None)
    if opened is None or opened.opening.event.kind != Received.kind:
        stage = dossier.law.first_stage()
        starts = reduce(_either, (f"“{gettext(KINDS[kind].label)}”" for kind in stage.counts_from))
        if opened is None:
            return gettext(NOT_FROM_RECEIPT, starts=starts)
        day = _on(opened.opening.event.on)
        return gettext(COUNTED_FROM, starts=starts, entry=opened.opening.seq, day=day)
    return gettext(FIRST_RECEIPT, day=_on(first.event.on), entry=first.seq)


def _either(one: str, other: str) -> str:
    return gettext("{one} or {other}", one=one, other=other)


def _clock_of_appeal(paper: Transmission) -> str:
    served = paper.proved
    day = _on(paper.first.event.on)
    filed = gettext("The time limit for a decision is counted from the filing {day:on}.", day=day)
    if served:
        proved = _on(served[0].event.on)
        said = gettext(
            "Service is proved for {day} (entry {entry}).", day=proved, entry=served[0].seq
        )
    else:
        said = gettext("No proof of service yet. Keep the card, stamp or portal number.")
    return f"{filed} {said}"


def _attempt(dossier: Dossier, paper: Transmission, dispatch: Dispatch) -> Attempt:
    event = dispatch.entry.event
    channel = event.channel if isinstance(event, Sent | Resent | AppealFiled) else ""
    came = sorted((*dispatch.receipts, *dispatch.reports), key=lambda entry: entry.seq)
    return Attempt(
        seq=dispatch.entry.seq,
        on=event.on,
        channel=gettext(SENT_HOW[channel]),
        filing=dossier.filings.get(dispatch.entry.seq, Filing()),
        papers=_papers(dossier, dispatch.entry),
        proves=tuple(_proves(dispatch)),
        came=tuple(
            (_came(entry, dispatch.entry), entry.event.on, _papers(dossier, entry))
            for entry in came
        ),
        counts=_counts(dossier, paper, dispatch),
        open=not dispatch.receipts and not dispatch.reports,
    )


def _papers(dossier: Dossier, entry: Entry) -> tuple[Paper, ...]:
    return tuple(dossier.papers[d] for d in entry.event.evidence if d in dossier.papers)


def _proves(dispatch: Dispatch) -> Iterator[str]:
    """Yield what a dispatch proves, without the reports about it."""
    event = dispatch.entry.event
    if isinstance(event, Dispatched) and event.copy_made_on:
        yield from said_of_sending(replace(event, without_proof=False), page_locale())
    left = isinstance(event, Dispatched) and not event.without_proof
    yield (
        gettext("Its documents prove that it was sent.")
        if left
        else gettext("Nothing proves that it was sent.")
    )
    if dispatch.arrived:
        yield gettext("Its arrival is proved.")
    elif dispatch.failed:
        yield gettext("It is proved that it did not arrive.")
    else:
        yield gettext("Nothing proves yet that it arrived.")


def _came(entry: Entry, left: Entry) -> str:
    event = entry.event
    if isinstance(event, Received):
        said = gettext("Received. {proof}.", proof=gettext(RECEIPT_PROOFS[event.proof]))
        remark = unusual_proof(left, event.proof)
        return " ".join(filter(None, (said, gettext(PROVES[event.proof]), remark)))
    if isinstance(event, DeliveryReported):
        return gettext(DELIVERIES[event.result])
    return gettext(event.label)


def _counts(dossier: Dossier, paper: Transmission, dispatch: Dispatch) -> str:
    if not _is_request(paper):
        return ""
    if dossier.case_state.received in dispatch.receipts:
        return gettext("This one started the clock.")
    return gettext("It arrived later and does not restart the clock.") if dispatch.receipts else ""


def _on(span: DaySpan) -> DayPhrase:
    return page_locale().day_span(span)
