"""A small law with a ladder of remedies, three offices with calendars of their own, histories.

Under it a body has ten working days, and may take ten more without a word; three if life is at
stake. Silence and every reply open thirty days for an appeal, which the commission decides in
sixty; its silence and its decision open twenty days for the court.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.domain.small_world import GAZETTE, a_calendar, a_law, a_limit, a_stage, en
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Cause, Channel, DecisionOutcome, ReceiptProof
from tracker.domain.case.history import Entry, History
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.law.limits import Extension, Limit, Longer, MonthEnd, RunsFrom, Unit
from tracker.domain.library import Library

MONDAY = date(2024, 3, 4)
ENTERED = datetime(2024, 3, 4, 9, tzinfo=UTC)
TEN_MORE = Extension(Unit.WORKING_DAY, RunsFrom.END_OF_LIMIT, False, ("2",), length=10)
LAST_OF_MONTH = MonthEnd.LAST_DAY
MINISTRY, AGENCY, COMMISSION = "xx-ministry", "xx-agency", "xx-commission"

REPLY = replace(
    a_stage(
        a_limit(10, Unit.WORKING_DAY),
        extension=TEN_MORE,
        expedited=(a_limit(3, Unit.WORKING_DAY),),
    ),
    leads_to=("appeal",),
)
ANY_REPLY = ("answered", "partly-answered", "refused", "not-held")


def stage_of(key: str, actor: Actor, counts_from: tuple[str, ...], *limits: Limit) -> Stage:
    return Stage(key, en(key), actor, counts_from, limits)


ACCESS = stage_of("access", Actor.BODY, ("access-granted",), a_limit(5, Unit.WORKING_DAY))
APPEAL = replace(
    stage_of("appeal", Actor.REQUESTER, ANY_REPLY, a_limit(30, Unit.DAY)),
    leads_to=("appeal-decision",),
    opened_by_silence_of=("reply", "access"),
    receiver=COMMISSION,
)
DECISION = replace(
    stage_of("appeal-decision", Actor.APPEAL_BODY, ("appeal-filed",), a_limit(60, Unit.DAY)),
    leads_to=("court",),
    receiver=COMMISSION,
)
COURT = replace(
    stage_of("court", Actor.REQUESTER, ("decided",), a_limit(20, Unit.DAY)),
    opened_by_silence_of=("appeal-decision",),
)

# Beside the reply: a waiting of three months that alone opens an action, for which no end is told.
WAITING = replace(
    stage_of(
        "waiting", Actor.BODY, ("received",), a_limit(3, Unit.MONTH, month_end=LAST_OF_MONTH)
    ),
    leads_to=("action",),
)
ACTION = replace(
    stage_of("action", Actor.REQUESTER, ("received",)), opened_by_silence_of=("waiting",)
)
# The longer times of a reply through an assistant officer, and of one that hears a third party.
ASSISTED = stage_of("assisted", Actor.BODY, ("received",), a_limit(15, Unit.DAY))
HEARD = stage_of("heard", Actor.BODY, ("received",), a_limit(30, Unit.DAY))
LONGER = replace(
    REPLY,
    extension=None,
    longer=(Longer("assisted", "passed-to-assistant"), Longer("heard", "third-party-heard")),
)


def ladder(*changed: Stage) -> Law:
    """The law, with some stages other than usual."""
    usual = {stage.key: stage for stage in (REPLY, ACCESS, APPEAL, DECISION, COURT)}
    return a_law(*(usual | {stage.key: stage for stage in changed}).values())


def a_body(key: str) -> PublicBody:
    name = en(key)
    return PublicBody(
        key, name, name, key, Role.MINISTRY, "xx", ("xx-law",), name, (), GAZETTE, key
    )


def a_library(law: Law | None = None, **closed: tuple[date, ...]) -> Library:
    """The law and the offices: `closed` are days off by office (ministry, agency, commission)."""
    bodies = {key: a_body(key) for key in (MINISTRY, AGENCY, COMMISSION)}
    calendars = {
        key: a_calendar(closed.get(key.removeprefix("xx-"), ()), key=key) for key in bodies
    }
    return Library(
        laws={"xx-law": law or ladder()},
        calendars={**calendars, "xx": a_calendar()},
        bodies=bodies,
        blocks={},
        powers={},
        questions={},
        organisations={},
        statements={},
        authorities={},
        digest="edition 1",
    )


# Events ---------------------------------------------------------------------------------------


def on(day: date, until: date | None = None) -> DaySpan:
    return DaySpan(day, until or day)


def drafted(*, urgent: bool = False) -> Drafted:
    return Drafted(
        on=on(MONDAY - timedelta(days=7)),
        block="xx-block",
        body=MINISTRY,
        law="xx-law",
        language="en",
        questions=(),
        eligibility="citizen",
        urgent=urgent,
    )


def received(day: date = MONDAY, until: date | None = None) -> Received:
    return Received(on=on(day, until), proof=ReceiptProof.COUNTER_STAMP, dispatch=1)


def extended(day: date, stage: str = "reply") -> ExtensionNoticed:
    return ExtensionNoticed(on=on(day), stage=stage)


def refused(day: date, until: date | None = None) -> Refused:
    return Refused(on=on(day, until), stage="reply", outcomes=())


def answered(day: date) -> Answered:
    return Answered(on=on(day), stage="reply", outcomes=())


def appealed(day: date, opening: int, stage: str = "appeal") -> AppealFiled:
    return AppealFiled(
        on=on(day),
        stage=stage,
        opening=opening,
        to=COMMISSION,
        channel=Channel.POST,
        cause=Cause.SILENCE,
    )


def decided(day: date, appeal: int = 3, stage: str = "appeal") -> Decided:
    return Decided(on=on(day), stage=stage, appeal=appeal, outcome=DecisionOutcome.ALLOWED)


def lapsed(
    kind: type[Overdue] | type[FellSilent], latest: date, opening: int = 2, stage: str = "reply"
) -> MissedDeadline:
    return kind(
        on=on(latest + timedelta(days=1)),
        body=MINISTRY,
        stage=stage,
        opening=opening,
        earliest=latest,
        latest=latest,
        provisional=False,
        library_version="edition 1",
        count=(),
    )


def history(*events: Event, urgent: bool = False) -> History:
    """A request that was drafted (entry 1), and what came after (from entry 2)."""
    all_of_them = (drafted(urgent=urgent), *events)
    return tuple(
        Entry(seq, event, ENTERED, "tester", b"", b"")
        for seq, event in enumerate(all_of_them, start=1)
    )
