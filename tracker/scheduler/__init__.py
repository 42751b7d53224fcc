"""The scheduler: at a fixed interval it calls use cases that are safe to call again.

The truth is in the database: what is due is found by state. So the next run makes up for a missed
one, and any number of schedulers may run beside each other.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tracker.domain.base.errors import Refusal
from tracker.lawfiles.checks import examine_library
from tracker.scheduler.handover import Handover
from tracker.services.cases.photographs import forget_old_photographs
from tracker.services.cases.revising import is_current, pending, revise, under_way
from tracker.services.cases.silence import sweep
from tracker.services.core.current_library import as_public, with_current_library
from tracker.services.core.holds import HOLD_REMEDIES, HOLD_SENTENCES, require_may_enter
from tracker.services.core.indexing import refresh
from tracker.services.core.left_out import begin_noting, left_out, note_left_out
from tracker.services.core.office import Office
from tracker.services.core.run_steps import FAILED_SENTENCES
from tracker.services.correspondence.fetching import fetch_all, tidy_shelves
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.storing import take_dropped
from tracker.services.office_data.own_entries import unused_entries
from tracker.services.people.sessions import forget_ended
from tracker.services.ports.holds import unbind_from_servers
from tracker.services.ports.premises import RunStep
from tracker.services.public.alerting import tell
from tracker.services.public.data_files import renew
from tracker.services.publishing.pending_publications import release_due
from tracker.services.reminders.holding import tell_of_long_holds
from tracker.services.reminders.morning_summary import send_digests
from tracker.services.reminders.posting import carry
from tracker.services.reminders.reminding import remind
from tracker.settings import letters_folder
from tracker.translations import spoken_languages

_LOG = logging.getLogger(__name__)
# Seconds between two cleanings of the files of the database.
_TRACES_EVERY = 3600


class Jobs:
    """The office with the law library as its files are now, and the work of each run."""

    def __init__(
        self, office: Office, kept: Handover, folder: Path | None, told_to_stop: threading.Event
    ) -> None:
        self._office = office
        self._kept = kept
        self._folder = folder
        self._told_to_stop = told_to_stop
        self._certain = False

    def run_once(self) -> None:
        """Do everything that is due, and log what was done and what could not be.

        In order: load a changed library and recalculate requests, publish what was scheduled until
        today, sweep, remind, append to the public log, make alerts, renew the data package, and
        index. While the date or the database of the server is in doubt, people are reminded and
        nothing is published, signed or recorded as late. A step that fails stops no other.
        """
        unbind_from_servers()
        if self._may_enter_nothing():
            return
        begin_noting()
        failed = [
            step
            for step, work in self._steps()
            if not self._told_to_stop.is_set() and not self._done(step, work)
        ]
        if left_out():
            failed.append(RunStep.READ)
        if not self._told_to_stop.is_set():
            self._office.premises.note_failed_steps(failed)

    def _may_enter_nothing(self) -> bool:
        """Return, and log, whether this machine may enter nothing; or the database is away."""
        try:
            require_may_enter(self._office)
        except Refusal as refusal:
            _LOG.error("nothing was done: %s", refusal)
            return True
        return False

    def _steps(self) -> Iterator[tuple[RunStep, Callable[[], None]]]:
        """Yield the steps of a run, the next once the one before is done."""
        yield RunStep.LIBRARY, self._take_library
        yield RunStep.RECALCULATE, self._revise
        self._certain = False
        yield RunStep.LOOK, self._look
        if self._certain:
            yield RunStep.RELEASE, self._release
            yield RunStep.SWEEP, self._sweep
        yield RunStep.REMIND, self._remind
        if self._certain:
            yield RunStep.SIGN, self._append
            yield RunStep.ALERT, self._tell
            yield RunStep.DATA, self._renew_data
        yield RunStep.INDEX, self._index

    def _done(self, step: RunStep, work: Callable[[], None]) -> bool:
        """Do one step; return whether it was finished. What stops it stops no other step."""
        try:
            work()
        except Refusal as refusal:
            _LOG.error("%s %s", FAILED_SENTENCES[step], refusal)
            return False
        except Exception:
            _LOG.exception("%s", FAILED_SENTENCES[step])
            return False
        return True

    def _look(self) -> None:
        """Look at the date and the database of the server, and log why acts are on hold."""
        holds = self._office.holds.check()
        for hold in holds:
            _LOG.error("on hold: %s %s", HOLD_SENTENCES[hold], HOLD_REMEDIES[hold])
        self._certain = not holds
        if self._certain:
            forget_ended(self._office)
            forget_old_photographs(self._office)

    def _take_library(self) -> None:
        """Load library files that were changed, and entries of the office's own."""
        kept = self._kept
        if changed := kept.watch.has_changed():
            self._take_files()
        current = self._office = with_current_library(self._office)
        if current.library is not kept.library:
            kept.library, kept.library_mark = current.library, current.library_mark
            kept.may_revise = True
            for (folder, key), why in unused_entries(current):
                _LOG.error("the office's own entry %s/%s is not used: %s", folder, key, why)
        if changed:
            kept.watch.take()

    def _take_files(self) -> None:
        """Load the changed files, unless something is wrong with them."""
        examined = examine_library(self._folder, spoken_languages(letters_folder()))
        if examined.complaints:
            _LOG.error(
                "the law library was changed and is not used yet: %s", examined.complaints[0]
            )
            return
        # The office's own entries have to be put over the new files too.
        self._office = replace(self._office, library=examined.library, library_mark=0)

    def _revise(self) -> None:
        """Recalculate requests at the start, after a change, and to finish what was begun."""
        office = self._office
        if not self._has_to_revise():
            return
        _LOG.info("the law library changed: %s requests are recalculated", pending(office))
        for batch in revise(office):
            for revised in batch.revised:
                _LOG.info("%s: %s days moved", revised.reference, len(revised.shifts))
            for reference, why in batch.failed:
                _LOG.error("%s was not counted: %s", reference, why)
                note_left_out(why)
            if self._told_to_stop.is_set():
                return
        self._kept.may_revise = False

    def _has_to_revise(self) -> bool:
        """Return whether requests wait to be recalculated by this process.

        Requests that another process has since recalculated with another version are left alone.
        Otherwise two programs with different libraries would undo each other's work at every run.
        """
        office, edition = self._office, self._office.library.digest
        if self._kept.may_revise:
            self._kept.may_revise = not is_current(office)
            return self._kept.may_revise
        known = office.premises.state().edition
        if known == edition:
            return office.case_rows.any_by_another(edition)
        return known == under_way(edition)

    def _release(self) -> None:
        """Publish what was scheduled for a day that has begun."""
        due = release_due(self._office)
        for reference in due.published:
            _LOG.info("%s: published, as its day has begun", reference)
        for reference, why in due.troubled:
            _LOG.error("%s was not published on its day: %s", reference, why)

    def _sweep(self) -> None:
        swept = sweep(self._office)
        for entry in swept.entered:
            _LOG.info(
                "%s: %s (%s, last day %s)", entry.reference, entry.kind, entry.stage, entry.latest
            )
        for _, why in swept.failed:
            note_left_out(why)
        if swept.left:
            note_left_out(swept.trouble)
        if swept.held:
            why_held = sorted({each.hold.value for held in swept.held for each in held.reasons})
            _LOG.info("%s missed deadlines held back: %s", len(swept.held), ", ".join(why_held))
        if told := tell_of_long_holds(self._office, swept.held):
            _LOG.info("emails about missed deadlines held back: %s made", told)

    def _remind(self) -> None:
        """Remind people, also of what the sweep logged; then make the morning summaries."""
        reminding = remind(self._office, stop=self._told_to_stop.is_set)
        for _, why in reminding.failed:
            note_left_out(why)
        if reminding.made or reminding.ended:
            _LOG.info("reminders: %s made, %s ended", len(reminding.made), len(reminding.ended))
        if digests := send_digests(self._office):
            _LOG.info("digests: %s made", len(digests))

    def _append(self) -> None:
        """Append what was logged to the public log.

        A log that cannot continue delays nothing else, and is reported at every run.
        """
        done = self._office.log_upkeep.append()
        if done.added:
            _LOG.info("the public log: %s entries, %s of them new", done.size, done.added)

    def _tell(self) -> None:
        """Make alerts for readers of what was added to the log since their last ones."""
        if told := tell(as_public(self._office), self._told_to_stop.is_set):
            _LOG.info("alerts: %s made", told)

    def _renew_data(self) -> None:
        """Renew the data package that readers download."""
        if renew(as_public(self._office)):
            _LOG.info("the data package was renewed")

    def _index(self) -> None:
        """Make every public record searchable.

        All are indexed after an upgrade or a changed library. Otherwise none are, because a record
        is indexed when it is published.
        """
        while not self._told_to_stop.is_set() and (number := refresh(self._office)):
            _LOG.info("search: %s records indexed", number)
        self._forget_traces()

    def _forget_traces(self) -> None:
        """Remove deleted keys from the files of the database, once an hour."""
        if time.monotonic() >= self._kept.traces_due and self._office.key_renewal.forget_traces():
            self._kept.traces_due = time.monotonic() + _TRACES_EVERY


class Carrier:
    """The way of mail from the outbox to the post, in runs of its own."""

    def __init__(self, office: Office, told_to_stop: threading.Event) -> None:
        self._office = office
        self._told_to_stop = told_to_stop

    def carry(self) -> None:
        """Send the mail that waits; log what cannot be sent, to try it again later."""
        begin_noting()
        try:
            require_may_enter(self._office)
            done = carry(self._office, self._told_to_stop.is_set)
        except Refusal as refusal:
            _LOG.error("no mail was sent: %s", refusal)
            return
        if done.sent:
            _LOG.info("mail: %s handed to %s", done.sent, self._office.post.destination.where)

    def carry_letters(self) -> None:
        """Hand over the letters whose pause is over; log how many, never to whom."""
        try:
            office = with_current_library(self._office)
            require_may_enter(office)
            office.request_addresses.retire_closed(office.now())
            taken = hand_over_letters(office, self._told_to_stop.is_set)
        except Refusal as refusal:
            _LOG.error("no letter was handed over: %s", refusal)
            return
        if taken:
            _LOG.info("letters: %s handed to %s", taken, office.letter_post.destination.where)


class Fetcher:
    """The way of received mail into the office, in runs of its own."""

    def __init__(self, office: Office, kept: Handover, told_to_stop: threading.Event) -> None:
        self._office = office
        self._kept = kept
        self._told_to_stop = told_to_stop

    def fetch(self) -> None:
        """Fetch every mailbox, take dropped files, and destroy the keys of shelves in time.

        No word of a mail is logged. Trouble is logged when it begins and when it changes.
        """
        begin_noting()
        unbind_from_servers()
        if self._office.holds.barred_by():
            return
        for work in (self._mailboxes, self._files, self._shelves):
            try:
                work()
            except Refusal as refusal:
                _LOG.error("received mail: %s", refusal)

    def _mailboxes(self) -> None:
        for done in fetch_all(self._office, stop=self._told_to_stop.is_set):
            if done.new:
                _LOG.info("mailbox %s: %s emails stored", done.mailbox, done.new)
            if not done.busy:
                told = self._kept.told
                if done.why and done.why != told.get(done.mailbox):
                    _LOG.error("mailbox %s: %s", done.mailbox, done.why)
                told[done.mailbox] = done.why

    def _files(self) -> None:
        if taken := take_dropped(self._office):
            _LOG.info("%s dropped emails stored", taken)

    def _shelves(self) -> None:
        if lost := tidy_shelves(self._office):
            _LOG.warning("%s emails that nobody placed within a year were destroyed", lost)
