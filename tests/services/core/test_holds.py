"""What is on hold while the date or the database of the server is in doubt."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.offices import BY, Clock, NoHolds, Slip, a_request, an_office, received
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.ledger.signed_log import SignedLog
from tracker.services.cases.silence import sweep
from tracker.services.core.audit import OPERATOR
from tracker.services.core.holds import (
    OfficeHolds,
    OnHold,
    WitnessesSilent,
    clock_hold,
    confirm_database,
    confirm_date,
    require_may_enter,
)
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.holds import (
    ClockEvidence,
    Hold,
    KnownEntries,
    KnownServers,
    MachineClock,
    Noticed,
)
from tracker.services.ports.people import RoleName
from tracker.services.ports.publishing import Publication
from tracker.services.ports.reminders import Mail
from tracker.services.public.alerting import tell
from tracker.services.publishing.pending_publications import release_due
from tracker.services.publishing.publishing import publish_entries
from tracker.services.reminders.posting import carry

NOW = datetime(2024, 3, 4, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def seen(
    evidence: Mapping[str, datetime],
    now: datetime = NOW,
    *,
    synchronised: bool | None = None,
    jumped: timedelta = timedelta(),
) -> Hold | None:
    return clock_hold(ClockEvidence(**evidence), now, synchronised=synchronised, jumped=jumped)


def test_a_new_office_has_nothing_to_doubt_its_date_by() -> None:
    assert seen({}) is None


@pytest.mark.parametrize("what", ["last_sweep_at", "confirmed_at"])
def test_a_certain_moment_long_ago_tells_a_clock_that_may_be_ahead(what: str) -> None:
    assert seen({what: NOW - 25 * HOUR}) is None
    assert seen({what: NOW - 26 * HOUR}) is Hold.CLOCK_AHEAD


@pytest.mark.parametrize(
    "what", ["last_sweep_at", "newest_entry_at", "checkpoint_at", "confirmed_at"]
)
def test_each_record_of_a_later_time_tells_a_clock_that_is_behind(what: str) -> None:
    assert seen({what: NOW + timedelta(minutes=10)}) is None
    assert seen({what: NOW + timedelta(minutes=11)}) is Hold.CLOCK_BEHIND


def test_what_people_enter_at_a_doubtful_date_does_not_make_it_certain() -> None:
    entered = {"newest_entry_at": NOW - HOUR, "checkpoint_at": NOW - HOUR}

    assert seen({"last_sweep_at": NOW - 60 * DAY} | entered) is Hold.CLOCK_AHEAD
    assert seen(entered) is None, "without any sweep it is all that is known"


def test_a_synchronised_clock_is_trusted_for_a_long_weekend_and_no_longer() -> None:
    assert seen({"last_sweep_at": NOW - 73 * HOUR}, synchronised=True) is None
    assert seen({"last_sweep_at": NOW - 74 * HOUR}, synchronised=True) is Hold.CLOCK_AHEAD
    assert seen({"last_sweep_at": NOW - 73 * HOUR}, synchronised=False) is Hold.CLOCK_AHEAD


def test_a_clock_that_was_set_while_the_program_ran_is_doubted_unless_it_is_synchronised() -> None:
    assert seen({"last_sweep_at": NOW - HOUR}, jumped=HOUR) is Hold.CLOCK_AHEAD
    assert seen({"last_sweep_at": NOW - HOUR}, jumped=HOUR, synchronised=True) is None
    assert seen({"last_sweep_at": NOW - HOUR}, jumped=timedelta(minutes=9)) is None


def test_one_confirmation_ends_the_doubt_after_a_month_without_power() -> None:
    off = {"last_sweep_at": NOW - 30 * DAY}

    assert seen(off) is Hold.CLOCK_AHEAD
    assert seen(off | {"confirmed_at": NOW, "disregarded_to": NOW - 30 * DAY}) is None


def test_what_was_dated_by_a_clock_that_ran_ahead_is_no_evidence_after_a_confirmation() -> None:
    ahead = {"newest_entry_at": NOW + 60 * DAY, "checkpoint_at": NOW + 60 * DAY}
    confirmed = {"confirmed_at": NOW, "disregarded_to": NOW + 60 * DAY}

    assert seen(ahead) is Hold.CLOCK_BEHIND
    assert seen(ahead | confirmed) is None
    # What is dated later still was not known then.
    later = {"newest_entry_at": NOW + 61 * DAY}
    assert seen(ahead | confirmed | later) is Hold.CLOCK_BEHIND


@dataclass
class Machine(MachineClock):
    """A machine whose clocks a test sets; its time of day is that of the office."""

    clock: Clock
    seconds: float = 0.0
    certain: bool | None = None

    def now(self) -> datetime:
        return self.clock()

    def elapsed(self) -> float:
        return self.seconds

    def synchronised(self) -> bool | None:
        return self.certain


class Entries(KnownEntries):
    """A database that lacks nothing."""

    def lost(self) -> bool:
        return False

    def note(self) -> None:
        pass

    def accept(self) -> None:
        pass


@dataclass
class Servers(KnownServers):
    """A database whose server a test doubts."""

    doubted: Hold | None = None
    from_another: bool = False

    def doubt(self) -> Hold | None:
        return self.doubted

    def moved(self) -> bool:
        return self.from_another or bool(self.doubted)

    def note(self) -> None:
        self.from_another = False

    def accept(self) -> bool:
        self.doubted, self.from_another = None, False
        return True

    def bind(self) -> None:
        pass


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Office, Clock, Machine]]:
    """A live office that watches its clock, with a request received on 26 February 2024."""
    with an_office(tmp_path, live=True) as (opened, clock):
        clock.moment = datetime(2024, 2, 26, 9, tzinfo=UTC)
        reference = a_request(opened)
        received(opened, reference, date(2024, 2, 26))
        sweep(opened)
        machine = Machine(clock)
        holds = OfficeHolds(opened.premises, opened.log_upkeep, machine, Entries(), Servers())
        yield replace(opened, holds=holds), clock, machine


def silences(office: Office) -> int:
    with office.cases.look("r0000001") as case:
        return sum(isinstance(entry.event, FellSilent) for entry in case.history)


def test_a_clock_that_jumps_ahead_accuses_nobody_and_leaves_nothing_behind(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, clock, machine = office
    right = clock.moment
    clock.moment = right + 60 * DAY

    assert watched.holds.check() == (Hold.CLOCK_AHEAD,)
    with pytest.raises(OnHold, match="The server date is uncertain"):
        sweep(watched)
    assert silences(watched) == 0

    clock.moment, machine.seconds = right + HOUR, HOUR.total_seconds()
    assert watched.holds.check() == ()
    assert watched.premises.state().holds == ()
    assert sweep(watched).entered == ()


def test_after_a_confirmation_a_silence_is_recorded(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, clock, _ = office
    clock.moment += 60 * DAY
    confirm_date(watched, by=BY)

    assert watched.holds.check() == ()
    sweep(watched)
    assert silences(watched) == 1


@pytest.mark.parametrize(("synchronised", "hours"), [(True, 0), (False, 25), (None, 25)])
def test_a_clock_that_the_kernel_does_not_vouch_for_accuses_25_hours_later(
    office: tuple[Office, Clock, Machine], *, synchronised: bool | None, hours: int
) -> None:
    watched, clock, machine = office
    machine.certain = synchronised
    # The extended limit for a receipt on 26 February ends with 25 March 2024, which ends in
    # Islamabad at 19:00 UTC.
    over = datetime(2024, 3, 25, 19, tzinfo=UTC) + hours * HOUR
    for moment, silent in ((over - timedelta(minutes=1), 0), (over, 1)):
        clock.moment = moment
        confirm_date(watched, by=BY)
        sweep(watched)
        assert silences(watched) == silent


def test_a_wrong_confirmation_is_made_good_by_another(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, clock, _ = office
    right = clock.moment
    clock.moment = right + 60 * DAY
    confirm_date(watched, by=BY)
    sweep(watched)
    clock.moment = right + HOUR

    assert watched.holds.check() == (Hold.CLOCK_BEHIND,)
    confirm_date(watched, by=BY)
    assert watched.holds.check() == ()
    assert watched.premises.state().last_sweep_at == right + HOUR
    assert watched.premises.pauses(9) == ()


def test_a_process_that_started_later_knows_what_the_scheduler_saw(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, clock, machine = office
    clock.moment += 20 * HOUR
    machine.seconds = 60.0
    later = OfficeHolds(watched.premises, watched.log_upkeep, Machine(clock), Entries(), Servers())

    assert later.active() == (), "twenty hours may be a machine that was off"
    assert watched.holds.check() == (Hold.CLOCK_AHEAD,)
    assert later.active() == (Hold.CLOCK_AHEAD,)


def test_a_process_that_goes_on_for_another_one_sees_how_the_clock_was_set_in_between(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, clock, machine = office
    premises, log, noticed = watched.premises, watched.log_upkeep, Noticed()
    assert OfficeHolds(premises, log, machine, Entries(), Servers(), noticed).check() == ()

    clock.moment += 20 * HOUR
    machine.seconds = 60.0
    alone = OfficeHolds(premises, log, machine, Entries(), Servers())
    goes_on = OfficeHolds(premises, log, machine, Entries(), Servers(), replace(noticed))
    assert alone.check() == (), "twenty hours may be a machine that was off"
    assert goes_on.check() == (Hold.CLOCK_AHEAD,)


def test_a_confirmation_that_one_process_learned_of_excuses_no_later_jump_in_the_next(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, clock, machine = office
    noticed = Noticed()

    def check() -> tuple[Hold, ...]:
        nonlocal noticed
        noticed = replace(noticed)
        return OfficeHolds(
            watched.premises, watched.log_upkeep, machine, Entries(), Servers(), noticed
        ).check()

    assert check() == ()
    clock.moment += 20 * HOUR
    assert check() == (Hold.CLOCK_AHEAD,)
    confirm_date(watched, by=BY)
    assert check() == ()
    assert check() == ()

    clock.moment += 20 * HOUR
    assert check() == (Hold.CLOCK_AHEAD,)


def test_witnesses_are_asked_by_one_process_and_not_again_by_those_that_go_on_for_it(
    office: tuple[Office, Clock, Machine],
) -> None:
    log = office[0].log
    assert isinstance(log, SignedLog)
    log.append()
    asked, noticed = list[int](), Noticed()

    def ask() -> list[bytes]:
        asked.append(1)
        return []

    for _ in range(3):
        noticed = replace(noticed)
        SignedLog(log._log, log._keys, log._outside, office[0].now, ask, noticed).seek_note()

    assert asked == [1]


ACTS: dict[str, Callable[[Office], object]] = {
    "recording what is late": sweep,
    "publishing what was kept back": release_due,
    "alerts to readers": tell,
    "publishing": lambda office: publish_entries(office, "r0000001", Publication((1,)), by=BY),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("hold", Hold)
def test_every_act_that_outsiders_rely_on_is_on_hold(
    office: tuple[Office, Clock, Machine], act: str, hold: Hold
) -> None:
    stopped = replace(office[0], holds=NoHolds((hold,)))

    with pytest.raises(OnHold):
        ACTS[act](stopped)


def test_mail_to_our_own_people_goes_on_and_says_that_the_date_is_uncertain(
    office: tuple[Office, Clock, Machine],
) -> None:
    doubted = replace(office[0], holds=NoHolds((Hold.CLOCK_AHEAD,)))
    person = add_account(doubted, "a@example.org", "Asma Namoona", RoleName.LAWYER)
    at = doubted.now()
    doubted.outbox.put(Mail("one", "<1@office.example>", person.id, "A reminder", "Words", at))

    assert carry(doubted).sent == 1

    ((_, mail),) = doubted.post.kept  # type: ignore[attr-defined]
    assert mail.words.startswith("Server date uncertain. Compare each date in this")
    assert mail.words.endswith("Words")


def test_a_demonstration_is_never_on_hold(tmp_path: Path) -> None:
    with an_office(tmp_path) as (opened, clock):
        opened.premises.note_sweep(clock.moment)
        clock.moment += 60 * DAY
        holds = OfficeHolds(
            opened.premises, opened.log_upkeep, Machine(clock), Entries(), Servers()
        )

        assert holds.check() == holds.active() == ()


@pytest.mark.parametrize(
    ("seconds", "differ"), [(-61, True), (-60, False), (0, False), (60, False), (61, True)]
)
def test_a_clock_more_than_a_minute_from_that_of_the_database_is_told(
    office: tuple[Office, Clock, Machine],
    monkeypatch: pytest.MonkeyPatch,
    seconds: int,
    *,
    differ: bool,
) -> None:
    watched, clock, _ = office
    there = clock.moment + timedelta(seconds=seconds)
    monkeypatch.setattr(watched.premises, "database_time", lambda: there)

    assert watched.holds.barred_by() is (Hold.CLOCKS_DIFFER if differ else None)
    assert watched.holds.check() == ((Hold.CLOCKS_DIFFER,) if differ else ())


def test_a_machine_with_a_wrong_clock_stops_no_other(
    office: tuple[Office, Clock, Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    watched, clock, _ = office
    right = clock.moment
    monkeypatch.setattr(watched.premises, "database_time", lambda: right)
    clock.moment = right - timedelta(minutes=20)

    assert watched.holds.check() == (Hold.CLOCKS_DIFFER,)
    assert watched.premises.state().holds == ()

    clock.moment = right
    assert watched.holds.active() == ()


def test_a_demonstration_minds_no_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with an_office(tmp_path) as (opened, clock):
        monkeypatch.setattr(opened.premises, "database_time", lambda: clock.moment + DAY)
        holds = OfficeHolds(
            opened.premises, opened.log_upkeep, Machine(clock), Entries(), Servers()
        )

        assert holds.barred_by() is None


def test_a_machine_that_does_not_know_what_was_published_holds_back_until_a_witness_tells_it(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, _, machine = office
    log = watched.log
    assert isinstance(log, SignedLog)
    log.append()
    published, told = log._outside.read(), list[bytes]()
    assert published is not None
    slip, keys = Slip(), log._keys
    slip.note = None
    new_machine_log = SignedLog(log._log, keys, slip, watched.now, lambda: told)
    holds = OfficeHolds(watched.premises, new_machine_log, machine, Entries(), Servers())

    assert holds.check() == (Hold.LOG_UNKNOWN,)
    told.append(published)
    assert holds.active() == (Hold.LOG_UNKNOWN,), "pages ask nobody"
    assert holds.check() == ()
    assert slip.note == published


def doubting(office: Office, machine: Machine, doubt: Hold) -> Office:
    """The office on a server of the database that is in doubt."""
    entries, servers = Entries(), Servers(doubt)
    holds = OfficeHolds(office.premises, office.log_upkeep, machine, entries, servers)
    return replace(office, holds=holds)


def test_on_another_server_nobody_is_accused_until_a_person_confirms_it(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, _, machine = office
    moved = doubting(watched, machine, Hold.SERVER_CHANGED)

    assert moved.holds.check() == moved.premises.state().holds == (Hold.SERVER_CHANGED,)
    with pytest.raises(OnHold, match="`tracker database confirm`"):
        sweep(moved)
    # People go on.
    require_may_enter(moved)

    confirm_database(moved, by=OPERATOR)
    assert moved.premises.state().holds == moved.holds.active() == ()
    sweep(moved)


def asking(
    office: Office, machine: Machine, servers: Servers, ask: Callable[[], list[bytes]] | None
) -> OfficeHolds:
    """The holds of a machine that has asked these witnesses before, and knows what it signed."""
    log = office.log
    assert isinstance(log, SignedLog)
    log.append()
    noticed = Noticed(asked_witnesses=True)
    again = SignedLog(log._log, log._keys, log._outside, office.now, ask, noticed)
    return OfficeHolds(office.premises, again, machine, Entries(), servers, noticed)


def test_a_machine_that_comes_to_another_server_asks_witnesses_again_until_one_answers(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, _, machine = office
    servers, told = Servers(from_another=True), list[bytes]()
    holds = asking(watched, machine, servers, lambda: told)
    assert isinstance(watched.log, SignedLog)
    published = watched.log._outside.read()
    assert published is not None

    assert holds.active() == (Hold.LOG_UNKNOWN,)
    assert holds.check() == holds.check() == (Hold.LOG_UNKNOWN,)
    assert servers.moved()
    told.append(published)
    assert holds.check() == ()
    assert not servers.moved()


def test_without_witnesses_another_server_that_was_confirmed_is_taken_as_it_is(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, _, machine = office
    assert asking(watched, machine, Servers(from_another=True), None).check() == ()


def test_a_server_is_confirmed_once_a_witness_answers_or_a_person_says_that_none_can(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, _, machine = office
    servers = Servers(Hold.SERVER_CHANGED)
    moved = replace(watched, holds=asking(watched, machine, servers, list))

    with pytest.raises(WitnessesSilent):
        confirm_database(moved, by=OPERATOR)
    assert servers.doubt() is Hold.SERVER_CHANGED

    assert confirm_database(moved, by=OPERATOR, without_witness=True)
    assert moved.holds.active() == ()


def test_on_a_former_server_this_machine_enters_nothing_and_leaves_no_doubt_there(
    office: tuple[Office, Clock, Machine],
) -> None:
    watched, _, machine = office
    former = doubting(watched, machine, Hold.SERVER_LEFT)

    assert former.holds.check() == (Hold.SERVER_LEFT,)
    assert former.premises.state().holds == ()
    with pytest.raises(OnHold, match="Stop that server"):
        require_may_enter(former)


def test_a_demonstration_minds_no_server(tmp_path: Path) -> None:
    with an_office(tmp_path) as (opened, clock):
        shown = doubting(opened, Machine(clock), Hold.SERVER_LEFT)

        assert shown.holds.barred_by() is None
        assert shown.holds.active() == ()
