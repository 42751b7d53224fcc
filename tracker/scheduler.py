"""The heartbeat: at fixed times of day it calls use cases that are safe to call again.

Truth is in the database: what is due is found by state, so a beat missed is made up by the next,
and any number of schedulers may run beside each other.
"""

import logging
import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from tracker.app import clear_leftovers, open_office
from tracker.domain.errors import Refusal
from tracker.services.office import Office
from tracker.services.silence import sweep
from tracker.settings import Settings

LOG = logging.getLogger(__name__)


def run_scheduler(settings: Settings) -> None:
    """Sweep now and at every interval until the process is told to stop.

    A sweep under way is finished before the process ends.
    """
    told_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told_to_stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    clear_leftovers(settings)
    with open_office(settings) as office:
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(1)},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )
        interval = IntervalTrigger(seconds=settings.sweep_seconds, timezone=UTC)
        scheduler.add_job(beat, interval, args=[office], next_run_time=datetime.now(UTC))
        scheduler.start()
        told_to_stop.wait()
        scheduler.shutdown(wait=True)


def beat(office: Office) -> None:
    """One beat: sweep, and say in the log what was entered and what could not be."""
    try:
        swept = sweep(office)
    except Refusal as refusal:
        LOG.error("nothing was swept: %s", refusal)
        return
    for entry in swept.entered:
        LOG.info(
            "%s: %s (%s, last day %s)", entry.reference, entry.kind, entry.stage, entry.latest
        )
