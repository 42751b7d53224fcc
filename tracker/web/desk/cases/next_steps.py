"""The steps that are possible for a request now, and the letters that fit it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.dispatches import transmissions
from tracker.domain.case.filing_days import Timing
from tracker.domain.case.hearings import next_hearing, next_owed
from tracker.domain.case.history import Entry
from tracker.domain.events import KINDS
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.correspondence.letter_finalised import LetterFinalised
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.responses.answered import Answered
from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import Law, LetterKind
from tracker.services.cases.clock_events import Notable, notable
from tracker.services.core.office import Office
from tracker.services.deadlines.filing_words import said_days
from tracker.services.drafting.drafts import REPEATABLE
from tracker.services.letters.appeal_words import filing_named
from tracker.services.letters.chronology import said_since
from tracker.services.letters.enforcing.overdue import enforceable_order
from tracker.services.letters.filling import LeftToDo, left_to_do
from tracker.services.letters.notice_circumstances import unpaid_grant
from tracker.services.letters.offering import fitting
from tracker.services.letters.remedies import has_letter
from tracker.services.letters.request_words import serving_channels
from tracker.services.ports.cases import CaseFile
from tracker.web.base.language import gettext, ngettext, page_locale
from tracker.web.base.permissions import RECORDING
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.next_remedy import (
    FilingNow,
    against,
    filing_now,
    worth_filing,
)
from tracker.web.desk.base.places import key_of
from tracker.web.desk.base.words import (
    UNREAD_REMEDY,
    log_act,
    log_filed_act,
    review_act,
)
from tracker.web.desk.correspondence.email_steps import email_step

_LOG_FILING, REVIEW = "desk_appealing.appeal", "desk_letters.letter"
CLOCK_EVENT, LOG_SENDING = "desk_clock_events.notice", "desk_sending.sent"


@dataclass(frozen=True, slots=True)
class NextStep:
    """One possible step: its page, when to take it, and what speaks against it.

    `values` are those of the page's address beside the reference.
    """

    page: str
    words: str
    when: str
    warning: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


def steps(office: Office, case: CaseFile, dossier: Dossier) -> tuple[NextStep, ...]:
    """Return the steps possible now, the next one first."""
    return tuple(_steps(office, case, dossier))


def _steps(office: Office, case: CaseFile, dossier: Dossier) -> Iterator[NextStep]:
    now = dossier.case_state
    if now.withdrawn:
        return
    if waiting := now.unread():
        since = page_locale().day_span(waiting[0].event.on)
        when = ngettext(
            "{number} unread document {since:since}. Until someone classifies it, no non-response "
            "is logged.",
            "{number} unread documents {since:since}. Until someone classifies them, no "
            "non-response is logged.",
            len(waiting),
            since=since,
        )
        yield NextStep("desk_incoming.unread", gettext("Classify the document"), when)
    if not now.approved:
        read = gettext("After you have read it.")
        yield NextStep("desk_sending.approve", gettext("Approve letter"), read)
    elif not now.sent:
        yield from _to_send(office, dossier)
    elif now.received is None and not now.replies:
        yield _receipt()
    else:
        yield from _after_receipt(office, case, dossier)
        if now.received is None:
            yield _receipt()
    if now.sent:
        yield from _by_email(office, dossier)
        looked_at = gettext("View sending and delivery")
        yield NextStep("desk_transmitting.dispatches", looked_at, _dispatched(now))
    yield from _recorded_by_form(now)


def _to_send(office: Office, dossier: Dossier) -> Iterator[NextStep]:
    """Yield the steps to send an approved request, first by the way that its letter names."""
    log = NextStep(LOG_SENDING, gettext("Log sending"), gettext("Attach proof of sending."))
    mails = tuple(_by_email(office, dossier))
    named = Channel.EMAIL in serving_channels(dossier.body, dossier.drafted.channels)
    yield from (*mails, log) if named else (log, *mails)


def _by_email(office: Office, dossier: Dossier) -> Iterator[NextStep]:
    if found := email_step(office, dossier):
        yield NextStep(found.page, found.words, found.when, values=found.values)


def _receipt() -> NextStep:
    when = gettext("Attach the proof. The statutory clock then starts.")
    return NextStep("desk_sending.receipt", gettext("Log receipt"), when)


def _recorded_by_form(now: CaseState) -> Iterator[NextStep]:
    """Yield a step for each event kind recorded with the default form."""
    for name, kind in KINDS.items():
        if kind.form and kind.form.offered and kind.offered(now):
            yield NextStep(
                f"{RECORDING}.{name}", gettext(kind.form.title), gettext(kind.form.offered)
            )


def _dispatched(now: CaseState) -> str:
    """Return how many dispatches there are, with a note if one did not arrive."""
    papers = transmissions(now)
    number = sum(len(paper.dispatches) for paper in papers)
    lost = any(each.failed and not each.arrived for each in papers[0].dispatches)
    said = ngettext("Sent once.", "Sent {number} times.", number)
    if lost and not now.received:
        return f"{said} {gettext('One did not arrive. Send it again.')}"
    return f"{said} {gettext('Log a re-sending or a delivery result.')}"


def _after_receipt(office: Office, case: CaseFile, dossier: Dossier) -> Iterator[NextStep]:
    now = dossier.case_state
    owed = next_owed(now)
    late_order = bool(owed and owed.late(dossier.today))
    if late_order:
        yield from _enforcement(office, dossier)
        yield _proceedings(dossier, now)
    if now.undecided():
        decided = gettext("When the appeal has been decided.")
        yield NextStep("desk_appealing.decision", gettext("Log the decision"), decided)
    yield from _rejoinder(office, dossier)
    granted = unpaid_grant(now, dossier.law)
    if granted:
        yield _payment(granted)
    filing = tuple(_filing_steps(office, case, dossier))
    first = granted is not None or _worth_appealing(dossier, now)
    if first:
        yield from filing
    by_question = gettext("Enter the outcome of each item.")
    yield NextStep("desk_classifying.reply", gettext("Log a response"), by_question)
    if not first:
        yield from (step for step in filing if step.page in (REVIEW, _LOG_FILING))
    if now.appeals and not late_order:
        yield _proceedings(dossier, now)
    yield from _on_the_clock(dossier, now)


def _enforcement(office: Office, dossier: Dossier) -> Iterator[NextStep]:
    """Yield the step to the application for enforcement of an overdue order, or to the entry of
    what was filed once it is finalised; none once enforcement was applied for."""
    order = enforceable_order(dossier.case_status, office.library, dossier.today)
    if order is None or order.overdue[0].enforcement:
        return
    final = any(
        entry.seq > order.decision.seq and event.letter is LetterKind.ENFORCEMENT
        for entry, event in dossier.case_state.of(LetterFinalised)
    )
    if final:
        act, seq = gettext("Log an enforcement application"), order.decision.seq
        yield NextStep("desk_proceedings.enforcement", act, "", values={"seq": seq})
        return
    act = gettext("Review the application for enforcement")
    yield NextStep(REVIEW, act, "", values={"kind": LetterKind.ENFORCEMENT.value})


def _rejoinder(office: Office, dossier: Dossier) -> Iterator[NextStep]:
    """Yield the step to the rejoinder to what came after a filing, unless one was finalised since
    the last of these documents."""
    now = dossier.case_state
    offers = fitting(dossier.case_status, office.library, dossier.today)
    if any(offer.kind is LetterKind.REJOINDER for offer in offers):
        last = said_since(now)[-1].seq
        final = (e.seq for e, of in now.of(LetterFinalised) if of.letter is LetterKind.REJOINDER)
        if max(final, default=0) < last:
            came = gettext("A document has come since the filing. The rejoinder answers it.")
            values = {"kind": LetterKind.REJOINDER.value}
            yield NextStep(REVIEW, gettext("Review the rejoinder"), came, values=values)


def _payment(notice: Entry) -> NextStep:
    """Return the step to the payment of a fee, on which the request was granted."""
    when = gettext(
        "The fee notice grants the request on payment. Pay the fee and attach the proof, or "
        "dispute it. Date of the notice: {day}.",
        day=page_locale().day_span(notice.event.on),
    )
    return NextStep(CLOCK_EVENT, gettext("Log the payment"), when, values={"kind": FeePaid.kind})


def _on_the_clock(dossier: Dossier, now: CaseState) -> Iterator[NextStep]:
    """Yield what a body may send that moves its deadline."""
    stage = dossier.law.first_stage()
    if stage.extension and now.extension is None and not now.replies:
        longer = gettext("If the body extends the time.")
        yield NextStep("desk_receiving.extension", gettext("Log an extension"), longer)
    if can := notable(dossier.case_status, dossier.law):
        when = gettext(
            "Events that pause or start the clock under this law: {list}.", list=_listed(can)
        )
        yield NextStep(CLOCK_EVENT, gettext("Log a clock event"), when)


def _proceedings(dossier: Dossier, now: CaseState) -> NextStep:
    """Return the step to the page of hearings and orders, with what is pending there."""
    hearing, demanded = next_hearing(now), next_owed(now)
    days = []
    if hearing and hearing.day:
        days.append(gettext("Hearing {day}.", day=_on(hearing.day)))
    late = ""
    if demanded and demanded.by:
        days.append(gettext("Comply with the order by {day}.", day=_on(demanded.by)))
        if demanded.late(dossier.today):
            late = gettext(
                "Nothing shows that the order was complied with by {day}.", day=_on(demanded.by)
            )
    words = " ".join(days) or gettext(
        "Hearings scheduled, adjourned or held, and what the order requires."
    )
    return NextStep(
        "desk_proceedings.proceedings", gettext("View hearings and orders"), words, late
    )


def _filing_steps(office: Office, case: CaseFile, dossier: Dossier) -> Iterator[NextStep]:
    """Yield the steps to the remedy to file next: its letter, or the entry of what was filed once
    the letter is finalised. Once its time has ended, the ways that are left come first, and one
    that was filed elsewhere in time can still be logged."""
    now, found = dossier.case_state, filing_now(dossier)
    if found is None:
        return
    opened = found.remedy.opened
    warning = " ".join(against(dossier, opened))
    drafts = has_letter(now, dossier.law, found.remedy.place)
    written, stated = now.remedy_letter(*found.remedy.place), _stated(now, opened.opening)
    log = NextStep(_LOG_FILING, _logged(dossier, found), _which(dossier), warning)
    if found.timing is Timing.TOO_LATE:
        yield from _instead(dossier, warning)
        if opened.stage.excuses_delay:
            reason = gettext("Give the reason for the delay in the letter.")
            yield _review(dossier.law, found, reason, warning)
        elif forum_of(dossier.law, opened.stage.key).late:
            rest = gettext("The letter asks for what is left if it is out of time.")
            yield _review(dossier.law, found, rest, warning)
        words = log.words if written or not drafts else log_filed_act(dossier.law, opened.stage)
        yield replace(log, words=words, warning="")
        return
    if not drafts:
        yield replace(log, when=" ".join((UNREAD_REMEDY, log.when)))
        return
    if written:
        yield log
    else:
        left = _left(office, case, found)
        said = filter(None, (stated, _of_several(dossier), *_first(left)))
        yield _review(dossier.law, found, page_locale().apart(said), warning, dossier.today)
        if left.leads:
            yield _check_leads(found, left.leads)
    if found.late or stated:
        yield _waive("")


def _stated(now: CaseState, opening: int) -> str:
    """Return how many records a full answer met with a statement; empty for anything else."""
    entry = now.at(opening)
    outcomes = entry.event.outcomes if entry and isinstance(entry.event, Answered) else ()
    number = sum(outcome.stated for outcome in outcomes)
    words = ngettext(
        "only a statement came in place of {number} record",
        "only statements came in place of {number} records",
        number,
    )
    return words if number else ""


def _review(
    law: Law, found: FilingNow, when: str, warning: str, today: date | None = None
) -> NextStep:
    """Return the step to the letter of a remedy, with the days to file it if `today` is given."""
    act = review_act(law, found.remedy.opened.stage)
    if found.days and today:
        days = said_days(found.days, today, page_locale())
        act = gettext("{act}: {days}", act=act, days=days)
    values = {"kind": LetterKind.APPEAL.value, "remedy": key_of(found.remedy)}
    return NextStep(REVIEW, act, when, warning, values)


def _left(office: Office, case: CaseFile, found: FilingNow) -> LeftToDo:
    try:
        return left_to_do(office, case, found.remedy.place)
    except BadInput:
        return LeftToDo((), ())  # the page of the letter says why it cannot be written


def _first(left: LeftToDo) -> Iterator[str]:
    """Yield what to do in a letter before it is finalised."""
    if left.leads:
        yield gettext("first check the authorities that it would cite")
    if left.places:
        yield ngettext("{number} blank to fill in", "{number} blanks to fill in", len(left.places))


def _check_leads(found: FilingNow, leads: tuple[str, ...]) -> NextStep:
    """Return the step to the leads that the letter of a remedy would cite."""
    number = ngettext("{number} lead", "{number} leads", len(leads))
    act = gettext("Check the authorities that this letter would cite ({leads})", leads=number)
    when = gettext("A letter cites an authority only after someone has checked it.")
    values = {"remedy": key_of(found.remedy)}
    return NextStep("desk_authorities.listing", act, when, values=values)


def _instead(dossier: Dossier, warning: str) -> Iterator[NextStep]:
    """Yield what is left once the time for a remedy has ended."""
    repeatable = dossier.case_status.phase in REPEATABLE
    if repeatable:
        fresh = gettext("A new request has its own clock and its own appeal.")
        yield NextStep("desk_another.repeat", gettext("Repeat this request"), fresh, warning)
    yield _waive("" if repeatable else warning)


def _waive(warning: str) -> NextStep:
    reason = gettext("With the reason. Nobody is reminded of it any more.")
    return NextStep("desk_reminded.letting_pass", gettext("Decide not to file"), reason, warning)


def _logged(dossier: Dossier, found: FilingNow) -> str:
    law, stage = dossier.law, found.remedy.opened.stage
    filing = filing_named(law, stage.key, page_locale())
    if found.late:
        return gettext("Log a late {filing}", filing=filing)
    events = (entry.event for entry in dossier.case_state.appeals)
    stages = {event.stage for event in events if isinstance(event, AppealFiled)}
    if filing in {filing_named(law, key, page_locale()) for key in stages if key in law.stages}:
        return gettext("Log the next {filing}", filing=filing)
    return log_act(law, stage)


def _which(dossier: Dossier) -> str:
    """Return the name of the open remedy, or how many there are to choose from; empty if there is
    none."""
    if (number := len(dossier.opened)) > 1:
        return gettext("{number} remedies are open. The page lists them.", number=number)
    titles = [each.opened.stage.title for each in dossier.opened]
    return gettext("{stage}: attach the document as filed.", stage=titles[0]) if titles else ""


def _of_several(dossier: Dossier) -> str:
    """Return how many remedies are open; empty if there is one."""
    number = len(dossier.opened)
    return gettext("one of {number} open remedies", number=number) if number > 1 else ""


def _worth_appealing(dossier: Dossier, now: CaseState) -> bool:
    """Return whether something happened that the requester can still appeal and did not: neither
    a full answer, nor what someone decided not to appeal."""
    last = now.appeal.seq if now.appeal else 0
    fresh = any(each.opened.opening >= last for each in dossier.opened if worth_filing(each, now))
    return fresh and bool(now.lapses or now.replies or now.decisions)


def _listed(can: tuple[Notable, ...]) -> str:
    return page_locale().listed([gettext(each.event.short) for each in can])


def _on(day: date) -> str:
    return page_locale().day(day)
