"""Acts that outsiders rely on stop while the date or the database of the server is in doubt.

A clock that jumped ahead would accuse bodies that are still in time and publish what is kept back;
a database that was put back to an earlier state would accuse a body whose answer it has lost. So
these acts wait until a person has looked. Reminders to the office's own people never wait.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from tracker.domain.base.errors import NotAllowed, Refusal
from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.holds import (
    ClockEvidence,
    Hold,
    Holds,
    KnownEntries,
    KnownServers,
    MachineClock,
    Noticed,
)
from tracker.services.ports.log import LogUpkeep
from tracker.services.ports.people import AuditAct
from tracker.services.ports.premises import Premises

# How far a moment may lie ahead that another machine or an earlier run has recorded.
CLOCKS_DIFFER = timedelta(minutes=10)
# The clocks of machines that share a database differ by much less.
_APART_AT_MOST = timedelta(seconds=60)
# How long a machine may have been off before a person has to confirm its date. A kernel that says
# that its clock is synchronised is trusted for a long weekend.
_OFF_AT_MOST = timedelta(hours=25)
_OFF_AT_MOST_SYNCHRONISED = timedelta(hours=73)

# With these, everything that this machine enters would be wrong or lost.
_BARRING = frozenset({Hold.CLOCKS_DIFFER, Hold.SERVER_LEFT})
_OF_SERVER = frozenset({Hold.SERVER_LEFT, Hold.SERVER_CHANGED})
CLOCK_HOLDS = frozenset({Hold.CLOCK_AHEAD, Hold.CLOCK_BEHIND})
HOLD_SENTENCES = {
    Hold.CLOCKS_DIFFER: Message(
        "The clock of this server and the clock of its database differ by more than a minute."
    ),
    Hold.SERVER_LEFT: Message(
        "The database is on a former server. This office has worked with a newer one since, and "
        "the entries there are missing here."
    ),
    Hold.CLOCK_AHEAD: Message(
        "The server date is uncertain. It is far ahead of the last entry here, for example after "
        "a long power cut, or the clock is wrong."
    ),
    Hold.CLOCK_BEHIND: Message(
        "The server date is uncertain. Entries here have dates later than now."
    ),
    Hold.LOG_SET_BACK: Message(
        "The database was restored to an earlier state than the published log, so responses may "
        "be missing."
    ),
    Hold.LOG_UNKNOWN: Message(
        "This server does not know how far the public log was published, so it cannot tell "
        "whether the database was restored to an earlier state."
    ),
    Hold.ENTRIES_LOST: Message(
        "The newest entry that this server stored is not in the database. The database was "
        "restored to an earlier state, so responses may be missing."
    ),
    Hold.SERVER_CHANGED: Message(
        "The database is on another server than before. A standby was promoted, or the database "
        "was restored or moved, so the latest entries may be missing."
    ),
}
HOLD_REMEDIES = {
    Hold.CLOCKS_DIFFER: Message(
        "Set the wrong one of the two clocks. Until then, nothing is entered or sent from this "
        "server."
    ),
    Hold.SERVER_LEFT: Message(
        "Stop that server, and connect this machine to the newer one. Until then, nothing is "
        "entered or sent from this machine. See “After a promotion” in the operator’s guide."
    ),
    Hold.CLOCK_AHEAD: Message("Compare the date and set the clock, or confirm the date."),
    Hold.CLOCK_BEHIND: Message("Compare the date and set the clock, or confirm the date."),
    Hold.LOG_SET_BACK: Message(
        "Restore the latest backup, or rejoin the log. See “A log that lost its end” in the "
        "operator’s guide."
    ),
    Hold.LOG_UNKNOWN: Message(
        "Have a witness answer, or give the newest checkpoint to this server. See “A log that "
        "lost its end” in the operator’s guide."
    ),
    Hold.ENTRIES_LOST: Message(
        "Restore the latest backup, or enter the missing entries again and rejoin the log. See “A "
        "log that lost its end” in the operator’s guide."
    ),
    Hold.SERVER_CHANGED: Message(
        "Enter again what is missing, and run `tracker database confirm`. See “After a promotion” "
        "in the operator’s guide."
    ),
}


class OnHold(NotAllowed):
    """Raised for an act that is on hold until a person has looked at the server."""


class WitnessesSilent(NotAllowed):
    """Raised if no witness says how far the public log was published, and one has to."""


def at_certain_time(office: Office) -> Office:
    """Return the office at the present moment, once that is certain.

    Its `now` never changes, so that a clock which jumps during a long act changes nothing in it.
    The act ends if another server takes the place of the database in the meantime. Raises OnHold,
    with the first reason and its remedy, if acts are on hold.
    """
    moment = office.now()
    office.holds.bind()
    for hold in office.holds.active():
        raise OnHold(
            "{reason} Nothing is logged as late, published or signed until a person has checked. "
            "{remedy}",
            reason=HOLD_SENTENCES[hold],
            remedy=HOLD_REMEDIES[hold],
        )
    return replace(office, now=lambda: moment)


def require_may_enter(office: Office) -> None:
    """Raise OnHold if this machine may enter nothing. Otherwise bind this thread to the database
    server that was checked."""
    refuse_if_barred(office.holds)


def refuse_if_barred(holds: Holds) -> None:
    """Do what `require_may_enter` does, where only the holds of the office are open."""
    # Another connection may still lead to a former server, on which an entry would be lost.
    holds.bind()
    if hold := holds.barred_by():
        raise OnHold("{reason} {remedy}", reason=HOLD_SENTENCES[hold], remedy=HOLD_REMEDIES[hold])


def confirm_date(office: Office, *, by: str) -> None:
    """Take the date of the server as right: a person has compared it with a calendar."""
    office.holds.confirm_clock()
    note_act(office, AuditAct.DATE_CONFIRMED, who=by)


def confirm_database(office: Office, *, by: str, without_witness: bool = False) -> bool:
    """Take the server of the database as the newest: a person has checked that it has all.

    Return whether the database named a server. Otherwise nothing changes. Raises WitnessesSilent,
    unless the person says that it goes without.
    """
    confirmed = office.holds.confirm_database(without_witness=without_witness)
    if confirmed:
        note_act(office, AuditAct.DATABASE_CONFIRMED, who=by)
    return confirmed


def clock_hold(
    evidence: ClockEvidence, now: datetime, *, synchronised: bool | None, jumped: timedelta
) -> Hold | None:
    """Return why the time `now` is not plausible; None if it is.

    `jumped` is how far the time of day moved in this process beyond the seconds that passed.
    """
    newest = max(_moments(evidence, now), default=now)
    if newest - now > CLOCKS_DIFFER:
        return Hold.CLOCK_BEHIND
    # What people enter goes on while the date is in doubt, so it does not make it certain.
    certain = (evidence.last_sweep_at, evidence.confirmed_at)
    known = max(filter(None, certain), default=newest)
    if now - known > (_OFF_AT_MOST_SYNCHRONISED if synchronised else _OFF_AT_MOST):
        return Hold.CLOCK_AHEAD
    # A clock that was set while the program ran: right, if the kernel says so.
    return Hold.CLOCK_AHEAD if jumped > CLOCKS_DIFFER and not synchronised else None


def _moments(evidence: ClockEvidence, now: datetime) -> Iterator[datetime]:
    """Yield the moments that are recorded, without those that a person knew to be wrong."""
    recorded = (evidence.last_sweep_at, evidence.newest_entry_at, evidence.checkpoint_at)
    known_wrong = evidence.disregarded_to
    for moment in recorded:
        if moment and not (known_wrong and now < moment <= known_wrong):
            yield moment
    if evidence.confirmed_at:
        yield evidence.confirmed_at


class OfficeHolds(Holds):
    """The holds of one office, seen by one process.

    A demonstration accuses nobody, so nothing in it is ever on hold.
    """

    def __init__(
        self,
        premises: Premises,
        log: LogUpkeep,
        machine: MachineClock,
        entries: KnownEntries,
        servers: KnownServers,
        noticed: Noticed | None = None,
    ) -> None:
        self._premises = premises
        self._log = log
        self._entries = entries
        self._servers = servers
        self._machine = machine
        self._noticed = noticed or Noticed()
        self._noticed.since = self._noticed.since or self._reading()

    def active(self) -> tuple[Hold, ...]:
        state = self._premises.state()
        if not state.live:
            return ()
        if barred := self.barred_by():
            return tuple(dict.fromkeys((barred, *self._of_database())))
        seen = self._seen()
        # The scheduler saw the clock move; whether the database was put back, each process sees.
        noted = CLOCK_HOLDS & frozenset(state.holds)
        found = {*noted, *([seen] if seen else []), *self._of_database()}
        return tuple(hold for hold in Hold if hold in found)

    def check(self) -> tuple[Hold, ...]:
        self.bind()
        heard = self._heard()
        # A machine with a wrong clock would note doubts, and stop those whose clocks are right.
        if self._premises.state().live and not self.barred_by():
            if heard:
                self._servers.note()
            seen = self._seen()
            self._premises.note_holds((*([seen] if seen else []), *self._of_database()))
            self.note_entries()
        return self.active()

    def _heard(self) -> bool:
        """Ask the witnesses if needed. Return whether one answered, or none had to.

        On another server another machine may have published more than the database has. So they
        are asked again there, although they were asked before.
        """
        # The step that signs reports a log without its key.
        with suppress(Refusal):
            if self._must_hear():
                return self._log.ask_witnesses()
            self._log.seek_note()
        return not self._must_hear()

    def _must_hear(self) -> bool:
        """Return whether a witness has to say first how far the log was published."""
        return self._log.has_witnesses and self._servers.moved()

    def barred_by(self) -> Hold | None:
        found = Hold.CLOCKS_DIFFER if self._clocks_differ() else self._servers.doubt()
        return found if found in _BARRING and self._premises.state().live else None

    def _clocks_differ(self) -> bool:
        before = self._machine.now()
        told = self._premises.database_time()
        if told is None:
            return False
        return not before - _APART_AT_MOST <= told <= self._machine.now() + _APART_AT_MOST

    def bind(self) -> None:
        self._servers.bind()

    def unseen_jump(self) -> timedelta:
        if not self._premises.state().live or self._machine.synchronised():
            return timedelta()
        return _OFF_AT_MOST

    def note_entries(self) -> None:
        self._entries.note()

    def note_database(self) -> None:
        self.note_entries()
        self._servers.note()

    def confirm_clock(self) -> None:
        now = self._machine.now()
        self._premises.confirm_clock(now, max(_moments(self._evidence(), now), default=now))

    def confirm_database(self, *, without_witness: bool = False) -> bool:
        if not (self._heard() or without_witness):
            raise WitnessesSilent
        if not self._servers.accept():
            return False
        noted = self._premises.state().holds
        self._premises.note_holds([hold for hold in noted if hold not in _OF_SERVER])
        return True

    def _seen(self) -> Hold | None:
        """Return the doubt about the clock that this process sees."""
        evidence, noticed = self._evidence(), self._noticed
        if evidence.confirmed_at != noticed.confirmed_at:
            noticed.confirmed_at, noticed.since = evidence.confirmed_at, self._reading()
        now, elapsed = self._reading()
        began, seconds = noticed.since or (now, elapsed)
        jumped = (now - began) - timedelta(seconds=elapsed - seconds)
        synchronised = self._machine.synchronised()
        return clock_hold(evidence, now, synchronised=synchronised, jumped=jumped)

    def _of_database(self) -> tuple[Hold, ...]:
        """Return why the database may be an earlier one."""
        found = {
            Hold.LOG_SET_BACK: self._log.set_back(),
            Hold.LOG_UNKNOWN: self._log.lacks_note() or self._must_hear(),
            Hold.ENTRIES_LOST: self._entries.lost(),
        }
        server = self._servers.doubt()
        return *(hold for hold, holds in found.items() if holds), *([server] if server else [])

    def _evidence(self) -> ClockEvidence:
        return self._premises.clock_evidence()

    def _reading(self) -> tuple[datetime, float]:
        return self._machine.now(), self._machine.elapsed()
