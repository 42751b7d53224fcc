"""`tracker scheduler`: the scheduler in this process, which loads no pages."""

import argparse
import logging

from tracker.scheduler.keeping import run_scheduler
from tracker.settings import read_settings


def scheduler(chosen: argparse.Namespace) -> int:
    """Sweep at intervals until stopped."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for name in ("apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    settings = read_settings()
    settings.serving.require_whole_office()
    run_scheduler(settings)
    return 0
