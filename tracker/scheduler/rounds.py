"""One round of the scheduler's work."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial, wraps

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from tracker.app.assembly import clear_leftovers, open_office
from tracker.app.late_watch import LateWatch
from tracker.app.mail_reading import end_mail_reading
from tracker.app.orphans import OrphanSweep
from tracker.scheduler import Carrier, Fetcher, Jobs
from tracker.scheduler.handover import Handover
from tracker.scheduler.triggers import Every
from tracker.services.correspondence.background_work import work_by_key_file
from tracker.settings import Settings

# What is done, and the lane in which it is. Each lane has one thread.
Job = tuple[str, Callable[[], object]]
_LOOK_EVERY = 0.05


def work_once(settings: Settings, kept: Handover, told_to_stop: threading.Event) -> None:
    """Do all that is due, and note in `kept` what the next round has to know.

    A slow mail server delays neither a sweep nor other mail. Raises Refusal if the office cannot
    be opened.
    """
    with open_office(settings, kept.library, kept.library_mark, kept.noticed) as office:
        jobs = Jobs(office, kept, settings.library, told_to_stop)
        carrier, orphans = Carrier(office, told_to_stop), OrphanSweep(settings, kept.orphans_due)
        all_jobs: Sequence[Job] = (
            ("default", partial(clear_leftovers, settings)),
            ("default", jobs.run_once),
            ("default", LateWatch(settings, office, kept.late_from).run),
            ("post", carrier.carry),
            # A server may take ten minutes to answer for a letter: reminders do not wait for that.
            ("letters", carrier.carry_letters),
            ("fetch", Fetcher(office, kept, told_to_stop).fetch),
            ("scans", partial(work_by_key_file, office, told_to_stop.is_set)),
            ("scans", orphans.run),
        )
        try:
            do_all(all_jobs, timedelta(seconds=settings.sweep_seconds), told_to_stop)
        finally:
            kept.orphans_due = orphans.due
            end_mail_reading()


def do_all(jobs: Sequence[Job], interval: timedelta, told_to_stop: threading.Event) -> None:
    """Do each job, and return once none is under way any more, or soon after being told to stop.

    If one takes longer than the interval, those of other lanes are done again in the meantime.
    """
    left = _Left()
    scheduler = BackgroundScheduler(
        timezone=UTC,
        executors={lane: ThreadPoolExecutor(1) for lane, _ in jobs},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    now = datetime.now(UTC)
    for lane, job in jobs:
        scheduler.add_job(left.until_done(job), Every(interval), next_run_time=now, executor=lane)
    scheduler.start()
    while left and not told_to_stop.wait(_LOOK_EVERY):
        run_what_was_put_off(scheduler, datetime.now(UTC) + 2 * interval)
    scheduler.shutdown(wait=True)


class _Left(set[Callable[[], object]]):
    """The jobs of a round that are still to be done, or are done again."""

    def until_done(self, job: Callable[[], object]) -> Callable[[], None]:
        """Return what does this job. Until then, and whenever it is done again, it is one of those
        left."""
        self.add(job)

        @wraps(job)  # for its name in the log
        def do() -> None:
            self.add(job)
            try:
                job()
            finally:
                self.discard(job)

        return do


def run_what_was_put_off(scheduler: BackgroundScheduler, latest: datetime) -> None:
    """Have jobs that are set for later than `latest` run now.

    A clock that ran ahead and was set back leaves them waiting for the wrong day.
    """
    for job in scheduler.get_jobs():
        if job.next_run_time and job.next_run_time > latest:
            job.modify(next_run_time=datetime.now(UTC))
