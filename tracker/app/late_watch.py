"""Notices for the scheduler when work of the office is late."""

import logging
import time

from tracker.app.health import late_limits
from tracker.domain.base.errors import Refusal
from tracker.services.core.holds import require_may_enter
from tracker.services.core.office import Office
from tracker.services.reminders.late_notices import tell_of_late_work
from tracker.services.reminders.late_work import late_work
from tracker.settings import Settings

_LOG = logging.getLogger(__name__)
# Seconds in which a scheduler makes up for the time in which it did not run.
CATCHES_UP = 600


class LateWatch:
    """Tells the administrators once when work becomes late, and once when it no longer is.

    Before `begins`, some minutes after the start, nothing is told: what is late then is about to
    be done.
    """

    def __init__(self, settings: Settings, office: Office, begins: float) -> None:
        self._limits = late_limits(settings)
        self._office = office
        self._begins = begins

    def run(self) -> None:
        """Look once, and log what cannot be looked at."""
        if time.monotonic() < self._begins:
            return
        try:
            # A clock that is ahead would call all work late.
            require_may_enter(self._office)
            if told := tell_of_late_work(self._office, late_work(self._office, self._limits)):
                _LOG.warning("emails about late work: %s made", told)
        except Refusal as refusal:
            _LOG.error("late work was not looked at: %s", refusal)
