"""What can be done with a request now, and in one sentence where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.despatches import transmissions
from tracker.domain.events import AppealFiled, Decided, Sent
from tracker.domain.hearings import next_hearing, next_owed
from tracker.domain.law import LetterKind
from tracker.domain.situation import Situation
from tracker.domain.standing import Phase
from tracker.domain.windows import Window
from tracker.services.naming import CHANNELS, DECISIONS, event_name
from tracker.services.noting import Notable, notable
from tracker.services.offering import Offer, fitting
from tracker.services.office import Office
from tracker.web.desk.dossier import Dossier
from tracker.web.desk.places import key_of
from tracker.web.desk.remedies import title_of
from tracker.web.desk.words import OFFERED, SHORT_NAMES
from tracker.web.filters import from_now
from tracker.web.language import speech


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a person can do now: the page for it, when to do it, and what speaks
    against it."""

    page: str
    words: str
    when: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class LetterStep:
    """A letter that can be looked at now; an appeal is that of one remedy."""

    kind: LetterKind
    words: str
    remedy: str = ""


def steps(dossier: Dossier) -> tuple[Step, ...]:
    """The steps that are possible now, the next one first."""
    return tuple(_steps(dossier, dossier.situation))


def _steps(dossier: Dossier, now: Situation) -> Iterator[Step]:
    if now.withdrawn:
        return
    if waiting := now.unread():
        since = speech().day_span(waiting[0].event.on)
        when = f"{len(waiting)} not read yet, since {since}: no silence is entered meanwhile."
        yield Step("desk_arriving.unread", "Say what came", when)
    if not now.approved:
        yield Step("desk_sending.approve", "Approve the letter", "Once you have read it.")
    elif not now.sent:
        yield Step("desk_sending.sent", "Record that it was sent", "With the proof of sending.")
    elif now.received is None:
        yield Step(
            "desk_sending.receipt",
            "Record the receipt",
            "With the paper that proves it: the statutory clock starts.",
        )
    else:
        yield from _after_receipt(dossier, now)
    if now.sent:
        yield Step("desk_arriving.came", "Log a paper that came", "What it is can be said later.")
    if now.sent:
        yield Step("desk_transmitting.despatches", "Look at the despatches", _despatched(now))
    if now.sent and not now.replies:
        yield Step(
            "desk_sending.acknowledgement",
            "Record an acknowledgement",
            "It answers nothing and stops no clock.",
        )


def _despatched(now: Situation) -> str:
    """How many despatches there are, and what nobody should overlook of them."""
    papers = transmissions(now)
    number = sum(len(paper.despatches) for paper in papers)
    lost = any(each.failed and not each.arrived for each in papers[0].despatches)
    said = "One on record." if number == 1 else f"{number} on record."
    if lost and not now.received:
        return f"{said} One did not arrive: send it again from there."
    return f"{said} Send again, or record what came back."


def _after_receipt(dossier: Dossier, now: Situation) -> Iterator[Step]:
    if now.undecided():
        yield Step("desk_appealing.decision", "Record the decision", "Once the appeal is decided.")
    late = too_late_to_appeal(dossier)
    appeal = Step("desk_appealing.appeal", _appeal_words(now), _which(dossier), late)
    first = _freshly_opened(dossier, now) and not late
    if dossier.opened and first:
        yield appeal
    yield Step("desk_receiving.reply", "Record a response", "Question by question.")
    if dossier.opened and not first:
        yield appeal
    if now.appeals:
        yield _proceedings(dossier, now)
    stage = dossier.law.first_stage()
    if stage.extension and now.extension is None and not now.replies:
        yield Step("desk_receiving.extension", "Record an extension", "If the body takes longer.")
    if can := notable(dossier.standing, dossier.law):
        when = f"What stops or starts the clock under this law: {_listed(can)}."
        yield Step("desk_noting.notice", "Record a notice", when)


def _proceedings(dossier: Dossier, now: Situation) -> Step:
    """The page of hearings and orders, with what waits there."""
    hearing, demanded = next_hearing(now), next_owed(now)
    days = [f"Hearing {_on(hearing.day)}."] if hearing and hearing.day else []
    late = ""
    if demanded and demanded.by:
        days.append(f"Order to be obeyed by {_on(demanded.by)}.")
        if demanded.late(dossier.today):
            late = f"Nothing says that the order was obeyed by {_on(demanded.by)}."
    words = " ".join(days) or "Fixed, put off, held; what an order demands."
    return Step("desk_proceedings.proceedings", "Look at hearings and orders", words, late)


def _appeal_words(now: Situation) -> str:
    return "Record the next appeal" if now.appeals else "Record the appeal"


def _which(dossier: Dossier) -> str:
    """The remedy that is open, or how many there are to choose from."""
    if len(dossier.opened) > 1:
        return f"{len(dossier.opened)} remedies are open: the page names them."
    titles = [str(each.opened.stage.title) for each in dossier.opened]
    return f"{titles[0]}, with the paper as it was filed." if titles else ""


def _freshly_opened(dossier: Dossier, now: Situation) -> bool:
    """Whether something happened that the requester has not yet taken to anybody."""
    last = now.appeal.seq if now.appeal else 0
    fresh = any(each.opened.opening >= last for each in dossier.opened)
    return fresh and bool(now.lapses or now.replies or now.decisions)


def _listed(can: tuple[Notable, ...]) -> str:
    return ", ".join(SHORT_NAMES[each.kind] for each in can)


def too_late_to_appeal(dossier: Dossier) -> str:
    """What is said where no unused window can be used safely any more; empty while one can."""
    opened = [each.opened.closes for each in dossier.opened if isinstance(each.opened, Window)]
    days = [closes.last_safe_day for closes in opened if closes.last_safe_day]
    if not opened or any(day >= dossier.today for day in days):
        return ""
    return f"The last safe day was {_on(max(days))}." if days else "No day to file it is safe."


def letters(office: Office, dossier: Dossier) -> tuple[LetterStep, ...]:
    """The letters that fit where the request stands."""
    offers = fitting(dossier.standing, office.library, dossier.today)
    return tuple(_letter_step(dossier, offer) for offer in offers)


def _letter_step(dossier: Dossier, offer: Offer) -> LetterStep:
    if offer.silence:
        stage, opening = offer.silence.stage, offer.silence.opening
        title = f"{OFFERED[offer.kind]}: {dossier.law.stage(stage).title}"
        return LetterStep(offer.kind, title, f"{stage}:{opening}")
    if offer.remedy is None:
        return LetterStep(offer.kind, OFFERED[offer.kind])
    title = f"{title_of(dossier, offer.remedy)}, with chronology and annexes"
    return LetterStep(offer.kind, title, key_of(offer.remedy))


def where_it_stands(dossier: Dossier) -> str:
    """One sentence on where the request is."""
    now, phase = dossier.situation, dossier.standing.phase
    if phase is Phase.DRAFTED:
        return f"Settled on {_on(dossier.drafted.on.earliest)}. Nobody has approved it yet."
    if phase is Phase.APPROVED:
        return "Approved. It was not sent yet."
    if phase is Phase.SENT:
        return _sent(now)
    if phase in (Phase.AWAITING, Phase.OVERDUE, Phase.SILENT):
        return _waiting(dossier, phase)
    if phase in (Phase.APPEALED, Phase.APPEAL_SILENT, Phase.DECIDED):
        return _appealed(dossier, phase)
    if now.replies:
        last = now.replies[-1].event
        return f"{event_name(last)}, {speech().day_span(last.on)}."
    return "The request was withdrawn."


def _sent(now: Situation) -> str:
    event = now.sent[0].event
    how = CHANNELS[event.channel.value] if isinstance(event, Sent) else ""
    day = speech().day_span(event.on)
    return f"Sent on {day} by {how}. Receipt is not proved, so no clock runs."


def _waiting(dossier: Dossier, phase: Phase) -> str:
    awaited = next(iter(dossier.standing.awaited), None)
    body = dossier.body.short_name
    if awaited is None:
        return "Received. No time limit is on file for it, so no day can be told."
    last = awaited.ordinary.latest
    said = speech().span(awaited.ordinary.earliest, last)
    if phase is Phase.AWAITING:
        left = f" ({from_now(last, dossier.today)})" if last else ""
        return f"Received. The last day for {body} to answer is {said}{left}."
    if phase is Phase.OVERDUE:
        return f"The ordinary time limit ended on {said}, and no answer is on record."
    longest = speech().span(awaited.longest.earliest, awaited.longest.latest)
    return f"The longest time that the law allows ended on {longest}. No answer is on record."


def _appealed(dossier: Dossier, phase: Phase) -> str:
    now = dossier.situation
    if phase is Phase.DECIDED and now.decision and isinstance(now.decision.event, Decided):
        event = now.decision.event
        return f"Appeal {DECISIONS[event.outcome]} on {speech().day_span(event.on)}."
    filed = speech().day_span(now.appeal.event.on) if now.appeal else ""
    due = next((a for a in dossier.standing.awaited if a.opening == now.appeal), None)
    if due is None:
        return f"Appeal filed on {filed}."
    last = speech().span(due.ordinary.earliest, due.ordinary.latest)
    if phase is Phase.APPEAL_SILENT:
        return f"Appeal filed on {filed}. The time to decide it ended on {last}, undecided."
    return f"Appeal filed on {filed}. The last day to decide it is {last}."


def receiver_of(dossier: Dossier) -> str:
    """The key of the body that hears the appeal; empty where none stands."""
    appeal = dossier.situation.appeal
    if appeal and isinstance(appeal.event, AppealFiled):
        return appeal.event.to
    return dossier.remedies[-1].to if dossier.remedies else ""


def _on(day: date) -> str:
    return speech().day(day)
